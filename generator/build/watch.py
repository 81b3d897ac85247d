"""Builds a survey again whenever one of its files, or one of the generator's, changes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Set
from pathlib import Path

import watchfiles

from ..resources import generator_folders, import_folder, is_generator_file

_CURATED = {".yml", ".md"}


def watch(survey: Path, docs: Path, stop: threading.Event | None = None) -> None:
    """Build the pages of `survey` into `docs`, and again at every change of a file, until the user interrupts
    or `stop` is set.

    A change during a build is kept and built afterwards; several changes at nearly the same time make one build. Where
    the file system reports no changes, set WATCHFILES_FORCE_POLLING in the environment: watchfiles then polls.
    """
    folder, written = survey.resolve(), docs.resolve()

    def matters(change: watchfiles.Change, name: str) -> bool:
        del change
        path = Path(name)
        if written == path or written in path.parents:
            return False
        return is_generator_file(path) or (folder in path.parents and _is_curated(path.relative_to(folder)))

    for _ in watchfiles.watch(*_outermost({folder, *generator_folders()}), watch_filter=matters, stop_event=stop):
        _build(survey, docs)


def _outermost(folders: Set[Path]) -> list[Path]:
    """The folders that lie in no other: an installed package holds its templates, and is watched with all in it."""
    return sorted(folder for folder in folders if not folders & set(folder.parents))


def _is_curated(path: Path) -> bool:
    """Whether a path below the survey's folder is one of a build's inputs, or a folder of them that comes or goes.

    An editor's own files, and those of git, are hidden; a site that was built lies deeper.
    """
    if any(part.startswith(".") for part in path.parts):
        return False
    return (len(path.parts) <= 2 and path.suffix in _CURATED) or (len(path.parts) == 1 and not path.suffix)


def _build(survey: Path, docs: Path) -> None:
    """Build in a process of its own, so that changed Python code counts too.

    Without `-P` Python would look for the package in the current folder first, which may hold another `generator/`.
    """
    command = [sys.executable, "-P", "-m", "generator", "build", "--survey", str(survey), "--docs", str(docs)]
    subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(import_folder())})  # noqa: S603
