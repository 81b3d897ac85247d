"""Finds the web addresses in an abstract, and what is found at each."""

from __future__ import annotations

import re

from pydantic import ValidationError

from ..records.evidence import Evidence, EvidenceKey
from ..records.paper import Link, LinkKind
from ..text.sentences import location_of, phrase_at, sentence_at

_URL = re.compile(r"https?://[^\s{}<>\"'“”‘’]+")
_BARE = re.compile(
    r"(?<![\w@/.-])((?:[a-z0-9][a-z0-9-]*\.){1,3}(?:io|com|org|net|ai|ch|edu|dev|cc|app|gov|eu|uk|de|cn|jp))"
    r"(/[\w./~-]*)?(?![\w@-])"
)
_ENDS_HOST = re.compile(r"\.(?:io|com|org|net|ai|ch|edu|dev|cc|app|gov|eu|uk|de|cn|jp)(?![\w@-])")
"""What every bare address holds: it is found much faster, and few texts have it."""
_HOSTS_OF_CODE = re.compile(
    r"^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|anonymous\.4open\.science|codeberg\.org)$"
)
_CODE = r"\b(?:source[ -])?codes?\b|\bcodebase\b|\bimplementations?\b|\bcheckpoints?\b|\bscripts?\b|\btoolkit\b"
_MODEL = r"\bmodels?\b|\bweights\b"
_DATA = r"\bdata\b|\bdata ?sets?\b|\bcorpus\b|\bbenchmarks?\b|\bannotations?\b|\bimages\b"


def find_links(abstract: str | None) -> tuple[tuple[Link, ...], dict[EvidenceKey, Evidence]]:
    """Return the links of an abstract, in its order and each once, and the evidence for each. Without an abstract,
    none.

    The kind of a link follows from its host. For a host of code, such as GitHub, it follows from the words of the
    sentence before the address. An address that is not valid is left out.
    """
    if not abstract:
        return (), {}
    links: dict[str, Link] = {}
    evidence: dict[EvidenceKey, Evidence] = {}
    for url, start, end in _addresses(abstract):
        if url in links:
            continue
        low, _ = sentence_at(abstract, start)
        if not abstract[low:start].strip():  # an address alone belongs to the sentence before
            low, _ = sentence_at(abstract, max(0, low - 2))
        kind = _kind(url, abstract[low:start])
        try:
            links[url] = Link(kind=kind, url=url)
        except ValidationError:
            continue  # "https://" alone, or a port that is no number: text, not an address
        evidence[EvidenceKey("links", url)] = Evidence(
            value=kind,
            phrase=phrase_at(abstract, start, end, around=4),
            place=location_of("abstract", abstract, start),
            by="address",
        )
    return tuple(links.values()), evidence


def _addresses(text: str) -> list[tuple[str, int, int]]:
    """Return every web address in a text with its start and end, in order; also one without `https://` if the words
    before it announce one.
    """
    addresses: list[tuple[str, int, int]] = []
    if not ("http" in text or _ENDS_HOST.search(text)):
        return addresses
    for match in _URL.finditer(text):
        url = match[0].rstrip(".,;:!?)]…*")
        addresses.append((url, match.start(), match.start() + len(url)))
    taken = [(start, end) for _, start, end in addresses]
    for match in _BARE.finditer(text):
        said = re.search(r"\b(?:at|on|in|see|via|page|website|code)[:\s]+$", text[: match.start()], re.IGNORECASE)
        if said and not any(start <= match.start() < end for start, end in taken):
            url = "https://" + match[0].rstrip(".,;:")
            addresses.append((url, match.start(), match.end()))
    return sorted(addresses, key=lambda item: item[1])


def _kind(url: str, sentence: str) -> LinkKind:
    """Return what is found at a web address, judged by its host, and by `sentence`, the part of its sentence before
    it.
    """
    host, _, path = url.partition("://")[2].partition("/")
    words = sentence.lower()
    if host.endswith("huggingface.co"):
        return "data" if path.startswith("datasets/") else "demo" if path.startswith("spaces/") else "model"
    if host in {"youtube.com", "www.youtube.com", "youtu.be", "vimeo.com"}:
        return "video"
    if not _HOSTS_OF_CODE.match(host):
        return "demo" if re.search(r"\bdemo\b", words) and not re.search(r"page|code", words) else "project"
    if re.search(_CODE, words):
        return "code"
    if re.search(r"\bproject\b", words):
        return "project"
    if re.search(_DATA, words) and not re.search(_MODEL, words):
        return "data"
    return "code"
