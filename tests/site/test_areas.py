"""The pages of areas: lines of work out of the essay, the drawing of the core, the table made from records."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalogue.assemble import assemble
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper, Relation
from generator.records.survey import Settings, Survey
from generator.site.components.core_graph import LANES, PAPERS, RELATIONS, CoreGraph, core_graph
from generator.site.components.essay import parse_essay
from generator.site.context import Site
from generator.site.pages.areas import area_pages
from generator.site.render import render
from generator.text.i18n import Translations
from tests.html_page import Page
from tests.oracle.relations import stated
from tests.site.shown import shown
from tests.site.test_lineage import site
from tests.text.test_escape import commonmark, python_markdown
from tests.toy.catalogue import HOSTILE, toy_catalogue

ESSAY = """
Two directions meet, begun by [Zero](../papers/zero.md).

### Where it *is*
[One](../papers/one.md) writes, [Two](../papers/two.md#how) draws; [far](../papers/elsewhere.md) does not count.

**Second line.** [Three](../papers/three.md) against [One](../papers/one.md).

### What is measured
[Two](../papers/two.md) again.

| Paper | What |
|---|---|
| [Four](../papers/four.md) | x |
"""
KNOWN = {"zero", "one", "two", "three", "four"}


def test_an_essay_s_lines_of_work_are_the_headings_that_link_a_paper_first() -> None:
    essay = parse_essay(ESSAY, KNOWN)
    assert [(line.title, line.papers) for line in essay.lines] == [
        ("Where it is", ("one", "two")),
        ("Second line", ("three",)),
    ]
    assert essay.text.endswith("again.") and "|" not in essay.text
    assert essay.table is not None and essay.table.startswith("| Paper")


@given(st.text(alphabet="ab|#*[]()./\n ", max_size=200))
def test_an_essay_taken_apart_loses_nothing(markdown: str) -> None:
    essay = parse_essay(markdown, {"a", "b"})
    assert "".join(f"{essay.text}{essay.table or ''}".split()) == "".join(markdown.split())


# --- the core -------------------------------------------------------------------

IDS = tuple(f"p{number:02}" for number in range(24))


@st.composite
def areas(draw: st.DrawFn) -> Site:
    """Papers of one area, newest first, with ties of every kind among them."""
    kinds = st.sampled_from(("extends", "same-family", "contrasts-with"))
    papers = []
    for paper_id in IDS:
        ties = draw(st.lists(st.tuples(kinds, st.sampled_from(IDS)), max_size=4, unique=True))
        built = draw(st.lists(st.sampled_from(IDS), max_size=2, unique=True))
        papers.append(
            Paper(
                id=paper_id,
                title=paper_id.upper(),
                builds_on=tuple(built),
                relations=tuple(
                    Relation.model_validate({"kind": kind, "to": to}) for kind, to in ties if to != paper_id
                ),
            )
        )
    return site(*papers)


@settings(max_examples=40, deadline=None)
@given(areas())
def test_a_core_draws_stated_ties_once_and_counts_the_rest(lookup: Site) -> None:
    pairs = {frozenset((one, to)) for paper in lookup.papers.values() for one, _, to in stated(paper)}
    found = core_graph(lookup, IDS)
    if found is None:
        assert len(pairs) < 2
        return
    drawn = [frozenset((row.text.lower(), tie.text.lower())) for row in found.rows for tie in row.relations]
    assert len(drawn) == len(set(drawn)) == found.shown_relations <= RELATIONS
    assert set(drawn) <= pairs and found.relations == len(pairs) and found.papers == len(IDS)
    names = [row.text.lower() for row in found.rows]
    assert names == sorted(names) and len(names) <= PAPERS, "newest first"
    assert {it for pair in drawn for it in pair} == set(names), "no paper without a tie"
    assert found.width <= (LANES + 2) * 11


@settings(max_examples=40, deadline=None)
@given(areas())
def test_lanes_lead_from_each_tie_to_its_paper_and_nowhere_else(lookup: Site) -> None:
    found = core_graph(lookup, IDS)
    for lane, spans in _lanes(found).items() if found else ():
        for (_, end), (start, _) in pairwise(spans):
            assert end < start, f"two papers share lane {lane}"


def _lanes(found: CoreGraph) -> dict[int, list[tuple[int, int]]]:
    """Followed from the strokes alone: the rows at which each lane begins and ends; a lane ends at a paper."""
    rows = [it for row in found.rows for it in (row, *row.relations)]
    spans: dict[int, list[tuple[int, int]]] = {}
    open_: dict[int, tuple[int, set[str]]] = {}
    for at, row in enumerate(rows):
        is_paper = row in found.rows
        parts: dict[int, set[str]] = {}
        for stroke in row.strokes:
            if stroke.x != found.dot:
                parts.setdefault(stroke.x, set()).add(stroke.part)
        for x, seen in parts.items():
            if "down" in seen:
                assert x not in open_ and not is_paper and "across" in seen
                open_[x] = (at, {row.text})
            elif "through" in seen:
                assert x in open_
                if "across" in seen and not is_paper:
                    open_[x][1].add(row.text)
            else:
                start, names = open_.pop(x)
                assert seen == {"up", "across"} and is_paper and names == {row.text}
                spans.setdefault(x, []).append((start, at))
        assert set(parts) >= set(open_), "a lane has no hole"
    assert not open_
    return spans


# --- the pages ------------------------------------------------------------------


def tied(catalogue: Catalogue) -> Catalogue:
    """The toy, with ties within an area, to the hostile paper among others."""
    ties = {
        "hostile": (Relation(to="dm2s2", kind="extends"), Relation(to="san", kind="contrasts-with")),
        "san": (Relation(to="dm2s2", kind="same-family"),),
    }
    papers = tuple(it.model_copy(update={"relations": ties.get(it.id, it.digest.relations)}) for it in catalogue.papers)
    return catalogue.model_copy(update={"papers": papers})


def test_both_readers_see_the_same_drawing_and_a_hostile_name_is_text() -> None:
    text = render(tied(toy_catalogue()))["areas/grounding.md"].split("---\n", 2)[2]
    pages = [Page(python_markdown(text)), Page(commonmark(text))]
    assert [it[0] for it in pages[0].elements] == [it[0] for it in pages[1].elements]
    for page in pages:
        assert "*Evil* <i>" in page.text and HOSTILE in page.text
        said = " ".join(page.text.split())
        assert "3 of 3 papers, 3 of 3 ties between them" in said
        assert "extends DM²S²" in said and "contrasts with État de l'art" in said
        assert "i" not in {tag for tag, _ in page.elements}


def test_a_long_list_is_cut_by_year_and_only_its_first_page_has_the_rest() -> None:
    papers = tuple(Paper(id=f"x{n:03}", title=f"X {n}", year=2024 - n // 100, area="grounding") for n in range(400))
    toy = toy_catalogue()
    long = toy.model_copy(
        update={
            "papers": papers,
            "by_area": {"grounding": tuple(it.id for it in papers)},
            "by_year": {},
            "places": {},
            "introductions": {"grounding": "Text."},
        }
    )
    made = {address: make() for address, make in area_pages(Site(long, Translations()), "grounding")}
    assert [it.path for it in made] == ["areas/grounding.md", *(f"areas/grounding/{number}.md" for number in (2, 3, 4))]
    first, second, *_ = made.values()
    assert shown(first.introduction) == "Text." and second.introduction is None
    assert [group.title for group in second.groups] == ["2023", "2022"]
    assert [len(group.items) for group in second.groups] == [70, 60]
    assert sum(len(group.items) for page in made.values() for group in page.groups) == 400


@pytest.mark.parametrize("key", ["grounding", "pretraining", "empty", "unplaced"])
def test_an_area_lists_each_of_its_papers_once(key: str) -> None:
    lookup = Site(toy_catalogue(), Translations())
    (_, make), *_ = area_pages(lookup, key)
    page = make()
    titles = [item.text for group in page.groups for item in group.items]
    assert sorted(titles) == sorted(
        lookup.papers[it].bibliographic.title for it in lookup.catalogue.by_area.get(key, ())
    )
    assert page.count == len(titles)


# --- without areas, tags and systems

FEW = tuple(Paper(id=f"b{at}", title=f"Law and boats {at}", year=1900 + at, authors=("Ada Quay",)) for at in range(4))
WITHOUT_AREAS = {
    str(path): page
    for path, page in render(
        assemble(Survey(settings=Settings(title="t", description="d"), papers=FEW), {}, None), Translations()
    ).items()
}


def test_no_page_says_that_a_paper_is_unplaced() -> None:
    assert not [path for path, page in WITHOUT_AREAS.items() if "Unplaced" in page]
    assert not [path for path in WITHOUT_AREAS if path.startswith("areas/unplaced")]


@pytest.mark.parametrize(
    "page", ["areas/index.md", "tags/index.md", "systems/index.md", "claims/index.md", "built-on.md"]
)
def test_an_empty_page_speaks_to_readers(page: str) -> None:
    text = WITHOUT_AREAS[page].split("---\n")[2]
    assert "survey" in text, "it says what is missing"
    assert ".yml" not in text and "records" not in text, "and asks no reader to edit a file"


def test_the_map_lists_all_papers_under_no_area() -> None:
    assert "Papers by area" not in WITHOUT_AREAS["map/index.md"] and "## Papers\n" in WITHOUT_AREAS["map/index.md"]
    assert WITHOUT_AREAS["map/index.md"].count("](../papers/b") == len(FEW)
