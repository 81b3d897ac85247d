"""Atom feeds: of a list, with the papers that were added to it or changed last, and of the editions.

All dates are those of the records, so that two builds of one edition give equal bytes.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..catalogue import addresses
from ..catalogue.addresses import Address
from ..catalogue.editions.words import edition_title, kind_titles
from ..records.catalogue import Catalogue
from ..records.edition import Edition
from ..records.paper import Paper
from ..records.survey import Settings
from ..text.escape import html_text
from ..text.i18n import Translations
from .publication import read_at

EDITIONS_FEED = addresses.beside(addresses.CHANGES, "feed.xml")
"""The address of the feed of editions."""
_ENTRIES = 50
_NAMED = 30
"""Papers of a kind of change that the entry of an edition names."""
_UNDATED = datetime.date(1980, 1, 1)
"""The day of what has none."""


class Entry(NamedTuple):
    """A paper's entry of a feed as two stretches of XML: before and behind the `<link>` element that leads to the
    paper's page. The three are joined by line breaks.

    Only that link differs between feeds, so that an entry is made once.
    """

    before: str
    behind: str


def render_feed(
    catalogue: Catalogue, title: str, page: Address, feed: Address, papers: Iterable[Paper],
    entry_of: Callable[[Paper], Entry] | None = None,
) -> str:  # fmt: skip
    """Return the XML of the feed of a list: its fifty papers that were added or changed last, the latest first.

    `page` is the list's page, `feed` the address of the feed itself. The feed's id is that address, an entry's id the
    address of the paper's page. If the site's address is not known, ids are made from the survey's title, and links are
    relative. `entry_of` returns an entry that was made before.
    """
    settings = catalogue.settings
    newest = sorted(papers, key=_last_first)[:_ENTRIES]
    day = last_day(newest[0]) if newest else catalogue.edition or _UNDATED
    entries: list[str] = []
    for paper in newest:
        before, behind = entry_of(paper) if entry_of else paper_entry(catalogue, paper)
        way = _link("alternate", _way(settings, feed, addresses.paper(paper.id)), "text/html")
        entries += (before, way, behind)
    return _feed(catalogue, title, page, feed, day, entries)


def paper_entry(catalogue: Catalogue, paper: Paper) -> Entry:
    """Return a paper's entry for all feeds that it is in."""
    before = ("<entry>", _element("title", paper.bibliographic.title), _element("id", _paper_id(catalogue, paper)))
    return Entry("\n".join(before), "\n".join((*_behind(catalogue, paper), "</entry>")))


def _paper_id(catalogue: Catalogue, paper: Paper) -> str:
    return _id(catalogue.settings, addresses.paper(paper.id))


def render_editions(catalogue: Catalogue, translations: Translations) -> str:
    """Return the XML of the feed of editions, at most fifty, the latest first, each with what it changed."""
    editions = sorted(catalogue.editions, key=lambda edition: -edition.number)[:_ENTRIES]
    day = editions[0].date if editions else catalogue.edition or _UNDATED
    title = translations.gettext("Editions")
    entries = [line for edition in editions for line in _edition(catalogue, edition, translations)]
    return _feed(catalogue, title, addresses.CHANGES, EDITIONS_FEED, day, entries)


def _edition(catalogue: Catalogue, edition: Edition, translations: Translations) -> Iterator[str]:
    """Yield the lines of the entry of an edition in the feed of editions."""
    page = addresses.edition(edition.number)
    yield "<entry>"
    yield _element("title", edition_title(translations, edition))
    yield _element("id", _id(catalogue.settings, page))
    yield _link("alternate", _way(catalogue.settings, EDITIONS_FEED, page), "text/html")
    yield _element("updated", _time(edition.date))
    said = [translations.ngettext("It holds {count} paper.", "It holds {count} papers.", edition.papers)]
    for kind, title in kind_titles(translations).items():
        named = dict.fromkeys(it.title or it.after or it.before for it in edition.changes if it.kind == kind)
        if named:
            shown = [text for text in named if text][:_NAMED]
            more = ["…"] if len(named) > len(shown) else []
            said.append(f"{title} ({translations.number(len(named))}): {'; '.join([*shown, *more])}.")
    yield _element("summary", " ".join(said))
    yield "</entry>"


