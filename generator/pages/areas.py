"""The areas: their index, and a page each."""

from __future__ import annotations

from dataclasses import dataclass

from generator.escape import Ready
from generator.lookup import Lookup, edit_address
from generator.pages.parts import Counted, Front, IndexGroup, IndexPage, Item, front
from generator.records import UNPLACED


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPage:
    """`areas/KEY.md`. `introduction` is the curator's Markdown, inserted as it stands."""

    front: Front
    title: str
    definition: str | None
    introduction: Ready | None
    tags: tuple[Counted, ...]
    items: tuple[Item, ...]
    edit: Ready | None


def areas_page(site: Lookup) -> IndexPage:
    areas = site.counted_areas("../")
    return IndexPage(
        front=Front(
            title=site.say("Areas"),
            description=site.say("The areas, with counts, of {survey}."),
            hide=("toc",),
        ),
        title="Areas",
        lead="Every paper stands in exactly one area: where a reader would look for it first.",
        groups=(IndexGroup(title="", about=None, entries=areas),),
    )


def area_page(site: Lookup, key: str) -> AreaPage:
    area = site.areas[key]
    ids = site.catalogue.by_area.get(key, ())
    introduction = site.catalogue.introductions.get(key)
    return AreaPage(
        front=front(area.title, area.definition, site.title),
        title=area.title,
        definition=area.definition,
        introduction=Ready(introduction.strip()) if introduction and introduction.strip() else None,
        tags=site.frequent_values("../", ids),
        items=site.items("../", ids),
        edit=None if key == UNPLACED else edit_address(site.catalogue.settings, f"areas/{key}.md"),
    )
