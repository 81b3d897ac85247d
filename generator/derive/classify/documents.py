"""Papers as the classifier reads them: counts of their words and pairs of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from ...text.analysis import analysed_pieces
from ...text.languages import ENGLISH
from ...text.pieces import Remembered, pieces_of
from .cues import Introductions

_TITLE = 3
"""How often a word of the title counts."""


class Document(NamedTuple):
    """The text of a paper for the classifier.

    If the abstract is not kept, `terms` are the weighted words that the record stores, those of the title included.
    `introduced` are the things that the paper introduces (`Named.places`). `vector` is the paper's vector from a
    sentence model, in whole numbers; it is empty in a survey without vectors. `keywords` are those of the source.
    """

    title: str
    abstract: str | None = None
    introduced: Introductions = ()
    terms: Mapping[str, float] = {}
    vector: tuple[int, ...] = ()
    keywords: tuple[str, ...] = ()


def count_words(document: Document) -> Counter[str]:
    """Return how often a paper has each stem; an occurrence in the title counts three times."""
    return _count(document, pairs=False)


def count_words_and_pairs(document: Document, *, pairs: bool = True) -> Counter[str]:
    """Return how often a paper has each stem and each pair of neighbouring stems, `machine translat`; the title counts
    thrice.

    A paper without a kept abstract has no pairs from it. With `pairs=False` no abstract gives pairs, so that papers
    with and without abstracts can be compared.
    """
    return _count(document, pairs=True, of_abstract=pairs)


class _Sequences(Remembered[tuple[str, ...]]):
    """The stems of pieces of texts, read as English, by piece, remembered."""

    def find(self, piece: str) -> tuple[str, ...]:
        """Return the stems of a piece that is not remembered."""
        return analysed_pieces(True, ENGLISH).find(piece).sequence


_SEQUENCES = _Sequences()


@lru_cache(maxsize=4096)
def split_words(text: str, *, pairs: bool) -> tuple[str, ...]:
    """Return the stems of a text in order, followed, if `pairs` is true, by each pair of neighbouring stems."""
    words = tuple(chain.from_iterable(map(_SEQUENCES.__getitem__, pieces_of(text))))
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
