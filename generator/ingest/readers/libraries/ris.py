"""Reads RIS, as Zotero, EndNote, Mendeley and publishers write it.

Written here because the library for it drops records that are not closed, tags with one space before the hyphen and
the second value of most tags, and knows no lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ....records.base import Problem
from ....records.entry import Entry
from ....records.paper import LinkKind, PublicationType
from ...raw import RawEntry, RawName
from ..databases.entries import make_entries
from .tags import Tags, joined_pages, split_addresses

_BEGINS = re.compile(r"^[ \t]*TY {0,3}-[ \t]*\S", re.MULTILINE)
_TAG = re.compile(r"(?:[ \t]*(?=[A-Z][A-Z0-9]  -))?(?P<tag>[A-Z][A-Z0-9]) {1,3}-(?: +(?P<value>.*)|\s*)$")
_NOT_BEFORE = re.compile(r"^(?:```|@\w+\s*\{|[\[{<]|PMID- )", re.MULTILINE)
_TYPES: Mapping[str, PublicationType] = {
    **dict.fromkeys("JOUR EJOUR JFULL MGZN NEWS INPR ABST".split(), "article"),
    **dict.fromkeys("CONF CPAPER".split(), "inproceedings"),
    **dict.fromkeys("BOOK EBOOK EDBOOK SER CLSWK".split(), "book"),
    **dict.fromkeys("CHAP ECHAP ENCYC DICT".split(), "chapter"),
    "THES": "thesis",
    **dict.fromkeys("RPRT GOVDOC STAND".split(), "report"),
    **dict.fromkeys("UNPB PREP".split(), "preprint"),
    **dict.fromkeys("DATA DBASE AGGR".split(), "dataset"),
    "COMP": "software",
    **dict.fromkeys(
        "ELEC BLOG WEB PAT SLIDE ART MAP MPCT SOUND VIDEO MUSIC CASE STAT BILL HEAR PCOMM MANSCPT".split(), "other"
    ),
}
_IN_WORDS: tuple[tuple[str, PublicationType], ...] = (
    ("conference", "inproceedings"),
    ("journal", "article"),
    ("article", "article"),
    ("section", "chapter"),
    ("chapter", "chapter"),
    ("book", "book"),
    ("thesis", "thesis"),
    ("report", "report"),
    ("preprint", "preprint"),
    ("data", "dataset"),
    ("computer", "software"),
)
"""What a type that is written in words holds; the first counts."""
_NAMES = {
    "ET": "ET (edition)",
    "N1": "N1 (note)",
    "A3": "A3 (editor of the series)",
    "M1": "M1 (number)",
    "M3": "M3 (kind)",
    "SE": "SE (section)",
    "NV": "NV (number of volumes)",
    "RN": "RN (note)",
}
_NOISE = frozenset("TY ER ID L1 L2 L3 L4 AD Y2 DB DP RP ST LB AN U1 U2 U3 U4 U5 CA C2 A5".split())
"""Tags that say nothing of the publication: files, where it was found."""


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is RIS. `path` is not used.

    It is if a line `TY  - …` stands in it, and no line before that begins like one of another format.
    """
    del path
    found = _BEGINS.search(head)
    return found is not None and not _NOT_BEFORE.search(head[: found.start()])


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each record with a title, in the order of the text, and a problem with its line for each
    record without one. A record ends at `ER`, or where the next begins. A text without records gives one problem.
    `path` is that of the file, for both.
    """
    return make_entries([(tags.line, tags) for tags in _records(text)], _raw, "ris", path, [])


def _records(text: str) -> list[Tags]:
    """Return the records of a RIS file in their order. A tag outside of one begins one; other lines there, such as
    numbers and headings, are passed over.
    """
    records: list[Tags] = []
    current: Tags | None = None
    for number, line in enumerate(text.split("\n"), 1):
        match = _TAG.match(line)
        if match is None:
            if current is not None:
                current.go_on(line)
            continue
        tag, value = match["tag"], (match["value"] or "").strip()
        if tag == "ER":
            current = None
            continue
        if tag == "TY" or current is None:
            current = Tags(number)
            records.append(current)
        current.add(tag, value)
    return records


def _raw(tags: Tags, line: int) -> RawEntry:
    """Return the fields of a record that begins on a line. Raises ValueError if it has nothing but a type."""
    if not any(tag != "TY" for tag, _ in tags.values):
        raise ValueError("is empty; remove it")
    kind = _type(tags)
    title = tags.first("TI", "T1", "CT") or (tags.first("BT", "T2") if kind == "book" else "") or tags.first("ST")
    container, short = _container(tags, kind)
    year, date = _dates(tags)
    authors, editors = _people(tags)
    isbn, issn = _numbers(tags)
    notes = () if tags.first("TY") else ("TY: the record has no type",)
    return RawEntry(
        line=line,
        key=tags.first("ID", "LB"),
        type=kind,
        title=title,
        abstract=tags.first("AB", "N2"),
        authors=authors,
        editors=editors,
        translators=tuple(map(_name, tags.all("A4", "TA"))),
        year=year,
        date=date,
        venue=short,
        container=container,
        volume=tags.first("VL", "VO"),
        issue=tags.first("IS", "CP") or (tags.first("M1") if kind in {"article", "report"} else ""),
        pages="" if kind == "book" else joined_pages(tags.first("SP"), tags.first("EP")) or tags.first("AR", "C7"),
        publisher=tags.first("PB"),
        publisher_place=tags.first("CY", "PP"),
        edition="" if kind == "article" else tags.first("ET"),  # of an article it is the day on the web
        series=_series(tags, kind, title),
        archive=_archive(tags),
        isbn=isbn,
        issn=issn,
        language=tags.first("LA"),
        ids=_ids(tags),
        links=_links(tags),
        keywords=tags.words("KW"),
        passed_over=(*notes, *tags.unused(_NOISE, _NAMES)),
    )


def _type(tags: Tags) -> PublicationType | None:
    kind = tags.first("TY")
    if kind.upper() in _TYPES:
        return _TYPES[kind.upper()]
    return next((kind_ for word, kind_ in _IN_WORDS if word in kind.lower()), None)


def _container(tags: Tags, kind: PublicationType | None) -> tuple[str, str]:
    """Return the name of the journal, proceedings or book in which the record stands, and its short name if another tag
    has it; each empty if there is none.
    """
    if kind in {"book", "thesis", "report", "software", "dataset"}:
        container = tags.first("JF") if kind == "report" else ""
        return container, ""
    full = ("JF", "T2", "BT") if kind == "article" or kind is None else ("C3", "BT", "T2", "JF")
    container = tags.first(*full)
    short = tags.first("J2", "JA") or tags.first("JO")
    for tag in full:
        tags.first_if(tag, container)
    return (container, short if short != container else "") if container else (tags.first("JO") or short, "")


def _people(tags: Tags) -> tuple[tuple[RawName, ...], tuple[RawName, ...]]:
    """Return the authors and the editors; those whom an edited book calls authors are editors."""
    authors = tuple(_name(name) for name in tags.all("AU", "A1"))
    editors = tuple(_name(name) for name in tags.all("A2", "ED"))
    return ((), (*authors, *editors)) if tags.first("TY") == "EDBOOK" else (authors, editors)


def _series(tags: Tags, kind: PublicationType | None, title: str) -> str:
    """Return the series in which the record stands, with the number in it; empty without one. `title` is the record's,
    which a book may have where others have the series.
    """
    has_second = kind in {"book", "thesis", "report"} and tags.peek("T2") != title
    name = tags.first("T3") or (tags.first("T2") if has_second else "")
    number = tags.first("M1") if name and kind in {"book", "chapter"} else ""
    return ", ".join(filter(None, (name, number)))


def _archive(tags: Tags) -> str:
    """Return archive and shelf mark. `DB` names the archive only beside a place in it, else a database."""
    archive = tags.all("DB") if tags.peek("AV") else []
    return ", ".join(dict.fromkeys((*archive, *tags.all("AV"), *tags.all("CN"))))


def _dates(tags: Tags) -> tuple[str, str]:
    """Return the year and the date as texts; the date is empty if only the year is given. `DA` counts before `PY`, and
    that before the old `Y1`.
    """
    values = [_date(value) for tag in ("DA", "PY", "Y1") if (value := tags.first(tag))]
    dated = [value for value in values if re.search(r"\d{4}", value)]
    if not dated:
        return "", " ".join(values)
    if not re.search(r"\d{4}", values[0]):  # `DA  - Jun 12` beside `PY  - 2014`
        return dated[0], f"{values[0]} {dated[0]}" if re.fullmatch(r"\d{4}", dated[0]) else ""
    year = re.fullmatch(r"\d{4}", dated[0])
    fuller = next((value for value in dated if not year or (value.startswith(dated[0]) and value != dated[0])), "")
    return (dated[0], fuller) if year else ("", dated[0])


def _date(value: str) -> str:
    """Return a date of RIS with hyphens: `2014/06/01/spring` gives 2014-06-01, `2014//` gives 2014; anything else is
    returned as it is.
    """
    match = re.match(r"\s*(\d{4})/(\d{0,2})/?(\d{0,2})(?:/.*)?$", value)
    if not match:
        return value.strip().strip("/")
    return "-".join(part.zfill(2) for part in match.groups() if part)


def _name(text: str) -> RawName:
    """Return a name written as `Last, First, Suffix`; a comma at the end says that there is no first name, which marks
    a group.
    """
    pieces = [piece.strip() for piece in text.split(",")]
    if len(pieces) == 2 and not pieces[1] and " " in pieces[0]:
        return RawName(full=pieces[0], corporate=True)
    if len(pieces) == 3 and re.fullmatch(r"(?:Jr|Sr|Esq|Ph\.? ?D|I{1,3}|IV|V)\.?|", pieces[2]):
        return RawName(full=", ".join(filter(None, (pieces[0], pieces[2], pieces[1]))))
    return RawName(full=text)


def _numbers(tags: Tags) -> tuple[str, str]:
    """Return the ISBNs and the ISSNs in the tags that hold both, each joined by semicolons."""
    found = [number for value in tags.all("SN", "BN", "EI") for number in re.split(r"[;,\n]|\s(?=\d{4}-)|\s+\(", value)]
    issn = [
        number
        for number in found
        if re.fullmatch(r"\s*(?:e-?|p-?)?(?:ISSN:?)?\s*\d{4}-?\d{3}[\dXx](?!-?\d).{0,20}", number)
    ]
    return "; ".join(number for number in found if number not in issn), "; ".join(issn)


def _ids(tags: Tags) -> dict[str, str]:
    ids = {"doi": doi} if (doi := tags.first("DO", "DI")) else {}
    for tag in ("M3", "L3", "N1", "C7"):
        if match := re.match(r"(?:doi[: ]\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)$", tags.peek(tag), re.I):
            ids.setdefault("doi", match[1])
            tags.first_if(tag, tags.peek(tag))
    accession = tags.peek("AN")
    from_pubmed = re.search(r"(?i)pubmed|medline|nlm|pmid", " ".join((accession, tags.peek("DB"), tags.peek("DP"))))
    if from_pubmed and (match := re.fullmatch(r"(?:PMID:?\s*)?(\d{5,8})", accession)):
        ids["pubmed"] = match[1]
    return ids


def _links(tags: Tags) -> tuple[tuple[LinkKind, str], ...]:
    return tuple(dict.fromkeys(("publisher", url) for value in tags.all("UR", "LK") for url in split_addresses(value)))
