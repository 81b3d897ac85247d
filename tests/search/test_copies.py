"""Queries as people type and paste them: in capitals, as titles, over lines, with marks that are no commands."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bench.judged import ndcg, read_collection
from generator.pipeline import load_catalogue
from generator.search.engine.rank import search
from generator.search.engine.store import Store
from generator.search.index import index

ROOT = Path(__file__).resolve().parents[2]
COLLECTIONS = ROOT.parent / "shared/ir"
MOST = 0.005
"""What a copy may lose in nDCG@10."""

Copy = Callable[[str], str]


def as_title(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def as_item(text: str) -> str:
    return f"- {text[:1].upper()}{text[1:]}."


def over_lines(text: str) -> str:
    words = text.split()
    return "\r\n".join(" ".join(words[at : at + 5]) for at in range(0, len(words), 5))


def with_parentheses(text: str) -> str:
    words = text.split()
    return " ".join([*words[:-2], f"({' '.join(words[-2:])})"])


def with_dash(text: str) -> str:
    words = text.split()
    half = len(words) // 2
    return f"{' '.join([*words[:half], '–', *words[half:]])}."


COPIES: Sequence[Copy] = (str.upper, as_title, as_item, over_lines, with_parentheses, with_dash)


def mean_gain(store: Store, queries: Sequence[Mapping[str, Any]], copy: Copy) -> float:
    def found(text: str) -> list[str]:
        return [id for id, _ in search(store, f"{copy(text)} ", 10).hits]

    return statistics.fmean(ndcg(found(query["text"]), query["relevant"]) for query in queries)


def assert_copies_find_as_much(store: Store, queries: Sequence[Mapping[str, Any]]) -> None:
    original = mean_gain(store, queries, str)
    assert original > 0.3, "the originals themselves find what was judged relevant"
    gains = {copy.__name__: mean_gain(store, queries, copy) for copy in COPIES}
    assert {name: gain for name, gain in gains.items() if gain < original - MOST} == {}, original


@pytest.mark.parametrize(
    "name", ["adi", *(pytest.param(name, marks=pytest.mark.proof) for name in ("cacm", "cranfield"))]
)
def test_copies_of_a_collection(name: str) -> None:
    folder = COLLECTIONS / name
    if not folder.is_dir():
        pytest.skip("no ../shared/ir beside the project: the copies of its queries are not searched")
    catalogue, queries = read_collection(folder)
    assert_copies_find_as_much(Store(index(catalogue)), queries)


def test_copies_of_the_judged_queries() -> None:
    catalogue, problems = load_catalogue(ROOT / "survey")
    assert catalogue, problems
    lines = (ROOT / "tests/labels/queries.jsonl").read_text(encoding="utf-8").splitlines()
    assert_copies_find_as_much(Store(index(catalogue)), [json.loads(line) for line in lines])
