"""Reads a file of BibTeX or BibLaTeX."""

from __future__ import annotations

import re

from ....records.base import Problem
from ....records.entry import Entry
from ...normalise import to_entry
from .fields import as_raw
from .inheritance import inherit
from .syntax import BibEntry, parse_bibtex

_ENTRY = re.compile(r"^[ \t]*@\s*(?:%[^\n]*\n\s*)?[A-Za-z]+\s*(?:%[^\n]*\n\s*)?[{(]", re.MULTILINE)
_NOT_BEFORE = re.compile(r"^(?:#{1,6} |```|\s*[-*] \[|[\[{<]|\\documentclass|PMID- |TY  ?-)", re.MULTILINE)
"""What a file of another kind has before the BibTeX that it quotes."""


def reads(path: str, head: str) -> bool:
    """Return whether a file is BibTeX: whether an entry stands in its head and nothing of another format before it."""
    found = _ENTRY.search(head)
    if found is None:
        return path.lower().endswith((".bib", ".bibtex")) and head.lstrip().startswith(("%", "@"))
    return not _NOT_BEFORE.search(head[: found.start()])


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of the text, in its order, and a problem for each that is none."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    found = inherit(parse_bibtex(text))
    lines: dict[str, int] = {}
    for entry in found:
        if entry.type == "xdata":
            continue  # only holds fields of others
        twin = lines.setdefault(entry.key, entry.line) if entry.key else entry.line
        try:
            entries.append(_read(entry, path, twin))
        except ValueError as error:
            name = f"entry “{entry.key[:60]}”" if entry.key else f"a “@{entry.type[:40]}” without a key"
            message = "; ".join((f"{name} {error}", *entry.notes[:3]))
            problems.append(Problem(path=path, line=entry.line, message=message))
    if not found:
        message = "holds no entry; one is written @article{key, title = {…}, author = {…}, year = {…}}"
        problems.append(Problem(path=path, line=1, message=message))
    return entries, problems


def _read(entry: BibEntry, path: str, twin: int) -> Entry:
    """Raises ValueError if the entry has no title."""
    if entry.type == "set":
        raise ValueError("is a set of other entries, which are read by themselves")
    read = to_entry(as_raw(entry), "bibtex", path)
    if twin == entry.line:
        return read
    return read.model_copy(update={"notes": (*read.notes, f"key: “{entry.key[:60]}” is also that of line {twin}")})
