"""The import as a whole: from entries and a survey to changed records and a ledger, without a file."""

from __future__ import annotations

import datetime

import pytest

from generator.derive import fill_missing
from generator.ingest.importing import Import, import_entries
from generator.ingest.ledger import FATES
from generator.records.base import Problem
from generator.records.entry import Entry
from generator.records.paper import Citation, Derived, Paper
from generator.records.survey import Settings, Survey, System
from generator.records.taxonomy import Taxonomy

DAY = datetime.date(2026, 3, 1)
KITE = "We present KITE, a model that can point at the sky, unlike Beacon. Code: https://github.com/kite/kite."
MOTH = "We present MOTH, a model that reads a document and is compared with KITE. It wins by 3.2% on every page."


def survey(*papers: Paper) -> Survey:
    """A survey of two areas that knows one system."""
    areas = [
        {"key": "sky", "title": "Sky", "cues": {"sky": 3}},
        {"key": "reading", "title": "Reading", "cues": {"document": 3}},
    ]
    return Survey(
        settings=Settings(title="Small", description="Small."),
        taxonomy=Taxonomy.model_validate({"areas": areas}),
        systems=(System(id="beacon", name="Beacon", kind="model"),),
        papers=papers,
    )


def entry(title: str, abstract: str | None = None, line: int = 1, **facts: object) -> Entry:
    """An entry as a reader gives it."""
    citation = Citation.model_validate(facts)
    return Entry(reader="test", path="page.txt", line=line, title=title, abstract=abstract, citation=citation)


def imported(entries: list[Entry], into: Survey, unreadable: tuple[Problem, ...] = ()) -> Import:
    """What an import of the day makes."""
    return import_entries(entries, unreadable, into, DAY)


BOTH = [entry("KITE: Flying on a String", KITE, 1), entry("MOTH: Around the Lamp", MOTH, 3)]


def test_the_same_entries_and_survey_give_the_same_import() -> None:
    into = survey()
    assert imported(BOTH, into) == imported(BOTH, into)
    assert into == survey()


def test_the_ledger_tells_what_became_of_each_entry() -> None:
    entries = [
        *BOTH,
        entry("Kite: flying on a string!", KITE + " It is red.", 5),
        entry("KITE: Flying on a String", KITE, 7),
        entry("MOTH: around the lamp", line=9, year=2026),
        entry("Never Heard Of", line=11, year=2026),
    ]
    made = imported(entries, survey(), (Problem(path="other.txt", line=2, message="is no entry"),))
    assert made.ledger.lines == (
        "page.txt:1: merged into kite, as line 5",
        "page.txt:3: new moth",
        "page.txt:5: new kite",
        "page.txt:7: merged into kite, as line 5",
        "page.txt:9: completed moth with year",
        "page.txt:11: new never-heard",
    )
    assert [(fault.path, fault.line) for fault in made.ledger.refused] == [("other.txt", 2)]
    counts = {fate: made.ledger.count(fate) for fate in FATES}
    assert counts == {"new": 3, "unchanged": 0, "changed": 0, "completed": 1, "refused": 1, "merged": 2}
    assert (made.ledger.read, made.ledger.doubtful) == (7, 0)
    assert made.changes["moth"].bibliographic.year == 2026, "facts reach a paper of the same import"
    assert not made.ledger.written, "whoever writes the records says so"
    other = imported([entry("Moth: Around the Lamp", line=13, year=1999)], survey(*made.changes.values()))
    assert other.ledger.lines == (
        "page.txt:13: new moth-around",
        "page.txt:13: doubtful: may be moth: the same title; but the years are 1999 and 2026; if it is, "
        "`catalogue merge moth moth-around`, if not, write `not_same_as: [moth]` in moth-around",
    )
    assert (other.ledger.count("new"), other.ledger.doubtful) == (1, 1)


def test_two_entries_about_one_record_are_merged_whatever_their_order() -> None:
    old = Paper.model_validate({"id": "lamp", "title": "A Lamp", "ids": {"arxiv": "2401.00001"}})
    ids = {"arxiv": "2401.00001"}
    entries = [
        entry("A Lamp of Brass", "We present a lamp.", 1, ids=ids, year=2024),
        entry("A Lamp of Glass", "We present another lamp.", 2, ids=ids, year=2025, venue="Lamps 2025"),
    ]
    for given in (entries, entries[::-1]):
        made = imported(given, survey(old))
        assert set(made.changes) == {"lamp"}
        lamp = made.changes["lamp"].bibliographic
        assert (lamp.title, lamp.venue, lamp.abstract) == ("A Lamp", "Lamps 2025", "We present another lamp.")


def test_only_what_differs_is_a_change() -> None:
    first = imported(BOTH, survey())
    again = imported(BOTH, survey(*first.changes.values()))
    assert (dict(again.changes), again.with_new_authors) == ({}, ())
    assert again.ledger.count("unchanged") == 2


def test_papers_with_new_authors_are_told() -> None:
    first = imported([entry("A Lamp", "We present a lamp.", authors=("Ada Quay",))], survey())
    assert [paper.id for paper in first.with_new_authors] == ["lamp"]
    dated = entry("A Lamp", line=2, year=2026)
    again = imported([dated], survey(*first.changes.values()))
    assert (list(again.changes), again.with_new_authors) == (["lamp"], ())


@pytest.mark.parametrize("field", Derived.model_fields)
def test_an_import_and_a_build_derive_alike(field: str) -> None:
    made = imported(BOTH, survey()).changes
    bare = [
        Paper(id=paper.id, title=paper.bibliographic.title, abstract=paper.bibliographic.abstract)
        for paper in made.values()
    ]
    filled = {paper.id: paper for paper in fill_missing(survey(*bare)).papers}
    assert {id: getattr(paper.derived, field) for id, paper in filled.items()} == {
        id: getattr(paper.derived, field) for id, paper in made.items()
    }
    assert made["moth"].derived.mentions and made["kite"].derived.mentions and made["kite"].derived.links, (
        "there is something to derive"
    )


def test_what_a_text_introduces_is_its_own_also_where_a_curator_wrote_the_record() -> None:
    """Else a paper would be said to mention another that is named like its own data set."""
    text = "We present LAMP, a model. We also introduce GlowBench, a benchmark. LAMP is trained on GlowBench."
    other = Paper(id="glow", title="Things That Glow", name="GlowBench")
    bare = Paper(id="lamp", title="LAMP: Of Light", abstract=text)
    filled, _ = fill_missing(survey(bare, other)).papers
    [paper] = imported([entry("LAMP: Of Light", text)], survey(other)).changes.values()
    assert "GlowBench" in [thing.name for thing in filled.derived.introduces]
    assert (filled.derived.mentions, paper.derived.mentions) == ((), ())
