"""Curators' Markdown on pages; and the parts of an area's essay: text, table, lines of work."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from ...catalogue.addresses import PAPER_PATTERN
from ...records.survey import Settings
from ...text.escape import Markup
from ...text.markdown import shown_markdown, words_of

_HEADING = re.compile(r"#{2,4}\s+(?P<heading>.+?)\s*#*|\*\*(?P<run_in>[^*]+?)[.:]?\*\*.*")
"""A heading, or a paragraph that begins with its subject in bold."""
_PAPER = re.compile(rf"\]\((?:\.\./)?{PAPER_PATTERN}(?:#[^)]*)?\)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of work in an area: the title of a heading in the area's essay, and the ids of the papers that the text
    below it links, in its order.
    """

    title: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Essay:
    """An area's essay: its text, and the table at its end (None without one), both as Markdown for a page; and its
    lines of work.
    """

    text: Markup
    table: Markup | None
    lines: tuple[Line, ...]


def curator_text(markdown: str | None, settings: Settings) -> Markup | None:
    """Return the Markdown of a curator's file such as home.md, as a page may show it; None if the file is absent or
    empty.
    """
    if not markdown or not markdown.strip():
        return None
    return Markup(shown_markdown(markdown, raw_html=settings.raw_html).strip())


def parse_essay(markdown: str, papers: Collection[str]) -> Essay:
    """Return the parts of an area's essay: text, table and lines of work.

    `markdown` is the result of `text.markdown.shown_markdown`, `papers` are the ids of the area's papers. A paper
    belongs to the first heading under which it is linked; links in the table do not count.
    """
    lines = markdown.strip().split("\n")
    end = len(lines)
    while end and lines[end - 1].lstrip().startswith("|"):
        end -= 1
    table = "\n".join(lines[end:]) if len(lines) - end > 2 else ""
    text = lines[:end] if table else lines
    return Essay(
        text=Markup("\n".join(text).strip()), table=Markup(table) if table else None, lines=_lines_of_work(text, papers)
    )


def _lines_of_work(text: list[str], papers: Collection[str]) -> tuple[Line, ...]:
    lines_of_work: dict[str, list[str]] = {}
    placed: set[str] = set()
    current: list[str] | None = None
    for line in text:
        if heading := _HEADING.fullmatch(line):
            title = words_of(heading["heading"] or heading["run_in"])
            current = lines_of_work.setdefault(title, [])
        for paper_id in _PAPER.findall(line):
            if current is not None and paper_id in papers and paper_id not in placed:
                placed.add(paper_id)
                current.append(paper_id)
    return tuple(Line(title, tuple(ids)) for title, ids in lines_of_work.items() if ids)
