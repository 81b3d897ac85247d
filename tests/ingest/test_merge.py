"""Merge: a curated value always wins, and a derived one follows its rule."""

from __future__ import annotations

import datetime
import hashlib
import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.facts import add_facts
from generator.ingest.matching import choose_id
from generator.ingest.merge import dated, merge
from generator.ingest.sources import claim_sources
from generator.records.base import ID_PATTERN
from generator.records.entry import Entry, MendedEntry
from generator.records.paper import Citation, Derived, Paper
from generator.records.reserved import RESERVED
from generator.survey.folder import as_yaml
from generator.text.folding import fold_title
from tests.cases import cases

FIRST, TODAY = datetime.date(2026, 1, 1), datetime.date(2026, 3, 1)


def split_facts(facts: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """The facts of a case: what a citation holds, and links."""
    return {key: value for key, value in facts.items() if key != "links"}, facts.get("links", [])


def text_of(data: dict[str, Any]) -> MendedEntry:
    """A mended entry; what the case leaves out is absent."""
    citation, links = split_facts(data.get("facts", {}))
    own = {key: value for key, value in data.items() if key != "facts"}
    entry = Entry.model_validate(
        {"reader": "test", "path": "raw/page.txt", "line": 3, "citation": citation, "links": links, **own}
    )
    return MendedEntry(entry, entry.title, entry.abstract, ())


def merged(old: Paper | None, case: dict[str, Any], text: MendedEntry, today: datetime.date) -> Paper:
    """What `catalogue import` makes of the text."""
    claimed = claim_sources(old, [text])[0] if old else None
    if text.abstract is None:
        assert old is not None
        return dated(old, add_facts(old, text, claimed), today)
    derived = Derived.model_validate(case.get("derived", {}))
    keep = case.get("keep_abstract", True)
    return merge(old, text, derived, case.get("terms", {}), id="p", today=today, keep_abstract=keep, claimed=claimed)


@pytest.mark.parametrize(
    "case", cases("merge", "before text_first text derived terms keep_abstract wanted absent evidence")
)
def test_merges(case: dict[str, Any]) -> None:
    old = None
    if "before" in case:
        old = Paper.model_validate({"id": "p", "title": "A Lamp", "added": FIRST, **case["before"]})
    elif "text_first" in case:
        old = merged(None, case, text_of(case["text_first"]), FIRST)
    new = merged(old, case, text_of(case["text"]), TODAY)
    record = as_yaml(new)
    assert {key: record.get(key) for key in case.get("wanted", {})} == case.get("wanted", {})
    assert not [key for key in case.get("absent", ()) if key in record]
    if "evidence" in case:
        assert {key: record["evidence"].get(key) for key in case["evidence"]} == case["evidence"]
    again = merged(new, case, text_of(case["text"]), TODAY + datetime.timedelta(days=9))
    assert again == new, "a second import changes nothing"
    assert Paper.model_validate(yaml.safe_load(yaml.safe_dump(record))) == new, "the record survives its file"


@pytest.mark.parametrize(
    ("title", "name", "taken", "shared", "id"),
    [
        ("GLIM: A Lamp", "GLIM", set(), False, "glim"),
        ("GLIM: A Lamp of Brass and Glass", "GLIM", {"glim"}, False, "glim-lamp"),
        ("GLIM: A Lamp of Brass", "GLIM", set(), True, "glim-lamp-brass"),
        ("On the Uses of a Lamp at Sea", None, set(), False, "uses-lamp-sea"),
        ("On the Uses of a Lamp at Sea by Night", None, {"uses-lamp-sea"}, False, "uses-lamp-sea-night"),
        ("Deep Lamps", None, set(), False, "deep-lamps"),
        ("A Lamp with Oil", None, set(), False, "lamp-oil"),
        ("Of the And", None, set(), False, "of-the-and"),
        ("GLIM", "GLIM", {"glim"}, False, "glim-glim"),
        ("A Kite: Wind in Sails", None, set(), False, "kite-wind-sails"),
        ("GLIM*: Searching", "GLIM*", set(), False, "glim"),
        ("V*-2: Searching", "V*-2", set(), False, "v-star-2"),
        ("V*: Searching", None, set(), False, "v-searching"),
        ("État général", None, set(), False, "etat-general"),
        ("V*: Searching", "V*", set(), False, "v-star"),
        ("HT²T²: Tides", "HT²T²", set(), False, "ht2t2"),
        ("图像与语言", None, set(), False, "tu-xiang-yu"),
        ("图像与语言", None, {"tu-xiang-yu"}, False, "tu-xiang-yu-yu"),
        ("Глубокие сети", None, set(), False, "glubokie-seti"),
        ("نموذج BERT للعربية", None, set(), False, "nmwdhj-bert-llrbyh"),
        ("Bounds for α-divergences", None, set(), False, "bounds-alpha-divergences"),
        ("Planners in C++", None, set(), False, "planners-cpp"),
        ("Planners in C#", None, set(), False, "planners-c-sharp"),
        ("<script>alert(1)</script>", None, set(), False, "script-alert-1"),
    ],
)
def test_chooses_readable_ids(title: str, name: str | None, taken: set[str], shared: bool, id: str) -> None:
    assert choose_id(title, name, taken, shared=shared) == id


def test_an_id_that_is_taken_grows_by_words_then_by_author_and_year() -> None:
    title, taken, given = "Red Lamps Shine Bright at Night and Day", set[str](), []
    citation = Citation(authors=("Ludwig van Beethoven", "Ada Quay"), year=2020)
    for _ in range(9):
        given.append(choose_id(title, None, taken, citation=citation))
        taken.add(given[-1])
    words = "red lamps shine bright night day".split()
    assert given[:4] == ["-".join(words[:count]) for count in (3, 4, 5, 6)]
    stem = "red-lamps-shine-bright"
    assert given[4:7] == [f"{stem}-beethoven", f"{stem}-2020", f"{stem}-beethoven-2020"]
    assert all(re.fullmatch(rf"{stem}-[0-9a-f]{{6}}", id) for id in given[7:]) and given[7] != given[8]


@pytest.mark.parametrize(
    ("title", "citation", "id"),
    [
        ("Lamps", Citation(authors=("Ada Quay",)), "lamps-quay"),
        ("Lamps", Citation(year=2020), "lamps-2020"),
        ("Lamps", Citation(), r"lamps-[0-9a-f]{6}"),
        ("Lamps", Citation(authors=("王小明",)), "lamps-wang-xiao-ming"),
        ("Lamps", Citation(authors=("Zoe Quillquayquestquarter",)), "lamps-quillquayquestquart"),
        ("!?", Citation(), r"paper-[0-9a-f]{6}"),
        ("!?", Citation(authors=("Ada Quay",), year=2020), "quay"),
        ("!?", Citation(year=2020), "paper-2020"),
    ],
)
def test_two_papers_of_one_title_are_told_apart_by_more_than_a_number(title: str, citation: Citation, id: str) -> None:
    given = choose_id(title, None, {"lamps"}, citation=citation)
    assert re.fullmatch(id, given)
    assert given == choose_id(title, None, {"lamps"}, citation=citation), "the same survey gives the same id"


def test_long_words_are_cut() -> None:
    word = "antidisestablishmentarianism"
    first = choose_id(" ".join([word] * 9), None, set())
    assert first == f"{word}-{word}-an"
    assert re.fullmatch(rf"{word}-{word[:11]}-[0-9a-f]{{6}}", choose_id(" ".join([word] * 9), None, {first}))


@given(
    st.text(min_size=1, max_size=80),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60),
    st.integers(1800, 2200) | st.none(),
)
def test_any_title_gives_an_id(title: str, author: str, year: int | None) -> None:
    citation = Citation.model_construct(authors=(author,), year=year)
    taken = set(RESERVED["paper"])
    for _ in range(8):
        id = choose_id(title, None, taken, citation=citation)
        assert re.fullmatch(ID_PATTERN, id) and len(id) <= 70 and id not in taken
        taken.add(id)


def test_a_text_is_known_by_its_raw_title_and_abstract() -> None:
    assert text_of({"title": "A", "abstract": "B"}).sha256 == hashlib.sha256(b"A\nB").hexdigest()
    assert text_of({"title": "A"}).sha256 == hashlib.sha256(b"A\n").hexdigest()


def test_long_titles_make_valid_ids() -> None:
    id = choose_id("Antidisestablishmentarianism " * 9, "N" * 100, set())
    assert Paper(id=id, title="x").id == id


@pytest.mark.parametrize(
    ("one", "other"),
    [("A Lamp: at Sea", "a lamp – at  SEA!"), ("Café", "Cafe\u0301"), ("ＦＵＬＬ width", "full width"), ("HT²", "HT2")],
)
def test_one_title_typed_two_ways(one: str, other: str) -> None:
    assert fold_title(one) == fold_title(other)
