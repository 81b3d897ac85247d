"""The list of all pages: the address, the template and the record of each, rendered to Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import NamedTuple
from weakref import WeakKeyDictionary

from ..build.staging import Content
from ..catalogue import addresses
from ..catalogue.addresses import Address
from ..catalogue.crosstabs import Crosstabs
from ..catalogue.editions.moves import Moves, find_moves
from ..catalogue.families import has_page
from ..export.lists import PaperTexts
from ..records.catalogue import Catalogue
from ..records.paper import Paper
from ..text.i18n import Translations
from .components.pagination import ListedPage
from .context import Site
from .dates import last_change
from .heads.page import Record, page_head
from .pages.about import about_page
from .pages.areas import area_pages, areas_page
from .pages.authors import people_pages, person_page
from .pages.changes import news_pages
from .pages.claims import claims_pages
from .pages.compare import compare_page
from .pages.data import data_page
from .pages.editions import edition_pages, editions_page
from .pages.explorer import explorer_page
from .pages.gaps import gap_page, gap_tables, gaps_page
from .pages.glossary import glossary_page
from .pages.health import health_page
from .pages.home import home_page
from .pages.map import map_page
from .pages.most_used import built_on_page
from .pages.moved import gone_page, redirect_page
from .pages.paper import paper_page
from .pages.papers import papers_pages
from .pages.paths import path_page, paths_page
from .pages.systems import system_pages, systems_pages
from .pages.tags import tags_page, value_pages
from .pages.years import year_pages, years_page
from .rendering.environment import render_template, speech_of

_PART_OF_LIST = re.compile(r"(/[0-9]+)?\.md$")
"""How the address of a page ends, the number of a part of a list included."""

_SPEECH: WeakKeyDictionary[Site, Mapping[str, object]] = WeakKeyDictionary()
"""What the templates of a site need for its language, which keeps what it has translated."""


@dataclass(frozen=True, slots=True)
class ToRender:
    """A page that is to be rendered: where it stands, and what makes the record that its template is given as
    `page`.
    """

    address: Address
    template: str
    record: Callable[[], Record]

    @property
    def own(self) -> Sequence[object] | None:
        """Return what the page is made of beside what is read of the site; None if that is not known, since it was made
        together with others.
        """
        return self.record.args[1:] if isinstance(self.record, partial) else None


class Unit(NamedTuple):
    """Pages that are made together: a single page, or the pages of one long list. `first` is the path, below the docs
    folder, of the first one; `make` yields them.
    """

    first: str
    make: Callable[[Site], Iterator[ToRender]]
    is_one_of_many: bool = False
    """Whether there are very many units like this one, as for papers and persons."""


def render(
    catalogue: Catalogue,
    translations: Translations | None = None,
    crosstabs: Crosstabs | None = None,
    texts: PaperTexts | None = None,
    published: Mapping[str, Content] = MappingProxyType({}),
) -> dict[str, str]:
    """Return all pages as Markdown: from the path below the docs folder to the text, sorted by path. Nothing is
    written.

    `published` are the files for programs, by path, which the page of the data lists. The result depends only on the
    arguments, not on the time.
    """
    site = Site(catalogue, translations or Translations(), crosstabs, texts)
    pages = _rendered(site, _pages(site, published))
    return dict(sorted({**pages, **render_moved(site, find_moves(catalogue, pages), pages)}.items()))


def render_moved(site: Site, moves: Moves, pages: Iterable[str]) -> dict[str, str]:
    """Return a page for each former address, by path: one that redirects, or one that says what became of the page.

    `pages` are the files of all other pages.
    """
    if not (moves.moved or moves.gone):
        return {}
    files = {str(addresses.served(Address(page))): Address(page) for page in pages if page.endswith(".md")}
    moved = [
        ToRender(_file(at), "redirect.md.j2", partial(redirect_page, site, files[to])) for at, to in moves.moved.items()
    ]
    gone = [ToRender(_file(at), "gone.md.j2", partial(gone_page, site, end, files)) for at, end in moves.gone.items()]
    return _rendered(site, [*moved, *gone])


def _file(address: str) -> Address:
    return Address(f"{address.rstrip('/')}.md")


def render_pages(catalogue: Catalogue) -> dict[str, str]:
    """Return the pages of a catalogue in English, by path, without those for former addresses."""
    site = Site(catalogue, Translations())
    return _rendered(site, _pages(site, {}))


def render_page(site: Site, page: ToRender) -> str:
    """Return a page that is to be rendered as Markdown."""
    [text] = _rendered(site, [page]).values()
    return text


def render_some(site: Site, paths: Collection[str]) -> dict[str, str]:
    """Return those pages, by path, whose paths below the docs folder are among `paths`, except the page of the data."""
    papers = [unit for paper in site.catalogue.papers if (unit := _paper_unit(paper)).first in paths]
    wanted = set(paths) | {f"{_PART_OF_LIST.sub('', path)}.md" for path in paths}
    units = papers if len(papers) == len(paths) else (unit for unit in page_units(site) if unit.first in wanted)
    pages = (page for unit in units for page in unit.make(site))
    return _rendered(site, (page for page in pages if page.address.path in paths))


def render_data_page(site: Site, published: Mapping[str, Content]) -> dict[str, str]:
    """Return the page of the data, by its path; it lists the published files for programs."""
    return _rendered(site, [_data_page(site, published)])


def _rendered(site: Site, pages: Iterable[ToRender]) -> dict[str, str]:
    """Return the Markdown of each page, by its path."""
    files: dict[str, str] = {}
    speech = _SPEECH.get(site)
    if speech is None:
        speech = _SPEECH[site] = speech_of(site.translations)
    for page in pages:
        path, record = page.address.path, page.record()
        day = last_change(site, record)
        told = {"head": page_head(site, page.address, record), "changed": day.isoformat() if day else ""}
        files[path] = render_template(page.template, {"page": record, "path": path, **told, **speech})
    return files


def _pages(site: Site, published: Mapping[str, Content]) -> Iterator[ToRender]:
    """Yield every page, that of the data last; the record of each is made when it is rendered. `published` are the
    files for programs, by path.
    """
    for unit in page_units(site):
        yield from unit.make(site)
    yield _data_page(site, published)


def _data_page(site: Site, published: Mapping[str, Content]) -> ToRender:
    return ToRender(addresses.DATA, "data.md.j2", partial(data_page, site, published))


def page_units(site: Site) -> Iterator[Unit]:
    """Yield the units of all pages except that of the data, those that take longest first."""
    yield from _lists()
    yield from _introductory_pages(site)
    catalogue = site.catalogue
    for key in site.areas:
        yield _of_list(addresses.area(key), "area.md.j2", partial(area_pages, key=key))
    for facet, key in site.values:
        yield _of_list(addresses.value(facet, key), "tag.md.j2", partial(value_pages, facet=facet, key=key))
    for name in gap_tables(site):
        yield _single(addresses.gap_table(name), "gap.md.j2", partial(_gap_page, name=name))
    for system in catalogue.systems.values():
        if has_page(catalogue, system):
            yield _together(addresses.system(system.id), "system.md.j2", partial(_system_pages, system_id=system.id))
    for year in catalogue.by_year:
        yield _of_list(addresses.year(year), "year.md.j2", partial(year_pages, year=year))
    for id in catalogue.with_page:
        yield _single(addresses.person(id), "author.md.j2", partial(_person_page, person_id=id), is_one_of_many=True)
    yield from map(_paper_unit, catalogue.papers)


def _lists() -> Iterator[Unit]:
    """Yield the units of the lists of all papers, areas, tags, systems, authors, figures, years and gaps."""
    yield _of_list(addresses.PAPERS, "grouped.md.j2", papers_pages)
    yield _of_list(addresses.AUTHORS, "authors.md.j2", people_pages)
    yield _of_list(addresses.CLAIMS, "claims.md.j2", claims_pages)
    yield _together(addresses.SYSTEMS, "systems.md.j2", systems_pages)
    yield _single(addresses.BUILT_ON, "built_on.md.j2", built_on_page)
    yield _single(addresses.AREAS, "areas.md.j2", areas_page)
    yield _single(addresses.TAGS, "tags.md.j2", tags_page)
    yield _single(addresses.YEARS, "years.md.j2", years_page)
    yield _single(addresses.GAPS, "gaps.md.j2", gaps_page)


def _introductory_pages(site: Site) -> Iterator[Unit]:
    """Yield the units of the pages that tell what the survey is, how to read it, and where to start."""
    catalogue = site.catalogue
    yield _single(addresses.HEALTH, "health.md.j2", health_page)
    yield _single(addresses.HOME, "home.md.j2", home_page)
    yield _single(addresses.ABOUT, "about.md.j2", about_page)
    yield _single(addresses.MAP, "map.md.j2", map_page)
    yield _single(addresses.EXPLORER, "explore.md.j2", explorer_page)
    yield _single(addresses.COMPARE, "compare.md.j2", compare_page)
    yield _together(addresses.NEWS, "news.md.j2", news_pages)
    yield _single(addresses.CHANGES, "changes.md.j2", editions_page)
    for number, edition in enumerate(catalogue.editions):
        yield _together(addresses.edition(edition.number), "edition.md.j2", partial(_edition_pages, number=number))
    if catalogue.glossary:
        yield _single(addresses.GLOSSARY, "glossary.md.j2", glossary_page)
    if catalogue.paths:
        yield _single(addresses.PATHS, "areas.md.j2", paths_page)
    for number, path in enumerate(catalogue.paths):
        yield _single(addresses.reading_path(path.key), "path.md.j2", partial(_path_page, number=number))


def _paper_unit(paper: Paper) -> Unit:
    record = partial(_paper_page, paper_id=paper.id)
    return _single(addresses.paper(paper.id), "paper.md.j2", record, is_one_of_many=True)


def _gap_page(site: Site, name: str) -> Record:
    return gap_page(site, gap_tables(site)[name])


def _system_pages(site: Site, system_id: str) -> Iterable[tuple[Address, Record]]:
    return system_pages(site, site.catalogue.systems[system_id])


def _person_page(site: Site, person_id: str) -> Record:
    return person_page(site, site.catalogue.people[person_id])


def _paper_page(site: Site, paper_id: str) -> Record:
    return paper_page(site, site.papers[paper_id])


def _edition_pages(site: Site, number: int) -> Iterable[tuple[Address, Record]]:
    return edition_pages(site, site.catalogue.editions[number])


def _path_page(site: Site, number: int) -> Record:
    return path_page(site, site.catalogue.paths[number])


def _single(address: Address, template: str, record: Callable[[Site], Record], *, is_one_of_many: bool = False) -> Unit:
    """Return the unit of a single page, with its address and its template; `record` makes what the template is
    given.
    """
    return Unit(address.path, lambda site: iter([ToRender(address, template, partial(record, site))]), is_one_of_many)


def _of_list(first: Address, template: str, pages: Callable[[Site], Iterable[ListedPage[Record]]]) -> Unit:
    """Return the unit of a list of one or several pages; `first` is the address of the first one. `pages` yields the
    address of each page and a function that makes what the template is given.
    """
    return Unit(first.path, lambda site: (ToRender(address, template, record) for address, record in pages(site)))


def _together(first: Address, template: str, pages: Callable[[Site], Iterable[tuple[Address, Record]]]) -> Unit:
    """Return the unit of a list of one or several pages, which `pages` makes together, each with its address; `first`
    is the address of the first one.
    """

    def make(site: Site) -> Iterator[ToRender]:
        for address, record in pages(site):
            yield ToRender(address, template, lambda record=record: record)  # type: ignore[misc]

    return Unit(first.path, make)
