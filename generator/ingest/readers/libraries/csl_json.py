"""Reads CSL-JSON, which Zotero, Mendeley and pandoc exchange: a list of items, or a single item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ....records.base import Problem
from ....records.entry import Entry
from ....records.paper import LinkKind, PublicationType
from ...raw import RawEntry, RawName
from ..databases.entries import make_entries
from ..databases.json_objects import as_list, as_object, as_text, parse_objects

_TYPES: Mapping[str, PublicationType] = {
    **dict.fromkeys(
        "article-journal article-magazine article-newspaper periodical review review-book journalArticle".split(),
        "article",
    ),
    **dict.fromkeys("paper-conference".split(), "inproceedings"),
    **dict.fromkeys("book classic collection".split(), "book"),
    **dict.fromkeys("chapter entry entry-dictionary entry-encyclopedia".split(), "chapter"),
    "thesis": "thesis",
    **dict.fromkeys("report standard".split(), "report"),
    **dict.fromkeys("article preprint".split(), "preprint"),
    "dataset": "dataset",
    "software": "software",
}
_OTHERS = (
    "bill broadcast document event figure graphic hearing interview legal_case manuscript legislation map "
    "motion_picture musical_score pamphlet patent performance personal_communication post post-weblog regulation "
    "song speech treaty webpage"
).split()
_TYPE = re.compile(rf"\"type\"\s*:\s*\"(?:{'|'.join(map(re.escape, (*_TYPES, *_OTHERS)))})\"")
_SIGN = re.compile(
    r'"(?:issued|accessed|author|editor)"\s*:\s*(?:\{\s*"(?:date-parts|raw|literal|year)"|\[\s*\{\s*"(?:family|given|literal)")'
    r'|"(?:container-title|publisher-place|citation-key|collection-title|number-of-pages)"\s*:\s*"'
)
_READ = frozenset(
    "id type title container-title container-title-short journalAbbreviation volume issue number page page-first "
    "number-of-pages publisher ISBN ISSN DOI PMID URL abstract keyword author editor translator publisher-place "
    "edition issued note citation-key citation-label system_id categories original-date accessed submitted "
    "event-date title-short shortTitle source language language-short collection-title collection-number "
    "archive archive_collection archive-place archive_location call-number".split()
)
_ARCHIVE = ("archive", "archive-place", "archive_collection", "archive_location", "call-number")
_NOTE_LINE = re.compile(r"^\s*(?:tex\.)?([A-Za-z][\w -]{1,30}?)\s*:\s*(\S.*)$", re.MULTILINE)


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is CSL-JSON. `path` is not used.

    It is if it begins as JSON, holds a `type` of CSL, and holds a key or a form that only CSL has, such as
    `date-parts`.
    """
    del path
    return head.lstrip()[:1] in {"[", "{"} and bool(_TYPE.search(head) and _SIGN.search(head))


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each item with a title, in the order of the text, and a problem with its line for each item
    without one, each value that is no object, and each broken place of the JSON. A text without items gives one
    problem. `path` is that of the file, for both.
    """
    parts, problems = parse_objects(text, path, ("items", "references", "data"))
    return make_entries(parts, _raw, "csl-json", path, problems)


def _raw(value: object, line: int) -> RawEntry:
    """Return the fields of an item of CSL-JSON that begins on a line, from 1. Raises ValueError if it is no object."""
    if not isinstance(value, dict):
        raise ValueError(f"holds a {type(value).__name__} where an item is wanted; give an object with a title")
    item, csl_type = as_object(value), as_text(value.get("type"))
    note = {key.lower(): text for key, text in _NOTE_LINE.findall(as_text(item.get("note")))}
    container = as_text(item.get("container-title"))
    if csl_type == "paper-conference":
        container = container or as_text(item.get("event-title")) or as_text(item.get("event"))
    year, date = _date(item.get("issued"))
    return RawEntry(
        line=line,
        key=as_text(item.get("citation-key")) or as_text(item.get("id")),
        type=_TYPES.get(csl_type, "other" if csl_type in _OTHERS else None),
        title=as_text(item.get("title")),
        abstract=as_text(item.get("abstract")),
        authors=_people(item.get("author")),
        editors=_people(item.get("editor")),
        translators=_people(item.get("translator")),
        year=year,
        date=date,
        venue=as_text(item.get("container-title-short")) or as_text(item.get("journalAbbreviation")),
        container=container,
        volume=as_text(item.get("volume")),
        issue=as_text(item.get("issue")) or as_text(item.get("number")),
        pages=as_text(item.get("page")) or as_text(item.get("page-first")),
        publisher=as_text(item.get("publisher")),
        publisher_place=as_text(item.get("publisher-place")),
        edition=as_text(item.get("edition")),
        series=_joined(item, ("collection-title", "collection-number")),
        archive=_joined(item, _ARCHIVE),
        isbn=as_text(item.get("ISBN")),
        issn=as_text(item.get("ISSN")),
        language=as_text(item.get("language")),
        ids=_ids(item, note),
        links=_links(item),
        keywords=_words(item),
        headings=tuple(as_text(name) for name in as_list(item.get("collections")) if as_text(name)),
        passed_over=tuple(_passed_over(item, csl_type, container)),
    )


def _joined(item: Mapping[str, object], keys: Iterable[str]) -> str:
    """Return the texts that an item has for some keys, each once, with commas between."""
    return ", ".join(dict.fromkeys(filter(None, (as_text(item.get(key)) for key in keys))))


def _passed_over(item: Mapping[str, object], kind: str, container: str) -> Iterator[str]:
    """Yield the keys of an item that are not read and hold something other than the `container` found, and a note if
    its type, `kind`, does not exist.
    """
    if kind not in _TYPES and kind not in _OTHERS:
        yield f"type: “{kind[:40]}” is unknown"
    yield from (key for key, what in item.items() if key not in _READ and what not in ("", None, [], container))


def _ids(item: Mapping[str, object], note: Mapping[str, str]) -> dict[str, str]:
    """Return the identifiers of an item by kind. `note` has the lines of its note, `name: value`, by name in lower
    case, where Zotero keeps some of them.
    """
    given = {
        "doi": as_text(item.get("DOI")) or note.get("doi", ""),
        "pubmed": as_text(item.get("PMID")) or note.get("pmid", ""),
        "arxiv": note.get("arxiv", ""),
    }
    if match := re.match(r"arXiv:\s*(\S+)", as_text(item.get("number"))):
        given["arxiv"] = match[1]
    return {kind: text.split()[0] for kind, text in given.items() if text.strip()}


def _links(item: Mapping[str, object]) -> tuple[tuple[LinkKind, str], ...]:
    url = as_text(item.get("URL")).strip()
    return (("publisher", url),) if url else ()


def _people(value: object) -> tuple[RawName, ...]:
    return tuple(filter(None, (_person(one) for one in as_list(value))))


def _person(value: object) -> RawName | None:
    person = as_object(value)
    if literal := as_text(person.get("literal")) or as_text(value):
        return RawName(full=literal, corporate="literal" in person)
    particles = (as_text(person.get(key)) for key in ("dropping-particle", "non-dropping-particle"))
    parts = {
        "given": as_text(person.get("given")),
        "particle": " ".join(filter(None, particles)),
        "family": as_text(person.get("family")),
        "suffix": as_text(person.get("suffix")),
    }
    if not any(parts.values()):
        return None
    if parts["family"] and not parts["given"] and " " in parts["family"]:
        return RawName(full=parts["family"], corporate=True)
    if parts["family"] and not parts["particle"] and not parts["suffix"]:
        return RawName(full=f"{parts['family']}, {parts['given']}".strip(", "))
    return RawName(**parts)  # type: ignore[arg-type]


def _date(value: object) -> tuple[str, str]:
    """Return the year and the date of an `issued` value of CSL, both as texts. The date is empty if only the year is
    given, the year is empty if the date is a text. Of a span the beginning counts.
    """
    issued = as_object(value)
    first = as_list(next(iter(as_list(issued.get("date-parts"))), None))
    parts = [as_text(part) for part in first if as_text(part)]
    if parts:
        return parts[0], "-".join(part.zfill(2) for part in parts[:3]) if len(parts) > 1 else ""
    return "", as_text(issued.get("raw")) or as_text(issued.get("literal")) or as_text(value)


def _words(item: Mapping[str, object]) -> tuple[str, ...]:
    given = item.get("keyword")
    if isinstance(given, list):
        return tuple(as_text(word) for word in given if as_text(word))
    text = as_text(given)
    return tuple(word.strip() for word in re.split(r"[;\n]" if ";" in text else r"[,\n]", text) if word.strip())
