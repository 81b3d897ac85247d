"""Tables of counts and charts of time: every number against a slow count, every text as itself."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Sequence
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import addresses, crosstabs
from generator.catalogue.crosstabs import (
    MOST,
    YEARS,
    Axis,
    Mark,
    Table,
    axes_of,
    crosstabs_of,
    expected_tenths,
    gaps_of,
    pairs_of,
    tabulate,
    transposed,
)
from generator.export.gap_counts import render_gaps
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.records.survey import Settings
from generator.records.taxonomy import Facet, Taxonomy, Value
from generator.site.components.crosstab import area_table, crosstab, mentions
from generator.site.components.timeline import area_time, months_chart, years_chart
from generator.site.context import Site
from generator.site.pages.changes import home_news
from generator.site.render import render
from generator.text.i18n import Translations
from tests.browser_modules import answer, needs_node
from tests.oracle.crosstabs import cell, expected_in_gaps, total, without_value
from tests.site.shown import href
from tests.toy.catalogue import HOSTILE, toy_catalogue

VALUES = ("a", "b", "c", "d")
HELD = st.lists(st.lists(st.sampled_from(VALUES), unique=True), max_size=30)


def _axis(key: str, held: Sequence[Sequence[str]]) -> Axis:
    members = {str(number): tuple(values) for number, values in enumerate(held)}
    marks = tuple(Mark(key=it, title=it) for it in VALUES)
    return Axis(key=key, title=key, values=marks, members=members, several=any(len(own) > 1 for own in held))


def _catalogue(papers: Sequence[Paper]) -> Catalogue:
    toy = toy_catalogue()
    years = {paper.bibliographic.year for paper in papers if paper.bibliographic.year}
    return toy.model_copy(
        update={
            "papers": tuple(papers),
            "places": {},
            "by_year": {year: tuple(it.id for it in papers if it.bibliographic.year == year) for year in years},
        }
    )


@given(across=HELD, down=HELD)
def test_counts_are_those_of_a_slow_count(across: list[list[str]], down: list[list[str]]) -> None:
    number = min(len(across), len(down))
    rows, columns = _axis("r", across[:number]), _axis("c", down[:number])
    table = tabulate(map(str, range(number)), rows, columns)
    across, down = across[:number], down[:number]
    assert table.papers == number
    for value in VALUES:
        assert table.row_totals.get(value, 0) == total(value, across)
        assert table.column_totals.get(value, 0) == total(value, down)
    for row, column in product(VALUES, VALUES):
        assert table.cells.get((row, column), 0) == cell(row, column, across, down)
    assert table.unlisted == (without_value(across), without_value(down))


@given(across=HELD, down=HELD)
def test_gaps_are_the_empty_cells_with_the_most_expected_first(across: list[list[str]], down: list[list[str]]) -> None:
    number = min(len(across), len(down))
    table = tabulate(map(str, range(number)), _axis("r", across[:number]), _axis("c", down[:number]))
    across, down = across[:number], down[:number]
    gaps = gaps_of(table)
    exact = expected_in_gaps(VALUES, across, down)
    assert {(gap.row.key, gap.column.key) for gap in gaps} == set(exact) and len(gaps) == len(exact)
    expected = [exact[gap.row.key, gap.column.key] for gap in gaps]
    assert expected == sorted(expected, reverse=True)
    assert all(abs(gap.tenths - 10 * papers) <= 0.5 for gap, papers in zip(gaps, expected, strict=True))


@given(row=st.integers(0, 10**4), column=st.integers(0, 10**4), papers=st.integers(1, 10**4))
def test_expected_numbers_are_rounded_half_up(row: int, column: int, papers: int) -> None:
    assert expected_tenths(row, column, papers) == int(10 * row * column / papers + 0.5)


def test_the_toy_is_counted() -> None:
    axes = axes_of(toy_catalogue(), Translations())
    assert list(axes) == ["area", "contribution", "task", "year"]
    table = tabulate([paper.id for paper in toy_catalogue().papers], axes["area"], axes["task"])
    assert table.papers == 8 and table.unlisted == (0, 3)
    assert dict(table.cells) == {
        ("pretraining", "retrieval"): 2, ("pretraining", "grounding"): 2,
        ("grounding", "retrieval"): 1, ("grounding", "vqa"): 1,
    }  # fmt: skip
    assert dict(table.row_totals) == {"pretraining": 4, "grounding": 3, "unplaced": 1}
    assert dict(table.column_totals) == {"retrieval": 3, "grounding": 2, "vqa": 1}


def test_a_survey_without_areas_counts_none() -> None:
    toy = toy_catalogue()
    bare = toy.model_copy(update={"taxonomy": toy.taxonomy.model_copy(update={"areas": ()})})
    assert list(axes_of(bare, Translations())) == ["contribution", "task", "year"]


def test_many_years_are_joined_at_the_older_end() -> None:
    papers = [Paper(id=f"p{year}", title="t", year=year) for year in range(1990, 2026)]
    papers += [Paper(id=f"q{number}", title="t", year=2025) for number in range(12)]
    years = axes_of(_catalogue(papers), Translations())["year"]
    assert [mark.key for mark in years.values] == ["..2013", *(str(year) for year in range(2014, 2026))]
    assert len(years.values) == YEARS + 1 and years.values[0].title == "until 2013"
    assert years.members["p1990"] == years.members["p2013"] == ("..2013",)


def test_of_too_many_values_the_commonest_are_kept_in_their_order() -> None:
    values = tuple(Value(key=f"v{number}", title=f"V{number}") for number in range(MOST + 3))
    held = [value.key for value in values if value.key not in {"v0", "v5", "v9"}]
    papers = [Paper(id=f"p-{key}", title="t", facets={"kind": (key,)}) for key in held]
    catalogue = _catalogue(papers).model_copy(
        update={"taxonomy": Taxonomy(facets=(Facet(key="kind", title="Kind", values=values),))}
    )
    axis = axes_of(catalogue, Translations())["kind"]
    assert [mark.key for mark in axis.values] == held and axis.cut == 3
    site = Site(catalogue, Translations())
    table = crosstab(site, tabulate(site.papers, axis, axis))
    assert "Kind: 3 rarer values are left out." in table.notes


def test_columns_are_years_or_the_shorter_titles() -> None:
    axes = axes_of(toy_catalogue(), Translations())
    assert [(rows.key, columns.key) for rows, columns in pairs_of(axes)] == [
        ("area", "contribution"), ("area", "task"), ("area", "year"),
        ("task", "contribution"), ("contribution", "year"), ("task", "year"),
    ]  # fmt: skip


@pytest.fixture
def site() -> Site:
    return Site(toy_catalogue(Settings(title="t", description="d", system_pages_from=1)), Translations())


def test_a_cell_leads_to_the_explorer_with_both_filters(site: Site) -> None:
    table = crosstab(site, tabulate(site.papers, site.crosstabs.axes["area"], site.crosstabs.axes["task"]))
    cells = {
        (row.head.text, column.text): cell
        for row in table.groups[0].rows
        for column, cell in zip(table.columns, row.cells, strict=True)
    }
    full = cells["Vision-language pre-training", "Retrieval"]
    assert (full.count, full.shade, href(full.to)) == (2, 100, "../../explore/?area=pretraining&amp;task=retrieval")
    assert cells["Grounding and region understanding", "Retrieval"].shade == 71
    empty = cells["Grounding and region understanding", "Grounding"]
    assert (empty.count, empty.shade, empty.to) == (0, 0, None)
    assert table.groups[0].rows[0].head.to == addresses.area("pretraining")
    assert href(table.groups[0].rows[0].head.to) == "../../areas/pretraining/"
    assert table.columns[0].to == addresses.value("task", "retrieval")
    assert table.notes == ("A paper may stand in several cells; the totals count it once.", "Task: 3 papers have none.")


def test_slices_leave_out_what_none_of_their_papers_has(site: Site) -> None:
    table = area_table(site, "pretraining")
    assert table and [row.head.text for row in table.groups[0].rows] == ["Retrieval", "Grounding"]
    assert [it.text for it in table.columns] == ["Model", "Benchmark"]
    assert table.groups[0].rows[0].cells[0].to == addresses.explorer(
        {"area": "pretraining", "task": "retrieval", "contribution": "model"}
    )
    assert "Task, no paper yet: Visual question answering." in table.notes
    assert area_table(site, "empty") is None


def test_a_system_counts_its_versions(site: Site) -> None:
    assert site.named_versions["llava"] == ("llava", "llava-1-5")
    assert mentions(site, "llava") == {"q": 'mentions:"llava" OR mentions:"llava-1-5"'}
    assert mentions(site, "clip") == {"mentions": "clip"}


def test_years_without_papers_are_shown_between_others(site: Site) -> None:
    papers = ("dm2s2", "flair", "zett", "lone")
    chart = years_chart(site, papers, addresses.year)
    assert chart and [(bar.label, bar.count, bar.to) for bar in chart.groups[0].bars] == [
        ("2021", 1, addresses.year(2021)), ("2022", 1, addresses.year(2022)),
        ("2023", 0, None), ("2024", 1, addresses.year(2024)),
    ]  # fmt: skip
    assert chart.note == "1 paper has no year."
    assert years_chart(site, ("flair", "spec"), lambda year: None) is None, "one year is no chart"
    time = area_time(site, "pretraining")
    assert time and time.groups[0].bars[0].to == addresses.explorer({"area": "pretraining", "year": "2021"})


def test_old_years_are_one_bar() -> None:
    papers = [Paper(id=f"p{year}", title="t", year=year) for year in (1900, 1901, 2013, 2014, 2024, 2025)]
    site = Site(_catalogue(papers), Translations())
    chart = years_chart(site, site.papers, lambda year: addresses.explorer({"year": year}))
    assert chart and len(chart.groups[0].bars) == YEARS + 1
    assert (chart.groups[0].bars[0].label, chart.groups[0].bars[0].count) == ("≤ 2013", 3)
    assert chart.groups[0].bars[0].to == addresses.explorer({"year": "..2013"})


def test_years_with_hardly_a_paper_are_no_chart() -> None:
    papers = [Paper(id=f"p{year}", title="t", year=year) for year in (1480, 2015, 2019)]
    site = Site(_catalogue(papers), Translations())
    assert years_chart(site, site.papers, addresses.year) is None, "ten bars of twelve would be empty"


def test_a_survey_of_old_books_is_counted_by_spans_of_years() -> None:
    papers = [Paper(id=f"p{year}", title="t", year=year) for year in (1398, 1480, 1882, 1899, 1903, 1967, 2001, 2018)]
    catalogue = _catalogue(papers)
    site = Site(catalogue, Translations())
    chart = years_chart(site, site.papers, lambda year: addresses.explorer({"year": year}))
    assert chart and chart.caption == "Papers in 100 years each"
    assert [(bar.label, bar.count) for bar in chart.groups[0].bars] == [
        ("1300–", 1), ("1400–", 1), ("1500–", 0), ("1600–", 0), ("1700–", 0), ("1800–", 2), ("1900–", 2), ("2000–", 2)
    ]  # fmt: skip
    assert chart.groups[0].bars[-1].to == addresses.explorer({"year": "2000..2099"})
    years = axes_of(catalogue, Translations())["year"]
    assert [(mark.key, mark.title) for mark in years.values] == [
        (f"{century}..{century + 99}", f"{century}–{century + 99}") for century in (1300, 1400, 1800, 1900, 2000)
    ]
    assert years.members["p1398"] == ("1300..1399",)


@given(st.dictionaries(st.integers(1000, 2200), st.integers(1, 9), min_size=1, max_size=40))
def test_spans_cover_all_years_in_few_bars(counts: dict[int, int]) -> None:
    width = crosstabs.span_of_years(counts)
    recent = sum(number for year, number in counts.items() if max(counts) - year < YEARS)
    assert (width == 0) == (2 * recent >= sum(counts.values()))
    assert not width or len({year // width for year in range(min(counts), max(counts) + 1)}) <= YEARS


def test_months_are_shown_where_half_of_the_papers_have_one() -> None:
    days = ["2023-11-02", "2023-11-30", "2024-02-01", "2024-02-29"]
    papers = [Paper.model_validate({"id": f"p{at}", "title": "t", "published": day}) for at, day in enumerate(days)]
    site = Site(_catalogue([*papers, *(Paper(id=f"q{at}", title="t") for at in range(5))]), Translations())
    chart = months_chart(site, ["p0", "p1", "p2", "p3", "q0"])
    assert chart and [(span.title, [(bar.label, bar.count) for bar in span.bars]) for span in chart.groups] == [
        ("2023", [("11", 2), ("12", 0)]), ("2024", [("1", 0), ("2", 2)]),
    ]  # fmt: skip
    assert chart.note == "4 of 5 papers have their month known and are shown."
    assert months_chart(site, site.papers) is None, "four of nine are fewer than half"


def test_a_gap_page_names_what_is_missing_and_lists_what_is_there() -> None:
    page = render(toy_catalogue())["gaps/area-task.md"]
    assert "8 of 12 cells have no paper." in page
    assert "<summary>2 more empty cells, where less than one paper would be expected</summary>" in page
    first = page.index("<strong>Grounding and region understanding</strong>: Grounding&nbsp;<span")
    assert first < page.index("<strong>Vision-language pre-training</strong>: Visual question answering&nbsp;<span")
    assert '<li><strong>Retrieval</strong>: <a href="../../papers/flair/">FLAIR</a>' in page


def test_every_pair_has_a_page_and_every_year_too() -> None:
    pages = render(toy_catalogue())
    assert {path for path in pages if path.startswith("gaps/")} == {
        "gaps/index.md", "gaps/area-contribution.md", "gaps/area-task.md", "gaps/area-year.md",
        "gaps/contribution-task.md", "gaps/contribution-year.md", "gaps/task-year.md",
    }  # fmt: skip
    assert {path for path in pages if path.startswith("years/")} == {
        "years/index.md", "years/2021.md", "years/2022.md", "years/2023.md", "years/2024.md",
    }  # fmt: skip
    assert "[2024](../years/2024.md)" in pages["papers/flair.md"]


def test_an_empty_survey_has_the_pages_that_the_navigation_names() -> None:
    pages = render(
        _catalogue([]).model_copy(update={"by_area": {}, "by_value": {}, "people": {}, "with_page": (), "named_by": {}})
    )
    assert "There are too few papers yet to cross two dimensions." in pages["gaps/index.md"]
    assert "0 papers by the year" in pages["years/index.md"]


def test_two_papers_without_an_area_have_no_empty_table_and_no_page_in_the_navigation_for_one() -> None:
    papers = [Paper(id=id, title=f"Of {id}", year=2020 + len(id), facets={"task": ("vqa",)}) for id in ("a", "bc")]
    places = {
        "by_area": {"unplaced": ("a", "bc")},
        "by_value": {"task/vqa": ("a", "bc")},
        "named_by": {},
        "people": {},
        "with_page": (),
    }
    pages = render(_catalogue(papers).model_copy(update=places))
    assert "\nempty: 1" in pages["gaps/index.md"] and "\nempty: 1" in pages["areas/index.md"]
    assert [path for path in pages if path.startswith("gaps/")] == ["gaps/index.md"]
    assert "**2** papers" in pages["index.md"] and "areas/" not in pages["index.md"].split("---", 2)[2]
    assert "covers 2 papers.\nThey were published" in re.sub(r"\n+", "\n", pages["about.md"])
    assert "area" not in re.sub(r"\n+", " ", pages["about.md"]).split(" covers ")[1].split("##")[0]


@given(across=HELD, down=HELD)
def test_a_transposed_table_is_that_of_the_axes_exchanged(across: list[list[str]], down: list[list[str]]) -> None:
    number = min(len(across), len(down))
    rows, columns = _axis("r", across[:number]), _axis("c", down[:number])
    ids = [str(at) for at in range(number)]
    assert transposed(tabulate(ids, rows, columns)) == tabulate(ids, columns, rows)


def test_a_table_of_all_papers_is_not_counted_again_by_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of an area, a tag, a system or a year are counted where they are shown."""
    catalogue = toy_catalogue()
    made = crosstabs.crosstabs_of(catalogue, Translations())
    assert len(made.tables) == len({frozenset(pair) for pair in made.tables}) > 1
    counted: list[tuple[str, str, int]] = []

    def table(**fields: Any) -> Table:
        counted.append((fields["rows"].key, fields["columns"].key, fields["papers"]))
        return Table(**fields)

    monkeypatch.setattr(crosstabs, "Table", table)
    render(catalogue, Translations(), made)
    assert counted
    assert [some for some in counted if some[2] == len(catalogue.papers)] == []


