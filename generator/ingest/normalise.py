"""Normalises venues, authors, dates and ids of foreign rows into fields of a paper."""

from __future__ import annotations

import datetime
import re
from typing import Any

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


def facts_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of `Paper` that a foreign row gives in a usable form; values of a wrong type are left out.

    `row` has the keys of the JSON Lines reader. Raises ValueError if `published` is no date.

    >>> facts_of({"venue": "NIPS 2024", "arxiv_id": "arXiv:2401.00001", "year": "2024"})
    {'venue': 'NeurIPS 2024', 'ids': {'arxiv': '2401.00001'}}
    """
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
    """Return a venue's usual name with its year, and the DOI if the raw text holds one beside it, else None.

    >>> tidy_venue("IPMI 2023 (doi 10.1007/978-3-031-34048-2_35)")
    ('IPMI 2023', '10.1007/978-3-031-34048-2_35')
    >>> tidy_venue("NIPS 2024")
    ('NeurIPS 2024', None)
    """
    note = re.search(r"\(doi (10\.[^\s)]+)\)", raw)
    venue = re.sub(r"\s*\((?:doi |title changed)[^)]*\)\s*$", "", raw).strip()
    head, _, tail = venue.partition(" ")
    venue = " ".join(filter(None, (_VENUES.get(head.lower(), head), tail)))
    if findings := re.fullmatch(r"(\w+) (\d{4}) Findings", venue):
        venue = f"Findings of {findings[1]} {findings[2]}"
    return venue, note[1] if note else None


def _anthology_venue(identifier: str) -> str | None:
    """`2024.findings-acl.657` names its venue better than a list's short form."""
    year, collection, _ = identifier.split(".")
    collection, _, volume = collection.partition("-")
    if collection == "findings":
        return f"Findings of {volume.upper()} {year}"
    return f"{_VENUES.get(collection, collection.upper())} {year}"
