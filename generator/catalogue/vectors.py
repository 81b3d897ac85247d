"""Vectors of what papers are about, by words and tags: the measure of nearness for neighbours and map.

The features of a paper are the words that its title has or its abstract repeats (a word that occurs once is mostly a
matter of style), each weighted (1 + ln tf) · idf with idf = ln((1 + N) / (1 + df)), so that a word of all papers counts
nothing; and its area, facet values, mentions and own id, each weighted by the same idf times a factor. Postings lists
and numpy do what scikit-learn would: loading that takes longer than a whole build of 200 papers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..processes import spread
from ..records.paper import Paper
from ..text.term_weights import weigh_terms

Postings = Mapping[str, tuple[NDArray[np.intp], NDArray[np.float64]]]
"""From a feature to two arrays: the positions of the papers that have it, and its weight in each."""
_AREA = 1.5
_FACET = 0.8
_MENTION = 0.8
_STRONGEST = 60
"""Parts of a vector that count, which bounds the work a paper at any size."""
_BATCH = 200
"""Papers whose words are counted together at least."""
_LONGEST = 1_000
"""Papers for which a feature speaks where not all are compared: those that have most of it."""
_MOST = 200
"""Papers with which one is compared then; a few more where several are alike."""
_REPEATED = 2.0
"""Weight of a word from which it counts: in the title, or twice in the abstract."""


def unit_vectors(papers: Sequence[Paper]) -> list[dict[str, float]]:
    """Return for each paper a vector of length 1: from its strongest features to their weights.

    A feature is a word, `area:KEY`, `FACET:VALUE` or `mention:ID`; one that only one paper has is left out. A paper
    without features has an empty vector.
    """
    raw = spread(lambda some: [dict(_features(paper)) for paper in some], papers, _BATCH)
    known = Counter(key for row in raw for key in row)
    idf = {key: math.log((1 + len(raw)) / (1 + df)) for key, df in known.items() if df > 1}
    vectors = []
    for row in raw:
        weighted = sorted(((value * idf[key], key) for key, value in row.items() if key in idf), reverse=True)
        strongest = {key: value for value, key in weighted[:_STRONGEST]}
        length = math.sqrt(math.fsum(value * value for value in strongest.values())) or 1.0
        vectors.append({key: strongest[key] / length for key in sorted(strongest)})
    return vectors


def cosines(
    rows: Sequence[Mapping[str, float]], numbers: Iterable[int] | None = None, postings: Postings | None = None
) -> Iterator[NDArray[np.float64]]:
    """Yield for each vector an array of its cosines with all vectors of `rows`, in their order, its own included.

    `numbers` are the positions of the vectors for which this is wanted, all without it. `postings` are those of `rows`,
    which are computed without it.
    """
    if postings is None:
        postings = postings_of(rows)
    for number in range(len(rows)) if numbers is None else numbers:
        others = [postings[key][0] for key in rows[number]]
        products = [weight * postings[key][1] for key, weight in rows[number].items()]
        if others:
            sums = np.bincount(np.concatenate(others), np.concatenate(products), minlength=len(rows))
            yield sums.astype(np.float64, copy=False)  # as they are: only their type is not known
        else:
            yield np.zeros(len(rows))


def postings_of(rows: Sequence[Mapping[str, float]]) -> Postings:
    """Return the postings of each feature: the positions of the papers that have it, and its weight in each."""
    lists: dict[str, tuple[list[int], list[float]]] = {}
    for number, row in enumerate(rows):
        for key, value in row.items():
            numbers, values = lists.setdefault(key, ([], []))
            numbers.append(number)
            values.append(value)
    return {key: (np.array(numbers), np.array(values)) for key, (numbers, values) in lists.items()}


class Likely:
    """The vectors of very many papers, for comparing each only with those that are likely to be near.

    The time then grows with the number of papers, not with its square.
    """

    def __init__(self, rows: Sequence[Mapping[str, float]], postings: Postings) -> None:
        """Prepare the vectors `rows`, whose postings are `postings`."""
        self._rows = rows
        self._postings = {key: _strongest(*lists) for key, lists in postings.items()}
        columns = {key: column for column, key in enumerate(sorted(postings))}
        self._lengths = np.array([len(row) for row in rows], dtype=np.intp)
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._keys = np.array([columns[key] for row in rows for key in row], dtype=np.intp)
        self._values = np.array([value for row in rows for value in row.values()], dtype=np.float64)
        self._own = np.zeros(len(columns))

    def cosines(self, numbers: Iterable[int]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float64]]]:
        """Yield for each of the papers at `numbers` two arrays: the positions of the papers likely to be near, rising,
        and the cosines with these.
        """
        for number in numbers:
            others = self._others(number)
            mine = slice(self._starts[number], self._starts[number] + self._lengths[number])
            self._own[self._keys[mine]] = self._values[mine]
            counts = self._lengths[others]
            # Where the features of all others stand, and to which of the others each belongs.
            at = np.arange(counts.sum()) + np.repeat(self._starts[others] - np.cumsum(counts) + counts, counts)
            owner = np.repeat(np.arange(len(others)), counts)
            sums = np.bincount(owner, self._values[at] * self._own[self._keys[at]], minlength=len(others))
            yield others, sums.astype(np.float64, copy=False)
            self._own[self._keys[mine]] = 0.0

    def _others(self, number: int) -> NDArray[np.intp]:
        """The positions of the papers that have most of a paper's features, itself apart."""
        row = self._rows[number]
        if not row:
            return np.zeros(0, dtype=np.intp)
        found = np.concatenate([self._postings[key][0] for key in row])
        shares = np.concatenate([weight * self._postings[key][1] for key, weight in row.items()])
        sums = np.bincount(found, shares, minlength=len(self._rows))
        sums[number] = 0.0
        others = np.flatnonzero(sums)
        if len(others) > _MOST:
            # Rounded, so that the last bits of a sum never decide; of equals at the border all.
            rounded = np.round(sums[others], 9)
            others = others[rounded >= np.partition(rounded, -_MOST)[-_MOST]]
        return others


def _strongest(numbers: NDArray[np.intp], weights: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Of a long list the papers with the highest weights; of equals the first."""
    if len(numbers) <= _LONGEST:
        return numbers, weights
    kept = np.sort(np.argsort(-weights, kind="stable")[:_LONGEST])
    return numbers[kept], weights[kept]


def _features(paper: Paper) -> Iterator[tuple[str, float]]:
    """What a paper is about, with how much, before the inverse document frequency."""
    weights = paper.derived.terms or weigh_terms(paper.bibliographic.title, paper.bibliographic.abstract, _REPEATED)
    for term, weight in weights.items():
        if weight >= _REPEATED:
            yield term, 1.0 + math.log(weight)
    if paper.derived.area:
        yield f"area:{paper.derived.area}", _AREA
    for facet, values in paper.derived.facets.items():
        for value in values:
            yield f"{facet}:{value}", _FACET
    # Its own id too, so that a paper is near to those that name it.
    yield f"mention:{paper.id}", 2 * _MENTION
    for mention in paper.derived.mentions:
        yield f"mention:{mention.id}", _MENTION
