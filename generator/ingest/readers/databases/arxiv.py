"""Reads arXiv's feeds: the Atom that its API answers, and the Atom and RSS of new papers a day."""

from __future__ import annotations

import html
import re

from ....records.base import Problem
from ....records.entry import Entry
from ....records.paper import LinkKind
from ....text.identifiers import parse_arxiv
from ...raw import RawEntry, RawName
from ...venues import tidy_venue
from .arxiv_categories import category_name
from .entries import make_entries
from .xml_elements import Element, child, children, content_of, local_name, parse_elements, root_name

_READ = frozenset(
    "id title updated published summary author creator doi DOI journal_ref journal_reference comment category "
    "primary_category link guid description pubDate announce_type rights".split()
)
_ANNOUNCED = re.compile(r"^arXiv:\S+\s+Announce Type:\s*[\w-]+\s+(?:Abstract:\s*)?", re.IGNORECASE)
"""What the daily feeds put before an abstract."""
_WITHDRAWN = re.compile(
    r"(?i)\b(?:this|the|our) (?:paper|article|work|manuscript|submission|preprint)[^.]{0,40}\bwithdrawn\b"
    r"|^\W*withdrawn\b"
)
_ACCEPTED = re.compile(
    r"\b(?:accepted|to appear|to be published|published|presented|in (?:the )?proceedings|camera[- ]ready)\b"
    r"[^.;]{0,60}?"
    r"(?:\b(?:at|to|in|by|for|of|on)\b:?|[\s,:]+)\s+(?:the\s+)?(?P<venue>(?:[^.;/(]|/\w|\([^()]*\)){3,200})",
    re.IGNORECASE,
)
"""What a comment names after it says that the paper is accepted."""
_ANOTHER = re.compile(
    r"(?i)\b(?:submitted|under review|not accepted|rejected|extended|extends|abridged|part of|full version|preliminary|"
    r"earlier|shorter|previous)\b"
)
"""A comment with one of these may speak of another paper."""
_ACRONYM = re.compile(
    r"\b([A-Z][A-Za-z&/-]*[A-Z][A-Za-z&/-]*)[ ,]{0,2}['’]?((?:19|20)\d\d)\b(?!\s+[A-Z]\w+\s+\w*\s*Workshop)"
)
_REFERENCE_MOST = 1_000
"""Characters of a reference or a comment in which a venue is looked for."""
_TWICE = re.compile("[\\xc2-\\xdf][\\x80-\\xbf]|[\\xe0-\\xef][\\x80-\\xbf]{2}|[\\xf0-\\xf4][\\x80-\\xbf]{3}")
"""A character of UTF-8 whose bytes were read as Latin-1, which arXiv's API does to some names and abstracts."""
_EVENT = re.compile(r"(?i)proc(?:\.|eedings)|conference|conf\.|symposium|workshop|congress|meeting")
_PAGES = re.compile(
    r"[,:\s(]*(?:\b(?:pp?\.?|pages)\s*|(?<=[:,)\s])\s*)(?P<pages>[A-Z]?\d+\s*[-–]+\s*[A-Z]?\d+|e\d{3,6})\b"
)
_VOLUME = re.compile(
    r"(?P<container>[^\d]{2,}?)[\s,(:]*(?:\bvol(?:ume|\.)?[\s:.]*)?(?P<volume>[A-Z]?(?!(?:19|20)\d\d\b)\d{1,4})\b"
    r"(?:\s*\((?P<issue>\d[\d-]*)\)|[\s,]*(?:\bno|\bissue|\bnum(?:ber)?)\b[\s:.]*(?P<number>\d[\d-]*))?",
    re.IGNORECASE,
)


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is a feed of arXiv: XML whose root is `feed`, `entry` or `rss`,
    and which holds `arxiv.org`. `path` is not used.
    """
    del path
    return root_name(head) in {"feed", "entry", "rss"} and "arxiv.org" in head


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each paper of the feed, in its order, and a problem with its line for each one without a
    title, for an error that arXiv answered, and for broken XML. `path` is that of the file, for both.

    Characters that arXiv encoded twice (`Ã©` for `é`) are repaired, and their number is noted on the first entry. A
    text without papers gives one problem.
    """
    mended = _TWICE.sub(_decoded_once, text)
    parts, problems = parse_elements(mended, path, {"entry", "item"})
    entries, problems = make_entries(parts, _raw, "arxiv", path, problems)
    if entries and mended != text:
        count = sum(_decoded_once(match) != match[0] for match in _TWICE.finditer(text))
        notes = (f"encoding: {count} characters were encoded twice by arXiv, and are mended", *entries[0].notes)
        entries[0] = entries[0].model_copy(update={"notes": notes})
    return entries, problems


def _decoded_once(match: re.Match[str]) -> str:
    """Return the matched text as it was before arXiv encoded it twice: `é` for `Ã©`. Text that was encoded once is
    returned as it is.
    """
    try:
        return match[0].encode("latin-1").decode("utf-8")
    except UnicodeError:
        return match[0]


