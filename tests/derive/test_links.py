"""Links and figures: addresses by kind, headline numbers with what they count."""

from __future__ import annotations

from typing import Any

import pytest

from generator.derive.links import find_links
from generator.derive.results import find_figures
from generator.records.evidence import EVIDENCE_WORDS, EvidenceKey
from generator.text.sentences import count_words
from tests.cases import cases


@pytest.mark.parametrize("case", cases("links", "abstract links evidence"))
def test_finds_links(case: dict[str, Any]) -> None:
    links, evidence = find_links(case["abstract"])
    assert [link.model_dump() for link in links] == case["links"]
    assert list(evidence) == [EvidenceKey("links", link["url"]) for link in case["links"]]
    for key, reason in evidence.items():
        assert reason.phrase and reason.phrase in case["abstract"]
        if key.key in case.get("evidence", {}):
            want = dict(case["evidence"][key.key])
            want.pop("loose")
            got = reason.model_dump(exclude_none=True)
            assert got["phrase"] in want["phrase"]
            assert {**got, "phrase": ""} == {**want, "phrase": ""}


@pytest.mark.parametrize("case", cases("figures", "abstract figures places"))
def test_finds_figures(case: dict[str, Any]) -> None:
    figures, evidence = find_figures(case.get("abstract"))
    assert list(figures) == case["figures"]
    assert [str(evidence[EvidenceKey("figures", figure)].place) for figure in figures] == case["places"]
    assert len(evidence) == len(figures)
    for figure in figures:
        assert figure in case["abstract"]
        assert count_words(figure) <= EVIDENCE_WORDS
