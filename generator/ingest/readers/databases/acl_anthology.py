"""Reads the XML of the ACL Anthology: a collection of volumes, each with its papers."""

from __future__ import annotations

import re

from ....records.base import Problem
from ....records.entry import Entry
from ....records.paper import LinkKind
from ...raw import RawEntry, RawName
from .entries import make_entries
from .xml_elements import Element, child, children, content_of, local_name, parse_elements, root_name

_SITE = "https://aclanthology.org"
_READ = frozenset(
    "title author editor pages abstract url doi bibkey video attachment pwccode retracted language".split()
)
_READ_OF_VOLUME = frozenset(
    "booktitle editor publisher month year url venue journal-title journal-volume journal-issue isbn issn doi".split()
)
_JOURNALS = {"cl": "Computational Linguistics", "tacl": "Transactions of the Association for Computational Linguistics"}
_ATTACHED: dict[str, LinkKind] = {
    "software": "code",
    "code": "code",
    "dataset": "data",
    "data": "data",
    "video": "video",
}


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is XML of the ACL Anthology: its root is `collection` or
    `volume`, and it holds an element `meta`. `path` is not used.
    """
    del path
    return root_name(head) in {"collection", "volume"} and "<meta>" in head


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each paper with a title, in the order of the text, and a problem with its line for each one
    without, and for broken XML. `path` is that of the file, for both.

    What is not read of a volume (such as its front matter, which is no paper) is counted in a note on the first entry.
    A text without papers gives one problem.
    """
    parts, problems = parse_elements(text, path, {"paper"})
    return make_entries(parts, _raw, "acl-anthology", path, problems)


def _raw(paper: Element, line: int) -> RawEntry:
    volume = paper.getparent()
    meta = child(volume, "meta")
    url = content_of(paper, "url")
    named = re.fullmatch(r"(?:https?://[^/]+/)?([A-Z]\d\d-\d{4}|\d{4}\.\w+-\w+\.\d+)(?:\.pdf)?/?", url)
    acl = named[1] if named else _composed_id(paper, volume)
    year, month = content_of(meta, "year"), content_of(meta, "month")
    journal = _journal(volume, meta)
    return RawEntry(
        line=line,
        key=content_of(paper, "bibkey"),
        markup="html",
        type="article" if journal else "inproceedings",
        title=content_of(paper, "title"),
        abstract=content_of(paper, "abstract"),
        authors=_people(paper, "author"),
        editors=_people(paper, "editor") or (() if journal else _people(meta, "editor")),
        year=year,
        date=f"{month} {year}" if month else "",
        container=journal or content_of(meta, "booktitle"),
        volume=content_of(meta, "journal-volume"),
        issue=content_of(paper, "issue") or content_of(meta, "journal-issue"),
        pages=content_of(paper, "pages"),
        publisher=content_of(meta, "publisher"),
        isbn=content_of(meta, "isbn"),
        issn=content_of(meta, "issn"),
        language=content_of(paper, "language"),
        ids={kind: text for kind, text in (("acl", acl), ("doi", content_of(paper, "doi"))) if text},
        links=_links(paper, "" if named else url),
        passed_over=(*_passed_over(paper), *_passed_over_of_volume(paper, volume, meta)),
    )


def _composed_id(paper: Element, volume: Element | None) -> str:
    """Return the identifier that the Anthology makes of the numbers of collection, volume and paper, `2022.acl-long.1`
    or `J89-1001`; empty if one of them is missing.
    """
    collection = volume.getparent() if volume is not None else None
    first = collection.get("id", "") if collection is not None else ""
    second, third = (volume.get("id", "") if volume is not None else ""), paper.get("id", "")
    if re.fullmatch(r"\d{4}\.\w+", first) and second and third.isdigit():
        return f"{first}-{second}.{third}"
    if not (re.fullmatch(r"[A-Z]\d\d", first) and second.isdigit() and third.isdigit()):
        return ""
    two = first[0] == "W" or first == "C69" or (first == "D19" and int(second[:4]) >= 5)
    return f"{first}-{second:0>2}{third:0>2}" if two else f"{first}-{second}{third:0>3}"


def _journal(volume: Element | None, meta: Element | None) -> str:
    """Return the name of the journal of a volume, whose element `meta` describes it; empty for proceedings."""
    kind = volume.get("type") if volume is not None else None
    if kind != "journal" and child(meta, "journal-volume") is None:
        return ""
    title = content_of(meta, "journal-title") or _JOURNALS.get(content_of(meta, "venue"), "")
    return title or re.sub(r",?\s*(?:Volume|Vol\.|Number|Issue)\s*\d.*$", "", content_of(meta, "booktitle"))


def _people(holder: Element | None, kind: str) -> tuple[RawName, ...]:
    """Return the people of one kind, `author` or `editor`, in order; one with a single name has it as the whole
    name.
    """
    people = []
    for person in children(holder, kind):
        given, family = content_of(person, "first"), content_of(person, "last")
        whole = "" if children(person) else content_of(person)
        if given and family:
            people.append(RawName(given=given, family=family, orcid=person.get("orcid", "")))
        elif single := family or given or whole:
            people.append(RawName(full=single, orcid=person.get("orcid", "")))
    return tuple(people)


def _links(paper: Element, url: str) -> tuple[tuple[LinkKind, str], ...]:
    """Return the addresses of the paper's own: another publisher's, code, videos, attachments. `url` is that of the
    paper.
    """
    links: list[tuple[LinkKind, str]] = [("publisher", url)] if re.match(r"https?://", url) else []
    links += [("code", code.get("url", "")) for code in children(paper, "pwccode")]
    for video in children(paper, "video"):
        links.append(("video", _absolute(video.get("href", "") or content_of(video), "")))
    for attached in children(paper, "attachment"):
        kind = _ATTACHED.get(attached.get("type", "").lower(), "other")
        links.append((kind, _absolute(content_of(attached), "/attachments")))
    return tuple((kind, address) for kind, address in links if address)


def _absolute(name: str, folder: str) -> str:
    """Return the address of a file that the Anthology gives by its name, in the `folder` of its site; an address is
    returned as it is.
    """
    return name if not name or re.match(r"https?://", name) else f"{_SITE}{folder}/{name}"


def _passed_over(paper: Element) -> list[str]:
    """Return the names of what is not read of a paper, and if it is retracted, what the Anthology says of that."""
    names = [local_name(child_element) for child_element in children(paper) if local_name(child_element) not in _READ]
    names = ["corrections of the paper" if name in {"revision", "erratum"} else name for name in names]
    for person in children(paper, "author", "editor"):
        names += [
            f"{local_name(child_element)} of an author"
            for child_element in children(person)
            if local_name(child_element) not in {"first", "last"}
        ]
    retracted = child(paper, "retracted")
    if retracted is not None:
        names.append(
            f"retracted: the Anthology says “{content_of(retracted) or 'retracted'}”; look whether it belongs here"
        )
    return names


def _passed_over_of_volume(paper: Element, volume: Element | None, meta: Element | None) -> list[str]:
    """Return the names of what is not read of a volume, whose element `meta` describes it; empty if `paper` is not its
    first paper, so that each is named once.
    """
    if volume is None or next(iter(children(volume, "paper"))) is not paper:
        return []
    names = [f"{local_name(one)} of a volume" for one in children(meta) if local_name(one) not in _READ_OF_VOLUME]
    return names + ["front matter of a volume" for _ in children(volume, "frontmatter")]
