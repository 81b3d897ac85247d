"""Which entries are one paper, which are two, and which a curator must tell apart."""

from __future__ import annotations

import datetime
import itertools
import random
import time
from typing import Any

import pytest

from generator.ingest.grouping import Groups, _Grouping, group_entries
from generator.ingest.importing import import_entries
from generator.records.entry import Entry, MendedEntry
from generator.records.intake import RefusedPaper
from generator.records.paper import Citation, Paper
from generator.records.survey import Settings, Survey

DAY = datetime.date(2026, 3, 1)
A, B = "1706.00001", "1706.00002"
TEXT = "We tie small boats to a pier with ropes of several kinds and count those that the tide takes."
REVISED = "We tie small boats to a pier with ropes of several kinds and count all boats that the tide takes."
OTHER = "Lamps of brass glow at night, and moths prefer lamps made from glass when asked politely."


def entry(title: str, abstract: str | None = None, *, line: int = 1, **facts: Any) -> MendedEntry:
    """An entry in which nothing was to be mended."""
    key, path = facts.pop("key", None), facts.pop("path", "boats.bib")
    citation = Citation.model_validate(facts)
    own = Entry(reader="test", path=path, line=line, key=key, title=title, abstract=abstract, citation=citation)
    return MendedEntry(own, title, abstract, ())


def survey(*papers: Paper, refused: tuple[RefusedPaper, ...] = ()) -> Survey:
    """A survey of these papers."""
    return Survey(settings=Settings(title="Small", description="Small."), papers=papers, refused=refused)


def grouped(*entries: MendedEntry, into: Survey | None = None) -> Groups:
    """The groups of entries that are read together."""
    return group_entries(entries, into or survey())


def row(title: str, **facts: Any) -> dict[str, Any]:
    """The arguments of an entry."""
    return {"title": title, **facts}


