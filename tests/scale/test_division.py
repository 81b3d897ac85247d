"""A paper that several parts of a divided survey are given is imported into one of them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from generator.ingest.grouping import group_entries
from generator.records.entry import MendedEntry
from generator.records.intake import RefusedPaper
from generator.records.paper import Paper
from generator.records.survey import Survey
from generator.scale.division import Moves, Shared, assign, keys_of_part, shared_with
from tests.ingest.test_grouping import ANN, LONG, OTHER, TEXT, entry, survey

DOI = {"doi": "10.1000/a"}
ELSE = "Lamps at Night"


def moves(*parts: list[MendedEntry], into: tuple[Survey, ...] | None = None) -> list[Moves]:
    """What moves between parts with these entries and surveys."""
    surveys = into or (survey(),) * len(parts)
    keys = [keys_of_part(*part) for part in zip(parts, surveys, strict=True)]
    found = [
        shared_with((own for at, own in enumerate(keys) if at != part), parts[part], surveys[part])
        for part in range(len(parts))
    ]
    return assign(found)


def paper(**values: Any) -> Paper:
    return Paper.model_validate({"id": "boats", "title": LONG} | values)


@pytest.mark.parametrize(
    "one, other",
    [
        (entry(LONG, ids=DOI), entry(LONG, ids=DOI, line=3)),
        (entry(LONG, authors=ANN, ids=DOI), entry("Boats, Tied", authors=ANN, ids={"doi": "10.1000/A"})),
        (entry(LONG, authors=ANN), entry(LONG.upper(), authors=["A. Alpha", "B. Beta"])),
        (entry(LONG, TEXT, authors=ANN, ids={"arxiv": "1706.00001"}), entry(LONG, authors=ANN, ids=DOI, venue="Boats")),
    ],
)
def test_one_paper_in_two_parts_goes_into_the_first(one: MendedEntry, other: MendedEntry) -> None:
    apart = entry(ELSE, OTHER)
    assert moves([apart, one], [other]) == [Moves(here=(other.entry,)), Moves(away=frozenset({0}))]
    assert moves([other], [apart, one]) == [Moves(here=(one.entry,)), Moves(away=frozenset({1}))]


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
    assert moves([one], [other]) == [Moves(), Moves()]


def test_a_part_that_has_the_record_gets_the_entry() -> None:
    new = entry(LONG, authors=ANN, ids=DOI)
    has = survey(paper(ids=DOI, authors=ANN))
    wanted = [Moves(away=frozenset({0})), Moves(here=(new.entry,))]
    assert moves([new], [], into=(survey(), has)) == wanted
    assert moves([new], [], into=(survey(paper(title=ELSE)), has)) == wanted, "ids of two parts may be equal"
    gone = RefusedPaper(id="boats", title=LONG, authors=ANN, reason="Off topic.")
    assert moves([new], [], into=(survey(), survey(refused=(gone,)))) == wanted


def test_entries_of_one_paper_stay_together_where_a_third_connects_them() -> None:
    first, second = entry(LONG, ids={"arxiv": "1706.00001"}), entry("Boats, Tied", ids=DOI)
    both = entry("Piers", ids={"arxiv": "1706.00001"} | DOI)
    found = moves([second], [first], [both])
    assert found == [Moves(here=(first.entry, both.entry)), Moves(away=frozenset({0})), Moves(away=frozenset({0}))]


def test_nothing_is_shared_by_parts_with_papers_of_their_own() -> None:
    keys = keys_of_part([entry(ELSE)], survey(paper()))
    assert list(keys) == sorted(set(keys)) and len(keys) == 2
    own = shared_with([keys], [entry("Ropes")], survey(paper(title="Knots", ids=DOI)))
    assert own == Shared({}, (), ())


def test_moved_entries_leave_the_one_part_and_come_into_the_other() -> None:
    stays, goes, comes = (entry(title).entry for title in ("Ropes", "Knots", "Sails"))
    assert Moves(frozenset({1}), (comes,)).applied([stays, goes]) == [stays, comes]


def test_divided_as_one_likes_the_papers_are_those_of_one_survey() -> None:
    chance = random.Random(7)  # noqa: S311 - nothing secret
    for _ in range(20):
        entries = [
            entry(chance.choice([LONG, ELSE, "Ropes"]), line=line, authors=chance.choice([ANN, ("Cy Gamma",)]))
            for line in range(8)
        ]
        parts: list[list[MendedEntry]] = [[], [], []]
        for one in entries:
            parts[chance.randrange(3)].append(one)
        together = {_lines(entries, numbers) for numbers in group_entries(entries, survey()).new}
        divided = set()
        for own, moved in zip(parts, moves(*parts), strict=True):
            left = [MendedEntry(one, one.title, one.abstract, ()) for one in moved.applied([one.entry for one in own])]
            divided |= {_lines(left, numbers) for numbers in group_entries(left, survey()).new}
        assert divided == together


def _lines(entries: list[MendedEntry], numbers: tuple[int, ...]) -> frozenset[int]:
    return frozenset(entries[at].entry.line for at in numbers)
