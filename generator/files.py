"""Reads and writes files of one folder, and refuses links that lead out of it.

A survey may come from somebody else, and git carries links: `home.md` may lead to a file with secrets of the machine
that builds, `papers/x.yml` to one that a command would overwrite. So every file of a survey is read by `read_bytes` or
`read_text`, and `refuse_outside` is called for a folder before something is written into it. A link that stays in the
folder is followed.
"""

from __future__ import annotations

import fnmatch
import os
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, NamedTuple

from platformdirs import user_cache_path

from .records.base import Problem

MOST = 16_000_000
"""Bytes of the largest file that is read; the largest of the shipped survey has 60,000."""
_TICK = 50_000_000
"""Nanoseconds by which the times of two changes of a file differ surely."""
_USUAL = 1 << 16
"""Bytes that few files have more than."""
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_KEY, _KEY_BYTES = "key", 32
"""The name of the user's secret in their own cache, and its length."""
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)
# A named pipe would otherwise be waited for, and a terminal could become ours.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class UnreadableError(Exception):
    """Raised if a file cannot be read or written. The message says why, with advice, phrased to follow the file's name:
    `is a link …; delete it`.
    """


def read_bytes(path: Path, folder: Path, most: float = MOST) -> bytes:
    """Return the bytes of a file below a folder.

    Raises UnreadableError if it is no regular file, lies outside the folder (by a link), or has more than `most` bytes.
    """
    refuse_outside(path, folder)
    return _read(path, most)


def read_all(paths: Sequence[Path], folder: Path) -> Iterator[tuple[Path, bytes | UnreadableError]]:
    """Yield the path and the content of each file at `paths`, all of which are in one folder, which is `folder` or
    below it. In place of the content of a file that cannot be read, it yields the UnreadableError that `read_bytes`
    raises.

    It is faster than reading one by one, because only links are checked for where they lead.
    """
    if not paths:
        return
    with os.scandir(paths[0].parent) as entries:
        links = {entry.name for entry in entries if entry.is_symlink()}
    for path in paths:
        try:
            yield path, read_bytes(path, folder) if path.name in links else _read(path, MOST)
        except UnreadableError as error:
            yield path, error


def _read(path: Path, most: float) -> bytes:
    """Return the bytes of a regular file. Raises UnreadableError if it is none, has more than `most` bytes, or cannot
    be read.
    """
    try:
        handle = os.open(path, _FLAGS)
        try:
            facts = os.fstat(handle)
            _refuse_kind(facts.st_mode)
            if facts.st_size > most:
                raise UnreadableError(f"has {facts.st_size:,} bytes, more than {most:,}; split it or take it out")
            return _read_on(handle, facts.st_size)
        finally:
            os.close(handle)
    except IsADirectoryError:
        raise UnreadableError("is a folder where a file is wanted; move it away") from None
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}") from error


def read_at_once(path: str, *, follow: bool = True) -> bytes:
    """Return the bytes of the file at a path, wherever it is. The path is a text, since it is for very many files, for
    which making a `Path` each costs as much as reading.

    Raises OSError if it cannot be read, and for a link unless links are to be `follow`ed.
    """
    handle = os.open(path, _FLAGS if follow else _FLAGS | _NO_LINK)
    try:
        return _read_on(handle, _USUAL)
    finally:
        os.close(handle)


def _read_on(handle: int, size: int) -> bytes:
    """Return all bytes, from here on, of the file that is open under a handle; it has about `size` of them."""
    parts = []
    while part := os.read(handle, size + 1):
        parts.append(part)
    return b"".join(parts)


def read_text(path: Path, folder: Path) -> str:
    """Return the text of a file below a folder, read as UTF-8. Raises UnreadableError as `read_bytes` does, and
    UnicodeDecodeError if it is not UTF-8.
    """
    return read_bytes(path, folder).decode("utf-8")


def is_there(path: Path) -> bool:
    """Return whether anything has a path, even a link that leads nowhere."""
    return os.path.lexists(path)


