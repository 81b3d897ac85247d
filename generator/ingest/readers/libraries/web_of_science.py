"""Reads the tagged text that Web of Science exports. It looks like RIS, but has other tags."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ....records.base import Problem
from ....records.entry import Entry
from ....records.paper import PublicationType
from ...raw import RawEntry, RawName
from ..databases.entries import make_entries
from .tags import Tags, joined_pages

_BEGINS = re.compile(r"^PT [A-Z]\s*$", re.MULTILINE)
_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?: (?P<value>.*)|\s*)$")
_KINDS: tuple[tuple[str, PublicationType], ...] = (
    ("proceedings paper", "inproceedings"),
    ("meeting abstract", "inproceedings"),
    ("book chapter", "chapter"),
    ("book", "book"),
    ("data paper", "article"),
    ("data", "dataset"),
    ("software", "software"),
    ("preprint", "preprint"),
    ("thesis", "thesis"),
)
"""What a document type holds; the first counts, else it is an article."""
_NAMES = {"ID": "ID (keywords of the database)", "CT": "CT (conference)"}
_NOISE = frozenset(
    "FN VR PT DT C1 C3 RP EM RI OI FU FX FP CR NR TC Z1 Z2 Z3 Z4 Z5 Z6 Z7 Z8 Z9 U1 U2 PI PA PG WC WE SC GA UT OA HC HP "
    "DA EA CL CY HO SP D2 SI PN SU MA EY BP PU".split()
)


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is Web of Science's text. `path` is not used.

    It is if it starts with one of the tags `FN`, `PT` and `VR`, and has a line with `PT` and one letter, the kind of
    record.
    """
    del path
    return head.lstrip().startswith(("FN ", "PT ", "VR ")) and bool(_BEGINS.search(head))


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each record with a title, in the order of the text, and a problem with its line for each
    record without one. A record begins at `PT` and ends at `ER` or `EF`. A text without records gives one problem.
    `path` is that of the file, for both.
    """
    records: list[Tags] = []
    current: Tags | None = None
    for number, line in enumerate(text.split("\n"), 1):
        match = _TAG.match(line)
        if match is None:
            if current is not None:
                current.go_on(line)
        elif match["tag"] == "PT":
            current = Tags(number)
            records.append(current)
        elif match["tag"] in {"ER", "EF"}:
            current = None
        elif current is not None:
            current.add(match["tag"], (match["value"] or "").strip())
    return make_entries([(tags.line, tags) for tags in records], _raw, "web-of-science", path)


def _raw(tags: Tags, line: int) -> RawEntry:
    kind = _type(tags)
    authors = tags.first("AF", "AU", "BF", "BA")
    container = tags.first("SO")
    tags.all("AU", "BA", "BF", "J9", "JI")
    year, day = tags.first("PY"), tags.first("PD")
    title = _line(tags.first("TI")) or container
    return RawEntry(
        line=line,
        key=tags.first("UT"),
        type=kind,
        title=title,
        abstract=_line(tags.first("AB")),
        authors=_people(authors, _orcids(tags.first("OI")))
        + tuple(RawName(full=name, corporate=True) for name in tags.first("CA").split("\n") if name),
        editors=_people(tags.first("BE", "ED"), {}),
        year=year,
        date=f"{_line(day)} {year}" if day and year else "",
        venue=_line(tags.peek("JI")) if kind == "article" else "",
        container="" if kind == "book" and _line(container) == title else _line(container),
        volume=tags.first("VL"),
        issue=tags.first("IS"),
        pages=joined_pages(tags.first("BP"), tags.first("EP")) or tags.first("AR"),
        publisher=_line(tags.first("PU")),
        publisher_place=_line(tags.first("PI")) if kind in {"book", "chapter"} else "",
        series=_line(tags.first("SE")),
        isbn=tags.first("BN"),
        issn="; ".join(tags.all("SN", "EI")),
        language=tags.first("LA"),
        ids={kind: value for kind, value in (("doi", tags.first("DI")), ("pubmed", tags.first("PM"))) if value},
        keywords=tuple(_line(word) for word in _line(tags.first("DE")).split(";") if word.strip()),
        passed_over=tags.unused(_NOISE, _NAMES),
    )


def _type(tags: Tags) -> PublicationType:
    said = f"{tags.first('DT')}{' book' if tags.first('PT') == 'B' else ''}".lower()
    return next((kind for words, kind in _KINDS if words in said and "book review" not in said), "article")


def _people(text: str, orcids: Mapping[str, str]) -> tuple[RawName, ...]:
    return tuple(RawName(full=name, orcid=orcids.get(name.lower(), "")) for name in text.split("\n") if name)


def _orcids(text: str) -> dict[str, str]:
    """Return the ORCID iDs of a field such as `Law, Chris/0000-0001-…; …`, by name in lower case."""
    pairs = (part.partition("/") for part in _line(text).split(";"))
    return {name.strip().lower(): orcid.strip() for name, _, orcid in pairs if orcid}


def _line(text: str) -> str:
    return " ".join(text.split())
