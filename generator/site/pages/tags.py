"""The pages of tags (facet values): their index, and one for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ...catalogue import addresses
from ...catalogue.addresses import edit_address
from ...catalogue.families import nearest_with_page
from ...text.escape import Markup
from ..components.exports import exports
from ..components.pagination import ListedPage, Page, Pagination, paged_front, paginate, pagination
from ..components.shares import Shares, percent, shares
from ..components.timeline import Timeline, value_time
from ..context import Site
from ..links import Export, Front, Item, Link, front


@dataclass(frozen=True, slots=True, kw_only=True)
class TagArtifact:
    """Something that one of the tag's papers introduces: its name, the paper, and in a few words what it is (`about`),
    None if the record does not say.

    For a kind of contribution these are of that kind, for other tags data sets and benchmarks.
    """

    name: str
    about: str | None
    paper: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSystem:
    """A system that `count` of the tag's papers name, itself or a version of it; `papers` are the newest of these."""

    system: Link
    count: int
    papers: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePage:
    """The data of a tag's page, `tags/FACET/VALUE.md`; its further pages have only the list of papers. `share` is the
    percentage of the survey's papers that have the tag.
    """

    front: Front
    facet: str
    title: str
    definition: str | None
    count: int
    exports: tuple[Export, ...]
    share: str
    time: Timeline | None
    beside: Shares | None
    made_title: str
    made: tuple[TagArtifact, ...]
    made_more: int
    used: tuple[NamedSystem, ...]
    pagination: Pagination | None
    items: tuple[Item, ...]
    index: Link
    edit: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRow:
    """A tag in the index of tags, with its definition (`about`) and its count of papers; `height` is that count in
    percent of the highest one in its facet.
    """

    tag: Link
    count: int
    height: int
    about: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagGroup:
    """A facet in the index of tags: its title, what it is about, and a row for each of its tags, the most frequent
    first. `papers` is the number of papers that have any of them.
    """

    title: str
    about: str | None
    papers: int
    rows: tuple[TagRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsPage:
    """The data of the index of tags, `tags/index.md`: a group for each facet. `papers` counts all papers of the
    survey.
    """

    front: Front
    title: str
    papers: int
    groups: tuple[TagGroup, ...]
    edit: Markup | None


_MADE = 60
"""Introduced things that a tag's page lists, the newest."""
_USED, _USERS = 8, 4
"""Systems that a tag's page lists, and the papers with each."""


def tags_page(site: Site) -> TagsPage:
    """Return the data of the index of all tags, by facet."""
    return TagsPage(
        front=Front(
            title=site.gettext("Tags"),
            description=site.gettext("The tags, with counts, of {survey}."),
            hide=("toc",),
            empty=not any(site.catalogue.by_value.values()),
        ),
        title=site.gettext("Tags"),
        papers=len(site.papers),
        groups=tuple(_group(site, facet) for facet in site.facet_titles),
        edit=edit_address(site.catalogue.settings, "taxonomy.yml"),
    )


def _group(site: Site, facet_key: str) -> TagGroup:
    facet = next(facet for facet in site.catalogue.taxonomy.facets if facet.key == facet_key)
    ids = {value.key: site.catalogue.by_value.get(f"{facet.key}/{value.key}", ()) for value in facet.values}
    fullest = max((len(found) for found in ids.values()), default=0) or 1
    return TagGroup(
        title=facet.title,
        about=facet.definition,
        papers=len({paper_id for found in ids.values() for paper_id in found}),
        rows=tuple(
            TagRow(
                tag=site.value(facet.key, value.key),
                count=len(ids[value.key]),
                height=-(-100 * len(ids[value.key]) // fullest),
                about=value.definition,
            )
            for value in sorted(facet.values, key=lambda each: -len(ids[each.key]))
        ),
    )


def value_pages(site: Site, facet: str, key: str) -> Iterator[ListedPage[ValuePage]]:
    """Yield the pages of a tag, given by the keys of facet and value: one for each part of the list of papers; the
    first also has everything else.
    """
    ids = site.catalogue.by_value.get(f"{facet}/{key}", ())
    files = exports(site, addresses.value(facet, key), ids)
    share = percent(site.translations, len(ids), len(site.papers))
    for page in paginate(addresses.value(facet, key), len(ids)):
        yield page.address, partial(_value_page, site, page, facet, key, files, share, page.of_list(ids))


def _value_page(
    site: Site, page: Page, facet: str, key: str, files: tuple[Export, ...], share: str, shown: Sequence[str]
) -> ValuePage:
    """Return the data of one page of a tag, given by the keys of facet and value. `files` are the exports of its list,
    `share` is the percentage of the survey's papers that have it, and `shown` has the ids of the papers on this page.
    """
    first = page.number == 1
    value, facet_title = site.values[facet, key], site.facet_titles[facet]
    ids = site.catalogue.by_value.get(f"{facet}/{key}", ()) if first else ()
    made_title, made = _made(site, facet, key, ids) if first else ("", [])
    whole = front(f"{facet_title}: {value.title}", value.definition, site.title, exports=files)
    return ValuePage(
        front=paged_front(site, whole, page),
        facet=facet_title,
        title=value.title,
        definition=value.definition if first else None,
        count=page.total,
        exports=files if first else (),
        share=share,
        time=value_time(site, facet, key) if first else None,
        beside=shares(site, ids, {facet: key}) if first else None,
        made_title=made_title,
        made=tuple(made[:_MADE]),
        made_more=max(len(made) - _MADE, 0),
        used=tuple(_used(site, ids)) if first else (),
        pagination=pagination(site, page),
        items=site.items(shown),
        index=Link(text=site.gettext("All tags"), to=addresses.TAGS),
        edit=edit_address(site.catalogue.settings, "taxonomy.yml"),
    )


def _made(site: Site, facet: str, key: str, ids: Sequence[str]) -> tuple[str, list[TagArtifact]]:
    """Return a heading, and what the papers with these ids introduce: on the page of a kind of contribution, given by
    its key, what is of this kind; on pages of other facets data sets and benchmarks.
    """
    kinds = {key} if facet == "contribution" else {"dataset", "benchmark"}
    title = (
        site.gettext("What they introduce")
        if facet == "contribution"
        else site.gettext("Data sets and benchmarks for it")
    )
    made = [
        TagArtifact(name=introduced.name, about=introduced.about, paper=site.paper(paper_id))
        for paper_id in ids
        for introduced in site.papers[paper_id].derived.introduces
        if introduced.kind in kinds
    ]
    return title, made


def _used(site: Site, ids: Sequence[str]) -> Iterator[NamedSystem]:
    """Yield at most `_USED` systems that at least two of the papers with these ids name, the most named first. A
    version counts as the family whose page it shares.
    """
    namers: dict[str, list[str]] = {}
    for paper_id in ids:
        place = site.catalogue.places.get(paper_id)
        named = dict.fromkeys(
            nearest_with_page(site.catalogue, mention.id)
            for mention in (place.mentions if place else ())
            if mention.target == "system"
        )
        for system_id in filter(None, named):
            namers.setdefault(system_id, []).append(paper_id)
    often = sorted((id for id in namers if len(namers[id]) > 1), key=lambda system: (-len(namers[system]), system))
    for system_id in often[:_USED]:
        papers = namers[system_id]
        yield NamedSystem(
            system=site.system(system_id),
            count=len(papers),
            papers=tuple(site.paper(id) for id in papers[:_USERS]),
        )
