"""Provenance: which source gave a field, what another says, and what a curator decided."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks.sources import check_sources
from generator.derive.explain import explain
from generator.importing import import_survey
from generator.ingest.importing import Import, import_entries
from generator.ingest.joining import join_papers, refuse_paper
from generator.ingest.ledger import FATES
from generator.records.entry import Entry
from generator.records.paper import Citation, Paper
from generator.records.survey import Settings, Survey
from generator.survey.folder import as_yaml, read_survey

DAY, LATER = datetime.date(2026, 3, 1), datetime.date(2026, 4, 1)
TEXT = "We tie small boats to a pier with ropes of several kinds and count those that the tide takes."
ARXIV, DOI = {"arxiv": "1706.00001"}, {"doi": "10.1000/a"}


def entry(title: str = "Tying Small Boats", abstract: str | None = TEXT, **facts: Any) -> Entry:
    """An entry as a reader gives it."""
    own = {key: facts.pop(key) for key in ("path", "line", "key", "reader") if key in facts}
    citation = Citation.model_validate(facts)
    return Entry.model_validate(
        {"reader": "bibtex", "path": "boats.bib", "line": 1, **own, "title": title, "abstract": abstract}
    ).model_copy(update={"citation": citation})


def survey(*papers: Paper, **others: Any) -> Survey:
    """A survey of these papers."""
    return Survey(settings=Settings(title="Small", description="Small."), papers=papers, **others)


def read(*entries: Entry, into: Mapping[str, Paper] | None = None) -> tuple[dict[str, Paper], Import]:
    """All records after an import, and what it did."""
    before = dict(into or {})
    made = import_entries(entries, [], survey(*before.values()), LATER if into else DAY)
    return before | dict(made.changes), made


def the(papers: Mapping[str, Paper]) -> Paper:
    """The one paper that there is."""
    (paper,) = papers.values()
    return paper


def test_a_source_corrects_what_it_gave() -> None:
    first, _ = read(entry(authors=["Ann Alpha"], year=2019, ids=ARXIV))
    again, made = read(entry("Tying Small Boats Well", TEXT + " Well.", authors=["Ann Alpha", "Bo Beta"], year=2020,
                             ids=ARXIV, path="elsewhere/boats (1).bib"), into=first)  # fmt: skip
    facts = the(again).bibliographic
    assert (facts.title, facts.authors, facts.year) == ("Tying Small Boats Well", ("Ann Alpha", "Bo Beta"), 2020)
    (line,) = made.ledger.lines
    assert "title was “Tying Small Boats”, is “Tying Small Boats Well”" in line
    assert "authors was “Ann Alpha”, is “Ann Alpha, Bo Beta”" in line


def test_what_a_curator_changed_or_took_out_stays_whatever_the_source_says() -> None:
    first, _ = read(entry(authors=["Ann Alpha"], year=2019, volume="3", ids=ARXIV))
    curated = the(first).model_copy(update={"title": "Boats, Tied", "year": 2018, "volume": None})
    again, made = read(
        entry("Tying Small Boats Well", authors=["Bo Beta"], year=2020, volume="4", ids=ARXIV),
        into={curated.id: curated},
    )
    facts = the(again).bibliographic
    assert (facts.title, facts.year, facts.volume, facts.authors) == ("Boats, Tied", 2018, None, ("Bo Beta",))
    assert made.ledger.count("changed") == 1


def test_another_source_fills_gaps_and_what_it_says_otherwise_is_noted() -> None:
    first, _ = read(entry(authors=["Ann Alpha"], year=2019, ids=DOI, venue="Boats 2019"))
    other = entry("Tying Small Boats Tightly", authors=["Ann Alpha"], year=2018, volume="3", ids=DOI, reader="ris",
                  path="boats.ris", line=7, venue="Boats")  # fmt: skip
    again, made = read(other, into=first)
    paper = the(again)
    assert (paper.bibliographic.year, paper.bibliographic.volume) == (2019, "3")
    (source,) = paper.provenance.sources
    assert (dict(source.says), list(source.gave)) == (
        {"title": "Tying Small Boats Tightly", "year": "2018"}, ["volume"],
    )  # fmt: skip
    assert (
        "says title “Tying Small Boats Tightly”, year “2018”, and tying-small-boats keeps its own"
        in (made.ledger.lines[0])
    )
    told = [problem.message for problem in check_sources(survey(paper), PurePath("s"))]
    assert told[1].startswith("year: boats.ris:7 says “2018”, boats.bib:1 what the record has")
    assert "  year: 2019 — boats.bib:1 (bibtex); the first to say it; boats.ris:7 says “2018”" in explain(
        paper, survey(paper)
    )
    decided = paper.model_copy(update={"year": 2017, "title": "Boats"})
    assert not list(check_sources(survey(decided), PurePath("s"))), "a curator decided"
    third, same = read(other, into=again)
    assert (third, same.ledger.count("unchanged")) == (again, 1)


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("published_first", [False, True])
def test_preprint_and_publication_are_one_record_with_versions(together: bool, published_first: bool) -> None:
    preprint = entry(authors=["Ann Alpha"], year=2017, type="preprint", ids=ARXIV, path="feed.xml", reader="arxiv")
    published = entry("Tying Small Boats", TEXT + " Twice.", authors=["Ann Alpha", "Bo Beta"], year=2019,
                      type="inproceedings", venue="Boats 2019", pages="1–9", ids=DOI)  # fmt: skip
    order = [published, preprint] if published_first else [preprint, published]
    papers: dict[str, Paper] = {}
    for batch in [order] if together else [[one] for one in order]:
        papers, _ = read(*batch, into=papers)
    facts = the(papers).bibliographic
    assert (facts.type, facts.year, facts.venue_year, facts.venue) == ("inproceedings", 2017, 2019, "Boats 2019")
    assert (facts.authors, facts.pages) == (("Ann Alpha", "Bo Beta"), "1–9")
    assert facts.ids.model_dump(exclude_none=True) == {**ARXIV, **DOI}
    (version,) = facts.versions
    assert (version.type, version.year, version.ids.arxiv) == ("preprint", 2017, ARXIV["arxiv"])
    for again in (order, order[::-1], [preprint], [published]):
        same, made = read(*again, into=papers)
        assert (same, made.ledger.count("unchanged")) == (papers, len(again))


def test_an_earlier_version_of_a_preprint_takes_nothing_back() -> None:
    papers, _ = read(entry("Tying Boats with Search", ids={"arxiv": "1706.00001v2"}))
    papers, made = read(entry("Tying Boats", ids={"arxiv": "1706.00001v1"}), into=papers)
    assert the(papers).bibliographic.title == "Tying Boats with Search"
    assert "says title “Tying Boats”" in made.ledger.lines[0]


def test_records_that_a_curator_joins_are_found_by_all_that_either_had() -> None:
    one, two = entry(ids=DOI, year=2020, venue="Boats"), entry("Boats and Ropes", None, ids=ARXIV, year=2018)
    papers, _ = read(one, two)
    joined = join_papers(papers["tying-small-boats"], papers["boats-ropes"])
    assert (joined.former_ids, joined.bibliographic.year) == (("boats-ropes",), 2018)
    assert [version.title for version in joined.bibliographic.versions] == ["Boats and Ropes"]
    same, made = read(one, two, into={joined.id: joined})
    assert made.ledger.count("unchanged") == 2
    assert the(same) == joined
    assert Paper.model_validate(as_yaml(joined)) == joined


def test_what_was_taken_out_is_not_proposed_again() -> None:
    papers, _ = read(entry(ids=DOI, authors=["Ann Alpha"]))
    gone = refuse_paper(the(papers), "Off topic", DAY)
    made = import_entries([entry(ids=DOI)], [], survey(refused=(gone,)), LATER)
    (outcome,) = made.ledger.outcomes
    assert (outcome.fate, dict(made.changes), made.ledger.refused) == ("refused", {}, ())
    assert "taken out of the survey on 2026-03-01 (Off topic)" in outcome.message


_WORDS = st.sampled_from(["boats", "lamps", "ropes", "C", "C++", "tides"])
_TITLES = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)
_ENTRIES = st.lists(
    st.builds(
        lambda title, text, path, facts, arxiv, doi: entry(
            title, text, path=path, **{key: value for key, value in facts.items() if value},
            ids={key: value for key, value in (("arxiv", arxiv), ("doi", doi)) if value},
        ),
        _TITLES,
        st.sampled_from([None, None, TEXT, "Lamps of brass glow at night near moths."]),
        st.sampled_from(["a.bib", "b.bib"]),
        st.fixed_dictionaries(
            {
                "year": st.sampled_from([None, 2018, 2019, 2024]),
                "authors": st.sampled_from([(), ("Ann Alpha",), ("Bo Beta", "Ann Alpha"), ("Cy Gamma",)]),
                "venue": st.sampled_from([None, "Boats 2019", "arXiv", "Workshop on Lamps"]),
                "key": st.sampled_from([None, "one", "two"]),
            }
        ),
        st.sampled_from([None, None, "1706.00001", "1706.00001v2", "1706.00002"]),
        st.sampled_from([None, None, "10.1000/a", "10.1000/b", "10.48550/arXiv.1706.00001"]),
    ),
    max_size=8,
).map(lambda entries: [one.model_copy(update={"line": line}) for line, one in enumerate(entries, 1)])  # fmt: skip


_PAPERS = [
    {"title": f"{what} in {where}", "authors": authors, "year": year, "ids": {"doi": f"10.1000/{what}{number}"}}
    for what, authors, year in (
        ("Boats", ("Ann Alpha", "Bo Beta"), 2018), ("Lamps", ("Cy Gamma",), 2019), ("Ropes", ("Ann Alpha",), 2021),
    )
    for number, where in enumerate(("Calm Harbours", "C", "C++"))
]  # fmt: skip


@st.composite
def _libraries(draw: st.DrawFn) -> list[Entry]:
    """Entries of a few papers, in each of which something is missing."""
    entries = []
    for line in range(1, draw(st.integers(1, 8)) + 1):
        paper = draw(st.sampled_from(_PAPERS))
        kept = {key: value for key, value in paper.items() if key == "title" or draw(st.booleans())}
        text = draw(st.sampled_from([None, TEXT]))
        entries.append(entry(abstract=text, line=line, path=draw(st.sampled_from(["a.bib", "b.ris"])), **kept))
    return entries


@settings(max_examples=60, deadline=None)
@given(_ENTRIES)
def test_the_ledger_of_every_import_adds_up(entries: list[Entry]) -> None:
    papers, made = read(*entries)
    assert made.ledger.read == len(entries) == sum(made.ledger.count(fate) for fate in FATES)
    assert made.ledger.count("new") == len(papers)
    assert made.ledger.doubtful <= made.ledger.count("new")
    assert {outcome.id for outcome in made.ledger.outcomes} == set(papers), "no entry is lost"
    for paper in papers.values():
        assert Paper.model_validate(as_yaml(paper)) == paper
    if papers:
        assert read(*entries, into=papers)[1].ledger.read == len(entries)


@settings(max_examples=80, deadline=None)
@given(_libraries())
def test_a_second_import_changes_nothing(entries: list[Entry]) -> None:
    papers, _ = read(*entries)
    again, second = read(*entries, into=papers)
    assert again == papers
    assert second.ledger.count("unchanged") == len(entries)


@settings(max_examples=60, deadline=None)
@given(_libraries(), st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_no_set_of_papers(entries: list[Entry], chance: random.Random) -> None:
    mixed = entries[:]
    chance.shuffle(mixed)
    found = [sorted(map(sorted, map(_ids, read(*order)[0].values()))) for order in (entries, mixed)]
    assert found[0] == found[1]


def _ids(paper: Paper) -> set[str]:
    """What tells one paper from another."""
    return {paper.bibliographic.title, *paper.bibliographic.ids.model_dump(exclude_none=True).values()}


def test_a_record_that_another_calls_the_same_is_joined_for_ever(tmp_path: Path) -> None:
    day = datetime.date(2026, 3, 1)
    table = "title,authors,year,doi\nTying Boats,Ann Alpha,2019,10.1000/a\nLamps at Night,Cy Gamma,2021,10.1000/b\n"
    rows = [("a.csv", table.encode())]
    import_survey(rows, tmp_path / "s", day)
    record = tmp_path / "s/papers/tying-boats.yml"
    record.write_text(record.read_text(encoding="utf-8") + "same_as: [lamps-night]\n", encoding="utf-8")
    for _ in range(2):
        ledger, problems = import_survey(rows, tmp_path / "s", day)
        assert problems == []
        assert [outcome.id for outcome in ledger.outcomes] == ["tying-boats", "tying-boats"]
        survey, _ = read_survey(tmp_path / "s")
        assert survey is not None
        assert [(paper.id, paper.former_ids) for paper in survey.papers] == [("tying-boats", ("lamps-night",))]
