"""The pages of the site, as Markdown.

Every page is one template and one record (`pages/`); this module says which
pages there are and at which address.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from ..catalogue import addresses
from ..catalogue.addresses import Address
from ..catalogue.crosstabs import Crosstabs
from ..catalogue.editions.moves import Moves, find_moves
from ..catalogue.families import has_page
from ..export.lists import PaperTexts
from ..processes import batches
from ..records.catalogue import Catalogue
from ..records.paper import Paper
from ..text.i18n import Translations
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
from .rendering.environment import make_environment, speech_of

_FEW = 100
"""Papers whose pages are one task at least."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that is to be rendered: where it stands, and the record that its template is given as `page`."""

    address: Address
    template: str
    record: Record


def render(
    catalogue: Catalogue,
    translations: Translations | None = None,
    crosstabs: Crosstabs | None = None,
    texts: PaperTexts | None = None,
    published: Mapping[str, str | bytes] = MappingProxyType({}),
) -> dict[str, str]:
    """Return all Markdown pages: path below the docs folder to text, in the order of the paths.

    `published` are the files for programs, by path; the page of the data tells of those.

    The result depends on the catalogue and the translations only, not on the time; two runs give the same texts.
    """
    site = Site(catalogue, translations or Translations(), crosstabs, texts)
    pages = _rendered(site, _pages(site, published))
    return dict(sorted({**pages, **render_moved(site, find_moves(catalogue, pages), pages)}.items()))


def render_moved(site: Site, moves: Moves, pages: Iterable[str]) -> dict[str, str]:
    """Return a page for each address that was given up: one that leads on, or one that says what became of it. `pages`
    are the files of all other pages.
    """
    files = {str(addresses.served(Address(page))): Address(page) for page in pages if page.endswith(".md")}
    moved = [_Page(_file(at), "redirect.md.j2", redirect_page(site, files[to])) for at, to in moves.moved.items()]
    gone = [_Page(_file(at), "gone.md.j2", gone_page(site, end, files)) for at, end in moves.gone.items()]
    return _rendered(site, [*moved, *gone])


def _file(address: str) -> Address:
    return Address(f"{address.rstrip('/')}.md")


def render_pages(catalogue: Catalogue) -> dict[str, str]:
    """Return the pages of what the catalogue holds, in English, and none of the addresses that were given up."""
    site = Site(catalogue, Translations())
    return _rendered(site, _pages(site, {}))


def page_tasks(site: Site) -> list[Callable[[], dict[str, str]]]:
    """Return tasks that render the pages of what the catalogue holds, but for the page of the data: each makes some of
    the pages, by path, and needs no other.
    """
    return [partial(_rendered_part, site, part) for part in _parts(site)]


def render_some(site: Site, paths: Collection[str]) -> dict[str, str]:
    """Return those of the pages that stand at some paths below the docs folder; not that of the data, which tells of
    files that are published.
    """
    papers = [paper for paper in site.catalogue.papers if addresses.paper(paper.id).path in paths]
    texts = _rendered(site, _paper_pages(site, papers=papers))
    for part in _LISTS:
        if len(texts) == len(paths):
            break
        texts |= _rendered(site, (page for page in part(site) if page.address.path in paths))
    return texts


def render_data_page(site: Site, published: Mapping[str, str | bytes]) -> dict[str, str]:
    """Return the page of the data, which tells of the files for programs that are published."""
    return _rendered(site, [_data_page(site, published)])


def _rendered_part(site: Site, part: Callable[[Site], Iterable[_Page]]) -> dict[str, str]:
    return _rendered(site, part(site))


def _rendered(site: Site, pages: Iterable[_Page]) -> dict[str, str]:
    """The text of each page, by its path."""
    environment, speech = make_environment(), speech_of(site.translations)
    files: dict[str, str] = {}
    for page in pages:
        path, template = page.address.path, environment.get_template(page.template)
        day = last_change(site, page.record)
        told = {"head": page_head(site, page.address, page.record), "changed": day.isoformat() if day else ""}
        files[path] = template.render(page=page.record, path=path, **told, **speech)
    return files


def _pages(site: Site, published: Mapping[str, str | bytes]) -> Iterator[_Page]:
    """Every page with its record, which is made as its turn comes."""
    for part in _parts(site):
        yield from part(site)
    yield _data_page(site, published)


