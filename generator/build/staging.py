"""What a file is to hold, and the folder beside the docs folder into which each process writes what it makes."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ..files import delete, read_bytes, write_at_once


class Stored(NamedTuple):
    """A file that need not be written, since the docs folder has it as an earlier build left it; `size` is its number
    of bytes.
    """

    digest: str
    """The hash of its bytes, as the manifest has it."""
    size: int


class Staged(NamedTuple):
    """A file that is already written, at `path` in a folder beside the docs folder (`Staging`). `digest` is the hash of
    its bytes, as the manifest has it, and `size` their number.
    """

    digest: str
    size: int
    path: str


Content = str | bytes | Stored | Staged
"""What a file is to hold."""
Kept = Stored | Staged
_DIGITS = 24
"""Hexadecimal digits of a SHA-256 by which files are told apart."""


class Staging:
    """A folder beside the docs folder into which each process writes what it makes, so that no process holds the whole
    site.

    `standing` are the files of the docs folder that are as the last build left them; equal files are not written again.
    """

    def __init__(self, folder: Path, docs: Path, standing: Mapping[str, Stored]) -> None:
        self._folder, self._docs, self.standing = folder, docs, standing

    def read(self, name: str, file: Kept) -> bytes:
        """Return the bytes of the file with a name, which is its path below the docs folder, and of which `put` or
        `standing` gave `file`.
        """
        return own_bytes(self._docs, name) if isinstance(file, Stored) else Path(file.path).read_bytes()

    def put(self, files: Mapping[str, str | bytes], sha256: Mapping[str, str] | None = None) -> dict[str, Kept]:
        """Write files, given by their paths below the docs folder, and return for each what `write` needs to know of
        it. `sha256` may have the SHA-256 of a file's bytes, in hexadecimal, by the same path.
        """
        known = sha256 or {}
        return {name: self._put(name, as_bytes(content), known.get(name)) for name, content in files.items()}

    def _put(self, name: str, data: bytes, sha256: str | None) -> Kept:
        digest = sha256[:_DIGITS] if sha256 else hash_of_bytes(data)
        known = self.standing.get(name)
        if known and known.digest == digest:
            return known
        path = f"{self._folder}{os.sep}{digest}"  # two files of the same content are one
        write_at_once(path, data)
        return Staged(digest, len(data), path)


@contextmanager
def staging(docs: Path, standing: Mapping[str, Stored]) -> Iterator[Staging]:
    """Yield an empty folder beside the docs folder, which is deleted at the end of the `with` block, and before it if a
    killed build left one. `standing` are the files of the docs folder, by path, that are as the last build left them.
    """
    place = docs.resolve()
    folder = place.with_name(f".{place.name}.made")
    delete(folder)
    missing = [parent for parent in folder.parents if not parent.exists()]
    folder.mkdir(parents=True)
    try:
        yield Staging(folder, docs, standing)
    finally:
        delete(folder)
        for parent in missing:
            with suppress(OSError):  # it is not empty: the docs folder stands in it
                parent.rmdir()


def own_bytes(docs: Path, name: str) -> bytes:
    """Return the bytes of the file with a name in the docs folder, which an earlier build wrote, of whatever size.
    Raises UnreadableError if it cannot be read or is a link out of the folder.
    """
    return read_bytes(docs / name, docs, most=math.inf)


def hash_of(content: Content) -> str:
    """Return the hash of the bytes of a file's content, as the manifest has it."""
    return content.digest if isinstance(content, Stored | Staged) else hash_of_bytes(as_bytes(content))


def size_of(content: Content) -> int:
    """Return the number of bytes of a file's content."""
    return content.size if isinstance(content, Stored | Staged) else len(as_bytes(content))


def as_bytes(content: str | bytes) -> bytes:
    """Return the bytes of a file's content as they are to be written; a text is encoded as UTF-8."""
    return content if isinstance(content, bytes) else content.encode()


def hash_of_bytes(data: bytes) -> str:
    """Return the hash of bytes by which files are told apart."""
    return hashlib.sha256(data).hexdigest()[:_DIGITS]
