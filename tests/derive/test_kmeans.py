"""Groups and axes are those that scikit-learn finds, whose steps and draws they repeat."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.decomposition import TruncatedSVD

from generator.derive.suggest import document_of
from generator.derive.suggest.clusters import _NEAR, _counts, _weighted, cluster_near
from generator.derive.suggest.kmeans import group, onto_axes
from generator.derive.suggest.phrases import Phrases
from generator.survey.folder import read_survey

ROOT = Path(__file__).parent.parent.parent


def words(documents: int, vocabulary: int, seed: int) -> csr_matrix:
    """Return documents of three subjects as counts of words."""
    draws = np.random.RandomState(seed)
    rows = draws.poisson(0.05, (documents, vocabulary)).astype(float)
    for number in range(documents):
        rows[number, number % 3 :: 3] += draws.poisson(0.4, len(rows[number, number % 3 :: 3]))
    return csr_matrix(rows)


@pytest.mark.parametrize(("documents", "vocabulary", "axes"), [(30, 90, 5), (90, 40, 8), (203, 400, 25)])
def test_axes_are_those_of_scikit_learn(documents: int, vocabulary: int, axes: int) -> None:
    counts = words(documents, vocabulary, documents)
    ours, theirs = onto_axes(counts, axes), TruncatedSVD(axes, random_state=0).fit_transform(counts)
    signs = np.sign((ours * theirs).sum(axis=0))  # free: distances do not depend on them
    assert ours * signs == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("count", [2, 3, 9, 20])
@pytest.mark.parametrize("seed", range(4))
def test_groups_are_those_of_scikit_learn(count: int, seed: int) -> None:
    points = np.random.RandomState(seed).normal(size=(150, 6)) + 4 * (np.arange(150) % 5)[:, None]
    assert group(points, count).tolist() == KMeans(count, n_init=10, random_state=0).fit_predict(points).tolist()


def test_points_that_are_the_same_leave_no_group_empty() -> None:
    points = np.repeat(np.array([[0.0, 0], [5, 5], [9, 0], [1, 8]]), [20, 3, 2, 1], axis=0)
    assert sorted(np.bincount(group(points, 4)).tolist()) == [1, 2, 3, 20]


def test_a_group_that_lost_its_points_takes_the_farthest() -> None:
    from generator.derive.suggest.kmeans import _middles

    points = np.array([[0.0], [1], [10]])
    moved = _middles(points, np.array([0, 0, 0]), np.array([[0.0], [50.0]]))
    assert moved.tolist() == [[0.5], [10.0]]


@pytest.mark.parametrize("every", [1, 2, 5])
def test_near_papers_are_joined_as_scikit_learn_joins_them(every: int) -> None:
    survey, _ = read_survey(ROOT / "survey")
    assert survey is not None
    phrases = Phrases([document_of(paper) for paper in survey.papers], "en")
    among = range(0, len(survey.papers), every)
    counts, kept = _counts(phrases)
    own = [row for row, number in enumerate(kept) if number in among]
    near = (_weighted(counts)[own] @ _weighted(counts)[own].T).toarray()
    theirs = AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=1 - _NEAR)
    labels = theirs.fit_predict(np.round(np.clip(1 - near, 0, 1), 9))
    wanted = {frozenset(kept[own[at]] for at in np.flatnonzero(labels == label)) for label in set(labels)}
    assert {*map(frozenset, cluster_near(phrases, among))} == wanted
    assert 1 < len(wanted) < len(own)
