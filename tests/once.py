"""What a run of the tests makes once, for all of its processes: built sites, an imported survey."""

from __future__ import annotations

import fcntl
import os
import shutil
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name`, shared by all processes of this run and only to be read; `make` fills it.

    Whichever process comes first makes it, while the others wait. What it failed of, all of them
    fail of, without trying again; where it was killed, the next one starts anew.
    """
    folder = _shared(factory) / name
    done, failed = folder.with_name(f"{name}.done"), folder.with_name(f"{name}.failed")
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file is closed, by the death of the process too
        if failed.exists():
            pytest.fail(f"{name} could not be made, as another test found:\n{failed.read_text('utf-8')}", pytrace=False)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            try:
                make(folder)
            except BaseException as error:
                if isinstance(error, Exception | pytest.fail.Exception):
                    failed.write_text(traceback.format_exc(), encoding="utf-8")
                raise
            done.touch()
    return folder


def _shared(factory: pytest.TempPathFactory) -> Path:
    """A folder of this run's: each process of pytest-xdist has its own below it, and a lone one has it itself."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "once"
    shared.mkdir(exist_ok=True)
    return shared
