"""The part of a page's head that is about this page alone, and that MkDocs does not write by itself.

    records ──page_head──▶ one string of HTML ──front matter, key `head`──▶ theme/frame.html

`page_head` makes it, and nothing else does: whoever builds a page's HTML puts this string, as it is, at the one marked
place of `templates/theme/frame.html`. It comes in the front matter of the page, so that MkDocs, Zensical and a program
that reads the pages by itself find the very same string. Where there is nothing to say it is empty, and the front
matter has no such key.

All that comes from outside is escaped here, by `tags.py`: an attribute by `html_text`, JSON in a script by its own
escapes. A record cannot write a head: its texts reach the front matter by this module alone or as a quoted scalar, and
the text of an essay or of home.md begins below the front matter. A page that somebody puts into the docs folder by hand
may have a `head` of its own, as it may hold any HTML; who may write there is trusted.

What needs the site's full address, such as `og:url`, is left out while the site has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...export.crawlers import SEARCH
from ...export.pictures import picture_of
from ...records.base import gettext_noop
from ...records.taxonomy import UNPLACED
from ...text.escape import Markup
from ..context import Site
from ..links import Front, Item, Link
from ..pages.areas import AreaPage
from ..pages.authors import PersonPage
from ..pages.data import DataPage
from ..pages.paper import PaperPage
from ..pages.papers import GroupedPage
from ..pages.paths import PathPage
from ..pages.systems import SystemPage
from ..pages.tags import ValuePage
from ..pages.years import YearPage
from .highwire import highwire
from .linked_data import Facts, breadcrumbs, dataset, list_facts, paper_facts, term, term_set, website
from .signposts import signposts
from .tags import as_json, joined, link, linked_data, meta, meta_property

_INDEXES: Final[Mapping[str, tuple[str, Address]]] = {
    "areas": (gettext_noop("Areas"), addresses.AREAS),
    "authors": (gettext_noop("Authors"), addresses.AUTHORS),
    "gaps": (gettext_noop("Gaps"), addresses.GAPS),
    "papers": (gettext_noop("Areas"), addresses.AREAS),
    "paths": (gettext_noop("Reading paths"), addresses.PATHS),
    "systems": (gettext_noop("Systems"), addresses.SYSTEMS),
    "tags": (gettext_noop("Tags"), addresses.TAGS),
    "years": (gettext_noop("Years"), addresses.YEARS),
}
"""The index to which the pages of a folder belong: its title and its page."""


class Record(Protocol):
    """The protocol of what a page's template is given as `record`: it has the front matter of the page."""

    @property
    def front(self) -> Front:
        """Return the front matter."""


def page_head(site: Site, page: Address, record: Record) -> Markup:
    """Return the head of the page at `page`, one tag a line; empty for a page that redirects or is gone.

    `record` is what the page's template is given.
    """
    if record.front.redirect or record.front.gone:
        return Markup("")
    return joined(
        [
            *_card(site, page, record),
            *_of_paper(site, record),
            *_search(site, page),
            linked_data(_graph(site, page, record)),
        ]
    )


def _card(site: Site, page: Address, record: Record) -> Iterator[Markup]:
    """Yield the tags of what networks and messengers show of a link: Open Graph, with the picture of the survey or of
    the page's area.

    A paper's page does not name the site, which Zotero would take for where the paper appeared.
    """
    is_paper, is_home = isinstance(record, PaperPage), page == addresses.HOME
    yield meta_property("og:type", "article" if is_paper else "website")
    yield meta_property("og:title", site.title if is_home else record.front.title)
    yield meta_property("og:description", record.front.description)
    yield meta_property("og:url", addresses.absolute(site.catalogue.settings, page))
    yield meta_property("og:site_name", None if is_paper or is_home else site.title)
    if picture := picture_of(site.catalogue, _area_of(site, page, record)):
        yield meta_property("og:image", addresses.absolute(site.catalogue.settings, picture))
        yield meta("twitter:card", "summary_large_image")


