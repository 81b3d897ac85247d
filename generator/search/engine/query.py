"""What a reader types, taken apart. `assets/js/search/query.js` does the same; `parameters.json` has the lists and
numbers.

Any text is a query. It falls at spaces into pieces; a closing quote ends one as well. A piece is

- `word`, also with hyphens and dots (the terms are made later, by `text.analysis`);
- `"several words"`, a phrase. A missing closing quote is taken to stand at the end of the text;
- `field:value` or `field:"long value"`, a filter;
- one of these after `-`, or after the word `NOT`: what the paper must not have;
- `( … )`, a group of pieces, also after `-` or `NOT`.

Chunks are what is ranked by: the words, the phrases and what `title:` and `name:` ask for, in
order, but nothing that is excluded. The word with which the text ends is what the reader is still typing, unless
an operator binds it.

Conditions are what every paper found fulfils: phrases, filters, exclusions, and what operators bind. Words
that no operator binds are no condition, nor is a group of nothing else.

Operators are `NOT`, `AND` and `OR` in capitals, each a piece of its own. They bind the operands beside them, `NOT`
(and `-`) before `AND` before `OR`, all before mere neighbourhood: in `image OR video grounding`, the word
`grounding` is alone. Operands are words, phrases, filters and groups; not stop words, marks without
letters, operators. One without its operands is a word like any other (`NOT` before `NOT` or `-`, too). In a
group that is a condition all operands must hold.

Parentheses make a group where the opening one begins a piece (also after `-` or another) and the closing one ends
it, and is not the partner of one within the piece: in `(f(x) OR GPT-4(V))` there is one group. Those that do
not pair, and those deeper than `deepest_group`, mean nothing.

In a text of `prose_words` or more outside of quotes, and without an operator there, quotes, dashes and parentheses mean
nothing: somebody writes sentences or has pasted some, and wants what is near to them, not what fulfils them.

Fields, in any case of letters:

- those of the vocabulary (area, each facet, has). A value is a key, a title, or the beginning of exactly one of them;
- a value of `has`, with the value yes: `code:yes` is `has:code`;
- `year`: 2024, 2022..2024, ..2020 or 2023.. ;
- `open_fields`, with any text that has a word (for `title`, one that is no stop word). It is folded by `plain` and
  joined by a space.

Several values are parted by commas, and any of them will do; of those in quotes, an open field's are one, and
another's are tried as one first. Values without a letter or digit are passed over. A piece with an unknown field, or an
unknown value, is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ...text.analysis import plain
from ..parameters import QUERY
from .field_values import Values, Vocabulary, has_term

_SPACE: Final = QUERY.spaces
_NAME: Final = "([A-Za-z][A-Za-z0-9-]*):"
_QUOTED: Final = '["“”]([^"“”]*)(?:["“”]|\\Z)'
_LONG = re.compile(f"{_NAME}{_QUOTED}(?=[{_SPACE})]|\\Z)")
_SHORT = re.compile(f'{_NAME}([^"“”]+)')
_PHRASE = re.compile(_QUOTED)
_WORD = re.compile(f"[^{_SPACE}]+")
_GAP = re.compile(f"[{_SPACE}]*")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A text that the search ranks papers by: a word, a phrase, or the value of `title:` or `name:`. It is in the query
    from `start` to `end`, in code points; `typing` says that the reader may still be typing it.
    """

    text: str
    typing: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that a paper must fulfil.

    `kind` is `all`, `any` or `not` of the conditions in `parts` (`not` has one); `words` or `phrase`, with `text`; or
    `field`, any of whose `values` the paper must have: keys, `FROM..TO` for years (either may be absent), or folded
    text. It is in the query from `start` to `end`, with its quotes, parentheses, and `-` or `NOT`.
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
    """A parsed query: the chunks to rank by, and the conditions that a paper must fulfil, both in the order of the
    text.
    """

    chunks: tuple[Chunk, ...] = ()
    conditions: tuple[Condition, ...] = ()


class Piece(NamedTuple):
    """A piece of the query's text, or several pieces that an operator or parentheses joined into one.

    `mark` is the operator or sign that the piece is, `(`, `)`, `-`, `NOT`, `AND` or `OR`; empty for all others. A piece
    without a `condition` cannot be an operand. A `soft` piece consists of words only: its condition holds only if an
    operator binds it, and is dropped otherwise.
    """

    start: int
    end: int
    mark: str = ""
    condition: Condition | None = None
    chunks: tuple[Chunk, ...] = ()
    soft: bool = False


