"""Keys and ids that a curator cannot use, because the site or the search already gives them a meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from .taxonomy import UNPLACED

Keyed = Literal["facet", "value", "area", "paper", "system", "path", "person"]
"""The kinds of things that have a key or an id of their own, which becomes part of addresses."""

_FIELD = "a field that every search knows"
_PARAMETER = "a part of the explorer's address"
_COLUMN = "a column of the explorer's table"
_EVIDENCE = "a kind of evidence in every record"
_INDEX = "a key of the search index"

_FACETS = {
    "area": _FIELD,
    "author": _FIELD,
    "has": _FIELD,
    "mentions": _FIELD,
    "name": _FIELD,
    "title": _FIELD,
    "venue": _FIELD,
    "year": _FIELD,
    "columns": _PARAMETER,
    "ids": _PARAMETER,
    "q": _PARAMETER,
    "shown": _PARAMETER,
    "sort": _PARAMETER,
    "view": _PARAMETER,
    "authors": _COLUMN,
    "mentioned": _COLUMN,
    "aliases": _EVIDENCE,
    "figures": _EVIDENCE,
    "introduces": _EVIDENCE,
    "links": _EVIDENCE,
    "id": _INDEX,
    "times": _INDEX,
    "mention": "a word by which the neighbours of a paper are found",
    "index": "the address of the list of tags",
    "constructor": "a word that browsers keep for themselves",
}
"""A facet's key is a folder of pages, a field of searches, a parameter of the explorer's address and a column of its
table, a kind of evidence, a prefix in the search index and among a paper's neighbours, and a name in scripts."""

RESERVED: Mapping[Keyed, Mapping[str, str]] = {
    "facet": _FACETS,
    "value": {"index": "the address of a folder of pages"},
    "area": {
        "index": "the address of the list of areas",
        UNPLACED: "the address of the papers without an area",
    },
    "paper": {"index": "the address of the list of papers"},
    "system": {"index": "the address of the list of systems"},
    "path": {"index": "the address of the list of reading paths"},
    "person": {"index": "the address of the list of authors"},
}
"""For each kind of thing its reserved keys or ids. The text is what the key already means, phrased to follow `is`."""


def why_reserved(keyed: Keyed, key: str) -> str | None:
    """Return what the key already means, phrased to follow `is` in a message; None if a curator may use the key.

    >>> why_reserved("area", "unplaced")
    'the address of the papers without an area'
    """
    return RESERVED[keyed].get(key)


def free_key(keyed: Keyed, key: str) -> str:
    """Return a key to propose in place of a reserved one: the same with the kind of thing before it.

    >>> free_key("facet", "year")
    'paper-year'
    """
    return f"{'paper' if keyed == 'facet' else keyed}-{key}"
