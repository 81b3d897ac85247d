"""What in a query looks like a choice and is none, so that whoever typed it is told.
`assets/js/search/unknown_fields.js` does the same.

`colour:red` is read as words, since no field is called so. A piece looks like a choice where a name stands directly
before a colon and a value that begins with a letter or digit, and the name

- is a field (then the value is unknown),
- is nearly one (`authors:wang`), or a value of `has` (`code:github`),
- or has three small letters or more, and the value does not begin with a digit: `CLIP:learning`, `a:b`, `doi:10.1/x`
  and addresses are ordinary text.

In sentences nothing looks so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from .edit_distance import nearest
from .query import OPEN, PROSE, Condition, Query, Vocabulary

_LOOKS: Final = re.compile('([A-Za-z][A-Za-z0-9-]*):(?:["“”]([^"“”]+)["“”]?|([A-Za-z0-9\x80-\U0010ffff][^"“”]*))')


@dataclass(frozen=True, slots=True)
class Unknown:
    """`known` says whether the field is. `near` is the choice that may have been meant, or empty. `start` and `end`
    are where the piece stands."""

    field: str
    value: str
    known: bool
    near: str
    start: int
    end: int


def fields_of(vocabulary: Vocabulary) -> tuple[str, ...]:
    """All that can stand before a colon, in the order in which they are listed."""
    return tuple(dict.fromkeys((*vocabulary, "year", *OPEN)))


def unknown_fields(text: str, query: Query, vocabulary: Vocabulary) -> list[Unknown]:
    """In the order in which they stand in the text that the query was read from."""
    if len(query.chunks) >= PROSE:
        return []
    closed = [(one.start, one.end) for one in _leaves(query.conditions) if one.kind in {"field", "phrase"}]
    words = {(chunk.start, chunk.end): chunk.typing for chunk in query.chunks}
    words |= {(one.start, one.end): False for one in _leaves(query.conditions) if one.kind == "words"}
    found = []
    for (start, end), typing in sorted(words.items()):
        if any(first <= start and end <= last for first, last in closed):
            continue
        unknown = _unknown(text, start, end, vocabulary)
        if unknown and not (typing and unknown.known):
            found.append(unknown)
    return found


def _leaves(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for condition in conditions:
        yield from _leaves(condition.parts) if condition.parts else (condition,)


def _unknown(text: str, start: int, end: int, vocabulary: Vocabulary) -> Unknown | None:
    looks = _LOOKS.match(text, start) if '"' in text[start:end] else _LOOKS.fullmatch(text, start, end)
    if not looks:
        return None
    name, value = looks[1], looks[2] or looks[3]
    written = f'"{value}"' if looks[2] else value
    field = name.lower()
    fields = fields_of(vocabulary)
    known = field in fields
    near = _near_value(field, value, vocabulary) if known else _near_field(field, written, fields, vocabulary)
    plain = len(name) > 2 and name == field and not "0" <= value[0] <= "9"
    if not (known or near or plain):
        return None
    return Unknown(field, value, known, near, looks.start(), looks.end())


def _near_field(field: str, written: str, fields: Iterable[str], vocabulary: Vocabulary) -> str:
    if field in vocabulary.get("has", {}):
        return f"has:{field}"
    near = nearest(field, [(one, 0) for one in fields]) if len(field) > 3 else None
    return f"{near[1]}:{written}" if near else ""


def _near_value(field: str, value: str, vocabulary: Vocabulary) -> str:
    near = nearest(value.lower(), [(key, 0) for key in vocabulary.get(field, {})]) if len(value) > 2 else None
    return f"{field}:{near[1]}" if near else ""
