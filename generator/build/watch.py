"""Builds a survey again whenever one of its files, or one of the generator's, changes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Set
from pathlib import Path
from typing import NamedTuple

import watchfiles

from ..resources import generator_folders, import_folder, is_generator_file
from .write import generated_files

_CURATED = {".yml", ".md"}


def watch(survey: Path, docs: Path, stop: threading.Event | None = None) -> None:
    """Build the pages of a survey into `docs`, and again at every change of a file, until the user interrupts or `stop`
    is set.

    A change during a build is built afterwards; several changes at nearly the same time make one build. Where the file
    system reports no changes, the environment variable WATCHFILES_FORCE_POLLING makes watchfiles poll.
    """
    folder, written = survey.resolve(), docs.resolve()

    def matters(change: watchfiles.Change, name: str) -> bool:
        del change
        path = Path(name)
        if written == path or written in path.parents:
            return False
        return is_generator_file(path) or (folder in path.parents and _is_curated(path.relative_to(folder)))

    for _ in watchfiles.watch(
        *_outermost({folder, *generator_folders()}), watch_filter=matters, stop_event=stop, raise_interrupt=False
    ):
        build_in_new_process("--survey", str(survey), "--docs", str(docs))


class Watched(NamedTuple):
    """What is watched for changes: a survey's folder, its site configuration (None if there is none), and the folders
    with the pages and the site that are built from it.
    """

    survey: Path
    configuration: Path | None
    docs: Path
    site: Path


def changes(of: Watched, stop: threading.Event, often: int) -> Iterator[list[Path]]:
    """Yield the files that changed, as sorted lists, until `stop` is set.

    They are files of the survey, of its configuration and of the generator, and files in the docs folder that no build
    wrote. Every `often` milliseconds without a change, an empty list is yielded.
    """
    folder, docs, site = of.survey.resolve(), of.docs.resolve(), of.site.resolve()
    config = {of.configuration.resolve()} if of.configuration else set()

    def matters(change: watchfiles.Change, name: str) -> bool:
        path = Path(name)
        if path in (docs, site) or site in path.parents:
            return False
        if docs in path.parents:
            own = path.relative_to(docs)
            is_file = change == watchfiles.Change.deleted or path.is_file()
            return is_file and not own.name.startswith(".") and own.as_posix() not in generated_files(docs)
        is_own = folder in path.parents and _is_curated(path.relative_to(folder))
        return is_own or path in config or is_generator_file(path)

    watched = _outermost({it for it in {folder, docs, *generator_folders(), *config} if it.exists()})
    for found in watchfiles.watch(
        *watched, watch_filter=matters, step=20, rust_timeout=often, yield_on_timeout=True, stop_event=stop
    ):
        yield sorted({Path(name) for _, name in found})


def _outermost(folders: Set[Path]) -> list[Path]:
    """Return the folders that lie in no other of them, sorted: each is watched with all in it."""
    return sorted(folder for folder in folders if not folders & set(folder.parents))


def _is_curated(path: Path) -> bool:
    """Return whether a path below the survey's folder is one of a build's inputs, or a folder of them that comes or
    goes.

    An editor's own files, and those of git, are hidden; a site that was built lies deeper.
    """
    if any(part.startswith(".") for part in path.parts):
        return False
    return (len(path.parts) <= 2 and path.suffix in _CURATED) or (len(path.parts) == 1 and not path.suffix)


def build_in_new_process(*options: str) -> int:
    """Run `catalogue build` with these options in a new process, so that changed Python code is used, and return its
    exit code.

    With `-P`, Python does not look for the package in the current folder, which may hold another `generator/`.
    """
    command = [sys.executable, "-P", "-m", "generator", "build", *options]
    env = {**os.environ, "PYTHONPATH": str(import_folder())}
    return subprocess.run(command, check=False, env=env).returncode  # noqa: S603
