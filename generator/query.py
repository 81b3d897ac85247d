"""What a reader types, taken apart. `assets/js/query.js` does the same.

Any text is a query. It falls at spaces into chunks:

- `word`, also with hyphens and dots (the terms are made later, by `tokens`);
- `"several words"`: all of them required. Positions are not in the index, so their
  order does not count. A missing closing quote is taken to stand at the end;
- `field:value` or `field:"long value"`: a filter. Fields are those of the vocabulary
  (area and the survey's facets), `year` (2024, 2022..2024, ..2020, 2023..) and `author`
  (each word begins a word of one author's name). A value is a key, a title, or the
  beginning of exactly one of them; several are parted by commas. What is no such
  value is no filter: the chunk is read as words;
- `-` before any of these excludes.

The last chunk, where the text ends with it and it is a plain word, is what the reader
is still typing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator.tokens import plain

Vocabulary = Mapping[str, Mapping[str, str]]
"""Field to key to title of the values that can be filtered by."""

_SPACE: Final = " \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_QUOTED: Final = '["“”]([^"“”]*)(?:["“”]|\\Z)'
_FILTER = re.compile(f'(-?)([A-Za-z][A-Za-z0-9-]*):(?:{_QUOTED}|([^{_SPACE}"“”]+))(?=[{_SPACE}]|\\Z)')
_CHUNK = re.compile(f"(-?)(?:{_QUOTED}|([^{_SPACE}]+))")
_GAP = re.compile(f"[{_SPACE}]*")
_YEARS = re.compile("([0-9]{4})|([0-9]{4})?\\.\\.([0-9]{4})?")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words to look for. `required`: every one must stand in the paper."""

    text: str
    required: bool = False
    excluded: bool = False
    typing: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice. `values` are keys, `FROM..TO` for years (either may lack), or a name."""

    field: str
    values: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query, in the order in which it was typed."""

    chunks: tuple[Chunk, ...] = ()
    filters: tuple[Filter, ...] = ()


def parse(text: str, vocabulary: Vocabulary) -> Query:
    """The chunks and filters of any text."""
    chunks: list[Chunk] = []
    filters: list[Filter] = []
    at = _after_gap(text, 0)
    while at < len(text):
        found = _FILTER.match(text, at)
        if found:
            field, value = found[2].lower(), found[3] if found[3] is not None else found[4]
            values = _values(field, value, vocabulary)
            if values:
                filters.append(Filter(field, values, found[1] == "-"))
                at = _after_gap(text, found.end())
                continue
        chunk = _CHUNK.match(text, at)
        if chunk is None:  # cannot be: a character that is no space begins a chunk
            break
        quoted = chunk[2] is not None
        words = chunk[2] if quoted else chunk[3]
        typing = not quoted and not chunk[1] and chunk.end() == len(text)
        if plain(words):
            chunks.append(Chunk(words, quoted, chunk[1] == "-", typing))
        at = _after_gap(text, chunk.end())
    return Query(tuple(chunks), tuple(filters))


def _after_gap(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    return found.end() if found else at


def _values(field: str, value: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The values that a filter's text means; none where any of them is unknown."""
    if field == "author":
        return (" ".join(plain(value)),) if plain(value) else ()
    titles = vocabulary.get(field, {})
    found = [_year(part) if field == "year" else _key(part, titles) for part in value.split(",")]
    return tuple(found) if all(found) else ()


def _year(text: str) -> str:
    years = _YEARS.fullmatch(text)
    if not years or text == "..":
        return ""
    return f"{years[1]}..{years[1]}" if years[1] else text


def _key(text: str, titles: Mapping[str, str]) -> str:
    wanted = "-".join(plain(text))
    names = {key: (key, "-".join(plain(title))) for key, title in titles.items()}
    exact = [key for key, both in names.items() if wanted in both]
    begun = [key for key, both in names.items() if any(name.startswith(wanted) for name in both)]
    if not wanted:
        return ""
    return exact[0] if exact else begun[0] if len(begun) == 1 else ""
