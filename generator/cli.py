"""The command `catalogue`. Exit codes: 0 fine, 1 problems, 2 wrong usage."""

from __future__ import annotations

import datetime
import json
import math
import os
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .records import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .pipeline import Progress
    from .records import Survey
    from .unknown_fields import Unknown

_SURVEY = click.option(
    "--survey", type=click.Path(path_type=Path, file_okay=False), default=Path("survey"), show_default=True,
    help="Folder of the survey's files.",
)  # fmt: skip
_REMIND = 10
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
    help="How problems are printed.",
)  # fmt: skip


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_SURVEY
@click.option("--keep-going", is_flag=True, help="Write the good entries even where others are refused.")
@_FORMAT
def import_command(files: Sequence[Path], survey: Path, keep_going: bool, form: str) -> None:
    """Make records of raw FILES and print a ledger of every entry.

    Without --keep-going nothing is written when an entry is refused.
    """
    from .pipeline import import_files

    with _progress() as progress:
        ledger, problems = import_files(
            [(str(path), path.read_bytes()) for path in files],
            survey,
            _today(),
            keep_going=keep_going,
            progress=progress,
        )
    if form == "text":
        for line in ledger.lines:
            click.echo(line)
    _report([*problems, *ledger.refused, *ledger.doubts], form)
    counts = {
        "read": ledger.read,
        "new": ledger.new,
        "already there": ledger.unchanged,
        "changed": ledger.changed,
        "completed": ledger.completed,
        "refused": len(ledger.refused),
    }
    click.echo(", ".join(f"{number} {what}" for what, number in counts.items()), err=form != "text")
    if ledger.refused and not ledger.written:
        click.echo("nothing written; mend the input, or --keep-going to import the rest", err=True)
    sys.exit(1 if problems or ledger.refused else 0)


@click.command()
@_SURVEY
@click.option(
    "--docs", type=click.Path(path_type=Path, file_okay=False), show_default="docs",
    help="Folder that the pages are written to; with --site, where the site's configuration says.",
)  # fmt: skip
@click.option("--site", is_flag=True, help="Build the website too, as the mkdocs.yml of the survey says.")
@click.option("--strict", is_flag=True, help="Warnings count as problems.")
@_FORMAT
def build(survey: Path, docs: Path | None, site: bool, strict: bool, form: str) -> None:
    """Generate the pages and data of a survey.

    SITE_URL in the environment overrides the site's address.
    """
    import gc

    from .configuration import docs_folder
    from .pipeline import build as build_all

    if site and docs:
        raise click.UsageError("with --site the pages go to the docs_dir of mkdocs.yml; leave out --docs")
    docs = docs_folder(survey) if site else docs or Path("docs")
    # A build allocates records that live until its end; looking for cycles among them takes a fifth of its time.
    gc.disable()
    with _waiting("building the pages"):
        written, problems = build_all(survey, docs)
    # `check` lists all; a build that succeeds only reminds of them.
    shown = problems if written is None or form != "text" else problems[:_REMIND]
    _report(shown, form)
    if len(shown) < len(problems):
        click.echo(f"… and {len(problems) - len(shown):,} more; `catalogue check` lists them", err=True)
    if written is None:
        sys.exit(1)
    if written.total:
        click.echo(f"{written.total} files: {written.changed} written, {written.removed} removed", err=True)
    else:
        click.echo("nothing changed", err=True)
    if site:
        _build_site(survey, form)
    sys.exit(1 if strict and problems else 0)


def _build_site(survey: Path, form: str) -> None:
    from .configuration import site_folder
    from .site_builder import build_site

    with _waiting("building the site"):
        built, problems = build_site(survey)
    if problems:
        _report(problems, form)
        sys.exit(1)
    click.echo(f"{site_folder(survey)}/ {'is built' if built else 'is up to date'}", err=form != "text")


