"""Computes the layout of the map: a point for each paper, near the papers with similar content.

Content is words and tags, and meaning where papers have vectors of it: the mean of both cosines, as for neighbours.

1. A layout that is made `anew` begins with t-SNE (van der Maaten and Hinton, JMLR 2008) on the graph of nearest
neighbours. Distances are ranks, since the cosines of sparse vectors are all nearly the same. Several layouts are made
with different perplexities, and the most trustworthy is kept.

2. The points are scaled to the frame, rounded to whole numbers, and moved apart, so that each can be clicked.

3. If there are at most `_IMPROVED` papers, each may then move to a free point if that makes the layout more
trustworthy, until none moves.

4. A paper that joins an existing layout gets the free point among its nearest papers, and no other paper moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...records.paper import Paper
from ...records.survey import Coordinate, Survey
from ...records.vectors import Vectors
from ..meaning.nearness import nearness_of
from ..vectors import Postings, Rows, features_of, unit_vectors
from .placement import NEIGHBOURS, Points, Ranks, fit_to_frame, free_point, improve, rank
from .symbols import spacing
from .tsne import descend, start_of, weights_of

_IMPROVED = 1500
"""The most papers for which step 3 is done: its time grows with their square."""
_PERPLEXITIES = (10.0, 20.0, 30.0)
_CLOSE = 15
"""How many of its nearest papers decide where a paper starts."""
_FAINT = 1e-6
"""Cosine that stands for papers which share nothing, so that no paper is without a neighbour."""
_STEPS, _STEPS_IF_QUICK = 1500, 300
_LARGE = 1500
"""From this many papers, only the last of `_PERPLEXITIES` is tried."""


def lay_out(
    papers: Sequence[Paper],
    known: Mapping[str, Coordinate],
    vectors: Vectors | None = None,
    *,
    anew: bool = False,
    quick: bool = False,
    rows: Callable[[], Rows] | None = None,
) -> dict[str, Coordinate]:
    """Return the coordinates of each paper by id: x and y, whole numbers from 0 to `MAP_WIDTH` and to `MAP_HEIGHT`.

    Papers in `known` keep their coordinates, and the others are placed among them. With `anew`, `known` is ignored and
    all papers are laid out; `quick` then computes one layout only, in a twentieth of the time. `vectors` are those of
    meaning, if there are any. The order of `papers` does not matter. `rows` returns the vectors by words and tags of
    the papers in the order of their ids; without it they are made where they are needed.
    """
    papers = sorted(papers, key=lambda paper: paper.id)
    if anew and len(papers) > NEIGHBOURS:
        points = _layout(papers, vectors, quick=quick)
        if len(papers) <= _IMPROVED and not quick:
            points = improve(np.array(list(_ranks(papers, vectors))), points)
    else:
        points = _joined(papers, {} if anew else known, vectors, rows)
    return {paper.id: (int(x), int(y)) for paper, (x, y) in zip(papers, points, strict=True)}


def trustworthiness(
    papers: Sequence[Paper], layout: Mapping[str, Coordinate], vectors: Vectors | None = None, k: int = NEIGHBOURS
) -> float:
    """Return how far nearness on the map agrees with nearness of content, from 0 to 1.

    It is 1 if the `k` papers nearest to each paper on the map are also its `k` nearest by content. It is the measure of
    `sklearn.manifold.trustworthiness`, on cosine distances: by words and tags, and for papers that have `vectors` also
    by meaning. `layout` maps the id of each paper to its point. NaN for fewer than `2 * k + 1` papers; otherwise raises
    KeyError for a paper without a point.
    """
    papers = sorted(papers, key=lambda paper: paper.id)
    count = len(papers)
    if 2 * k >= count:
        return float("nan")
    points = np.array([layout[paper.id] for paper in papers], dtype=float)
    wrong = 0
    for number, ranks in enumerate(_ranks(papers, vectors)):
        distances = ((points - points[number]) ** 2).sum(axis=1)
        distances[number] = np.inf
        nearest = np.argsort(distances, kind="stable")[:k]
        wrong += int(np.maximum(ranks[nearest] - k, 0).sum())
    return 1.0 - 2.0 * wrong / (count * k * (2 * count - 3 * k - 1))


def _likeness(
    papers: Sequence[Paper], vectors: Vectors | None, numbers: Sequence[int] | None = None, rows: Rows | None = None
) -> Iterator[NDArray[np.float64]]:
    """Yield for each paper, or for those at the positions `numbers`, how like each of all papers is to it, in their
    order. That is the cosine by words and tags, from 0 to 1, or for papers with vectors of meaning the mean of both
    cosines; 2 for the paper itself.

    `rows` are the vectors by words and tags, made here if absent.
    """
    numbers = range(len(papers)) if numbers is None else numbers
    meant, everyone = nearness_of(papers, vectors), np.arange(len(papers))
    rows = unit_vectors(features_of(papers)) if rows is None else rows
    for number, row in zip(numbers, Postings(rows).cosines(numbers), strict=True):
        if meant:
            near = meant.to(number, everyone)
            row = np.where(np.isnan(near), row, (row + near) / 2)
        row[number] = 2.0
        yield row


def _ranks(papers: Sequence[Paper], vectors: Vectors | None) -> Iterator[Ranks]:
    """Yield for each paper the ranks of all papers in their order: 0 itself, 1 the nearest."""
    return map(rank, _likeness(papers, vectors))


def _joined(
    papers: Sequence[Paper],
    known: Mapping[str, Coordinate],
    vectors: Vectors | None,
    rows: Callable[[], Rows] | None = None,
) -> Points:
    """Return the points of all papers, in their order. Papers in `known` keep their points; the others join one by one,
    each beside the nearest of the papers that have a point already. `rows` returns the vectors of the papers by words
    and tags; without it they are made.
    """
    apart = spacing(len(papers))
    points = np.array([known.get(paper.id, (-1, -1)) for paper in papers], dtype=float).reshape(-1, 2)
    placed = points[:, 0] >= 0
    if placed.all():
        return points
    new = [int(number) for number in np.flatnonzero(~placed)]
    like = _likeness(papers, vectors, new, rows() if rows else None)
    for number, ranks in zip(new, map(rank, like), strict=True):
        points[number] = free_point(ranks[placed], points[placed], apart)
        placed[number] = True
    return points


def _layout(papers: Sequence[Paper], vectors: Vectors | None, *, quick: bool) -> Points:
    """Return the points of all papers by t-SNE, fitted to the frame, in whole numbers as floats: the most trustworthy
    of several layouts, or if `quick` or for many papers the only one.
    """
    count = len(papers)
    sizes = [size for size in _PERPLEXITIES if 3 * size < count - 1] or [max(2.0, (count - 1) / 4)]
    sizes = sizes if count < _LARGE and not quick else sizes[-1:]
    near, likeness = _nearest(papers, vectors, int(3 * max(sizes)) + 1)
    start = start_of(near[:, :_CLOSE], likeness)
    layouts = [
        fit_to_frame(descend(weights, start, _STEPS_IF_QUICK if quick else _STEPS).astype(float))
        for weights in (weights_of(near[:, : int(3 * size) + 1], size) for size in sizes)
    ]
    return max(layouts, key=lambda points: _trust(papers, points, vectors)) if len(layouts) > 1 else layouts[0]


def _trust(papers: Sequence[Paper], points: Points, vectors: Vectors | None) -> float:
    ids = {paper.id: (int(x), int(y)) for paper, (x, y) in zip(papers, points, strict=True)}
    return trustworthiness(papers, ids, vectors)


def _nearest(
    papers: Sequence[Paper], vectors: Vectors | None, most: int
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return for each paper the positions of the `most` papers nearest to it, the nearest first, and how like the first
    `_CLOSE` of them are. `vectors` are those of meaning, if there are any.
    """
    count, few, close = len(papers), min(most, len(papers) - 1), min(_CLOSE, len(papers) - 1)
    near = np.empty((count, few), dtype=np.int32)
    likeness = np.empty((count, close))
    for number, row in enumerate(_likeness(papers, vectors)):
        near[number] = np.argsort(-np.round(row, 6), kind="stable")[1 : few + 1]
        likeness[number] = np.maximum(row[near[number, :close]], _FAINT)
    return near, likeness


def known_coordinates(survey: Survey) -> dict[str, Coordinate]:
    """Return the coordinates in `map.yml`, by the papers' present ids; an entry under a former id counts for its paper.

    Papers without an entry are left out; the result is empty without `map.yml`.
    """
    stored = survey.coordinates or {}
    keys = {paper.id: [id for id in (paper.id, *paper.former_ids) if id in stored] for paper in survey.papers}
    return {id: stored[candidates[0]] for id, candidates in keys.items() if candidates}
