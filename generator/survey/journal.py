"""Keeps the last twenty changes that commands made in a survey's folder, so that they can be undone.

They are in the hidden folder `.catalogue`, each as a compressed JSON file: what was done, and for each file its text
before and the SHA-256 of its text after. A change is noted before it is made.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ..files import UnreadableError, is_there, list_files, read_bytes, read_text, refuse_outside
from ..records.base import Problem
from .folder import JOURNAL, refuse_folders_outside, write_files

_KEPT = 20
"""Changes that can be undone, the oldest of which is dropped for a new one."""


class Change(NamedTuple):
    """A change that a command made; `what` is the command, `number` counts changes from 1.

    `before` maps each file's name to its text before (None if there was none), `after` to the SHA-256 of its text after
    (None if it was deleted).
    """

    number: int
    what: str
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]


def write_change(folder: Path, files: Mapping[str, str | None], command: str) -> None:
    """Write files and note the change, so that `undo` can take it back; without files nothing happens.

    `files` maps names below the folder to texts, None for a file to delete, which need not exist. `command` is the
    command, such as `taxonomy rename sails rigs`. Either all files are written and the change is noted, or neither.
    Raises UnreadableError or UnicodeDecodeError for a file that cannot be read or leads out of the survey, OSError if
    one cannot be written.
    """
    if not files:
        return
    refuse_folders_outside(folder, files)
    before = {name: read_text(folder / name, folder) if is_there(folder / name) else None for name in files}
    after = {name: None if text is None else _digest(text.encode()) for name, text in files.items()}
    numbers = [int(path.name.partition(".")[0]) for path in _entries(folder)]
    change = Change(max(numbers, default=0) + 1, command, before, after)
    _write_entry(folder, change)
    try:
        write_files(folder, files)
    except OSError:
        write_files(folder, before)
        _path(folder, change.number).unlink()
        raise
    for path in _entries(folder)[:-_KEPT]:
        path.unlink()


def last_change(folder: Path) -> Change | None:
    """Return the last change that can be undone; None if there is none. Raises UnreadableError if its file is
    damaged.
    """
    entries = _entries(folder)
    if not entries:
        return None
    try:
        data = json.loads(gzip.decompress(read_bytes(entries[-1], folder, most=float("inf"))))
        return Change(int(entries[-1].name.partition(".")[0]), data["what"], data["before"], data["after"])
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise UnreadableError(f"is no change that can be undone; delete {entries[-1]}") from error


def undo(folder: Path, change: Change, *, dry_run: bool = False) -> list[Problem]:
    """Give all files of the last change the texts that they had before; with `dry_run` only check whether this is
    possible.

    Returns a problem for each file that something else has changed since; then nothing is written.
    """
    problems = [
        Problem(path=str(folder / name), message=f"was changed after `{change.what}`, which is therefore not undone")
        for name, after in change.after.items()
        if _now(folder, name) not in {after, _digest_of(change.before[name])}
    ]
    if problems or dry_run:
        return problems
    write_files(folder, change.before)
    _path(folder, change.number).unlink()
    return []


def _write_entry(folder: Path, change: Change) -> None:
    refuse_outside(folder / JOURNAL, folder)
    (folder / JOURNAL).mkdir(parents=True, exist_ok=True)
    if not is_there(folder / JOURNAL / ".gitignore"):
        (folder / JOURNAL / ".gitignore").write_text("*\n", encoding="utf-8")
    data = json.dumps({"what": change.what, "before": change.before, "after": change.after}, ensure_ascii=False)
    _path(folder, change.number).write_bytes(gzip.compress(data.encode(), mtime=0))


def _path(folder: Path, number: int) -> Path:
    return folder / JOURNAL / f"{number:06d}.json.gz"


def _entries(folder: Path) -> list[Path]:
    """Return the paths of the noted changes, the last change last."""
    return [path for path in list_files(folder, f"{JOURNAL}/*.json.gz") if path.name[:6].isdecimal()]


def _now(folder: Path, name: str) -> str | None:
    return _digest(read_bytes(folder / name, folder)) if is_there(folder / name) else None


def _digest_of(text: str | None) -> str | None:
    return None if text is None else _digest(text.encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
