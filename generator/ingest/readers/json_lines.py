"""Reads JSON Lines: one object a line with a title and what else is known.

Keys: `title` (needed), `abstract`, `authors` (list), `year`, `venue`,
`venue_year`, `published` (YYYY-MM-DD), `arxiv_id`, `doi`, `url`, `code`; other
keys are passed over. A line without an abstract only adds facts to a paper
that the survey already has.
"""

from __future__ import annotations

import json

from ...records.base import Problem
from ...records.entry import Entry
from ..normalise import to_entry
from ..raw import RawEntry, RawName

_KEYS = frozenset({"title", "abstract", "year", "venue", "venue_year", "published", "arxiv_id", "doi", "url", "code"})
_EMPTY: tuple[object, ...] = (None, "", [], {})


def reads(path: str, head: str) -> bool:
    """Whether a file is JSON Lines: whether the first line of `head` is a JSON object."""
    del path
    return head.lstrip().startswith("{")


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of the text, in its order, and a problem for every line that is no entry."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.append(Problem(path=path, line=number, message=f"is not JSON ({error}); give one object a line"))
            continue
        try:
            entries.append(to_entry(_raw(row, number), "json-lines", path))
        except ValueError as error:
            problems.append(Problem(path=path, line=number, message=str(error)))
    return entries, problems


def _raw(row: object, line: int) -> RawEntry:
    """The fields of a row. Raises ValueError if it is no object."""
    if not isinstance(row, dict):
        raise ValueError(f"holds a {type(row).__name__} where an object is wanted; give one object a line")
    links = [("code", row.get("code")), ("publisher", row.get("url"))]
    authors = row.get("authors")
    return RawEntry(
        line=line,
        title=_text(row.get("title")),
        abstract=_text(row.get("abstract")),
        authors=tuple(RawName(full=name) for name in authors if isinstance(name, str))
        if isinstance(authors, list)
        else (),
        year=_text(row.get("year")),
        venue_year=_text(row.get("venue_year")),
        date=_text(row.get("published")),
        venue=_text(row.get("venue")),
        ids={kind: _text(row[key]) for kind, key in (("arxiv", "arxiv_id"), ("doi", "doi")) if row.get(key)},
        passed_over=tuple(key for key, value in row.items() if value not in _EMPTY and not _is_read(key, value)),
        links=tuple((kind, url) for kind, url in links if isinstance(url, str) and url),  # type: ignore[misc]
    )


def _is_read(key: str, value: object) -> bool:
    if key == "authors":
        return isinstance(value, list) and all(isinstance(name, str) for name in value)
    return key in _KEYS and (bool(_text(value)) or value is None)


def _text(value: object) -> str:
    """A text or a number as text; empty for anything else."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
