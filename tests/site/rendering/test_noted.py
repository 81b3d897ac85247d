"""What a page reads is noted: it is made anew if, and only if, something that it read has changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import partial

import pytest

from generator.catalogue.assemble import assemble, edition_of
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.records.survey import Settings
from generator.site.context import Site
from generator.site.render import Unit, page_units, render_page
from generator.site.rendering.noted import Digests, NotedSite
from generator.site.rendering.reads import ALL, KEYS, Noted, Reads, digest_of, widened
from generator.text.i18n import Translations
from tests.toy.catalogue import PAPERS, TAXONOMY, toy_catalogue
from tests.toy.world import WORLD


def units(site: Site) -> Iterator[Unit]:
    return page_units(site)


def render_unit(site: Site, unit: Unit) -> dict[str, str]:
    return {page.address.path: render_page(site, page) for page in unit.make(site)}


def site_of(catalogue: Catalogue) -> Site:
    return Site(catalogue, Translations())


def changed(catalogue: Catalogue, other: Catalogue) -> tuple[set[str], set[str]]:
    """The units that differ between two catalogues, and those that read something that differs."""
    before, after = site_of(catalogue), site_of(other)
    old, new, noted = Digests(before), Digests(after), NotedSite(before)
    now = {unit.first: unit for unit in units(after)}
    different, suspect = set(), set()
    for unit in units(before):
        texts, read = noted.reads.during(lambda unit=unit: render_unit(noted, unit))  # type: ignore[misc]
        if unit.first not in now or texts != render_unit(after, now[unit.first]):
            different.add(unit.first)
        if old.shared != new.shared or any(old.of(leaf) != new.of(leaf) for leaf in widened(read, old.whole)):
            suspect.add(unit.first)
    return different, suspect


def changed_pages(catalogue: Catalogue, other: Catalogue) -> tuple[set[str], set[str]]:
    """The pages of lists that differ, and those that are made of something else or read something that differs."""
    before, after = site_of(catalogue), site_of(other)
    old, new, noted = Digests(before), Digests(after), NotedSite(before)
    now = {page.address.path: page for unit in units(after) for page in unit.make(after)}
    different, suspect = set(), set()
    for unit in units(before):
        if unit.is_one_of_many:
            continue
        for page in (page for page in unit.make(noted) if page.own is not None):
            text, read = noted.reads.during(partial(render_page, noted, page))
            same = now.get(page.address.path)
            if same and text != render_page(after, same):
                different.add(page.address.path)
            own = same and digest_of(page.own) == digest_of(same.own)
            if not own or any(old.of(leaf) != new.of(leaf) for leaf in read):
                suspect.add(page.address.path)
    return different, suspect


def test_pages_are_the_same_as_without_notes() -> None:
    site = site_of(toy_catalogue())
    noted = NotedSite(site)
    assert [render_unit(noted, unit) for unit in units(site)] == [render_unit(site, unit) for unit in units(site)]


def test_a_page_of_one_paper_or_person_reads_no_list_of_many() -> None:
    """Else a paper more would make all of them anew."""
    settings = Settings(title="t", description="d", base_url="https://survey.science/")
    site = site_of(toy_catalogue(settings))
    noted = NotedSite(site)
    for unit in units(site):
        if unit.is_one_of_many:
            text, read = noted.reads.during(lambda unit=unit: render_unit(noted, unit))  # type: ignore[misc]
            assert "og:image" in text[unit.first]
            assert not [leaf for leaf in read if leaf[1] in {ALL, KEYS} or leaf[0] in {"by_area", "by_year"}], (
                unit.first
            )


EDITS = {
    "summary": "Quite another", "title": "Quite another", "name": "Another", "year": 1999, "authors": ("Some One",),
    "venue": "Elsewhere", "mentions": (), "introduces": (), "figures": ("3 papers",), "facets": {}, "area": None,
    "added": datetime.date(2030, 1, 1), "links": (), "relations": (), "abstract": "Of lamps.", "notes": "A note.",
}  # fmt: skip


@pytest.mark.parametrize("field", EDITS)
def test_each_page_that_differs_read_what_changed(field: str) -> None:
    catalogue = toy_catalogue()
    second, value = catalogue.papers[-1], EDITS[field]
    papers = tuple(it.model_copy(update={field: value}) if it is second else it for it in catalogue.papers)
    different, suspect = changed(catalogue, catalogue.model_copy(update={"papers": papers}))
    assert different <= suspect, different - suspect
    if field == "summary":
        assert f"papers/{second.id}.md" in different
        assert len(suspect) < sum(1 for _ in units(site_of(catalogue))) / 2, "a summary stands on few pages"


def many_papers(**changes: object) -> Catalogue:
    """A catalogue with lists of several pages, and other values in one of its papers."""
    own = {"year": 2020, "area": "grounding", "facets": {"task": ("vqa",)}, "authors": ("Some One",)}
    papers = [Paper.model_validate({"id": f"p{at}", "title": f"{'ABCÉ汉'[at % 5]} {at}", **own}) for at in range(420)]
    papers[100] = papers[100].model_copy(update=changes)
    survey = WORLD.model_copy(update={"taxonomy": TAXONOMY, "papers": (*PAPERS, *papers), "glossary": ()})
    return assemble(survey, {}, edition_of(survey))


@pytest.mark.parametrize("field", ["summary", "title", "year", "area", "facets"])
def test_so_did_each_page_of_a_long_list(field: str) -> None:
    """A page of a list is kept if what it is made of and what it read are the same, whatever became of the others."""
    different, suspect = changed_pages(many_papers(), many_papers(**{field: EDITS[field]}))
    assert different and different <= suspect, different - suspect
    if field == "summary":
        lists = {path.removesuffix(".md").rstrip("0123456789/") for path in suspect}
        assert {"papers/index", "areas/grounding", "tags/task/vqa", "years"} <= lists
        of_titles = {path for path in suspect if path.startswith("papers/index")}
        assert len(of_titles) == 1, "one page of the list shows the paper"


def test_what_was_made_once_counts_for_all_who_ask() -> None:
    reads = Reads()
    table = Noted(reads, "t", {1: "one"})
    for _ in range(2):
        value, read = reads.during(lambda: reads.once(("made", 1), lambda: table[1]))
        assert (value, read) == ("one", {("t", 1)})


def test_each_way_to_look_into_a_mapping_is_noted() -> None:
    reads = Reads()
    table = Noted(reads, "t", {1: "one"})
    ways = {
        ("t", 1): [lambda: table[1], lambda: table.get(1), lambda: 1 in table],
        ("t", 2): [lambda: table.get(2), lambda: 2 in table],
        ("t", KEYS): [lambda: list(table), lambda: len(table), lambda: bool(table), lambda: table.keys()],
        ("t", ALL): [lambda: table.values(), lambda: table.items()],
    }
    for leaf, looks in ways.items():
        for look in looks:
            assert reads.during(look)[1] == {leaf}
    assert reads.during(lambda: {**table})[1] == {("t", KEYS), ("t", 1)}
    assert reads.during(lambda: table == {1: "one"})[1] >= {("t", ALL)}


def test_digests_tell_values_apart() -> None:
    values = ["1", 1, 1.0, True, None, b"1", ("1",), (("1",),), {"1": 1}, ("1", "1"), ("11",), ("", "11"), []]
    assert len({digest_of(value) for value in values}) == len(values)
    with pytest.raises(TypeError, match="no digest"):
        digest_of(object())


def test_very_many_entries_count_as_all() -> None:
    many = {("t", number) for number in range(5000)}
    assert widened(many | {("u", 1), ("t", KEYS)}, {"t"}) == {("t", ALL), ("t", KEYS), ("u", 1)}
    assert widened(many, ()) == many
