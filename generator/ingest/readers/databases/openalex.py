"""Reads works from OpenAlex: one work, a list, pages of results, or one work a line."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from ....records.base import Problem
from ....records.entry import Entry
from ....records.paper import LinkKind, PublicationType
from ...raw import RawEntry, RawName
from .entries import make_entries
from .json_objects import as_list, as_object, as_text, parse_objects

_ID = re.compile(r'"id"\s*:\s*"https://openalex\.org/(?:works/)?[A-Z]\d+"')
_TYPES: dict[str, PublicationType] = {
    "article": "article",
    "journal-article": "article",
    "review": "article",
    "letter": "article",
    "editorial": "article",
    "data-paper": "article",
    "proceedings-article": "inproceedings",
    "conference-paper": "inproceedings",
    "conference-abstract": "inproceedings",
    "preprint": "preprint",
    "posted-content": "preprint",
    "book": "book",
    "monograph": "book",
    "reference-book": "book",
    "edited-book": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "reference-entry": "chapter",
    "dissertation": "thesis",
    "report": "report",
    "standard": "report",
    "dataset": "dataset",
    "software": "software",
}
_READ = frozenset(
    "id doi title display_name publication_year publication_date ids type type_crossref abstract_inverted_index "
    "authorships biblio primary_location locations best_oa_location host_venue keywords primary_topic is_retracted "
    "is_paratext language".split()
)
_WORDS_MOST = 20_000


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is JSON of OpenAlex. `path` is not used.

    It is if an `id` is an address at openalex.org, or if a key is called `abstract_inverted_index`.
    """
    del path
    start = head.lstrip()[:1]
    return start in {"{", "["} and bool(_ID.search(head) or '"abstract_inverted_index"' in head)


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each work with a title, in the order of the text, and a problem with its line for each value
    that is no work (an author, a source), for each work without a title, and for each broken place of the JSON. A text
    without works gives one problem. `path` is that of the file, for both.
    """
    parts, problems = parse_objects(text, path, ("results",))
    return make_entries(parts, _raw, "openalex", path, problems)


def _raw(value: object, line: int) -> RawEntry:
    """Return the fields of a work, given as JSON that begins on a line, from 1. Raises ValueError for anything else,
    such as an author, or if the abstract is too long.
    """
    work = as_object(value)
    address = as_text(work.get("id"))
    if not work or re.search(r"/[A-VX-Z]\d+$", address):
        raise ValueError(f"is no work of OpenAlex (“{(address or as_text(value))[:60]}”); ask it for works")
    location = as_object(work.get("primary_location"))
    source = as_object(location.get("source")) or as_object(work.get("host_venue"))
    biblio = as_object(work.get("biblio"))
    notes: list[str] = []
    date = as_text(work.get("publication_date"))
    return RawEntry(
        line=line,
        key=address.rpartition("/")[2],
        markup="html",
        type=_type(work, source),
        title=as_text(work.get("title")) or as_text(work.get("display_name")),
        abstract=_abstract(work.get("abstract_inverted_index"), notes),
        authors=_authors(work, notes),
        year=as_text(work.get("publication_year")),
        date="" if date.endswith("-01-01") else date,  # how OpenAlex writes a year without a day
        container=as_text(source.get("display_name")),
        volume=as_text(biblio.get("volume")),
        issue=as_text(biblio.get("issue")),
        pages=_pages(as_text(biblio.get("first_page")), as_text(biblio.get("last_page"))),
        publisher=as_text(source.get("host_organization_name")) or as_text(source.get("publisher")),
        issn=as_text(source.get("issn_l")) or " ".join(map(as_text, as_list(source.get("issn")))),
        language=as_text(work.get("language")),
        ids=_ids(work, address),
        links=_links(location),
        keywords=_names(work.get("keywords")),
        headings=_names([as_object(work.get("primary_topic")).get("subfield")]),
        passed_over=(*notes, *_warnings(work), *_passed_over(work)),
    )


def _type(work: Mapping[str, object], source: Mapping[str, object]) -> PublicationType | None:
    """Return the type of publication of a work; None if OpenAlex names none. Its papers at conferences are called
    articles there too, so that `source`, where they appeared, decides.
    """
    kind = _TYPES.get(as_text(work.get("type_crossref"))) or _TYPES.get(as_text(work.get("type")))
    if kind == "article" and as_text(source.get("type")) == "conference":
        return "inproceedings"
    return kind or ("other" if as_text(work.get("type")) else None)


def _abstract(index: object, notes: list[str]) -> str:
    """Return the abstract of an `index` that maps each word to its positions; empty without one. An index without
    positions is noted in `notes`. Raises ValueError if it has too many words.
    """
    placed = [
        (place, word)
        for word, places in as_object(index).items()
        for place in as_list(places)
        if isinstance(place, int) and not isinstance(place, bool)
    ]
    if index is not None and not placed:
        notes.append("abstract: its index of words holds no places")
    if len(placed) > _WORDS_MOST:
        raise ValueError(f"the abstract has {len(placed):,} words, more than {_WORDS_MOST:,}; shorten it")
    return " ".join(word for _, word in sorted(placed))


def _authors(work: Mapping[str, object], notes: list[str]) -> tuple[RawName, ...]:
    people = []
    for given in as_list(work.get("authorships")):
        authorship = as_object(given)
        author = as_object(authorship.get("author"))
        name = as_text(author.get("display_name")) or as_text(authorship.get("raw_author_name"))
        if name:
            people.append(RawName(full=html.escape(name, quote=False), orcid=as_text(author.get("orcid"))))
        else:
            notes.append("authors: one has no name")
        if authorship.get("institutions"):
            notes.append("institutions")
    if work.get("is_authors_truncated"):
        notes.append("authors: OpenAlex names only the first; ask for the work alone to have all")
    return tuple(people)


def _pages(first: str, last: str) -> str:
    return f"{first}-{last}" if first and last and last != first else first or last


def _ids(work: Mapping[str, object], address: str) -> dict[str, str]:
    """Return the identifiers of a work by kind. `address` is its own at OpenAlex; the arXiv identifier comes from the
    addresses at which the work can be read.
    """
    given = as_object(work.get("ids"))
    ids = {
        "openalex": address or as_text(given.get("openalex")),
        "doi": as_text(work.get("doi")) or as_text(given.get("doi")),
        "pubmed": as_text(given.get("pmid")),
    }
    for one in (work.get("primary_location"), *as_list(work.get("locations"))):
        url = as_text(as_object(one).get("landing_page_url"))
        if re.match(r"https?://arxiv\.org/abs/", url):
            ids.setdefault("arxiv", url)
    return {kind: html.escape(text, quote=False) for kind, text in ids.items() if text}


def _links(location: Mapping[str, object]) -> tuple[tuple[LinkKind, str], ...]:
    url = as_text(location.get("landing_page_url"))
    return (("publisher", url),) if url else ()


def _names(things: object) -> tuple[str, ...]:
    """Return the display names of a list of objects, or the words of a list of words. Items that are neither are left
    out, as is a value that is no list.
    """
    names = (as_text(as_object(one).get("display_name")) or as_text(one) for one in as_list(things))
    return tuple(html.escape(name, quote=False) for name in names if name)


def _warnings(work: Mapping[str, object]) -> list[str]:
    told = []
    if work.get("is_retracted") is True:
        told.append("retracted: OpenAlex says so; look whether it belongs here")
    if work.get("is_paratext") is True:
        told.append("type: OpenAlex says that this is no work but a part around works, such as a cover")
    return told


def _passed_over(work: Mapping[str, object]) -> list[str]:
    return [key[:60] for key, value in work.items() if key not in _READ and value not in (None, "", [], {}, False)]
