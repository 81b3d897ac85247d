"""Reads a file of BibTeX or BibLaTeX."""

from __future__ import annotations

import re
from dataclasses import replace

from ....records.base import Problem
from ....records.entry import Entry
from ...raw import RawEntry
from ..databases.entries import make_entries
from .fields import as_raw
from .inheritance import inherit
from .syntax import BibEntry, parse_bibtex

_ENTRY = re.compile(r"^[ \t]*@\s*(?:%[^\n]*\n\s*)?[A-Za-z]+\s*(?:%[^\n]*\n\s*)?[{(]", re.MULTILINE)
_NOT_BEFORE = re.compile(r"^(?:#{1,6} |```|\s*[-*] \[|[\[{<]|\\documentclass|PMID- |TY  ?-)", re.MULTILINE)
"""What a file of another kind has before the BibTeX that it quotes."""


def reads(path: str, head: str) -> bool:
    """Return whether a file is BibTeX, judged by its beginning `head`, and by the ending of `path` only in doubt.

    It is if `head` holds the beginning of an entry, `@type{`, and no line before it begins like one of another format
    (a Markdown heading, XML, RIS …). Without an entry it is if the name ends in `.bib` or `.bibtex` and `head` begins
    with `%` or `@`.
    """
    found = _ENTRY.search(head)
    if found is None:
        return path.lower().endswith((".bib", ".bibtex")) and head.lstrip().startswith(("%", "@"))
    return not _NOT_BEFORE.search(head[: found.start()])


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an `Entry` for each BibTeX entry with a title, in the order of the text, and a `Problem` with its line for
    each one without a title and each `@set`. A text without any entry gives one problem. `path` is that of the file,
    for both.
    """
    found = inherit(parse_bibtex(text))
    if not found:
        message = "holds no entry; one is written @article{key, title = {…}, author = {…}, year = {…}}"
        return [], [Problem(path=path, line=1, message=message)]
    first: dict[str, int] = {}
    for entry in found:
        first.setdefault(entry.key, entry.line)
    parts = [(entry.line, entry) for entry in found if entry.type != "xdata"]  # which only holds fields of others
    return make_entries(parts, lambda entry, line: _raw(entry, first[entry.key]), "bibtex", path)


def _raw(entry: BibEntry, first: int) -> RawEntry:
    """Return what the fields of an entry mean. `first` is the line on which the first entry with this key begins.
    Raises ValueError if it is a set of entries or has no title.
    """
    if entry.type == "set":
        raise ValueError(f"entry “{entry.key[:60]}” is a set of other entries, which are read by themselves")
    raw = as_raw(entry)
    if not raw.title:
        name = f"entry “{entry.key[:60]}”" if entry.key else f"a “@{entry.type[:40]}” without a key"
        raise ValueError("; ".join((f"{name} has no title; add one", *entry.notes[:3])))
    if not entry.key or first == entry.line:
        return raw
    return replace(raw, passed_over=(*raw.passed_over, f"key: “{entry.key[:60]}” is also that of line {first}"))
