"""Places on the map: a free one for a paper, chosen by who its neighbours would be.

Places are whole numbers on a frame of `MAP_WIDTH` by `MAP_HEIGHT`. Who is near is said by ranks:
`ranks[j]` is 1 for the paper whose vector is nearest, 2 for the next, and so on.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ...records.survey import MAP_HEIGHT, MAP_WIDTH
from .symbols import spacing

Points = NDArray[np.float64]
Ranks = NDArray[np.int32]

NEIGHBOURS: Final = 10
"""Papers next to a paper on the map that should be near to it in the vectors, too."""
_LOW: Final = np.array([25.0, 25.0])
_HIGH: Final = np.array([MAP_WIDTH - 25.0, MAP_HEIGHT - 25.0])
"""Corners of the part of the frame that papers stand in."""
_ASKED: Final = 12
"""Nearest papers beside which a free place is looked for."""
_RINGS: Final = (1.0, 1.7)
_DIRECTIONS: Final = 8
_ROUNDS: Final = 12


def rank(cosines: NDArray[np.float64]) -> Ranks:
    """0 for the nearest. Rounded before sorting, so that the last bits of a sum never decide an order."""
    ranks = np.empty(len(cosines), dtype=np.int32)
    ranks[np.argsort(-np.round(cosines, 6), kind="stable")] = np.arange(len(cosines), dtype=np.int32)
    return ranks


def penalty(ranks: Ranks) -> NDArray[np.int64]:
    """What a neighbour on the map costs that is none in the vectors: by how much its rank is beyond `NEIGHBOURS`.

    The trustworthiness of Venna and Kaski ("Neighborhood preservation in nonlinear projection methods",
    ICANN 2001) is one less the normalised sum of it.
    """
    return np.maximum(ranks.astype(np.int64) - NEIGHBOURS, 0)


def candidates(ranks: Ranks, points: Points, apart: float) -> Points:
    """Where a paper might stand: around its nearest papers and the middles of the nearest few, if that is free.

    In a fixed order, the likeliest first. `ranks` and `points` are of the papers that have a place.
    """
    nearest = np.argsort(ranks, kind="stable")[:_ASKED]
    middles = [points[nearest[:few]].mean(axis=0) for few in (2, 3, 5, 8) if few <= len(nearest)]
    centres = np.concatenate([np.array(middles).reshape(-1, 2), points[nearest]])
    angles = 2 * np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    steps = np.array([[0.0, 0.0], *([r * math.cos(a), r * math.sin(a)] for r in _RINGS for a in angles)])
    found = np.rint((centres[:, None, :] + 1.05 * apart * steps[None, :, :]).reshape(-1, 2))
    found = found[((found >= _LOW) & (found <= _HIGH)).all(axis=1)]
    gaps = ((found[:, None, :] - points[None, :, :]) ** 2).sum(axis=2).min(axis=1, initial=np.inf)
    free: Points = found[gaps >= apart * apart]
    return free


def free_place(ranks: Ranks, points: Points, apart: float) -> Points:
    """The place where the paper's neighbours would be the ones nearest to it; the others stay where they are."""
    if not len(points):
        middle: Points = np.rint((_LOW + _HIGH) / 2)
        return middle
    tried = apart
    while not len(places := candidates(ranks, points, tried)):
        if tried < 1:
            beside: Points = points[int(np.argmin(ranks))]
            return beside
        tried /= 2
    distances = ((places[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    few = min(NEIGHBOURS, len(points))
    neighbours = np.argpartition(distances, few - 1, axis=1)[:, :few]
    near = ranks[neighbours]
    # Equal in penalties, the one whose neighbours have the lowest ranks.
    costs = penalty(near).sum(axis=1) + near.sum(axis=1) / (1 + near.max() * few)
    chosen: Points = places[int(np.argmin(costs))]
    return chosen


def fitted(layout: NDArray[np.float64]) -> Points:
    """A layout brought into the frame, which it fills along both axes, and then nudged apart."""
    low, high = layout.min(axis=0), layout.max(axis=0)
    points = _LOW + (layout - low) * (_HIGH - _LOW) / np.maximum(high - low, 1e-9)
    return _apart(points, spacing(len(points)))


def _apart(points: Points, apart: float) -> Points:
    """The points on the grid, each at least `apart` from those before it: else the nearest free place, in a spiral."""
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    placed = np.empty_like(points)
    for number, (x, y) in enumerate(points):
        for step in range(4000):
            # A spiral of Fermat: every next place is as far from the others as the last.
            away, angle = 0.35 * apart * math.sqrt(step), step * 2.399963
            at = (round(x + away * math.cos(angle)), round(y + away * math.sin(angle)))
            if not all(low <= part <= high for low, part, high in zip(_LOW, at, _HIGH, strict=True)):
                continue
            cell = (int(at[0] // apart), int(at[1] // apart))
            beside = (taken.get((cell[0] + i, cell[1] + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
            if all(math.dist(at, other) >= apart for others in beside for other in others):
                break
        placed[number] = at
        taken.setdefault((int(at[0] // apart), int(at[1] // apart)), []).append(at)
    return placed


def settled(ranks: Ranks, points: Points) -> Points:
    """The points after each moved to a free place, as long as that lowers the sum of all penalties.

    `ranks[i, j]` is that of `j` for `i`. A move changes the neighbours of the paper, of those that it leaves and
    of those that it joins: all count.
    """
    points, costs, apart = points.copy(), penalty(ranks), spacing(len(points))
    distances = ((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    np.fill_diagonal(distances, np.inf)
    everyone = np.arange(len(points))
    lists = _lists(distances)
    for _ in range(_ROUNDS):
        moved = False
        for number in everyone:
            others = everyone != number
            places = np.concatenate([points[[number]], candidates(ranks[number][others], points[others], apart)])
            away = ((places[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
            away[:, number] = np.inf
            # Who would push whom out of whose list: without the paper, the next one is the last.
            within = (lists[:, :NEIGHBOURS] == number).any(axis=1)
            last = lists[everyone, np.where(within, NEIGHBOURS, NEIGHBOURS - 1)]
            gain = costs[:, number] - costs[everyone, last]
            joined = np.where(away < distances[everyone, last], gain, 0).sum(axis=1)
            nearest = np.argpartition(away, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
            totals = costs[number][nearest].sum(axis=1) + joined
            best = int(np.argmin(totals))
            if totals[best] < totals[0]:
                moved = True
                points[number] = places[best]
                touched = (lists == number).any(axis=1) | (away[best] <= distances[everyone, lists[:, -1]])
                distances[number] = distances[:, number] = away[best]
                touched[number] = True
                lists[touched] = _lists(distances[touched])
        if not moved:
            break
    return points


def _lists(distances: NDArray[np.float64]) -> NDArray[np.intp]:
    """The numbers of the nearest for each row, nearest first, one more than count."""
    return np.argsort(distances, axis=1, kind="stable")[:, : NEIGHBOURS + 1]
