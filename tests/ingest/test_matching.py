"""The ids that new records get."""

from __future__ import annotations

import re

import pytest

from generator.ingest.matching import assign_ids, choose_id
from generator.records.entry import Entry, MendedEntry
from generator.records.intake import RefusedPaper
from generator.records.paper import Citation, Paper
from generator.records.survey import System
from generator.survey.folder import read_survey
from tests.site_fixture import SURVEYS


def text_of(title: str, abstract: str | None = "Words.", line: int = 3, path: str = "raw/page.txt") -> MendedEntry:
    """An entry in which nothing was to be mended."""
    return MendedEntry(Entry(reader="test", path=path, line=line, title=title, abstract=abstract), title, abstract, ())


def ids_of(texts: list[MendedEntry], names: list[str | None], *, papers: tuple[Paper, ...] = ()) -> list[str]:
    """The ids that texts with these names get, in a survey of these papers and one system, `beacon`."""
    survey, _ = read_survey(SURVEYS["toy"])
    assert survey
    systems = (System(id="beacon", name="Beacon", kind="model"),)
    published = {"published": ("papers/buoy/", "areas/rope/"), "redirects": {"papers/raft/": "papers/brig/"}}
    refused = (RefusedPaper(id="skiff", title="Skiff", former_ids=("dinghy",)),)
    survey = survey.model_copy(update={"papers": papers, "systems": systems, "refused": refused, **published})
    entries = {str(at): text for at, text in enumerate(texts)}
    return list(assign_ids(entries, dict(zip(entries, names, strict=True)), survey).values())


def test_a_new_id_is_none_that_a_paper_or_a_system_has() -> None:
    known = Paper(id="glim", title="Known", former_ids=("brig",))
    texts = [text_of("GLIM: A Lamp"), text_of("Brig: A Boat"), text_of("Beacon: A Light")]
    assert ids_of(texts, ["GLIM", "Brig", "Beacon"], papers=(known,)) == ["glim-lamp", "brig-boat", "beacon-light"]


def test_a_new_id_is_none_whose_page_was_published_or_that_was_taken_out() -> None:
    texts = [text_of("Buoy: A Light"), text_of("Raft: A Boat"), text_of("Rope: A Knot"), text_of("Dinghy: At Sea")]
    assert ids_of(texts, ["Buoy", "Raft", "Rope", "Dinghy"]) == ["buoy-light", "raft-boat", "rope", "dinghy-sea"]


def test_new_papers_of_one_name_all_get_words_of_their_titles() -> None:
    texts = [
        text_of("GLIM: A Red Lamp Shines"),
        text_of("Glim: Blue Boats"),
        text_of("SAIL: Wind"),
        text_of("Plain Words"),
    ]
    assert ids_of(texts, ["GLIM", "Glim", "SAIL", None]) == ["glim-red-lamp", "glim-blue-boats", "sail", "plain-words"]


def test_new_papers_of_one_title_get_an_ending_each() -> None:
    texts = [text_of("Lamps", "One."), text_of("Lamps", "Two."), text_of("Lamps", "Three.")]
    first, *others = ids_of(texts, [None, None, None])
    assert first == "lamps" and len(set(others)) == 2
    assert all(re.fullmatch("lamps-[0-9a-f]{6}", id) for id in others)


def test_an_id_is_cut_where_it_grows_long_and_ends_with_a_letter() -> None:
    title = "Observations concerning lamps of manufacturers somewhere beyond harbours"
    taken: set[str] = set()
    for _ in range(8):
        taken.add(choose_id(title, None, taken))
    assert all(len(id) <= 60 and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id) for id in taken), taken
    assert "observations-concerning-lamps" in taken and any(id.endswith("-beyond") for id in taken)


def test_a_name_alone_is_the_id_unless_another_new_paper_has_it() -> None:
    assert choose_id("GLIM: A Red Lamp", "GLIM", set()) == "glim"
    assert choose_id("GLIM: A Red Lamp", "GLIM", set(), shared=True) == "glim-red-lamp"
    assert choose_id("The Red Lamp", None, set()) == "red-lamp"


@pytest.mark.parametrize(
    ("title", "named", "id"),
    [
        ("Der Handel der Hanse mit dem Osten", None, "handel-hanse-osten"),
        ("La peste en el reino de Castilla", None, "peste-reino-castilla"),
        ("Les mots et les choses", None, "mots-choses"),
        ("Über die Zahlen", "de-AT", "zahlen"),
        ("Die Zahlen", "de", "zahlen"),
        ("L'Étranger d'aujourd’hui", None, "etranger-aujourd-hui"),
        ("Storia dell'arte", None, "storia-arte"),
        ("Where lamps die in the war", None, "where-lamps-die"),
    ],
)
def test_an_id_leaves_out_function_words_of_the_titles_language(title: str, named: str | None, id: str) -> None:
    entry = Entry(reader="test", path="a", line=1, title=title, abstract=None, citation=Citation(lang=named))
    assert ids_of([MendedEntry(entry, title, None, ())], [None]) == [id]


def test_ids_by_a_hash_are_the_same_on_every_machine_and_in_every_version() -> None:
    assert choose_id("Lamps", None, {"lamps"}) == "lamps-221873"
    assert choose_id("???", None, set()) == "paper-858ddc"
