"""Long lists: every entry stands on exactly one page, headings are repeated, and all pages lead to one another."""

from __future__ import annotations

import posixpath
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import addresses
from generator.catalogue.addresses import Address
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.site.components.pagination import PER_PAGE, page_with, paginate, pagination
from generator.site.components.pagination import Page as ListPage
from generator.site.context import Site
from generator.site.pages.authors import people_pages
from generator.site.pages.papers import papers_pages
from generator.site.render import render
from generator.text.i18n import Translations
from tests.html_page import Page
from tests.text.test_escape import commonmark, python_markdown
from tests.toy.catalogue import toy_catalogue

MANY = 500  # so that the list of all papers, whose pages are longer, has three, too
LISTED = 3 * PER_PAGE - 20
"""Papers of the large toy: enough for three pages."""


def large() -> Catalogue:
    """The toy with many more papers, most of them of one tag, from three years and under a few letters."""
    toy = toy_catalogue()
    papers = tuple(
        Paper(id=f"p{number}", title=f"{'ABCÉ汉'[number % 5]} {number}", year=2020 + number % 3, area="grounding")
        for number in range(MANY)
    )
    ids = tuple(paper.id for paper in papers)
    return toy.model_copy(
        update={
            "papers": tuple(sorted((*toy.papers, *papers), key=lambda it: it.id)),
            "by_value": {**toy.by_value, "task/vqa": ids[:LISTED]},
            "by_year": {2020 + rest: ids[rest::3] for rest in range(3)},
            "named_by": {**toy.named_by, "clip": ids[:LISTED]},
        }
    )


@given(
    total=st.integers(0, 3_000),
    per_page=st.integers(1, 400),
    borders=st.lists(st.integers(0, 3_000), max_size=8),
)
def test_cut_groups_are_the_list_again(total: int, per_page: int, borders: list[int]) -> None:
    entries = list(range(total))
    edges = sorted({0, total, *(border for border in borders if border < total)})
    groups = [(str(start), entries[start:stop]) for start, stop in pairwise(edges)]
    pages = list(paginate(Address("x/index.md"), total, per_page))
    assert [entry for part in pages for entry in part.of_list(entries)] == entries
    found = [(title, entry) for part in pages for title, shown in part.of_groups(groups) for entry in shown]
    assert found == [(title, entry) for title, shown in groups for entry in shown]
    assert all(len(part.of_list(entries)) <= per_page for part in pages)
    for at in {0, total // 2, max(total - 1, 0)}:
        if total:
            assert at in next(
                part for part in pages if part.address == page_with(Address("x/index.md"), at, per_page)
            ).of_list(entries)


def test_addresses() -> None:
    assert _paths(addresses.area("grounding"), 2 * PER_PAGE + 1) == [
        "areas/grounding.md", "areas/grounding/2.md", "areas/grounding/3.md",
    ]  # fmt: skip
    assert _paths(addresses.PAPERS, PER_PAGE + 1) == ["papers/index.md", "papers/index/2.md"]
    assert _paths(addresses.value("a", "b"), PER_PAGE) == ["tags/a/b.md"]
    assert _paths(addresses.value("a", "b"), 0) == ["tags/a/b.md"]


def _paths(first: Address, total: int) -> list[str]:
    return [page.address.path for page in paginate(first, total)]


def test_a_list_that_fits_has_no_pagination() -> None:
    site = Site(toy_catalogue(), Translations())
    assert pagination(site, ListPage(first=Address("x.md"), number=1, total=250, per_page=250)) is None
    assert not any(re.search(r"/\d{1,3}\.md$", path) for path in render(toy_catalogue()))


def test_headings_go_on_over_the_border_and_the_jumps_find_them() -> None:
    site = Site(large(), Translations())
    pages = {address: make() for address, make in papers_pages(site)}
    assert [it.path for it in pages] == ["papers/index.md", "papers/index/2.md", "papers/index/3.md"]
    first, second, _ = pages.values()
    assert first.groups[-1].title == second.groups[0].title
    assert sum(len(group.items) for page in pages.values() for group in page.groups) == len(site.papers)
    for page in pages.values():
        assert page.pagination
        for jump in page.pagination.jumps:
            assert jump.to and jump.to.anchor
            assert jump.text in [group.title for group in pages[Address(jump.to.path)].groups], jump


def test_every_year_has_a_page_with_its_papers() -> None:
    catalogue = large()
    pages = render(catalogue)
    for year, ids in catalogue.by_year.items():
        assert f"(../papers/{ids[0]}.md)" in pages[f"years/{year}.md"]
        assert f"(../years/{year}.md)" in pages[f"papers/{ids[0]}.md"]


@pytest.mark.parametrize("path", ["papers/index", "tags/task/vqa", "systems/clip"])
def test_pages_of_a_list_lead_to_one_another(path: str) -> None:
    pages = render(large())
    of_list = [f"{path}.md", f"{path}/2.md", f"{path}/3.md"]
    assert f"{path}/4.md" not in pages
    for here in of_list:
        source = pages[here].split("---\n", 2)[2]
        hrefs = [str(attrs["href"]).partition("#")[0] for tag, attrs in Page(commonmark(source)).elements if tag == "a"]
        ways = [href for href in hrefs if href.endswith(".md")]
        targets = {posixpath.normpath(posixpath.join(posixpath.dirname(here), way)) for way in ways}
        assert set(of_list) - {here} <= targets <= set(pages)
        assert [tag for tag, _ in Page(python_markdown(source)).elements] == [
            tag for tag, _ in Page(commonmark(source)).elements
        ]
        assert "Page " in source and f" of {len(of_list)}: " in source
    assert "previous:" not in pages[of_list[0]] and "next:" in pages[of_list[0]]
    assert "page 2" in pages[of_list[1]].split("---\n", 2)[1]


def test_a_long_index_of_authors_repeats_nobody() -> None:
    toy = toy_catalogue()
    person = toy.people["li-wei"]
    people = {f"n{at}": person.model_copy(update={"id": f"n{at}", "name": f"A {at}"}) for at in range(1_200)}
    site = Site(toy.model_copy(update={"people": people}), Translations())
    pages = {address: make() for address, make in people_pages(site)}
    assert [it.path for it in pages] == ["authors/index.md", "authors/index/2.md", "authors/index/3.md"]
    names = [it.name.text for page in pages.values() for letter in page.letters for it in letter.people]
    assert sorted(names) == sorted(person.name for person in people.values())
