"""Splits the text of a query into pieces: words, phrases, filters, and the operators and marks between them.

The docstring of `query` defines the pieces and what is made of them. `assets/js/search/pieces.js` does the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ...text.analysis import plain
from ..parameters import QUERY
from .field_values import Values, has_term

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
    """A text by which papers are ranked: a word, a phrase, or the value of `title:` or `name:`.

    It is in the query from `start` to `end`, in code points; `typing` says that the reader may still be typing it.
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


class Reading(NamedTuple):
    """How a query is read: `prose` says that quotes, dashes and parentheses mean nothing, `binds` that `AND`, `OR` and
    `NOT` are operators.
    """

    prose: bool
    binds: bool


class Piece(NamedTuple):
    """A piece of the query's text, or several pieces that an operator or parentheses joined into one.

    `mark` is the operator or sign that the piece is, `(`, `)`, `-`, `NOT`, `AND` or `OR`; empty for all others. A piece
    without a `condition` cannot be an operand. A `soft` piece consists of words only: its condition counts only if an
    operator joins it with others, and is dropped otherwise.
    """

    start: int
    end: int
    mark: str = ""
    condition: Condition | None = None
    chunks: tuple[Chunk, ...] = ()
    soft: bool = False


def pieces_of(text: str, known: Values, reading: Reading) -> list[Piece]:
    """Return the pieces of a query's text in order, before any operator is applied.

    Each parenthesis and each `-` is a piece of its own. An empty text has none.
    """
    pieces: list[Piece] = []
    dashed = False
    prose, binds = reading
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
            pieces += leaves_at(text, at, known, binds=binds and not dashed)
        dashed = dash
        at = after_gap(text, pieces[-1].end)
    return pieces


def leaves_at(text: str, at: int, known: Values, *, binds: bool) -> list[Piece]:
    """Return the filter, phrase or word that begins at `at`, and the closing parentheses that follow it, as pieces.

    A word is taken for an operator only if `binds` is true.
    """
    quoted = filter_of(_LONG.match(text, at), known, quoted=True) or phrase_of(_PHRASE.match(text, at))
    if quoted:
        return [quoted]
    end = word_end(text, at)
    bare = end - closing(text[at:end])
    parentheses = [Piece(place, place + 1, ")") for place in range(bare, end)]
    return [word_or_filter(text, at, bare, known, binds=binds), *parentheses] if bare > at else parentheses


def word_or_filter(text: str, start: int, end: int, known: Values, *, binds: bool) -> Piece:
    """Return the text from `start` to `end`, which has no space, as one piece: a filter, else a word, or an operator if
    `binds`.
    """
    return filter_of(_SHORT.fullmatch(text, start, end), known) or word_of(text, start, end, binds)


def reading_of(text: str, known: Values) -> Reading:
    """Return how a query is to be read: whether it is prose, and whether its words in capitals are operators."""
    outside: list[str] = _WORD.findall(_PHRASE.sub(" ", text))
    if not any(plain(word) for word in outside) and len(_PHRASE.findall(text)) == 1:
        outside = _WORD.findall(re.sub('["“”]', " ", text))
    operators = sum(word.strip("()-") in QUERY.operators for word in outside)
    binds = not (operators and is_in_capitals(outside, operators))
    # Without the filters: taking one away changes nothing of what the rest means.
    plainly = [word for word in outside if word[0] != "-" and not filter_of(_SHORT.fullmatch(word), known)]
    return Reading(not (operators and binds) and len(plainly) >= QUERY.prose_words, binds)


def is_in_capitals(outside: Sequence[str], operators: int) -> bool:
    """Return whether the words outside of quotes are all in capitals, so that operators among them may be ordinary
    words.

    `operators` says how many of them look like one; there must be enough other words to tell.
    """
    cased = [word for word in outside if word.lower() != word.upper()]
    others = len(cased) - operators
    return others >= max(QUERY.capital_words, 2 * operators) and all(word == word.upper() for word in cased)


def is_without_meaning(text: str, reading: Reading) -> bool:
    """Return whether a query holds operators, quotes, dashes or parentheses that mean nothing in this reading, so that
    the reader should be told.
    """
    words: list[str] = _WORD.findall(text)
    if not reading.binds and any(word.strip('()"“”') in QUERY.operators for word in words):
        return True
    return reading.prose and any(re.search('["“”()]|^-.', word) for word in words)


def after_gap(text: str, at: int) -> int:
    """Return the offset of the first character at or after `at` that is no space."""
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def word_end(text: str, at: int) -> int:
    """Return the offset of the first space after `at`, or the length of the text."""
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
    """Return the piece of a filter `field:value` from a match of its pattern.

    None if `match` is None, or if the field or one of the values is unknown.
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
    """Return the piece of a phrase in quotes from a match of its pattern; None if `match` is None."""
    if match is None:
        return None
    condition = Condition("phrase", match[1], start=match.start(), end=match.end()) if has_term(match[1]) else None
    chunk = Chunk(match[1], start=match.start(1), end=match.end(1))
    return Piece(match.start(), match.end(), "", condition, (chunk,) if plain(match[1]) else ())


def word_of(text: str, start: int, end: int, binds: bool) -> Piece:
    """Return the piece of the word from `start` to `end`. If `binds` is true and the word is `AND`, `OR` or `NOT`, it
    is the piece of that operator.
    """
    word = text[start:end]
    chunks = (Chunk(word, end == len(text), start, end),) if plain(word) else ()
    if binds and word in QUERY.operators:
        return Piece(start, end, word, None, chunks)
    condition = Condition("words", word, start=start, end=end) if has_term(word) else None
    return Piece(start, end, "", condition, chunks, condition is not None)
