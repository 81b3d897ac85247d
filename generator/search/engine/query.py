"""What a reader types, taken apart. `assets/js/search/query.js` does the same.

Any text is a query. It falls at spaces into pieces; a closing quote ends one as well. A piece is

- `word`, also with hyphens and dots (the terms are made later, by `text.analysis`);
- `"several words"`, a phrase. A missing closing quote is taken to stand at the end of the text;
- `field:value` or `field:"long value"`, a choice;
- one of these after `-`, or after the word `NOT`: what the paper must not have;
- `( … )`, a group of pieces, also after `-` or `NOT`.

Chunks are what is ranked by: the words, the phrases and what `title:` and `name:` ask for, in
order, but nothing that is excluded. The word with which the text ends is what the reader is still typing, unless
an operator binds it.

Conditions are what every paper found fulfils: phrases, choices, exclusions, and what operators bind. Words
that no operator binds are no condition, nor is a group of nothing else.

Operators are `NOT`, `AND` and `OR` in capitals, each a piece of its own. They bind the operands beside them, `NOT`
(and `-`) before `AND` before `OR`, all before mere neighbourhood: in `image OR video grounding`, the word
`grounding` is alone. Operands are words, phrases, choices and groups; not stop words, marks without
letters, operators. One without its operands is a word like any other (`NOT` before `NOT` or `-`, too). In a
group that is a condition all operands must hold.

Parentheses make a group where the opening one begins a piece (also after `-` or another) and the closing one ends
it, and is not the partner of one within the piece: in `(f(x) OR GPT-4(V))` there is one group. Those that do
not pair, and those deeper than `DEEPEST`, mean nothing.

In a text of ten words or more outside of quotes, and without an operator there, quotes, dashes and parentheses mean
nothing: somebody writes sentences or has pasted some, and wants what is near to them, not what fulfils them.

Fields, in any case of letters:

- those of the vocabulary (area, each facet, has). A value is a key, a title, or the beginning of exactly one of them;
- a value of `has`, with the value yes: `code:yes` is `has:code`;
- `year`: 2024, 2022..2024, ..2020 or 2023.. ;
- those of `OPEN`, with any text that has a word (for `title`, one that is no stop word). It is folded by `plain` and
  joined by a space.

Several values are parted by commas, and any of them will do; of those in quotes, an open field's are one, and
another's are tried as one first. Values without a letter or digit are passed over. A piece with an unknown field, or an
unknown value, is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ...text.analysis import plain, words

Vocabulary = Mapping[str, Mapping[str, str]]
"""Closed field to key to title of the values that can be chosen."""

OPEN: Final = ("title", "name", "author", "venue", "mentions")
"""Fields with any text as value."""
DEEPEST: Final = 20
"""Groups within groups, at most."""
PROSE: Final = 10
"""Words outside of quotes that make a text without operators prose."""
OPERATORS: Final = frozenset({"AND", "OR", "NOT"})

_RANKED: Final = frozenset({"title", "name"})
_SPACE: Final = " \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_NAME: Final = "([A-Za-z][A-Za-z0-9-]*):"
_QUOTED: Final = '["“”]([^"“”]*)(?:["“”]|\\Z)'
_LONG = re.compile(f"{_NAME}{_QUOTED}(?=[{_SPACE})]|\\Z)")
_SHORT = re.compile(f'{_NAME}([^"“”]+)')
_PHRASE = re.compile(_QUOTED)
_WORD = re.compile(f"[^{_SPACE}]+")
_GAP = re.compile(f"[{_SPACE}]*")
_YEARS = re.compile(" *(?:([0-9]{4})|([0-9]{4})?\\.\\.([0-9]{4})?) *")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words to rank by. `start` and `end` are where exactly `text` stands, in code points."""

    text: str
    typing: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """What a paper must fulfil.

    `kind` is `all`, `any` or `not` (one part) of `parts`; `words` or `phrase`, with `text`; or `field`, with any of
    `values`: keys, `FROM..TO` for years (either may lack), or folded text. `start` and `end` are where it
    stands in the query, with its quotes, parentheses and `-` or `NOT`.
    """

    kind: str
    text: str = ""
    field: str = ""
    values: tuple[str, ...] = ()
    parts: tuple[Condition, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A query, in the order in which it was typed."""

    chunks: tuple[Chunk, ...] = ()
    conditions: tuple[Condition, ...] = ()


class _Piece(NamedTuple):
    """A piece of the text, or several made one.

    `mark` is what it may do to its neighbours: `(`, `)`, `-`, `NOT`, `AND`, `OR`, or nothing. Without a
    `condition` it is no operand. `soft`: words and nothing else, so that the condition holds only if bound.
    """

    start: int
    end: int
    mark: str = ""
    condition: Condition | None = None
    chunks: tuple[Chunk, ...] = ()
    soft: bool = False


def parse(text: str, vocabulary: Vocabulary) -> Query:
    """The chunks and conditions of any text."""
    levels: list[list[_Piece]] = [[]]
    opened: list[_Piece] = []
    for piece in _paired(list(_pieces(text, _Values(vocabulary)))):
        if piece.mark == "(":
            levels.append([])
            opened.append(piece)
        elif piece.mark == ")":
            inner = _bound(levels.pop(), text)
            levels[-1].append(_group(inner, opened.pop().start, piece.end))
        else:
            levels[-1].append(piece)
    found = _bound(levels[0], text)
    conditions = tuple(piece.condition for piece in found if piece.condition and not piece.soft)
    return Query(_chunks(found), conditions)


# --- from text to pieces -----------------------------------------------------


def _pieces(text: str, known: _Values) -> Iterator[_Piece]:
    """The pieces as they stand: parentheses and dashes by themselves, nothing bound."""
    at, dashed, prose = _after_gap(text, 0), False, _is_prose(text, known)
    while at < len(text):
        if prose:
            end = _word_end(text, at)
            yield _choice(_SHORT.fullmatch(text, at, end), known) or _word(text, at, end, False)
            at = end
        elif text[at] == "(":
            yield _Piece(at, at + 1, "(")
            at, dashed = at + 1, False
        elif text[at] == "-" and not dashed and at + 1 < len(text) and _after_gap(text, at + 1) == at + 1:
            yield _Piece(at, at + 1, "-")
            at, dashed = at + 1, True
            continue
        else:
            piece = _choice(_LONG.match(text, at), known, quoted=True) or _phrase(_PHRASE.match(text, at))
            if piece:
                yield piece
                at = piece.end
            else:
                end = _word_end(text, at)
                bare = end - _closing(text[at:end])
                if bare > at:
                    yield _choice(_SHORT.fullmatch(text, at, bare), known) or _word(text, at, bare, not dashed)
                yield from (_Piece(place, place + 1, ")") for place in range(bare, end))
                at = end
            dashed = False
        at = _after_gap(text, at)


def _is_prose(text: str, known: _Values) -> bool:
    """Whether somebody writes sentences, in which quotes, dashes and parentheses are no commands."""
    outside: list[str] = _WORD.findall(_PHRASE.sub(" ", text))
    if len(outside) < PROSE or any(word.strip("()") in OPERATORS for word in outside):
        return False
    # Without the choices: taking one away changes nothing of what the rest means.
    return sum(word[0] != "-" and not _choice(_SHORT.fullmatch(word), known) for word in outside) >= PROSE


def _after_gap(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    return found.end() if found else at


def _word_end(text: str, at: int) -> int:
    found = _WORD.match(text, at)
    return found.end() if found else len(text)


def _closing(raw: str) -> int:
    """How many parentheses at the end of a word are no partners of any within it."""
    body = raw.rstrip(")")
    within = 0
    for char in body if len(body) < len(raw) else "":
        within = within + 1 if char == "(" else max(0, within - 1) if char == ")" else within
    return max(0, len(raw) - len(body) - within)


def _choice(found: re.Match[str] | None, known: _Values, *, quoted: bool = False) -> _Piece | None:
    if found is None:
        return None
    field = found[1].lower()
    values = known.of(field, found[2], quoted)
    if not values and found[2].strip().lower() == "yes" and known.comes_with(field):
        field, values = "has", (field,)
    if not values:
        return None
    condition = Condition("field", field=field, values=values, start=found.start(), end=found.end())
    chunk = Chunk(found[2], start=found.start(2), end=found.end(2))
    return _Piece(found.start(), found.end(), "", condition, (chunk,) if field in _RANKED else ())


def _phrase(found: re.Match[str] | None) -> _Piece | None:
    if found is None:
        return None
    condition = Condition("phrase", found[1], start=found.start(), end=found.end()) if _has_term(found[1]) else None
    chunk = Chunk(found[1], start=found.start(1), end=found.end(1))
    return _Piece(found.start(), found.end(), "", condition, (chunk,) if plain(found[1]) else ())


def _word(text: str, start: int, end: int, binds: bool) -> _Piece:
    word = text[start:end]
    chunks = (Chunk(word, end == len(text), start, end),) if plain(word) else ()
    if binds and word in OPERATORS:
        return _Piece(start, end, word, None, chunks)
    condition = Condition("words", word, start=start, end=end) if _has_term(word) else None
    return _Piece(start, end, "", condition, chunks, condition is not None)


def _has_term(text: str) -> bool:
    return any(True for _ in words(text, query=True))


# --- from pieces to conditions -----------------------------------------------


def _paired(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """The pieces without the parentheses that mean nothing."""
    opened: list[int] = []
    partner: dict[int, int] = {}
    for at, piece in enumerate(pieces):
        if piece.mark == "(":
            opened.append(at)
        elif piece.mark == ")" and opened:
            partner[opened.pop()] = at
    closing: set[int] = set()
    depth = 0
    for at, piece in enumerate(pieces):
        if piece.mark == "(":
            if at not in partner or depth == DEEPEST:
                continue
            closing.add(partner[at])
            depth += 1
        elif piece.mark == ")":
            if at not in closing:
                continue
            depth -= 1
        yield piece


def _group(inner: Sequence[_Piece], start: int, end: int) -> _Piece:
    operands = [piece for piece in inner if piece.condition]
    condition = _one("all", (piece.condition for piece in operands))
    if condition:
        condition = replace(condition, start=start, end=end)
    return _Piece(start, end, "", condition, _chunks(inner), all(piece.soft for piece in operands))


def _bound(pieces: Sequence[_Piece], text: str) -> list[_Piece]:
    """The pieces of one level with those that operators bind made one."""
    pieces = list(_negated(pieces, text))
    found: list[_Piece] = []
    at = 0
    while at < len(pieces):
        first = at
        if pieces[at].condition:
            while at + 2 < len(pieces) and pieces[at + 1].mark in {"AND", "OR"} and pieces[at + 2].condition:
                at += 2
        at += 1
        found.append(_joined(pieces[first:at]) if at - first > 1 else pieces[first]._replace(mark=""))
    return found


def _negated(pieces: Sequence[_Piece], text: str) -> Iterator[_Piece]:
    at = 0
    while at < len(pieces):
        piece, after = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else None
        at += 1
        if piece.mark not in {"-", "NOT"} or not after or after.mark:
            yield piece
            continue
        # Parentheses that mean nothing may stand between a dash and what it excludes, but no space.
        near = piece.mark == "NOT" or not text[piece.end : after.start].strip("(")
        if near and after.condition:
            span = (piece.start, after.end)
            yield _Piece(*span, "", Condition("not", "", "", (), (after.condition,), *span))
        else:
            yield piece._replace(mark="")
        at += near and (after.condition is not None or piece.mark == "-")


def _joined(run: Sequence[_Piece]) -> _Piece:
    """Operands with operators between them as one."""
    sums = [[run[0]]]
    for operator, operand in zip(run[1::2], run[2::2], strict=True):
        if operator.mark == "OR":
            sums.append([operand])
        else:
            sums[-1].append(operand)
    condition = _one("any", (_one("all", (piece.condition for piece in product)) for product in sums))
    chunks = tuple(replace(chunk, typing=False) for chunk in _chunks(run[::2]))
    return _Piece(run[0].start, run[-1].end, "", condition, chunks)


def _one(kind: str, conditions: Iterable[Condition | None]) -> Condition | None:
    """The only condition there is, or one of all."""
    parts = tuple(condition for condition in conditions if condition)
    if len(parts) < 2:
        return parts[0] if parts else None
    return Condition(kind, parts=parts, start=parts[0].start, end=parts[-1].end)


def _chunks(pieces: Iterable[_Piece]) -> tuple[Chunk, ...]:
    return tuple(chunk for piece in pieces for chunk in piece.chunks)


# --- values ------------------------------------------------------------------


class _Values:
    """The values that texts mean. It remembers: in a pasted page one may come a thousand times."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names: dict[str, dict[str, tuple[str, str]]] = {}
        self._keys: dict[tuple[str, str], str] = {}

    def of(self, field: str, value: str, quoted: bool) -> tuple[str, ...]:
        """The values of a choice; none where any of them is unknown."""
        if field not in OPEN and field != "year" and field not in self._vocabulary:
            return ()
        whole = self._one(field, value) if quoted else ""
        if whole or (quoted and field in OPEN):
            return (whole,) if whole else ()
        found = dict.fromkeys(self._one(field, part) for part in value.split(",") if plain(part))
        return tuple(found) if all(found) else ()

    def comes_with(self, field: str) -> bool:
        """Whether a field that there is not is one of the values of `has`."""
        return field not in self._vocabulary and field in self._vocabulary.get("has", {})

    def _one(self, field: str, text: str) -> str:
        if field in OPEN:
            folded = " ".join(plain(text))
            return folded if field != "title" or _has_term(folded) else ""
        if field == "year":
            years = _YEARS.fullmatch(text)
            return "" if not years else f"{years[1]}..{years[1]}" if years[1] else _span(years[2], years[3])
        wanted = "-".join(plain(text))
        if (field, wanted) not in self._keys:
            self._keys[field, wanted] = self._key(field, wanted)
        return self._keys[field, wanted]

    def _key(self, field: str, wanted: str) -> str:
        if field not in self._names:
            titles = self._vocabulary[field].items()
            self._names[field] = {key: (key, "-".join(plain(title))) for key, title in titles}
        names = self._names[field]
        exact = [key for key, both in names.items() if wanted in both]
        begun = [key for key, both in names.items() if any(name.startswith(wanted) for name in both)]
        if not wanted:
            return ""
        return exact[0] if exact else begun[0] if len(begun) == 1 else ""


def _span(first: str | None, last: str | None) -> str:
    return f"{first or ''}..{last or ''}" if first or last else ""