def _raw(element: Element, line: int) -> RawEntry:
    """Return the fields of an entry of a feed that begins on a line, from 1. Raises ValueError for an error of arXiv's
    that stands in an entry's place.
    """
    address = content_of(element, "id") or content_of(element, "guid")
    summary = content_of(element, "summary") or content_of(element, "description")
    if "/api/errors" in address:
        raise ValueError(f"arXiv answers with an error (“{html.unescape(summary)[:200]}”); mend the query")
    notes: list[str] = []
    comment = content_of(element, "comment")
    abstract = _abstract(summary, comment, notes)
    reference = content_of(element, "journal_ref") or content_of(element, "journal_reference")
    venue = _accepted(comment, notes)
    published = _journal(reference) if reference else {"type": "preprint", "venue": venue}
    keys = [one.get("term") or content_of(one) for one in children(element, "primary_category", "category")]
    names = list(dict.fromkeys(category_name(key) or key for key in keys if key))
    return RawEntry(
        line=line,
        key=_identifier(element, address),
        markup="html",
        title=content_of(element, "title"),
        abstract=abstract,
        authors=_authors(element, notes),
        date=_first(element, "published", "pubDate", "updated"),
        ids=_ids(element, address),
        links=_links(element),
        keywords=tuple(html.escape(name, quote=False) for name in names),
        headings=tuple(html.escape(name, quote=False) for name in names[:1]),
        passed_over=(*notes, *_passed_over(element)),
        **published,  # type: ignore[arg-type]
    )


def _first(element: Element, *names: str) -> str:
    return next((text for name in names if (text := content_of(element, name))), "")


def _identifier(element: Element, address: str) -> str:
    """Return the arXiv identifier of an entry with its version, such as `1706.03762v5`: from the entry's `address` or,
    in a daily feed, from its link. Empty if neither holds one.
    """
    linked = " ".join(one.get("href") or content_of(one) for one in children(element, "link"))
    return parse_arxiv(address.replace("oai:arXiv.org:", "arXiv:")) or parse_arxiv(address) or parse_arxiv(linked) or ""


def _ids(element: Element, address: str) -> dict[str, str]:
    doi = _first(element, "doi", "DOI")
    ids = {"arxiv": _identifier(element, address), "doi": doi.split()[0] if doi else ""}
    return {kind: text for kind, text in ids.items() if text}


def _abstract(summary: str, comment: str, notes: list[str]) -> str:
    """Return the abstract in an entry's `summary`, without what a daily feed puts before it; empty if the summary is
    only the notice of a withdrawal. A withdrawal, of which the authors' `comment` may tell, is appended to `notes`.
    """
    text = _ANNOUNCED.sub("", summary)
    if not (_WITHDRAWN.search(text[:200]) or _WITHDRAWN.search(comment)):
        return text
    notes.append(f"withdrawn: arXiv says “{html.unescape(comment or text)[:200]}”; look whether it belongs here")
    return "" if _WITHDRAWN.search(text[:200]) and len(text) < 600 else text


def _accepted(comment: str, notes: list[str]) -> str:
    """Return the venue that the authors' comment on an entry names, as `ACL 2024`. Else return an empty text, and
    append to `notes` that the comment is passed over.
    """
    comment = " ".join(comment.split())[:_REFERENCE_MOST]
    said = None if _ANOTHER.search(comment) else _ACCEPTED.search(comment)
    if said:
        long = said["venue"]
        short, _ = tidy_venue(long)
        acronym = _ACRONYM.match(long)
        if acronym and "workshop" not in long.lower():
            short = f"{acronym[1]} {acronym[2]}"
        if short != long and re.search(r" (?:19|20)\d\d$", short):
            return re.sub(r"^(\D+)(\d{4}) \2$", r"\1 \2", short)
    if comment:
        notes.append("comment")
    return ""


def _journal(reference: str) -> dict[str, str]:
    """Return the fields that a reference to the published paper holds, by name: pages, and for a journal type,
    container, volume and issue. What has no known form is its container as a whole.
    """
    reference = re.sub(r"^(?:In|Published in|Appeared in):?\s+(?=[A-Z])", "", " ".join(reference.split()))
    if len(reference) > _REFERENCE_MOST:
        return {"container": reference}
    pages = _PAGES.search(reference)
    parts = {"pages": pages["pages"] if pages else ""}
    journal = None if _EVENT.search(reference) else _VOLUME.match(reference)
    if journal:
        return parts | {
            "type": "article",
            "container": journal["container"].strip(" ,("),
            "volume": journal["volume"],
            "issue": journal["issue"] or journal["number"] or "",
        }
    container = reference[: pages.start()] if pages and pages.start() > 10 else reference
    return parts | {"container": re.sub(r"[\s,(]+(?:(?:19|20)\d\d)?[\s,(]*$", "", container) or reference}


def _authors(element: Element, notes: list[str]) -> tuple[RawName, ...]:
    names: list[str] = []
    for author in children(element, "author"):
        names.append(content_of(author, "name") or (content_of(author) if not children(author) else ""))
        if children(author, "affiliation"):
            notes.append("affiliation")
    if not names:  # the daily feeds name all in one line
        names = re.split(r",\s+(?!(?:Jr|Sr|II|III|IV)\b)", content_of(element, "creator"))
    return tuple(RawName(full=name) for name in names if name)


def _links(element: Element) -> tuple[tuple[LinkKind, str], ...]:
    """Return the addresses of an entry that lead elsewhere than to arXiv."""
    urls = [one.get("href") or content_of(one) for one in children(element, "link") if one.get("title") != "pdf"]
    return tuple(("other", url) for url in urls if url and not re.match(r"https?://(?:\w+\.)?arxiv\.org/", url))


def _passed_over(element: Element) -> list[str]:
    names = [local_name(one) for one in children(element) if local_name(one) not in _READ]
    updated = content_of(element, "updated")
    if updated and child(element, "published") is not None and updated != content_of(element, "published"):
        names.append("updated")
    return names
