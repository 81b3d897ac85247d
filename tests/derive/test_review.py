"""Review: the order in which a curator's decisions help most."""

from __future__ import annotations

from generator.derive.classify import rank_areas
from generator.derive.classify.cues import Cues
from generator.derive.classify.review import next_decisions
from tests.derive.test_classify import TAXONOMY


def test_the_least_sure_come_first() -> None:
    cues = Cues(TAXONOMY)
    titles = {"sure": "A boat and a boat", "close": "A boat and a lamp", "neither": "A stone"}
    rankings = {id: rank_areas(cues.scores(title, None), TAXONOMY) for id, title in titles.items()}
    decisions = next_decisions(rankings)
    assert [(decision.id, decision.why) for decision in decisions] == [
        ("neither", "unplaced"),
        ("close", "close"),
        ("sure", ""),
    ]
    assert [proposal.area for proposal in decisions[1].proposals] == ["boats", "lamps"]
    assert decisions[2].proposals[0].words == ("boat",)
