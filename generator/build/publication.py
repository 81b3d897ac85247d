"""Replaces the published folder by a finished one in a single step, and lets only one build at a time do so."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..files import delete, names_of_files

_CURRENT_FOLDER, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux' renameat2(2)."""


@contextmanager
def one_build(folder: Path) -> Iterator[None]:
    """Wait until no other process builds the survey in a folder, and make others wait until the `with` block ends.

    The lock is on the folder itself, so that no file is left behind, and the system releases it if the build is killed.
    Where the system or the file system has no such locks (Windows, some network folders), or there is no such folder,
    it does not wait.
    """
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # no such folder: whoever reads the survey says so
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def staged(published: Path, generated: Collection[str] = ()) -> Iterator[Path]:
    """Yield an empty folder beside `published`, which replaces `published` at the end of the `with` block.

    If the block raises, `published` stays as it was and the new folder is deleted. Hidden entries of the published
    folder, such as `.git` or `.well-known`, are kept, but for the names in `generated`, which only a build puts there.
    What an earlier, killed build left is deleted first. A program whose current folder is the published one, such as a
    web server started in it, goes on showing the old one: give it the folder's name instead.
    """
    published, folder = published.resolve(), next_to(published)
    delete(folder)
    folder.mkdir(parents=True)
    try:
        yield folder
        _keep_hidden(published, folder, generated)
        replace_folder(folder, published)
    finally:
        delete(folder)


def replace_folder(folder: Path, published: Path) -> None:
    """Give `folder` the name `published`; what had that name is afterwards at `folder`, or deleted.

    On Linux both names are exchanged in one step, so that there is no moment without a published folder. Where the
    system or its file system cannot do that, two renames follow each other, and there is none in between.
    """
    if not published.exists():
        folder.rename(published)
    elif not _exchange(folder, published):
        old = published.with_name(f".{published.name}.old")
        delete(old)
        published.rename(old)
        folder.rename(published)
        delete(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step, and return whether that was done; False if the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):  # a C library without it
        return False
    done = renameat2(_CURRENT_FOLDER, os.fsencode(one), _CURRENT_FOLDER, os.fsencode(other), _EXCHANGE)
    return bool(done == 0)


def next_to(published: Path) -> Path:
    """Return the path of the folder beside a published one that is to replace it: `.NAME.next`. It need not exist."""
    published = published.resolve()
    return published.with_name(f".{published.name}.next")


def bring_up_twin(published: Path, behind: Iterable[str] | None) -> None:
    """Make the twin of a published folder equal to it, but for hidden entries at its top: `behind` are the files in
    which it may differ. If that is None there is no twin, and one is made of links to the published files.
    """
    published, twin = published.resolve(), next_to(published)
    if behind is None:
        delete(twin)
        _link_folder(published, twin)
    here, there = (f"{os.fspath(folder)}{os.sep}" for folder in (published, twin))
    names = set(behind or ())
    linked = {name for name in names if os.path.isfile(f"{here}{name}")}  # noqa: PTH113 - of very many
    for name in linked:
        _unlink(f"{there}{name}")
    for name in names - linked:
        _remove(twin, name)
    for name in linked:
        _link(f"{here}{name}", f"{there}{name}")


@contextmanager
def changes_beside(published: Path) -> Iterator[Path]:
    """Yield an empty folder beside a published one, on the same file system, for the files that change. It is deleted
    at the end of the `with` block, and before it if a killed build left one.
    """
    published = published.resolve()
    folder = published.with_name(f".{published.name}.changes")
    delete(folder)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        delete(folder)


def publish_changes(changes: Path, gone: Iterable[str], published: Path, behind: Iterable[str] | None) -> None:
    """Publish a folder again of which few files changed.

    The files in the folder `changes` are moved into place, those in `gone` are deleted; paths are below the published
    folder. The folder published before becomes a twin, kept beside the published one and brought up to date the next
    time: `behind` are the files in which the twin differs. So only what changed in two builds is written, and into a
    folder that nobody reads. `behind` is as in `bring_up_twin`.
    """
    published, twin = published.resolve(), next_to(published)
    bring_up_twin(published, behind)
    for entry in twin.glob(".*"):
        delete(entry)
    _keep_hidden(published, twin)
    new, there = (f"{os.fspath(folder)}{os.sep}" for folder in (changes, twin))
    changed = names_of_files(changes)
    # A file of the twin may be the published file itself by another name: it is replaced and never written to.
    for name in changed:
        _unlink(f"{there}{name}")
    for name in set(gone) - changed:
        _remove(twin, name)
    for name in changed:
        _move(f"{new}{name}", f"{there}{name}")
    replace_folder(twin, published)


def _unlink(path: str) -> None:
    """Remove a file, if it is there. A folder of that name is left to those who remove its files."""
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
        os.unlink(path)  # noqa: PTH108 - of very many files; a path as an object costs as much as the deletion


def _move(file: str, other: str) -> None:
    """Give a file another name, `other`, which no file has, and make the folder of it."""
    _make_folder(other)
    try:
        os.rename(file, other)  # noqa: PTH104
    except OSError:  # it is on another file system
        shutil.move(file, other)


def _make_folder(path: str) -> None:
    """Make the folder of a file, given by the file's path, if it is missing."""
    folder = path.rpartition(os.sep)[0]
    if not os.path.isdir(folder):  # noqa: PTH112
        Path(folder).mkdir(parents=True, exist_ok=True)


def _remove(folder: Path, name: str) -> None:
    """Remove a file, if it is there, and the folders that it leaves empty. A folder of that name is left to those who
    remove its files.
    """
    path = folder / name
    if path.is_symlink() or path.is_file():
        path.unlink()
        with suppress(OSError):  # the first one that holds anything else, which to list would take longer
            for parent in path.parents:
                if parent == folder:
                    return
                parent.rmdir()


def _link_folder(folder: Path, other: Path) -> None:
    """Make the folder `other` with links to all files of `folder`; hidden entries at its top are left out."""
    other.mkdir()
    waiting = [(str(folder), str(other))]
    while waiting:
        here, there = waiting.pop()
        with os.scandir(here) as entries:
            for entry in entries:
                if here == str(folder) and entry.name.startswith("."):
                    continue
                target = f"{there}{os.sep}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    os.mkdir(target)  # noqa: PTH102
                    waiting.append((entry.path, target))
                else:
                    _link(entry.path, target)


def _link(file: str, other: str) -> None:
    """Give a file another name, `other`, and make the folder of it; where the file system has no such links, the file
    is copied.
    """
    _make_folder(other)
    try:
        os.link(file, other, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(file, other, follow_symlinks=False)


def _keep_hidden(published: Path, folder: Path, generated: Collection[str] = ()) -> None:
    """Copy into a new folder the hidden entries of the published one that it lacks, but for those in `generated`."""
    for entry in published.glob(".*"):
        if entry.name not in generated and not os.path.lexists(folder / entry.name):
            if entry.is_dir() and not entry.is_symlink():
                shutil.copytree(entry, folder / entry.name, symlinks=True)
            else:
                shutil.copy2(entry, folder / entry.name, follow_symlinks=False)