def parse(text: str, vocabulary: Vocabulary) -> Query:
    """Parse the text of a query into chunks and conditions; any text is valid.

    `vocabulary` maps a field to its values, key to title. `parse("grounding year:2024", …)` gives one chunk,
    `grounding`, and one condition, of the field `year`.
    """
    levels: list[list[Piece]] = [[]]
    opened: list[Piece] = []
    for piece in paired(pieces_of(text, Values(vocabulary))):
        if piece.mark == "(":
            levels.append([])
            opened.append(piece)
        elif piece.mark == ")":
            inner = bound(levels.pop(), text)
            levels[-1].append(group_of(inner, opened.pop().start, piece.end))
        else:
            levels[-1].append(piece)
    pieces = bound(levels[0], text)
    conditions = tuple(piece.condition for piece in pieces if piece.condition and not piece.soft)
    return Query(chunks_of(pieces), conditions)


# --- from text to pieces -----------------------------------------------------


def pieces_of(text: str, known: Values) -> list[Piece]:
    """Split a query's text into pieces in order; each parenthesis and each `-` is a piece of its own, and no operator
    is applied yet.
    """
    pieces: list[Piece] = []
    dashed = False
    prose = is_prose(text, known)
    at = after_gap(text, 0)
    while at < len(text):
        dash = not prose and text[at] == "-" and not dashed and at + 1 < len(text)
        dash = dash and after_gap(text, at + 1) == at + 1
        if dash:
            pieces.append(Piece(at, at + 1, "-"))
        elif prose:
            pieces.append(word_or_filter(text, at, word_end(text, at), known, binds=False))
        elif text[at] == "(":
            pieces.append(Piece(at, at + 1, "("))
        else:
            pieces += leaves_at(text, at, known, dashed)
        dashed = dash
        at = after_gap(text, pieces[-1].end)
    return pieces


def leaves_at(text: str, at: int, known: Values, dashed: bool) -> list[Piece]:
    """Return the filter, phrase or word that begins at `at`, followed by the closing parentheses at the end of it.
    `dashed` says that a `-` stands before it.
    """
    quoted = filter_of(_LONG.match(text, at), known, quoted=True) or phrase_of(_PHRASE.match(text, at))
    if quoted:
        return [quoted]
    end = word_end(text, at)
    bare = end - closing(text[at:end])
    parentheses = [Piece(place, place + 1, ")") for place in range(bare, end)]
    return [word_or_filter(text, at, bare, known, binds=not dashed), *parentheses] if bare > at else parentheses


def word_or_filter(text: str, start: int, end: int, known: Values, *, binds: bool) -> Piece:
    """Return the piece from `start` to `end`, which holds no space: a filter, or else a word; an operator if
    `binds`.
    """
    return filter_of(_SHORT.fullmatch(text, start, end), known) or word_of(text, start, end, binds)


def is_prose(text: str, known: Values) -> bool:
    """Whether the query consists of sentences, so that its quotes, dashes and parentheses are no commands: it has
    `prose_words` or more outside of quotes, and no operator.
    """
    outside: list[str] = _WORD.findall(_PHRASE.sub(" ", text))
    if len(outside) < QUERY.prose_words or any(word.strip("()") in QUERY.operators for word in outside):
        return False
    # Without the filters: taking one away changes nothing of what the rest means.
    plainly = [word for word in outside if word[0] != "-" and not filter_of(_SHORT.fullmatch(word), known)]
    return len(plainly) >= QUERY.prose_words


def after_gap(text: str, at: int) -> int:
    """Return the offset of the first character at or after `at` that is no space."""
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def word_end(text: str, at: int) -> int:
    """Return the offset of the first space after `at`, or the end of the text."""
    word = _WORD.match(text, at)
    return word.end() if word else len(text)


def closing(raw: str) -> int:
    """Return how many closing parentheses at the end of a word have no opening one within it: 1 for `f(x))`."""
    body = raw.rstrip(")")
    within = 0
    for char in body if len(body) < len(raw) else "":
        within = within + 1 if char == "(" else max(0, within - 1) if char == ")" else within
    return max(0, len(raw) - len(body) - within)


