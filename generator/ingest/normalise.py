"""Makes entries of raw entries: clean texts, people in one form, dates, venues and identifiers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from ..records.entry import Entry
from ..records.paper import Citation, Link, PersonName
from ..text.cleaning import clean_text
from ..text.latex import latex_to_text
from ..text.markup import markup_to_text
from ..text.names import parse_name, shown_name
from .raw import Markup, RawEntry, RawName

_VENUES = {
    "nips": "NeurIPS",
    "neurips": "NeurIPS",
    "acl": "ACL",
    "emnlp": "EMNLP",
    "naacl": "NAACL",
    "eacl": "EACL",
    "coling": "COLING",
    "acmmm": "ACM Multimedia",
    "alvr": "ALVR",
}
"""Short forms, lower case, to the name that the venue itself uses."""
_TEXTS = ("container", "volume", "issue", "pages", "publisher")
_PREFIXES = {
    "arxiv": re.compile(r"^(?:https?://arxiv\.org/abs/|arxiv:)", re.IGNORECASE),
    "doi": re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", re.IGNORECASE),
}
_ACL_ANTHOLOGY_DOI = re.compile(r"10\.18653/v1/(\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+)", re.IGNORECASE)


def to_entry(raw: RawEntry, reader: str, path: str) -> Entry:
    """Return the entry that a raw entry makes: its texts made clean, its values in the forms of a record.

    A value that no record can hold is left out, with a line in the entry's `notes`. Raises ValueError if there is no
    title.

    >>> entry = to_entry(RawEntry(line=1, title="On Sails", venue="NIPS 2024", year="2024a"), "test", "a.txt")
    >>> entry.citation.venue, entry.notes
    ('NeurIPS 2024', ('year: “2024a” is no year from 1800 to 2200',))
    """
    title, abstract = _clean(raw.title, raw.markup), _clean(raw.abstract, raw.markup)
    if not title:
        raise ValueError("has no title; add one")
    notes = [f"{what}: passed over" if ":" not in what else what for what in raw.passed_over]
    values = _values(raw, notes)
    return Entry(
        reader=reader,
        path=path,
        line=raw.line,
        key=raw.key or None,
        title=title,
        abstract=abstract or None,
        citation=_valid(Citation, values, notes),
        links=_links(raw, notes),
        headings=tuple(filter(None, (_clean(heading, raw.markup) for heading in raw.headings))),
        notes=tuple(notes),
    )


def _clean(text: str, markup: Markup) -> str:
    """A text in one line, as a person reads it."""
    if markup == "latex":
        text = latex_to_text(text)
    elif markup == "html":
        text = markup_to_text(text)
    return clean_text(text).text


def _values(raw: RawEntry, notes: list[str]) -> dict[str, Any]:
    """The fields of a citation, of which some may not be valid yet."""
    ids = _identifiers(raw.ids)
    venue, doi = tidy_venue(_clean(raw.venue or raw.container, raw.markup))
    if doi:
        ids.setdefault("doi", doi)
    if anthology := _ACL_ANTHOLOGY_DOI.fullmatch(ids.get("doi", "")):
        ids.setdefault("acl", anthology[1])
        venue = _anthology_venue(anthology[1]) or venue
    people: dict[str, PersonName] = {}
    texts = {key: _clean(getattr(raw, key), raw.markup) for key in _TEXTS}
    return {
        **texts,
        "type": raw.type,
        "authors": _people(raw.authors, raw.markup, people),
        "editors": _people(raw.editors, raw.markup, people),
        "people": people,
        "year": _year(raw.year, "year", notes),
        "venue_year": _year(raw.venue_year, "venue_year", notes),
        "published": _date(raw.date, notes),
        "venue": venue,
        "ids": ids,
        "keywords": tuple(_clean(word, raw.markup) for word in raw.keywords),
    }


def _valid(model: type[Citation], values: dict[str, Any], notes: list[str]) -> Citation:
    """The record of those values that it accepts; each of the others becomes a note."""
    given = {key: value for key, value in values.items() if value}
    while True:
        try:
            return model.model_validate(given)
        except ValidationError as error:
            fault = error.errors()[0]
            where, message = fault["loc"], str(fault["msg"]).removeprefix("Value error, ")
            if fault["type"] == "string_pattern_mismatch":
                message = "it has not the form of one"
            notes.append(f"{'.'.join(map(str, where))}: “{str(fault['input'])[:60]}” is left out ({message})")
            _drop(given, where)


def _drop(values: dict[str, Any], where: tuple[int | str, ...]) -> None:
    """Take the value at `where` out, or the field that holds it if that is no mapping."""
    head = str(where[0])
    inner = values[head]
    if isinstance(inner, dict) and len(where) > 1 and where[1] in inner:
        values[head] = {key: value for key, value in inner.items() if key != where[1]}
    else:
        del values[head]


def _people(names: tuple[RawName, ...], markup: Markup, people: dict[str, PersonName]) -> tuple[str, ...]:
    """Names as they are shown; in `people` the parts that this does not tell."""
    shown: list[str] = []
    for raw in names:
        full = _clean(raw.full, markup)
        parts = {key: _clean(getattr(raw, key), markup) or None for key in ("given", "particle", "family", "suffix")}
        if raw.corporate:
            name = PersonName(family=full or parts["family"], corporate=True)
        else:
            name = parse_name(full) if full else PersonName(**parts)
        if orcid := re.search(r"(\d{4}-){3}\d{3}[\dXx]", raw.orcid):
            name = name.model_copy(update={"orcid": orcid[0].upper()})
        if text := shown_name(name):
            shown.append(text)
            if parse_name(text) != name:
                people[text] = name
    return tuple(shown)


def _year(text: str, field: str, notes: list[str]) -> int | None:
    text = text.strip()
    if not text:
        return None
    if re.fullmatch(r"\d{4}", text) and 1800 <= int(text) <= 2200:
        return int(text)
    notes.append(f"{field}: “{text[:60]}” is no year from 1800 to 2200")
    return None


def _date(text: str, notes: list[str]) -> datetime.date | None:
    if not text.strip():
        return None
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError:
        notes.append(f"date: “{text[:60]}” is no date such as 2024-03-01")
        return None


def _identifiers(given: Mapping[str, str]) -> dict[str, str]:
    """Identifiers without the prefixes and addresses that they are often written with."""
    return {kind: _PREFIXES[kind].sub("", text.strip()) if kind in _PREFIXES else text for kind, text in given.items()}


def _links(raw: RawEntry, notes: list[str]) -> tuple[Link, ...]:
    links = []
    for kind, url in raw.links:
        if "arxiv.org/" in url or "aclanthology" in url:
            continue  # said by the identifiers
        try:
            links.append(Link(kind=kind, url=url))
        except ValidationError as error:
            notes.append(str(error.errors()[0]["msg"]).removeprefix("Value error, "))
    return tuple(links)


def tidy_venue(raw: str) -> tuple[str, str | None]:
    """Return a venue's usual name with its year, and the DOI if the raw text holds one beside it, else None.

    >>> tidy_venue("IPMI 2023 (doi 10.1007/978-3-031-34048-2_35)")
    ('IPMI 2023', '10.1007/978-3-031-34048-2_35')
    >>> tidy_venue("NIPS 2024")
    ('NeurIPS 2024', None)
    """
    note = re.search(r"\(doi (10\.[^\s)]+)\)", raw)
    venue = re.sub(r"\s*\((?:doi |title changed)[^)]*\)\s*$", "", raw).strip()
    head, _, tail = venue.partition(" ")
    venue = " ".join(filter(None, (_VENUES.get(head.lower(), head), tail)))
    if findings := re.fullmatch(r"(\w+) (\d{4}) Findings", venue):
        venue = f"Findings of {findings[1]} {findings[2]}"
    return venue, note[1] if note else None


def _anthology_venue(identifier: str) -> str | None:
    """`2024.findings-acl.657` names its venue better than a list's short form."""
    year, collection, _ = identifier.split(".")
    collection, _, volume = collection.partition("-")
    if collection == "findings":
        return f"Findings of {volume.upper()} {year}"
    return f"{_VENUES.get(collection, collection.upper())} {year}"
