"""Explain: its scores are those that decide, so that the area that a rule chose comes first."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive import fill_missing
from generator.derive.explain import explain
from generator.records.evidence import AREA
from generator.records.paper import Paper
from generator.records.survey import Settings, Survey
from generator.records.taxonomy import Taxonomy
from generator.survey.folder import read_survey

TAXONOMY = Taxonomy.model_validate(
    {
        "areas": [
            {"key": "lamps", "title": "Lamps", "cues": {"lamp": 1}},
            {"key": "boats", "title": "Boats", "cues": {"boat": 1, "harbour": 1}},
            {"key": "measuring", "title": "Measuring", "cues": {"@benchmark": 5, "@dataset": 2}},
            {"key": "building", "title": "Building", "cues": {"@model": 1.5, "lamp": 0.5}},
        ]
    }
)
SHIPPED = Path(__file__).parent.parent.parent / "survey"


def scores_of(text: str) -> list[tuple[float, str]]:
    """Score and area of each line below the heading."""
    lines = text.partition("area scores with today's cues:\n")[2].partition("\n\n")[0].splitlines()
    return [(float(score), area) for score, area, *_ in map(str.split, lines) if score != "unplaced:"]


def decided(title: str, abstract: str, taxonomy: Taxonomy = TAXONOMY) -> tuple[Paper, Survey]:
    """A paper with what the rules make of it, and its survey."""
    paper = Paper(id="x", title=title, abstract=abstract)
    survey = fill_missing(Survey(settings=Settings(title="t", description="d"), taxonomy=taxonomy, papers=(paper,)))
    return survey.papers[0], survey


def assert_the_deciding_area_is_first(paper: Paper, survey: Survey) -> None:
    scores = scores_of(explain(paper, survey))
    reason = paper.derived.evidence.get(AREA)
    if reason is None:
        assert not scores or "unplaced: " in explain(paper, survey)
        return
    assert reason.score is not None
    assert scores[0] == (pytest.approx(reason.score, abs=0.06), reason.value)


def test_an_area_that_an_introduced_thing_decides_comes_first() -> None:
    paper, survey = decided(
        "QuayBench: A Benchmark", "A boat has a lamp. We introduce QuayBench, a benchmark of boats."
    )
    assert paper.derived.area == "measuring"
    said = explain(paper, survey)
    assert scores_of(said)[0] == (5.0, "measuring")
    assert "measuring  (@benchmark +5.0)" in said


def test_of_two_equal_areas_the_one_that_was_chosen_comes_first() -> None:
    paper, survey = decided("Light at Sea", "One lamp. One harbour.")
    assert paper.derived.area == "lamps"
    assert [area for _, area in scores_of(explain(paper, survey))] == ["lamps", "boats", "building"]


PIECES = st.sampled_from(
    [
        "A lamp", "a boat", "in the harbour", "We introduce QuayBench, a benchmark", "We propose LampNet, a model",
        "called TideSet, a dataset", "of", ".", ". ", ": ", "QuayBench: ", "see https://a.example",
    ]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=6).map(" ".join), st.lists(PIECES, min_size=1, max_size=9).map(" ".join))
def test_the_area_of_any_text_comes_first(title: str, abstract: str) -> None:
    assert_the_deciding_area_is_first(*decided(title, abstract))


def test_the_area_of_every_text_comes_first_under_the_shipped_cues() -> None:
    survey, problems = read_survey(SHIPPED)
    assert survey is not None, problems
    texts = [
        paper.model_copy(update={"abstract": paper.digest.summary or paper.bibliographic.title})
        for paper in survey.papers[::5]
    ]
    bare = tuple(paper.model_copy(update={"area": None, "facets": {}, "evidence": {}}) for paper in texts)
    filled = fill_missing(survey.model_copy(update={"papers": bare}))
    assert sum(AREA in paper.derived.evidence for paper in filled.papers) > len(bare) / 2
    for paper in filled.papers:
        assert_the_deciding_area_is_first(paper, filled)
