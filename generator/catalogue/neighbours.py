"""Finds the papers nearest to each paper, and the words and tags that they share.

Nearness is the cosine of two papers' `vectors`, of words and tags. If both papers have a vector of meaning too, it is
the mean of the two cosines: of the five nearest, readers then called far more related (`docs/benchmarks.md`). Two
papers that share no word and no tag are never near, since nothing could explain it. If what two share would not make
them near by itself, `Related.by_meaning` says so. Up to `_EXACT` papers are all compared with each other; of more, each
only with those that are likely to be near.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..processes import spread
from ..records.catalogue import Related
from ..records.paper import Paper
from ..records.vectors import Vectors
from .meaning.nearness import Nearness, nearness_of
from .vectors import Likely, cosines, postings_of, unit_vectors

_LEAST = 0.08
"""Cosine below which two papers have nothing to say to each other."""
_EXACT = 20_000
_WHY = 4
_BATCH = 200
"""Papers whose neighbours are found together at least."""
_HOLLOW = frozenset(
    "achieve achieves allows available based better both current demonstrate different diverse each effective "
    "effectively end existing exploring few high highly introduce introduces limited more multiple need new non novel "
    "one over perform performance propose proposed provide recent results show state art strong such through two up "
    "use using various via wide within work between".split()
)
"""Words that two abstracts may share and that tell a reader nothing: they count, but others are named first."""


def relate(
    papers: Sequence[Paper], names: Mapping[str, str], count: int, vectors: Vectors | None = None
) -> dict[str, tuple[Related, ...]]:
    """Return for each paper its nearest papers, at most `count`, by paper id, the nearest first.

    `names` maps each feature key (`area:KEY`, `FACET:VALUE`, `mention:ID`) to the name that pages show, with which
    `Related.why` says what two papers share (`labels.shown_names`). `vectors` are those of meaning, if there are any.
    """
    if len(papers) < 2 or count == 0:
        return {paper.id: () for paper in papers}
    rows = unit_vectors(papers)
    postings = postings_of(rows)
    meant = nearness_of(papers, vectors)
    likely = Likely(rows, postings) if len(papers) > _EXACT else None
    everyone = np.arange(len(papers))

    def near(numbers: Sequence[int]) -> list[tuple[Related, ...]]:
        found = []
        exact = ((everyone, shared) for shared in cosines(rows, numbers, postings))
        for number, (others, shared) in zip(numbers, likely.cosines(numbers) if likely else exact, strict=True):
            shared[others == number] = 0.0
            scores = _with_meaning(shared, meant, number, others) if meant else shared
            near_ones = []
            for at in _nearest(papers, others, scores, count):
                other = int(others[at])
                why = _why(rows[number], rows[other], names)
                near_ones.append(_related(papers[other].id, why, float(scores[at]), float(shared[at])))
            found.append(tuple(near_ones))
        return found

    neighbours = spread(near, range(len(papers)), _BATCH)
    return {paper.id: of_paper for paper, of_paper in zip(papers, neighbours, strict=True)}


def _with_meaning(
    shared: NDArray[np.float64], meant: Nearness, number: int, others: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The means of the cosines by what papers share and by what they mean; the former alone where that is all."""
    near = meant.to(number, others)
    near = np.where(np.isnan(near), shared, near)
    return np.where(shared > 0, (shared + near) / 2, 0.0)


def _nearest(papers: Sequence[Paper], others: NDArray[np.intp], scores: NDArray[np.float64], count: int) -> list[int]:
    """The positions in `others` and `scores` of the nearest papers, the nearest first."""
    close = np.flatnonzero(scores >= _LEAST)
    if len(close) > 4 * count:
        close = close[np.argpartition(-scores[close], 4 * count)[: 4 * count]]
    # Rounded before sorting, so that the last bits of a sum never decide an order.
    ranked = sorted((-round(float(scores[at]), 6), papers[others[at]].id, int(at)) for at in close)
    return [at for _, _, at in ranked[:count]]


def _related(id: str, why: tuple[str, ...], score: float, shared: float) -> Related:
    shared = round(shared, 6)
    return Related.model_construct(
        id=id, why=why, by_meaning=shared < _LEAST, similarity=round(score, 6), shared=shared
    )


def _why(mine: Mapping[str, float], theirs: Mapping[str, float], names: Mapping[str, str]) -> tuple[str, ...]:
    """The shared features that gave most of the cosine, as a reader knows them."""
    shared = sorted(
        (-round(value * theirs[key], 9), names.get(key, key)) for key, value in mine.items() if key in theirs
    )
    named = list(dict.fromkeys(name for _, name in shared))
    return tuple([name for name in named if name not in _HOLLOW] or named)[:_WHY]
