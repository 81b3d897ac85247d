"""What a page reads is noted: it is made anew if, and only if, something that it read has changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from generator.records.catalogue import Catalogue
from generator.site.context import Site
from generator.site.render import Unit, page_units, render_unit
from generator.site.rendering.noted import Digests, NotedSite
from generator.site.rendering.reads import ALL, KEYS, Noted, Reads, digest_of, widened
from generator.text.i18n import Translations
from tests.toy.catalogue import toy_catalogue


def units(site: Site) -> Iterator[Unit]:
    return page_units(site)


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


def test_pages_are_the_same_as_without_notes() -> None:
    site = site_of(toy_catalogue())
    noted = NotedSite(site)
    assert [render_unit(noted, unit) for unit in units(site)] == [render_unit(site, unit) for unit in units(site)]


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