# --- the free choice ---------------------------------------------------------------


def _many(count: int) -> Catalogue:
    """Papers of the toy's taxonomy, the same for the same number, some with much and some with nothing."""
    rule = random.Random(count)  # noqa: S311 - nothing secret
    areas, facets = toy_catalogue().taxonomy.areas, toy_catalogue().taxonomy.facets
    papers = [
        Paper(
            id=f"p{number}",
            title=f"{HOSTILE} {number}",
            year=rule.choice([None, *range(2005, 2026)]),
            area=rule.choice([None, *(area.key for area in areas)]),
            facets={facet.key: tuple(value.key for value in facet.values if rule.random() < 0.2) for facet in facets},
        )
        for number in range(count)
    ]
    by_area = {area.key: tuple(it.id for it in papers if it.derived.area == area.key) for area in areas}
    by_value = {
        f"{facet.key}/{value.key}": tuple(it.id for it in papers if value.key in it.derived.facets[facet.key])
        for facet in facets
        for value in facet.values
    }
    return _catalogue(papers).model_copy(
        update={
            "by_area": by_area,
            "by_value": by_value,
            "people": {},
            "with_page": (),
            "named_by": {},
            "introductions": {},
        }
    )


@needs_node
@pytest.mark.parametrize("catalogue", [toy_catalogue(), _many(40), _many(700)], ids=["toy", "few", "many"])
def test_the_browser_counts_the_same(catalogue: Catalogue, tmp_path: Path) -> None:
    site = Site(catalogue, Translations())
    tables = json.loads(render_gaps(catalogue, crosstabs_of(catalogue, Translations())))
    pairs = list(permutations(site.crosstabs.axes, 2))
    searches = [f"?rows={rows}&columns={columns}&show=gaps" for rows, columns in pairs]
    theirs = answer("gaps", {"tables": tables, "searches": searches}, tmp_path)
    for (rows, columns), search, (address, cells, gaps) in zip(pairs, searches, theirs, strict=True):
        table = tabulate(site.papers, site.crosstabs.axes[rows], site.crosstabs.axes[columns])
        made = crosstab(site, table)
        assert address == search
        assert cells == [
            [
                [cell.count, cell.shade, html.unescape(href(cell.to, "gaps/index.md")) if cell.to else ""]
                for cell in row.cells
            ]
            for row in made.groups[0].rows
        ]
        assert gaps == [[gap.row.title, gap.column.title, gap.tenths] for gap in gaps_of(table)]