def refuse_outside(path: Path, folder: Path) -> None:
    """Raise UnreadableError if `path`, which is below `folder`, leads out of the folder by a link, or is a link to
    nothing.

    A path that does not exist is fine.
    """
    if _has_no_link(os.fspath(path), os.fspath(folder)):
        return  # no link on the way, the case of nearly all files
    try:
        real = path.resolve()
    except (OSError, RuntimeError) as error:  # links in a circle
        raise UnreadableError("is a link that leads back to itself; take it out") from error
    if not real.is_relative_to(folder.resolve()):
        raise UnreadableError(f"leads by a link to {real}, outside of {folder}; put there what it leads to")
    if path.is_symlink() and not path.exists():
        raise UnreadableError(f"is a link to {real}, where nothing is; take it out or mend it")


def _has_no_link(path: str, folder: str) -> bool:
    """Return whether neither a path below a folder nor a folder between them is a link. Paths are plain text here,
    since each of very many files is asked.
    """
    top = "" if folder == "." else folder
    while len(path) > len(top) and not path.endswith("..") and not os.path.islink(path):  # noqa: PTH114
        above = os.path.dirname(path)  # noqa: PTH120
        if above == path:
            break
        path = above
    return path == top


def list_files(folder: Path, pattern: str) -> list[Path]:
    """Return the files in a folder that match a pattern such as `papers/*.yml`, sorted, without hidden ones.

    Only the last part of the pattern may have wildcards. An empty list if the folder does not exist or may not be read.
    """
    name, _, own = pattern.rpartition("/")
    parent = folder / name
    try:
        names = fnmatch.filter((path.name for path in parent.iterdir()), own)
    except OSError:  # there is no such folder, or it may not be read
        return []
    return [parent / name for name in sorted(names) if not name.startswith(".")]


class FileFacts(NamedTuple):
    """What tells a changed file without reading it: its size in bytes, and the time of its last change in
    nanoseconds.
    """

    size: int
    changed: int


class FileState(NamedTuple):
    """What no other state of a file has: its size in bytes, its inode, and when its content (`changed`) and its entry
    in the folder's list (`entered`) were changed, in nanoseconds.
    """

    size: int
    inode: int
    changed: int
    entered: int


def state_of(path: Path) -> FileState | None:
    """Return the state of a regular file; None if there is none, and for one that changed so lately that a further
    change might not be seen.
    """
    try:
        return _settled(os.lstat(path))
    except OSError:
        return None


def states_in(folder: Path) -> dict[str, FileState]:
    """Return the states of the regular files in a folder, by name, without those that `state_of` has no state for."""
    try:
        with os.scandir(folder) as entries:
            found = ((entry.name, _settled(entry.stat(follow_symlinks=False))) for entry in entries)
            return {name: state for name, state in found if state}
    except OSError:
        return {}


def _settled(status: os.stat_result) -> FileState | None:
    """Return the state of a regular file, if its last change is long enough ago; else None."""
    is_settled = time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > _TICK
    if not stat.S_ISREG(status.st_mode) or not is_settled:
        return None
    return FileState(status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns)


def facts_of_files(folder: Path, *, hidden: bool = True) -> dict[str, FileFacts]:
    """Return the facts of all files below a folder, by their paths there, sorted. Links to folders are not followed.

    Unless `hidden`, files and folders whose name begins with a dot are left out.
    """
    found: dict[str, FileFacts] = {}
    for name, entry in _files_below(folder, hidden=hidden):
        facts = entry.stat()
        found[name] = FileFacts(facts.st_size, facts.st_mtime_ns)
    return dict(sorted(found.items()))


def names_of_files(folder: Path) -> set[str]:
    """Return the paths of all files below a folder, as paths there. Links to folders are not followed."""
    return {name for name, _ in _files_below(folder, hidden=True)}


