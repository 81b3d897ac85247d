"""Commands that make the site and what belongs to it: build, split, scale, watch, clean, schema."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import counted, show_problems, tell_next, waiting
from .options import FORMAT, SURVEY

if TYPE_CHECKING:
    from ..build.write import Written
    from ..records.base import Problem
    from ..scale.sites import Executor
    from ..splitting import By

_REMIND = 10


@click.command(epilog="Example: catalogue build --site")
@SURVEY
@click.option(
    "--docs", type=click.Path(path_type=Path, file_okay=False), show_default="docs",
    help="Folder that the pages are written to; with --site, where the site's configuration says.",
)  # fmt: skip
@click.option("--site", is_flag=True, help="Build the website too, as the mkdocs.yml of the survey says.")
@click.option("--reference", is_flag=True, help="With --site, let MkDocs make every page; the bytes are the same.")
@click.option("--verify", type=click.IntRange(0), default=0, metavar="N", help="Compare N pages with MkDocs' own.")
@click.option("--strict", is_flag=True, help="Warnings count as problems.")
@FORMAT
def build(survey: Path, docs: Path | None, site: bool, reference: bool, verify: int, strict: bool, form: str) -> None:
    """Generate the pages and data of a survey.

    SITE_URL in the environment overrides the site's address.
    """
    import gc

    if site and docs:
        raise click.UsageError("with --site the pages go to the docs_dir of mkdocs.yml; leave out --docs")
    if (reference or verify) and not site:
        raise click.UsageError("--reference and --verify say how a site is built; give --site, too")
    docs = None if site else docs or Path("docs")
    if not (reference or verify) and _is_unchanged(survey, docs, strict, form):
        return
    # Modules and records live until the build's end; looking for cycles among them takes a fifth of its time.
    gc.disable()
    from .. import pipeline
    from ..site.mkdocs_build import Wanted

    if docs is None:
        with waiting("building pages and site"):
            made = pipeline.build_site(survey, Wanted(reference, verify))
        tell_pages(made.written, made.problems, form)
        for note in made.notes:
            click.echo(note, err=True)
        _tell_site(survey, made.is_new, made.site_problems, form)
        problems = made.problems
    else:
        with waiting("building the pages"):
            written, problems = pipeline.build_docs(survey, docs)
        tell_pages(written, problems, form)
    gc.freeze()  # else Python looks for cycles once more before it exits
    _end_build(site, strict and bool(problems))


def _is_unchanged(survey: Path, docs: Path | None, strict: bool, form: str) -> bool:
    """Whether a build has nothing to do, as it sees without loading anything; then it says so, and ends if its warnings
    count.
    """
    from ..build.unchanged import left_by_last_build

    left = left_by_last_build(survey, docs)
    if left is None:
        return False
    problems: list[Problem] = []
    if left.warnings:
        from ..records.base import Problem as Warned

        problems = [Warned.model_validate(warning) for warning in left.warnings]
    _tell_warnings(problems, form)
    click.echo("nothing changed", err=True)
    if docs is None:
        _tell_place(left.site, False, form)
    _end_build(docs is None, strict and bool(problems))
    return True


def _end_build(site: bool, failed: bool) -> None:
    tell_next("catalogue serve, to look at it" if site else "catalogue build --site, for the website")
    if failed:
        sys.exit(1)


def tell_pages(written: Written | None, problems: Sequence[Problem], form: str) -> None:
    """Print what a build wrote, and its problems. If it wrote nothing because of errors, the command ends with exit
    code 1.
    """
    if written is None:
        show_problems(problems, form)
        sys.exit(1)
    _tell_warnings(problems, form)
    if written.total:
        click.echo(f"{counted(written.total, 'file')}: {written.changed} written, {written.removed} removed", err=True)
        _tell_what_is_missing(written)
    else:
        click.echo("nothing changed", err=True)


def _tell_warnings(problems: Sequence[Problem], form: str) -> None:
    """Print what is wrong with a survey that was built: `check` lists all; a build only reminds of them."""
    shown = problems if form != "text" else problems[:_REMIND]
    show_problems(shown, form)
    if len(shown) < len(problems):
        click.echo(f"… and {len(problems) - len(shown):,} more; `catalogue check` lists them", err=True)


def _tell_what_is_missing(written: Written) -> None:
    """Say with the first build of a site, and then no more, what a library would add that is not installed."""
    from ..export.data.parquet import INSTALL, has_parquet

    if written.changed == written.total and not has_parquet():
        click.echo(f"the data has no Parquet files, which pyarrow writes: {INSTALL}", err=True)


def _tell_site(survey: Path, is_new: bool, problems: Sequence[Problem], form: str) -> None:
    """Print where the site is; ends the command where MkDocs found problems."""
    from ..checks.site_configuration import site_folder

    if problems:
        show_problems(problems, form)
        sys.exit(1)
    _tell_place(str(site_folder(survey)), is_new, form)


def _tell_place(site: str, is_new: bool, form: str) -> None:
    click.echo(f"{site}/ {'is built' if is_new else 'is up to date'}", err=form != "text")


@click.command(epilog="Example: catalogue split --by year --into parts")
@SURVEY
@click.option("--by", type=click.Choice(["year", "area"]), required=True, help="What the papers of a part share.")
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="FOLDER",
    help="New folder, in which each part becomes a survey of its own.",
)  # fmt: skip
@click.option(
    "--parts", type=click.IntRange(2, 50), metavar="N", show_default="as few as the host's budgets allow",
    help="About how many parts.",
)  # fmt: skip
def split(survey: Path, by: By, into: Path, parts: int | None) -> None:
    """Divide a survey into several sites, with one search over all of them.

    Each part is a whole survey from then on: import new papers into the part where they belong. The survey itself is
    left as it is.
    """
    from ..splitting import split_survey

    with waiting("dividing"):
        pieces, problems = split_survey(survey, by, into, parts or 0)
    show_problems(problems, "text")
    if not pieces:
        click.echo("nothing written", err=True)
        sys.exit(1)
    for piece in pieces:
        click.echo(f"{into / piece.key}: {piece.title}, {counted(len(piece.papers), 'paper')}")
    tell_next(f"catalogue build --site --survey {into / pieces[0].key / 'survey'}, and so for each part")


@click.command(epilog="Example: catalogue scale parts --workers 4")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Sites built at a time.")
@click.option(
    "--executor", type=click.Choice(["local", "slurm", "ray"]), default="local", show_default=True,
    help="What runs the tasks: this machine, or a cluster by Slurm or Ray.",
)  # fmt: skip
@click.option("--partition", default="", help="Partition of the cluster, for Slurm.")
def scale(folder: Path, workers: int, executor: Executor, partition: str) -> None:
    """Build the sites of all parts of a survey that `catalogue split` wrote into FOLDER.

    Each site is a task of datatrove. What was built of the same files is skipped, so that a call that was broken off is
    made again.
    """
    from ..scale.sites import INSTALL, build_sites, has_datatrove, surveys_in

    surveys = surveys_in(folder)
    if not surveys:
        raise click.UsageError(f"{folder} holds no PART/survey/survey.yml; `catalogue split` writes such folders")
    if not has_datatrove():
        raise click.UsageError(f"this takes datatrove: {INSTALL}")
    built = build_sites(folder, workers, executor, partition)
    click.echo(f"{len(built)} of {counted(len(surveys), 'site')} built", err=True)
    if len(built) < len(surveys) and executor == "local":
        tell_next("mend what the log says, then the same command again")
        sys.exit(1)


@click.command(epilog="Example: catalogue schema .schema")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("survey/.schema"))
def schema(folder: Path) -> None:
    """Write JSON Schemas of the survey's files into FOLDER, for editors that check YAML."""
    from ..export.schemas import editing_schemas
    from ..survey.folder import write_files

    write_files(folder, dict(editing_schemas()))
    click.echo(f"schemas written to {folder}", err=True)
    tell_next(f"let your editor check YAML by {folder}, as the guide on curating says")


@click.command(epilog="Example: catalogue watch --docs docs")
@SURVEY
@click.option("--docs", type=click.Path(path_type=Path, file_okay=False), default=Path("docs"), show_default=True)
def watch(survey: Path, docs: Path) -> None:
    """Build again whenever a file of the survey or the generator changes, until stopped.

    Where the file system tells of no changes (some network and shared folders), set WATCHFILES_FORCE_POLLING=1.
    """
    from ..build.watch import watch as watch_folder

    if not survey.is_dir():
        raise click.UsageError(f"{survey} is no folder; give the one of a survey")
    watch_folder(survey, docs)


@click.command(epilog="Example: catalogue clean --docs docs")
@click.option("--docs", type=click.Path(path_type=Path, file_okay=False), default=Path("docs"), show_default=True)
def clean(docs: Path) -> None:
    """Remove what the generator wrote into a docs folder, and nothing else."""
    from ..site.mkdocs_build import clean_docs

    click.echo(f"{counted(clean_docs(docs), 'file')} removed", err=True)
    tell_next("catalogue build")
