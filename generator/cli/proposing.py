"""The command that takes what a reader proposes: propose."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import show_problems, waiting
from .options import SURVEY, ending
from .surroundings import commit_on_branch, git_user, has_changes, today

if TYPE_CHECKING:
    from ..records.base import Problem

_DONE = {"new": "new paper", "changed": "corrected", "completed": "completed"}
"""What was done, by an entry's outcome."""


@click.command(
    epilog=ending("propose form.md --no-branch", "if the record is written", "if it is not, or could not be committed")
)
@click.argument("form", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@SURVEY
@click.option("--no-branch", is_flag=True, help="Only write the record; make no branch and no commit.")
def propose(form: Path, survey: Path, no_branch: bool) -> None:
    """Make a record of the form that a reader filled in.

    FORM is a file with the text of an issue that was written with the form of the survey's repository, as `gh issue
    view 12 --json body --jq .body` prints it. It becomes a new record, or corrects the one that it names, and is
    committed on a new branch, paper/ID; all else must be committed before. It is foreign text: what no record can hold
    is refused, and nothing is written.
    """
    if not no_branch and has_changes(survey):
        click.echo(f"{survey} has changes that are not committed; commit them, or give --no-branch", err=True)
        sys.exit(1)
    id, done, problems = _take(form, survey)
    show_problems(problems, "text")
    if id is None:
        click.echo("nothing written", err=True)
        sys.exit(1)
    click.echo(f"{id}: {done}")
    if no_branch:
        click.echo("next: catalogue check", err=True)
    elif fault := commit_on_branch(survey, f"paper/{id}", f"{done.capitalize()}: {id}"):
        click.echo(f"the record is written, but not committed: {fault}", err=True)
        sys.exit(1)
    else:
        click.echo(f"next: catalogue check; git push origin paper/{id}", err=True)


def _take(form: Path, survey: Path) -> tuple[str | None, str, list[Problem]]:
    """Write what a form says into the survey. Returns the id of the paper and what was done, and doubts as warnings; or
    None, an empty text and the problems for which nothing was written.
    """
    from ..importing import import_survey
    from ..ingest.readers.detect import parse_entries
    from ..upkeep import correct_paper

    file = (str(form), form.read_bytes())
    entries, problems = parse_entries(file[1], file[0])
    if not entries or entries[0].reader != "form":
        return None, "", problems or [_no_form(form)]
    if entries[0].key:
        id, problems = correct_paper(survey, file, today())
        return id, "corrected", problems
    with waiting("importing"):
        ledger, problems = import_survey([file], survey, today(), strict=True, author=git_user())
    outcome = ledger.outcomes[0] if ledger.outcomes else None
    if outcome is None or outcome.id is None or outcome.fate not in _DONE:
        if outcome is not None and outcome.fate == "unchanged":
            click.echo(f"the paper is there already, as {outcome.id}, and the form says nothing new", err=True)
        return None, "", [*problems, *ledger.refused]
    return outcome.id, _DONE[outcome.fate], [*problems, *ledger.doubts]


def _no_form(path: Path) -> Problem:
    from ..records.base import Problem

    return Problem(
        path=str(path), line=1, message="is no filled form; give the text of an issue that was written with it"
    )
