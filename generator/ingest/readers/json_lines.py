"""Reads JSON of any origin: one object a line, a list of objects, a single object, or an object that holds a list of
them.

`keyed.keys` tells what the keys mean, in several languages; a key that it does not know is noted on its entry. Broken
JSON costs only the entry in which it stands: the reader goes on at the next line that begins an object.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from ...processes import spread
from ...records.base import Problem
from ...records.entry import Entry
from ..normalise import to_entry
from .keyed.rows import has_title, parse_row, unwrap

_DECODER = json.JSONDecoder()
_NEXT = re.compile(r"\n[ \t]*(?=\{)")
_SPACE = re.compile(r"[\s,\ufeff]*")
_BROKEN_MOST = 200
"""Faults after which a file is given up: finding each takes time with the length of the file."""
_BATCH = 300
"""Values of which entries are made together at least."""
_Found = tuple[int, object]
"""Where a value begins in the text, and the value."""


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, starts with a JSON object or a list of JSON values. `path` is not
    used.
    """
    del path
    return bool(re.match(r"\s*(?:\{\s*[\"}\n]|\[\s*[{\[\"\]\dtfn-](?![^\n]*\]\())", head))


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each object with a title, in the order of the text, and a problem with its line for
    everything else: broken JSON, a value that is no object, an object without a title. A text that holds nothing gives
    one problem. `path` is that of the file, for both.
    """
    breaks = [match.start() for match in re.finditer("\n", text)]
    values = [(bisect_right(breaks, at - 1) + 1, value) for at, value in _values(text)]
    made = spread(lambda some: [_made(value, line, path) for line, value in some], values, _BATCH)
    if not made:
        made = [Problem(path=path, line=1, message="holds no entry; give objects with a title")]
    entries = [one for one in made if isinstance(one, Entry)]
    return entries, [one for one in made if isinstance(one, Problem)]


def _made(value: object, line: int, path: str) -> Entry | Problem:
    """Return the entry of a JSON value that begins on a line, from 1, or the problem if it makes none. `path` is that
    of the file, for both.
    """
    if isinstance(value, _Broken):
        return Problem(path=path, line=line, message=f"is not JSON ({value}); give one object a line")
    try:
        if not isinstance(value, dict):
            raise ValueError(f"holds a {type(value).__name__} where an object is wanted; give one object a line")
        return to_entry(parse_row(value, line)[0], "json", path)
    except (ValueError, RecursionError) as error:
        return Problem(path=path, line=line, message=str(error))


class _Broken(str):
    """Stands in the place of a value that is not JSON; its text says why."""


def _values(text: str) -> Iterator[_Found]:
    """Yield the values in a text that may be entries, each with the index at which it begins; `_Broken` for what is not
    JSON. A text may hold one object a line, a list, or an object around a list.
    """
    at = _skip(text, 0)
    value, end = _decode(text, at)
    if isinstance(value, _Broken):
        yield from _line_by_line(text) if text[at] == "{" and "\n" in text.strip() else _pieces(text, at)
    elif _skip(text, end) < len(text):
        yield from _line_by_line(text)
    elif isinstance(value, list):
        yield from _pieces(text, at + 1, closing=True)
    elif isinstance(value, dict):
        yield from _inside(text, at, value)
    else:
        yield at, value


def _line_by_line(text: str) -> Iterator[_Found]:
    """Yield the value on each line of a text, with the index at which it begins. If none of the first twenty lines is
    JSON by itself, values stretch over several lines, and have the index of their beginning.
    """
    at, lines = 0, text.split("\n")
    whole = any(not isinstance(_decode(line, 0)[0], _Broken) for line in lines[:20] if line.strip())
    if not whole:
        yield from _pieces(text, _skip(text, 0))
        return
    for line in lines:
        if line.strip(" \t\ufeff,"):
            start = _skip(line, 0)
            value, end = _decode(line, start)
            if not isinstance(value, _Broken) and _skip(line, end) < len(line):
                value = _Broken(f"Extra data: line 1 column {end + 1} (char {end})")
            yield at, value
        at += len(line) + 1


def _pieces(text: str, at: int, *, closing: bool = False) -> Iterator[_Found]:
    """Yield the values of a text that follow one another from the index `at`, each with its index; with `closing`,
    those of the list in which `at` is. After a broken value, reading goes on at the next line that opens an object.
    """
    at = _skip(text, at)
    if not closing and text[at : at + 1] == "[":
        at = _skip(text, at + 1)
    broken = 0
    while at < len(text):
        if broken == _BROKEN_MOST:
            yield at, _Broken("and so much above it that the rest of the file is left out")
            return
        if text[at] == "]":
            at = _skip(text, at + 1)
            continue
        value, end = _decode(text, at)
        yield at, value
        if isinstance(value, _Broken):
            broken += 1
            following = _NEXT.search(text, at)
            end = following.end() if following else len(text)
        at = _skip(text, end)


def _inside(text: str, at: int, row: dict[str, object]) -> Iterator[_Found]:
    """Yield the entries of an object, `row`, that begins in the text at the index `at`, each with its index as far as
    it is found: the object itself, or those that it holds in a list or under keys of their own.
    """
    held = _held(row)
    if has_title(unwrap(row)) or not held:
        yield at, row
        return
    for inner in held:
        title = json.dumps(next((text for text in inner.values() if isinstance(text, str) and text), ""))
        found = max(text.find(title, at), text.find(json.loads(title), at))
        at = found if found >= 0 else at
        yield at, inner


def _held(row: Mapping[str, object]) -> list[dict[str, object]]:
    """Return those objects within an object, `row`, that have titles: the longest list of them under a key, or its
    values, or those of an object within it. Empty if there are none.
    """
    lists = [value for value in row.values() if isinstance(value, list) and _have_titles(value)]
    if lists:
        return [item for item in max(lists, key=len) if isinstance(item, dict)]
    objects = [value for value in row.values() if isinstance(value, dict)]
    if _have_titles(objects):
        return [dict(value) for value in objects]
    for inner in objects:
        if found := _held(inner):
            return found
    return []


def _have_titles(values: Sequence[object]) -> bool:
    return any(isinstance(value, Mapping) and has_title(unwrap(value)) for value in values)


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _decode(text: str, at: int) -> tuple[object, int]:
    """Return the JSON value that begins in a text at the index `at`, and the index after it; a `_Broken` and the same
    index if it is not JSON.
    """
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        start = text.rfind("\n", 0, at) + 1
        line = text[start:].split("\n", 1)[0] if error.lineno == text.count("\n", 0, start) + 1 else ""
        if line:
            offset = error.pos - start
            return _Broken(f"{error.msg}: line 1 column {offset + 1} (char {offset})"), at
        return _Broken(error), at
    except (ValueError, RecursionError) as error:
        return _Broken(error), at
