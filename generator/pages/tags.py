"""The tags: their index, and a page each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.escape import Ready
from generator.lookup import Lookup, counted
from generator.pages.paging import Paging, paged_front, paging, parts
from generator.pages.parts import Counted, Front, IndexGroup, IndexPage, Item, Ref, front


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePage:
    """`tags/FACET/VALUE.md`. `beside` counts the values of the other facets and areas among its papers."""

    front: Front
    facet: str
    title: str
    definition: str | None
    count: int
    beside: tuple[Counted, ...]
    paging: Paging | None
    items: tuple[Item, ...]
    index: Ref


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


def value_pages(site: Lookup, facet: str, key: str) -> Iterator[tuple[str, ValuePage]]:
    value = site.values[facet, key]
    facet_title = site.facet_titles[facet]
    ids = site.catalogue.by_value.get(f"{facet}/{key}", ())
    whole = front(f"{facet_title}: {value.title}", value.definition, site.title)
    for part in parts(f"tags/{facet}/{key}.md", len(ids)):
        first = part.number == 1
        yield (
            part.path,
            ValuePage(
                front=paged_front(site, whole, part),
                facet=facet_title,
                title=value.title,
                definition=value.definition if first else None,
                count=len(ids),
                beside=_beside(site, part.up, facet, ids) if first else (),
                paging=paging(site, part),
                items=site.items(part.up, part.of_list(ids)),
                index=Ref(text=site.say("All tags"), to=Ready(f"{part.up}tags/index.md")),
            ),
        )


def _beside(site: Lookup, up: str, facet: str, ids: Sequence[str]) -> tuple[Counted, ...]:
    beside = [*site.frequent_values(up, ids, without=facet), *site.frequent_areas(up, ids)]
    beside.sort(key=lambda it: -it.count)
    return tuple(beside[:8])
