"""Names: what a paper calls its own."""

from __future__ import annotations

import json
import lzma
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive import Rules, find_names, names
from generator.derive.classify.cues import Cues
from generator.derive.introductions import INTRODUCES, VERB
from generator.derive.name_words import looks_like_name
from generator.derive.names import name_things
from generator.records.taxonomy import Taxonomy
from tests.cases import cases

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
LABELS = ROOT / "tests" / "labels" / "foreign_names.jsonl"
_RULES = Rules(Cues(Taxonomy()), (), frozenset())


_WORDS = st.sampled_from(
    "we our ours WE this the paper here there to this end introducing propose proposing build built release releases a "
    "call it called newly named namely dubbed as termed coined denoted referred refer which maze . , ; - “Maze re-named"
    .split()
)  # fmt: skip


@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_introductions_are_found_where_plain_patterns_find_them(text: str) -> None:
    introduces = re.compile(
        r"\b(?:we|our|(?:this|the) (?:paper|work|study|note|report|article)|here|to this end|introducing)\b"
        rf"[^.;]{{0,300}}?(?<![-\w]){VERB}\b",
        re.IGNORECASE,
    )
    called = re.compile(
        r"\b(?:called|named|namely|dubbed(?: as)?|termed(?: as)?|coined|denoted as|referred to as|abbreviated as|"
        r"refer to as|(?:which )?we call|call (?:this|it|our \w+|the (?:resulting |proposed )?\w+)|predecessor,)"
        r"\s+(?:the\s+|as\s+)?[“\"‘']?",
    )
    assert [it.span() for it in INTRODUCES.finditer(text)] == [it.span() for it in introduces.finditer(text)]
    assert [it.span() for it in names._CALLED.finditer(text)] == [it.span() for it in called.finditer(text)]


@given(st.from_regex(rf"\A{names.WORD}\Z"))
def test_a_text_without_signs_of_names_holds_none(word: str) -> None:
    assert names._OF_NAMES.search(f"a {word} maze") or not looks_like_name(word)


@pytest.mark.parametrize("case", cases("name", "title abstract known name introduces evidence"))
def test_names(case: dict[str, Any]) -> None:
    named = name_things(case["title"], case.get("abstract"), case.get("known", ()))
    assert named.name == case["name"]
    things = [{"name": thing.name, "kind": thing.kind} for thing in named.introduces]
    assert things[:1] == case["introduces"][:1], "the paper's own name comes first"
    assert sorted(things, key=str) == sorted(case["introduces"], key=str)
    reasons = {str(key): item.model_dump(exclude_none=True) for key, item in named.evidence.items()}
    wanted = {f"introduces.{thing['name']}" for thing in case["introduces"]} | ({"name"} if case["name"] else set())
    assert set(reasons) == wanted, "every value has its reason, and no reason lacks its value"
    for text in (item.get("phrase", "") for item in reasons.values()):
        assert text in f"{case['title']}\n{case.get('abstract', '')}", "the phrase is the text's own"
    if "evidence" in case:
        want = dict(case["evidence"])
        loose = want.pop("loose", False)
        got = reasons["name"]
        assert {**got, "phrase": want["phrase"]} == want
        assert want["phrase"] in got["phrase"] if loose else want["phrase"] == got["phrase"]


def _named(*papers: tuple[str, str]) -> list[str | None]:
    texts = {str(number): paper for number, paper in enumerate(papers)}
    return [named.name for named in find_names(texts, _RULES).values()]


def test_what_several_papers_expand_is_nobodys_name() -> None:
    first = ("Lights for Boats", "We propose night harbour sailing (NHS), and sail.")
    second = ("Ropes for Boats", "We present night harbour sailing (NHS), and rope.")
    assert _named(first) == ["NHS"]
    assert _named(first, second) == [None, None]


def test_a_name_that_another_paper_expands_stays_its_own() -> None:
    first = ("Lights for Boats", "We propose Night Harbour Sailing (NHS), and sail.")
    second = ("Ropes for Boats", "Boats need Night Harbour Sailing (NHS). Ropes hold them.")
    assert _named(first, second) == ["NHS", None]


