"""Commands that make and change a survey's taxonomy: `catalogue taxonomy …`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import UNDO, counted, show_problems, tell_next, waiting
from .options import CHANGED, DRY_RUN, SURVEY, ending

if TYPE_CHECKING:
    from ..curating import Outcome
    from ..derive.suggest import Suggestion
    from ..records.base import Problem
    from ..records.survey import Survey
    from ..survey.regroup import Regrouping

_SHOWN = 20
"""Files that are named, of those that a change touches."""
_EXAMPLES = 3
"""Titles that stand with each suggested area."""


@click.group(epilog="Example: catalogue taxonomy merge neural-network wild-bees --dry-run")
def taxonomy() -> None:
    """Make and change the areas and facets that papers are sorted by.

    REF names what is changed: an area by its key, a facet by its key, or a facet's value as FACET.VALUE, such as
    keyword.nesting. Each change is applied to taxonomy.yml, records, essays and links in one step; addresses that pages
    give up will redirect. `catalogue undo` takes it back.
    """


@taxonomy.command(
    epilog=ending(
        "taxonomy suggest > draft.yml",
        "if it is printed or written",
        "if the survey's files cannot be read",
        two="--write would replace areas",
    )
)
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@SURVEY
@click.option("--write", is_flag=True, help="Write it to taxonomy.yml of the survey; `catalogue undo` takes it back.")
@click.option("--force", is_flag=True, help="With --write, replace a taxonomy.yml that has areas.")
def suggest(files: Sequence[Path], survey: Path, write: bool, force: bool) -> None:
    """Suggest areas and facets, by the words of the papers.

    The papers are those of the survey, or with FILES those of these bibliographies; headings under which a file lists
    its papers become the areas. The suggestion is printed as the text of a taxonomy.yml, for you to word as you like;
    `catalogue derive` then applies it.
    """
    from ..curating import suggest_for
    from ..survey.folder import read_survey

    read, problems = read_survey(survey)
    if read is None:
        _fail(problems)
        return
    with waiting("reading the papers"):
        made, text, faults = suggest_for(read, [(str(path), path.read_bytes()) for path in files], _EXAMPLES)
    show_problems(faults, "text")
    if not write:
        click.echo(text, nl=False)
        tell_next("save it as taxonomy.yml or add --write; word it as you like; then catalogue derive")
        return
    if read.taxonomy.areas and not force:
        raise click.UsageError(
            f"{survey / 'taxonomy.yml'} has {len(read.taxonomy.areas)} areas already; print the suggestion without "
            "--write, or replace them with --force (`catalogue undo` brings them back)"
        )
    from ..starting import with_schema_line
    from ..survey.journal import write_change

    write_change(survey, {"taxonomy.yml": with_schema_line(survey, "taxonomy.yml", text)}, "taxonomy suggest --write")
    click.echo(_suggested(made), err=True)
    tell_next("word titles and definitions as you like, then catalogue derive")


def _suggested(made: Suggestion) -> str:
    placed = sum(len(held) for key, held in made.holds.items() if key)
    total = placed + len(made.holds.get(None, ()))
    return f"{counted(len(made.taxonomy.areas), 'area')}, to hold {placed} of {counted(total, 'paper')}"


@taxonomy.command(epilog=ending("taxonomy rename neural-network listening --title 'Listening to bees'", *CHANGED))
@click.argument("ref")
@click.argument("key")
@click.option("--title", help="The title that readers see; without it, the title stays.")
@DRY_RUN
@SURVEY
def rename(ref: str, key: str, title: str | None, dry_run: bool, survey: Path) -> None:
    """Give an area, a facet or a value another key.

    REF is what it is called now (see `catalogue taxonomy --help`), KEY its new key: small letters, digits and hyphens.
    """
    from ..survey import regroup

    _change(survey, lambda read: regroup.rename(read.taxonomy, ref, key, title), f"rename {ref} {key}", dry_run)


@taxonomy.command(epilog=ending("taxonomy merge neural-network wild-bees", *CHANGED))
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@click.argument("into")
@DRY_RUN
@SURVEY
def merge(refs: Sequence[str], into: str, dry_run: bool, survey: Path) -> None:
    """Join areas, or values of a facet, into one.

    INTO, the last one named, stays, and gets the papers, cues and essays of each REF, which are taken out.
    """
    from ..curating import left_over
    from ..survey import regroup

    what = f"merge {' '.join(refs)} {into}"
    _change(survey, lambda read: regroup.merge(read.taxonomy, refs, into, left_over(read)), what, dry_run)


@taxonomy.command(epilog=ending("taxonomy move neural-network --before wild-bees", *CHANGED))
@click.argument("ref")
@click.argument("facet", required=False)
@click.option("--before", metavar="REF", help="Put it before this one; without it, at the end of the list of FACET.")
@DRY_RUN
@SURVEY
def move(ref: str, facet: str | None, before: str | None, dry_run: bool, survey: Path) -> None:
    """Put a value into another facet, or change the order.

    REF is a value that goes to FACET, or with --before an area, a facet or a value that changes its place. Readers see
    areas in this order, and of two areas that score the same a paper gets the first.
    """
    from ..survey import regroup

    what = " ".join(filter(None, ("move", ref, facet, before and f"--before {before}")))
    _change(survey, lambda read: regroup.move(read.taxonomy, ref, facet, before), what, dry_run)


@taxonomy.command(epilog=ending("taxonomy remove keyword.nesting --dry-run", *CHANGED))
@click.argument("ref")
@DRY_RUN
@SURVEY
def remove(ref: str, dry_run: bool, survey: Path) -> None:
    """Take out an area, a facet or a value.

    If REF is an area, its papers go where the rules place them next, or become unplaced; papers of a value lose it.
    """
    from ..curating import left_over
    from ..survey import regroup

    _change(survey, lambda read: regroup.remove(read.taxonomy, ref, left_over(read)), f"remove {ref}", dry_run)


@taxonomy.command(epilog=ending("taxonomy split wild-bees nesting --cue nests --title 'Where bees nest'", *CHANGED))
@click.argument("ref")
@click.argument("key", required=False)
@click.option("--title", help="The title that readers see; without it, the words of KEY.")
@click.option(
    "--cue", "cues", multiple=True, metavar="PHRASE", help="A cue of REF that becomes one of KEY; can be given again."
)
@click.option(
    "--new-cue",
    "new_cues",
    multiple=True,
    metavar="PHRASE",
    help="A new cue, of weight 2, for KEY; can be given again.",
)
@click.option(
    "--paper",
    "papers",
    multiple=True,
    metavar="ID",
    help="A paper that goes to KEY whatever cues say; can be given again.",
)
@DRY_RUN
@SURVEY
def split(
    ref: str, key: str | None, title: str | None, cues: Sequence[str], new_cues: Sequence[str],
    papers: Sequence[str], dry_run: bool, survey: Path,
) -> None:  # fmt: skip
    """Part an area or a value in two.

    KEY is the key of the new area or value beside REF; papers of REF go there for which its cues speak more. Without
    KEY, or without any cue or paper for it, nothing is changed: the parts into which papers of REF fall are printed.
    """
    from ..records.taxonomy import Value
    from ..survey import regroup

    if key is None or not (cues or new_cues or papers):
        _show_parts(survey, ref)
        return
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key):
        raise click.UsageError(f"{key!r} is no key; use lower-case letters, digits and single hyphens")
    shown = title or key.replace("-", " ").capitalize()
    value = Value(key=key, title=shown, cues=dict.fromkeys(new_cues, 2.0))
    named: list[regroup.Choice] = []

    def make(read: Survey) -> Regrouping:
        """Note in `named` which area or value is split, and return the change of the taxonomy."""
        named.append(regroup.find(read.taxonomy, ref).choice)
        return regroup.split(read.taxonomy, ref, value, cues)

    _change(survey, make, f"split {ref} {key}", dry_run, papers=papers, key=key, named=named)


def _show_parts(survey: Path, ref: str) -> None:
    """Print the groups into which the papers of the area or value fall that `ref` names. Nothing is written. Raises
    click.UsageError if it names none.
    """
    from ..curating import parts_of
    from ..survey.folder import read_survey
    from ..survey.regroup import RefusedError

    read, problems = read_survey(survey)
    if read is None:
        _fail(problems)
        return
    try:
        parts = parts_of(read, ref)
    except RefusedError as error:
        raise click.UsageError(str(error)) from error
    for area in parts.taxonomy.areas:
        cues = ", ".join(list(area.cues)[:8])
        click.echo(f"{area.key}: {area.title}, {counted(len(parts.holds[area.key]), 'paper')} ({cues})")
    if not parts.taxonomy.areas:
        click.echo("its papers fall into no groups")
    tell_next(f"catalogue taxonomy split {ref} KEY --cue PHRASE (one of its own) or --new-cue PHRASE")


def _change(
    survey: Path, make: Callable[[Survey], Regrouping], command: str, dry_run: bool,
    papers: Sequence[str] = (), key: str | None = None, named: Sequence[tuple[str, str]] = (),
) -> None:  # fmt: skip
    """Make a change of the taxonomy and print what it did; `command` is the command without `taxonomy`, for `undo`.
    With `dry_run` nothing is written.

    `make` returns the change for the survey that was read. For a split, `key` is that of the new value, `papers` are
    those that get it, and `named` has what was split. Ends the command with exit code 1 if nothing could be changed.
    """
    from ..curating import regroup_survey

    with waiting("changing the survey"):
        outcome, problems = regroup_survey(
            survey, make, f"taxonomy {command}", dry_run=dry_run, chosen=papers, split=(named, key) if key else None
        )
    show_problems(problems, "text")
    if outcome is None:
        sys.exit(1)
    show_outcome(outcome, dry_run)
    if not dry_run and (outcome.written or outcome.deleted):
        tell_next(f"{UNDO}; catalogue serve, to look at it")


def show_outcome(outcome: Outcome, dry_run: bool = False) -> None:
    """Print the files that a change writes and deletes, and the papers that it moves; with `dry_run` as what it would
    do.
    """
    would = "would " if dry_run else ""
    files = [(f"{would}write", name) for name in outcome.written] + [(f"{would}delete", n) for n in outcome.deleted]
    for doing, name in files[:_SHOWN]:
        click.echo(f"{doing} {name}")
    if len(files) > _SHOWN:
        click.echo(f"… and {len(files) - _SHOWN} more files")
    moves = sorted(outcome.areas.items(), key=lambda move: -move[1])
    for (old, new), count in moves[:_SHOWN]:
        click.echo(f"{counted(count, 'paper')}: {old} → {new}")
    if len(moves) > _SHOWN:
        click.echo(f"… and {counted(sum(count for _, count in moves[_SHOWN:]), 'paper')} between other areas")
    papers = "" if outcome.papers is None else f" and {counted(outcome.papers, 'paper')}"
    click.echo(f"{counted(len(files), 'file')}{papers} {'would be changed' if dry_run else 'changed'}", err=True)


def _fail(problems: Sequence[Problem]) -> None:
    show_problems(problems, "text")
    sys.exit(1)