@click.command()
@_SURVEY
@click.option("--strict", is_flag=True, help="Warnings count as problems.")
@_FORMAT
def check(survey: Path, strict: bool, form: str) -> None:
    """Read all of a survey's files and name every problem with its file and line."""
    from .pipeline import check_folder

    problems = check_folder(survey)
    _report(problems, form)
    errors = sum(problem.level == "error" for problem in problems)
    click.echo(f"{errors} errors, {len(problems) - errors} warnings", err=True)
    sys.exit(1 if errors or (strict and problems) else 0)


@click.command()
@click.argument("id")
@_SURVEY
def explain(id: str, survey: Path) -> None:
    """Say why the paper ID stands where it stands: each value with its phrase, place and rule."""
    from .explain import explain as explain_paper
    from .survey import read_survey

    read, problems = read_survey(survey)
    if read is None:
        _report(problems, "text")
        sys.exit(1)
    paper = next((paper for paper in read.papers if id in (paper.id, *paper.former_ids)), None)
    if paper is None:
        _fail_unknown(id, [paper.id for paper in read.papers])
    else:
        click.echo(explain_paper(paper, read), nl=False)


@click.command()
@click.argument("query")
@_SURVEY
@click.option("--limit", default=10, show_default=True, help="Most results to print.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def search(query: str, survey: Path, limit: int, as_json: bool) -> None:
    """Rank the survey's papers for QUERY, just as the site does."""
    from .index import index
    from .pipeline import load_catalogue
    from .rank import search as rank
    from .shards import Store

    catalogue, problems = load_catalogue(survey)
    if catalogue is None:
        _report(problems, "text")
        sys.exit(1)
    titles = {paper.id: paper.title for paper in catalogue.papers}
    answer = rank(Store(index(catalogue)), query, limit)
    if as_json:
        results = [{"id": id, "score": round(score, 6), "title": titles[id]} for id, score in answer.found]
        unread = [{"field": one.field, "value": one.value, "near": one.near} for one in answer.unknown]
        said = {"query": query, "corrections": answer.corrections, "unread": unread, "results": results}
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        for word, term in answer.corrections.items():
            click.echo(f"{word!r} is unknown; searched for {term.lstrip('!')!r}", err=True)
        for one in answer.unknown:
            click.echo(_unread(one, answer.fields), err=True)
        for id, score in answer.found:
            click.echo(f"{score:8.3f}  {id}  {titles[id]}")


def _unread(one: Unknown, fields: Sequence[str]) -> str:
    what = f"{one.field}: has no value {one.value!r}" if one.known else f"there is no field {one.field!r}"
    hint = f"; did you mean {one.near}?" if one.near else "" if one.known else f"; fields: {', '.join(fields)}"
    return f"{what}, so this was read as words{hint}"


@click.command()
@click.argument("id")
@click.argument("new")
@_SURVEY
def rename(id: str, new: str, survey: Path) -> None:
    """Give the paper ID the address NEW; the old address will redirect."""
    from .curate import rename as rename_paper

    _curate(survey, lambda read: rename_paper(read, survey, id, new), f"{id} is now {new}")


@click.command()
@click.argument("id")
@_SURVEY
def remove(id: str, survey: Path) -> None:
    """Take the paper ID out of the survey, with all references to it."""
    from .curate import remove as remove_paper

    _curate(survey, lambda read: remove_paper(read, survey, id), f"{id} removed")


@click.command("map")
@_SURVEY
@click.option("--anew", is_flag=True, help="Lay out all papers again, instead of only giving places to new ones.")
def map_command(survey: Path, anew: bool) -> None:
    """Give every paper a place on the map, near to what it resembles, in the survey's map.yml.

    A first layout, or one made anew, needs scikit-learn: pip install "survey-catalogue[map]".
    """
    from .pipeline import map_folder

    try:
        with _waiting("laying out the map"):
            mapped, problems = map_folder(survey, anew=anew)
    except ModuleNotFoundError as error:
        if error.name not in {"sklearn", "scipy"}:
            raise
        raise click.UsageError('a new map needs scikit-learn: pip install "survey-catalogue[map]"') from error
    _report(problems, "text")
    if mapped is None:
        sys.exit(1)
    click.echo(f"{mapped.papers} papers on the map, {mapped.placed} placed, {mapped.dropped} dropped", err=True)
    if math.isnan(mapped.trustworthiness):
        click.echo("too few papers to say how far the neighbourhoods can be trusted", err=True)
    else:
        click.echo(f"trustworthiness at k = 10: {mapped.trustworthiness:.3f}")


@click.command()
@_SURVEY
@click.option("--epoch", is_flag=True, help="As seconds since 1970, for SOURCE_DATE_EPOCH.")
def edition(survey: Path, epoch: bool) -> None:
    """Print the date of the survey's edition."""
    from .assemble import edition_of
    from .pipeline import epoch_of
    from .survey import read_survey

    read, problems = read_survey(survey)
    if read is None:
        _report(problems, "text")
        sys.exit(1)
    date = edition_of(read)
    if epoch:
        click.echo(os.environ.get("SOURCE_DATE_EPOCH") or str(epoch_of(date)))
    else:
        click.echo(date.isoformat() if date else "none")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("survey/.schema"))
