"""The facts about a page as JSON-LD with the vocabulary of schema.org."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...export.data.croissant import about_survey
from ...export.publication import Publication, doi_address
from ...records.paper import Paper, PublicationType
from ...records.taxonomy import Value
from ...text.escape import plain_text
from ..context import Site
from ..links import Item, Link
from ..pages.data import DataRow
from .details import dates, first_and_last
from .tags import as_json

Facts = dict[str, object]
"""A node of the graph. Fields that are empty or None are left out when it is written."""

_KINDS: Final[Mapping[PublicationType, str]] = {
    "book": "Book",
    "chapter": "Chapter",
    "thesis": "Thesis",
    "report": "Report",
    "dataset": "Dataset",
    "software": "SoftwareSourceCode",
    "other": "CreativeWork",
}


def kind_of(publication: Publication) -> str:
    """Return the type of a paper in schema.org's vocabulary, `ScholarlyArticle` if no other fits."""
    return _KINDS.get(publication.type, "ScholarlyArticle")


def way(site: Site, page: Address, to: Address) -> str:
    """Return the full address of a page or file; if the site has no address yet, the relative one from `page`."""
    return addresses.absolute(site.catalogue.settings, to) or str(addresses.href(page.path, to))


def paper_facts(site: Site, page: Address, paper: Paper, publication: Publication) -> Facts:
    """Return the facts about a paper, whose page is at `page`, as a part of its container and of the survey."""
    kind = kind_of(publication)
    first, last = first_and_last(publication.pages)
    doi = doi_address(publication.doi)
    return {
        "@type": kind,
        "headline" if kind == "ScholarlyArticle" else "name": publication.title,
        "url": publication.url,
        "mainEntityOfPage": way(site, page, page),
        "author": [_author(paper, publication, name) for name in publication.authors],
        "translator": [_author(paper, publication, name) for name in publication.translators],
        "bookEdition": publication.edition if kind == "Book" else None,
        "datePublished": dates(paper, publication)[0],
        "inLanguage": paper.bibliographic.lang,
        "publisher": publication.publisher and _named("Organization", publication.publisher),
        "identifier": [
            f"{scheme}:{it}" for scheme, it in (("doi", publication.doi), ("arXiv", publication.arxiv)) if it
        ],
        "sameAs": doi if doi != publication.url else None,
        "pageStart": first,
        "pageEnd": last,
        "isPartOf": [
            *_containers(publication),
            {**_named("Collection", site.title), "url": way(site, page, addresses.HOME)},
        ],
    }


def _author(paper: Paper, publication: Publication, shown: str) -> Facts:
    known = paper.bibliographic.people.get(shown)
    orcid = known.orcid if known else None
    kind = "Organization" if "literal" in publication.parts(shown) else "Person"
    return {**_named(kind, shown), "sameAs": orcid and f"https://orcid.org/{orcid}"}


def _containers(publication: Publication) -> Iterator[Facts]:
    """Yield, at most once, the journal with volume and issue around it, or the book in which a publication stands."""
    name = publication.container or publication.venue
    if not name or publication.type == "preprint":
        return
    if publication.type != "article":
        yield {**_named("Book", name), "isbn": publication.isbn}
        return
    whole: Facts = {**_named("Periodical", name), "issn": publication.issn}
    if publication.volume:
        whole = {"@type": "PublicationVolume", "volumeNumber": publication.volume, "isPartOf": whole}
    if publication.issue:
        whole = {"@type": "PublicationIssue", "issueNumber": publication.issue, "isPartOf": whole}
    yield whole


def dataset(site: Site, page: Address, files: Iterable[DataRow]) -> Facts:
    """Return the facts about the survey as data, which are shown at `page`, and the files in which it is published."""
    catalogue = site.catalogue
    return {
        "@type": "Dataset",
        **about_survey(catalogue.settings, catalogue.edition),
        "url": way(site, page, page),
        "keywords": [area.title for area in catalogue.taxonomy.areas],
        "distribution": [
            {
                **_named("DataDownload", file.text),
                "description": file.about,
                "contentUrl": file.to and way(site, page, file.to),
                "encodingFormat": file.media_type,
                "contentSize": file.size,
            }
            for file in files
        ],
    }


def breadcrumbs(site: Site, page: Address, trail: Sequence[Link]) -> str:
    """Return the path from the home page to a page, through the pages of `trail`, as JSON."""
    steps = [(step.text, step.to and way(site, page, step.to)) for step in trail]
    return _breadcrumbs((site.gettext("Home"), way(site, page, addresses.HOME)), *steps)


@lru_cache(maxsize=256)  # all papers of an area have the same
def _breadcrumbs(*steps: tuple[str, str | None]) -> str:
    """Return a path as JSON, given the name and the address of each page on it."""
    places = [
        {"@type": "ListItem", "position": number, "name": name, "item": to}
        for number, (name, to) in enumerate(steps, 1)
    ]
    return as_json({"@type": "BreadcrumbList", "itemListElement": places})


def list_facts(site: Site, page: Address, title: str, items: Iterable[Item], about: Facts | None) -> Facts:
    """Return the facts about a page with a title that lists papers, its items; `about` is the facts about what these
    have in common, or None.
    """
    places = [way(site, page, it.to) for it in items if it.to]
    return {
        **_named("CollectionPage", title),
        "url": way(site, page, page),
        "about": about,
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": len(places),
            "itemListElement": [
                {"@type": "ListItem", "position": number, "url": place} for number, place in enumerate(places, 1)
            ],
        },
    }


def term(site: Site, page: Address, value: Value, to: Address, within: Address) -> Facts:
    """Return the facts about an area or facet value, whose page is at `to`, as a term of the set at `within`; they are
    shown at `page`.
    """
    return {
        **_named("DefinedTerm", value.title),
        "termCode": value.key,
        "url": way(site, page, to),
        "inDefinedTermSet": way(site, page, within),
    }


def term_set(site: Site, page: Address, title: str, at: Address, terms: Iterable[tuple[Value, Address]]) -> Facts:
    """Return the facts about all areas, or all values of a facet, as a set of terms with definitions. The set has a
    title and is described at the address `at`; each of its `terms` is given with the address of its own page.
    """
    return {
        **_named("DefinedTermSet", title),
        "@id": way(site, page, at),
        "hasDefinedTerm": [
            {
                **_named("DefinedTerm", value.title),
                "termCode": value.key,
                "url": way(site, page, to),
                "description": value.definition,
            }
            for value, to in terms
        ],
    }


def website(site: Site) -> Facts:
    """Return the facts about the site, and how it is searched if its address is known."""
    settings, edition = site.catalogue.settings, site.catalogue.edition
    search = addresses.absolute(settings, addresses.EXPLORER)
    return {
        **_named("WebSite", site.title),
        "url": addresses.absolute(settings, addresses.HOME),
        "description": settings.description,
        "inLanguage": settings.language,
        "license": settings.licence_url,
        "dateModified": edition.isoformat() if edition else None,
        "creator": settings.author and _named("Organization", settings.author),
        "potentialAction": search
        and {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def _named(kind: str, name: str) -> Facts:
    return {"@type": kind, "name": plain_text(name)}
