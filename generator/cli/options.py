"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

SURVEY = click.option(
    "--survey", type=click.Path(path_type=Path, file_okay=False),
    default=lambda: Path() if Path("survey.yml").is_file() else Path("survey"),
    show_default="this folder if it holds survey.yml, else survey", help="Folder with the survey's files.",
)  # fmt: skip


FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
    help="How problems are printed: text on stderr, or on stdout one JSON list, or annotations for GitHub.",
)  # fmt: skip


DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would be changed, and change nothing.")


CHANGED = "if it is done", "if nothing was changed, for the reason that is printed"
"""When the exit code of a command that changes the survey is 0, and when it is 1."""


def ending(example: str, zero: str, one: str = "", two: str = "") -> str:
    """Return the last lines of a command's help: what each exit code means, and an example, given without `catalogue`,
    that can be typed as it is.

    `zero` says when the exit code is 0; `one` when it is 1, empty if it never is. It is 2 if the command is mistyped,
    and also in the case that `two` states.
    """
    told = (
        f"Exit code: 0 {zero}; {f'1 {one}; ' if one else ''}2 if the command is mistyped{f', or {two}' if two else ''}."
    )
    return f"{told}\n\nExample: catalogue {example}"
