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
from .options import CHANGED, FORMAT, SURVEY, ending
from .surroundings import git_user, today

if TYPE_CHECKING:
    from ..ingest.ledger import Ledger
    from ..records.base import Problem
    from ..records.survey import Survey


@click.command(
    "import",
    epilog=ending(
        "import more.bib",
        "if all was read",
        "if an entry could not be read, or an error in the survey's own files prevented the import",
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@SURVEY
@click.option(
    "--strict", is_flag=True, help="Write nothing if an entry cannot be read; without it, all others are imported."
)
@click.option("--json", "as_json", is_flag=True, help="Print the ledger, problems included, as one JSON document.")
@FORMAT
def import_command(files: Sequence[Path], survey: Path, strict: bool, as_json: bool, form: str) -> None:
    """Add the papers of FILES to a survey.

    Each file's format is recognised by its content: BibTeX, RIS, CSV, JSON, lists in Markdown, what databases answer,
    and others. A new paper becomes a record, papers/ID.yml; the record of a known one gains what it lacks, and what you
    wrote in it stays. The ledger that is printed says what became of each entry; the last line counts. imports.yml
    keeps the counts, and `catalogue undo` takes the import back. Without a survey in the folder, one is begun there.
    """
    from ..importing import import_survey

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


@click.command(
    epilog=ending("check --format github", "if there is no error", "if there is one, or with --strict a warning")
)
@SURVEY
@click.option(
    "--site", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="DIR",
    help="Instead, follow all links within the built site in DIR: to pages, anchors and files.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Let warnings count: one is enough for exit code 1.")
@FORMAT
def check(survey: Path, site: Path | None, strict: bool, form: str) -> None:
    """Name every problem of a survey, with its file and line.

    All files of the survey are read, and the site's configuration, mkdocs.yml; none is changed. An error prevents a
    build; a warning is something to look at.
    """
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
        first = "catalogue build --site" if any((survey / "papers").glob("*.yml")) else "catalogue import FILE"
        tell_next("catalogue serve, to look at it" if site else first)
    sys.exit(1 if errors or (strict and problems) else 0)


@click.command(
    epilog=ending("explain humnet", "if the paper is there", "if no paper has this id, or the survey cannot be read")
)
@click.argument("id")
@SURVEY
def explain(id: str, survey: Path) -> None:
    """Say why a paper stands where it stands.

    Each value of the paper ID (its record is papers/ID.yml) is printed with the phrase that spoke for it, the place of
    that phrase and the rule; then the areas' scores, and which source states what. Nothing is written.
    """
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


@click.command(epilog=ending("rename telling-bumblebees-apart wing-beat", *CHANGED))
@click.argument("id")
@click.argument("new")
@SURVEY
def rename(id: str, new: str, survey: Path) -> None:
    """Give a paper another address; the old one will redirect.

    The record papers/ID.yml becomes papers/NEW.yml, and every reference to it in the survey is changed. NEW is of small
    letters, digits and hyphens. `catalogue undo` takes it back.
    """
    from ..survey.edit import rename as rename_paper

    _edit(survey, lambda read: rename_paper(read, survey, id, new), f"{id} is now {new}")


@click.command(epilog=ending("remove field-guide-bees --reason 'A book, not a study'", *CHANGED))
@click.argument("id")
@click.option("--reason", help="Why it is no part of the survey, in words; the page About counts reasons.")
@click.option("--forget", is_flag=True, help="Do not note it in refused.yml: a later import brings it back.")
@SURVEY
def remove(id: str, survey: Path, reason: str | None, forget: bool) -> None:
    """Take a paper out of the survey.

    The record papers/ID.yml is deleted, with the references to it in other files. It is noted in refused.yml, so that
    no import brings it back. If you deleted the file yourself, the references to it that are left are taken out.
    `catalogue undo` takes the removal back.
    """
    from ..upkeep import remove_paper

    with waiting("changing the survey"):
        problems = remove_paper(survey, id, today(), reason, forget=forget)
    _tell(problems, f"{id} removed")


@click.command(epilog=ending("merge green-roofs-nesting bees-roofs-first", *CHANGED))
@click.argument("id")
@click.argument("other")
@SURVEY
def merge(id: str, other: str, survey: Path) -> None:
    """Join two records that are one paper.

    The record ID gains from the record OTHER what it lacks; where both state something, such as the venue, the
    published version wins over a preprint. The file of OTHER is deleted, and its address will redirect. `catalogue
    undo` takes it back.
    """
    from ..upkeep import merge_papers

    with waiting("changing the survey"):
        problems = merge_papers(survey, id, other, today())
    _tell(problems, f"{other} is now part of {id}")


@click.command("map", epilog=ending("map", "if map.yml is written", "if the survey's files cannot be read"))
@SURVEY
@click.option("--anew", is_flag=True, help="Lay out all papers again; without it, papers that have a place keep it.")
def map_command(survey: Path, anew: bool) -> None:
    """Give every paper a place on the map, near to what it resembles.

    The places are written to map.yml of the survey. Printed is how far neighbours on the map are neighbours in words,
    tags and meaning, from 0 to 1 (trustworthiness among the 10 nearest).
    """
    from ..upkeep import lay_out_map

    with waiting("laying out the map"):
        update, problems = lay_out_map(survey, anew=anew)
    show_problems(problems, "text")
    if update is None:
        sys.exit(1)
    click.echo(
        f"{counted(len(update.places), 'paper')} on the map, {update.placed} placed, {update.dropped} dropped", err=True
    )
    if update.trustworthiness is None or math.isnan(update.trustworthiness):
        click.echo("too few papers to say how far the neighbourhoods can be trusted", err=True)
    else:
        click.echo(f"trustworthiness at k = 10: {update.trustworthiness:.3f}")
    tell_next("catalogue serve, to look at it")


def _edit(survey: Path, change: Callable[[Survey], list[Problem]], done: str) -> None:
    """Read the survey, call `change`, which writes a change or returns problems, and print `done` or the problems. Ends
    the command with exit code 1 if there are errors.
    """
    from ..survey.folder import read_survey

    with waiting("changing the survey"):
        read, problems = read_survey(survey)
        faults = change(read) if read is not None else problems
    _tell(faults, done)


def _tell(problems: list[Problem], done: str) -> None:
    """Print the problems; without an error among them also `done`, else the command ends with exit code 1."""
    show_problems(problems, "text")
    if any(problem.level == "error" for problem in problems):
        sys.exit(1)
    click.echo(done, err=True)
    tell_next(f"{UNDO}; catalogue check")


def _fail_unknown(id: str, known: list[str]) -> None:
    """End the command with exit code 1, after printing that no paper has this id, and which of the known ids are like
    it.
    """
    from ..text.suggestions import suggest

    near = suggest(id, known, most=3)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    click.echo(f"there is no paper {id!r}{hint}", err=True)
    sys.exit(1)
