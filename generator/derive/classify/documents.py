"""Papers as the classifier reads them: their words and pairs of words, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ...text.analysis import sequence_of
from .cues import Introductions

_TITLE = 3
"""How often a word of the title counts."""


class Document(NamedTuple):
    """The text of a paper. Where the abstract is not kept, `terms` are the record's weighted words, which hold those of
    the title. `introduced` are the things that the paper introduces (`Named.places`). `vector` is what the paper means,
    in whole numbers of any unit, where a sentence model was asked; it is empty for a survey without vectors.
    """

    title: str
    abstract: str | None = None
    introduced: Introductions = ()
    terms: Mapping[str, float] = {}
    vector: tuple[int, ...] = ()


def count_words(document: Document) -> Counter[str]:
    """Count the stems of a paper: each once where it stands in the abstract, three times in the title."""
    return _count(document, pairs=False)


def count_words_and_pairs(document: Document, *, pairs: bool = True) -> Counter[str]:
    """Count the stems of a paper and each two that follow one another, `machine translat`, in the same way. The pairs
    of an abstract that is not kept are lost; where some are not, `pairs=False` leaves out those of every abstract.
    """
    return _count(document, pairs=True, of_abstract=pairs)


@lru_cache(maxsize=4096)
def split_words(text: str, *, pairs: bool) -> tuple[str, ...]:
    """Return the stems of a text in order, then, with `pairs`, each two that follow one another."""
    words = sequence_of(text)
    return (*words, *(f"{a} {b}" for a, b in pairwise(words))) if pairs else words


def _count(document: Document, *, pairs: bool, of_abstract: bool = True) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word in split_words(document.title, pairs=pairs):
        counts[word] += _TITLE
    if document.abstract is None and document.terms:
        for term, weight in document.terms.items():
            for word in split_words(term, pairs=False):
                counts[word] = max(counts[word], round(weight))
    else:
        counts.update(split_words(document.abstract or "", pairs=pairs and of_abstract))
    return counts
