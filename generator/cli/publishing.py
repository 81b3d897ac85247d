"""Commands that make the site and what belongs to it: build, split, scale, watch, clean, schema."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import counted, show_problems, tell_next, waiting
from .options import FORMAT, SURVEY, ending
from .surroundings import today

if TYPE_CHECKING:
    from ..build.write import Written
    from ..records.base import Problem
    from ..scale.running import Executor
    from ..splitting.pieces import By

_REMIND = 10


@click.command(
    epilog=ending(
        "build --site", "if all is built or up to date", "if an error prevents it, or with --strict a warning"
    )
)
@SURVEY
@click.option(
    "--docs", type=click.Path(path_type=Path, file_okay=False), show_default="docs",
    help="Folder that the pages are written to; not with --site, for which mkdocs.yml names it.",
)  # fmt: skip
@click.option(
    "--site", is_flag=True, help="Build the website too, as the mkdocs.yml of the survey says, by default in site/."
)
@click.option("--reference", is_flag=True, help="With --site, let MkDocs make every page: slower, and the same bytes.")
@click.option(
    "--verify",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="With --site, make N pages by MkDocs too, and fail if one differs; by default 0.",
)
@click.option("--strict", is_flag=True, help="Let warnings count: one is enough for exit code 1.")
@FORMAT
def build(survey: Path, docs: Path | None, site: bool, reference: bool, verify: int, strict: bool, form: str) -> None:
    """Make the pages of a survey, and with --site the website.

    Reads the survey's files, and writes Markdown pages, the search index and files for programs: those that differ, and
    none over a file of yours. SITE_URL in the environment replaces the site's address.
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
    """Return whether a build has nothing to do, which is seen without loading anything. If so, print that with the last
    build's warnings, in the form of the option `--format`, and end the command with exit code 1 if `strict` and there
    are any.
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
    """Print what a build wrote, and its problems in the form of the option `--format`. If it wrote nothing because of
    errors, the command ends with exit code 1.
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
    """Print the problems of a survey that was built, all warnings, in the form of the option `--format`; as text only
    the first ten, since `check` lists all.
    """
    shown = problems if form != "text" else problems[:_REMIND]
    show_problems(shown, form)
    if len(shown) < len(problems):
        click.echo(f"… and {len(problems) - len(shown):,} more; `catalogue check` lists them", err=True)


def _tell_what_is_missing(written: Written) -> None:
    """Print what a library would add that is not installed, but only if the build has written every file of the
    docs folder, as the first one does.
    """
    from ..build.parquet_library import INSTALL, has_parquet

    if written.changed == written.total and not has_parquet():
        click.echo(f"the data has no Parquet files, which pyarrow writes: {INSTALL}", err=True)


def _tell_site(survey: Path, is_new: bool, problems: Sequence[Problem], form: str) -> None:
    """Print where the site is; if there are problems, print them in the form of the option `--format` and end the
    command with exit code 1.
    """
    from ..checks.site_configuration import site_folder

    if problems:
        show_problems(problems, form)
        sys.exit(1)
    _tell_place(str(site_folder(survey)), is_new, form)


def _tell_place(site: str, is_new: bool, form: str) -> None:
    click.echo(f"{site}/ {'is built' if is_new else 'is up to date'}", err=form != "text")