def _area_of(site: Site, page: Address, record: Record) -> str | None:
    """Return the key of a paper's area, or of the area whose papers a page lists; None for other pages."""
    if isinstance(record, PaperPage):
        return site.papers[record.id].derived.area
    match page.path.removesuffix(".md").split("/"):
        case ["areas", key, *_]:
            return key
    return None


def _of_paper(site: Site, record: Record) -> Iterator[Markup]:
    if isinstance(record, PaperPage):
        paper, publication = site.papers[record.id], site.texts.publications[record.id]
        yield from highwire(paper, publication)
        yield from signposts(site, paper, publication)


def _search(site: Site, page: Address) -> Iterator[Markup]:
    """Yield the link by which browsers learn of the site's search, on the home page and the explorer; none if the
    site's address is unknown.
    """
    if site.catalogue.settings.address and page in (addresses.HOME, addresses.EXPLORER):
        href = addresses.href(page.path, SEARCH)
        yield link("search", href, type="application/opensearchdescription+xml", title=site.title)


def _graph(site: Site, page: Address, record: Record) -> Iterator[str]:
    """Yield the JSON-LD of a page: what it is about, and the way to it from the home page."""
    yield from map(as_json, _subject(site, page, record))
    if page != addresses.HOME:
        yield breadcrumbs(site, page, [*_trail(site, page, record)] or [Link(text=record.front.title)])


def _subject(site: Site, page: Address, record: Record) -> Iterator[Facts]:
    """Yield the JSON-LD of what a page is about: a paper, a list of papers, the data, sets of terms, or the site;
    nothing for all other pages.
    """
    if isinstance(record, PaperPage):
        yield paper_facts(site, page, site.papers[record.id], site.texts.publications[record.id])
    elif isinstance(record, DataPage):
        yield dataset(site, page, record.files)
    elif page == addresses.HOME:
        yield website(site)
    elif page == addresses.AREAS:
        terms = [(area, addresses.area(key)) for key, area in site.areas.items() if key != UNPLACED]
        yield term_set(site, page, site.gettext("Areas"), page, terms)
    elif page == addresses.TAGS:
        for facet in site.catalogue.taxonomy.facets:
            values = [(value, addresses.value(facet.key, value.key)) for value in facet.values]
            yield term_set(site, page, facet.title, Address(page.path, anchor=facet.key), values)
    elif items := listed(record):
        yield list_facts(site, page, record.front.title, items, _about(site, page))


def listed(record: Record) -> tuple[Item, ...]:
    """Return the papers that a page lists, in its order; none if it is no list of papers."""
    match record:
        case AreaPage() | GroupedPage():
            return tuple(item for group in record.groups for item in group.items)
        case ValuePage() | YearPage() | PersonPage():
            return record.items
        case SystemPage():
            return tuple(use.item for group in record.groups for use in group.uses)
        case PathPage():
            return tuple(stop.item for stop in record.stops)
    return ()


def _about(site: Site, page: Address) -> Facts | None:
    """Return the JSON-LD of the area or value that the papers of a list have in common; None if there is none."""
    match page.path.removesuffix(".md").split("/"):
        case ["areas", key, *_] if key in site.areas and key != UNPLACED:
            return term(site, page, site.areas[key], addresses.area(key), addresses.AREAS)
        case ["tags", facet, key, *_] if (facet, key) in site.values:
            within = Address(addresses.TAGS.path, anchor=facet)
            return term(site, page, site.values[facet, key], addresses.value(facet, key), within)
    return None


def _trail(site: Site, page: Address, record: Record) -> Iterator[Link]:
    """Yield the pages between the home page and this one: the index that it is in, and a paper's area."""
    title, to = _INDEXES.get(page.path.partition("/")[0], ("", page))
    if page not in (to, addresses.PAPERS):
        yield Link(text=site.gettext(title), to=to)
    if isinstance(record, PaperPage) and record.area:
        yield Link(text=record.area.text, to=record.area.to)
