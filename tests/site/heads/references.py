"""What reference managers and search engines of papers read on a page, by the rules that they publish.

`embedded` follows Zotero's translator *Embedded Metadata*, `listed` its translator *COinS*, and `faults` the inclusion
guidelines of Google Scholar. They know nothing of how the pages are made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

ITEM_TYPES = frozenset(
    "journalArticle conferencePaper bookSection book thesis report preprint dataset computerProgram document".split()
)
"""Those types of Zotero that a paper may have."""
_BY_TAG = {
    "citation_journal_title": "journalArticle",
    "citation_conference_title": "conferencePaper",
    "citation_conference": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_dissertation_institution": "thesis",
    "citation_technical_report_institution": "report",
}
_DATE = re.compile(r"\d{4}(/\d{1,2}(/\d{1,2})?)?")


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What a reference manager keeps of a paper. Authors are given names and family name in one text."""

    type: str
    title: str
    authors: tuple[str, ...]
    date: str
    where: str
    url: str
    doi: str


def metas(html: str) -> list[tuple[str, str]]:
    """The tags of the head, in order: name or property, and content."""
    nodes = LexborHTMLParser(html).css("head > meta")
    given = [(node.attributes.get("name") or node.attributes.get("property"), node) for node in nodes]
    return [(name, node.attributes.get("content") or "") for name, node in given if name]


def embedded(html: str) -> Reference:
    """The paper that a page is about."""
    tags = metas(html)
    first: dict[str, str] = {}
    for name, content in tags:
        first.setdefault(name, content)
    types = [_BY_TAG[name] for name, content in tags if name in _BY_TAG and content]
    guess = "book" if first.get("citation_isbn") else "journalArticle" if first.get("citation_title") else "webpage"
    kind = types[-1] if types else guess
    if (said := first.get("DC.type", "")) in ITEM_TYPES:
        kind = said
    elif first.get("og:type") == "website":
        kind = "webpage"
    names = [name for key, content in tags if key == "citation_author" for name in _parted(content)]
    return Reference(
        type=kind,
        title=first.get("citation_title") or first.get("og:title", ""),
        authors=tuple(map(_name, names)),
        date=first.get("citation_publication_date") or first.get("citation_online_date", ""),
        where=next((first[tag] for tag in _BY_TAG if tag in first), first.get("og:site_name", "")),
        url=first.get("citation_public_url") or first.get("og:url", ""),
        doi=first.get("citation_doi", ""),
    )


def _parted(content: str) -> list[str]:
    """The names of one tag: parted by semicolons, or by a comma with two words on both sides."""
    names = re.split(r"\s*;\s*", content)
    halves = re.split(r"\s*,\s*", content)
    if len(names) == 1 and len(halves) > 1 and " " in halves[0] and " " in halves[1]:
        return halves
    return names


def _name(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name.strip()


def listed(html: str) -> Iterator[Reference]:
    """The papers of a page that lists them."""
    for node in LexborHTMLParser(html).css("span[title]"):
        if "Z3988" not in (node.attributes.get("class") or "").split():
            continue
        pairs = [pair.partition("=")[::2] for pair in (node.attributes.get("title") or "").split("&")]
        read = [(key, unquote(value.replace("+", " "))) for key, value in pairs]
        first = dict(reversed(read))
        kind = _type_of(first)
        is_part = kind in {"journalArticle", "bookSection", "conferencePaper"}
        own = "rft.atitle" if is_part else "rft.btitle" if kind in {"book", "report"} else "rft.title"
        yield Reference(
            type=kind,
            title=first.get(own, ""),
            authors=tuple(value for key, value in read if key == "rft.au"),
            date=first.get("rft.date", ""),
            where=first.get("rft.jtitle" if kind == "journalArticle" else "rft.btitle", "") if is_part else "",
            url=next((value for key, value in read if key == "rft_id" and value.startswith("http")), ""),
            doi=next((value[9:] for key, value in read if key == "rft_id" and value.startswith("info:doi/")), ""),
        )


def _type_of(first: dict[str, str]) -> str:
    genres = {
        "bookitem": "bookSection", "proceeding": "conferencePaper", "conference": "conferencePaper",
        "report": "report", "document": "document",
    }  # fmt: skip
    match first.get("rft_val_fmt", "").rpartition(":")[2]:
        case "journal":
            return "journalArticle"
        case "book":
            return genres.get(first.get("rft.genre", ""), "book")
        case "dissertation":
            return "thesis"
        case "dc":
            said = first.get("rft.type", "")
            return said if said in ITEM_TYPES else "webpage"
    return ""


def faults(html: str, page: str = "") -> list[str]:
    """What the guidelines for webmasters forbid, and what they ask for and do not find. Authors and date are asked for
    by whoever knows that there are any. `page` is the page's address.
    """
    tags = [(name, content) for name, content in metas(html) if name.startswith("citation_")]
    names = [name for name, _ in tags]
    found = [f"{name} is empty" for name, content in tags if not content.strip()]
    found += ["no citation_title"] if names.count("citation_title") != 1 else []
    found += [f"{name} twice" for name in dict.fromkeys(names) if name != "citation_author" and names.count(name) > 1]
    found += ["several containers"] if len([name for name in names if name in _BY_TAG]) > 1 else []
    found += [f"date {content}" for name, content in tags if name.endswith("_date") and not _DATE.fullmatch(content)]
    if "citation_lastpage" in names and "citation_firstpage" not in names:
        found.append("a last page without a first")
    found += [
        f"{content} is on another host"
        for name, content in tags
        if name == "citation_pdf_url" and urlsplit(content).netloc not in {"", urlsplit(page).netloc}
    ]
    return found
