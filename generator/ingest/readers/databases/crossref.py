"""Reads works from Crossref's service: one answer (`message`), a list of works, or one work a line."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from ....records.base import Problem
from ....records.entry import Entry
from ....records.paper import PublicationType
from ...raw import RawEntry, RawName
from .entries import make_entries
from .json_objects import as_list, as_object, as_text, as_texts, parse_objects

_TYPES: dict[str, PublicationType] = {
    "journal-article": "article",
    "proceedings-article": "inproceedings",
    "proceedings": "book",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "reference-entry": "chapter",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "standard": "report",
    "posted-content": "preprint",
    "dataset": "dataset",
    "database": "dataset",
    "software": "software",
}
_READ = frozenset(
    "DOI type title subtitle abstract author editor translator issued published published-print published-online "
    "posted container-title short-container-title volume issue page article-number publisher publisher-location "
    "edition-number institution ISBN ISSN URL subject event language".split()
)


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is an answer of Crossref. `path` is not used.

    It is if it begins as JSON and either has a `message-type` of works, or has `title` as a list and a `DOI`.
    """
    del path
    if head.lstrip()[:1] not in {"{", "["}:
        return False
    answer = re.search(r'"message-type"\s*:\s*"work', head)
    work = re.search(r'"title"\s*:\s*\[', head) and re.search(r'"DOI"\s*:\s*"', head)
    return bool(answer or work)


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each work with a title, in the order of the text, and a problem with its line for each value
    that is no work or has no title, and for each broken place of the JSON. A text without works gives one problem.
    `path` is that of the file, for both.
    """
    parts, problems = parse_objects(text, path, ("message", "items"))
    return make_entries(parts, _raw, "crossref", path, problems)


def _raw(value: object, line: int) -> RawEntry:
    work = as_object(value)
    if not work:
        raise ValueError(f"is no work of Crossref (“{as_text(value)[:60]}”); ask it for works")
    doi = as_text(work.get("DOI"))
    event = as_object(work.get("event"))
    return RawEntry(
        line=line,
        key=html.escape(doi, quote=False),
        markup="html",
        type=_TYPES.get(as_text(work.get("type"))) or ("other" if work.get("type") else None),
        title=": ".join([*_some(work, "title"), *_some(work, "subtitle")]),
        abstract=re.sub(r"^\s*<jats:title>\s*(?:Abstract|Summary)\s*</jats:title>", "", as_text(work.get("abstract"))),
        authors=_people(work.get("author")),
        editors=_people(work.get("editor")),
        translators=_people(work.get("translator")),
        date=_date(work),
        venue=next(iter(_some(work, "short-container-title")), "") or as_text(event.get("acronym")),
        container=next(iter(_some(work, "container-title")), ""),
        volume=as_text(work.get("volume")),
        issue=as_text(work.get("issue")),
        pages=as_text(work.get("page")) or as_text(work.get("article-number")),
        publisher=as_text(work.get("publisher")) or _institution(work.get("institution")),
        publisher_place=as_text(work.get("publisher-location")) if work.get("ISBN") else "",
        edition=as_text(work.get("edition-number")),
        isbn=" ".join(as_texts(work.get("ISBN"))),
        issn=" ".join(as_texts(work.get("ISSN"))),
        language=as_text(work.get("language")),
        ids={"doi": html.escape(doi, quote=False)} if doi else {},
        keywords=tuple(as_texts(work.get("subject"))),
        passed_over=tuple(_passed_over(work)),
    )


def _some(work: Mapping[str, object], key: str) -> list[str]:
    """Return the first text of the list that a work has under a key, as a list of at most one; the others are the same
    title in other languages.
    """
    return list(as_texts(work.get(key)))[:1]


def _people(people: object) -> tuple[RawName, ...]:
    found = []
    for given in as_list(people):
        person = as_object(given)
        orcid = as_text(person.get("ORCID"))
        if group := as_text(person.get("name")):
            found.append(RawName(full=group, corporate=True, orcid=orcid))
        else:
            given_name, family, suffix = (as_text(person.get(key)) for key in ("given", "family", "suffix"))
            found.append(RawName(given=given_name, family=family, suffix=suffix, orcid=orcid))
    return tuple(name for name in found if name.full or name.family or name.given)


def _date(work: Mapping[str, object]) -> str:
    """Return the date of a work's first publication as YYYY, YYYY-MM or YYYY-MM-DD, empty if there is none. It is the
    earliest of those in print, on the web or otherwise; of several in one year it is the fullest.
    """
    dates = []
    for key in ("published", "issued", "published-print", "published-online", "posted"):
        first = as_list(next(iter(as_list(as_object(work.get(key)).get("date-parts"))), None))
        parts = [as_text(part) for part in first[:3]]
        if parts and all(re.fullmatch(r"\d{1,4}", part) for part in parts):
            dates.append("-".join([parts[0], *(part.zfill(2) for part in parts[1:])]))
    return min(dates, key=lambda date: (date[:4], -len(date), date)) if dates else ""


def _institution(value: object) -> str:
    """Return the name of an institution, given as an object or a list of them; empty if it has none."""
    one = value[0] if isinstance(value, list) and value else value
    return as_text(as_object(one).get("name"))


def _passed_over(work: Mapping[str, object]) -> list[str]:
    return [key[:60] for key, value in work.items() if key not in _READ and value not in (None, "", [], {}, False, 0)]
