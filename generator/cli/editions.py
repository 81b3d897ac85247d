"""Commands about what changed and when: edition, date."""

from __future__ import annotations

import datetime
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import UNDO, counted, show_problems, tell_next, waiting
from .options import DRY_RUN, SURVEY, ending
from .surroundings import today

if TYPE_CHECKING:
    from ..records.edition import Edition

_SAID = {
    "added": "added", "renamed": "renamed", "merged": "merged", "moved": "moved to another area",
    "corrected": "fields corrected", "removed": "removed", "taxonomy": "areas or tags changed", "field": "new fields",
}  # fmt: skip


@click.command(
    epilog=ending(
        "edition --new",
        "if it is printed or made",
        "if the survey has errors, or nothing has changed since the last one",
    )
)
@SURVEY
@click.option("--epoch", is_flag=True, help="Print the date as seconds since 1970, as SOURCE_DATE_EPOCH wants it.")
@click.option("--new", is_flag=True, help="Make the next edition and write it to editions/.")
@click.option(
    "--since", metavar="EDITION",
    help="With --new, the edition to compare with: its number, date, tag or commit, the address of its site, or its "
    "catalogue.json; without it, the last one, as git has it.",
)  # fmt: skip
@click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]), help="With --new, the date of the new edition; without it, today."
)
@DRY_RUN
def edition(
    survey: Path, epoch: bool, new: bool, since: str | None, date: datetime.datetime | None, dry_run: bool
) -> None:
    """Print the date of the survey's edition, or make a new edition.

    An edition is the survey as of a day, with a number. A new one is compared with the one before, and what changed is
    written to editions/NUMBER.yml, so that the page Editions shows it for ever. `catalogue undo` takes it back.
    """
    if new:
        _make(survey, since, date.date() if date else today(), dry_run)
        return
    if since or date or dry_run:
        raise click.UsageError("--since, --date and --dry-run belong to --new")
    from ..build.write import epoch_of
    from ..catalogue.assemble import edition_of
    from ..survey.folder import read_survey

    read, problems = read_survey(survey)
    if read is None:
        show_problems(problems, "text")
        sys.exit(1)
    day = edition_of(read)
    if epoch:
        click.echo(os.environ.get("SOURCE_DATE_EPOCH") or str(epoch_of(day)))
        return
    last = read.editions[-1] if read.editions else None
    later = " and changes since" if last and day and day > last.date else ""
    number = f" (edition {last.number} of {last.date}{later})" if last else ""
    click.echo(f"{day.isoformat() if day else 'none'}{number}")


def _make(survey: Path, since: str | None, day: datetime.date, dry_run: bool) -> None:
    from ..releasing import make_edition

    with waiting("comparing with the edition before"):
        made, problems = make_edition(survey, since, day, dry_run=dry_run)
    show_problems([it for it in problems if it.level == "error"], "text")
    if made is None:
        sys.exit(1)
    click.echo(f"edition {made.number} of {made.date}{' (not written)' if dry_run else ''}: {_told(made)}")
    if not dry_run:
        tell_next(f"commit editions/; {UNDO}")


@click.command(
    epilog=ending("date main", "if the records are dated, or none changed", "if BASE or the survey cannot be read")
)
@click.argument("base")
@SURVEY
def date(base: str, survey: Path) -> None:
    """Write today's date into the records that you changed.

    These are the records in papers/ that differ from those at BASE: a branch, a tag or a commit of the survey's
    repository, or the folder of another copy. The date stands in `changed`; feeds go by it. The ids are printed.
    `catalogue undo` takes it back.
    """
    from ..releasing import date_records

    with waiting("comparing with the survey as it was"):
        ids, problems = date_records(survey, base, today())
    if ids is None:
        show_problems(problems, "text")
        sys.exit(1)
    for id in ids:
        click.echo(id)
    click.echo(
        f"{counted(len(ids), 'record')} dated {today()}" if ids else "nothing to do: no record changed", err=True
    )
    if ids:
        tell_next(f"{UNDO}; commit the records")


def _told(made: Edition) -> str:
    papers = f"{made.papers} paper{'' if made.papers == 1 else 's'}"
    counts: Counter[str] = Counter(change.kind for change in made.changes)
    said = [f"{counts[kind]} {words}" for kind, words in _SAID.items() if counts[kind]]
    return f"{papers}; {', '.join(said)}" if said else f"{papers}, the first"
