"""Reads the XML that EndNote exports, and other programs that write the same."""

from __future__ import annotations

import re

from ....records.base import Problem
from ....records.entry import Entry
from ....records.paper import LinkKind, PublicationType
from ...raw import RawEntry, RawName
from ..databases.entries import make_entries
from ..databases.xml_elements import Element, child, children, content_of, local_name, parse_elements, root_name
from .tags import split_addresses

_TYPES: tuple[tuple[str, PublicationType], ...] = (
    ("conference", "inproceedings"),
    ("section", "chapter"),
    ("chapter", "chapter"),
    ("encyclopedia", "chapter"),
    ("dictionary", "chapter"),
    ("book", "book"),
    ("thesis", "thesis"),
    ("report", "report"),
    ("government", "report"),
    ("standard", "report"),
    ("preprint", "preprint"),
    ("dataset", "dataset"),
    ("database", "dataset"),
    ("computer program", "software"),
    ("article", "article"),
    ("journal", "article"),
)
"""What the name of a reference's type holds; the first counts."""
_NOISE = frozenset(
    "database source-app rec-number foreign-keys ref-type auth-address auth-affiliaton label call-num accession-num "
    "remote-database-name remote-database-provider access-date modified-date research-notes image caption work-type "
    "short-title contributors titles periodical dates urls keywords abstract electronic-resource-num".split()
)
_READ = frozenset("pages volume number publisher pub-location edition isbn issue section language".split())


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is EndNote's XML. `path` is not used.

    It is if the root element is `xml`, `records` or `record`, and an element `ref-type` or `rec-number` follows.
    """
    del path
    return root_name(head) in {"xml", "records", "record"} and bool(re.search(r"<(?:ref-type|rec-number)\b", head))


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each `record` element with a title, in the order of the text, and a problem with its line for
    each one without, and for broken XML. A text without records gives one problem. `path` is that of the file, for
    both.
    """
    parts, problems = parse_elements(text, path, {"record"})
    return make_entries(parts, _raw, "endnote-xml", path, problems)


def _raw(record: Element, line: int) -> RawEntry:
    kind, titles = _type(record), child(record, "titles")
    second = content_of(titles, "secondary-title")
    full = content_of(record, "periodical", "full-title") or content_of(record, "alt-periodical", "full-title")
    short = content_of(record, "periodical", "abbr-1") or content_of(titles, "alt-title")
    is_part = kind not in {"book", "thesis", "report"}
    container = (second or full) if is_part else ""
    number, volume = content_of(record, "number") or content_of(record, "issue"), content_of(record, "volume")
    year, date = content_of(record, "dates", "year"), content_of(record, "dates", "pub-dates", "date")
    isbn, issn = _numbers(content_of(record, "isbn"))
    return RawEntry(
        line=line,
        key=content_of(record, "rec-number") or content_of(record, "label"),
        markup="html",
        type=kind,
        title=content_of(titles, "title"),
        abstract=content_of(record, "abstract"),
        authors=_people(record, "authors"),
        editors=_people(record, "secondary-authors"),
        translators=_people(record, "subsidiary-authors") if kind in {"book", "chapter"} else (),
        year=year,
        date=date if re.search(r"\d{4}", date) else f"{date} {year}" if date and year else "",
        venue=short if short != container and is_part else "",
        container=container,
        volume=volume,
        issue=number,
        pages=content_of(record, "pages"),
        publisher=content_of(record, "publisher"),
        publisher_place=content_of(record, "pub-location"),
        edition="" if kind == "article" else content_of(record, "edition"),  # of an article it is the day on the web
        series=content_of(titles, "tertiary-title") or ("" if is_part else second),
        archive=content_of(record, "call-num"),
        isbn=isbn,
        issn=issn,
        language=content_of(record, "language"),
        ids=_ids(record),
        links=_links(record),
        keywords=tuple(filter(None, map(content_of, children(child(record, "keywords"), "keyword")))),
        passed_over=_passed_over(record, kind),
    )


def _type(record: Element) -> PublicationType | None:
    element = child(record, "ref-type")
    name = "" if element is None else (element.get("name") or "").lower()
    if name == "generic" or not name:
        return None
    return next((kind for words, kind in _TYPES if words in name), "other")


def _people(record: Element, role: str) -> tuple[RawName, ...]:
    """Return the people in a role, such as `authors`, in order: `Family, Given`; a comma at the end marks a group."""
    names = [content_of(one) for one in children(child(record, "contributors", role), "author")]
    return tuple(
        RawName(full=name.rstrip(","), corporate=True) if name.endswith(",") and " " in name else RawName(full=name)
        for name in names
        if name
    )


def _numbers(text: str) -> tuple[str, str]:
    """Return the ISBNs and the ISSNs in a text, each joined by semicolons; EndNote writes both into one element."""
    parts = [part for part in re.split(r"[;,\n\r]|\s+(?=\d{4}-\d{3}[\dXx])|\s*\(", text) if part.strip()]
    issn = [part for part in parts if re.match(r"\s*\d{4}-?\d{3}[\dXx]\b(?!-)", part) and len(part.strip()) < 30]
    return "; ".join(part for part in parts if part not in issn and re.search(r"\d", part)), "; ".join(issn)


def _ids(record: Element) -> dict[str, str]:
    ids = {"doi": content_of(record, "electronic-resource-num")}
    accession, database = content_of(record, "accession-num"), content_of(record, "remote-database-name")
    if re.fullmatch(r"\d{5,8}", accession) and re.search(r"(?i)pubmed|medline|nlm|^$", database):
        ids["pubmed"] = accession
    return {kind: text for kind, text in ids.items() if text}


def _links(record: Element) -> tuple[tuple[LinkKind, str], ...]:
    found = [content_of(url) for url in children(child(record, "urls", "related-urls"), "url")]
    return tuple(("publisher", url) for text in found for url in split_addresses(text))


def _passed_over(record: Element, kind: PublicationType | None) -> tuple[str, ...]:
    names = [local_name(part) for part in record if content_of(part)]
    more = [name for name in dict.fromkeys(names) if name not in _NOISE | _READ]
    if kind == "article" and content_of(record, "edition"):
        more.append("edition")
    return tuple(more)
