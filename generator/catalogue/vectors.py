"""Vectors of what papers are about, by words and tags: the measure of nearness for neighbours and map.

The features of a paper are the words that its title has or its abstract repeats (a word that occurs once is mostly a
matter of style), each weighted (1 + ln tf) · idf with idf = ln(1 + N) - ln(1 + df), so that a word of all papers counts
nothing; and its area, facet values, mentions and own id, each weighted by the same idf times a factor. Both logarithms
are rounded to steps: a paper more then changes the weights of hardly a word, and not those of all words of all papers.
Postings lists and numpy do what scikit-learn would: loading that takes longer than a whole build of 200 papers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.ma  # which np.unique would load when it is first called, in each process that does
from numpy.typing import NDArray

from ..processes import spread
from ..records.paper import Paper
from ..text.languages import language_of_tag
from ..text.term_weights import weigh_terms

Features = Mapping[str, float]
"""What a paper is about: from a word, `area:KEY`, `FACET:VALUE` or `mention:ID` to how much, before the inverse
document frequency.
"""
Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]
_AREA = 1.5
_FACET = 0.8
_MENTION = 0.8
_STRONGEST = 60
"""Parts of a vector that count, which bounds the work a paper at any size."""
_BATCH = 100
"""Papers whose words are counted together at least."""
_LONGEST = 1_000
"""Papers for which a feature speaks where not all are compared: those that have most of it."""
_MOST = 200
"""Papers with which one is compared then; a few more where several are alike."""
_STEP = 0.15
"""To multiples of which the logarithms of numbers of papers are rounded. It changes three neighbours in a hundred."""
_REPEATED = 2.0
"""Weight of a word from which it counts: in the title, or twice in the abstract."""


class Rows(NamedTuple):
    """The vectors of papers, one a row, of length 1 or without features.

    `keys` are all features, sorted. Row `n` has the features at the positions `columns[starts[n]:starts[n + 1]]` of
    `keys`, rising, with the `weights` at the same places.
    """

    keys: tuple[str, ...]
    starts: Numbers
    columns: Numbers
    weights: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    def at(self, number: int) -> slice:
        """Return the slice of `columns` and `weights` in which the features of the row with a number stand."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))


def features_of(papers: Sequence[Paper], meanwhile: Callable[[], object] | None = None) -> list[Features]:
    """Return for each paper the features that it has, each with its weight before the inverse document frequency.
    `meanwhile` is what this process does while others find them (`share`).
    """
    return spread(lambda some: [dict(_features(paper)) for paper in some], papers, _BATCH, meanwhile)


def unit_vectors(features: Sequence[Features]) -> Rows:
    """Return the vectors of papers, given what each is about: of length 1, from their strongest features.

    A feature that only one paper has is left out. A paper without features has an empty row.
    """
    keys = sorted({key for row in features for key in row})
    number_of = {key: number for number, key in enumerate(keys)}
    counts = np.array([len(row) for row in features], dtype=np.intp)
    columns = np.array([number_of[key] for row in features for key in row], dtype=np.intp)
    weights = np.array([value for row in features for value in row.values()], dtype=np.float64)
    owners = np.repeat(np.arange(len(features)), counts)
    papers = np.bincount(columns, minlength=len(keys))
    idf = {df: max(0.0, _stepped(len(features)) - _stepped(df)) for df in np.unique(papers).tolist()}
    weights = weights * np.array([idf[df] for df in papers.tolist()])[columns]
    kept = _strongest_of_each(owners, columns, weights, papers[columns] > 1)
    owners, columns, weights = owners[kept], columns[kept], weights[kept]
    used, columns = np.unique(columns, return_inverse=True)
    starts = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=len(features)))]).astype(np.intp)
    squares, bounds = (weights * weights).tolist(), starts.tolist()
    # The exact sum, in whatever order.
    lengths = [math.sqrt(math.fsum(squares[bounds[n] : bounds[n + 1]])) or 1.0 for n in range(len(features))]
    weights = weights / np.repeat(lengths, np.diff(starts))
    return Rows(tuple(keys[number] for number in used.tolist()), starts, columns.astype(np.intp), weights)


def _stepped(papers: int) -> float:
    """Return ln(1 + a number of papers), rounded to a multiple of `_STEP`."""
    return round(math.log(1 + papers) / _STEP) * _STEP


def _strongest_of_each(owners: Numbers, columns: Numbers, weights: Floats, known: NDArray[np.bool_]) -> Numbers:
    """Return the places of the strongest features of each paper, sorted by paper and feature; of equally strong ones
    the last by name. `owners`, `columns` and `weights` have the paper, feature and weight at each place, and `known`
    says which features count.
    """
    places = np.flatnonzero(known)
    places = places[np.lexsort((-columns[places], -weights[places], owners[places]))]
    own = owners[places]
    ranks = np.arange(len(places)) - np.searchsorted(own, own)
    places = places[ranks < _STRONGEST]
    return places[np.lexsort((columns[places], owners[places]))]


