"""Parses the syntax of BibTeX: entries with their line and fields, `@string` abbreviations replaced, `#` pieces joined.

It is written here because the libraries for it lose what a broken file still holds: one drops an entry without a key or
with a field twice, the other all fields after a comma that is missing, and neither reads both `@string(…)` and a value
without quotes. Here an entry that is not closed ends where the next begins, and costs no other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

_GAP = r"(?:\s|%[^\n]{0,300}\n){0,20}"
_BEGIN = re.compile(rf"(?<![\w.\\])@{_GAP}(?P<type>[^\W\d_][\w:-]*){_GAP}(?P<opening>[{{(])")
_BOUNDARY = re.compile(r"@[ \t]*[A-Za-z]+\s{0,3}[{(]\s{0,3}[^\s,={}\"()]{0,200}[ \t]{0,9},")
"""How an entry surely begins, even inside of one that is not closed, if it stands first in a line or after a brace."""
_COMMENTED = re.compile(r"[ \t]*%[^\n]*")
_KEY = re.compile(r"\s*(?P<key>[^,{}=\"\n]*?)\s*(?:(?P<equals>=)|(?=[,\n}])|$)")
_NAME = re.compile(r"(?P<name>[^\s,={}\"#%()@]+)\s*=\s*")
_BLANK = re.compile(r"(?:[\s,]+|%[^\n]*(?:\n|$))+")
_BARE = re.compile(r"[^\s,{}#\"=()][^,{}#\"=()\n]*")
_HASH = re.compile(r"\s*#\s*")
_BRACE = re.compile(r"[{}]")
_QUOTE_OR_BRACE = re.compile(r"[{}\"]")
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
_JOINED_MOST = 2_000_000
"""Characters; abbreviations that hold one another could make a value of any length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BibEntry:
    """An entry as it is written in the file. `type` is what follows `@`, `key` the citation key (empty if the entry has
    none), `line` the line on which it begins, from 1.
    """

    type: str
    """In lower case, such as `article`."""
    key: str
    line: int
    fields: dict[str, str]
    """From names in lower case to values without their outer braces or quotes; the values are LaTeX."""
    notes: tuple[str, ...] = ()
    """What could not be parsed in the entry, one sentence each; empty for a sound entry."""


class _UnclosedError(Exception):
    """Raised if a value does not end before its entry does."""


