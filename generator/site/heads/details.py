"""What heads say about a paper beyond its bibliographic data (`Publication`)."""

from __future__ import annotations

import re

from ...export.publication import Publication
from ...records.paper import Paper
from ...text.escape import plain_text


def keywords(paper: Paper, publication: Publication) -> list[str]:
    """Return the keywords of the source, then the titles of the paper's area and facet values, each once."""
    return list(dict.fromkeys([*map(plain_text, paper.bibliographic.keywords), *publication.keywords]))


def dates(paper: Paper, publication: Publication) -> tuple[str, str]:
    """Return the date of publication, `2024-05-17` or `2024`, and the date of an earlier version; either may be empty.

    The record's day is that of the publication, unless a preprint came first, which the record tells by a separate
    `venue_year`.
    """
    facts = paper.bibliographic
    day = facts.published.isoformat() if facts.published else ""
    if publication.type == "preprint" or not facts.venue_year:
        return day or publication.year, ""
    return publication.year, day


def first_and_last(pages: str) -> tuple[str, str]:
    """Return the first and the last page; the number of an article is a first page.

    >>> first_and_last("12–34")
    ('12', '34')
    """
    if pages.isascii() and pages.isdigit():
        return pages, ""
    first, _, last = re.sub(r"\s*[-–—]+\s*", "–", pages).partition("–")
    return first, last