def _feed(
    catalogue: Catalogue, title: str, page: Address, feed: Address, day: datetime.date, entries: Iterable[str]
) -> str:
    """Return the XML of the feed at the address `feed`, under a title, about what is on `page`. `day` is that of its
    last change, `entries` are the lines of its entries.
    """
    settings = catalogue.settings
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{html_text(settings.language)}">',
        _element("title", settings.title if title == settings.title else f"{title} · {settings.title}"),
        _element("id", _id(settings, feed)),
        *([_link("self", addresses.absolute(settings, feed), "application/atom+xml")] if settings.address else ()),
        _link("alternate", _way(settings, feed, page), "text/html"),
        _element("updated", _time(day)),
        f"<author>{_element('name', settings.author or settings.title)}</author>",
        _element("rights", settings.licence),
        *entries,
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def last_day(paper: Paper) -> datetime.date:
    """Return the day on which a paper was added or last changed; if its record has neither, the day, or 1 January of
    the year, of its publication; without that, 1 January 1980.
    """
    days = [day for day in (paper.provenance.added, paper.provenance.changed) if day]
    if days:
        return max(days)
    facts = paper.bibliographic
    return facts.published or (datetime.date(facts.year, 1, 1) if facts.year else _UNDATED)


def _last_first(paper: Paper) -> tuple[int, int, str]:
    """Return a sort key: the paper that changed last first, then the one published last, then by id."""
    published = paper.bibliographic.published
    return -last_day(paper).toordinal(), -(published.toordinal() if published else 0), paper.id


def _behind(catalogue: Catalogue, paper: Paper) -> Iterator[str]:
    """Yield the lines of a paper's entry that follow the link to its page."""
    for address in dict.fromkeys(filter(None, (read_at(paper), *(link.url for link in paper.derived.links)))):
        yield _link("related", address)
    if paper.provenance.added:
        yield _element("published", _time(paper.provenance.added))
    yield _element("updated", _time(last_day(paper)))
    for name in paper.bibliographic.authors:
        yield f"<author>{_element('name', name)}</author>"
    yield from _categories(catalogue, paper)
    if paper.digest.summary:
        yield _element("summary", paper.digest.summary)


def _categories(catalogue: Catalogue, paper: Paper) -> Iterator[str]:
    """Yield an element for the paper's area and each of its tags, with the index that it is listed in."""
    settings, taxonomy = catalogue.settings, catalogue.taxonomy
    kinds: list[tuple[str, Sequence[str], dict[str, str]]] = [
        (
            addresses.absolute(settings, addresses.AREAS),
            (paper.derived.area or "",),
            {area.key: area.title for area in taxonomy.areas},
        )
    ]
    for facet in taxonomy.facets:
        scheme = addresses.absolute(settings, Address(addresses.TAGS.path, anchor=facet.key))
        values = paper.derived.facets.get(facet.key, ())
        kinds.append((scheme, values, {value.key: value.title for value in facet.values}))
    for scheme, keys, titles in kinds:
        for key in keys:
            if key in titles:
                label = html_text(titles[key])
                of = f' scheme="{html_text(scheme)}"' if scheme else ""
                yield f'<category term="{html_text(key)}"{of} label="{label}"/>'


def _id(settings: Settings, to: Address) -> str:
    """Return the id of a feed or an entry, which no other has: the page's address, or if the site has none, a URN made
    of the survey's title and the path.
    """
    name = f"{settings.title}\0{addresses.served(to)}"
    return addresses.absolute(settings, to) or uuid.uuid5(uuid.NAMESPACE_OID, name).urn


def _way(settings: Settings, feed: Address, to: Address) -> str:
    """Return the address of a page; as seen from the feed if the site's address is not known."""
    return addresses.absolute(settings, to) or addresses.href(feed.path, to)


def _element(name: str, text: str) -> str:
    return f"<{name}>{html_text(text)}</{name}>"


def _link(rel: str, address: str, media_type: str = "") -> str:
    kind = f' type="{media_type}"' if media_type else ""
    return f'<link rel="{rel}"{kind} href="{html_text(address)}"/>'


def _time(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