class Postings:
    """For each feature of some vectors the papers that have it, and its weight in each."""

    def __init__(self, rows: Rows) -> None:
        """Collect from `rows`, for each feature, the papers that have it."""
        order = np.argsort(rows.columns, kind="stable")
        ends = np.cumsum(np.bincount(rows.columns, minlength=len(rows.keys)))[:-1]
        self._rows = rows
        self.papers = np.split(np.repeat(np.arange(len(rows)), np.diff(rows.starts))[order], ends)
        self.weights = np.split(rows.weights[order], ends)

    def cosines(self, numbers: Iterable[int] | None = None) -> Iterator[Floats]:
        """Yield for each vector an array of its cosines with all vectors, in their order, its own included.

        `numbers` are the positions of the vectors for which this is wanted, all without it.
        """
        count = len(self._rows)
        for number in range(count) if numbers is None else numbers:
            yield _sums_of(self._rows, number, self.papers, self.weights)


def _sums_of(rows: Rows, number: int, papers: Sequence[Numbers], weights: Sequence[Floats]) -> Floats:
    """Return for each paper the sum of the products of both weights, over the features that it shares with the paper at
    the position `number`. `papers` has for each feature the papers that have it, and `weights` their weights.

    The sum is in the features' order, so that it is equal for both papers of a pair, whatever other papers there are.
    """
    at = rows.at(number)
    columns = rows.columns[at].tolist()
    if not columns:
        return np.zeros(len(rows))
    others = [papers[column] for column in columns]
    own = np.repeat(rows.weights[at], [len(it) for it in others])
    products = own * np.concatenate([weights[column] for column in columns])
    sums = np.bincount(np.concatenate(others), products, minlength=len(rows))
    return sums.astype(np.float64, copy=False)  # as they are: only their type is not known


class Likely:
    """The vectors of very many papers, for comparing each only with those that are likely to be near.

    The time then grows with the number of papers, not with its square.
    """

    def __init__(self, rows: Rows, postings: Postings) -> None:
        """Prepare to compare papers, given their vectors in `rows` and, in `postings`, the papers that have each
        feature.
        """
        self._rows = rows
        strongest = [_strongest(*lists) for lists in zip(postings.papers, postings.weights, strict=True)]
        self._papers = [papers for papers, _ in strongest]
        self._weights = [weights for _, weights in strongest]
        self._lengths = np.diff(rows.starts)
        self._own = np.zeros(len(rows.keys))

    def cosines(self, numbers: Iterable[int]) -> Iterator[tuple[Numbers, Floats]]:
        """Yield for each of the papers at `numbers` two arrays: the positions of the papers likely to be near, rising,
        and the cosines with these.
        """
        rows = self._rows
        for number in numbers:
            others = self._others(number)
            mine = rows.at(number)
            self._own[rows.columns[mine]] = rows.weights[mine]
            at, owner = places_of_features(rows, others)
            sums = np.bincount(owner, rows.weights[at] * self._own[rows.columns[at]], minlength=len(others))
            yield others, sums.astype(np.float64, copy=False)
            self._own[rows.columns[mine]] = 0.0

    def _others(self, number: int) -> Numbers:
        """Return the positions of the papers that share most with the paper at the position `number`, without itself,
        in rising order.
        """
        sums = _sums_of(self._rows, number, self._papers, self._weights)
        sums[number] = 0.0
        others = np.flatnonzero(sums)
        if len(others) > _MOST:
            # Rounded, so that the last bits of a sum never decide; of equals at the border all.
            rounded = np.round(sums[others], 9)
            others = others[rounded >= np.partition(rounded, -_MOST)[-_MOST]]
        return others


def places_of_features(rows: Rows, numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Return two arrays: where the features of the rows at `numbers` stand in `columns` and `weights`, row by row, and
    to which of the rows each belongs, counted from 0.
    """
    counts = np.diff(rows.starts)[numbers]
    at = np.arange(counts.sum()) + np.repeat(rows.starts[numbers] - np.cumsum(counts) + counts, counts)
    return at, np.repeat(np.arange(len(numbers)), counts)


def _strongest(numbers: Numbers, weights: Floats) -> tuple[Numbers, Floats]:
    """Return the `_LONGEST` papers of a list that have the highest weights, and their weights, in the list's order; of
    equal weights the first are taken. A shorter list is returned as it is.
    """
    if len(numbers) <= _LONGEST:
        return numbers, weights
    kept = np.sort(np.argsort(-weights, kind="stable")[:_LONGEST])
    return numbers[kept], weights[kept]


def _features(paper: Paper) -> Iterator[tuple[str, float]]:
    """Yield the features of a paper, each with its weight before the inverse document frequency."""
    facts = paper.bibliographic
    language = language_of_tag(facts.lang)
    weights = paper.derived.terms or weigh_terms(facts.title, facts.abstract, _REPEATED, language)
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
