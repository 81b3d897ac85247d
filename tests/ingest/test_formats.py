"""Files as they are found in the wild: each is read or refused with a reason, and read as Zotero reads it."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.ingest.readers.detect import parse_entries
from generator.records.entry import Entry
from generator.text.languages.tags import language_tag

SHARED = Path(__file__).resolve().parents[3] / "shared" / "formats"
FILES = sorted(path for path in SHARED.rglob("*") if path.is_file() and ".expected." not in path.name)
REASONS = ("has no title", "is a set of other", "holds no entry", "looks like plain text")
"""Why what is refused may be: what these files hold besides papers."""
COMPARED = [path for path in FILES if path.with_suffix(".expected.zotero.json").exists()]
pytestmark = pytest.mark.skipif(not FILES, reason="the files of ../shared/formats are not there")

TYPES = {
    "journalArticle": "article",
    "conferencePaper": "inproceedings",
    "book": "book",
    "bookSection": "chapter",
    "webpage": "other",
    "document": "other",
}
CONTAINERS = ("publicationTitle", "proceedingsTitle", "bookTitle")
TEXTS = {
    "title": "title",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "publisher": "publisher",
    "abstractNote": "abstract",
}
BETTER = "Zotero does not read `crossref`; here a part has what it inherits"
EXPLAINED = {
    ("zotero_bibtex/03.bib", "author:06", "container"): BETTER,
    ("zotero_bibtex/03.bib", "author:06", "date"): BETTER,
    ("zotero_bibtex/03.bib", "author:06", "creators"): BETTER,
    ("zotero_bibtex/10.bib", "BibTeXEscapeTest1", "title"): "two backslashes break a line",
    (
        "zotero_bibtex/19.bib",
        "sweig42",
        "creators",
    ): "an accent escaped twice is one; Zotero keeps a backslash",
    (
        "zotero_bibtex/19.bib",
        "sweig42",
        "publisher",
    ): "an accent escaped twice is one; Zotero keeps a backslash",
}
"""File, entry and field of each difference that remains, with its reason."""


def _relative(path: Path) -> str:
    return path.relative_to(SHARED).as_posix()


@pytest.mark.parametrize("path", FILES, ids=_relative)
def test_is_read_or_refused_with_a_reason(path: Path) -> None:
    entries, problems = parse_entries(path.read_bytes(), path.name)
    assert entries or problems
    for problem in problems:
        assert problem.line
        assert any(reason in problem.message for reason in REASONS), problem.message


@pytest.mark.parametrize("path", COMPARED, ids=_relative)
def test_is_read_as_zotero_reads_it(path: Path) -> None:
    for key, field, got, wanted in _fields(path):
        if (_relative(path), key, field) in EXPLAINED:
            assert got != wanted, f"{field} of {key} no longer differs; take it out of EXPLAINED"
        else:
            assert got == wanted, f"{field} of {key}"


FIELDS = 15
"""That are compared of each entry."""
NOT_HELD = {"article": {"publisher", "isbn"}}
"""Fields that Zotero's items of a type cannot hold."""
SHARE = 0.98


def test_nearly_all_fields_are_as_zotero_has_them() -> None:
    """`pytest -s` shows the numbers. A field that neither has is equal too: nothing was made up."""
    pairs = [pair for path in COMPARED for pair in _fields(path)]
    entries = [entry for path in COMPARED for entry in parse_entries(path.read_bytes(), path.name)[0]]
    fields = sum(FIELDS - len(NOT_HELD.get(entry.citation.type or "", ())) for entry in entries)
    other = sum(got != wanted for _, _, got, wanted in pairs)
    print(
        f"{len(entries)} entries of {len(COMPARED)} files: {other} of {fields} fields differ; "
        f"of the {len(pairs)} that either has, {len(pairs) - other} are equal"
    )
    assert other == len(EXPLAINED)
    assert other <= (1 - SHARE) * fields


def _fields(path: Path) -> Iterator[tuple[str, str, object, object]]:
    """Key of the entry, name of the field, what is read and what Zotero reads, of all fields that either has."""
    wanted = json.loads(path.with_suffix(".expected.zotero.json").read_text(encoding="utf-8"))
    entries, problems = parse_entries(path.read_bytes(), path.name)
    assert not problems
    assert len(entries) == len(wanted)
    for entry, item in zip(entries, wanted, strict=True):
        key = str(item.get("itemID", ""))
        ours, theirs = _ours(entry), _theirs(item)
        theirs["doi"] = theirs["doi"] or _doi_of_address(theirs["url"])
        theirs["url"] = _named_by_ids(theirs["url"], entry)
        assert len(theirs) == FIELDS
        for field in theirs.keys() - NOT_HELD.get(ours["type"], set()):
            if ours[field] or theirs[field]:
                yield key, field, ours[field], theirs[field]


def _ours(entry: Entry) -> dict[str, Any]:
    facts = entry.citation
    values: dict[str, Any] = {
        field: _plain(getattr(entry if field in {"title", "abstract"} else facts, field) or "")
        for field in TEXTS.values()
    }
    return values | {
        "type": facts.type,
        "container": _plain(facts.container or ""),
        "date": (facts.year, facts.published),
        "creators": [_plain(name) for name in (*facts.authors, *facts.editors)],
        "doi": facts.ids.doi or "",
        "isbn": [re.sub(r"\D", "", isbn) for isbn in facts.isbn],
        "issn": list(facts.issn),
        "language": facts.lang,
        "url": [str(link.url) for link in entry.links if link.kind == "publisher"],
    }


def _theirs(item: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {field: _plain(item.get(name, "")) for name, field in TEXTS.items()}
    date = item.get("date", "")
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)|January 1, (\d{4})", date)
    year = re.search(r"\d{4}", date)
    doi = re.search(r"^DOI: (\S+)", item.get("extra", ""), re.MULTILINE)
    return values | {
        "type": TYPES[item["itemType"]],
        "container": _plain(next((item[name] for name in CONTAINERS if name in item), "")),
        "date": (
            int(year[0]) if year else None,
            None if not day else _day(day[0]) if day[1] else _day(f"{day[4]}-01-01"),
        ),
        "creators": [_person(person) for person in item["creators"]],
        "doi": item.get("DOI", doi[1] if doi else ""),
        "isbn": [re.sub(r"\D", "", isbn) for isbn in item.get("ISBN", "").split()],
        "issn": item.get("ISSN", "").split(),
        "language": language_tag(item.get("language", "")),
        "url": [item["url"]] if item.get("url") else [],
    }


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _named_by_ids(urls: list[str], entry: Entry) -> list[str]:
    """Addresses that say no more than a DOI are no links of ours; a DOI that only an address names is one of ours."""
    return [url for url in urls if not (entry.citation.ids.doi and url.endswith(entry.citation.ids.doi))]


def _doi_of_address(urls: list[str]) -> str:
    """The DOI that an address of doi.org says, where Zotero leaves it."""
    return next((url.partition("doi.org/")[2] for url in urls if "doi.org/" in url), "")


def _person(person: dict[str, str]) -> str:
    """Zotero keeps a suffix after a comma with the first name: `Michael, III`."""
    given, _, suffix = person.get("firstName", "").partition(", ")
    return _plain(" ".join(filter(None, (given, person["lastName"], suffix))))


def _plain(text: str) -> str:
    """A text with one kind of dash, tilde and blank, without tags, and with low and raised characters as plain ones."""
    text = unicodedata.normalize("NFKC", re.sub(r"</?(?:sub|sup|i|b)>", "", text))
    return " ".join(re.sub("[\u2010-\u2015-]+", "-", text.replace("\u223c", "~")).split())