def test_two_versions_of_a_paper_keep_their_name() -> None:
    first = ("Lights for Boats", "We propose Night Harbour Sailing (NHS), and sail.")
    second = ("Lights for boats", "We propose Night Harbour Sailing (NHS), and sail far.")
    assert _named(first, second) == ["NHS", "NHS"]


@pytest.mark.parametrize("piece", ["we propose a (AB) ", "we called FooBar ", "We propose Foo Bar (FB), ", "(AB) "])
def test_a_text_without_sentences_ends_soon(piece: str) -> None:
    started = time.perf_counter()
    name_things("Boats", (piece * 20_000)[:100_000])
    assert time.perf_counter() - started < 5


def _papers(field: str) -> Iterator[dict[str, Any]]:
    """The papers among which those of a field are."""
    if field == "linguistics":
        with lzma.open(SHARED / "scale" / "acl-anthology.jsonl.xz", "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    else:
        yield from map(json.loads, (SHARED / "cases" / "foreign-60.jsonl").read_text(encoding="utf-8").splitlines())


def _labelled(field: str) -> dict[str, tuple[dict[str, Any], tuple[str, str]]]:
    """The labels of a field by the words with which they begin, each with the paper's title and abstract."""
    labels = {
        label["title"]: label
        for label in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())
        if label["field"] == field
    }
    by_first: dict[str, list[str]] = {}
    for title in labels:
        by_first.setdefault(title.split()[0], []).append(title)
    found = {}
    for paper in _papers(field):
        title = " ".join(paper["title"].split())
        label = next((one for one in by_first.get(title.split()[0], ()) if title.startswith(one)), None)
        if label and len(paper.get("abstract") or "") > 200:
            found.setdefault(label, (labels[label], (paper["title"], paper["abstract"])))
    return found


@pytest.mark.corpus
@pytest.mark.parametrize("field", ["reinforcement-learning", "linguistics"])
def test_names_in_other_fields(field: str) -> None:
    """At most one in twenty of the names given is wrong, and nine in ten are found."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the project")
    papers = _labelled(field)
    assert len(papers) == 60
    given = find_names({key: text for key, (_, text) in papers.items()}, _RULES)
    right = wrong = 0
    for key, (label, _) in papers.items():
        if name := given[key].name:
            right += name in {label["name"], *label.get("also", ())}
            wrong += name not in {label["name"], *label.get("also", ())}
    assert right / (right + wrong) >= 0.95
    assert right / sum(label["name"] is not None for label, _ in papers.values()) >= 0.9


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Keynote: Harbours of Tomorrow", "Harbours change."),
        ("USE CASE: Ropes at Work", "We tie ropes."),
        ("Que: la valse des cordes", "Une corde."),
        ("Vers le HARB : French Harbours", "Harbours."),
        ("RopeTask 2018: Tying by Night", "We tie ropes."),
        ("DAIC-ROPE: On the Validity of Knots", "We doubt the knots of DAIC-ROPE."),
        ("Tying at ROPE-Chat 2023", "This paper presents the ROPE-Chat 2023 shared task."),
        ("Sea-faring Flu", "Swine (H1N1) Flu is a flu."),
        ("Swine (H1N1) Flu in Harbours", "Flu."),
        ("QUAY’s Rope Systems", "This paper describes QUAY’s rope systems for the harbour."),
        ("Better Ropes", "We build byte rope encoding (BRE) models of all harbours."),
        ("Better Ropes", "We train on the provided MuST-R corpus."),
        ("Better Ropes", "Our ropes have two labels, namely “Vaccine Rope” and “Self Rope”."),
        ("Better Ropes", "We present a Rope Tree Search (RTS) based method, and compare ropes."),
        ("Better Ropes", "This paper describes the ÚROP--Oslo submission system."),
        ("Better Ropes", "We present a Telugu-English corpus with knots."),
        ("Boats and sea rope tying", "We describe the Sea Rope Tying system developed here."),
        ("Better Ropes", "We introduce a novel rope-to-SQL framework that ties, and propose l2 normalization with it."),
    ],
)
def test_what_is_no_name(title: str, abstract: str) -> None:
    assert name_things(title, abstract).name is None
