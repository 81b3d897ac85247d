"""Link: which systems and papers a text names."""

from __future__ import annotations

from typing import Any

import pytest

from generator.derive.mentions import Names, link
from generator.records.evidence import EvidenceKey
from generator.records.paper import Introduced, Paper
from generator.records.survey import System
from tests.cases import cases

SYSTEMS = (
    System(id="beacon", name="Beacon", kind="model"),
    System(id="beacon-2", name="Beacon-2", kind="model", family="beacon"),
    System(id="harbor", name="HarborSet", kind="dataset", aliases=("Harbor Set",)),
    System(id="shoals", name="Shoals", kind="benchmark"),
    System(id="refboat", name="RefBoat", kind="dataset"),
    System(id="refboat-plus", name="RefBoat+", kind="dataset"),
)
PAPERS = (
    Paper(id="lantern", title="LANTERN: Light", name="LANTERN"),
    Paper(id="fiber-one", title="FIBER: Ropes", name="FIBER"),
    Paper(id="fiber-two", title="FIBER: Threads", name="FIBER"),
    Paper(id="fox", title="Looking Anywhere", name="Fox"),
    Paper(id="map", title="MAP: Finding the Way", name="MAP"),
    Paper(id="v-star", title="V*: Searching", name="V*"),
    Paper(id="unnamed", title="Burning at Both Ends", aliases=("WICK",)),
)
ORDINARY = {"fox", "map", "of", "the", "red"}


@pytest.mark.parametrize("case", cases("link", "id title name introduces abstract mentions phrases places"))
def test_links(case: dict[str, Any]) -> None:
    paper = Paper(
        id=case.get("id", "own"),
        title=case.get("title", "A Plain Title"),
        name=case.get("name"),
        abstract=case.get("abstract"),
        introduces=tuple(Introduced(name=name, kind="model") for name in case.get("introduces", ())),
    )
    everyone = [other for other in PAPERS if other.id != paper.id]
    mentions, evidence = link(paper, Names(SYSTEMS, [*everyone, paper], ORDINARY))
    assert [mention.model_dump(by_alias=True) for mention in mentions] == case["mentions"]
    assert list(evidence) == [EvidenceKey("mentions", mention["id"]) for mention in case["mentions"]]
    for id, phrase in case.get("phrases", {}).items():
        assert evidence[EvidenceKey("mentions", id)].phrase == phrase
    for id, place in case.get("places", {}).items():
        assert str(evidence[EvidenceKey("mentions", id)].place) == place
