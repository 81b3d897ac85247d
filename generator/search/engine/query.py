"""Parses the text of a query into chunks and conditions. `assets/js/search/query.js` does the same; `parameters.json`
has the lists and numbers.

Any text is a query. It is split into pieces at spaces and behind closing quotes. A piece is

- `word`, also with hyphens and dots (the terms are made later, by `text.analysis`);
- `"several words"`, a phrase. A missing closing quote is taken to stand at the end of the text;
- `field:value` or `field:"long value"`, a filter;
- one of these after `-`, or after the word `NOT`: what the paper must not have;
- `( … )`, a group of pieces, also after `-` or `NOT`.

Chunks are the texts by which papers are ranked: the words, the phrases and what `title:` and `name:` ask for, in
order, but nothing that is excluded. The word with which the text ends is what the reader is still typing, unless
an operator binds it.

Conditions are what every paper found must fulfil: phrases, filters, exclusions, and what operators bind. Words
that no operator binds are no condition, nor is a group of nothing else.

Operators are `NOT`, `AND` and `OR` in capitals, each a piece of its own. They bind the operands beside them, `NOT`
(and `-`) before `AND` before `OR`, all before mere neighbourhood: in `image OR video grounding`, the word
`grounding` is alone. Operands are words, phrases, filters and groups; not stop words, marks without
letters, operators. One without its operands is a word like any other (`NOT` before `NOT` or `-`, too). In a
group that is a condition all operands must hold.

Parentheses make a group where the opening one begins a piece (also after `-` or another) and the closing one ends
it, and is not the partner of one within the piece: in `(f(x) OR GPT-4(V))` there is one group. Those that do
not pair, and those deeper than `deepest_group`, mean nothing.

Operators are plain words where capitals tell nothing: where `capital_words` or more stand beside them, twice as many as
operators at least, none with a lower-case letter, as in `HEAT TRANSFER AND SLIP FLOW AT LOW SPEED`.

In a text of `prose_words` or more outside of quotes, and without an operator there, quotes, dashes and parentheses mean
nothing: somebody writes sentences or has pasted some, and wants what is near to them, not what fulfils them. So it is
where one pair of quotes holds the whole text, and as many words.

Fields, in any case of letters:

- those of the vocabulary (area, each facet, has). A value is a key, a title, or the beginning of exactly one of them;
- a value of `has`, with the value yes: `code:yes` is `has:code`;
- `year`: 2024, 2022..2024, ..2020 or 2023.. ;
- `open_fields`, with any text that has a word (for `title`, one that is no stop word). It is folded by `plain` and
  joined by a space.

Several values are parted by commas, and any of them will do; of those in quotes, an open field's are one, and
another's are tried as one first. Values without a letter or digit are passed over. A piece with an unknown field, or an
unknown value, is a word.

A text of signs alone, such as an emoji, asks for something that no paper has (`signs`), and finds nothing; marks of
this language are the beginning of a query, and find all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..parameters import QUERY
from .field_values import Values, Vocabulary
from .pieces import Chunk, Condition, Piece, is_without_meaning, pieces_of, reading_of

_BEGINNING = re.compile(f"[{QUERY.spaces}{QUERY.marks}]*")


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query.

    `chunks` are the texts by which papers are ranked, `conditions` what each paper must fulfil, both in the order of
    the text. `sentence` says that operators, quotes, dashes or parentheses in it mean nothing; `signs` that it has only
    signs, such as an emoji, and no word.
    """

    chunks: tuple[Chunk, ...] = ()
    conditions: tuple[Condition, ...] = ()
    sentence: bool = False
    signs: bool = False


def parse(text: str, vocabulary: Vocabulary) -> Query:
    """Return the chunks and conditions of a query's text. Every text is valid; an empty one has none.

    `vocabulary` maps a field to its values, key to title. `parse("grounding year:2024", …)` gives one chunk,
    `grounding`, and one condition, on the field `year`.
    """
    known = Values(vocabulary)
    reading = reading_of(text, known)
    levels: list[list[Piece]] = [[]]
    opened: list[Piece] = []
    for piece in paired(pieces_of(text, known, reading)):
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
    chunks = chunks_of(pieces)
    signs = not chunks and not conditions and not _BEGINNING.fullmatch(text)
    return Query(chunks, conditions, is_without_meaning(text, reading), signs)


def paired(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces without the parentheses that have no partner, or that are nested deeper than `deepest_group`."""
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
    """Return the pieces between two parentheses as one piece; its condition holds if the conditions of all of them
    hold.
    """
    operands = [piece for piece in inner if piece.condition]
    condition = one_of("all", (piece.condition for piece in operands))
    if condition:
        condition = replace(condition, start=start, end=end)
    return Piece(start, end, "", condition, chunks_of(inner), all(piece.soft for piece in operands))


def bound(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """Return the pieces between two parentheses after all operators are applied: those that `NOT`, `-`, `AND` or `OR`
    joins become one piece, the others stay.
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
    """Yield the pieces between two parentheses after `-` and `NOT` are applied: each becomes one piece with what it
    excludes.

    One without an operand becomes a plain piece.
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
    """Return one condition of this `kind`, `all` or `any`, with the given ones as parts.

    A single condition is returned as it is; without any, None. None among `conditions` is left out.
    """
    parts = tuple(condition for condition in conditions if condition)
    if len(parts) < 2:
        return parts[0] if parts else None
    return Condition(kind, parts=parts, start=parts[0].start, end=parts[-1].end)


def chunks_of(pieces: Iterable[Piece]) -> tuple[Chunk, ...]:
    """Return the chunks of all pieces in their order."""
    return tuple(chunk for piece in pieces for chunk in piece.chunks)
