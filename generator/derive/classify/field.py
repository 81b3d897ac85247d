"""Decides whether a paper is about the field of a taxonomy at all.

The field's vocabulary is the words of all areas except those common to all research. A word counts the more, the more
areas use it (a quarter with one area, fully from four on), since such words are what papers of a field share. A paper's
share is the mean weight of its own words in that vocabulary, each weighted by 1 + ln of its count (three times in the
title). It is compared with a bar. The bar depends on the taxonomy: where areas share many words, a paper without them
is foreign; where they share none, as with bare titles, a single word is enough.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ...records.taxonomy import Facet, Taxonomy, Value
from ...text.analysis import analyse
from .common_words import COMMON_STEMS, is_common
from .documents import Document, count_words
from .drafts import told_by

_AREAS_OF_A_FIELD_WORD = 4
_BAR = 0.3
"""The bar, as a part of the share that the areas' own words have in the other areas."""
_OFTEN = 64
_WEIGHTS = [0.0, *(1 + math.log(count) for count in range(1, _OFTEN))]
"""The weights of words by their count."""
_ONE_IN, _HALFWAY = 20, 0.6
_FULL = 20
"""Words of an area from which its vocabulary can be expected to hold the field's words; with fewer the bar is lower."""


class Field:
    """The vocabulary of a taxonomy's areas. `bar` is the share of known words from which a paper belongs to the
    field.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Collect the words of all areas of a taxonomy, and compute the bar: the share from which on a paper is of this
        field.
        """
        vocabularies = [_vocabulary(area) for area in taxonomy.areas]
        areas = Counter(word for vocabulary in vocabularies for word in vocabulary)
        self._weights = {word: _weight(count) for word, count in areas.items()}
        size = sum(map(len, vocabularies)) / max(1, len(vocabularies))
        self.foreign_facets = frozenset(facet.key for facet in taxonomy.facets if not speaks_of_all_fields(facet))
        """The keys of the facets that only papers of the field have."""
        least = 1e-9 if taxonomy.areas else 0.0  # where nothing says what the field is, nothing is foreign to it
        self.bar = max(least, _BAR * min(1.0, size / _FULL) * _common_share(vocabularies, areas))

    def share(self, document: Document) -> float:
        """Return the share of a paper's words that the field's vocabulary has, from 0 to 1."""
        return _share(count_words(document), self._weights)


class Kinship:
    """Measures how much a paper shares of its words with the curated papers of a survey.

    A paper's kinship is the share of its words that curated papers use (a word counts fully if one in twenty of them
    has it), plus twice its share in the taxonomy's vocabulary. `bar` is the kinship that all but one in a hundred of
    the curated papers reach, each measured against the others, but at most 0.6 times the median.
    """

    def __init__(self, field: Field, curated: Sequence[Document]) -> None:
        """Count in how many of the curated papers each word occurs, and compute the bar: the kinship from which on a
        paper is of this field. Raises IndexError if there is no paper.
        """
        self._field = field
        counts = [count_words(document) for document in curated]
        self._papers = Counter(word for count in counts for word in count)
        self._usual = max(2.0, len(curated) / _ONE_IN)
        reached = sorted(self._of(document, count, own=1) for document, count in zip(curated, counts, strict=True))
        self.bar = min(reached[len(reached) // 100], _HALFWAY * reached[len(reached) // 2])

    def of(self, document: Document) -> float:
        """Return the kinship of a paper that is not one of the curated ones."""
        return self._of(document, count_words(document), own=0)

    def _of(self, document: Document, counts: Mapping[str, int], own: int) -> float:
        """Return the kinship of a paper with the curated ones, given how often it has each word. `own` is 1 for a
        curated paper, which is no evidence for itself, else 0.
        """
        papers = {word: self._papers[word] - own for word in counts}
        known = _share(counts, {word: min(1.0, n / self._usual) for word, n in papers.items()})
        return known + 2 * self._field.share(document)


def speaks_of_all_fields(facet: Facet) -> bool:
    """Return whether a facet suits papers of any field, as kinds of contribution do: whether the titles of most of its
    values, or their keys where titles are in another language, consist of words common to all research.
    """
    common = [_is_common(value.title) or _is_common(value.key) for value in facet.values]
    return sum(common) * 2 > len(common)


def _is_common(name: str) -> bool:
    return all(is_common(word) for word in analyse(name).sequence)


def _share(counts: Mapping[str, int], known: Mapping[str, float]) -> float:
    """Return how well the words of a paper are known, from 0 to 1: the mean of `known`, weighted by 1 + ln of each
    word's count. Words of all research are left out; 0 if no other is there.
    """
    own = [
        (word, _WEIGHTS[count] if count < _OFTEN else 1 + math.log(count))
        for word, count in counts.items()
        if word not in COMMON_STEMS and not word.isdigit()  # `is_common`, which a call for each word would make slow
    ]
    heard = [weight * known[word] for word, weight in own if word in known]
    return sum(heard) / max(1.0, sum([weight for _, weight in own]))


def _vocabulary(area: Value) -> frozenset[str]:
    """Return the terms of an area's title, definition and cues, without those of all research."""
    cues: Mapping[str, float] = {**area.cues, **area.title_cues}
    texts = [area.title, told_by(area.definition or ""), *(cue.replace("*", "") for cue in cues)]
    return frozenset(word for text in texts for word in analyse(text).sequence if not is_common(word))


def _weight(areas: int) -> float:
    return min(1.0, areas / _AREAS_OF_A_FIELD_WORD)


def _common_share(vocabularies: Iterable[frozenset[str]], areas: Mapping[str, int]) -> float:
    """Return the mean share, from 0 to 1, of an area's words that other areas have, too. `vocabularies` has the words
    of each area, `areas` in how many areas each word is.
    """
    shares = [
        sum(_weight(areas[word] - 1) for word in sorted(vocabulary)) / len(vocabulary)
        for vocabulary in vocabularies
        if vocabulary
    ]
    return sum(shares) / len(shares) if shares else 0.0
