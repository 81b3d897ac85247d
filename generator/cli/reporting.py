"""The command that tells what a change does: report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .console import show_problems, waiting
from .options import SURVEY


@click.command(epilog="Example: catalogue report ../before")
@click.argument("base", type=click.Path(exists=True, file_okay=False, path_type=Path))
@SURVEY
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else it is printed.")
@click.option("--seconds", type=float, help="What building the survey took, where it is built already.")
def report(base: Path, survey: Path, output: Path | None, seconds: float | None) -> None:
    """Tell in Markdown what differs between the survey in the folder BASE and this one.

    `git worktree add ../before main` makes such a folder. Both are built; papers are compared field by field, and
    problems, files and bytes of the site are counted.
    """
    from ..report import report_change

    with waiting("building the survey as it was and as it is"):
        text, problems = report_change(base, survey, seconds)
    if text is None:
        show_problems(problems, "text")
        sys.exit(1)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{output} tells what changes", err=True)