@dataclass(slots=True)
class _Cursor:
    """The index `at` up to which the text of one entry is read; the entry ends at index `end` at the latest. `notes`
    are on what was passed over.
    """

    text: str
    at: int
    end: int
    notes: list[str] = field(default_factory=list)

    def skip(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        if match := pattern.match(self.text, self.at, self.end):
            self.at = match.end()
        return match

    def peek(self) -> str:
        return self.text[self.at] if self.at < self.end else ""


def parse_bibtex(text: str) -> list[BibEntry]:
    """Return the entries of a file in its order, without comments, `@preamble` and `@string`. Never raises.

    What is broken in an entry is described in its `notes`. A text without entries gives an empty list.

    >>> entry, = parse_bibtex('@string{cup = "Cambridge UP"} @book{a, publisher = cup # "!", year = 2019}')
    >>> entry.fields
    {'publisher': 'Cambridge UP!', 'year': '2019'}
    """
    return _Parser(text).entries()


def _boundaries(text: str) -> Iterator[int]:
    """Yield the indices of a text at which entries surely begin, in rising order. Blanks before an entry belong to
    it.
    """
    for match in _BOUNDARY.finditer(text):  # which begins with one character, for which a text is searched fast
        start = match.start()
        while start and text[start - 1] in " \t":
            start -= 1
        if not start or text[start - 1] in "\n})":
            yield start


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.boundaries = list(_boundaries(text))
        self.abbreviations: dict[str, str] = {}
        self.unclosed_comments = 0
        self.lines = _Lines(text)

    def entries(self) -> list[BibEntry]:
        found: list[BibEntry] = []
        at = 0
        while begin := _BEGIN.search(self.text, at):
            start = begin.start()
            kind = begin["type"].lower()
            if _COMMENTED.fullmatch(self.text, max(self.text.rfind("\n", max(0, start - 300), start) + 1, 0), start):
                at = start + 1
            elif kind == "comment":
                at = self._after_comment(begin.end())
            else:
                cursor = _Cursor(self.text, begin.end(), self._limit(begin.end()))
                closing = "}" if begin["opening"] == "{" else ")"
                if kind == "string":
                    self._abbreviation(cursor)
                elif kind != "preamble":
                    found.append(self._entry(cursor, kind, closing, self.lines.number(start)))
                else:
                    self._preamble(cursor)
                at = max(cursor.at, begin.end())
        return found

    def _limit(self, at: int) -> int:
        """Return the index at which the next entry after `at` surely begins, or the length of the text."""
        index = bisect_right(self.boundaries, at)
        return self.boundaries[index] if index < len(self.boundaries) else len(self.text)

    def _after_comment(self, at: int) -> int:
        """Return the index after a comment in braces that began before `at`; `at` itself if its brace is not closed."""
        end = len(self.text) if self.unclosed_comments < 3 else min(len(self.text), at + 500)
        try:
            return _closing(self.text, at, end, _BRACE)
        except _UnclosedError:
            self.unclosed_comments += 1
            return at

    def _abbreviation(self, cursor: _Cursor) -> None:
        cursor.skip(_BLANK)
        if name := cursor.skip(_NAME):
            try:
                self.abbreviations[name["name"].lower()] = self._value(cursor, name["name"])
            except _UnclosedError:
                cursor.at = cursor.end

    def _preamble(self, cursor: _Cursor) -> None:
        cursor.skip(_BLANK)
        try:
            self._value(cursor, "preamble")
        except _UnclosedError:
            cursor.at = cursor.end

    def _entry(self, cursor: _Cursor, kind: str, closing: str, line: int) -> BibEntry:
        key = self._key(cursor)
        fields: dict[str, str] = {}
        while True:
            cursor.skip(_BLANK)
            if cursor.at >= cursor.end:
                cursor.notes.append(f"entry: is not closed; add “{closing}” after its last field")
                break
            if cursor.peek() == closing:
                cursor.at += 1
                break
            self._field(cursor, fields)
        return BibEntry(type=kind, key=key, line=line, fields=fields, notes=tuple(cursor.notes))

    def _key(self, cursor: _Cursor) -> str:
        """Read and return the key of an entry; empty, with nothing read, if the entry begins with a field."""
        start = cursor.at
        match = cursor.skip(_KEY)
        if match is None or match["equals"]:
            cursor.at = start
            return ""
        return match["key"]

    def _field(self, cursor: _Cursor, fields: dict[str, str]) -> None:
        """Read one field into `fields`, or pass over what is none, with a note."""
        match = cursor.skip(_NAME)
        if match is None:
            self._pass_over(cursor)
            return
        name = match["name"].lower()
        try:
            value = self._value(cursor, name)
        except _UnclosedError:
            cursor.notes.append(f"{name}: its value is not closed; add the missing brace or quote")
            cursor.at = cursor.end
            return
        if name not in fields:
            fields[name] = value
        elif fields[name] != value:
            self._repeat(cursor, fields, name, value)

    def _repeat(self, cursor: _Cursor, fields: dict[str, str], name: str, value: str) -> None:
        """Join the `value` of the field `name` with the one that `fields` has already: of keywords and groups both
        count, of other fields the first that is not blank, with a note in `cursor`.
        """
        if name in {"keywords", "keyword", "groups"}:
            fields[name] = f"{fields[name]}, {value}"
        elif not fields[name].strip():
            fields[name] = value
        else:
            cursor.notes.append(f"{name}: stands twice; “{value[:60]}” is passed over")

    def _pass_over(self, cursor: _Cursor) -> None:
        """Move past what is no field, as far as the next comma or brace, and note it."""
        start = cursor.at
        match = re.compile(r"[^,{})]*").match(cursor.text, cursor.at, cursor.end)
        cursor.at = match.end() if match else cursor.end
        if cursor.peek() == "{":
            try:
                cursor.at = _closing(cursor.text, cursor.at + 1, cursor.end, _BRACE)
            except _UnclosedError:
                cursor.at = cursor.end
        elif cursor.at == start:
            cursor.at += 1
        if odd := cursor.text[start : cursor.at].strip(" \n,})"):
            cursor.notes.append(f"entry: “{odd[:60]}” is no field and is passed over")

    def _value(self, cursor: _Cursor, name: str) -> str:
        """Read and return the value of the field `name`: pieces that `#` joins. Raises _UnclosedError."""
        pieces = [self._piece(cursor, name)]
        while cursor.skip(_HASH):
            pieces.append(self._piece(cursor, name))
        return "".join(pieces)[:_JOINED_MOST]

    def _piece(self, cursor: _Cursor, name: str) -> str:
        start = cursor.at
        if cursor.peek() in {"{", '"'}:
            braced = cursor.peek() == "{"
            cursor.at = _closing(cursor.text, start + 1, cursor.end, _BRACE if braced else _QUOTE_OR_BRACE)
            return cursor.text[start + 1 : cursor.at - 1]
        match = cursor.skip(_BARE)
        if match is None:
            return ""
        bare = match[0].strip()
        known = self.abbreviations.get(bare.lower())
        if known is not None:
            return known
        if bare.lower() not in _MONTHS and not bare[0].isdigit():
            cursor.notes.append(
                f"{name}: “{bare[:60]}” is no abbreviation that the file defines; it is read as it stands"
            )
        return bare


def _closing(text: str, at: int, end: int, marks: re.Pattern[str]) -> int:
    """Return the index after the brace or quote that closes a value that began before index `at`; `marks` matches what
    can close or open one. Raises _UnclosedError if none does before `end`.
    """
    depth = 0
    for match in marks.finditer(text, at, end):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}" and (depth or marks is _BRACE):
            if not depth:
                return match.end()
            depth -= 1
        elif match[0] == '"' and not depth:
            return match.end()
    raise _UnclosedError


class _Lines:
    """Tells the line number, from 1, of an index in a text; indices must be asked for in rising order."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1

    def number(self, at: int) -> int:
        self.line += self.text.count("\n", self.at, at)
        self.at = at
        return self.line
