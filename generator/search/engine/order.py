"""Orders the papers that a search found: first by words, then once more by meaning. `assets/js/search/order.js` does
the same.

If the index has vectors, those of the query's words (corrected ones too) are summed, and the sum is compared with the
papers' vectors. The best `Store.reranked` papers get a new score: a weighted mean of their score by words, divided by
the highest, and their cosine, scaled so that the lowest of these papers has 0 and the highest 1. The cosine has the
weight `boost`, less if the query has fewer than `full_words` words. Then the vectors of the best `feedback_papers` are
mixed into the query's, and the same is done again (relevance feedback; Rocchio, 1971). A query of fewer than
`fewest_words` words, or one that may be a name, is ordered by words alone; then, and without vectors, each of the best
papers gains a share of the scores of the papers nearest to it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ..parameters import RANKING, VECTORS
from .store import Store

Scored = tuple[int, float]
"""A paper's position in the index, and its score."""


class Planned(Protocol):
    """The parts of a plan that ordering needs: its clauses, and the known terms that were asked for."""

    clauses: list[tuple[list[str], float]]
    terms: list[str]


class Meaning(NamedTuple):
    """The vector of a query, of length 1, and the weight (0 to 1) of its cosine in a paper's score."""

    vector: Sequence[float]
    weight: float


def sort_found(found: Sequence[Scored], scores: dict[int, float], plan: Planned, store: Store) -> list[Scored]:
    """Return the papers found with their final scores, the best first.

    `found` has the score by words of each; `scores` has those of all papers that a clause matches, found or not.
    """
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
    """Return the key by which `sorted` puts a (position, score) pair: the highest score first, then the lowest
    position.
    """
    paper, score = scored
    return -score, paper


def rounded(score: float) -> float:
    """Return a score rounded to nine decimal digits, so that rounding errors of sums decide no order."""
    return math.floor(score * RANKING.score_scale + 0.5) / RANKING.score_scale


def meaning_of(plan: Planned, store: Store) -> Meaning | None:
    """Return the vector of a query and its weight; None if the query has fewer than `fewest_words` words with a vector,
    or may be a name.
    """
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
    """Return papers, given best first by words, in the order of words and meaning together, with their new scores.

    They stay as they are if the best score is 0.
    """
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
    """Return papers sorted by the weighted mean of their scores by words and their cosines with `meaning`, with these
    as scores.
    """
    cosines = [cosine(meaning.vector, paper, store) for paper, _ in papers]
    low, high, best = min(cosines), max(cosines), papers[0][1]
    span = high - low or 1.0
    scored = []
    for (paper, score), near in zip(papers, cosines, strict=True):
        mixture = (1 - meaning.weight) * (score / best) + meaning.weight * ((near - low) / span)
        scored.append((paper, rounded(best * mixture)))
    return sorted(scored, key=by_score)


def cosine(vector: Sequence[float], paper: int, store: Store) -> float:
    """Return the cosine of a vector of length 1 and that of the paper at a position; 0 if the paper has no vector."""
    numbers, length = store.paper_vector(paper)
    product = 0.0
    for own, other in zip(vector, numbers, strict=True):
        product += own * other
    return product / length if length else 0.0


def unit(vector: Sequence[float]) -> list[float]:
    """Return a vector scaled to length 1. Raises ZeroDivisionError for a vector of zeros."""
    squares = 0.0
    for value in vector:
        squares += value * value
    length = math.sqrt(squares)
    return [value / length for value in vector]
