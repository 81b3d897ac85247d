"""Finds the papers nearest to each paper, and the words and tags that they share.

Nearness is the cosine of two papers' `vectors`, of words and tags. If both papers have a vector of meaning too, it is
the mean of the two cosines: of the five nearest, readers then called far more related (`docs/benchmarks.md`). Two
papers that share no word and no tag are never near, since nothing could explain it. If what two share would not make
them near by itself, `Related.by_meaning` says so. Up to `_EXACT` papers are all compared with each other; of more, each
only with those that are likely to be near.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from ..processes import batches, share
from ..records.catalogue import Related
from ..records.paper import Paper
from ..records.vectors import Vectors
from .meaning.nearness import Nearness, nearness_of
from .vectors import Floats, Likely, Numbers, Postings, Rows, features_of, places_of_features, unit_vectors

_LEAST = 0.08
"""Cosine below which two papers have nothing to say to each other."""
_EXACT = 20_000
_WHY = 4
_DIGITS = 6
_BATCH = 200
"""Papers whose neighbours are found together at least."""
_HOLLOW = frozenset(
    "achieve achieves allows available based better both current demonstrate different diverse each effective "
    "effectively end existing exploring few high highly introduce introduces limited more multiple need new non novel "
    "one over perform performance propose proposed provide recent results show state art strong such through two up "
    "use using various via wide within work between".split()
)
"""Words that two abstracts may share and that tell a reader nothing: they count, but others are named first."""


class _Near(NamedTuple):
    """The nearest papers of some papers: pairs of positions, in the order of lists, with the score of each, the part of
    it by words and tags, and the numbers of the `_WHY` names that say why, -1 for one too many.
    """

    papers: Numbers
    others: Numbers
    scores: Floats
    shared: Floats
    why: Numbers


def relate(
    papers: Sequence[Paper], names: Mapping[str, str], count: int, vectors: Vectors | None = None
) -> dict[str, tuple[Related, ...]]:
    """Return for each paper its nearest papers, at most `count`, by paper id, the nearest first.

    `names` maps each feature key (`area:KEY`, `FACET:VALUE`, `mention:ID`) to the name that pages show, with which
    `Related.why` says what two papers share (`labels.shown_names`). `vectors` are those of meaning, if there are any.
    """
    if len(papers) < 2 or count == 0:
        return {paper.id: () for paper in papers}
    near = _Nearest(papers, unit_vectors(features_of(papers)), names, count, vectors)
    found: dict[str, list[Related]] = {paper.id: [] for paper in papers}
    for part in share([partial(near.to, range(len(papers))[some]) for some in batches(len(papers), _BATCH)]):
        for number, related in near.as_records(part):
            found[papers[number].id].append(related)
    return {id: tuple(of_paper) for id, of_paper in found.items()}


class _Nearest:
    """Finds the nearest papers of any of some papers."""

    def __init__(
        self, papers: Sequence[Paper], rows: Rows, names: Mapping[str, str], count: int, vectors: Vectors | None
    ) -> None:
        """Prepare the vectors of the papers, which are the `rows`, for comparing."""
        self._ids = [paper.id for paper in papers]
        order = {id: rank for rank, id in enumerate(sorted(self._ids))}
        self._order = np.array([order[id] for id in self._ids], dtype=np.intp)
        self._rows, self._count = rows, count
        self._why = _Why(rows, names)
        self._meant = nearness_of(papers, vectors)
        self._everyone = np.arange(len(papers))
        self._likely = Likely(rows) if len(papers) > _EXACT else None
        self._postings = None if self._likely else Postings(rows)

    def to(self, numbers: Sequence[int]) -> _Near:
        """Return the nearest papers of those at the positions `numbers`."""
        others, scores, shared = [], [], []
        for number, (candidates, cosines) in zip(numbers, self._cosines(numbers), strict=True):
            cosines[candidates == number] = 0.0
            all_scores = _with_meaning(cosines, self._meant, number, candidates) if self._meant else cosines
            at = self._nearest(candidates, all_scores)
            others.append(candidates[at])
            scores.append(all_scores[at])
            shared.append(cosines[at])
        mine = np.repeat(np.array(numbers, dtype=np.intp), [len(some) for some in others])
        theirs = np.concatenate(others)
        why = self._why.of(mine, theirs)
        return _Near(mine, theirs, np.concatenate(scores), np.concatenate(shared), why)

    def _cosines(self, numbers: Sequence[int]) -> Iterator[tuple[Numbers, Floats]]:
        """For each paper the positions of those that it is compared with, and the cosines with these."""
        if self._likely:
            yield from self._likely.cosines(numbers)
        elif self._postings:
            yield from ((self._everyone, cosines) for cosines in self._postings.cosines(numbers))

    def _nearest(self, others: Numbers, scores: Floats) -> Numbers:
        """The positions in `others` and `scores` of the nearest papers, the nearest first."""
        close = np.flatnonzero(scores >= _LEAST)
        if len(close) > 4 * self._count:
            close = close[np.argpartition(-scores[close], 4 * self._count)[: 4 * self._count]]
        # Rounded before sorting, so that the last bits of a sum never decide an order.
        ranked = np.lexsort((self._order[others[close]], -np.round(scores[close], _DIGITS)))
        return close[ranked[: self._count]]

    def as_records(self, near: _Near) -> Iterator[tuple[int, Related]]:
        """Yield the nearest papers as records, each with the position of the paper that it is near to."""
        names = self._why.names
        for number, other, score, shared, why in zip(*(column.tolist() for column in near), strict=True):
            shared = round(shared, _DIGITS)
            yield (
                number,
                Related.of_valid(
                    id=self._ids[other],
                    why=tuple([names[at] for at in why if at >= 0]),
                    by_meaning=shared < _LEAST,
                    similarity=round(score, _DIGITS),
                    shared=shared,
                ),
            )


def _with_meaning(shared: Floats, meant: Nearness, number: int, others: Numbers) -> Floats:
    """The means of the cosines by what papers share and by what they mean; the former alone where that is all."""
    near = meant.to(number, others)
    near = np.where(np.isnan(near), shared, near)
    return np.where(shared > 0, (shared + near) / 2, 0.0)


class _Why:
    """Finds the shared features that gave most of the cosine of two papers, as a reader knows them."""

    def __init__(self, rows: Rows, names: Mapping[str, str]) -> None:
        """Number the names of all features in their order."""
        self._rows = rows
        shown = [names.get(key, key) for key in rows.keys]
        self.names = sorted(set(shown))
        number_of = {name: number for number, name in enumerate(self.names)}
        self._name_of = np.array([number_of[name] for name in shown], dtype=np.intp)
        self._is_hollow = np.array([name in _HOLLOW for name in self.names], dtype=bool)
        owners = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
        self._places = owners * len(rows.keys) + rows.columns
        """A number for each feature of each row, rising."""

    def of(self, mine: Numbers, theirs: Numbers) -> Numbers:
        """Return for each pair of positions a row of `_WHY` numbers of names, the strongest first, -1 at the end where
        there are fewer.
        """
        rows = self._rows
        at, pairs = places_of_features(rows, theirs)
        wanted = mine[pairs] * len(rows.keys) + rows.columns[at]
        found = np.minimum(np.searchsorted(self._places, wanted), len(self._places) - 1)
        both = self._places[found] == wanted
        at, pairs, found = at[both], pairs[both], found[both]
        names = self._name_of[rows.columns[at]]
        order = np.lexsort((names, -np.round(rows.weights[at] * rows.weights[found], 9), pairs))
        pairs, names = pairs[order], names[order]
        # Two features may have one name, which is said once.
        first = np.sort(np.unique(pairs * len(self.names) + names, return_index=True)[1])
        pairs, names = pairs[first], names[first]
        hollow = self._is_hollow[names]
        tells = np.bincount(pairs, ~hollow, minlength=len(theirs)) > 0
        said = ~hollow | ~tells[pairs]
        pairs, names = pairs[said], names[said]
        ranks = np.arange(len(pairs)) - np.searchsorted(pairs, pairs)
        why = np.full((len(theirs), _WHY), -1, dtype=np.intp)
        why[pairs[ranks < _WHY], ranks[ranks < _WHY]] = names[ranks < _WHY]
        return why
