"""Evidence keys and locations: one text in a file, a type of their own in the code, and nothing lost between."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.records.evidence import AREA, TITLE, EvidenceKey, Location
from generator.records.paper import Paper
from generator.survey.folder import as_yaml
from generator.survey.yaml.emit import render_yaml
from generator.survey.yaml.parse import parse_record

HOSTILE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
KINDS = st.sampled_from(["name", "area", "links", "figures", "task", "fine-grained", "9"])


@given(st.text())
@example("links.https://a.example/b.git?c=d.e#f")
@example("links.")
@example(".x")
@example("figures.4.5 mAP on COCO, sentence 3")
@example("introduces.DM²S² 灯. ")
def test_any_text_is_an_evidence_key_and_stays_the_same(text: str) -> None:
    key = EvidenceKey.parse(text)
    assert str(key) == text
    assert "." not in key.kind


@given(KINDS, HOSTILE | st.none())
@example("links", "https://a.example/b.git")
@example("figures", "")
@example("introduces", ".hidden. name.")
def test_an_evidence_key_survives_its_text(kind: str, item: str | None) -> None:
    key = EvidenceKey(kind, item)
    assert EvidenceKey.parse(str(key)) == key


@pytest.mark.parametrize(
    ("text", "location"),
    [
        ("title", TITLE),
        ("abstract", Location("abstract")),
        ("abstract, sentence 3", Location("abstract", 3)),
        ("abstract, sentence 0", Location("abstract, sentence 0")),
        ("abstract, sentence 03", Location("abstract, sentence 03")),
        ("abstract, sentence ٣", Location("abstract, sentence ٣")),
        ("abstract, sentence 3, sentence 4", Location("abstract, sentence 3", 4)),
        (", sentence 3", Location(", sentence 3")),
        ("page 7, by hand", Location("page 7, by hand")),
    ],
)
def test_a_location_is_read_once(text: str, location: Location) -> None:
    assert Location.parse(text) == location
    assert str(location) == text


@given(st.text() | st.builds("{}, sentence {}".format, st.text(), st.integers()))
@example("abstract, sentence " + "9" * 5000)
def test_any_text_is_a_location_and_stays_the_same(text: str) -> None:
    assert str(Location.parse(text)) == text


@given(st.sampled_from(["title", "abstract", "灯, page 3."]), st.integers(1, 999_999) | st.none())
def test_a_location_survives_its_text(part: str, sentence: int | None) -> None:
    location = Location(part, sentence)
    assert Location.parse(str(location)) == location


@given(KINDS, HOSTILE)
@example("links", "https://a.example/b.git")
@example("figures", "4.5: a # b")
@example("introduces", "灯 \u2028 \U0001f642")
def test_a_record_keeps_hostile_keys_in_its_file(kind: str, item: str) -> None:
    text = f"{kind}.{item}".strip()
    paper = Paper.model_validate(
        {"id": "x", "title": "X", "evidence": {text: {"by": "a rule", "place": "abstract, sentence 2"}}}
    )
    assert paper.derived.evidence[EvidenceKey.parse(text)].place == Location("abstract", 2)
    assert as_yaml(paper)["evidence"] == {text: {"place": "abstract, sentence 2", "by": "a rule"}}
    assert json.loads(paper.model_dump_json(exclude_defaults=True))["evidence"][text]["by"] == "a rule"
    record, problems = parse_record(render_yaml(as_yaml(paper)), "x.yml", Paper)
    assert (record, problems) == (paper, [])
    assert yaml.safe_load(render_yaml(as_yaml(paper)))["evidence"].keys() == {text}


def test_code_hands_over_keys_and_locations_as_they_are() -> None:
    paper = Paper.model_validate({"id": "x", "title": "X", "evidence": {AREA: {"by": "x", "place": TITLE}}})
    assert paper.derived.evidence[AREA].place is TITLE


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("evidence: {1: {by: x}}", "'evidence.1.[key]' must be text, and '1' is a number; put it in quotes"),
        (
            "evidence: {area: {by: x, place: 3}}",
            "'evidence.area.place' must be text, and '3' is a number; put it in quotes",
        ),
        ("evidence: {area: {by: x, place: ''}}", "'evidence.area.place': is empty; write something or remove the key"),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(line: str, message: str) -> None:
    record, problems = parse_record(f"id: x\ntitle: X\n{line}\n", "x.yml", Paper)
    assert record is None
    assert [str(problem) for problem in problems] == [f"x.yml:3: {message}"]


def test_editors_are_told_of_a_text() -> None:
    schema = Paper.model_json_schema(by_alias=True)
    assert schema["properties"]["evidence"]["additionalProperties"] == {"$ref": "#/$defs/Evidence"}
    assert schema["$defs"]["Evidence"]["properties"]["place"]["anyOf"] == [{"type": "string"}, {"type": "null"}]
