"""Lays the papers out on the map, near to what they resemble.

1. With `anew`, t-SNE (van der Maaten and Hinton, JMLR 2008) lays out the graph of nearest neighbours: by their
   ranks, since cosines of sparse vectors are all nearly the same. Of several layouts the one is kept whose
   neighbours are the most trustworthy.
2. The points are brought into the frame, on whole numbers, and apart, so that each can be hit.
3. Up to `_SETTLED` papers, each is given the chance to move to a free place where that makes the whole more
   trustworthy, round by round until none moves.
4. A paper that joins later gets the free place whose neighbours are nearest to it, and no other moves.

Only step 1 needs scikit-learn, which is loaded when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...records.paper import Paper
from ...records.survey import Coordinate, Survey
from ..vectors import cosines, unit_vectors
from .placement import NEIGHBOURS, Points, Ranks, fitted, free_place, rank, settled
from .symbols import spacing

Place = tuple[int, int]

_SETTLED = 1500
_PERPLEXITIES = (10.0, 20.0, 30.0)
_CLOSE = 15
"""Neighbours that decide where a paper starts."""
_FAINT = 1e-6
"""Likeness of papers that share nothing, so that none is left alone."""
_LARGE = 1500
"""Papers from which one layout must do."""


def arrange(papers: Sequence[Paper], known: Mapping[str, Place], *, anew: bool = False) -> dict[str, Place]:
    """A place for each paper, by id: the known ones and new ones, or all `anew`.

    Papers are taken in the order of their ids, so that the same papers get the same places.
    """
    papers = sorted(papers, key=lambda paper: paper.id)
    if anew and len(papers) > NEIGHBOURS:
        points = _layout(papers)
        if len(papers) <= _SETTLED:
            points = settled(np.array(list(_ranks(papers))), points)
    else:
        points = _joined(papers, {} if anew else known)
    return {paper.id: (int(x), int(y)) for paper, (x, y) in zip(papers, points, strict=True)}


def trustworthiness(papers: Sequence[Paper], places: Mapping[str, Place], k: int = NEIGHBOURS) -> float:
    """How far the neighbours on the map are neighbours in the vectors: 1 if all of the `k` nearest are.

    As `sklearn.manifold.trustworthiness` on the cosine distances. NaN for too few papers.
    """
    papers = sorted(papers, key=lambda paper: paper.id)
    count = len(papers)
    if 2 * k >= count:
        return float("nan")
    points = np.array([places[paper.id] for paper in papers], dtype=float)
    wrong = 0
    for number, ranks in enumerate(_ranks(papers)):
        distances = ((points - points[number]) ** 2).sum(axis=1)
        distances[number] = np.inf
        nearest = np.argsort(distances, kind="stable")[:k]
        wrong += int(np.maximum(ranks[nearest] - k, 0).sum())
    return 1.0 - 2.0 * wrong / (count * k * (2 * count - 3 * k - 1))


def _ranks(papers: Sequence[Paper], numbers: Sequence[int] | None = None) -> Iterator[Ranks]:
    """Of each paper, or of those with these numbers, the ranks of all: 0 is itself, 1 the nearest."""
    numbers = range(len(papers)) if numbers is None else numbers
    for number, row in zip(numbers, cosines(unit_vectors(papers), numbers), strict=True):
        row[number] = 2.0
        yield rank(row)


def _joined(papers: Sequence[Paper], known: Mapping[str, Place]) -> Points:
    """The known places, and after another those of the papers without one."""
    apart = spacing(len(papers))
    points = np.array([known.get(paper.id, (-1, -1)) for paper in papers], dtype=float).reshape(-1, 2)
    placed = points[:, 0] >= 0
    if placed.all():
        return points
    new = [int(number) for number in np.flatnonzero(~placed)]
    for number, ranks in zip(new, _ranks(papers, new), strict=True):
        points[number] = free_place(ranks[placed], points[placed], apart)
        placed[number] = True
    return points


def _layout(papers: Sequence[Paper]) -> Points:
    """The best of several layouts by t-SNE, in the frame."""
    from sklearn.manifold import TSNE

    count = len(papers)
    sizes = [size for size in _PERPLEXITIES if 3 * size < count - 1] or [max(2.0, (count - 1) / 4)]
    graph, start = _neighbour_graph(papers, int(3 * max(sizes)) + 2)
    best, most = None, -1.0
    for perplexity in sizes if count < _LARGE else sizes[-1:]:
        method = TSNE(
            metric="precomputed", init=start.copy(), perplexity=perplexity, max_iter=1500, random_state=0, n_jobs=1
        )
        points = fitted(method.fit_transform(graph.copy()).astype(float))
        ids = {paper.id: (int(x), int(y)) for paper, (x, y) in zip(papers, points, strict=True)}
        trust = trustworthiness(papers, ids)
        if best is None or trust > most:
            best, most = points, trust
    assert best is not None  # noqa: S101 - there is always a perplexity to try
    return best


def _neighbour_graph(papers: Sequence[Paper], most: int) -> tuple[Any, NDArray[np.float32]]:
    """The nearest papers of each with the root of their rank as distance, as a sparse matrix; and where to start.

    The start is the second and third singular vector of the likeness between the nearest few.
    """
    from scipy.sparse import csr_matrix
    from sklearn.decomposition import TruncatedSVD

    count, few, close = len(papers), min(most, len(papers) - 1), min(_CLOSE, len(papers) - 1)
    near = np.empty((count, few), dtype=np.int32)
    likeness = np.empty((count, close))
    for number, row in enumerate(cosines(unit_vectors(papers))):
        row[number] = 2.0
        near[number] = np.argsort(-np.round(row, 6), kind="stable")[1 : few + 1]
        likeness[number] = np.maximum(row[near[number, :close]], _FAINT)

    def sparse(values: NDArray[np.float64]) -> Any:
        width = values.shape[1]
        ends = np.arange(0, count * width + 1, width)
        return csr_matrix((values.ravel(), near[:, :width].ravel(), ends), shape=(count, count))

    ranks = np.broadcast_to(np.sqrt(np.arange(1, few + 1) / count), (count, few))
    alike = sparse(likeness)
    start = TruncatedSVD(3, random_state=0).fit_transform(alike + alike.T)[:, 1:]
    return sparse(ranks), (start / max(float(start[:, 0].std()), 1e-9) * 1e-4).astype(np.float32)


def known_places(survey: Survey) -> dict[str, Coordinate]:
    """The papers' places in map.yml, also where that knows a paper by a former id."""
    stored = survey.coordinates or {}
    names = {paper.id: [id for id in (paper.id, *paper.former_ids) if id in stored] for paper in survey.papers}
    return {id: stored[found[0]] for id, found in names.items() if found}
