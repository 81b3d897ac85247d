"""Commands that begin a survey and show it: new, serve, migrate."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from .authoring import counts
from .console import counted, progress_bar, show_problems, tell_next, waiting
from .options import DRY_RUN, SURVEY, ending
from .surroundings import git_user, today


@click.command(
    epilog=ending(
        "new my-survey library.bib; cd my-survey; catalogue serve",
        "if the survey is written, though some entries may be left out",
        "if no paper can be read from FILES",
    )
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def new(folder: Path, files: Sequence[Path]) -> None:
    """Start a survey in a new folder, with the papers of FILES.

    FILES are bibliographies in any format that `catalogue import` reads; there may be none. FOLDER, which must be new
    or empty, gets survey.yml with the settings, taxonomy.yml with areas and tags drafted from the papers' own words, a
    record papers/ID.yml for each paper, and files for a CI system. An entry that cannot be read is named and left out.
    """
    from ..importing import import_survey
    from ..upkeep import place_generator

    if folder.exists() and any(not path.name.startswith(".") for path in folder.iterdir()):
        raise click.UsageError(
            f"{folder} is there already and not empty; give a new name, or add papers to the survey in it: "
            f"catalogue import FILE --survey {shlex.quote(str(folder))}"
        )
    with progress_bar() as progress:
        ledger, problems = import_survey(
            [(str(path), path.read_bytes()) for path in files],
            folder,
            today(),
            author=git_user(),
            progress=progress,
        )
    show_problems([*problems, *ledger.refused, *ledger.doubts], "text")
    if not ledger.written:
        click.echo("nothing written: no paper could be read", err=True)
        sys.exit(1)
    place_generator(folder)
    if files:
        for line in (*ledger.remarks, counts(ledger)):
            click.echo(line)
    _tell_start(folder, bool(files))


def _tell_start(folder: Path, with_papers: bool) -> None:
    """Print what a new survey's folder holds, and what to do next; `with_papers` says whether any were imported."""
    from ..survey.folder import read_survey

    survey, _ = read_survey(folder)
    if survey is not None and with_papers:
        areas = len(survey.taxonomy.areas)
        placed = sum(paper.derived.area is not None for paper in survey.papers)
        click.echo(
            f"{folder / 'taxonomy.yml'}: {counted(areas, 'area')}, {placed} of {counted(len(survey.papers), 'paper')} "
            "placed; word it as you like"
            if areas
            else f"{folder / 'taxonomy.yml'}: no areas yet, since so few papers show none; `catalogue taxonomy suggest "
            "--write` makes some when there are more"
        )
    click.echo("next:")
    click.echo(f"  cd {shlex.quote(str(folder))}")
    if not with_papers:
        click.echo("  catalogue import FILE    # BibTeX, RIS, CSV, JSON …")
    click.echo("  catalogue serve          # look at the site")


@click.command(
    epilog=ending(
        "serve --port 9000", "when you stop it", "if mkdocs.yml is missing or faulty", two="the port is taken"
    )
)
@SURVEY
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Port of the address; without it, the first free one from 8000 to 8019.",
)
def serve(survey: Path, port: int | None) -> None:
    """Show the site on this machine, and follow every change.

    The site is built as by `catalogue build --site`, and again after each change of a file, until you stop it (Ctrl-C).
    The address that is printed answers to this machine alone. Errors are shown on the pages. Where the file system
    tells of no changes (some network and shared folders), set WATCHFILES_FORCE_POLLING=1.
    """
    from ..serving import serve_survey
    from ..site.mkdocs_build import why_no_site
    from ..site.server import free_port

    chosen = free_port(port)
    if chosen is None:
        raise click.UsageError(f"port {port or 8000} is taken; give another one with --port")
    if faults := why_no_site(survey):
        show_problems(faults, "text")
        sys.exit(1)
    serve_survey(survey, chosen, lambda address: click.echo(f"{address} shows the survey; Ctrl-C stops it"))


@click.command(epilog=ending("ci", "if the files are of this version", two="there is no survey"))
@SURVEY
def ci(survey: Path) -> None:
    """Write or renew the files with which a CI system builds the survey.

    All in ci/ is brought to this version, the generator too. The workflows (.github/, .gitlab-ci.yml) and the form for
    readers, which you may have changed, are written only where they are missing. The names of the files that changed
    are printed; `catalogue undo` takes it back, the generator in ci/ apart.
    """
    from ..survey.starter import is_started
    from ..upkeep import renew_ci

    if not is_started(survey):
        raise click.UsageError(f"{survey} holds no survey; give its folder with --survey")
    with waiting("writing"):
        names = renew_ci(survey)
    for name in names:
        click.echo(f"{survey / name}")
    click.echo(f"{counted(len(names), 'file')} changed" if names else "nothing to do: all is of this version", err=True)
    if names:
        tell_next("commit these files")


@click.command(
    epilog=ending(
        "migrate --dry-run", "if the survey has today's form", "if its files or its mkdocs.yml cannot be read"
    )
)
@SURVEY
@DRY_RUN
def migrate(survey: Path, dry_run: bool) -> None:
    """Bring a survey's files into the form that this version writes.

    Needed once after an update of which the changelog says so, and where mkdocs.yml is missing. The names of the files
    are printed; `catalogue undo` takes it back.
    """
    from ..upkeep import migrate_survey

    with waiting("reading the survey"):
        names, problems = migrate_survey(survey, git_user(), dry_run=dry_run)
    if names is None:
        show_problems(problems, "text")
        sys.exit(1)
    for name in names:
        click.echo(f"{survey / name}: {'would be' if dry_run else 'is'} brought into today's form")
    if not names:
        click.echo("nothing to do: the survey has today's form")
    elif not dry_run:
        tell_next("catalogue check")
