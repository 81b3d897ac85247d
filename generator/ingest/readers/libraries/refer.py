"""Reads the tagged files of EndNote (`.enw`), in Refer's format: `%A`, `%T` …, also as Google Scholar and publishers
write them.
"""

from __future__ import annotations

import re

from ....records.base import Problem
from ....records.entry import Entry
from ....records.paper import PublicationType
from ...raw import RawEntry, RawName
from ..databases.entries import make_entries
from .tags import Tags, split_addresses

_BEGINS = re.compile(r"\s*%(?:0 +[A-Za-z]|[ATDJ] +\S)")
_SECOND = re.compile(r"^%[A-Z0-9@] +\S", re.MULTILINE)
_TAG = re.compile(r"%(?P<tag>[0-9A-Z@!#$\]&(*+^>~?<\[)=|])(?: +(?P<value>.*)|\s*)$")
_KINDS: tuple[tuple[str, PublicationType], ...] = (
    ("section", "chapter"),
    ("edited book", "book"),
    ("electronic article", "article"),
    ("conference", "inproceedings"),
    ("book", "book"),
    ("thesis", "thesis"),
    ("report", "report"),
    ("standard", "report"),
    ("government document", "report"),
    ("dataset", "dataset"),
    ("database", "dataset"),
    ("computer program", "software"),
    ("article", "article"),
)
"""What the kind of a reference (`%0`) holds; the first counts, else it is another kind."""
_NAMES = {
    "O": "%O (note)",
    "6": "%6 (number of volumes)",
    "9": "%9 (kind)",
    "Y": "%Y (editor of the series)",
}
_NOISE = frozenset("0 8 ~ W M F < [ ] > + = # $ ) ( * & ^ ! | H 1 2 3 4".split())
"""Tags that say nothing of the publication: files, where and when it was found, addresses of authors."""


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is Refer. `path` is not used.

    It is if it begins with a kind (`%0 Book`), author, title, date or journal, and one more tag follows.
    """
    del path
    return _BEGINS.match(head) is not None and len(_SECOND.findall(head)) > 1


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each record with a title, in the order of the text, and a problem with its line for each
    record without one. A record begins at `%0`, or in a text without any behind an empty line. A text without records
    gives one problem. `path` is that of the file, for both.
    """
    has_kinds = re.search(r"^%0 ", text, re.MULTILINE) is not None
    records: list[Tags] = []
    current: Tags | None = None
    for number, line in enumerate(text.split("\n"), 1):
        match = _TAG.match(line)
        if match is None:
            if current is not None:
                current.go_on(line)
            current = current if has_kinds or line.strip() else None
            continue
        if match["tag"] == "0" or current is None:
            current = Tags(number)
            records.append(current)
        current.add(match["tag"], (match["value"] or "").strip())
    return make_entries([(tags.line, tags) for tags in records], _raw, "refer", path)


def _raw(tags: Tags, line: int) -> RawEntry:
    """Return the fields of a record that begins on a line."""
    said = tags.first("0").lower()
    kind = next((kind for words, kind in _KINDS if words in said), "other" if said not in {"", "generic"} else None)
    is_part = kind not in {"book", "thesis", "report"}
    authors, editors = _people(tags, "A"), _people(tags, "E")
    day, year = tags.peek("8"), tags.first("D")
    numbers = re.split(r"[;,\n]|\s+\(", tags.first("@"))
    issn = [number for number in numbers if re.fullmatch(r"\s*\d{4}-?\d{3}[\dXx]\b.{0,20}", number)]
    return RawEntry(
        line=line,
        key=tags.first("F"),
        type=kind,
        title=_line(tags.first("T", "!")),
        abstract=tags.first("X"),
        authors=() if said == "edited book" else authors,
        editors=(*authors, *editors) if said == "edited book" else editors,
        translators=_people(tags, "?") if kind in {"book", "chapter"} else (),
        year=year,
        date=f"{day} {year}" if day and year and not re.search(r"\d{4}", day) else day,
        container=_line(tags.first("J", "B")) if is_part else "",
        volume=tags.first("V"),
        issue=tags.first("N"),
        pages=tags.first("P") if kind != "book" else "",
        publisher=_line(tags.first("I")),
        publisher_place=_line(tags.first("C")),
        edition="" if kind == "article" else tags.first("7"),  # of an article it is the day on the web
        series=_line(tags.first("S") or ("" if is_part else tags.first("B"))),
        archive=", ".join(tags.all("L")),
        isbn="; ".join(number for number in numbers if number not in issn),
        issn="; ".join(issn),
        language=tags.first("G"),
        ids={"doi": doi} if (doi := tags.first("R")) else {},
        links=tuple(("publisher", url) for value in tags.all("U") for url in split_addresses(value)),
        keywords=tags.words("K"),
        passed_over=tags.unused(_NOISE, _NAMES),
    )


def _people(tags: Tags, role: str) -> tuple[RawName, ...]:
    """Return the people of a tag, in order: `Family, Given`, several on lines or between semicolons of one value; a
    comma at the end marks a group.
    """
    names = [name.strip() for value in tags.all(role) for name in re.split(r"[;\n]", value)]
    return tuple(
        RawName(full=name.rstrip(","), corporate=True) if name.endswith(",") and " " in name else RawName(full=name)
        for name in names
        if name
    )


def _line(text: str) -> str:
    return " ".join(text.split())