def schema(folder: Path) -> None:
    """Write JSON Schemas of the survey's files into FOLDER, for editors that check YAML."""
    from .export import editing_schemas
    from .survey import write_files

    write_files(folder, dict(editing_schemas()))
    click.echo(f"schemas written to {folder}", err=True)


@click.command()
@_SURVEY
@click.option("--docs", type=click.Path(path_type=Path, file_okay=False), default=Path("docs"), show_default=True)
@click.option("--every", default=1.0, show_default=True, help="Seconds between looks.")
def watch(survey: Path, docs: Path, every: float) -> None:
    """Build again whenever a file of the survey or the generator changes, until stopped."""
    from .watch import watch as watch_folder

    watch_folder(survey, docs, every)


@click.command()
@click.option("--docs", type=click.Path(path_type=Path, file_okay=False), default=Path("docs"), show_default=True)
def clean(docs: Path) -> None:
    """Remove what the generator wrote into a docs folder, and nothing else."""
    from .site_builder import STAMP
    from .write import MANIFEST, write

    written, _ = write(docs, {})
    for name in (MANIFEST, STAMP):
        (docs / name).unlink(missing_ok=True)
    click.echo(f"{written.removed if written else 0} files removed", err=True)


def _curate(survey: Path, change: Callable[[Survey], list[Problem]], done: str) -> None:
    from .survey import read_survey

    read, problems = read_survey(survey)
    if read is not None:
        problems = change(read)
    _report(problems, "text")
    if any(problem.level == "error" for problem in problems):
        sys.exit(1)
    click.echo(done, err=True)


def _fail_unknown(id: str, known: list[str]) -> None:
    import difflib

    near = difflib.get_close_matches(id, known, n=3)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    click.echo(f"there is no paper {id!r}{hint}", err=True)
    sys.exit(1)


def _today() -> datetime.date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.date.today()


def _report(problems: Sequence[Problem], form: str) -> None:
    if form == "json":
        click.echo(json.dumps([problem.model_dump() for problem in problems], ensure_ascii=False))
        return
    for problem in problems:
        if form == "github":
            message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
            path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
            click.echo(f"::{problem.level} file={path},line={max(problem.line, 1)}::{message}")
        else:
            click.echo(f"{problem}" if problem.level == "error" else f"{problem} (warning)", err=True)


@contextmanager
def _waiting(what: str) -> Iterator[None]:
    """A sign of life on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="survey-catalogue", message="%(version)s")
def main() -> None:
    """Turn raw paper abstracts into a searchable survey website."""


for _command in (
    import_command, check, explain, rename, remove, map_command, search, build, watch, clean, edition, schema
):  # fmt: skip
    main.add_command(_command)