ANN = ("Ann Alpha", "Bo Beta")
LONG = "Tying Small Boats to a Pier"
PAIRS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "one arXiv id": ("one", row(LONG, ids={"arxiv": A}), row("Boats and Piers", ids={"arxiv": A + "v3"})),
    "an arXiv DOI is the id": (
        "one", row(LONG, ids={"arxiv": A}), row(LONG, ids={"doi": f"10.48550/arXiv.{A}"}, year=2019),
    ),
    "a DOI in capitals": ("one", row(LONG, ids={"doi": "10.1000/AB"}), row("Else", ids={"doi": "10.1000/ab"})),
    "an ACL DOI is the id": (
        "one", row(LONG, ids={"acl": "2020.acl-main.1"}), row("Else", ids={"doi": "10.18653/v1/2020.acl-main.1"}),
    ),
    "the DOI of a whole volume": (
        "doubtful",
        row("Tying Boats", authors=["Ann Alpha"], ids={"doi": "10.1000/a"}),
        row("Lamps at Night", authors=["Cy Gamma"], ids={"doi": "10.1000/a"}),
    ),
    "title and authors": ("one", row(LONG, authors=ANN), row(LONG.upper() + ".", authors=["A. Alpha", "B. Beta"])),
    "family names only": ("one", row(LONG, authors=ANN), row(LONG, authors=["Alpha"])),
    "title and year": ("one", row(LONG, year=2019), row(LONG, year=2019, authors=ANN)),
    "a year apart": ("one", row(LONG, year=2019, authors=ANN), row(LONG, year=2020, authors=ANN)),
    "titles spelt otherwise": (
        "one", row("Tying Coloured Boats to a Pier", authors=ANN), row("Tying Colored Boats to a Pier", authors=ANN),
    ),
    "nothing but the title": ("one", row(LONG), row(LONG, venue="Boats 2019")),
    "one text, revised": ("one", row(LONG, abstract=TEXT), row(LONG, abstract=REVISED)),
    "other authors": ("two", row(LONG, authors=ANN), row(LONG, authors=["Cy Gamma"])),
    "namesakes": ("two", row(LONG, authors=["Wei Li"]), row(LONG, authors=["Bo Li"])),
    "other DOIs and years": (
        "two",
        row(LONG, authors=["Ann Alpha"], year=2020, ids={"doi": "10.1000/a"}),
        row(LONG, authors=["Cy Gamma"], year=2023, ids={"doi": "10.1000/b"}),
    ),
    "other arXiv ids": ("two", row(LONG, authors=ANN, ids={"arxiv": A}), row(LONG, authors=ANN, ids={"arxiv": B})),
    "other PubMed ids": ("two", row(LONG, year=2019, ids={"pubmed": "1"}), row(LONG, year=2019, ids={"pubmed": "2"})),
    "C and C++": ("two", row("Boats in C", authors=ANN, year=2019), row("Boats in C++", authors=ANN, year=2019)),
    "C++ and C#": ("two", row("Boats in C++", authors=ANN), row("Boats in C#", authors=ANN)),
    "A and A*": ("two", row("Planning with A", authors=ANN), row("Planning with A*", authors=ANN)),
    "two parts": ("two", row(LONG + ", Part I", authors=ANN), row(LONG + ", Part II", authors=ANN)),
    "two years of a task": ("two", row(LONG + " 2019", authors=ANN), row(LONG + " 2020", authors=ANN)),
    "with and without": (
        "two", row("Tying Boats with Ropes and Chains", authors=ANN),
        row("Tying Boats without Ropes and Chains", authors=ANN),
    ),
    "other words": ("two", row("图像与语言"), row("语言与图像")),
    "signs": ("two", row("???"), row("!!!")),
    "years far apart": ("doubtful", row(LONG, authors=ANN, year=2001), row(LONG, authors=ANN, year=2019)),
    "title and two years": ("doubtful", row(LONG, year=2001), row(LONG, year=2019)),
    "two texts": ("doubtful", row(LONG, abstract=TEXT), row(LONG, abstract=OTHER)),
    "a title that many have": ("doubtful", row("Introduction", abstract=TEXT), row("Introduction", abstract=OTHER)),
    "a word more": (
        "doubtful",
        row("Learning to Plan with Trees at Sea", authors=ANN),
        row("Learning to Plan with Search Trees at Sea", authors=ANN),
    ),
    "a subtitle": ("doubtful", row(LONG, authors=ANN), row(LONG + ": Knots and Ropes", authors=ANN)),
    "conference and journal": (
        "doubtful",
        row(LONG, authors=ANN, year=2019, type="inproceedings", venue="Boats", ids={"doi": "10.1000/a"}),
        row(LONG, authors=ANN, year=2020, type="article", venue="Sea", ids={"doi": "10.1000/b"}),
    ),
    "a thesis and a paper": (
        "doubtful", row(LONG, authors=ANN[:1], type="thesis"), row(LONG, authors=ANN, type="article"),
    ),
    "preprint and publication": (
        "one",
        row(LONG, authors=ANN, year=2017, ids={"arxiv": A}),
        row(LONG, authors=ANN, year=2019, venue="Boats 2019", ids={"doi": "10.1000/a"}),
    ),
    "two DOIs, one of a preprint": (
        "one",
        row(LONG, authors=ANN, year=2017, ids={"doi": "10.1101/2017.01.01.000001"}),
        row(LONG, authors=ANN, year=2018, venue="Boats", ids={"doi": "10.1000/a"}),
    ),
    "workshop and conference": (
        "one",
        row(LONG, authors=ANN, year=2018, container="Workshop on Ropes", ids={"doi": "10.1000/w"}),
        row(LONG, authors=ANN, year=2019, venue="Boats 2019", ids={"doi": "10.1000/a"}),
    ),
    "a preprint with another title": (
        "one",
        row("Learning to Plan with Trees at Sea", abstract=TEXT, authors=ANN, year=2017, ids={"arxiv": A}),
        row("Learning to Plan with Search Trees at Sea", abstract=REVISED, authors=ANN, year=2018, venue="Boats 2018"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PAIRS)
@pytest.mark.parametrize("turned", [False, True])
def test_two_entries_are(case: str, turned: bool) -> None:
    wanted, *pair = PAIRS[case]
    pair = pair[::-1] if turned else pair
    together = grouped(*(entry(line=number, **facts) for number, facts in enumerate(pair, 1)))
    assert ("one" if len(together.new) == 1 else "doubtful" if together.doubts else "two") == wanted
    # The same of an entry and a record.
    first, second = pair
    known = {key: value for key, value in first.items() if key != "line"}
    found = grouped(entry(**second), into=survey(Paper.model_validate({"id": "known", **known})))
    assert ("one" if found.known else "doubtful" if found.doubts else "two") == wanted


def test_a_doubt_says_what_speaks_for_it_and_what_against() -> None:
    wanted, one, other = PAIRS["conference and journal"]
    ((at, (there, verdict)),) = grouped(entry(**one), entry(**other)).doubts.items()
    assert (wanted, {at, there}) == ("doubtful", {0, 1})
    assert verdict.reasons == ("the same title", "the same authors")
    assert verdict.against == ("another DOI",)


def test_what_identifiers_connect_is_one_paper_in_any_order() -> None:
    three = [
        entry(LONG, ids={"arxiv": A}),
        entry("Boats, Tied", ids={"doi": "10.1000/a"}),
        entry("Piers", ids={"arxiv": A, "doi": "10.1000/a"}),
    ]
    for order in itertools.permutations(three):
        assert len(grouped(*order).new) == 1


def test_an_entry_that_may_be_either_of_two_papers_is_doubtful() -> None:
    papers = [
        Paper.model_validate({"id": id, "title": LONG, "authors": [name]}) for id, name in (("a", "Ann"), ("b", "Bo"))
    ]
    found = grouped(entry(LONG), into=survey(*papers))
    assert (dict(found.known), len(found.new), len(found.doubts)) == ({}, 1, 1)


def test_a_curator_says_what_is_the_same() -> None:
    paper = Paper.model_validate({"id": "boats", "title": LONG, "same_as": ["doi:10.1000/b"]})
    found = grouped(entry("Something Else Entirely", ids={"doi": "10.1000/B"}), into=survey(paper))
    assert list(found.known) == ["boats"]


def test_a_curators_word_is_stronger_than_title_and_authors() -> None:
    paper = Paper.model_validate({"id": "boats", "title": LONG, "authors": ANN, "same_as": ["doi:10.1000/b", "lamps"]})
    gone = RefusedPaper(id="lamps", title="Lamps at Night", authors=("Cy Gamma",), reason="Is of boats.")
    other = entry("Something Else", OTHER, authors=["Zed Other"], ids={"doi": "10.1000/b"})
    found = grouped(other, entry("Lamps at Night", authors=["Cy Gamma"]), into=survey(paper, refused=(gone,)))
    assert (dict(found.known), list(found.refused)) == ({"boats": (0, 1)}, [])


@pytest.mark.parametrize("mended", ["title", "authors", "ids", "all"])
def test_what_a_curator_mended_is_still_what_the_source_gave(mended: str) -> None:
    values = {"title": "Wholly Other Words", "authors": ["Zed Other"], "ids": {"doi": "10.1000/z"}}
    seen = entry(LONG, authors=ANN, ids={"doi": "10.1000/a"}).entry
    (made,) = import_entries([seen], [], survey(), DAY).changes.values()
    now = made.model_dump(by_alias=True) | {key: value for key, value in values.items() if mended in (key, "all")}
    again = import_entries([seen], [], survey(Paper.model_validate(now)), DAY)
    assert [(outcome.fate, outcome.id) for outcome in again.ledger.outcomes] == [("unchanged", made.id)]


def test_a_curator_says_what_is_not_the_same() -> None:
    paper = {"id": "boats", "title": LONG, "not_same_as": ["doi:10.1000/b"]}
    found = grouped(entry(LONG, ids={"doi": "10.1000/b"}), into=survey(Paper.model_validate(paper)))
    assert (dict(found.known), dict(found.doubts)) == ({}, {})


def test_records_that_a_curator_told_apart_stay_apart() -> None:
    seen = [entry(LONG, TEXT, year=2001), entry(LONG, OTHER, year=2001)]
    papers = [
        Paper.model_validate(
            {"id": id, "title": LONG, "year": 2001, "not_same_as": other, "source": {"reader": "test", "sha256": sha}}
        )
        for id, other, sha in (("one", ["two"], seen[0].sha256), ("two", [], seen[1].sha256))
    ]
    found = grouped(*seen, into=survey(*papers))
    assert dict(found.known) == {"one": (0,), "two": (1,)}


def test_a_text_is_known_again_when_a_curator_corrected_the_title() -> None:
    seen = entry("Old Title", TEXT)
    paper = {"id": "boats", "title": "Wholly New Words", "source": {"reader": "test", "sha256": seen.sha256}}
    assert list(grouped(seen, into=survey(Paper.model_validate(paper))).known) == ["boats"]


def test_a_key_in_the_same_file_is_the_same_paper_with_a_corrected_title() -> None:
    source = {"reader": "test", "sha256": "0" * 64, "key": "alpha19", "place": "boats (1).bib:3"}
    paper = Paper.model_validate({"id": "boats", "title": "Tying Boats to Trees", "source": source})
    corrected = entry("Tying Boats to Search Trees", key="alpha19", path="boats.bib")
    assert list(grouped(corrected, into=survey(paper)).known) == ["boats"]
    other = entry("Lamps of Brass at Night", key="alpha19", path="boats.bib")
    assert not grouped(other, into=survey(paper)).known, "a key may come to mean another paper"


def test_what_was_taken_out_is_found_again() -> None:
    gone = RefusedPaper(id="boats", title=LONG, authors=ANN, reason="Off topic.")
    found = grouped(entry(LONG, authors=ANN), entry(LONG, authors=["Cy Gamma"]), into=survey(refused=(gone,)))
    assert [(paper.id, numbers) for paper, numbers in found.refused] == [("boats", (0,))]
    assert list(found.new) == [(1,)]


@pytest.mark.parametrize("shape", ["all of one title", "all one entry", "titles of common words"])
def test_ten_thousand_entries_are_grouped_in_seconds(shape: str) -> None:
    entries = {
        "all of one title": [entry("Introduction", line=n, ids={"doi": f"10.1000/{n}"}) for n in range(10_000)],
        "all one entry": [entry(LONG, TEXT, authors=ANN)] * 10_000,
        "titles of common words": [
            entry(f"Tying {n % 97} Boats to {n % 89} Piers with Rope{n % 13}", authors=(f"Ann A{n % 7}",), line=n)
            for n in range(10_000)
        ],
    }[shape]
    start = time.process_time()
    grouped(*entries)
    assert time.process_time() - start < 30


# --- once more ------------------------------------------------------------------------


def _contradictory(seed: int, count: int) -> list[Entry]:
    """Entries that share titles, authors and identifiers at random, and so contradict one another."""
    pick = random.Random(seed)  # noqa: S311 - nothing secret
    entries = []
    for line in range(1, count + 1):
        ids = {"doi": pick.choice(["10.1000/a", "10.1000/b"])} if pick.random() < 0.6 else {}
        ids |= {"arxiv": pick.choice([A, B])} if pick.random() < 0.3 else {}
        facts = {
            "authors": pick.choice([(), ANN, ("Cy Gamma",), ("Ann Alpha",)]),
            "year": pick.choice([None, 2019, 2020, 2024]),
            "venue": pick.choice([None, "Boats 2019", "arXiv"]),
            "ids": ids,
        }
        title = pick.choice([LONG, f"{LONG}: Ropes", "Lamps at Night", "Lamps"])
        key = f"k{line}" if pick.random() < 0.5 else None
        entries.append(entry(title, pick.choice([None, TEXT, OTHER]), line=line, key=key, **facts).entry)
    return entries


def _assert_nothing_new_twice(seeds: range, count: int) -> None:
    """What was read once is read again: no paper is new, and each entry is of the paper that it was of."""
    for seed in seeds:
        entries = _contradictory(seed, count)
        first = import_entries(entries, [], survey(), DAY)
        papers = survey(*(first.changes[id] for id in sorted(first.changes)))
        again = import_entries(entries, [], papers, DAY)
        fates = [(outcome.fate, outcome.id) for outcome in again.ledger.outcomes]
        assert "new" not in [fate for fate, _ in fates], (seed, fates)
        assert [id for _, id in fates] == [outcome.id for outcome in first.ledger.outcomes], seed


def test_a_second_import_finds_what_the_first_one_made() -> None:
    _assert_nothing_new_twice(range(3025, 3055), 4)
    _assert_nothing_new_twice(range(183, 187), 8)
    _assert_nothing_new_twice(range(183, 184), 4)
    _assert_nothing_new_twice(range(1013, 1014), 4)
    _assert_nothing_new_twice(range(2285, 2286), 4)
    _assert_nothing_new_twice(range(3769, 3770), 4)
    _assert_nothing_new_twice(range(9101, 9102), 4)
    _assert_nothing_new_twice(range(7429, 7430), 8)
    _assert_nothing_new_twice(range(4145, 4146), 4)
    _assert_nothing_new_twice(range(416, 417), 8)


def test_of_two_papers_of_one_text_an_entry_is_of_the_one_that_states_more_of_what_it_states() -> None:
    text = {"abstract": TEXT, "authors": ["Cy Gamma"]}
    papers = [{"id": "a", "ids": {"doi": "10.1000/a"}}, {"id": "b", "ids": {"doi": "10.1000/b"}, "year": 2019}]
    seen = entry(LONG, TEXT, authors=["Cy Gamma"], year=2019, line=9)
    for order in (papers, [papers[0] | {"id": "c"}, papers[1]]):
        source = {"reader": "test", "sha256": seen.sha256, "place": "boats.bib:1"}
        into = survey(*(Paper.model_validate({"title": LONG, "source": source} | text | own) for own in order))
        assert list(grouped(seen, into=into).known) == ["b"]


def test_the_order_of_authors_in_memory_decides_nothing() -> None:
    keys = _Grouping([entry(LONG, authors=["Bo Beta", "Ann Alpha", "Cy Gamma"])], survey(), None)
    assert keys._keys_of(keys.works[0])[:3] == [
        f"title:tyingsmallboatstoapier:{family}" for family in ("alpha", "beta", "gamma")
    ]


@pytest.mark.proof
def test_thousands_of_contradictory_entries_are_found_again() -> None:
    _assert_nothing_new_twice(range(6000), 4)
    _assert_nothing_new_twice(range(1000), 8)
