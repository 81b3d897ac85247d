"""The tags: their index, and a page each."""

from __future__ import annotations

from dataclasses import dataclass

from generator.lookup import Lookup, counted
from generator.pages.parts import Counted, Front, IndexGroup, IndexPage, Item, front


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePage:
    """`tags/FACET/VALUE.md`. `beside` counts the values of the other facets and areas among its papers."""

    front: Front
    facet: str
    title: str
    definition: str | None
    beside: tuple[Counted, ...]
    items: tuple[Item, ...]


def tags_page(site: Lookup) -> IndexPage:
    by_value = site.catalogue.by_value
    return IndexPage(
        front=Front(
            title=site.say("Tags"),
            description=site.say("The tags, with counts, of {survey}."),
            hide=("toc",),
        ),
        title="Tags",
        lead="A paper carries any number of tags: what its abstract itself supports.",
        groups=tuple(
            IndexGroup(
                title=facet.title,
                about=facet.definition,
                entries=tuple(
                    counted(
                        site.value("../", facet.key, value.key),
                        len(by_value.get(f"{facet.key}/{value.key}", ())),
                        value.definition,
                    )
                    for value in facet.values
                ),
            )
            for facet in site.catalogue.taxonomy.facets
        ),
    )


def value_page(site: Lookup, facet: str, key: str) -> ValuePage:
    value = site.values[facet, key]
    facet_title = site.facet_titles[facet]
    ids = site.catalogue.by_value.get(f"{facet}/{key}", ())
    up = "../../"
    beside = [*site.frequent_values(up, ids, without=facet), *site.frequent_areas(up, ids)]
    beside.sort(key=lambda it: -it.count)
    return ValuePage(
        front=front(f"{facet_title}: {value.title}", value.definition, site.title),
        facet=facet_title,
        title=value.title,
        definition=value.definition,
        beside=tuple(beside[:8]),
        items=site.items(up, ids),
    )