def _files_below(folder: Path, *, hidden: bool) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield each file below a folder as its path there and its entry in the list of its own folder."""
    waiting = [(str(folder), "")]
    while waiting:
        here, before = waiting.pop()
        with os.scandir(here) as entries:
            for entry in entries:
                if not hidden and entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{before}{entry.name}/"))
                elif entry.is_file():
                    yield f"{before}{entry.name}", entry


def not_hidden(files: Mapping[str, FileFacts]) -> dict[str, FileFacts]:
    """Return of the files that `facts_of_files` found those that are not hidden, and that are in no hidden folder."""
    return {name: facts for name, facts in files.items() if name[0] != "." and "/." not in name}


def foreign_paths(folder: Path) -> Iterator[Problem]:
    """Yield a problem for each path below a folder that is neither a regular file nor a folder in it, such as a link or
    a pipe.

    MkDocs would follow links out of the folder, and wait for named pipes.
    """
    if folder.is_symlink():
        try:
            refuse_outside(folder, folder.parent)
        except UnreadableError as error:
            yield Problem(path=str(folder), message=str(error))
            return
    waiting = [folder] if folder.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_file(follow_symlinks=False):
                    continue
                path = Path(entry.path)
                try:
                    if entry.is_symlink():
                        refuse_outside(path, folder)
                    if not entry.is_file() and not entry.is_dir():
                        _refuse_kind(path.stat().st_mode)
                except UnreadableError as error:
                    yield Problem(path=str(path), message=str(error))
                else:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path)


def _refuse_kind(mode: int) -> None:
    if not stat.S_ISREG(mode):
        what = next((name for test, name in _KINDS if test(mode)), "no file")
        raise UnreadableError(f"is {what} where a file is wanted; move it away")


def read_cached(name: str) -> bytes | None:
    """Return the bytes that `write_cached` kept in the user's own cache under this name; None if there are none.

    A cache that another user owns, or may write to, is not read, since what comes out of it may be run.
    """
    try:
        path = _cache() / name
        facts = path.parent.stat()
        if hasattr(os, "getuid") and (facts.st_uid != os.getuid() or facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
            return None
        return path.read_bytes()
    except OSError:
        return None


def write_cached(name: str, data: bytes) -> None:
    """Keep data, in bytes, in the user's own cache under a name; if it cannot be written to, nothing happens."""
    with suppress(OSError):
        replace_bytes(_cache() / name, data)


def replace_bytes(path: Path, data: bytes) -> None:
    """Write data, in bytes, to the file at a path in one step, readable by its owner only; missing folders are made.
    Raises OSError if that fails.
    """
    with replacing(path) as new:
        new.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Yield a new file, readable by its owner only, that takes the place of the one at a path once the `with` block has
    written it; missing folders are made. Raises OSError if that fails.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as new:
        yield new
    Path(new.name).replace(path)


def write_at_once(path: str, data: bytes) -> None:
    """Write `data` to the file at a path, new or not, in the fewest calls of the system; for each of very many files.
    Raises FileNotFoundError if the folder is missing.
    """
    handle = os.open(path, _NEW_FILE, 0o666)
    try:
        written = os.write(handle, data)
        while written < len(data):
            written += os.write(handle, memoryview(data)[written:])
    finally:
        os.close(handle)


def delete(path: Path) -> None:
    """Delete a file, a link, or a folder with all that is in it; nothing is done if there is none."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def create_file(path: str, data: bytes) -> None:
    """Write a new file that everybody may read. Raises FileExistsError if there is one, OSError if it cannot be
    written.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.chmod(path, 0o644)  # whatever the user's mask says
    finally:
        os.close(handle)


def create_files(files: Sequence[tuple[str, bytes]]) -> list[None]:
    """Write new files as `create_file` does, each given as path and data. Returns None for each."""
    return [create_file(path, data) for path, data in files]  # type: ignore[func-returns-value]


def own_key() -> bytes | None:
    """Return a secret key of this user on this machine, made when it is first asked for; None if none can be stored."""
    if read_cached(_KEY) is None:
        with suppress(OSError):  # among them FileExistsError: another process makes one
            (_cache() / _KEY).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(_cache() / _KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as new:
                new.write(secrets.token_bytes(_KEY_BYTES))
    key = read_cached(_KEY)
    return key if key is not None and len(key) == _KEY_BYTES else None


@cache
def _cache() -> Path:
    return user_cache_path("survey-catalogue", appauthor=False)
