"""Learns from the papers that a curator placed which areas the others belong to, with probabilities.

1. Several scorers give every paper a score for every area. Three are trained: a linear support vector machine,
complement naive Bayes, and the nearness to the mean of an area's papers in the latent space; if the survey has vectors
from a sentence model, a fourth is the nearness to the mean of theirs. The others need no training: the cues, the latent
mean of the papers that the cues choose, the nearness to the area's title, and the number of papers in an area.

2. The curated papers are divided into five folds; the trained scorers score each fold after learning from the others.

3. On these scores one weight for each scorer is fitted, such that the softmax of the weighted sum has the greatest
likelihood (a conditional logit). With nine numbers at most to fit, the probabilities are calibrated as well.

4. The trained scorers then learn from all curated papers.

Each scorer except cues, number and vectors is linear in the words, so what a word adds to the sum is known. Equal input
gives equal results: folds are assigned in the papers' order, and the solvers start from fixed seeds.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import logsumexp
from sklearn.exceptions import ConvergenceWarning
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from .wording import Matrix, Vectors, softmax, unit_rows

_FOLDS = 5
_CUE_SHARPNESS = 3.0
_RIDGE = 1e-3
"""Keeps the weights of voices finite where the curated papers are told apart without error."""
_ABSENT = -1.2
"""What the support vector machine says of an area of which no paper is curated; -1 is a plain no."""

Numbers = NDArray[np.intp]


class Curated(NamedTuple):
    """The papers that a curator placed: their row numbers in the matrices of all papers, and the number of each one's
    area.
    """

    rows: Numbers
    areas: Numbers


class Learned(NamedTuple):
    """What the model computed for all papers.

    `probabilities` is papers × areas. `words` is words × areas: what a word of weight 1 adds to each area's score.
    `meaning` is papers × areas: what vectors add to the score, whose exponentials are proportional to the
    probabilities; None without vectors.
    """

    probabilities: Matrix
    words: Matrix
    meaning: Matrix | None = None


class _Voice(NamedTuple):
    """What one scorer says of papers: its `scores` (papers × areas), and what each of the `words` adds to them (words ×
    areas), None if words add nothing.
    """

    scores: Matrix
    words: Matrix | None
    of_meaning: bool = False
    """Whether it goes by the papers' vectors."""


def learn(vectors: Vectors, cue_points: Matrix | None, curated: Curated, meaning: Matrix | None = None) -> Learned:
    """Train on the curated papers and return probabilities for all papers, and what the words and vectors contribute.

    `cue_points` has the points that the cues of each area give each paper (papers × areas), None without cues.
    `meaning` has the papers' vectors from a sentence model (papers × dimensions), each of length 1, or 0 for a paper
    without; None if there are none.
    """
    areas = vectors.areas.shape[0]
    fixed = [*_wording_voices(vectors), *_cue_voices(vectors, cue_points)]
    held_out = _held_out_scores(vectors, curated, areas, meaning)
    trained = _trained_voices(vectors, curated, areas, meaning)
    number = _number_voice(curated, len(vectors.latent), areas)
    scores = [*held_out, *(voice.scores[curated.rows] for voice in (*fixed, number))]
    weights = _fit_weights(np.stack(scores), curated.areas)
    voices = [*trained, *fixed, number]
    total: Matrix = np.tensordot(weights, np.stack([voice.scores for voice in voices]), 1)
    words = np.zeros((len(vectors.words), areas))
    for weight, voice in zip(weights, voices, strict=True):
        if voice.words is not None:
            words += weight * voice.words
    said = [weight * voice.scores for weight, voice in zip(weights, voices, strict=True) if voice.of_meaning]
    meant: Matrix | None = np.sum(said, axis=0) if said else None
    return Learned(softmax(total), words - words.mean(axis=1, keepdims=True), meant)


def _wording_voices(vectors: Vectors) -> list[_Voice]:
    """Return two voices: how near papers are to the titles and definitions of areas in words, and in the latent
    space.
    """
    near, lent = vectors.title_scores()
    latent = unit_rows(vectors.areas @ vectors.axes)
    return [_Voice(near, lent.T.toarray()), _latent_voice(vectors, latent)]


def _cue_voices(vectors: Vectors, points: Matrix | None) -> list[_Voice]:
    """Return two voices: the points of the cues (papers × areas), and how near papers are in the latent space to the
    mean of those that the cues choose for an area; none without cues.
    """
    if points is None:
        return []
    said = np.sign(points) * np.log1p(np.abs(points))
    share = softmax(_CUE_SHARPNESS * np.maximum(said, 0.0))
    return [_Voice(said, None), _latent_voice(vectors, vectors.latent_areas(share))]


def _number_voice(curated: Curated, papers: int, areas: int) -> _Voice:
    """Return a voice that says the same of each paper: the logarithm of each area's share of the curated papers."""
    counts = np.bincount(curated.areas, minlength=areas) + 1.0
    return _Voice(np.tile(np.log(counts / counts.sum()), (papers, 1)), None)


def _latent_voice(vectors: Vectors, means: Matrix) -> _Voice:
    return _Voice(vectors.latent @ means.T, vectors.axes @ means.T)


