"""COinS: a paper in a list as an OpenURL in an empty element, which reference managers find and readers do not see.

The keys are those of ANSI/NISO Z39.88-2004 for journals, books, dissertations and Dublin Core. A preprint, a data set
and a program fit none of the first three; `rft.type` names them as Zotero does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote_plus

from ..records.paper import PublicationType
from ..text.escape import Markup
from .publication import Publication

TYPES: Final[Mapping[PublicationType, str]] = {
    "article": "journalArticle",
    "inproceedings": "conferencePaper",
    "book": "book",
    "chapter": "bookSection",
    "thesis": "thesis",
    "report": "report",
    "preprint": "preprint",
    "dataset": "dataset",
    "software": "computerProgram",
    "other": "document",
}
"""Types of publications, as Zotero names them."""
_FORMATS = {
    "article": ("journal", "article", "atitle", "jtitle"),
    "inproceedings": ("book", "proceeding", "atitle", "btitle"),
    "chapter": ("book", "bookitem", "atitle", "btitle"),
    "book": ("book", "book", "btitle", ""),
    "report": ("book", "report", "btitle", ""),
    "thesis": ("dissertation", "", "title", ""),
}
"""By the type of a paper: the format, the genre, and the keys of its title and of where it appeared."""
MOST = 50
"""The most authors that are named; reference managers find the others by the DOI."""
_PLAIN = re.compile("[A-Za-z0-9 ./:-]*")
"""A value of which only the spaces need be written otherwise, as most are."""
_SAFE_TOO = str.maketrans({"_": "%5F", "~": "%7E"})
"""Signs of Markdown, escaped like all others."""


def coins(publication: Publication) -> Markup:
    """Return the HTML element with a paper's OpenURL, escaped for a line of Markdown."""
    pairs = (f"{key}={_quoted(value)}" for key, value in _facts(publication) if value)
    return Markup(f'<span class="Z3988" title="{"&amp;".join(pairs)}" hidden></span>')


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value.replace(" ", "+")
    return quote_plus(value, safe="/:").translate(_SAFE_TOO)


def _facts(publication: Publication) -> Iterator[tuple[str, str]]:
    """Yield the keys and values of an OpenURL for a publication; values may be empty."""
    kind, genre, title, container = _FORMATS.get(publication.type, ("dc", "", "title", "source"))
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{kind}"
    yield "rft_id", f"info:doi/{publication.doi}" if publication.doi else ""
    yield "rft_id", publication.url
    yield "rft.genre", genre
    yield "rft.type", TYPES[publication.type] if kind == "dc" else ""
    yield f"rft.{title}", publication.title
    if container:
        yield f"rft.{container}", publication.container or publication.venue
    for name in publication.authors if len(publication.authors) <= MOST or not publication.doi else ():
        yield "rft.au", name
    yield "rft.date", publication.year
    yield "rft.volume", publication.volume
    yield "rft.issue", publication.issue
    yield "rft.pages", publication.pages
    yield "rft.inst" if publication.type == "thesis" else "rft.pub", publication.publisher
    yield "rft.place", publication.publisher_place
    yield "rft.edition", publication.edition
    yield "rft.series", publication.series if kind == "book" else ""
    yield "rft.isbn", next(iter(publication.isbn), "")
    yield "rft.issn", next(iter(publication.issn), "")
