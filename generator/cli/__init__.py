"""The command `catalogue`. Its exit codes are 0 for success, 1 for problems, 2 for wrong usage."""

from __future__ import annotations

import click

from .authoring import check, explain, import_command, map_command, merge, remove, rename
from .editions import date, edition
from .embedding import embed
from .evaluating import evaluate
from .proposing import propose
from .publishing import build, clean, scale, schema, split, watch
from .reporting import report
from .reviewing import derive, review, undo
from .searching import search
from .starting import ci, migrate, new, serve
from .taxonomy import taxonomy


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: catalogue new my-survey library.bib; cd my-survey; catalogue serve",
)
@click.version_option(package_name="survey-catalogue", message="%(version)s")
def main() -> None:
    """Turn raw paper abstracts into a searchable survey website."""


for _command in (
    new, import_command, propose, check, explain, rename, merge, remove, undo, taxonomy, derive, review, evaluate,
    map_command, embed, search, build, report, serve, watch, clean, edition, date, schema, split, scale,
    migrate, ci,
):  # fmt: skip
    main.add_command(_command)
