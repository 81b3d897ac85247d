"""The output of commands: problems as text, JSON or annotations; and progress bars."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..records.base import Problem, Progress


def show_problems(problems: Sequence[Problem], form: str) -> None:
    """Print problems in the form of the option `--format`.

    `text` goes to stderr, one line each; `json` to stdout, as one list; `github` to stdout, as annotations that GitHub
    shows at the lines of a pull request.
    """
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


def counted(number: int, noun: str) -> str:
    """Return a number with what it counts, given in the singular: `1 error`, `2 errors`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def tell_next(step: str) -> None:
    """Print what to do next on stderr, so that no program takes it for output."""
    click.echo(f"next: {step}", err=True)


UNDO = "catalogue undo, to take it back"
"""How what a command changed is taken back."""


@contextmanager
def waiting(doing: str) -> Iterator[None]:
    """Show a text (`doing`) with a moving bar and the time on a terminal while the `with` block runs; in a pipe nothing
    is printed.
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(doing, total=None)
        yield


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show a progress bar on a terminal while the `with` block runs, and yield the `Progress` callback that moves it.

    In a pipe nothing is printed.
    """
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
