"""Repair: every scar is mended and told, and a clean text stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from generator.ingest.repair import Repaired, count_words, repair
from generator.records.entry import Entry
from tests.cases import cases

PLAIN = "A Plain Title"
KEYS = "title abstract no_abstract others wanted repairs clean clean_titles"


def mended(title: str, abstract: str | None, others: list[str]) -> Repaired:
    """One entry mended among the others of its page."""
    entry = Entry(reader="test", path="page.txt", line=1, title=title, abstract=abstract)
    page = [entry, *(entry.model_copy(update={"title": PLAIN, "abstract": text}) for text in others)]
    return repair(entry, count_words(page))


def _scarred() -> list[Any]:
    return [case for case in cases("repair", KEYS) if "wanted" in case.values[0]]


def _clean() -> Iterator[Any]:
    for case in cases("repair", KEYS):
        data: dict[str, Any] = case.values[0]
        others = data.get("others", [])
        for number, text in enumerate(data.get("clean", ()), 1):
            yield pytest.param(PLAIN, text, others, id=f"{case.id}-{number}")
        for number, title in enumerate(data.get("clean_titles", ()), 1):
            yield pytest.param(title, None, others, id=f"{case.id}-{number}")


@pytest.mark.parametrize("case", _scarred())
def test_mends(case: dict[str, Any]) -> None:
    title = case.get("title", PLAIN)
    abstract = None if case.get("no_abstract") else case.get("abstract", "Plain words.")
    got = mended(title, abstract, case.get("others", []))
    wanted = {"title": title, "abstract": abstract, **case["wanted"]}
    assert {"title": got.title, "abstract": got.abstract} == wanted
    told = [{"rule": r.rule, "place": r.place, "was": r.was, "became": r.became} for r in got.repairs]
    for have, want in zip(told, case["repairs"], strict=True):
        assert have == {key: have[key] if value == "*" else value for key, value in want.items()}


@pytest.mark.parametrize(("title", "abstract", "others"), list(_clean()))
def test_leaves_clean_text(title: str, abstract: str | None, others: list[str]) -> None:
    assert mended(title, abstract, others) == Repaired(title, abstract, ())


@pytest.mark.parametrize("case", _scarred())
def test_mending_twice_mends_no_more(case: dict[str, Any]) -> None:
    abstract = None if case.get("no_abstract") else case.get("abstract", "Plain words.")
    others = case.get("others", [])
    once = mended(case.get("title", PLAIN), abstract, others)
    twice = mended(once.title, once.abstract, others)
    assert twice == Repaired(once.title, once.abstract, ())
