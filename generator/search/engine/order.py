"""The order of what a search finds: by words, then once more by meaning. `assets/js/search/order.js` does the same.

Where the index has vectors, those of the query's words (corrected ones too) are summed, and the sum is compared with
the papers' vectors. Each of the best `Store.reranked` papers by words gets a mixture of its score, as a part of the
best one, and of its cosine, put between the lowest and the highest: the cosine counts `boost`, less for a query of
fewer than `full_words`. Then the vectors of the best `feedback_papers` are mixed into the query's, and all is done
again (Rocchio's feedback). A query of fewer than `fewest_words`, or one that may be a name, is ordered by words alone.

There, and without vectors, each of the best papers gets a part of the scores of the papers that are nearest to it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ..parameters import RANKING, VECTORS
from .store import Store

Scored = tuple[int, float]
"""The position of a paper, and its score."""


class Planned(Protocol):
    """Of a plan what the order needs: its clauses, and the terms that were asked for."""

    clauses: list[tuple[list[str], float]]
    terms: list[str]


class Meaning(NamedTuple):
    """The vector of a query, and how much of a paper's score its cosine makes up."""

    vector: Sequence[float]
    weight: float


def sort_found(found: Sequence[Scored], scores: dict[int, float], plan: Planned, store: Store) -> list[Scored]:
    """Sort the papers found, each with its score by words. `scores` has those of all papers that a clause matches."""
    papers = sorted(found, key=by_score)
    meaning = meaning_of(plan, store)
    if meaning:
        return [*by_meaning(papers[: store.reranked], meaning, store), *papers[store.reranked :]]
    best = []
    for paper, score in papers[: RANKING.reranked]:
        gain = sum(similarity * scores.get(near, 0.0) for near, similarity in store.hit(paper).get("near", ()))
        best.append((paper, rounded(score + RANKING.neighbour_boost * gain)))
    return sorted(best, key=by_score) + papers[RANKING.reranked :]


def by_score(scored: Scored) -> tuple[float, int]:
    """Return the sort key of a (position, score): the highest score first, of equal scores the lowest position."""
    paper, score = scored
    return -score, paper


def rounded(score: float) -> float:
    """Round a score to nine digits, so that rounding errors of a sum do not decide an order."""
    return math.floor(score * RANKING.score_scale + 0.5) / RANKING.score_scale


def meaning_of(plan: Planned, store: Store) -> Meaning | None:
    """Return what a query means; None if it is short, may be a name, or has too few words with a vector."""
    if len(plan.terms) < VECTORS.fewest_words or any(key[0] == "!" for keys, _ in plan.clauses for key in keys):
        return None
    known = [vector for term in plan.terms if (vector := store.word_vector(term))]
    if len(known) < VECTORS.fewest_words:
        return None
    total = [float(sum(coordinates)) for coordinates in zip(*known, strict=True)]
    if not any(total):
        return None
    return Meaning(unit(total), VECTORS.boost * min(1.0, len(known) / VECTORS.full_words))


def by_meaning(papers: Sequence[Scored], meaning: Meaning, store: Store) -> list[Scored]:
    """Sort papers, the best by words first, by their words and their meaning."""
    if not papers or not papers[0][1]:
        return list(papers)
    first = mixed(papers, meaning, store)
    centre = [0.0] * len(meaning.vector)
    for paper, _ in first[: VECTORS.feedback_papers]:
        numbers, length = store.paper_vector(paper)
        centre = [before + (now / length if length else 0.0) for before, now in zip(centre, numbers, strict=True)]
    share = VECTORS.feedback / min(VECTORS.feedback_papers, len(first))
    again = [(1 - VECTORS.feedback) * own + share * near for own, near in zip(meaning.vector, centre, strict=True)]
    return mixed(papers, Meaning(unit(again), meaning.weight), store)


def mixed(papers: Sequence[Scored], meaning: Meaning, store: Store) -> list[Scored]:
    """Sort papers by the mixture of their scores by words and their cosines with a vector of length 1."""
    cosines = [cosine(meaning.vector, paper, store) for paper, _ in papers]
    low, high, best = min(cosines), max(cosines), papers[0][1]
    span = high - low or 1.0
    scored = []
    for (paper, score), near in zip(papers, cosines, strict=True):
        mixture = (1 - meaning.weight) * (score / best) + meaning.weight * ((near - low) / span)
        scored.append((paper, rounded(best * mixture)))
    return sorted(scored, key=by_score)


def cosine(vector: Sequence[float], paper: int, store: Store) -> float:
    """Return the cosine of a vector of length 1 with that of a paper; 0 if the paper has none."""
    numbers, length = store.paper_vector(paper)
    product = 0.0
    for own, other in zip(vector, numbers, strict=True):
        product += own * other
    return product / length if length else 0.0


def unit(vector: Sequence[float]) -> list[float]:
    """Return a vector, which is not zero, in length 1."""
    squares = 0.0
    for value in vector:
        squares += value * value
    length = math.sqrt(squares)
    return [value / length for value in vector]
