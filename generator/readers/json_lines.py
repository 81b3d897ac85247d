"""Reads JSON Lines: one object a line with a title and what else is known.

Keys: `title` (needed), `abstract`, `authors` (list), `year`, `venue`,
`venue_year`, `published` (YYYY-MM-DD), `arxiv_id`, `doi`, `url`, `code`; other
keys are passed over. A line without an abstract only adds facts to a paper
that the survey already has.
"""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from pydantic import ValidationError

from ..records import Entry, Paper, Problem

_VENUES = {
    "nips": "NeurIPS",
    "neurips": "NeurIPS",
    "acl": "ACL",
    "emnlp": "EMNLP",
    "naacl": "NAACL",
    "eacl": "EACL",
    "coling": "COLING",
    "acmmm": "ACM Multimedia",
    "alvr": "ALVR",
}
"""Short forms, lower case, to the name that the venue itself uses."""
_ACL_ANTHOLOGY_DOI = re.compile(r"10\.18653/v1/(\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+)", re.IGNORECASE)


def reads(path: str, head: str) -> bool:
    """Whether the first line is a JSON object."""
    del path
    return head.lstrip().startswith("{")


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Entries in the file's order; a problem for every line that is no entry."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.append(Problem(path=path, line=number, message=f"is not JSON ({error}); give one object a line"))
            continue
        try:
            entries.append(_entry(row, path, number))
        except ValidationError as error:
            problems += [Problem(path=path, line=number, message=_say(dict(fault))) for fault in error.errors()]
        except ValueError as error:
            problems.append(Problem(path=path, line=number, message=str(error)))
    return entries, problems


def _say(fault: dict[str, Any]) -> str:
    where = ".".join(str(step) for step in fault["loc"])
    return f"{where} may not be {str(fault['input'])[:60]!r}: {str(fault['msg']).removeprefix('Value error, ')}"


def _entry(row: object, path: str, line: int) -> Entry:
    if not isinstance(row, dict):
        raise ValueError(f"holds a {type(row).__name__} where an object is wanted; give one object a line")
    title = row.get("title")
    if not isinstance(title, str) or not title.strip():
        raise ValueError("has no title; add one")
    abstract = row.get("abstract")
    if abstract is not None and not isinstance(abstract, str):
        raise ValueError("has an abstract that is no text; put it in quotes")
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", title + (abstract or "")):
        raise ValueError("holds a control character; delete it")
    facts = _facts(row)
    # As strict as a curator's record, so that what is imported can be read again.
    Paper.model_validate({"id": "new", "title": title, **facts})
    return Entry(
        reader="json-lines",
        path=path,
        line=line,
        title=" ".join(title.split()),
        abstract=" ".join(abstract.split()) if abstract and abstract.strip() else None,
        facts=facts,
    )


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for key in ("year", "venue_year"):
        if isinstance(row.get(key), int) and not isinstance(row[key], bool) and 1800 <= row[key] <= 2200:
            facts[key] = row[key]
    authors = row.get("authors")
    if isinstance(authors, list):
        facts["authors"] = tuple(a.strip() for a in authors if isinstance(a, str) and a.strip())
    ids: dict[str, str] = {}
    if isinstance(row.get("arxiv_id"), str):
        ids["arxiv"] = re.sub(r"^(?:https?://arxiv\.org/abs/|arxiv:)", "", row["arxiv_id"].strip(), flags=re.IGNORECASE)
    if isinstance(row.get("venue"), str):
        facts["venue"], doi = tidy_venue(row["venue"])
        if doi:
            ids["doi"] = doi
    if isinstance(row.get("doi"), str):
        ids["doi"] = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", row["doi"].strip(), flags=re.IGNORECASE)
    anthology = _ACL_ANTHOLOGY_DOI.fullmatch(ids.get("doi", ""))
    if anthology:
        ids["acl"] = anthology[1]
        facts["venue"] = _anthology_venue(anthology[1]) or facts.get("venue")
    if ids:
        facts["ids"] = ids
    if isinstance(row.get("published"), str):
        facts["published"] = datetime.date.fromisoformat(row["published"])
    links = [("code", row.get("code"))]
    if isinstance(row.get("url"), str) and "arxiv.org/" not in row["url"] and "aclanthology" not in row["url"]:
        links.append(("publisher", row["url"]))
    facts["links"] = tuple({"kind": kind, "url": url} for kind, url in links if isinstance(url, str) and url)
    return {key: value for key, value in facts.items() if value}


def tidy_venue(raw: str) -> tuple[str, str | None]:
    """A venue's usual name and year, and the DOI that a note beside it may hold.

    >>> tidy_venue("IPMI 2023 (doi 10.1007/978-3-031-34048-2_35)")
    ('IPMI 2023', '10.1007/978-3-031-34048-2_35')
    >>> tidy_venue("NIPS 2024")
    ('NeurIPS 2024', None)
    """
    note = re.search(r"\(doi (10\.[^\s)]+)\)", raw)
    venue = re.sub(r"\s*\((?:doi |title changed)[^)]*\)\s*$", "", raw).strip()
    head, _, tail = venue.partition(" ")
    venue = " ".join(filter(None, (_VENUES.get(head.lower(), head), tail)))
    if found := re.fullmatch(r"(\w+) (\d{4}) Findings", venue):
        venue = f"Findings of {found[1]} {found[2]}"
    return venue, note[1] if note else None


def _anthology_venue(identifier: str) -> str | None:
    """`2024.findings-acl.657` names its venue better than a list's short form."""
    year, collection, _ = identifier.split(".")
    collection, _, volume = collection.partition("-")
    if collection == "findings":
        return f"Findings of {volume.upper()} {year}"
    return f"{_VENUES.get(collection, collection.upper())} {year}"
