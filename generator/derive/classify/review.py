"""Ranks papers by how much a curator's decision on their area would help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from . import Classification
from .cues import Score


class Proposal(NamedTuple):
    """An area that a paper may belong to.

    `words` are the words or cues of the paper that speak for it, the strongest first. `share` is its part of all that
    speaks for any area, from 0 to 1; with a trained model it is a probability. `like` are the ids of the nearest papers
    of the area, if nearness in meaning speaks for it.
    """

    area: str
    share: float
    words: tuple[str, ...]
    like: tuple[str, ...] = ()


class NextDecision(NamedTuple):
    """A paper, given by its `id`, whose area a curator should decide, and why.

    `why` is `rules and model differ`, `unplaced`, `close` (two areas are), `far from everything` (the paper is not
    about the taxonomy's field), or empty if the area is sure. The best proposal is first; a model's proposals have
    stems for words.
    """

    id: str
    why: str
    proposals: tuple[Proposal, ...]


_CLOSE = 0.25
"""A lead of the best area over the next, as a share, below which the two are close."""
_DIFFER, _FAR = "rules and model differ", "far from everything"
_DIFFERING = 0.5
"""What is left of the lead of an area against which the rules speak."""
_FIRST = 3
"""Areas that a model proposes."""
_MOST_WORDS = 4


def next_decisions(
    rankings: Mapping[str, Sequence[tuple[str, Score]]],
    learned: Mapping[str, Classification] | None = None,
    settled: Mapping[str, str] | None = None,
) -> list[NextDecision]:
    """Return the papers in the order in which a decision helps most.

    First come papers that are unplaced, whose best areas are close, or of which cues and model differ, the least sure
    first; then those far from everything; last the sure ones. `rankings` maps a paper's id to its areas and scores as
    `rank_areas` returns them. `learned` maps it to what a trained model chose. `settled` has the areas of papers that a
    source's heading placed: these are listed only if the model differs.
    """
    ranked = {id: [item for item in ranking if item[1].total > 0] for id, ranking in rankings.items()}
    decisions = []
    for id, ranking in ranked.items():
        said = (learned or {}).get(id)
        own = (settled or {}).get(id)
        if said and said.ranking:
            decisions.append(_by_model(id, said, own or (ranking[0][0] if ranking else None), is_settled=bool(own)))
        else:
            decisions.append(_by_cues(id, ranking, is_settled=bool(own)))
    return [decision for _, decision in sorted(decisions, key=lambda pair: (pair[0], pair[1].id))]


_Order = tuple[int, float]
"""By which decisions are sorted: undecided, far or sure; then how far the best area leads, -1 without one."""


def _by_cues(id: str, ranking: Sequence[tuple[str, Score]], *, is_settled: bool) -> tuple[_Order, NextDecision]:
    total = sum(score.total for _, score in ranking)
    proposals = tuple(
        Proposal(area, score.total / total, tuple(cue.text for cue in score.cues[:_MOST_WORDS]))
        for area, score in ranking
    )
    lead = _lead([proposal.share for proposal in proposals])
    why = "" if is_settled else "unplaced" if not proposals else "close" if lead < _CLOSE else ""
    return (0 if why else 2, lead), NextDecision(id, why, proposals)


def _by_model(id: str, said: Classification, ruled: str | None, *, is_settled: bool) -> tuple[_Order, NextDecision]:
    words, like = (*said.words, *[()] * _FIRST), (*said.like, *[()] * _FIRST)
    proposals = tuple(
        Proposal(area, share, words[number], like[number]) for number, (area, share) in enumerate(said.ranking[:_FIRST])
    )
    lead = _lead([share for _, share in said.ranking])
    if said.is_far:
        return (2 if is_settled else 1, lead), NextDecision(id, "" if is_settled else _FAR, proposals)
    if ruled and ruled != said.ranking[0][0]:
        return (0, lead * _DIFFERING if not is_settled else 1 - lead), NextDecision(id, _DIFFER, proposals)
    why = "" if is_settled else "unplaced" if said.area is None else "close" if lead < _CLOSE else ""
    return (0 if why else 2, lead), NextDecision(id, why, proposals)


def _lead(shares: Sequence[float]) -> float:
    """Return by how much the share of the best area exceeds that of the next, both from 0 to 1 and the best first; -1
    if there is none.
    """
    return shares[0] - (shares[1] if len(shares) > 1 else 0.0) if shares else -1.0
