"""Computes the scores of papers from the clauses of a query. `assets/js/search/words/scores.js` does the same.

The docstring of `rank` says what a clause counts. If the survey's texts are in several languages, each reading of the
query is one plan. Its clauses count in full for papers that have texts in its languages, and `cognate_boost` for
others: those have such words in names and tags, or other words with the same stems.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..parameters import RANKING
from .order import rounded
from .store import Store

Clause = tuple[list[str], float]
"""Keys that count as one, and the boost by which their score is multiplied."""


@dataclass(slots=True)
class Plan:
    """The clauses by which one reading of a query is searched, and the `corrections` and `groups` of the response.

    `languages` are those of the reading; `language` is the one whose rules cut its words. `terms` are the known terms
    that were asked for, corrected ones included. `tried` counts the words for which a correction was looked up.
    """

    languages: list[str]
    language: str
    clauses: list[Clause] = field(default_factory=list)
    corrections: dict[str, str] = field(default_factory=dict)
    groups: list[int] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    tried: int = 0


def best_of(plans: Sequence[Plan], store: Store) -> tuple[Plan, dict[int, float]]:
    """Return one plan and the scores of the papers, from the plans of all readings of a query.

    Each paper has the highest of its scores. The plan is the one with the best paper, with the clauses of all of them.
    """
    scores = [scores_of(plan, store) for plan in plans]
    if len(plans) == 1:
        return plans[0], scores[0]
    highest: dict[int, float] = {}
    for own in scores:
        for paper, score in own.items():
            highest[paper] = max(score, highest.get(paper, 0.0))
    best = max(range(len(plans)), key=lambda at: (max(scores[at].values(), default=0.0), -at))
    return replace(plans[best], clauses=[clause for plan in plans for clause in plan.clauses]), highest


def scores_of(plan: Plan, store: Store) -> dict[int, float]:
    """Return the score of each paper that one of the plan's clauses matches, by its position."""
    scores: dict[int, float] = {}
    count = store.head["papers"]
    own = papers_in(plan.languages, store)
    for keys, boost in plan.clauses:
        impacts = union_of(keys, store)
        idf = math.log(1 + (count - len(impacts) + 0.5) / (len(impacts) + 0.5))
        for paper, impact in impacts.items():
            share = 1.0 if paper in own else RANKING.cognate_boost
            scores[paper] = scores.get(paper, 0.0) + share * boost * idf * impact
    return {paper: rounded(score) for paper, score in scores.items()}


def papers_in(languages: Sequence[str], store: Store) -> Container[int]:
    """Return the positions of the papers that have a text in one of the languages."""
    if len(languages) == len(store.languages):
        return range(store.head["papers"])
    return {paper for language in languages for paper in store.postings(f":text={language}")}


def union_of(keys: Sequence[str], store: Store) -> Mapping[int, int]:
    """Return the papers that have at least one of the keys: from position to the highest impact among these keys."""
    if len(keys) == 1:
        return store.postings(keys[0])
    impacts: dict[int, int] = {}
    for key in keys:
        for paper, impact in store.postings(key).items():
            impacts[paper] = max(impacts.get(paper, 0), impact)
    return impacts