@needs_node
def test_any_address_is_a_choice(tmp_path: Path) -> None:
    tables = json.loads(render_gaps(toy_catalogue(), crosstabs_of(toy_catalogue(), Translations())))
    searches = ["", "?", "?rows=nothing&columns=%", "?rows=task&columns=task", "?rows=contribution", "?show=x"]
    theirs = answer("gaps", {"tables": tables, "searches": searches}, tmp_path)
    assert [address for address, _, _ in theirs] == [
        "?rows=area&columns=contribution", "?rows=area&columns=contribution", "?rows=area&columns=contribution",
        "?rows=task&columns=area", "?rows=contribution&columns=area", "?rows=area&columns=contribution",
    ]  # fmt: skip


# --- what is built on, what is new ---------------------------------------------------


def test_what_is_built_on_counts_uses_and_links_its_papers() -> None:
    pages = render(toy_catalogue())
    page = pages["built-on.md"]
    first = page.split("<tbody>")[1].split("</tr>")[0]
    assert "CLIP" in first and ">2<" in first
    assert page.index("CLIP") < page.index("COCO")
    assert "../explore/?mentions=clip&amp;area=pretraining" in page
    assert "2 papers of this survey are named by others" in page
    assert "[Most built on](../built-on.md)" in pages["systems/index.md"]
    assert "&lt;script&gt;" in page and "<script>" not in page


