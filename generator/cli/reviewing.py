"""Commands that go through records: derive, review, undo."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import UNDO, show_problems, tell_next, waiting
from .options import DRY_RUN, SURVEY
from .taxonomy import show_outcome

if TYPE_CHECKING:
    from ..curating import Decision
    from ..records.paper import Paper
    from ..records.survey import Survey

_MOST_PROPOSALS = 9
"""Areas that one key can choose."""
_SHOWN_TEXT = 700
"""Characters of an abstract that are shown."""


@click.command(epilog="Example: catalogue derive --dry-run")
@DRY_RUN
@SURVEY
def derive(dry_run: bool, survey: Path) -> None:
    """Apply today's taxonomy and cues to all records; what a curator decided stays.

    Papers are classified by their stored abstracts. Where none are kept, by their titles and stored words.
    """
    from ..curating import derive_survey

    with waiting("classifying"):
        outcome, problems = derive_survey(survey, dry_run=dry_run)
    show_problems(problems, "text")
    if outcome is None:
        sys.exit(1)
    show_outcome(outcome, dry_run)
    if outcome.by_terms:
        click.echo(
            f"{outcome.by_terms} records keep no abstract: cues of several words were looked up in their titles only; "
            "import their files again to look them up everywhere",
            err=True,
        )
    if outcome.undecided:
        shown = ", ".join(outcome.undecided[:10]) + (" …" if len(outcome.undecided) > 10 else "")
        click.echo(f"stored words cannot decide on {len(outcome.undecided)} of them: {shown}", err=True)
    if outcome.written and not dry_run:
        tell_next(f"{UNDO}; catalogue review, for what is least sure")


@click.command(epilog="Example: catalogue undo --dry-run")
@DRY_RUN
@SURVEY
def undo(dry_run: bool, survey: Path) -> None:
    """Take back the last change that a command made: taxonomy, derive, rename, remove.

    Each call goes one change further back. Files that were changed by anything else since then are not touched.
    """
    from ..curating import take_back

    with waiting("taking back"):
        what, outcome, problems = take_back(survey, dry_run=dry_run)
    show_problems(problems, "text")
    if problems:
        sys.exit(1)
    if what is None:
        click.echo("there is nothing to undo", err=True)
        return
    show_outcome(outcome, dry_run)
    click.echo(f"{'would undo' if dry_run else 'undone'}: {what}", err=True)
    tell_next("catalogue undo" if dry_run else "catalogue check")


@click.command(epilog="Example: catalogue review --limit 20")
@SURVEY
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many papers.")
def review(survey: Path, limit: int | None) -> None:
    """Decide on the areas of papers, the least sure first; one key is one decision, written at once.

    In a pipe, each line is a key.
    """
    from ..curating import open_decisions
    from ..survey.folder import read_survey

    read, problems = read_survey(survey)
    show_problems(problems, "text")
    if read is None:
        sys.exit(1)
    if not read.taxonomy.areas:
        raise click.UsageError("the survey has no areas; `catalogue taxonomy suggest --write` makes some")
    with waiting("looking for what is least sure"):
        decisions = open_decisions(read)
    session = _Session(survey, read, decisions[:limit], len(decisions))
    session.run()
    click.echo(session.summary(), err=True)
    tell_next("catalogue serve, to look at it; catalogue evaluate areas, for how sure the rest is")


class _Session:
    """One sitting of a curator: what is asked, what was decided, and what it was before."""

    def __init__(self, folder: Path, survey: Survey, decisions: list[Decision], waiting: int) -> None:
        self._folder = folder
        self._survey = survey
        self._decisions = decisions
        self._waiting = waiting
        self._decided: list[tuple[int, Paper, Paper]] = []
        self._titles = {area.key: area.title for area in survey.taxonomy.areas}
        self._keys = _keys()

    def run(self) -> None:
        """Ask until all is decided, or the curator has had enough."""
        at, first = 0, 0
        while at < len(self._decisions):
            decision = self._decisions[at]
            areas = self._areas(decision)
            if first == 0:
                self._show(decision)
            choices = areas[first : first + _MOST_PROPOSALS]
            self._list(decision, choices)
            answer = self._ask(choices, bool(decision.proposals) and first == 0, len(areas) > _MOST_PROPOSALS)
            first = (first + _MOST_PROPOSALS if first + _MOST_PROPOSALS < len(areas) else 0) if answer == "m" else 0
            if answer == "m":
                continue
            if answer == "q":
                return
            if answer == "u":
                at = self._undo(at)
            elif answer == "s":
                at += 1
            else:
                self._decide(at, None if answer == "n" else choices[0 if answer == "y" else int(answer) - 1])
                at += 1

    def summary(self) -> str:
        """Return what was done, and what is left."""
        left = self._waiting - len(self._decided)
        return f"{len(self._decided)} decided, {left} left" + ("; next: catalogue build" if not left else "")

    def _areas(self, decision: Decision) -> list[str]:
        """Return all areas, those first for which something speaks."""
        reasons = dict(decision.proposals)
        return [*reasons, *(key for key in self._titles if key not in reasons)]

    def _show(self, decision: Decision) -> None:
        """Print what is to be decided on."""
        known = decision.paper.bibliographic
        why = f"{decision.why}, " if decision.why else ""
        click.echo(f"\n{decision.paper.id}  ({why}{self._waiting - len(self._decided)} left)")
        click.echo(textwrap.fill(known.title + (f" ({known.year})" if known.year else ""), 100))
        absent = "no abstract" if self._survey.settings.keep_abstracts else "its abstract is not kept"
        text = known.abstract or decision.paper.digest.summary or f"({absent})"
        shown = textwrap.shorten(text, _SHOWN_TEXT, placeholder=" …")
        click.echo(textwrap.fill(shown, 100, initial_indent="  ", subsequent_indent="  "))

    def _list(self, decision: Decision, choices: list[str]) -> None:
        """Print the areas that the numbers choose, with what speaks for them; a star marks the present one."""
        reasons = dict(decision.proposals)
        for number, key in enumerate(choices, 1):
            reason = f"  ({reasons[key]})" if key in reasons else ""
            mark = "*" if key == decision.paper.derived.area else " "
            click.echo(f" {mark}{number} {self._titles.get(key, key)}{reason}")

    def _ask(self, choices: list[str], proposed: bool, more: bool) -> str:
        """Return a key that means something here."""
        confirm = f"y {self._titles.get(choices[0], choices[0])}, " if proposed else ""
        numbers = f"1-{len(choices)}" if len(choices) > 1 else "1"
        others = ", m more areas" if more else ""
        while True:
            click.echo(f"{confirm}{numbers} choose{others}, n unplaced, s skip, u undo, q quit: ", nl=False)
            key = next(self._keys, "q").lower()
            click.echo(key)
            if key in {"n", "s", "q"} or (key, proposed) == ("y", True) or (key, more) == ("m", True):
                return key
            if (key == "u" and self._decided) or (key.isdecimal() and 1 <= int(key) <= len(choices)):
                return key
            click.echo("nothing to undo" if key == "u" else f"{key!r} is none of these keys")

    def _decide(self, at: int, area: str | None) -> None:
        """Write a decision into the record."""
        from ..curating import decide_area, write_paper

        before = self._decisions[at].paper
        after = decide_area(before, area)
        write_paper(self._folder, before, after)
        self._decided.append((at, before, after))

    def _undo(self, at: int) -> int:
        """Write the record as it was before the last decision; returns where that was."""
        from ..curating import write_paper

        back, before, after = self._decided.pop()
        write_paper(self._folder, after, before)
        click.echo(f"{before.id} is as it was")
        return min(back, at)


def _keys() -> Iterator[str]:
    """Yield what the curator types: single keys on a terminal, else lines without their ends."""
    if sys.stdin.isatty():
        while True:
            key = click.getchar()
            yield "y" if key in {"\r", "\n"} else "q" if key in {"\x03", "\x04", "\x1b"} else key
    for line in sys.stdin:
        yield line.strip() or "y"
