"""Keywords of a source give papers the facet values that they name."""

from __future__ import annotations

from generator.derive.classify.batch import classify_all
from generator.derive.classify.cues import Cues
from generator.derive.classify.documents import Document
from generator.records.evidence import EvidenceKey
from generator.records.taxonomy import Facet, Taxonomy, Value

_VALUES = tuple(
    Value(key=key, title=title, cues={title: 2})
    for key, title in (("asthma", "Asthma"), ("sheng-diao", "声调"), ("sepsis", "Sepsis"))
)
_CUES = Cues(Taxonomy(facets=(Facet(key="keyword", title="Keyword", values=_VALUES),)))


def _found(title: str, *keywords: str) -> tuple[tuple[str, ...], dict[EvidenceKey, str]]:
    found = classify_all({"": Document(title, keywords=keywords)}, _CUES)[""]
    return found.facets.get("keyword", ()), {key: reason.by for key, reason in found.evidence.items()}


def test_a_keyword_that_is_the_title_of_a_value_gives_it() -> None:
    assert _found("Children", "ASTHMA", "声调", "Boats") == (
        ("asthma", "sheng-diao"),
        {
            EvidenceKey("keyword", "asthma"): "keyword of the source: ASTHMA",
            EvidenceKey("keyword", "sheng-diao"): "keyword of the source: 声调",
        },
    )


def test_what_qualifies_a_heading_is_passed_over() -> None:
    assert _found("Children", "*Asthma/drug therapy")[0] == ("asthma",)


def test_a_cue_in_the_text_remains_the_reason() -> None:
    values, why = _found("Sepsis in children", "Sepsis", "asthma")
    assert values == ("asthma", "sepsis")
    assert why[EvidenceKey("keyword", "sepsis")].startswith("cue")


def test_without_keywords_nothing_is_added() -> None:
    assert _found("Children") == ((), {})
