"""Ranking: beside brute force, beside the browser, and as a reader sees it."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.index import index
from generator.rank import _edits, search
from generator.records import Paper
from generator.tokens import terms
from tests.browser_modules import ROOT, answer, needs_node
from tests.search_toy import catalogue, toy
from tests.test_index import counts, opened

TOY = index(toy())
QUERIES = [
    "",
    "llava st",
    "LLaVA-ST",
    "mm 1.5",
    "mm15",
    "v star",
    "V*",
    "dm2s2",
    "DM²S²",
    "halucination",
    "hallucinatio",
    "grou",
    "fine grained video",
    '"grounding search"',
    '"unknown words"',
    "grounding -video",
    "-grounding",
    '-"guided search"',
    "area:documents",
    "area:unplaced",
    "-area:documents",
    "task:ocr,grounding",
    "-task:ocr",
    "year:2022..2024",
    "year:..2022",
    "year:2023,2025 model",
    "author:lovelace",
    "author:he",
    "-author:ada",
    'author:"ada byr"',
    "привет",
    "型",
    "多模",
    "漢",
    "etat art",
    "the and of",
    "to be or not",
    "zzzz",
    "4,338",
    "205 languages",
    "<b>",
    "__proto__",
    "constructor",
    "reads scans",
    "st",
    "s",
    "text hawk 2",
    "serch",
    "sarech",
    "groundinf space",
]


def ids(query: str) -> list[str]:
    return [paper for paper, _ in search(TOY, query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("llava st", "llava-st"),
        ("llavast", "llava-st"),
        ("mm1.5", "mm15"),
        ("mm 1.5", "mm15"),
        ("v star", "vstar"),
        ("V*", "vstar"),
        ("dm2s2", "dm2s2"),
        ("DM²S²", "dm2s2"),
        ("halucination", "vstar"),
        ("hallucinatio", "vstar"),
        ("приве", "world"),
        ("型", "world"),
        ("态模型", "world"),
        ("etat", "world"),
        ("205 languages", "mm15"),
        ("4338", "mm15"),
        ("which model reads scans", "mm15"),
        ("ada byron", "llava-st"),
    ],
)
def test_what_is_meant_stands_first(query: str, first: str) -> None:
    assert ids(query)[0] == first


def test_operators_and_filters() -> None:
    assert ids("") == ["dm2s2", "llava-st", "mm15", "plain", "vstar", "world"]
    assert ids('"grounding search"') == ["vstar"]
    assert ids('"grounding unheard"') == []
    assert "llava-st" not in ids("grounding -video")
    assert ids("area:unplaced") == ["plain"]
    assert ids("task:ocr,grounding") == ["mm15"]
    assert ids("area:documents,video-audio") == ["llava-st", "mm15", "world"]
    assert ids("-task:ocr,grounding") == ["plain", "vstar", "world"]
    assert ids("year:2023..") == ["llava-st", "mm15", "vstar"]
    assert ids("-year:2000..2100") == ["plain"]
    assert ids("author:he") == ["llava-st"]
    assert ids('author:"ada lovel"') == ["dm2s2"]
    assert ids("zzzz") == []
    assert search(TOY, "grounding", 1) == search(TOY, "grounding")[:1]


def test_a_word_still_typed_is_a_beginning_and_a_finished_one_is_not() -> None:
    assert ids("spat") == ["llava-st"]
    assert ids("spat ") == []


def test_a_known_word_is_never_corrected() -> None:
    assert ids("sets ") == ["dm2s2"]
    assert set(ids("searhc ")) == set(ids("search "))


def brute(files: dict[str, str], query: list[str]) -> dict[str, float]:
    """BM25F as its formula stands, over the counts read back."""
    head, papers, _ = opened(files)
    weights = dict(head["fields"])
    lengths = dict(zip(papers["id"], papers["length"], strict=True))
    mean = sum(lengths.values()) / len(lengths)
    scores: dict[str, float] = {}
    every = counts(files)
    for term in query:
        found = every.get(term, {})
        rarity = math.log(1 + (len(lengths) - len(found) + 0.5) / (len(found) + 0.5))
        for paper, fields in found.items():
            tf = sum(weights[field] * count for field, count in fields.items())
            norm = 1 - 0.75 + 0.75 * lengths[paper] / mean
            scores[paper] = scores.get(paper, 0.0) + rarity * tf * 2.2 / (tf + 1.2 * norm)
    return scores


WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "omega", "sigma"]), min_size=1, max_size=6)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=12), WORDS)
def test_scores_are_those_of_the_formula(texts: list[tuple[list[str], list[str]]], query: list[str]) -> None:
    papers = tuple(
        Paper(id=f"p{number:02}", title=" ".join(title), abstract=" ".join(abstract))
        for number, (title, abstract) in enumerate(texts)
    )
    files = index(catalogue(papers))
    known = [term for word in query for term in terms(word) if term in counts(files)]
    if len(known) < len(query):
        return  # a correction would count; that is tested elsewhere
    wanted = brute(files, known)
    found = search(files, " ".join(query) + " ")
    assert {paper for paper, _ in found} == set(wanted)
    assert all(math.isclose(score, wanted[paper], abs_tol=1e-3, rel_tol=1e-4) for paper, score in found)
    assert found == sorted(found, key=lambda one: (-one[1], one[0]))


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_edits_are_those_of_the_definition(one: str, other: str) -> None:
    def distance(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        best = min(distance(a[:-1], b) + 1, distance(a, b[:-1]) + 1, distance(a[:-1], b[:-1]) + (a[-1] != b[-1]))
        if a[-2:] == b[-2:][::-1] and len(a) > 1 and len(b) > 1:
            best = min(best, distance(a[:-2], b[:-2]) + 1)
        return best

    for most in (1, 2):
        assert _edits(one, other, most) == min(distance(one, other), most + 1)


@given(st.text(max_size=40))
def test_any_text_is_a_query(text: str) -> None:
    assert len(search(TOY, text)) <= 6


@needs_node
def test_the_browser_ranks_the_toy_the_same(tmp_path: Path) -> None:
    _agree(TOY, [*QUERIES, *(f"{query} " for query in QUERIES)], tmp_path)


@needs_node
def test_the_browser_ranks_a_random_catalogue_the_same(tmp_path: Path) -> None:
    chance = random.Random(11)  # noqa: S311 - the same catalogue every time, nothing secret
    stock = ["".join(chance.choices("abcdeé猫𠀀1-", k=chance.randint(1, 7))) for _ in range(400)]
    papers = tuple(
        Paper(
            id=f"p{number:03}",
            title="t " + " ".join(chance.choices(stock, k=6)),
            abstract=" ".join(chance.choices(stock, k=40)),
            year=2000 + number % 25,
            area=chance.choice(["documents", "grounding", None]),
        )
        for number in range(150)
    )
    queries = [
        " ".join(chance.choices([*stock, "-a", "year:2010..", '"ab'], k=chance.randint(1, 4))) for _ in range(300)
    ]
    _agree(index(catalogue(papers)), queries, tmp_path)


@needs_node
def test_the_browser_ranks_a_test_collection_the_same(tmp_path: Path) -> None:
    folder = ROOT.parent / "shared/ir/cranfield"
    if not folder.exists():
        pytest.skip("the shared test collections (../shared/ir) are not beside the project")
    lines = (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines()[:500]
    records = [json.loads(line) for line in lines]
    papers = tuple(
        sorted(
            (Paper(id=f"d{one['id']}", title=one["title"] or "-", abstract=one["abstract"] or None) for one in records),
            key=lambda paper: paper.id,
        )
    )
    asked = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()[:60]
    queries = [json.loads(line)["text"] for line in asked]
    _agree(index(catalogue(papers)), [*queries, *(query[: len(query) // 2] for query in queries)], tmp_path)


def _agree(files: dict[str, str], queries: list[str], folder: Path) -> None:
    theirs = answer("ranks", {"files": files, "texts": queries}, folder)
    for query, found in zip(queries, theirs, strict=True):
        ours = search(files, query)
        assert [paper for paper, _ in found] == [paper for paper, _ in ours], query
        assert all(abs(one[1] - other[1]) <= 1e-9 for one, other in zip(found, ours, strict=True)), query
