"""Finds the parts of a query that look like filters and are none, so that the reader can be told.
`assets/js/search/unknown_fields.js` does the same.

`colour:red` is read as words, since no field is called so. A piece looks like a filter where a name stands directly
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

from ..parameters import QUERY
from .edit_distance import nearest
from .field_values import Vocabulary
from .pieces import Condition
from .query import Query

_LOOKS: Final = re.compile('([A-Za-z][A-Za-z0-9-]*):(?:["“”]([^"“”]+)["“”]?|([A-Za-z0-9\x80-\U0010ffff][^"“”]*))')


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A part of a query that looks like a filter but is none, since its field or value is unknown.

    `known` says whether the field exists. `near` is the filter that was probably meant, such as `author:wang`, or
    empty. The part is in the query from `start` to `end`, in code points.
    """

    field: str
    value: str
    known: bool
    near: str
    start: int
    end: int


def fields_of(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the names that a filter's field can have, in the order in which a message lists them."""
    return tuple(dict.fromkeys((*vocabulary, "year", *QUERY.open_fields)))


def unknown_fields(text: str, query: Query, vocabulary: Vocabulary) -> list[UnknownField]:
    """Return the parts of a query that look like filters and are none, in order; `query` is `text` parsed.

    The list is empty for a query in sentences. A value that is still being typed is not reported.
    """
    if len(query.chunks) >= QUERY.prose_words:
        return []
    closed = [(part.start, part.end) for part in leaves_of(query.conditions) if part.kind in {"field", "phrase"}]
    words = {(chunk.start, chunk.end): chunk.typing for chunk in query.chunks}
    words |= {(part.start, part.end): False for part in leaves_of(query.conditions) if part.kind == "words"}
    unknown_ones = []
    for (start, end), typing in sorted(words.items()):
        if any(first <= start and end <= last for first, last in closed):
            continue
        unknown = unknown_at(text, start, end, vocabulary)
        if unknown and not (typing and unknown.known):
            unknown_ones.append(unknown)
    return unknown_ones


def leaves_of(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """Yield the conditions without parts, at any depth, in order."""
    for condition in conditions:
        yield from leaves_of(condition.parts) if condition.parts else (condition,)


def unknown_at(text: str, start: int, end: int, vocabulary: Vocabulary) -> UnknownField | None:
    """Return the unknown filter in the text from `start` to `end`; None if the text there does not look like a
    filter.
    """
    looks = _LOOKS.match(text, start) if '"' in text[start:end] else _LOOKS.fullmatch(text, start, end)
    if not looks:
        return None
    name, value = looks[1], looks[2] or looks[3]
    written = f'"{value}"' if looks[2] else value
    field = name.lower()
    fields = fields_of(vocabulary)
    known = field in fields
    near = near_value(field, value, vocabulary) if known else near_field(field, written, fields, vocabulary)
    plain = len(name) >= QUERY.shortest_unknown_field and name == field and not "0" <= value[0] <= "9"
    if not (known or near or plain):
        return None
    return UnknownField(field, value, known, near, looks.start(), looks.end())


def near_field(field: str, written: str, fields: Iterable[str], vocabulary: Vocabulary) -> str:
    """Return the filter that was probably meant if the field is unknown: `authors:wang` gives `author:wang`; else an
    empty text.

    `written` is the value with its quotes.
    """
    if field in vocabulary.get("has", {}):
        return f"has:{field}"
    near = nearest(field, [(other, 0) for other in fields]) if len(field) >= QUERY.shortest_misspelt_field else None
    return f"{near[1]}:{written}" if near else ""


def near_value(field: str, value: str, vocabulary: Vocabulary) -> str:
    """Return the filter that was probably meant if the field is known and its value is not; an empty text if none is
    near.
    """
    if len(value) < QUERY.shortest_misspelt_value:
        return ""
    near = nearest(value.lower(), [(key, 0) for key in vocabulary.get(field, {})])
    return f"{field}:{near[1]}" if near else ""
