"""Writes what a change does to a survey as one Markdown file of the size of a comment.

Titles, names and messages come from the change itself, which may be anybody's: each stands as plain text that links
nowhere and addresses nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from ..build.site_size import SiteSize
from ..records.base import Problem
from ..records.edition import Change
from ..text.escape import markdown_text

_Item = TypeVar("_Item")
_LONGEST_VALUE = 160
_LONGEST = 60_000
"""Characters; GitHub takes comments of 65,536."""
_SHOWN = 40
"""Papers, or problems, of one kind that are listed; the others are counted."""
_HEADINGS = {
    "added": "Added",
    "renamed": "With another address",
    "merged": "Joined with another record",
    "moved": "In another area",
    "corrected": "Changed",
    "removed": "Removed",
}


class Side(NamedTuple):
    """A survey before or after the change: `problems` are those that `catalogue check` names, with paths below the
    survey's folder; `seconds` is what building it took, None if that was not measured.
    """

    papers: int
    problems: Sequence[Problem]
    size: SiteSize
    seconds: float | None


def render_report(before: Side, after: Side, changes: Sequence[Change]) -> str:
    """Return the report on a change: papers, areas and tags, problems, and what the site weighs."""
    known = {(problem.path, problem.message) for problem in before.problems}
    still = {(problem.path, problem.message) for problem in after.problems}
    new = [problem for problem in after.problems if (problem.path, problem.message) not in known]
    mended = len(known - still)
    parts = [
        f"# What this change does\n\n{_in_short(before, after, changes, len(new), mended)}\n",
        *_papers(changes),
        *_taxonomy(changes),
        *_problems(new),
        _site(before, after),
    ]
    text = "\n".join(parts)
    return (
        text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(chr(10))[0]}\n\n… cut: the rest is too long\n"
    )


def _in_short(before: Side, after: Side, changes: Sequence[Change], new: int, mended: int) -> str:
    counts = {kind: len({change.id for change in changes if change.kind == kind}) for kind in _HEADINGS}
    said = [f"{count} {_HEADINGS[kind][:1].lower()}{_HEADINGS[kind][1:]}" for kind, count in counts.items() if count]
    papers = f"Papers: {before.papers:,} → {after.papers:,}" + (f" ({', '.join(said)})" if said else ", none changed")
    return f"{papers}. Problems: {new} new, {mended} mended."


def _papers(changes: Sequence[Change]) -> Iterator[str]:
    """A section for each kind of change; of a paper that changed, a line for each field."""
    for kind, heading in _HEADINGS.items():
        by_paper: dict[str, list[Change]] = {}
        for change in changes:
            if change.kind == kind:
                by_paper.setdefault(change.was or change.id or "", []).append(change)
        if by_paper:
            yield f"## {heading}: {len(by_paper):,}\n"
            yield _listed(list(by_paper.values()), _paper_lines)


def _paper_lines(changes: Sequence[Change]) -> str:
    first = changes[0]
    line = (
        f"- {_plain(first.title or '')} ({first.was} → {first.id})" if first.was else f"- {_plain(first.title or '')}"
    )
    line += "" if first.was else f" ({first.id})"
    line += f": {_plain(first.reason)}" if first.reason else ""
    fields = [change for change in changes if change.field]
    return "\n".join([line, *(f"    - {_plain(change.field or '')}: {_step(change)}" for change in fields)])


def _taxonomy(changes: Sequence[Change]) -> Iterator[str]:
    found = [change for change in changes if change.kind in {"taxonomy", "field"}]
    if found:
        yield "## Areas, tags and fields\n"
        yield _listed(found, lambda change: f"- {_plain(change.field or '')}: {_step(change)}")


def _problems(new: Sequence[Problem]) -> Iterator[str]:
    if new:
        yield f"## New problems: {len(new):,}\n"
        yield _listed(
            new,
            lambda problem: (
                f"- {problem.level}, {_plain(problem.path)}"
                + (f", line {problem.line}" if problem.line else "")
                + f": {_plain(problem.message)}"
            ),
        )


def _site(before: Side, after: Side) -> str:
    rows = [
        ("files", before.size.files, after.size.files),
        ("bytes", before.size.site_bytes, after.size.site_bytes),
        ("bytes of the largest page", before.size.largest_page[1], after.size.largest_page[1]),
        ("bytes of a first search", before.size.first_search_bytes, after.size.first_search_bytes),
    ]
    lines = [f"| {what} | {old:,} | {new:,} | {new - old:+,} |" for what, old, new in rows]
    if before.seconds is not None and after.seconds is not None:
        change = after.seconds - before.seconds
        lines.append(f"| seconds to build | {before.seconds:.1f} | {after.seconds:.1f} | {change:+.1f} |")
    return "\n".join(["## The site\n", "| | before | after | |", "|---|---:|---:|---:|", *lines, ""])


def _listed(items: Sequence[_Item], line: Callable[[_Item], str]) -> str:
    lines = [line(item) for item in items[:_SHOWN]]
    if len(items) > _SHOWN:
        lines.append(f"- … and {len(items) - _SHOWN:,} more")
    return "\n".join([*lines, ""])


def _step(change: Change) -> str:
    return f"{_value(change.before)} → {_value(change.after)}"


def _value(text: str | None) -> str:
    if text is None:
        return "(nothing)"
    return f"“{_plain(text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE].rstrip() + ' …')}”"


def _plain(text: str) -> str:
    """Text as Markdown that shows it and does nothing: hosts look for `@name` and `#12` after all else, so that only a
    character in between, which nobody sees, keeps them from addressing people.
    """
    return markdown_text(re.sub(r"[@#]", lambda found: f"{found[0]}\u2060", " ".join(text.split())))
