"""Reads papers from Semantic Scholar: one paper, a list, pages of results, citations and references, or one paper a
line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ....records.base import Problem
from ....records.entry import Entry
from ....records.paper import LinkKind, PublicationType
from ...raw import RawEntry, RawName
from .entries import make_entries
from .json_objects import as_list, as_object, as_text, as_texts, parse_objects

_HEAD = re.compile(r'"(?:paperId"\s*:\s*(?:"[0-9a-f]{40}"|null)|(?:citing|cited)Paper"\s*:|corpusid"\s*:\s*\d)')
_WRAPPERS = ("citingpaper", "citedpaper")
_TYPES: dict[str, PublicationType] = {
    "conference": "inproceedings",
    "journalarticle": "article",
    "review": "article",
    "book": "book",
    "booksection": "chapter",
    "dataset": "dataset",
}
_IDS = {"arxiv": "arxiv", "doi": "doi", "acl": "acl", "pubmed": "pubmed"}
_READ = frozenset(
    "paperid externalids title abstract venue publicationvenue year publicationdate publicationtypes journal authors "
    "url openaccesspdf".split()
)


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is JSON of Semantic Scholar. `path` is not used.

    It is if it holds a `paperId` of 40 hexadecimal digits, a `corpusid`, or a `citingPaper` or `citedPaper`.
    """
    del path
    return head.lstrip()[:1] in {"{", "["} and bool(_HEAD.search(head))


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each paper with a title, in the order of the text, and a problem with its line for each null
    or value without a title, and for each broken place of the JSON. A text without papers gives one problem. `path` is
    that of the file, for both.
    """
    parts, problems = parse_objects(text, path, ("data", "recommendedPapers"))
    return make_entries(parts, _raw, "semantic-scholar", path, problems)


def _raw(value: object, line: int) -> RawEntry:
    """Return the fields of a paper, given as JSON that begins on a line, from 1. Raises ValueError for anything else,
    such as the null for an unknown identifier, and if the title was not asked for.
    """
    if value is None:
        raise ValueError("is null: Semantic Scholar does not know what was asked for; remove it")
    paper = _lower(value)
    wrapped = next((key for key in _WRAPPERS if isinstance(paper.get(key), dict)), None)
    passed_over = _unread(value, _WRAPPERS) if wrapped else []
    if wrapped:
        value = paper[wrapped]
        paper = _lower(value)
    if not as_text(paper.get("title")):
        known = as_text(paper.get("paperid"))
        of = f" (paper {known[:60]})" if known else ""
        raise ValueError(f"has no title{of}; ask Semantic Scholar for its field `title` too")
    journal = _lower(paper.get("journal"))
    venue = _lower(paper.get("publicationvenue"))
    container = as_text(journal.get("name")) or as_text(paper.get("venue")) or as_text(venue.get("name"))
    preprint = bool(re.match(r"(?i)(?:arxiv(?:\.org|\.cs\.\w+)?|corr)$|abs/", container))
    kind = _type(paper, venue)
    if kind == "inproceedings" and as_text(paper.get("venue")):
        container = as_text(paper.get("venue"))
    return RawEntry(
        line=line,
        key=as_text(paper.get("paperid")),
        type="preprint" if preprint else kind,
        title=as_text(paper.get("title")),
        abstract=as_text(paper.get("abstract")),
        authors=tuple(RawName(full=name) for name in _names(paper.get("authors"))),
        year=as_text(paper.get("year")),
        date=as_text(paper.get("publicationdate")),
        container="" if preprint else container,
        volume="" if preprint else as_text(journal.get("volume")),
        pages="" if preprint else " ".join(as_text(journal.get("pages")).split()),
        issn=as_text(venue.get("issn")),
        ids=_ids(paper),
        links=_links(paper),
        passed_over=(*_unread(value, _READ), *_unread_ids(value), *passed_over),
    )


def _lower(value: object) -> Mapping[str, object]:
    """Return an object with its keys in lower case, since the service writes `paperId` and its data sets `paperid`; an
    empty one if the value is no object.
    """
    return {key.lower(): inner for key, inner in as_object(value).items()}


def _names(authors: object) -> list[str]:
    return [name for author in as_list(authors) if (name := as_text(as_object(author).get("name")) or as_text(author))]


def _type(paper: Mapping[str, object], venue: Mapping[str, object]) -> PublicationType | None:
    """Return the type of publication; None if none is named. Of a paper that is both of a journal and of a conference,
    its venue decides.
    """
    kinds = [_TYPES[kind.lower()] for kind in as_texts(paper.get("publicationtypes")) if kind.lower() in _TYPES]
    said: dict[str, PublicationType] = {"conference": "inproceedings", "journal": "article"}
    told = said.get(as_text(venue.get("type")).lower())
    if not kinds:
        return told
    return told if told in kinds else kinds[0] if len(set(kinds)) == 1 else next(k for k in kinds if k != "article")


def _ids(paper: Mapping[str, object]) -> dict[str, str]:
    given = _lower(paper.get("externalids"))
    ids = {kind: as_text(given.get(key)) for key, kind in _IDS.items()}
    ids["semantic_scholar"] = as_text(paper.get("paperid")) or as_text(paper.get("url"))
    return {kind: text for kind, text in ids.items() if text}


def _links(paper: Mapping[str, object]) -> tuple[tuple[LinkKind, str], ...]:
    """Return the address of the free PDF of a paper, with its kind, if there is one. The page at Semantic Scholar is
    left out, since the identifier leads there.
    """
    url = as_text(as_object(paper.get("openaccesspdf")).get("url"))
    return (("other", url),) if url else ()


def _unread(value: object, read: Collection[str]) -> list[str]:
    """Return the keys of an object, as the file writes them, that hold something and are not in `read`, whose keys are
    in lower case.
    """
    empty: tuple[object, ...] = (None, "", [], {}, False)
    return [key[:60] for key, inner in as_object(value).items() if key.lower() not in read and inner not in empty]


def _unread_ids(value: object) -> list[str]:
    given = next((inner for key, inner in as_object(value).items() if key.lower() == "externalids"), None)
    return [f"externalIds.{key}" for key in _unread(given, _IDS)]
