"""The layout by t-SNE: its gradient is that of the formula, and it keeps apart what is unlike."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from generator.catalogue.map import tsne


def rings(count: int, groups: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The nearest of each point: those of its own group, in an order of their own."""
    members = [[other for other in range(count) if other % groups == group] for group in range(groups)]
    rows = []
    for point in range(count):
        own = members[point % groups]
        at = own.index(point)
        rows.append((own[at + 1 :] + own[:at])[: len(own) - 1])
    near = np.array(rows, dtype=np.int32)
    return near, np.broadcast_to(1 / np.arange(2, near.shape[1] + 2), near.shape).copy()


def test_weights_have_the_perplexity_that_was_asked_for() -> None:
    shares = tsne._shares(91, 30.0)
    assert shares.sum() == pytest.approx(1) and (np.diff(shares) <= 0).all()
    assert np.exp(-(shares * np.log(shares)).sum()) == pytest.approx(30, rel=1e-6)


def test_attraction_and_repulsion_are_those_of_the_formula() -> None:
    near, _ = rings(24, 3)
    weights = tsne.weights_of(near, 4.0)
    points = np.random.RandomState(1).normal(size=(24, 2)).astype(np.float32)
    dense = np.zeros((24, 24))
    dense[weights.rows, weights.columns] = weights.values
    assert dense.sum() == pytest.approx(1) and (dense == dense.T).all()
    apart = points[:, None, :].astype(float) - points[None, :, :]
    close = 1 / (1 + (apart**2).sum(axis=2))
    np.fill_diagonal(close, 0)
    pulls = ((dense * close)[:, :, None] * apart).sum(axis=1)
    pushes = ((close**2 / close.sum())[:, :, None] * apart).sum(axis=1)
    single = weights._replace(values=weights.values.astype(np.float32))
    assert tsne._attraction(points, single) == pytest.approx(pulls, abs=1e-5)
    for block in (24, 100, 1 << 17):
        tsne._BLOCK, kept = block, tsne._BLOCK
        try:
            assert tsne._repulsion(points) == pytest.approx(pushes, abs=1e-5)
        finally:
            tsne._BLOCK = kept


def test_groups_that_share_nothing_stand_apart() -> None:
    near, likeness = rings(90, 3)
    points = tsne.descend(tsne.weights_of(near[:, :25], 8.0), tsne.start_of(near[:, :15], likeness[:, :15]), 300)
    centres = np.array([points[group::3].mean(axis=0) for group in range(3)])
    widest = max(np.linalg.norm(points[group::3] - centres[group], axis=1).max() for group in range(3))
    nearest = min(np.linalg.norm(centres[one] - centres[other]) for one, other in ((0, 1), (0, 2), (1, 2)))
    assert nearest > widest