@click.command(
    epilog=ending("split --by year --into parts --parts 3", "if the parts are written", "if nothing is written")
)
@SURVEY
@click.option(
    "--by",
    type=click.Choice(["year", "area"]),
    required=True,
    help="Whether a part holds the papers of some years, or of some areas.",
)
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="FOLDER",
    help="New folder, in which each part becomes a survey: FOLDER/PART/survey.",
)  # fmt: skip
@click.option(
    "--parts", type=click.IntRange(2, 50), metavar="N", show_default="as few as the host's budgets allow",
    help="About how many parts, from 2 to 50.",
)  # fmt: skip
def split(survey: Path, by: By, into: Path, parts: int | None) -> None:
    """Divide a survey into several sites, with one search over all.

    For surveys whose site has more files or bytes than a host takes. A year that is too large by itself is divided by
    area, an area by year. Each part is a whole survey from then on: import new papers into the part where they belong.
    The survey itself is left as it is. The parts are printed with their sizes.
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


@click.command(
    epilog=ending(
        "scale parts --workers 4", "if all sites are built", "if one could not be built", two="datatrove is missing"
    )
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True, help="Sites that are built at the same time."
)
@click.option(
    "--executor", type=click.Choice(["local", "slurm", "ray"]), default="local", show_default=True,
    help="What runs the tasks: this machine, or a cluster by Slurm or Ray.",
)  # fmt: skip
@click.option("--partition", default="", help="With Slurm, the partition of the cluster.")
@click.option(
    "--entries", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="SHARDS",
    help="First import the files of this folder, PART.jsonl into the part PART, by counts over all of them.",
)  # fmt: skip
def scale(folder: Path, workers: int, executor: Executor, partition: str, entries: Path | None) -> None:
    """Build all sites of a divided survey and their joint index.

    FOLDER is what `catalogue split` wrote. Each site is a task of datatrove, which must be installed. What was built of
    the same files is skipped, so the same command goes on where one was broken off. With Slurm the tasks are queued,
    and the command returns at once.
    """
    from ..scale.sites import INSTALL, build_sites, has_datatrove, surveys_in

    surveys = surveys_in(folder)
    if not surveys:
        raise click.UsageError(f"{folder} holds no PART/survey/survey.yml; `catalogue split` writes such folders")
    if not has_datatrove():
        raise click.UsageError(f"this takes datatrove: {INSTALL}")
    if entries and not _is_imported(entries, folder, surveys, workers, executor, partition):
        return
    built, are_joined = build_sites(folder, workers, executor, partition)
    click.echo(f"{len(built)} of {counted(len(surveys), 'site')} built", err=True)
    if not are_joined:
        click.echo("no joint index: `sites` in each survey.yml must name all others, by the same titles", err=True)
    if len(built) < len(surveys) and executor == "local":
        tell_next("mend what the log says, then the same command again")
        sys.exit(1)


def _listed(surveys: Sequence[Path]) -> str:
    names = [survey.parent.name for survey in surveys]
    return ", ".join([*names[:12], *(["…"] if len(names) > 12 else [])])


def _is_imported(
    entries: Path, folder: Path, surveys: Sequence[Path], workers: int, executor: Executor, partition: str
) -> bool:
    """Import shards of entries into the parts of a survey; return whether the sites can be built next. The arguments
    are those of the command `scale`. Ends the command if a shard could not be imported; raises click.UsageError if
    there is none.
    """
    from ..scale.importing import import_shards, shards_of, strays

    shards = shards_of(surveys, entries)
    for path in strays(surveys, entries):
        click.echo(f"{path}: not imported, since no part is called so; the parts: {_listed(surveys)}", err=True)
    if not any(shard.files for shard in shards):
        raise click.UsageError(f"{entries} holds no file of a part, such as {surveys[0].parent.name}.jsonl")
    done, moved = import_shards(shards, folder, today(), workers, executor, partition)
    click.echo(f"{done} of {counted(len(shards), 'part')} imported", err=True)
    if moved:
        click.echo(f"of other parts' papers: {moved:,}, imported there", err=True)
    if executor == "slurm":
        tell_next("once these tasks have ended, the same command without --entries")
        return False
    if done < len(shards):
        tell_next("mend what the log says, then the same command again")
        sys.exit(1)
    return True


@click.command(epilog=ending("schema .schema", "if the schemas are written"))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("survey/.schema"))
def schema(folder: Path) -> None:
    """Write JSON Schemas of a survey's files, for editors.

    FOLDER (by default survey/.schema) gets one file for each kind of YAML file, by which an editor completes keys and
    marks mistakes. A survey that `catalogue new` made has them in .schema/.
    """
    from ..records.schemas import editing_schemas
    from ..survey.folder import write_files

    write_files(folder, dict(editing_schemas()))
    click.echo(f"schemas written to {folder}", err=True)
    tell_next(f"let your editor check YAML by {folder}, as the guide on curating says")


@click.command(epilog=ending("watch --docs docs", "when you stop it", two="there is no such folder"))
@SURVEY
@click.option(
    "--docs", type=click.Path(path_type=Path, file_okay=False), default=Path("docs"), show_default=True,
    help="Folder that the pages are written to.",
)  # fmt: skip
def watch(survey: Path, docs: Path) -> None:
    """Make the pages again whenever a file changes.

    For pages that a MkDocs of yours shows; `catalogue serve` does both. After each change of the survey's files, or of
    the generator's, the pages are written as by `catalogue build`, until you stop it (Ctrl-C). At its start it builds
    nothing. Where the file system tells of no changes (some network and shared folders), set
    WATCHFILES_FORCE_POLLING=1.
    """
    from ..build.watch import watch as watch_folder

    if not survey.is_dir():
        raise click.UsageError(f"{survey} is no folder; give the one of a survey")
    watch_folder(survey, docs)


@click.command(epilog=ending("clean --docs docs", "also if there was nothing to remove"))
@click.option(
    "--docs", type=click.Path(path_type=Path, file_okay=False), default=Path("docs"), show_default=True,
    help="Folder that pages were written to.",
)  # fmt: skip
def clean(docs: Path) -> None:
    """Remove what builds wrote into a docs folder.

    Files that you put there stay, and so does the site. The next build makes all pages anew.
    """
    from ..site.mkdocs_build import clean_docs

    click.echo(f"{counted(clean_docs(docs), 'file')} removed", err=True)
    tell_next("catalogue build")
