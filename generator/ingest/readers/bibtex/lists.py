"""Splits the lists in BibTeX fields: names of people, and keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...raw import RawName

_AND = re.compile(r"[{}]|(?<=\s)and(?=\s)", re.IGNORECASE)
_SEPARATOR = re.compile(r"[{},;\n]")
_PART = re.compile(r"^\s*(family|given|prefix|suffix|useprefix|given-i|family-i|prefix-i|suffix-i|id)\s*=", re.I)
_PARTS = {"family": "family", "given": "given", "prefix": "particle", "suffix": "suffix"}


def split_names(text: str) -> tuple[RawName, ...]:
    """Return the names in an author field, in its order; `and` separates them. An empty text gives no names.

    A name that is wholly in braces is that of a group. `and others` gives a name `others`.

    >>> [name.full for name in split_names("Ann Ho and {Foo and Bar, Inc.} and others")]
    ['Ann Ho', 'Foo and Bar, Inc.', 'others']
    """
    padded = f" {text} "
    return tuple(_name(piece) for piece in _pieces(padded, _AND) if piece.strip(" \n\t,;"))


def split_words(text: str) -> tuple[str, ...]:
    """Return the keywords in a field, split at commas, semicolons and line breaks outside of braces.

    If the text holds a semicolon, its commas do not separate.

    >>> split_words("maps, {planning, slow}"), split_words("Mazes, hedge; Walks")
    (('maps', '{planning, slow}'), ('Mazes, hedge', 'Walks'))
    """
    pieces = list(_pieces(text, re.compile(r"[{};\n]") if ";" in text else _SEPARATOR))
    return tuple(filter(None, (piece.strip() for piece in pieces)))


def _pieces(text: str, separator: re.Pattern[str]) -> Iterator[str]:
    """Yield the texts between the separators that stand outside of braces. `separator` must match single braces,
    too.
    """
    depth = start = 0
    for match in separator.finditer(text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(0, depth - 1)
        elif not depth:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


def _name(piece: str) -> RawName:
    full = " ".join(piece.split()).strip(",; ")
    if _is_braced(full):
        return RawName(full=full[1:-1], corporate=True)
    if _PART.match(full):
        return _in_parts(full)
    return RawName(full=full)


def _is_braced(text: str) -> bool:
    """Return whether one pair of braces encloses all of a text, and not only a letter with its accent."""
    if not (text.startswith("{") and text.endswith("}")) or re.fullmatch(r"\{\\[^{}\s]*\}", text):
        return False
    depth = 0
    for match in re.finditer(r"[{}]", text):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.end() == len(text)
    return False


def _in_parts(text: str) -> RawName:
    """Return a name that is written in BibLaTeX's long form, such as `family=Gogh, given=Vincent, prefix=van`."""
    parts: dict[str, str] = {}
    for piece in _pieces(text, re.compile(r"[{},]")):
        key, _, value = piece.partition("=")
        if target := _PARTS.get(key.strip().lower()):
            parts[target] = value.strip().strip('"')
    return RawName(**parts)  # type: ignore[arg-type]
