"""Classify: area and facets from cues, with the sums done by hand in the cases."""

from __future__ import annotations

from typing import Any

import pytest

from generator.derive.classify import Classification, classify
from generator.derive.classify.cues import Cues
from generator.records.evidence import AREA, EvidenceKey
from generator.records.taxonomy import Taxonomy
from tests.cases import cases

TAXONOMY = Taxonomy.model_validate(
    {
        "areas": [
            {"key": "boats", "title": "Boats", "cues": {"boat": 1, "paper": -5}, "title_cues": {"rowing": 1}},
            {"key": "lamps", "title": "Lamps", "cues": {"lamp": 1, "oil lamp": 5, "LED": 1}},
        ],
        "facets": [
            {
                "key": "kind",
                "title": "Kind",
                "values": [
                    {"key": "sailing", "title": "Sailing", "cues": {"sail*": 2, "mast": 1.9, "ferry": 2}},
                    {"key": "mooring", "title": "Mooring", "cues": {"moor": 2}},
                    {"key": "measuring", "title": "Measuring", "cues": {"@benchmark": 3}},
                ],
            }
        ],
    }
)


@pytest.mark.parametrize("case", cases("classify", "title abstract introduced area facets evidence"))
def test_classifies(case: dict[str, Any]) -> None:
    introduced = [tuple(item) for item in case.get("introduced", ())]
    found = classify(case["title"], case.get("abstract"), Cues(TAXONOMY), introduced)
    assert found.area == case["area"]
    assert {facet: list(values) for facet, values in found.facets.items()} == case["facets"]
    assert set(map(str, found.evidence)) == set(case["evidence"])
    for key, want in case["evidence"].items():
        got = found.evidence[EvidenceKey.parse(key)].model_dump(exclude_none=True)
        if want.pop("loose", False):
            got = {name: got[name] for name in want}
            assert got.pop("phrase") in want.pop("phrase")
        assert got == want


def test_order_of_the_abstract_does_not_change_the_area() -> None:
    cues = Cues(TAXONOMY)
    forward = classify("Sea", "We see a boat. We see a lamp and a lamp.", cues)
    backward = classify("Sea", "We see a lamp and a lamp. We see a boat.", cues)
    assert (forward.area, forward.evidence[AREA].score) == (backward.area, backward.evidence[AREA].score)
    assert forward.area == "lamps"


def test_empty_taxonomy_places_nothing() -> None:
    assert classify("A Boat", "A boat.", Cues(Taxonomy())) == Classification(None, {}, {})


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_cue_with_an_apostrophe_matches_as_texts_are_read(mark: str) -> None:
    """French articles are left out on both sides, and so is the `'s` of a genitive."""
    phrases = {"rôle de l’état": 1.0, "état de l’art": 1.0, "children's books": 1.0}
    cues = Cues(Taxonomy.model_validate({"areas": [{"key": "a", "title": "A", "cues": phrases}]}))
    for text in (f"Un état de l{mark}art des phares", f"On children{mark}s books", f"Le rôle de l{mark}état des côtes"):
        assert [cue.text in phrases for cue in cues.scores(text, None)["area", "a"].cues] == [True], text
