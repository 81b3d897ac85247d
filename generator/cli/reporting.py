"""The command that tells what a change does: report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .console import show_problems, tell_next, waiting
from .options import SURVEY


@click.command(epilog="Example: catalogue report main")
@click.argument("base")
@SURVEY
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else it is printed.")
@click.option("--timed", is_flag=True, help="Build both anew, and say what that took.")
def report(base: str, survey: Path, output: Path | None, timed: bool) -> None:
    """Tell in Markdown what differs between the survey as it was at BASE and as it is.

    BASE is a branch, a tag or a commit of the survey's repository, or the folder of another copy. Both are built;
    papers are compared field by field, and problems, files and bytes of the site are counted.
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
