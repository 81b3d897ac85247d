"""The command that tells what a change does: report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .console import show_problems, tell_next, waiting
from .options import SURVEY, ending


@click.command(
    epilog=ending("report main", "if there is a report", "if there is no BASE, or the survey as it is cannot be built")
)
@click.argument("base")
@SURVEY
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write the report to; without it, it is printed.",
)
@click.option("--timed", is_flag=True, help="Build both from nothing, and report the seconds of the processor.")
def report(base: str, survey: Path, output: Path | None, timed: bool) -> None:
    """Tell what a change does to a survey, in Markdown.

    The survey as it is, is compared with what it was at BASE: a branch, a tag or a commit of its repository, or the
    folder of another copy. Both are built with their sites (a commit in a temporary folder); papers are compared field
    by field, and problems, files and bytes of the site are counted.
    """
    from ..report import report_change

    with waiting("building the survey as it was and as it is"):
        text, problems = report_change(base, survey, timed=timed)
    if text is None:
        show_problems(problems, "text")
        sys.exit(1)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{output} tells what changes", err=True)
    tell_next("show it to whoever decides on the change")
