"""A paper's head for search engines of papers and for reference managers: Highwire Press tags, `citation_…`.

The rules are those of Google Scholar and of Zotero's reader *Embedded Metadata*: a tag for each author, in order; one
tag that names where the paper appeared, which also tells its type; no empty tag; no `citation_pdf_url`, which must lie
on the same host as the page. Types that no such tag tells are named by `DC.type`, in the words of Zotero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ...export.coins import TYPES
from ...export.publication import Publication, read_at
from ...records.paper import Paper, PublicationType
from ...text.escape import Markup
from .details import dates, first_and_last, keywords
from .tags import meta

CONTAINERS: Final[Mapping[PublicationType, str]] = {
    "article": "citation_journal_title",
    "inproceedings": "citation_conference_title",
    "chapter": "citation_book_title",
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}
"""By the type of a paper, the one tag that says where it appeared."""
_BY_INSTITUTION = ("thesis", "report")


def highwire(paper: Paper, publication: Publication) -> Iterator[Markup]:
    """Yield the `citation_…` tags of a paper; the tag of an unknown fact is an empty text."""
    ids = paper.bibliographic.ids
    yield meta("citation_title", publication.title)
    for name in publication.authors:
        yield meta("citation_author", _inverted(publication.parts(name), name))
    published, online = dates(paper, publication)
    yield meta("citation_publication_date", published.replace("-", "/"))
    yield meta("citation_online_date", online.replace("-", "/"))
    yield from _container(publication)
    first, last = first_and_last(publication.pages)
    yield meta("citation_volume", publication.volume)
    yield meta("citation_issue", publication.issue)
    yield meta("citation_firstpage", first)
    yield meta("citation_lastpage", last)
    if publication.type not in _BY_INSTITUTION:
        yield meta("citation_publisher", publication.publisher)
    yield meta("citation_issn", next(iter(publication.issn), None))
    yield meta("citation_isbn", next(iter(publication.isbn), None))
    yield meta("citation_doi", publication.doi)
    yield meta("citation_arxiv_id", publication.arxiv)
    yield meta("citation_pmid", ids.pubmed)
    yield meta("citation_language", paper.bibliographic.lang)
    yield meta("citation_keywords", "; ".join(it.replace(";", ",") for it in keywords(paper, publication)))
    yield meta("citation_public_url", read_at(paper))


def _container(publication: Publication) -> Iterator[Markup]:
    """Yield the tags that say where a publication appeared, or if no such tag fits its type, a tag that names that
    type.
    """
    kind = publication.type
    tag = CONTAINERS.get(kind)
    name = publication.container or publication.venue
    if kind in _BY_INSTITUTION:
        name = publication.publisher or name
    if tag and name:
        yield meta(tag, name)
        if kind == "article" and publication.venue != name:
            yield meta("citation_journal_abbrev", publication.venue)
    elif kind != "article":  # which is what readers take a paper for
        yield meta("DC.type", TYPES[kind])


def _inverted(parts: Mapping[str, str], shown: str) -> str:
    """Return a name as `Family, Given`, given its parts as CSL names them. Return it as it is `shown` if it has no such
    parts, or if both halves have a space and could be read as two names.
    """
    family = " ".join(filter(None, (parts.get("particle"), parts.get("family"), parts.get("suffix"))))
    given = parts.get("given", "")
    if "literal" in parts or not given or (" " in family and " " in given):
        return shown
    return f"{family}, {given}"
