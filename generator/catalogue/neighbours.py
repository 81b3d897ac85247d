"""Finds the papers nearest to each paper, and the words and tags that they share.

Nearness is the cosine of two papers' `vectors`, of words and tags. If both papers have a vector of meaning too, it is
the mean of the two cosines: of the five nearest, readers then called far more related (`docs/benchmarks.md`). Two
papers that share no word and no tag are never near, since nothing could explain it. If what two share would not make
them near by itself, `Related.by_meaning` says so. Up to `_EXACT` papers are all compared with each other; of more, each
only with those that are likely to be near.

If it is known which papers were near before, only those are found anew that have changed, or were near to a paper that
has; the changed ones are compared with all. A cosine is the same whatever other papers there are (`Postings`), so the
result is that of comparing all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from ..processes import batches, nothing, share
from ..records.catalogue import Related
from ..records.paper import Paper
from ..records.vectors import Vectors
from ..text.analysis import fold
from .meaning.nearness import Nearness, nearness_of
from .vectors import Floats, Likely, Numbers, Postings, Rows, features_of, places_of_features, unit_vectors

_LEAST = 0.08
"""Cosine below which two papers have nothing to say to each other."""
_EXACT = 20_000
_WHY = 4
_DIGITS = 6
"""To which scores are rounded."""
_MARK = 12
"""Bytes."""
_NONE, _NO_SCORE = np.zeros(0, dtype=np.intp), np.zeros(0)
_BATCH = 200
"""Papers whose neighbours are found together at least."""
_HOLLOW = frozenset(
    "achieve achieves allows available based better both current demonstrate different diverse each effective "
    "effectively end existing exploring few high highly introduce introduces limited more multiple need new non novel "
    "one over perform performance propose proposed provide recent results show state art strong such through two up "
    "use using various via wide within work between".split()
)
"""Words that two abstracts may share and that tell a reader nothing: they count, but others are named first."""


class Known(NamedTuple):
    """The nearest papers of each paper as they were found before, by id (`related`). `before` and `now` have, by id,
    what a paper was compared by then and is now (`marks_of`).
    """

    before: Mapping[str, bytes]
    now: Mapping[str, bytes]
    related: Mapping[str, tuple[Related, ...]]


class _Near(NamedTuple):
    """The nearest papers of some papers, as columns of equal length: `papers` and `others` have the positions of both
    papers of a pair, in the order of lists; `scores` has how near they are, and `shared` the part of it by words and
    tags. `why` has a row for each pair: the numbers of the names that say why, `_WHY` at most, filled up with -1.
    """

    papers: Numbers
    others: Numbers
    scores: Floats
    shared: Floats
    why: Numbers


def relate(
    papers: Sequence[Paper],
    names: Mapping[str, str],
    count: int,
    vectors: Vectors | None = None,
    rows: Rows | None = None,
    known: Known | None = None,
) -> dict[str, tuple[Related, ...]]:
    """Return for each paper its nearest papers, at most `count`, by paper id, the nearest first.

    `names` maps each feature key (`area:KEY`, `FACET:VALUE`, `mention:ID`) to the name that pages show, with which
    `Related.why` says what two papers share (`labels.shown_names`). `vectors` are those of meaning, if there are any;
    `rows` those by words and tags, made here if absent. `known` is what the same `count` gave before.
    """
    if len(papers) < 2 or count == 0:
        return {paper.id: () for paper in papers}
    near = _Nearest(papers, unit_vectors(features_of(papers)) if rows is None else rows, names, count, vectors)
    if len(papers) > _EXACT:
        known = None  # which are likely to be near depends on all of them
    changed = near.changed_since(known) if known else range(len(papers))
    anew = sorted({*changed, *near.near_to_others(known, changed)}) if known else changed
    found = near.all_of(anew)
    if known and len(anew) < len(papers):
        found = {**known.related, **found}
        for id, more in near.newly_near(changed, anew, known.related).items():
            found[id] = tuple(sorted((*found[id], *more), key=lambda it: (-it.similarity, it.id))[:count])
    return {paper.id: found[paper.id] for paper in papers}


def marks_of(
    papers: Sequence[Paper], names: Mapping[str, str], rows: Rows, vectors: Vectors | None
) -> dict[str, bytes]:
    """Return for each paper, by id, a digest of all by which it is compared and its neighbours are explained. `names`
    has what pages call each feature; `rows` has the vectors by words and tags, `vectors` those of meaning.
    """
    keys = [f"{key}\0{names.get(key, '')}\0".encode() for key in rows.keys]
    meant = nearness_of(papers, vectors)
    columns = rows.columns.tolist()
    marks = {}
    for number, paper in enumerate(papers):
        at = rows.at(number)
        digest = hashlib.blake2b(b"".join([keys[column] for column in columns[at]]), digest_size=_MARK)
        digest.update(rows.weights[at].tobytes())
        digest.update(meant.numbers[number].tobytes() if meant else b"")
        marks[paper.id] = digest.digest()
    return marks


class _Nearest:
    """Finds the nearest papers of any of some papers."""

    def __init__(
        self, papers: Sequence[Paper], rows: Rows, names: Mapping[str, str], count: int, vectors: Vectors | None
    ) -> None:
        """Prepare for comparing papers, whose vectors by words and tags are the `rows`, of meaning the `vectors`.
        `names` has what pages call each feature; `count` is how many nearest papers are wanted of each.
        """
        self._ids = [paper.id for paper in papers]
        order = {id: rank for rank, id in enumerate(sorted(self._ids))}
        self._order = np.array([order[id] for id in self._ids], dtype=np.intp)
        self._rows, self._count = rows, count
        self._why = _Why(rows, names)
        self._meant = nearness_of(papers, vectors)
        self._everyone = np.arange(len(papers))
        self._postings = Postings(rows)
        self._likely = Likely(rows, self._postings) if len(papers) > _EXACT else None

    def changed_since(self, known: Known) -> list[int]:
        """Return the positions of the papers that are compared by something else than in `known`, or are new."""
        return [number for number, id in enumerate(self._ids) if known.before.get(id) != known.now[id]]

    def near_to_others(self, known: Known, changed: Sequence[int]) -> Iterator[int]:
        """Yield the positions of the papers that have not changed, but were near to one that changed or is gone.
        `changed` has the positions of those that changed.
        """
        same = set(self._ids).difference(self._ids[number] for number in changed)
        for number, id in enumerate(self._ids):
            if id in same and any(it.id not in same for it in known.related[id]):
                yield number

    def all_of(self, numbers: Sequence[int]) -> dict[str, tuple[Related, ...]]:
        """Return the nearest papers of each paper at the positions `numbers`, by its id."""
        found: dict[str, list[Related]] = {self._ids[number]: [] for number in numbers}
        tasks = [partial(self.to, numbers[some]) for some in batches(len(numbers), _BATCH)]
        for part in share(tasks, meanwhile=nothing):
            for number, related in self.as_records(part):
                found[self._ids[number]].append(related)
        return {id: tuple(of_paper) for id, of_paper in found.items()}

    def newly_near(
        self, changed: Sequence[int], anew: Sequence[int], related: Mapping[str, tuple[Related, ...]]
    ) -> dict[str, list[Related]]:
        """Return by id the changed papers that may now be among the nearest of papers that are not found `anew`, and
        whose nearest papers were the `related`.
        """
        full = {id: near[-1].similarity for id, near in related.items() if len(near) >= self._count}
        bars = np.array([full.get(id, _LEAST) for id in self._ids])
        bars[list(anew)] = np.inf
        mine, theirs, scores, shared = [], [], [], []
        for number, _, all_scores, cosines in self._scores(changed):
            at = np.flatnonzero((all_scores >= _LEAST) & (np.round(all_scores, _DIGITS) >= bars))
            mine.append(at)
            theirs.append(np.full(len(at), number))
            scores.append(all_scores[at])
            shared.append(cosines[at])
        found: dict[str, list[Related]] = {}
        for number, near in self.as_records(self._near(mine, theirs, scores, shared)):
            found.setdefault(self._ids[number], []).append(near)
        return found

    def to(self, numbers: Sequence[int]) -> _Near:
        """Return the nearest papers of each paper at the positions `numbers`."""
        mine, others, scores, shared = [], [], [], []
        for number, candidates, all_scores, cosines in self._scores(numbers):
            at = self._nearest(candidates, all_scores)
            mine.append(np.full(len(at), number))
            others.append(candidates[at])
            scores.append(all_scores[at])
            shared.append(cosines[at])
        return self._near(mine, others, scores, shared)

    def _near(
        self, mine: Sequence[Numbers], others: Sequence[Numbers], scores: Sequence[Floats], shared: Sequence[Floats]
    ) -> _Near:
        papers, near = np.concatenate([_NONE, *mine]), np.concatenate([_NONE, *others])
        return _Near(
            papers,
            near,
            np.concatenate([_NO_SCORE, *scores]),
            np.concatenate([_NO_SCORE, *shared]),
            self._why.of(papers, near),
        )

    def _scores(self, numbers: Sequence[int]) -> Iterator[tuple[int, Numbers, Floats, Floats]]:
        """Yield for each paper at `numbers` its position, the positions of the papers with which it is compared, how
        near each of these is, and the part of that by words and tags.
        """
        if self._likely:
            compared = self._likely.cosines(numbers)
        else:
            compared = ((self._everyone, cosines) for cosines in self._postings.cosines(numbers))
        for number, (others, cosines) in zip(numbers, compared, strict=True):
            if not self._likely:
                cosines[number] = 0.0
            yield (
                number,
                others,
                _with_meaning(cosines, self._meant, number, others) if self._meant else cosines,
                cosines,
            )

    def _nearest(self, others: Numbers, scores: Floats) -> Numbers:
        """Return the indexes in `others` and `scores` of the nearest papers, the nearest first. `others` are positions
        of papers, and `scores` how near each is.
        """
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
    """Return how near the papers at `others` are to the one at `number`: the mean of `shared`, the cosines by words and
    tags, and the cosines by meaning; the former alone if a paper has no vector of meaning, and 0 if two papers share
    nothing.
    """
    near = meant.to(number, others)
    near = np.where(np.isnan(near), shared, near)
    return np.where(shared > 0, (shared + near) / 2, 0.0)


class _Why:
    """Finds the shared features that gave most of the cosine of two papers, as a reader knows them."""

    def __init__(self, rows: Rows, names: Mapping[str, str]) -> None:
        """Give a number to the name that pages show of each feature of the rows, in the order of the alphabet. `names`
        has these names by feature; a feature without one is shown as it is.
        """
        self._rows = rows
        shown = [names.get(key, key) for key in rows.keys]
        self.names = sorted(set(shown))
        number_of = {name: number for number, name in enumerate(self.names)}
        self._name_of = np.array([number_of[name] for name in shown], dtype=np.intp)
        said = {fold(name): number for number, name in enumerate(self.names)}
        self._spoken = np.array([said[fold(name)] for name in self.names], dtype=np.intp)
        self._is_hollow = np.array([name in _HOLLOW for name in self.names], dtype=bool)
        owners = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
        self._places = owners * len(rows.keys) + rows.columns
        """A number for each feature of each row, rising."""

    def of(self, mine: Numbers, theirs: Numbers) -> Numbers:
        """Return the numbers of the names that say why two papers are near, for each pair of the papers at `mine` and
        `theirs`: a row of `_WHY`, the strongest first, filled up with -1.
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
        # Two features may have one name, or names that differ in capitals only, which is said once.
        first = np.sort(np.unique(pairs * len(self.names) + self._spoken[names], return_index=True)[1])
        pairs, names = pairs[first], names[first]
        hollow = self._is_hollow[names]
        tells = np.bincount(pairs, ~hollow, minlength=len(theirs)) > 0
        said = ~hollow | ~tells[pairs]
        pairs, names = pairs[said], names[said]
        ranks = np.arange(len(pairs)) - np.searchsorted(pairs, pairs)
        why = np.full((len(theirs), _WHY), -1, dtype=np.intp)
        why[pairs[ranks < _WHY], ranks[ranks < _WHY]] = names[ranks < _WHY]
        return why
