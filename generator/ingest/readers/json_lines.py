"""Reads JSON Lines: one object a line with a title and what else is known.

Keys: `title` (needed), `abstract`, `authors` (list), `year`, `venue`,
`venue_year`, `published` (YYYY-MM-DD), `arxiv_id`, `doi`, `url`, `code`; other
keys are passed over. A line without an abstract only adds facts to a paper
that the survey already has.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import ValidationError

from ...records.base import Problem
from ...records.entry import Entry
from ...records.paper import Paper
from ..normalise import facts_of


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
            entries.append(_entry(row, path, number))
        except ValidationError as error:
            problems += [Problem(path=path, line=number, message=_say(dict(fault))) for fault in error.errors()]
        except ValueError as error:
            problems.append(Problem(path=path, line=number, message=str(error)))
    return entries, problems


def _say(fault: dict[str, Any]) -> str:
    where = ".".join(str(step) for step in fault["loc"])
    return f"{where} may not be {str(fault['input'])[:60]!r}: {str(fault['msg']).removeprefix('Value error, ')}"


def _entry(row: object, path: str, line: int) -> Entry:
    if not isinstance(row, dict):
        raise ValueError(f"holds a {type(row).__name__} where an object is wanted; give one object a line")
    title = row.get("title")
    if not isinstance(title, str) or not title.strip():
        raise ValueError("has no title; add one")
    abstract = row.get("abstract")
    if abstract is not None and not isinstance(abstract, str):
        raise ValueError("has an abstract that is no text; put it in quotes")
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", title + (abstract or "")):
        raise ValueError("holds a control character; delete it")
    facts = facts_of(row)
    # As strict as a curator's record, so that what is imported can be read again.
    Paper.model_validate({"id": "new", "title": title, **facts})
    return Entry(
        reader="json-lines",
        path=path,
        line=line,
        title=" ".join(title.split()),
        abstract=" ".join(abstract.split()) if abstract and abstract.strip() else None,
        facts=facts,
    )
