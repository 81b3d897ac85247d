"""Commands with which a curator changes papers: import, check, explain, rename, remove, merge, map."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import UNDO, counted, progress_bar, show_problems, tell_next, waiting
from .options import FORMAT, SURVEY
from .surroundings import git_user, today

if TYPE_CHECKING:
    from ..ingest.ledger import Ledger
    from ..records.base import Problem
    from ..records.survey import Survey


@click.command("import", epilog="Example: catalogue import library.bib export.ris --survey my-survey")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@SURVEY
@click.option("--strict", is_flag=True, help="Write nothing if an entry cannot be read.")
@click.option("--json", "as_json", is_flag=True, help="Print the ledger as one JSON document.")
@FORMAT
def import_command(files: Sequence[Path], survey: Path, strict: bool, as_json: bool, form: str) -> None:
    """Make records of raw FILES and print a ledger of every entry.

    What cannot be read costs no other entry; the exit code is then 1.
    """
    from ..pipeline import import_survey

    with progress_bar() as progress:
        ledger, problems = import_survey(
            [(str(path), path.read_bytes()) for path in files],
            survey,
            today(),
            strict=strict,
            author=git_user(),
            progress=progress,
        )
    if as_json:
        rows = [problem.model_dump() for problem in (*problems, *ledger.doubts)]
        click.echo(json.dumps(ledger.as_document() | {"problems": rows}, ensure_ascii=False))
    else:
        if form == "text":
            for line in ledger.lines:
                click.echo(line)
        show_problems([*problems, *ledger.refused, *ledger.doubts], form)
        click.echo(counts(ledger), err=form != "text")
    if ledger.refused and not ledger.written:
        click.echo("nothing written; mend the input, or leave out --strict to import the rest", err=True)
    elif ledger.count("new"):
        tell_next("catalogue review, for what is least sure; catalogue serve, to look at it")
    elif ledger.written:
        tell_next("catalogue serve, to look at it")
    sys.exit(1 if problems or ledger.refused else 0)


def counts(ledger: Ledger) -> str:
    """Return the last line of a printed ledger: how many entries were read, and how many of them were new, known,
    refused ….
    """
    said = (
        f"{ledger.read} read, {ledger.count('new')} new, {ledger.count('unchanged')} already there, "
        f"{ledger.count('changed')} changed, {ledger.count('completed')} completed, {ledger.count('merged')} merged, "
        f"{ledger.count('refused')} refused"
    )
    return f"{said}; {ledger.doubtful} of the new are doubtful" if ledger.doubtful else said


@click.command(epilog="Example: catalogue check --strict --format github")
@SURVEY
@click.option(
    "--site", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="DIR",
    help="Instead, follow all links of the built site in DIR: to pages, anchors and files.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Warnings count as problems.")
@FORMAT
def check(survey: Path, site: Path | None, strict: bool, form: str) -> None:
    """Read all of a survey's files and name every problem with its file and line."""
    if site:
        from ..checks.site_configuration import site_address
        from ..checks.site_links import check_site_links
        from ..survey.folder import read_settings

        settings = read_settings(survey)
        others = [other.address for other in settings.sites] if settings else []
        with waiting("following links"):
            problems = check_site_links(site, site_address(survey), others)
    else:
        from ..pipeline import check_survey

        with waiting("checking"):
            problems = check_survey(survey)
    show_problems(problems, form)
    errors = sum(problem.level == "error" for problem in problems)
    click.echo(f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}", err=True)
    if errors:
        tell_next("mend the errors, then catalogue check" + (f" --site {site}" if site else ""))
    else:
        tell_next("catalogue serve, to look at it" if site else "catalogue build --site")
    sys.exit(1 if errors or (strict and problems) else 0)