def _held_out_scores(vectors: Vectors, curated: Curated, areas: int, meaning: Matrix | None) -> list[Matrix]:
    """Return for each trained voice its scores for the curated papers (papers × areas). Each score is from a training
    in which the paper had no part. `meaning` are the vectors from a sentence model, None without.
    """
    folds = deal_out(curated.areas, _FOLDS)
    scores = [np.zeros((len(curated.rows), areas)) for _ in range(3 if meaning is None else 4)]
    for fold in range(_FOLDS):
        held, rest = folds == fold, folds != fold
        if held.any() and rest.any():
            voices = _trained_voices(vectors, Curated(curated.rows[rest], curated.areas[rest]), areas, meaning)
            for score, voice in zip(scores, voices, strict=True):
                score[held] = voice.scores[curated.rows[held]]
    return scores


def deal_out(areas: Sequence[int] | Numbers, folds: int) -> Numbers:
    """Return the number of the fold of each paper, from 0, given the number of each paper's area.

    The papers of an area are assigned to the folds in turn, so that each fold has its part of every area.
    """
    seen: dict[int, int] = {}
    dealt = []
    for area in areas:
        number = seen.get(int(area), 0)
        dealt.append((number + int(area)) % folds)
        seen[int(area)] = number + 1
    return np.array(dealt, dtype=np.intp)


def _trained_voices(vectors: Vectors, curated: Curated, areas: int, meaning: Matrix | None) -> list[_Voice]:
    """Return the voices that learn from the curated papers, for all papers: a support vector machine, naive Bayes,
    latent means, and if there are vectors (`meaning`), the means of these. `areas` is the number of areas.
    """
    member = np.eye(areas)[curated.areas]
    means = unit_rows(member.T @ vectors.latent[curated.rows])
    learnt = vectors.papers[curated.rows]
    return [
        _machine(vectors.papers, learnt, curated.areas, areas),
        _bayes(vectors.papers, learnt, curated.areas, areas),
        _latent_voice(vectors, means),
        *([] if meaning is None else [_Voice(_near_means(meaning, curated, areas), None, of_meaning=True)]),
    ]


def _near_means(meaning: Matrix, curated: Curated, areas: int) -> Matrix:
    """Return the cosine of each paper's vector of `meaning` with the mean vector of each area's curated papers (papers
    × areas).
    """
    means = unit_rows(np.eye(areas)[curated.areas].T @ meaning[curated.rows])
    near: Matrix = meaning @ means.T
    return near


def _machine(papers: csr_matrix, learnt: csr_matrix, labels: Numbers, areas: int) -> _Voice:
    """Return the voice of a linear support vector machine, each area against the others, for all `papers`. It learns
    from the rows `learnt`, whose areas are `labels`; rare areas weigh as much as common ones.
    """
    present = np.unique(labels)
    words = np.zeros((papers.shape[1], areas))
    offsets = np.full(areas, _ABSENT)
    if len(present) < 2:
        offsets[present] = 1.0
    else:
        fitted = _fitted(LinearSVC(C=0.3, class_weight="balanced", random_state=0), learnt, labels)
        coefficients, offset = fitted.coef_, fitted.intercept_
        if len(present) == 2:
            coefficients, offset = np.vstack([-coefficients, coefficients]), np.array([-offset[0], offset[0]])
        words[:, present] = coefficients.T
        offsets[present] = offset
    return _Voice(papers @ words + offsets, words)


def _bayes(papers: csr_matrix, learnt: csr_matrix, labels: Numbers, areas: int) -> _Voice:
    """Return the voice of complement naive Bayes for all `papers`. It learns from the rows `learnt`, whose areas are
    `labels`; an area without curated papers has the lowest score of all.
    """
    fitted = _fitted(ComplementNB(alpha=0.3), learnt, labels)
    present = fitted.classes_.astype(np.intp)
    words = np.zeros((papers.shape[1], areas))
    words[:, present] = fitted.feature_log_prob_.T
    scores = papers @ words
    known = scores[:, present]
    scores -= logsumexp(known, axis=1, keepdims=True) if len(present) > 1 else known
    absent = np.setdiff1d(np.arange(areas), present)
    scores[:, absent] = scores[:, present].min()
    words[:, absent] = words[:, present].mean(axis=1, keepdims=True)
    return _Voice(scores, words)


def _fitted(model: Any, learnt: csr_matrix, labels: Numbers) -> Any:
    """Fit a model of scikit-learn to the rows `learnt` and their `labels`, and return it. The warning that it has not
    quite converged is not shown, since it then serves as well.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(learnt, labels)


def _fit_weights(scores: NDArray[np.float64], labels: Numbers) -> Matrix:
    """Return a weight of at least 0 for each voice, by the likelihood of the curated areas. `scores` are voices ×
    papers × areas, `labels` the area of each paper.
    """
    rows = np.arange(len(labels))

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        """Return the mean negative log-likelihood of the curated areas under some weights, and its gradient."""
        total = np.tensordot(weights, scores, 1)
        normal = logsumexp(total, axis=1)
        expected = (np.exp(total - normal[:, None])[None] * scores).sum(axis=2)
        gradient = (expected - scores[:, rows, labels]).mean(axis=1) + 2 * _RIDGE * weights
        return float((normal - total[rows, labels]).mean() + _RIDGE * (weights**2).sum()), gradient

    start = np.ones(len(scores))
    fitted: Matrix = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(scores)).x
    return fitted
