"""Ranks the papers whose area is worth a curator's next look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .cues import Score


class Proposal(NamedTuple):
    """An area that may be a paper's. `words` are the words or cues of the paper that speak for it, the strongest first;
    `share` is its part of all that speaks for any area, from 0 to 1: a probability where a model is trained.
    """

    area: str
    share: float
    words: tuple[str, ...]


class NextDecision(NamedTuple):
    """A paper on whose area a curator should decide, and why: it is `unplaced`, `rules and model differ`, or two areas
    are `close`. The best proposal comes first.
    """

    id: str
    why: str
    proposals: tuple[Proposal, ...]


_CLOSE = 0.25
"""A lead of the best area over the next, as a share, below which the two are close."""
_MOST_WORDS = 4


def next_decisions(rankings: Mapping[str, Sequence[tuple[str, Score]]]) -> list[NextDecision]:
    """Return the papers in the order in which a decision helps most: those that are unplaced, then those whose best
    areas are close, the closest first; the sure ones last, with `why` empty.

    `rankings` maps a paper's id to its areas with their scores, as `rank_areas` returns them.
    """
    decisions = [_decision(id, [item for item in ranking if item[1].total > 0]) for id, ranking in rankings.items()]
    return sorted(decisions, key=lambda decision: (_lead(decision), decision.id))


def _decision(id: str, ranking: Sequence[tuple[str, Score]]) -> NextDecision:
    total = sum(score.total for _, score in ranking)
    proposals = tuple(
        Proposal(area, score.total / total, tuple(cue.text for cue in score.cues[:_MOST_WORDS]))
        for area, score in ranking
    )
    undecided = NextDecision(id, "", proposals)
    why = "unplaced" if not proposals else "close" if _lead(undecided) < _CLOSE else ""
    return undecided._replace(why=why)


def _lead(decision: NextDecision) -> float:
    """How far the best area leads; -1 where there is none."""
    shares = [proposal.share for proposal in decision.proposals]
    return shares[0] - (shares[1] if len(shares) > 1 else 0.0) if shares else -1.0