def _parts(site: Site) -> list[Callable[[Site], Iterator[_Page]]]:
    """What makes the pages, the longest lists first, and the papers in batches; all but the page of the data."""
    papers = site.catalogue.papers
    return [*_LISTS, *(partial(_paper_pages, papers=papers[part]) for part in batches(len(papers), _FEW))]


def _data_page(site: Site, published: Mapping[str, str | bytes]) -> _Page:
    return _Page(addresses.DATA, "data.md.j2", data_page(site, published))


def _introductory_pages(site: Site) -> Iterator[_Page]:
    """What the survey is, how to read it, and where to start."""
    catalogue = site.catalogue
    yield _Page(addresses.HOME, "home.md.j2", home_page(site))
    yield _Page(addresses.ABOUT, "about.md.j2", about_page(site))
    yield _Page(addresses.MAP, "map.md.j2", map_page(site))
    yield _Page(addresses.EXPLORER, "explore.md.j2", explorer_page(site))
    yield _Page(addresses.COMPARE, "compare.md.j2", compare_page(site))
    yield from _of_list("news.md.j2", news_pages(site))
    yield _Page(addresses.CHANGES, "changes.md.j2", editions_page(site))
    for edition in catalogue.editions:
        yield from _of_list("edition.md.j2", edition_pages(site, edition))
    yield _Page(addresses.HEALTH, "health.md.j2", health_page(site))
    if catalogue.glossary:
        yield _Page(addresses.GLOSSARY, "glossary.md.j2", glossary_page(site))
    if catalogue.paths:
        yield _Page(addresses.PATHS, "areas.md.j2", paths_page(site))
    for path in catalogue.paths:
        yield _Page(addresses.reading_path(path.key), "path.md.j2", path_page(site, path))


def _indexes(site: Site) -> Iterator[_Page]:
    """The lists of all papers, areas, tags, systems, authors and figures."""
    yield _Page(addresses.AREAS, "areas.md.j2", areas_page(site))
    yield _Page(addresses.TAGS, "tags.md.j2", tags_page(site))
    yield _Page(addresses.BUILT_ON, "built_on.md.j2", built_on_page(site))
    yield from _of_list("systems.md.j2", systems_pages(site))
    yield from _of_list("claims.md.j2", claims_pages(site))
    yield from _of_list("authors.md.j2", people_pages(site))
    yield from _of_list("grouped.md.j2", papers_pages(site))


def _gap_pages(site: Site) -> Iterator[_Page]:
    yield _Page(addresses.GAPS, "gaps.md.j2", gaps_page(site))
    for name, table in gap_tables(site).items():
        yield _Page(addresses.gap_table(name), "gap.md.j2", gap_page(site, table))


def _year_pages(site: Site) -> Iterator[_Page]:
    yield _Page(addresses.YEARS, "years.md.j2", years_page(site))
    for year in site.catalogue.by_year:
        yield from _of_list("year.md.j2", year_pages(site, year))


def _taxonomy_pages(site: Site) -> Iterator[_Page]:
    for key in site.areas:
        yield from _of_list("area.md.j2", area_pages(site, key))
    for facet, key in site.values:
        yield from _of_list("tag.md.j2", value_pages(site, facet, key))


def _system_pages(site: Site) -> Iterator[_Page]:
    for system in site.catalogue.systems.values():
        if has_page(site.catalogue, system):
            yield from _of_list("system.md.j2", system_pages(site, system))


def _author_pages(site: Site) -> Iterator[_Page]:
    for person in site.catalogue.people.values():
        if to := site.person(person).to:
            yield _Page(to, "author.md.j2", person_page(site, person))


def _paper_pages(site: Site, papers: Iterable[Paper]) -> Iterator[_Page]:
    for paper in papers:
        yield _Page(addresses.paper(paper.id), "paper.md.j2", paper_page(site, paper))


def _of_list(template: str, pages: Iterable[tuple[Address, Record]]) -> Iterator[_Page]:
    """The pages of a list that may be long."""
    for address, record in pages:
        yield _Page(address, template, record)


_LISTS: tuple[Callable[[Site], Iterator[_Page]], ...] = (
    _indexes, _taxonomy_pages, _introductory_pages, _gap_pages, _system_pages, _year_pages, _author_pages,
)  # fmt: skip
"""What makes the pages beside those of papers."""
