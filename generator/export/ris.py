"""RIS, which reference managers read. `asRis` in `assets/js/lists/export_formats.js` makes the same."""

from __future__ import annotations

import re
from typing import Final

from ..records.paper import PublicationType
from .publication import Publication

_TYPES: Final[dict[PublicationType, str]] = {
    "article": "JOUR",
    "inproceedings": "CONF",
    "chapter": "CHAP",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "preprint": "UNPB",
    "dataset": "DATA",
    "software": "COMP",
}


def as_ris(publication: Publication) -> str:
    r"""Return the RIS record of a paper: one line for each tag, `TI  - Seeing with words\r\n`, from `TY` to `ER`.

    A tag without a value is left out; names of people are written `Family, Given`. Texts are copied as they are: those
    that `as_publication` made hold no line break, with which a false tag could begin.
    """
    pages = [*re.split(" ?– ?", publication.pages), ""]
    tags = [
        ("TY", _TYPES.get(publication.type, "GEN")),
        ("ID", publication.id),
        ("TI", publication.title),
        *(("AU", _inverted(publication, name)) for name in publication.authors),
        *(("A2", _inverted(publication, name)) for name in publication.editors),
        *(("A4", _inverted(publication, name)) for name in publication.translators),
        ("PY", publication.year),
        ("T2", publication.container or publication.venue),
        ("VL", publication.volume),
        ("IS", publication.issue),
        ("SP", pages[0]),
        ("EP", pages[1]),
        ("PB", publication.publisher),
        ("CY", publication.publisher_place),
        ("ET", publication.edition),
        ("T3", publication.series),
        ("AV", publication.archive),
        *(("SN", number) for number in (*publication.isbn, *publication.issn)),
        ("LA", publication.language),
        ("DO", publication.doi),
        ("AN", publication.arxiv and f"arXiv:{publication.arxiv}"),
        ("UR", publication.url),
        *(("KW", title) for title in publication.keywords),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in tags if value) + "ER  - \r\n"


def _inverted(publication: Publication, name: str) -> str:
    """Return a name with the family name first: `van der Maaten, Laurens`; that of a group as it is."""
    parts = publication.parts(name)
    if "literal" in parts:
        return parts["literal"]
    family = " ".join(filter(None, (parts.get("particle"), parts.get("family"))))
    return ", ".join(filter(None, (family, parts.get("given"), parts.get("suffix"))))
