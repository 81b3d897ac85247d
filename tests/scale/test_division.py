"""A paper that several parts of a divided survey are given is imported into one of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.grouping import count_title_words, group_entries, rare_words
from generator.records.entry import Entry, MendedEntry
from generator.records.intake import RefusedPaper
from generator.records.paper import Paper
from generator.records.survey import Survey
from generator.scale.division import (
    Moves,
    Shared,
    assign,
    keys_of_part,
    shared_with,
    titles_of_part,
    works_of,
)
from tests.ingest.test_grouping import ANN, LONG, OTHER, REVISED, TEXT, entry, survey

DOI = {"doi": "10.1000/a"}
ELSE = "Lamps at Night"


def moves(*parts: list[MendedEntry], into: tuple[Survey, ...] | None = None) -> list[Moves]:
    """What moves between parts with these entries and surveys."""
    surveys = into or (survey(),) * len(parts)
    pairs = list(zip(parts, surveys, strict=True))
    rare = rare_of(pairs)
    told = [(keys_of_part(*part), titles_of_part(*part, rare)) for part in pairs]
    found = []
    for at, part in enumerate(pairs):
        others = [one for other, one in enumerate(told) if other != at]
        found.append(shared_with((keys for keys, _ in others), (titles for _, titles in others), *part, rare))
    return assign(found, rare)


def rare_of(parts: Iterable[tuple[list[MendedEntry], Survey]]) -> dict[str, int]:
    return rare_words(sum((count_title_words(works_of(*part)) for part in parts), Counter[str]()))


def moved(*parts: list[MendedEntry], into: tuple[Survey, ...] | None = None) -> list[tuple[set[int], list[Entry]]]:
    """The numbers of the entries that leave each part, and the entries that come into it."""
    return [(set(own.away), [*own.here]) for own in moves(*parts, into=into)]


def paper(**values: Any) -> Paper:
    return Paper.model_validate({"id": "boats", "title": LONG} | values)


@pytest.mark.parametrize(
    "one, other",
    [
        (entry(LONG, ids=DOI), entry(LONG, ids=DOI, line=3)),
        (entry(LONG, authors=ANN, ids=DOI), entry("Boats, Tied", authors=ANN, ids={"doi": "10.1000/A"})),
        (entry(LONG, authors=ANN), entry(LONG.upper(), authors=["A. Alpha", "B. Beta"])),
        (entry(LONG, TEXT, authors=ANN, ids={"arxiv": "1706.00001"}), entry(LONG, authors=ANN, ids=DOI, venue="Boats")),
        (entry("Tying Small Boats to a Pierr", authors=ANN, year=2020), entry(LONG, authors=ANN, year=2020)),
        (
            entry(f"{LONG}: A Study", TEXT, authors=ANN, year=2020, venue="arXiv"),
            entry(LONG, REVISED, authors=ANN, year=2021, venue="Tidal Letters"),
        ),
    ],
)
def test_one_paper_in_two_parts_goes_into_the_first(one: MendedEntry, other: MendedEntry) -> None:
    apart = entry(ELSE, OTHER)
    assert moved([apart, one], [other]) == [(set(), [other.entry]), ({0}, [])]
    assert moved([other], [apart, one]) == [(set(), [one.entry]), ({1}, [])]


@pytest.mark.parametrize(
    "one, other",
    [
        (entry(LONG, authors=ANN), entry(LONG, authors=["Cy Gamma"])),
        (entry(LONG, authors=ANN, ids=DOI), entry(LONG, authors=ANN, ids={"doi": "10.1000/b"})),
        (entry("Introduction", TEXT), entry("Introduction", OTHER)),
        (entry(LONG, authors=ANN, ids=DOI), entry(ELSE, authors=["Cy Gamma"], ids=DOI)),
    ],
)
def test_what_is_not_surely_one_paper_stays(one: MendedEntry, other: MendedEntry) -> None:
    assert moved([one], [other]) == [(set(), []), (set(), [])]


def test_a_part_that_has_the_record_gets_the_entry() -> None:
    new = entry(LONG, authors=ANN, ids=DOI)
    has = survey(paper(ids=DOI, authors=ANN))
    wanted = [({0}, []), (set(), [new.entry])]
    assert moved([new], [], into=(survey(), has)) == wanted
    assert moved([new], [], into=(survey(paper(title=ELSE)), has)) == wanted, "ids of two parts may be equal"
    gone = RefusedPaper(id="boats", title=LONG, authors=ANN, reason="Off topic.")
    assert moved([new], [], into=(survey(), survey(refused=(gone,)))) == wanted


def test_entries_of_one_paper_stay_together_where_a_third_connects_them() -> None:
    first, second = entry(LONG, ids={"arxiv": "1706.00001"}), entry("Boats, Tied", ids=DOI)
    both = entry("Piers", ids={"arxiv": "1706.00001"} | DOI)
    assert moved([second], [first], [both]) == [(set(), [first.entry, both.entry]), ({0}, []), ({0}, [])]


def test_what_is_one_paper_with_an_entry_that_moves_goes_with_it() -> None:
    """Nothing of the other part tells that it is: only the entry beside it does."""
    arxiv = {"arxiv": "1706.00001"}
    first, own = entry(LONG, ids=arxiv), [entry("Boats, Tied", ids=DOI), entry("Piers", ids=arxiv | DOI, line=2)]
    assert moved([first], own) == [(set(), [one.entry for one in own]), ({0, 1}, [])]


def test_an_entry_with_a_title_of_two_papers_is_neither_in_whatever_part_they_are() -> None:
    """Of the two, only one stays in the part of the entry; it is not taken for that one."""
    papers = [entry(LONG, TEXT, year=2020, line=1), entry(LONG, OTHER, year=2024, line=2)]
    doubtful = entry(LONG, line=3)
    together = {_lines([*papers, doubtful], numbers) for numbers in group_entries([*papers, doubtful], survey()).new}
    assert divided([papers[0], doubtful], [papers[1]]) == divided([papers[0]], [papers[1], doubtful]) == together


def test_a_source_that_is_read_again_in_another_part_goes_where_its_record_is() -> None:
    old = entry("Boats at a Pier", key="a1", path="mine.bib")
    source = {"reader": "test", "place": "mine.bib:1", "key": "a1", "sha256": old.sha256}
    has = survey(paper(title="What a Curator Made of It", source=source))
    assert moved([old], [], into=(survey(), has)) == [({0}, []), (set(), [old.entry])]


def test_nothing_is_shared_by_parts_with_papers_of_their_own() -> None:
    keys = keys_of_part([entry(ELSE)], survey(paper()))
    assert list(keys) == sorted(set(keys)) and len(keys) == 3
    own = shared_with([keys], [], [entry("Ropes")], survey(paper(title="Knots", ids=DOI)), {})
    assert own == Shared({}, (), ())


def test_moved_entries_leave_the_one_part_and_come_into_the_other() -> None:
    stays, goes, comes = (entry(title).entry for title in ("Ropes", "Knots", "Sails"))
    assert Moves(frozenset({1}), (comes,)).applied([stays, goes]) == [stays, comes]


def divided(*parts: list[MendedEntry], into: tuple[Survey, ...] | None = None) -> set[frozenset[int]]:
    """The lines of the entries of each paper, where the parts are imported one by one."""
    surveys = into or (survey(),) * len(parts)
    rare = rare_of(zip(parts, surveys, strict=True))
    found = set()
    for own, its, made in zip(parts, surveys, moves(*parts, into=into), strict=True):
        left = [MendedEntry(it, it.title, it.abstract, ()) for it in made.applied([it.entry for it in own])]
        groups = group_entries(left, its, made.elsewhere(len(own), rare))
        found |= {_lines(left, numbers) for numbers in (*groups.new, *groups.known.values())}
    return found


TITLES = (
    LONG,
    f"{LONG}: A Study",
    "Tying Small Boats to a Piers",
    "Tying Little Boats",
    ELSE,
    f"{ELSE} at Sea",
    "Ropes",
)


@given(st.integers(0, 2**32))
@settings(max_examples=150)
def test_divided_as_one_likes_the_papers_are_those_of_one_survey(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    entries = [
        entry(
            chance.choice(TITLES),
            chance.choice([None, TEXT, REVISED, OTHER]),
            line=line,
            authors=chance.choice([ANN, ANN, ("Cy Gamma",), ()]),
            year=chance.choice([None, 2020, 2021]),
            venue=chance.choice([None, "arXiv", "Tidal Letters"]),
            ids=chance.choice([{}, {}, DOI, {"arxiv": "1706.00001"}]),
        )
        for line in range(8)
    ]
    together = {_lines(entries, numbers) for numbers in group_entries(entries, survey()).new}
    places = sorted(chance.choices(range(3), k=len(entries)))  # read in the order of the parts
    parts: list[list[MendedEntry]] = [[], [], []]
    for place, one in zip(places, entries, strict=True):
        parts[place].append(one)
    assert divided(*parts) == together


def _lines(entries: list[MendedEntry], numbers: tuple[int, ...]) -> frozenset[int]:
    return frozenset(entries[at].entry.line for at in numbers)
