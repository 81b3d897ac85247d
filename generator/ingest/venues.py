"""Short names of venues, and the type of publication that a venue's name tells."""

from __future__ import annotations

import re
from functools import lru_cache

from ..records.paper import PublicationType

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
_ACRONYM = r"[A-Z][A-Za-z0-9&/+-]*[A-Z][A-Za-z0-9&/+-]*"
_IN_BRACKETS = re.compile(rf"\((?P<name>{_ACRONYM})(?:\s*[-,]?\s*['’]?(?P<year>\d{{4}}|\d\d))?\)")
_IN_FRONT = re.compile(rf"^(?P<name>{_ACRONYM})\s*['’]?(?P<year>\d{{4}}|\d\d)\s*[:.,–—-]\s")
_EVENT = re.compile(
    r"(?i)\b(?:proceedings|proc\.|conference|conf\.|workshop|symposium|congress|colloquium|tagung|konferenz|conférence|"
    r"congreso|conferenza|meeting of the|会议|论文集)"
)
_TYPES: tuple[tuple[PublicationType, str], ...] = (
    ("thesis", r"\b(?:ph\.?\s?d|doctoral|master'?s?|bachelor'?s?)\b.*\bthesis|\bdissertation\b|学位论文"),
    ("report", r"\b(?:technical|tech\.|research|working) (?:report|paper)|\breport no"),
    ("preprint", r"\b(?:arxiv|corr\b.*\babs|biorxiv|medrxiv|chemrxiv|psyarxiv|ssrn|preprint)"),
    ("inproceedings", _EVENT.pattern.removeprefix("(?i)")),
    ("inproceedings", r"^(?:advances in neural information processing systems|lecture notes in computer science)"),
    (
        "article",
        r"\b(?:journal|transactions|trans\.|letters|annals|magazine|bulletin|quarterly|archives?|reviews?|zeitschrift|revue|"
        r"revista|rivista|j\.)(?=\s|$|,)|学报|杂志",
    ),
)


@lru_cache(maxsize=4096)
def tidy_venue(raw: str) -> tuple[str, str | None]:
    """Return a venue's short name with its year, and the DOI if the text has one in brackets, else None.

    A long name is shortened if it holds its own acronym; otherwise it stays.

    >>> tidy_venue("IPMI 2023 (doi 10.1007/978-3-031-34048-2_35)")
    ('IPMI 2023', '10.1007/978-3-031-34048-2_35')
    >>> tidy_venue("NIPS 2024")
    ('NeurIPS 2024', None)
    >>> tidy_venue("Proceedings of the 2020 Conference on Empirical Methods in Natural Language Processing (EMNLP)")
    ('EMNLP 2020', None)
    """
    note = re.search(r"\(doi (10\.[^\s)]+)\)", raw)
    venue = re.sub(r"\s*\((?:doi |title changed)[^)]*\)\s*$", "", raw).strip()
    venue = _short(venue) or venue
    head, _, tail = venue.partition(" ")
    if not tail or re.match(r"\d{4}\b", tail):
        venue = " ".join(filter(None, (_VENUES.get(head.lower(), head), tail)))
    if findings := re.fullmatch(r"(\w+) (\d{4}) Findings", venue):
        venue = f"Findings of {findings[1]} {findings[2]}"
    return venue, note[1] if note else None


def _short(venue: str) -> str | None:
    """Return the acronym in the long name of an event with its year, such as `ACL 2024`; None if it has none or
    several.
    """
    found = _IN_FRONT.match(venue)
    if found is None and _EVENT.search(venue):
        acronyms = list(_IN_BRACKETS.finditer(venue))
        found = acronyms[0] if len(acronyms) == 1 else None
    if found is None:
        return None
    year = found["year"] or next(iter(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", venue)), None)
    if year and len(year) == 2:
        year = ("19" if int(year) > 50 else "20") + year
    name = found["name"]
    if re.search(r"(?i)\bworkshops?\b", venue) and not name.endswith("W"):
        name += " Workshops" if re.search(r"(?i)\bworkshops\b", venue) else ""
    return f"{name} {year}" if year else name


def anthology_venue(identifier: str) -> str | None:
    """Return the venue and year that an identifier of the ACL Anthology tells; None for an identifier of before 2020,
    which tells none.

    >>> anthology_venue("2024.findings-acl.657")
    'Findings of ACL 2024'
    """
    if not (match := re.fullmatch(r"(\d{4})\.([^.-]+)-([^.]+)\.\d+", identifier)):
        return None
    year, collection, volume = match.groups()
    if collection == "findings":
        return f"Findings of {volume.upper()} {year}"
    return f"{_VENUES.get(collection, collection.upper())} {year}"


@lru_cache(maxsize=4096)
def guess_type(container: str, *, has_issue: bool, has_isbn: bool, has_arxiv: bool) -> PublicationType | None:
    """Return the type of a publication, judged by the name of its container and then by which other fields it has; None
    if nothing tells.

    >>> guess_type("Journal of Mazes", has_issue=True, has_isbn=False, has_arxiv=True)
    'article'
    """
    for kind, pattern in _TYPES:
        if re.search(pattern, container, re.IGNORECASE):
            return kind
    if has_issue and container:
        return "article"
    if has_isbn and not container:
        return "book"
    return "preprint" if has_arxiv and not container else None
