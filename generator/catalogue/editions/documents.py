"""Parses a published `catalogue.json`, of this version or an earlier one, into texts that can be compared and shown.

A document from a site may be anybody's: what does not have the form of schema 1 is left out, and every text is cleaned
and cut to a length that a page can show.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ...records.edition import page_path
from ...text.escape import plain_text

_LONGEST = 4_000
"""Characters of a text that are kept."""
FIELDS = tuple(
    "title name aliases type year venue_year published authors venue container volume issue pages publisher"
    " publisher_place edition series archive editors translators isbn issn ids keywords versions links introduces"
    " figures summary problem idea results questions limits notes builds_on compares_with evaluated_on relations"
    " facets checked".split()
)
"""The fields of a paper that are compared; what depends on the whole survey, such as the nearest papers, is not."""


class DocumentError(Exception):
    """Raised for a text that is no `catalogue.json`. The message says why, phrased to follow the name of the
    document.
    """


class PublishedPaper(NamedTuple):
    """A paper of a document: its title, the key of its area (None if unplaced), and its fields as texts."""

    title: str
    area: str | None
    fields: Mapping[str, str]


class Published(NamedTuple):
    """The parts of a published document that are compared. `papers` are by id; `number` is that of the edition, if it
    has one.
    """

    edition: str | None
    """The date of the edition, YYYY-MM-DD; None if the document has none."""
    number: int | None
    papers: Mapping[str, PublishedPaper]
    values: Mapping[tuple[str, str], str]
    """The titles of areas and facet values, by (`area` or the facet's key, own key)."""
    facets: Mapping[str, str]
    """The titles of facets, by key."""


def parse_document(text: str | bytes) -> Published:
    """Return the edition, papers, areas and facet values of a `catalogue.json` of schema 1, given as text or in UTF-8.

    Papers without id or title, and values of an unexpected type, are left out; long texts are cut. Raises DocumentError
    if the text is no JSON, has no list of papers, or has another schema.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff") if isinstance(text, str) else text)
    except (ValueError, RecursionError) as error:
        raise DocumentError("is no JSON; give the catalogue.json of a published site") from error
    if not isinstance(data, dict) or not isinstance(data.get("papers"), list):
        raise DocumentError("is no catalogue.json; it lies on a site at assets/data/catalogue.json")
    if data.get("schema") != 1:
        raise DocumentError(f"has the schema {data.get('schema')!r}, and this version reads 1; install another version")
    taxonomy = _mapping(data.get("taxonomy"))
    values = {("area", key): title for key, title in _titles(taxonomy.get("areas"))}
    facets = dict(_titles(taxonomy.get("facets")))
    for facet in _rows(taxonomy.get("facets")):
        key = _text(facet.get("key"))
        values |= {(key, value): title for value, title in _titles(facet.get("values"))} if key else {}
    number = data.get("edition_number")
    return Published(
        edition=_text(data.get("edition")) or None,
        number=number if isinstance(number, int) else None,
        papers=dict(_papers(data["papers"])),
        values=values,
        facets=facets,
    )


def _papers(rows: Sequence[Any]) -> Iterator[tuple[str, PublishedPaper]]:
    for row in _rows(rows):
        id, title = row.get("id"), _text(row.get("title"))
        if isinstance(id, str) and title and _is_id(id):
            fields = {field: text for key in FIELDS for field, text in _fields(key, row.get(key))}
            yield id, PublishedPaper(title, _text(row.get("area")) or None, fields)


def _is_id(text: str) -> bool:
    try:
        return bool(text) and page_path(text) == f"{text}/" and "/" not in text
    except ValueError:
        return False


def _fields(key: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield the value of a key of a published record as fields: pairs of name and text. Each entry of an object is a
    field of its own, such as `ids.doi`. Empty ones are left out.
    """
    if isinstance(value, dict):
        for below, inner in value.items():
            if text := _readable(inner):
                yield f"{key}.{plain_text(str(below))}", text
    elif text := _readable(value):
        yield key, text


def _readable(value: object) -> str:
    """Return a JSON value as one line of text, empty for false and null. Items of a list have commas between them, or
    semicolons if one has a comma; the values of an object have spaces.
    """
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        items = [text for item in value if (text := _readable(item))]
        return _cut(("; " if any("," in item for item in items) else ", ").join(items))
    if isinstance(value, dict):
        return _cut(" ".join(text for item in value.values() if (text := _readable(item))))
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return _cut(plain_text(str(value)))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"


def _titles(rows: object) -> Iterator[tuple[str, str]]:
    for row in _rows(rows):
        if key := _text(row.get("key")):
            yield key, _text(row.get("title")) or key


def _rows(value: object) -> Iterator[Mapping[str, Any]]:
    yield from (row for row in value if isinstance(row, dict)) if isinstance(value, list) else ()


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
