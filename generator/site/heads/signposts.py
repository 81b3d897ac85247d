"""The links in a paper's head for programs that follow typed links (signposting.org)."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalogue import addresses
from ...export.publication import Publication, doi_address, read_at
from ...records.paper import Paper
from ...records.taxonomy import UNPLACED
from ...text.escape import Markup
from ..context import Site
from .linked_data import kind_of
from .tags import link


def signposts(site: Site, paper: Paper, publication: Publication) -> Iterator[Markup]:
    """Yield the link elements of a paper's page: its persistent address, authors, types, full text, area and licence.

    Links that are not known are empty texts. `describedby` is on every page and not made here.
    """
    yield link("cite-as", doi_address(publication.doi) or read_at(paper))
    people = paper.bibliographic.people
    for name in paper.bibliographic.authors:
        orcid = people[name].orcid if name in people else None
        yield link("author", orcid and f"https://orcid.org/{orcid}")
    yield link("type", "https://schema.org/AboutPage")
    yield link("type", f"https://schema.org/{kind_of(publication)}")
    if publication.arxiv:
        yield link("item", f"https://arxiv.org/pdf/{publication.arxiv}", type="application/pdf")
    area = paper.derived.area or UNPLACED
    if area in site.areas:
        yield link("collection", addresses.href(addresses.paper(paper.id).path, addresses.area(area)))
    yield link("license", site.catalogue.settings.licence_url)
