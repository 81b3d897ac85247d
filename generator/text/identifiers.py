"""Parses identifiers of papers and books in the many forms in which they are written."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

IDENTIFIER_NAMES = {
    "arxiv": "arXiv id",
    "doi": "DOI",
    "acl": "ACL Anthology id",
    "pubmed": "PubMed id",
    "openalex": "OpenAlex id",
    "semantic_scholar": "Semantic Scholar id",
}
"""What the kinds of identifiers of a record are called in messages."""
_DOI = re.compile(r"10\.\d{4,9}/(?:[^\s\"<>]|<\d+:[^\s\"<>]*>)+")
"""Old DOIs of journals hold pages between angle brackets."""
_ARXIV_ID = r"(?P<id>\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?/\d{7})(?P<version>v\d+)?"
_ARXIV = re.compile(
    r"(?:^|\b(?:arxiv|alphaxiv)\.org/(?:abs|pdf|html|format|ps|src|e-print|overview)/|\bar5iv[\w.]*/(?:abs|html)/"
    r"|\bhuggingface\.co/papers/|\bhf\.co/papers/|\barxiv\s*:\s*|10\.48550/arxiv\.)" + _ARXIV_ID + r"(?![\d/])",
    re.IGNORECASE,
)
_PATTERNS = {
    "acl": re.compile(
        r"\b(?:aclanthology\.(?:org|info)|aclweb\.org/anthology)/(?:papers/)?(?:[A-Z]/[A-Z]\d\d/)?"
        r"(\d{4}\.[A-Za-z0-9_]+-[A-Za-z0-9_]+\.\d+|[A-Z]\d\d-\d{4})",
    ),
    "pubmed": re.compile(
        r"\b(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/|pmid\s*:?\s*)(\d{1,10})\b", re.I
    ),
    "openalex": re.compile(r"\bopenalex\.org/(?:works/)?(W\d{1,12})\b", re.IGNORECASE),
    "semantic_scholar": re.compile(
        r"\bsemanticscholar\.org/(?:arxiv/|paper/(?:[^/\s]+/)?)([0-9a-f]{40})\b", re.IGNORECASE
    ),
}
_ANTHOLOGY_DOI = re.compile(r"10\.(?:18653|3115)/v1/(\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+|[A-Z]\d\d-\d{4})", re.IGNORECASE)
_ISBN = re.compile(r"(?<![\w-])(?:97[89][-  ]?)?(?:\d[-  ]?){9}[\dXx](?![\w-])")
_ISSN = re.compile(r"(?<![\w-])(\d{4})-?(\d{3}[\dXx])(?![\w-])")


def find_identifiers(text: str) -> dict[str, str]:
    """Return the identifiers in an address or a reference, by the keys of `ExternalIds`; an empty dictionary without
    any.

    >>> find_identifiers("https://arxiv.org/pdf/2401.00001v2.pdf")
    {'arxiv': '2401.00001v2'}
    >>> find_identifiers("doi:10.18653/v1/2024.acl-long.1.")
    {'doi': '10.18653/v1/2024.acl-long.1', 'acl': '2024.acl-long.1'}
    """
    return dict(_found_in(text))


@lru_cache(maxsize=256)
def _found_in(text: str) -> dict[str, str]:
    """Return the identifiers in a text, as `find_identifiers` does, from a cache, since each text of an entry is asked
    about several times.
    """
    identifiers: dict[str, str] = {}
    if doi := parse_doi(text):
        identifiers["doi"] = doi
        if anthology := _ANTHOLOGY_DOI.fullmatch(doi):
            identifiers["acl"] = anthology[1] if anthology[1][0].isdigit() else anthology[1].upper()
    if arxiv := parse_arxiv(text):
        identifiers["arxiv"] = arxiv
    for kind, pattern in _PATTERNS.items():
        if match := pattern.search(text):
            identifiers.setdefault(kind, match[1])
    if "openalex" in identifiers:
        identifiers["openalex"] = identifiers["openalex"].upper()
    if "semantic_scholar" in identifiers:
        identifiers["semantic_scholar"] = identifiers["semantic_scholar"].lower()
    return identifiers


def parse_identifier(kind: str, text: str) -> str:
    """Return an identifier of this kind without prefix or address; the text itself if it holds none.

    >>> parse_identifier("pubmed", "PMID: 123"), parse_identifier("doi", "https://doi.org/10.1000/a%2Fb")
    ('123', '10.1000/a/b')
    """
    text = text.strip()
    if kind == "openalex":
        text = text.upper() if re.fullmatch(r"w\d+", text) else text
    return find_identifiers(text).get(kind, text)


def parse_doi(text: str) -> str | None:
    """Return the DOI in a text, without address and without punctuation behind it; None if there is none.

    Angle brackets in a DOI are percent-encoded.

    >>> parse_doi("(see https://doi.org/10.1016/S0140-6736(05)12345-6).")
    '10.1016/S0140-6736(05)12345-6'
    """
    if "%" in text:
        text = unquote(text)
    if not (match := _DOI.search(text)):
        return None
    doi = re.sub(r"(?i)(?:\?|#|&)(?:utm_|ref|via|casa_)[^/]*$", "", match[0])
    while doi[-1] in ".,;:'’”»" or (doi[-1] in ")]}" and doi.count(doi[-1]) > doi.count("([{"[")]}".index(doi[-1])])):
        doi = doi[:-1]
    return doi.replace("<", "%3C").replace(">", "%3E") if _DOI.fullmatch(doi) else None


def parse_arxiv(text: str) -> str | None:
    """Return the arXiv identifier in a text, with its version if it has one; None if there is none.

    >>> parse_arxiv("arXiv:hep-th/9901001 [hep-th]"), parse_arxiv("10.48550/arXiv.2401.00001")
    ('hep-th/9901001', '2401.00001')
    """
    if not (match := _ARXIV.search(text.strip())):
        return None
    archive, dot, rest = match["id"].lower().partition(".")
    if archive[0].isalpha() and dot:  # math.GT/0309136
        return f"{archive}.{rest[:2].upper()}{rest[2:]}{(match['version'] or '').lower()}"
    return match["id"].lower() + (match["version"] or "").lower()


def find_isbns(text: str) -> tuple[list[str], list[str]]:
    """Return the ISBNs in a text without hyphens, and those of them whose check digit is wrong.

    Wrong ones stay in the first list, since libraries find a book by the number that is printed in it.

    >>> find_isbns("978-0-262-03561-3 (print), 0262035618, 978-0-262-03561-4")
    (['9780262035613', '0262035618', '9780262035614'], ['9780262035614'])
    """
    found: list[str] = []
    wrong: list[str] = []
    for match in _ISBN.finditer(text):
        isbn = re.sub(r"[^\dXx]", "", match[0]).upper()
        found.append(isbn)
        if not _is_isbn(isbn):
            wrong.append(isbn)
    return list(dict.fromkeys(found)), wrong


def find_issns(text: str) -> tuple[list[str], list[str]]:
    """Return the ISSNs in a text as `1234-5678`, and those of them whose check digit is wrong; both lists have these.

    >>> find_issns("15324435, 1532-4434")
    (['1532-4435', '1532-4434'], ['1532-4434'])
    """
    found: list[str] = []
    wrong: list[str] = []
    for match in _ISSN.finditer(text):
        digits = (match[1] + match[2]).upper()
        total = sum(_digit(char) * (8 - at) for at, char in enumerate(digits))
        found.append(f"{digits[:4]}-{digits[4:]}")
        if total % 11:
            wrong.append(found[-1])
    return list(dict.fromkeys(found)), wrong


def _is_isbn(isbn: str) -> bool:
    if len(isbn) == 10:
        return sum(_digit(char) * (10 - at) for at, char in enumerate(isbn)) % 11 == 0
    return "X" not in isbn and sum(int(char) * (3 if at % 2 else 1) for at, char in enumerate(isbn)) % 10 == 0


def _digit(char: str) -> int:
    return 10 if char == "X" else int(char)
