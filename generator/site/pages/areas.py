"""The pages of areas: their index, and one for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ...catalogue import addresses
from ...catalogue.addresses import edit_address
from ...catalogue.families import family_line
from ...records.taxonomy import UNPLACED
from ...text.escape import Markup
from ...text.markdown import shown_markdown
from ..components.comparison import Comparison, comparison
from ..components.core_graph import CoreGraph, core_graph
from ..components.crosstab import Crosstab, area_table
from ..components.essay import Essay, parse_essay
from ..components.exports import exports
from ..components.pagination import PER_PAGE, ListedPage, Page, Pagination, paged_front, paginate, pagination
from ..components.timeline import Timeline, area_time
from ..context import Site, counted
from ..links import CountedLink, Export, Front, Group, IndexGroup, IndexPage, LinkedText, front

_NAMED = 8
_GROUPED_FROM = 20
"""Papers from which a list without lines of work is grouped by year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPage:
    """The data of an area's page, `areas/KEY.md`; the list of a large area goes on in `areas/KEY/2.md` and so on, which
    have only the list.

    `introduction` and `table` are the curator's essay, made safe and with glossary terms linked. `compared` is a table
    made from the records, if the essay has none. `core` draws the lineage, `counts` and `time` are a table and a chart
    of the papers; `tags` and `named` are the tags and systems that most of them have. `groups` are the papers of this
    page, under headings.
    """

    front: Front
    title: str
    definition: str | None
    introduction: LinkedText | None
    table: Markup | None
    compared: Comparison | None
    core: CoreGraph | None
    counts: Crosstab | None
    time: Timeline | None
    tags: tuple[CountedLink, ...]
    named: tuple[CountedLink, ...]
    count: int
    exports: tuple[Export, ...]
    pagination: Pagination | None
    groups: tuple[Group, ...]
    edit: Markup | None


def areas_page(site: Site) -> IndexPage:
    """Return the data of the index of areas, which has their definitions and numbers of papers."""
    areas = site.counted_areas()
    return IndexPage(
        front=Front(
            title=site.gettext("Areas"),
            description=site.gettext("The areas, with counts, of {survey}."),
            hide=("toc",),
            empty=not any(ids for key, ids in site.catalogue.by_area.items() if key != UNPLACED),
        ),
        title=site.gettext("Areas"),
        lead=site.gettext("Every paper stands in exactly one area: where a reader would look for it first.")
        if areas
        else site.gettext("This survey has no areas."),
        groups=(IndexGroup(title="", about=None, entries=areas),),
    )


def area_pages(site: Site, key: str) -> Iterator[ListedPage[AreaPage]]:
    """Yield the pages of the area with a key: one for each part of the list of papers; the first also has everything
    else.
    """
    ids = site.catalogue.by_area.get(key, ())
    groups = _groups(site, _essay(site, key, ids), ids)
    sizes = [(title, len(members)) for title, members in groups]
    files = exports(site, addresses.area(key), ids)
    for page in paginate(addresses.area(key), len(ids)):
        yield page.address, partial(_area_page, site, page, key, files, sizes, [*page.of_groups(groups)])


def _area_page(
    site: Site,
    page: Page,
    key: str,
    files: tuple[Export, ...],
    sizes: Sequence[tuple[str, int]],
    groups: Sequence[tuple[str, Sequence[str]]],
) -> AreaPage:
    """Return the data of one page of the area with a key. `files` are the exports of its list, `sizes` the headings of
    the whole list with their numbers of papers, and `groups` those headings that are on this page, each with ids of
    papers.
    """
    first = page.number == 1
    area = site.areas[key]
    ids = site.catalogue.by_area.get(key, ()) if first else ()
    essay = _essay(site, key, ids) if first else Essay(Markup(""), None, ())
    return AreaPage(
        front=paged_front(site, front(area.title, area.definition, site.title, exports=files), page),
        title=area.title,
        definition=area.definition if first else None,
        introduction=site.terms.linked(essay.text) if essay.text else None,
        table=essay.table,
        compared=comparison(site, ids) if first and not essay.table else None,
        core=core_graph(site, ids) if first else None,
        counts=area_table(site, key) if first else None,
        time=area_time(site, key) if first else None,
        tags=site.frequent_values(ids) if len(ids) > 1 else (),
        named=_named(site, ids),
        count=page.total,
        exports=files if first else (),
        pagination=pagination(site, page, sizes if len(sizes) > 1 else ()),
        groups=tuple(Group(title=title, items=site.items(members)) for title, members in groups),
        edit=None if key == UNPLACED else edit_address(site.catalogue.settings, f"areas/{key}.md"),
    )


def _essay(site: Site, key: str, ids: Sequence[str]) -> Essay:
    """Return what a curator wrote of the area with a key, made safe; `ids` are those of its papers."""
    written = site.catalogue.introductions.get(key, "")
    return parse_essay(shown_markdown(written, raw_html=site.catalogue.settings.raw_html), set(ids))


def _groups(site: Site, essay: Essay, ids: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    """Return papers in groups with titles: by the essay's lines of work; a list that is cut or has no essay, by year; a
    short one as one group without a title.

    Within a group the newest come first, as in `ids`.
    """
    if essay.lines and len(ids) <= PER_PAGE:
        lines = [(line.title, tuple(id for id in ids if id in line.papers)) for line in essay.lines]
        placed = {id for line in essay.lines for id in line.papers}
        rest = tuple(id for id in ids if id not in placed)
        return [*lines, (site.gettext("Other papers"), rest)] if rest else [*lines]
    if len(ids) < _GROUPED_FROM:
        return [("", ids)]
    years: dict[str, list[str]] = {}
    for paper_id in ids:
        year = site.papers[paper_id].bibliographic.year
        years.setdefault(str(year) if year else site.gettext("Without a year"), []).append(paper_id)
    return [*years.items()]


def _named(site: Site, ids: Sequence[str]) -> tuple[CountedLink, ...]:
    """Return at most `_NAMED` outside systems that more than one of the papers with these ids names, the most named
    first, if they have a page.
    """
    numbers: Counter[str] = Counter()
    for paper_id in ids:
        place = site.catalogue.places.get(paper_id)
        mentions = place.mentions if place else ()
        numbers.update(
            {
                system_id
                for mention in mentions
                if mention.target == "system"
                for system_id in family_line(mention.id, site.catalogue.systems)
            }
        )
    links = [(site.system(system_id), number) for system_id, number in numbers.items() if number > 1]
    links.sort(key=lambda link: (-link[1], link[0].text))
    return tuple(counted(link, number) for link, number in links if link.to)[:_NAMED]
