"""Builds a survey again whenever one of its files, or one of the generator's, changes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from ..resources import generator_files, import_folder


def watch(survey: Path, docs: Path, every: float) -> None:
    """Look at the files again and again, `every` so many seconds, and build where one changed; never returns."""
    before = _seen(survey, docs)
    while True:
        time.sleep(every)
        now = _seen(survey, docs)
        if now != before:
            before = now
            _build(survey, docs)


def _seen(survey: Path, docs: Path) -> dict[Path, int]:
    """Every file that a build depends on, with the time of its last change."""
    files = [*generator_files().values(), *(path for path in survey.rglob("*") if path.suffix in {".yml", ".md"})]
    return {path: path.stat().st_mtime_ns for path in files if path.is_file() and docs not in path.parents}


def _build(survey: Path, docs: Path) -> None:
    """Build in a process of its own, so that changed Python code counts too.

    Without `-P` Python would look for the package in the current folder first, which may hold another `generator/`.
    """
    command = [sys.executable, "-P", "-m", "generator", "build", "--survey", str(survey), "--docs", str(docs)]
    subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(import_folder())})  # noqa: S603