def filter_of(match: re.Match[str] | None, known: Values, *, quoted: bool = False) -> Piece | None:
    """Return the piece of a filter `field:value`, from a match of its pattern; None without a match, or if field or
    value is unknown.
    """
    if match is None:
        return None
    field = match[1].lower()
    values = known.of(field, match[2], quoted)
    if not values and match[2].strip().lower() == "yes" and known.comes_with(field):
        field, values = "has", (field,)
    if not values:
        return None
    condition = Condition("field", field=field, values=values, start=match.start(), end=match.end())
    chunk = Chunk(match[2], start=match.start(2), end=match.end(2))
    return Piece(match.start(), match.end(), "", condition, (chunk,) if field in QUERY.ranked_fields else ())


def phrase_of(match: re.Match[str] | None) -> Piece | None:
    """Return the piece of a phrase in quotes, from a match of its pattern; None without a match."""
    if match is None:
        return None
    condition = Condition("phrase", match[1], start=match.start(), end=match.end()) if has_term(match[1]) else None
    chunk = Chunk(match[1], start=match.start(1), end=match.end(1))
    return Piece(match.start(), match.end(), "", condition, (chunk,) if plain(match[1]) else ())


def word_of(text: str, start: int, end: int, binds: bool) -> Piece:
    """Return the piece of the word from `start` to `end`; if it `binds` and is `AND`, `OR` or `NOT`, the piece of that
    operator.
    """
    word = text[start:end]
    chunks = (Chunk(word, end == len(text), start, end),) if plain(word) else ()
    if binds and word in QUERY.operators:
        return Piece(start, end, word, None, chunks)
    condition = Condition("words", word, start=start, end=end) if has_term(word) else None
    return Piece(start, end, "", condition, chunks, condition is not None)


# --- from pieces to conditions -----------------------------------------------


def paired(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces without those parentheses that have no partner or are nested deeper than `deepest_group`."""
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
            if at not in partner or depth == QUERY.deepest_group:
                continue
            closing.add(partner[at])
            depth += 1
        elif piece.mark == ")":
            if at not in closing:
                continue
            depth -= 1
        yield piece


def group_of(inner: Sequence[Piece], start: int, end: int) -> Piece:
    """Return the pieces between two parentheses joined into one piece, whose condition holds if those of all of them
    hold.
    """
    operands = [piece for piece in inner if piece.condition]
    condition = one_of("all", (piece.condition for piece in operands))
    if condition:
        condition = replace(condition, start=start, end=end)
    return Piece(start, end, "", condition, chunks_of(inner), all(piece.soft for piece in operands))


def bound(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """Apply the operators to the pieces between two parentheses: operands that `NOT`, `-`, `AND` or `OR` binds become
    one piece, and the others stay.
    """
    pieces = list(negated(pieces, text))
    level: list[Piece] = []
    at = 0
    while at < len(pieces):
        first = at
        if pieces[at].condition:
            while at + 2 < len(pieces) and pieces[at + 1].mark in {"AND", "OR"} and pieces[at + 2].condition:
                at += 2
        at += 1
        level.append(joined(pieces[first:at]) if at - first > 1 else pieces[first]._replace(mark=""))
    return level


def negated(pieces: Sequence[Piece], text: str) -> Iterator[Piece]:
    """Yield the pieces between two parentheses after `-` and `NOT` were applied: each becomes one piece with the
    operand that it excludes.
    """
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
            yield Piece(*span, "", Condition("not", "", "", (), (after.condition,), *span))
        else:
            yield piece._replace(mark="")
        at += near and (after.condition is not None or piece.mark == "-")


def joined(run: Sequence[Piece]) -> Piece:
    """Join a run of operands with `AND` or `OR` between them into one piece; `AND` binds before `OR`."""
    sums = [[run[0]]]
    for operator, operand in zip(run[1::2], run[2::2], strict=True):
        if operator.mark == "OR":
            sums.append([operand])
        else:
            sums[-1].append(operand)
    condition = one_of("any", (one_of("all", (piece.condition for piece in product)) for product in sums))
    chunks = tuple(replace(chunk, typing=False) for chunk in chunks_of(run[::2]))
    return Piece(run[0].start, run[-1].end, "", condition, chunks)


def one_of(kind: str, conditions: Iterable[Condition | None]) -> Condition | None:
    """Join conditions into one of this `kind` (`all` or `any`). A single condition is returned as it is; None without
    any.
    """
    parts = tuple(condition for condition in conditions if condition)
    if len(parts) < 2:
        return parts[0] if parts else None
    return Condition(kind, parts=parts, start=parts[0].start, end=parts[-1].end)


def chunks_of(pieces: Iterable[Piece]) -> tuple[Chunk, ...]:
    """Return the chunks of all pieces, in their order."""
    return tuple(chunk for piece in pieces for chunk in piece.chunks)
