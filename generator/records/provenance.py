"""Which source gave each field of a record.

A source keeps a short digest of each value that it gave. If the record's value has another digest now, a curator has
changed it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

from .evidence import Source
from .paper import Citation, Paper

_JSON = json.JSONEncoder(ensure_ascii=False, default=str)
_NOT_FACTS = frozenset({"ids", "people", "versions", "title_latex"})
FACTS = tuple(field for field in Citation.model_fields if field not in _NOT_FACTS)
"""The fields of a citation for which a record notes the source; `title` and `ids.KIND` are noted too."""


def facts_of(title: str, citation: Citation) -> dict[str, Any]:
    """Return the bibliographic facts that a title and a citation give, as a mapping from the name of a field to its
    value.

    Names are `title`, those of `FACTS`, and `ids.KIND` for each identifier (`ids.doi`); fields without a value are left
    out.
    """
    facts: dict[str, Any] = {"title": title}
    facts |= {field: value for field in FACTS if (value := getattr(citation, field))}
    return facts | {f"ids.{kind}": value for kind, value in vars(citation.ids).items() if value}


def digest(value: object) -> str:
    """Return the first four hexadecimal digits of the SHA-256 of a value, which is written as JSON."""
    if type(value) is str:
        written = encode_basestring(value)  # as the encoder would, in a third of the time, and so below
    elif isinstance(value, tuple) and all(type(item) is str for item in value):
        written = f"[{', '.join(map(encode_basestring, value))}]"
    else:
        written = _JSON.encode(value)
    return hashlib.sha256(written.encode()).hexdigest()[:4]


def all_sources(paper: Paper) -> list[Source]:
    """Return the sources of a record: first the one that gave its text, then the others; an empty list if it has
    none.
    """
    return [source for source in (paper.provenance.source, *paper.provenance.sources) if source]


def headings_of(paper: Paper) -> tuple[str, ...]:
    """Return all headings under which sources list a paper, without repetitions, first those of the source of its
    text.
    """
    return tuple(dict.fromkeys(heading for source in all_sources(paper) for heading in source.headings))


def owners(paper: Paper) -> Mapping[str, Source]:
    """Return for each fact of a record the source that gave it, if its value is still the one that the source gave.

    A fact that is missing in the result was written by a curator, or the record is older than the noting of sources. If
    several sources gave one value, the first counts.
    """
    have = facts_of(paper.bibliographic.title, paper.bibliographic)
    return {
        field: source
        for source in reversed(all_sources(paper))
        for field, said in source.gave.items()
        if field in have and digest(have[field]) == said
    }
