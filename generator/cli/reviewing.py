"""Commands that go through records: derive, review, undo."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .console import UNDO, show_problems, tell_next, waiting
from .options import DRY_RUN, SURVEY, ending
from .taxonomy import show_outcome


@click.command(epilog=ending("derive --dry-run", "if it is done", "if the survey's files cannot be read"))
@DRY_RUN
@SURVEY
def derive(dry_run: bool, survey: Path) -> None:
    """Apply today's taxonomy and cues to all records.

    Areas and tags of the records in papers/ are derived again, by the abstracts in them, or where none are kept by
    titles and stored words; what you decided stays. Run it after you edit taxonomy.yml. The files that change and the
    papers that move are printed; `catalogue undo` takes it back.
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


@click.command(
    epilog=ending("undo --dry-run", "if it is undone, or there is nothing to undo", "if a file has changed since")
)
@DRY_RUN
@SURVEY
def undo(dry_run: bool, survey: Path) -> None:
    """Take back the last change that a command made.

    Commands that change files of the survey note it in its hidden folder .catalogue, which keeps the last twenty
    changes: import, derive, rename, merge, remove, taxonomy, edition and others (map and embed apart, whose files they
    make again). Each call goes one change further back. If anything else has changed one of the files since, nothing is
    undone. The import by which `catalogue new` made the survey is not undone: delete the folder.
    """
    from ..curating import take_back

    with waiting("taking back"):
        command, outcome, problems = take_back(survey, dry_run=dry_run)
    show_problems(problems, "text")
    if problems:
        sys.exit(1)
    if command is None:
        click.echo("there is nothing to undo", err=True)
        return
    show_outcome(outcome, dry_run)
    click.echo(f"{'would undo' if dry_run else 'undone'}: {command}", err=True)
    tell_next("catalogue undo" if dry_run else "catalogue check")


@click.command(
    epilog=ending(
        "review --limit 20", "when it ends", "if the survey's files cannot be read", two="the survey has no areas yet"
    )
)
@SURVEY
@click.option("--limit", type=click.IntRange(min=1), help="Ask at most so many questions; without it, all.")
def review(survey: Path, limit: int | None) -> None:
    """Decide on the areas of papers, the least sure first.

    One key is one decision, which is written to the paper's record at once; each question names its keys. Where
    unplaced papers speak of the same, it first asks whether they are to be an area. What is printed is for a terminal;
    in a pipe, each line of the input is a key.
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