def _news(previous: str | None, **papers: str) -> str:
    """The page of a survey whose papers were added on these days and, after a slash, changed."""
    made = [
        Paper.model_validate({"id": key, "title": key, "year": 2024, "added": day[:10], "changed": day[11:] or None})
        for key, day in papers.items()
    ]
    settings = Settings.model_validate({"title": "t", "description": "d", "previous_edition": previous})
    empty = {"settings": settings, "by_area": {}, "by_value": {}, "people": {}, "with_page": (), "named_by": {}}
    return render(_catalogue(made).model_copy(update=empty))["new.md"]


def test_new_is_what_was_added_after_the_edition_before() -> None:
    page = _news("2026-01-01", old="2025-12-31", same="2026-01-01", fresh="2026-01-02", mended="2025-01-01/2026-02-01")
    assert "1 paper was added since the edition of January 1, 2026." in page
    assert "papers/fresh.md" in page and "papers/same.md" not in page and "papers/old.md" not in page
    assert "1 record was changed" in page and "papers/mended.md" in page


def test_a_first_edition_says_so() -> None:
    page = _news(None, one="2025-12-31", two="2026-01-01")
    assert "first edition" in page and "papers/one.md" in page and "papers/two.md" in page


def test_the_home_page_gets_a_few() -> None:
    news = home_news(Site(_many(40), Translations()))
    assert news.title == "Newest papers" and len(news.items) == 6 and news.more.to == addresses.NEWS
    assert "2025" in news.items[0].meta


def test_pages_of_many_papers_stay_small() -> None:
    pages = render(_many(4_000))
    for path, text in pages.items():
        if path.startswith(("gaps", "years", "built-on", "new")):
            assert len(text.encode()) < 150_000, path
    assert len(pages["gaps/area-task.md"]) < 10_000, "what is in each cell is listed where it is little only"
