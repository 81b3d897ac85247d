"""Commands that go through records: derive, review, undo."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .console import UNDO, show_problems, tell_next, waiting
from .options import DRY_RUN, SURVEY
from .taxonomy import show_outcome


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
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many questions.")
def review(survey: Path, limit: int | None) -> None:
    """Decide on the areas of papers, the least sure first; one key is one decision, written at once.

    Where unplaced papers speak of the same, it first asks whether they are to be an area. In a pipe, each line is a
    key.
    """
    from ..curating import open_decisions
    from ..survey.folder import read_survey
    from .review_session import Session

    read, problems = read_survey(survey)
    show_problems(problems, "text")
    if read is None:
        sys.exit(1)
    if not read.taxonomy.areas:
        raise click.UsageError("the survey has no areas; `catalogue taxonomy suggest --write` makes some")
    with waiting("looking for what is least sure"):
        new_areas, decisions = open_decisions(read)
    session = Session(survey, read, new_areas, decisions, limit)
    session.run()
    click.echo(session.summary(), err=True)
    tell_next("catalogue serve, to look at it; catalogue evaluate areas, for how sure the rest is")
