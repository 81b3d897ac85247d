"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

SURVEY = click.option(
    "--survey", type=click.Path(path_type=Path, file_okay=False),
    default=lambda: Path() if Path("survey.yml").is_file() else Path("survey"),
    show_default="this folder if it holds survey.yml, else survey", help="Folder of the survey's files.",
)  # fmt: skip


FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
    help="How problems are printed.",
)  # fmt: skip


DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what would be changed.")
