"""A paper's four parts, and the flat form in which it is read and written."""

import datetime
from typing import Any

import pytest

from generator.records.base import Record
from generator.records.paper import FIELD_ORDER, Bibliographic, Derived, Digest, Paper, Provenance
from generator.survey.folder import as_yaml
from generator.survey.yaml.parse import parse_record

PARTS: tuple[type[Record], ...] = (Bibliographic, Digest, Derived, Provenance)
FILE = """\
id: lamp
title: A Lamp
name: LAMP
added: 2026-05-01
year: 2024
area: light
facets: {kind: [lamp]}
summary: It shines.
builds_on: [candle]
checked: true
terms: lamp:3 shines
evidence:
  area: {phrase: a lamp, place: title, by: cue}
"""


def read(text: str) -> Paper:
    paper, problems = parse_record(text, "lamp.yml", Paper)
    assert paper is not None, problems
    return paper


def test_every_key_of_the_file_belongs_to_one_part() -> None:
    keys = [key for part in PARTS for key in part.model_fields]
    assert len(keys) == len(set(keys))
    assert {"id", "former_ids", *keys} == set(FIELD_ORDER)


def test_a_flat_file_becomes_four_parts_and_is_written_flat_again() -> None:
    paper = read(FILE)
    assert (paper.bibliographic.title, paper.bibliographic.year) == ("A Lamp", 2024)
    assert (paper.digest.summary, paper.digest.builds_on) == ("It shines.", ("candle",))
    assert (paper.derived.name, paper.derived.area, paper.derived.terms["lamp"]) == ("LAMP", "light", 3)
    assert (paper.provenance.added, paper.provenance.checked) == (datetime.date(2026, 5, 1), True)
    written = as_yaml(paper)
    assert list(written) == [line.partition(":")[0] for line in FILE.splitlines() if not line.startswith(" ")]
    assert Paper.model_validate(written) == paper


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("authors: Jane Doe", "'authors' must be a list; write `[Jane Doe]` (it is 'Jane Doe')"),
        ("year: twenty", "'year' must be a number (it is 'twenty')"),
        ("added: yesterday", "'added' must be a day, as 2024-05-31 (it is 'yesterday')"),
        ("links: [x]", "'links.0' must be keys with values, as `{kind: …, url: …}` (it is 'x')"),
        ("keywords: [null]", "'keywords.0' must be text, and 'None' is empty; put it in quotes"),
        ("doi: 10.1/x", "unknown key 'doi'; write `ids: {doi: 10.1/x}`"),
        (
            "type: novel",
            "'type' must be one of 'article', 'inproceedings', 'book', 'chapter', 'thesis', 'report', "
            "'preprint', 'dataset', 'software' or 'other' (it is 'novel')",
        ),
        ("year: 12", "'year' must be at least 1000 (it is '12')"),
        ("area: No Id", "'area' may not be 'No Id'; use lower-case letters, digits and single hyphens"),
        ("links: [{kind: code, url: here}]", "'links.0.url': 'here' must begin with https:// or http://"),
        ("sumary: It shines.", "unknown key 'sumary'; did you mean 'summary'?"),
        ("digest: {summary: It shines.}", "unknown key 'digest'; "),
    ],
)
def test_a_fault_names_the_key_of_the_file_and_its_line(line: str, message: str) -> None:
    paper, problems = parse_record(f"id: lamp\ntitle: A Lamp\n{line}\n", "lamp.yml", Paper)
    assert paper is None
    assert [problem.line for problem in problems] == [3]
    assert problems[0].message.startswith(message)


def test_all_faults_are_told_at_once() -> None:
    paper, problems = parse_record("year: 12\nbibliographic: {title: A Lamp}\nchecked: perhaps\n", "lamp.yml", Paper)
    assert paper is None
    told = sorted(problem.message.split("'")[1] for problem in problems)
    assert told == ["bibliographic", "checked", "id", "title", "year"]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"year": 2025}, "bibliographic"),
        ({"summary": None}, "digest"),
        ({"area": "dark"}, "derived"),
        ({"checked": False}, "provenance"),
    ],
)
def test_a_copy_differs_in_the_part_that_holds_the_key(change: dict[str, Any], part: str) -> None:
    paper = read(FILE)
    copy = paper.model_copy(update=change)
    assert copy == Paper.model_validate({**as_yaml(paper), **change})
    names = ("bibliographic", "digest", "derived", "provenance")
    assert [name for name in names if getattr(copy, name) != getattr(paper, name)] == [part]
    assert paper == read(FILE)


def test_parts_and_keys_may_be_given_together() -> None:
    known = Bibliographic(title="A Lamp", year=2023)
    paper = Paper.model_validate({"id": "lamp", "bibliographic": known, "year": 2024, "summary": "It shines."})
    assert paper.bibliographic == Bibliographic(title="A Lamp", year=2024)
    assert paper.digest == Digest(summary="It shines.")
    assert known.year == 2023
