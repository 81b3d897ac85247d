"""Which source gave each field of a record: a value that a curator changed is told from a source's by its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from .evidence import Source
from .paper import Citation, Paper

_JSON = json.JSONEncoder(ensure_ascii=False, default=str)
_NOT_FACTS = frozenset({"ids", "people", "versions", "title_latex"})
FACTS = tuple(field for field in Citation.model_fields if field not in _NOT_FACTS)
"""The fields of a citation of which each has a source; `title` and `ids.KIND` are others."""


def facts_of(title: str, citation: Citation) -> dict[str, Any]:
    """Return what is known of a paper, field to value: `title`, the fields of a citation, and `ids.KIND`."""
    facts: dict[str, Any] = {"title": title}
    facts |= {field: value for field in FACTS if (value := getattr(citation, field))}
    return facts | {f"ids.{kind}": value for kind, value in vars(citation.ids).items() if value}


def digest(value: object) -> str:
    """Return four hexadecimal digits that tell a value from another."""
    plain = list(value) if isinstance(value, tuple) else value
    return hashlib.sha256(_JSON.encode(plain).encode()).hexdigest()[:4]


def all_sources(paper: Paper) -> list[Source]:
    """Return the sources of a record, first the one whose text it has."""
    return [source for source in (paper.provenance.source, *paper.provenance.sources) if source]


def headings_of(paper: Paper) -> tuple[str, ...]:
    """Return all headings under which sources list a paper, those of the source of its text first."""
    return tuple(dict.fromkeys(heading for source in all_sources(paper) for heading in source.headings))


def owners(paper: Paper) -> Mapping[str, Source]:
    """Return the source of each field that stands as its source gave it. A field without one is a curator's, or of a
    record that was written before sources were noted.
    """
    have = facts_of(paper.bibliographic.title, paper.bibliographic)
    return {
        field: source
        for source in reversed(all_sources(paper))
        for field, said in source.gave.items()
        if field in have and digest(have[field]) == said
    }
