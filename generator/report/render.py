"""Writes the report on a change as Markdown that fits into one comment.

Titles, names and messages come from the change itself, which may be anybody's: each is shown as plain text that links
nowhere and notifies nobody.
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


class Took(NamedTuple):
    """The processor time for building a survey from nothing, in seconds, and why MkDocs built all its pages; empty if
    it did not.
    """

    seconds: float
    by_mkdocs: str


class Side(NamedTuple):
    """A survey before or after the change, with the number of its papers and the size of its site.

    `problems` are those of `catalogue check`, with paths below the survey's folder; `took` is None if it was not
    measured.
    """

    papers: int
    problems: Sequence[Problem]
    size: SiteSize
    took: Took | None


def render_report(before: Side, after: Side, changes: Sequence[Change], undated: Sequence[str] = ()) -> str:
    """Return the report on a change as Markdown: papers, areas and tags, problems, and the size of the site.

    `undated` are the ids of papers whose records changed but not their dates, so that feeds do not show the change.
    """
    known = {(problem.path, problem.message) for problem in before.problems}
    still = {(problem.path, problem.message) for problem in after.problems}
    new = [problem for problem in after.problems if (problem.path, problem.message) not in known]
    mended = len(known - still)
    parts = [
        f"# What this change does\n\n{_in_short(before, after, changes, len(new), mended)}\n",
        *_papers(changes),
        *_taxonomy(changes),
        *_undated(undated),
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
    """Yield the Markdown of a section for each kind of change that there is; in it each paper has a line, and one more
    for each field that changed.
    """
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


def _undated(ids: Sequence[str]) -> Iterator[str]:
    if ids:
        yield f"## Not dated: {len(ids):,}\n"
        yield "Feeds do not tell of these changes: `changed` of the records is what it was. `catalogue date` sets it.\n"
        yield _listed(ids, lambda it: f"- {_plain(it)}")


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
    note = []
    if before.took and after.took:
        old, new = before.took.seconds, after.took.seconds
        lines.append(f"| processor seconds of a build from nothing | {old:.1f} | {new:.1f} | {new - old:+.1f} |")
        note = [f"\n{said}" for said in _unlike(before.took, after.took)]
    return "\n".join(["## The site\n", "| | before | after | |", "|---|---:|---:|---:|", *lines, *note, ""])


def _unlike(before: Took, after: Took) -> Iterator[str]:
    """Yield a sentence if MkDocs built all pages in one of two builds, before and after a change, and they were stamped
    in the other: the seconds are then not those of the same work.
    """
    for took, when, other in ((before, "before", after), (after, "after", before)):
        if took.by_mkdocs and not other.by_mkdocs:
            yield f"The seconds are not those of the same work: {when} the change, {_plain(took.by_mkdocs)}."


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
    """Return a text as Markdown that shows it and does nothing. Hosts look for `@name` and `#12` even in escaped text;
    an invisible character after the sign keeps them from addressing people.
    """
    return markdown_text(re.sub(r"[@#]", lambda found: f"{found[0]}\u2060", " ".join(text.split())))