@click.command(epilog="Example: catalogue explain humnet")
@click.argument("id")
@SURVEY
def explain(id: str, survey: Path) -> None:
    """Say why the paper ID stands where it stands: each value with its phrase, place and rule."""
    from ..derive.explain import explain as explain_paper
    from ..survey.folder import read_survey

    with waiting("reading the survey"):
        read, problems = read_survey(survey)
    if read is None:
        show_problems(problems, "text")
        sys.exit(1)
    paper = next((paper for paper in read.papers if id in (paper.id, *paper.former_ids)), None)
    if paper is None:
        _fail_unknown(id, [paper.id for paper in read.papers])
    else:
        with waiting("looking for reasons"):
            told = explain_paper(paper, read)
        click.echo(told, nl=False)
        tell_next(f"write into {survey / 'papers' / paper.id}.yml what should be otherwise; it stays")


@click.command(epilog="Example: catalogue rename telling-bumblebees-apart wing-beat")
@click.argument("id")
@click.argument("new")
@SURVEY
def rename(id: str, new: str, survey: Path) -> None:
    """Give the paper ID the address NEW; the old address will redirect.

    The file of its record is renamed, and every reference to it in the survey is changed.
    """
    from ..survey.edit import rename as rename_paper

    _edit(survey, lambda read: rename_paper(read, survey, id, new), f"{id} is now {new}")


@click.command(epilog="Example: catalogue remove wing-beat")
@click.argument("id")
@click.option("--reason", help="Why it is no part of the survey; About counts the reasons.")
@click.option("--forget", is_flag=True, help="Do not note it in refused.yml: a later import brings it back.")
@SURVEY
def remove(id: str, survey: Path, reason: str | None, forget: bool) -> None:
    """Take the paper ID out of the survey, with all references to it.

    It is noted in refused.yml, so that no import brings it back.

    Example: catalogue remove maze-notes --reason "No abstract in English"
    """
    from ..upkeep import remove_paper

    with waiting("changing the survey"):
        problems = remove_paper(survey, id, today(), reason, forget=forget)
    _tell(problems, f"{id} removed")


@click.command()
@click.argument("id")
@click.argument("other")
@SURVEY
def merge(id: str, other: str, survey: Path) -> None:
    """Join the record OTHER into the record ID: they are one paper.

    What ID lacks is taken from OTHER, the published version's facts win, and OTHER's address will redirect.

    Example: catalogue merge maze-notes maze-notes-preprint
    """
    from ..upkeep import merge_papers

    with waiting("changing the survey"):
        problems = merge_papers(survey, id, other, today())
    _tell(problems, f"{other} is now part of {id}")


@click.command("map", epilog="Example: catalogue map --anew")
@SURVEY
@click.option("--anew", is_flag=True, help="Lay out all papers again, instead of only giving places to new ones.")
def map_command(survey: Path, anew: bool) -> None:
    """Give every paper a place on the map, near to what it resembles, in the survey's map.yml."""
    from ..upkeep import lay_out_map

    with waiting("laying out the map"):
        update, problems = lay_out_map(survey, anew=anew)
    show_problems(problems, "text")
    if update is None:
        sys.exit(1)
    click.echo(
        f"{counted(len(update.places), 'paper')} on the map, {update.placed} placed, {update.dropped} dropped", err=True
    )
    if math.isnan(update.trustworthiness):
        click.echo("too few papers to say how far the neighbourhoods can be trusted", err=True)
    else:
        click.echo(f"trustworthiness at k = 10: {update.trustworthiness:.3f}")
    tell_next("catalogue serve, to look at it")


def _edit(survey: Path, change: Callable[[Survey], list[Problem]], done: str) -> None:
    """Change a survey that can be read, and print `done` where the change was made."""
    from ..survey.folder import read_survey

    with waiting("changing the survey"):
        read, problems = read_survey(survey)
        faults = change(read) if read is not None else problems
    _tell(faults, done)


def _tell(problems: list[Problem], done: str) -> None:
    """Print the problems for which nothing was changed, else `done`."""
    show_problems(problems, "text")
    if any(problem.level == "error" for problem in problems):
        sys.exit(1)
    click.echo(done, err=True)
    tell_next(f"{UNDO}; catalogue check")


def _fail_unknown(id: str, known: list[str]) -> None:
    """End the command with what may have been meant by an id that no paper has."""
    from ..text.suggestions import suggest

    near = suggest(id, known, most=3)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    click.echo(f"there is no paper {id!r}{hint}", err=True)
    sys.exit(1)
