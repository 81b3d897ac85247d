"""The command `catalogue`. Its exit codes are 0 for success, 1 for problems, 2 for wrong usage."""

from __future__ import annotations

import errno
from typing import Any

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

_SECTIONS = {
    "Begin": (new, serve),
    "Papers": (import_command, check, explain, review, rename, merge, remove, undo, propose),
    "Areas and tags": (taxonomy, derive, evaluate),
    "Search and map": (search, embed, map_command),
    "Build": (build, clean, watch),
    "Changes and editions": (report, date, edition),
    "Upkeep": (ci, migrate, schema),
    "Very many papers": (split, scale),
}
"""All commands, by what one wants to do, as `catalogue --help` lists them."""

_UNWRITABLE = {
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), "make it writable, or work in a copy of the survey"),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "make room, and give the command again"),
}
"""What to do where a file cannot be written, by the number of the error."""


class _Main(click.Group):
    """The command `catalogue`, whose help lists its commands in sections."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. A folder that cannot be written ends it with a message, since that is no fault of ours."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno not in _UNWRITABLE or error.filename is None:
                raise
            message = f"{error.filename}: {error.strerror}; {_UNWRITABLE[error.errno]}"
            raise click.ClickException(message) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands: a section for each entry of `_SECTIONS`, a line for each command."""
        del ctx
        for title, commands in _SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(it.name or "", it.get_short_help_str(limit=70)) for it in commands], col_max=12)


@click.group(
    cls=_Main,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: catalogue new my-survey library.bib; cd my-survey; catalogue serve",
)
@click.version_option(package_name="survey-catalogue", message="%(version)s")
def main() -> None:
    """Make a searchable website of a bibliography.

    A survey is a folder of text files: a record for each paper, the areas and tags that papers are sorted by, and texts
    of yours. Commands look for it in the folder that they are run in, else in survey/ below it; --survey names another.
    Results go to stdout, everything else to stderr.

    Exit codes: 0 if all is well, 1 if there are problems, 2 if the command is mistyped. `catalogue COMMAND --help` says
    what they mean for a command.
    """


for _command in (command for commands in _SECTIONS.values() for command in commands):
    main.add_command(_command)
