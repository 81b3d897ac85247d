"""The shipped survey says `about` and `over` where its sources do: no number is surer than its abstract has it.

`dropped` is the checker; its own cases come first and need no corpus.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

import pytest

from generator.records.survey import Survey
from tests.evaluate import PAGE
from tests.survey.test_digests import digest, numbers_at, plain_source

HEDGES = {
    "about": r"about|around|approximately|roughly|nearly|almost|close to|sim|[~≈]",
    "more": r"over|more than|at least|exceeding|exceeds|above",
    "less": r"up ?to|as much as|as many as|at most|fewer than|less than|under|below",
}
"""Kind of hedge to its words, both the abstracts' and ours."""
_HEDGE = {kind: re.compile(rf"(?<![a-z])(?:{words})[\s-]*[+$]?$", re.IGNORECASE) for kind, words in HEDGES.items()}
_NO_HEDGE = re.compile(r"(?:\d ?~ ?|\bscal\w+ (?:\w+ ){0,4}up to )$", re.IGNORECASE)
"""A tilde within a range, and `scale it up to 10 billion`, which tells the size reached and not its bound."""
_LINK = re.compile(r"\[[^\]]*\]\(\.\./papers/([a-z0-9-]+)\.md\)")


def _hedged(text: str) -> dict[float, list[tuple[str, set[str]]]]:
    """Value to what stands for it each time, with the kinds of hedge directly before. Unscaled words are no figures."""
    found = defaultdict(list)
    for start, shown, value in numbers_at(text):
        before = text[:start]
        kinds = set() if _NO_HEDGE.search(before) else {kind for kind, words in _HEDGE.items() if words.search(before)}
        if not shown.isalpha():
            found[value].append((shown, kinds))
    return found


def dropped(text: str, source: str) -> list[str]:
    """The numbers of a text of ours that its source never gives without a hedge, where ours has none of that kind."""
    theirs = {value: set.intersection(*(kinds for _, kinds in uses)) for value, uses in _hedged(source).items()}
    return [
        shown
        for value, uses in _hedged(text).items()
        for shown, kinds in uses
        if theirs.get(value) and not theirs[value] & kinds
    ]


@pytest.mark.parametrize(
    ("ours", "source", "missing"),
    [
        ("six billion pairs", "over 6 billion pairs", ["six billion"]),
        ("over six billion pairs", "more than 6B pairs", []),
        ("as much as 27% better", "up to sim27% better", ["27"]),
        ("about 27% better", "up to ~27% better", []),
        ("inputs of 896 x 1344", "up to 896 x 1344", ["896"]),
        ("at 3B and up to 5B", "approximately 3B, up to 5B", ["3B"]),
        ("a billion pairs", "over one billion pairs", ["a billion"]),
        ("1.5 points better", "nearly 1.5, exactly 1.5", []),
        ("5.6 to 35% more", "5.6 ~ 35% more", []),
        ("10 billion weights", "They scale it up to 10 billion", []),
        ("in one model", "not up to one", []),
        ("7 sets", "over 20 encoders", []),
    ],
)
def test_the_checker_finds_hedges_that_are_dropped(ours: str, source: str, missing: list[str]) -> None:
    assert dropped(ours, plain_source(source)) == missing


@pytest.fixture(scope="module")
def abstracts(survey: Survey) -> Mapping[str, str]:
    """Id to the abstract as the page has it."""
    if not PAGE.exists():
        pytest.skip("no ../shared/corpus beside the project: hedges are not compared with the sources")
    page = PAGE.read_text(encoding="utf-8").splitlines()
    places = {paper.id: paper.provenance.source.place or "" for paper in survey.papers if paper.provenance.source}
    return {id: plain_source(page[int(place.rpartition(":")[2])]) for id, place in places.items()}


@pytest.mark.corpus
def test_no_number_of_a_record_is_surer_than_its_abstract_has_it(survey: Survey, abstracts: Mapping[str, str]) -> None:
    """Nor one of a relation's note, by the abstracts of both papers."""
    found = []
    for paper in survey.papers:
        own = [(field, text, abstracts[paper.id]) for field, text in digest(paper)]
        own += [
            (f"note on {relation.to}", relation.note, f"{abstracts[paper.id]}\n{abstracts[relation.to]}")
            for relation in paper.digest.relations
            if relation.note
        ]
        found += [
            f"{paper.id}: {field}: {number!r} in {text[:100]!r}"
            for field, text, source in own
            for number in dropped(text, source)
        ]
    assert not found, "\n".join(found)


@pytest.mark.corpus
def test_no_number_in_an_area_s_table_is_surer_than_the_abstract_of_its_row(
    survey: Survey, abstracts: Mapping[str, str]
) -> None:
    found = []
    for area, essay in survey.introductions.items():
        for row in re.findall(r"^\|.*papers/.*$", essay, re.MULTILINE):
            text, id = _LINK.sub(" ", row), _LINK.findall(row)[0]
            found += [f"{area}: {number!r} in {row!r}" for number in dropped(text, abstracts[id])]
    assert not found, "\n".join(found)
