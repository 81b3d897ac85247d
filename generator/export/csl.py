"""CSL-JSON, which citation processors read. `asCsl` in `assets/js/lists/export_formats.js` makes the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from ..records.bulk import compact_json
from ..records.paper import PublicationType
from .publication import Publication

_TYPES: Final[dict[PublicationType, str]] = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "preprint": "article",
    "dataset": "dataset",
    "software": "software",
}


def as_csl(publication: Publication) -> str:
    """Return the CSL-JSON item of a paper, on one line. Fields without a value are left out."""
    number = f"arXiv:{publication.arxiv}" if publication.arxiv else ""
    preprint_server = "arXiv" if publication.type == "preprint" and publication.arxiv else ""
    item = {
        "id": publication.id,
        "citation-key": publication.id,
        "type": _TYPES.get(publication.type, "document"),
        "title": publication.title,
        "author": _names(publication, publication.authors),
        "editor": _names(publication, publication.editors),
        "translator": _names(publication, publication.translators),
        "issued": {"date-parts": [[int(publication.year)]]} if publication.year else None,
        "container-title": publication.container or publication.venue,
        "container-title-short": publication.container and publication.venue,
        "volume": publication.volume,
        "issue": publication.issue,
        "page": re.sub(" ?– ?", "-", publication.pages),
        "publisher": publication.publisher or preprint_server,
        "publisher-place": publication.publisher_place,
        "edition": publication.edition,
        "collection-title": publication.series,
        "archive_location": publication.archive,
        "ISBN": ", ".join(publication.isbn),
        "ISSN": ", ".join(publication.issn),
        "language": publication.language,
        "number": number,
        "DOI": publication.doi,
        "URL": publication.url,
        "keyword": ", ".join(publication.keywords),
    }
    return compact_json(_present(item))


def csl_list(items: Iterable[bytes | memoryview]) -> bytes:
    """Return a CSL-JSON array, in UTF-8, of items that `as_csl` made, one a line; `[]` if there are none."""
    text = b",\n".join(items)
    return b"".join((b"[\n", text, b"\n]\n")) if text else b"[]\n"


def _names(publication: Publication, shown: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return names, given as they are shown, as objects with the parts of CSL, in order; a group is `literal`."""
    return [
        _present(
            {
                "literal": parts.get("literal"),
                "non-dropping-particle": parts.get("particle"),
                **{key: parts.get(key) for key in ("family", "given", "suffix")},
            }
        )
        for parts in map(publication.parts, shown)
    ]


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    """Return those fields, by name, whose values are not empty."""
    return {key: value for key, value in fields.items() if value}
