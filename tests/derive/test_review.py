"""Review: the order in which a curator's decisions help most."""

from __future__ import annotations

from generator.derive.classify import Classification, rank_areas
from generator.derive.classify.cues import Cues
from generator.derive.classify.review import Proposal, next_decisions
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


def said(first: str, share: float, area: str | None = None, *, is_far: bool = False) -> Classification:
    """What a model says: the first area and how probable it is, and the other one."""
    other = {"boats": "lamps", "lamps": "boats"}[first]
    words = (("mast", "sail"), ("oil",))
    return Classification(area, {}, {}, ((first, share), (other, 1 - share)), words, is_far)


def test_with_a_model_low_margins_and_disagreement_come_first() -> None:
    cues = Cues(TAXONOMY)
    learned = {
        "sure": said("boats", 0.95, "boats"),
        "close": said("boats", 0.55, "boats"),
        "closer": said("boats", 0.52),
        "against": said("lamps", 0.6, "lamps"),
        "surely-against": said("lamps", 0.99, "lamps"),
        "far": said("boats", 0.5, is_far=True),
        "headed": said("boats", 0.51),
    }
    rankings = {id: rank_areas(cues.scores("A boat", None), TAXONOMY) for id in learned}
    decisions = next_decisions(rankings, learned, {"headed": "boats"})
    assert [(decision.id, decision.why) for decision in decisions] == [
        ("closer", "unplaced"),
        ("against", "rules and model differ"),
        ("close", "close"),
        ("surely-against", "rules and model differ"),
        ("far", "far from everything"),
        ("headed", ""),
        ("sure", ""),
    ]
    assert decisions[0].proposals == (Proposal("boats", 0.52, ("mast", "sail")), Proposal("lamps", 0.48, ("oil",)))
    others = next_decisions(rankings, learned, {"headed": "lamps"})
    assert next(decision.why for decision in others if decision.id == "headed") == "rules and model differ"
