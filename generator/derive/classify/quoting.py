"""Finds in a paper's text the words that the classifier names by their stems, to quote them as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ...records.evidence import Location
from ...text.analysis import words
from ...text.sentences import location_of, phrase_at
from .documents import Document


class Quote(NamedTuple):
    """One or two words as the paper writes them (`words`), the phrase around them, and the location.

    `phrase` and `place` are None if only the stored terms of an abstract that is not kept hold the word.
    """

    words: str
    phrase: str | None
    place: Location | None


def quote_words(document: Document, words: Sequence[str]) -> list[Quote]:
    """Return a quote for each stem or pair of stems that the text has, in the order given.

    One whose words are part of an earlier quote is left out: `translation` after `machine translation`.
    """
    quotes = [quoted for word in words if (quoted := quote(document, word))]
    return [q for n, q in enumerate(quotes) if not any(_overlap(q.words, other.words) for other in quotes[:n])]


def _overlap(one: str, other: str) -> bool:
    """Return whether one of two quotes is a part of the other, whatever their case."""
    return one.lower() in other.lower() or other.lower() in one.lower()


def quote(document: Document, term: str) -> Quote | None:
    """Return a quote of the first occurrence of a term, which is a stem or a pair of stems, in the title, else in the
    abstract; None if the paper does not have it.
    """
    for part, text in (("title", document.title), ("abstract", document.abstract or "")):
        if span := _find(text, term.split(" ")):
            start, end = span
            return Quote(text[start:end], phrase_at(text, start, end, around=1), location_of(part, text, start))
    for stored in document.terms:
        if _find(stored, [term]):
            return Quote(stored, None, None)
    return None


def _find(text: str, stems: list[str]) -> tuple[int, int] | None:
    """Return start and end of the first words of a text whose stems are these, one after the other, with stop words
    between them at most; None if there are none.
    """
    found = _stems_of(text)
    for first, (stem, start, _) in enumerate(found):
        if stem == stems[0] and [other for other, _, _ in found[first : first + len(stems)]] == stems:
            return start, found[first + len(stems) - 1][2]
    return None


@lru_cache(maxsize=64)
def _stems_of(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the stems of a text in order, each with start and end of its word. A dozen words of one text are looked
    for, one after the other.
    """
    return tuple((stem, word.start, word.end) for word in words(text) for stem in word.terms)
