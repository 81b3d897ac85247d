"""Caches in a survey's folder: results that take long to compute, kept from one command to the next.

A cache lies in `.cache/NAME/` of the folder and may be deleted at any time. Its files are pickles, and reading a pickle
runs whatever its author put into it; a survey may come from somebody else, with its `.cache`. So each file begins with
a signature, made with a key in the user's own cache. A file that this user did not write, or that another version of
the code wrote, is ignored.
"""

from __future__ import annotations

import hashlib
import hmac
import pickle
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

from .files import (
    FileState,
    UnreadableError,
    is_there,
    own_key,
    read_bytes,
    refuse_outside,
    replace_bytes,
    replacing,
    state_of,
)
from .records.bulk import without_collecting

_HERE = Path(__file__).parent
_FOLDER = ".cache"
_PARTS = 64
"""Files of a cache: what changes is written with all that is in its file, so that each is to be small."""
_SIGNATURE = 32
"""Bytes."""
_KNOWN: dict[tuple[Path, str, bytes], tuple[FileState, dict[str, Any]]] = {}
"""What this process has read, by file, version and key, with the state of the file: `catalogue serve` reads it once."""


def keeps_something(folder: Path) -> bool:
    """Return whether an earlier command left a cache in a survey's folder, of whatever kind and version."""
    return is_there(folder / _FOLDER)


class Packed:
    """Values for one file of a cache, by key. They are pickled where they are made, so that they need not be once more
    when another process takes them over, or when they are written.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Pickle the values."""
        self.values, self.data = values, pickle.dumps(dict(values), pickle.HIGHEST_PROTOCOL)

    def __reduce__(self) -> tuple[Callable[[bytes], Packed], tuple[bytes]]:
        """Return what a pickle holds: the values as they are pickled already."""
        return _unpacked, (self.data,)


def _unpacked(data: bytes) -> Packed:
    packed = Packed.__new__(Packed)
    packed.values, packed.data = pickle.loads(data), data  # noqa: S301 - another process of this program pickled it
    return packed


class Cache:
    """A cache of values of one kind, by key, for one survey.

    >>> cache = Cache(folder, "terms", code_version(["text"], ["lunr"]))
    >>> cache.put("clip", ("3a7b", ["contrast", "image"])); cache.save()
    >>> Cache(folder, "terms", code_version(["text"], ["lunr"])).get("clip")
    ('3a7b', ['contrast', 'image'])

    The key, or the value itself, must hold what tells whether the value is still valid, such as the digest of its
    input. Values that were put in or taken out must not be changed.
    """

    def __init__(self, folder: Path, name: str, version: str) -> None:
        """Open the cache `name` of the survey in `folder`. Its files are read when a key in them is asked for.

        `version` is that of the code that computes the values (`code_version`).
        """
        self._folder = folder
        self._place = folder / _FOLDER / name
        self._version = f"{name}\0{version}\0{sys.version}\0"
        self._key = own_key()
        self._parts: dict[int, dict[str, Any]] = {}
        self._wanted: dict[int, set[str]] = {}
        self._changed: set[int] = set()
        self._packed: dict[int, bytes] = {}

    def get(self, key: str) -> Any:
        """Return the value of a key; None if the cache has none."""
        number = part_of(key)
        self._wanted.setdefault(number, set()).add(key)
        return self._part(number).get(key)

    def put(self, key: str, value: Any) -> None:
        """Set the value of a key, which may be anything that can be pickled; `save` writes it."""
        number = part_of(key)
        self._wanted.setdefault(number, set()).add(key)
        self._part(number)[key] = value
        self._changed.add(number)
        self._packed.pop(number, None)

    def put_all(self, number: int, values: Packed) -> None:
        """Set the values of all keys in the file with a number (`part_of`); they are written by `save`."""
        self._wanted[number] = {*values.values}
        self._parts[number] = dict(values.values)
        self._changed.add(number)
        self._packed[number] = values.data

    def save(self, *, drop: bool = True) -> None:
        """Write the files that changed. From each file that was read, values whose key was neither asked for nor set
        are dropped, unless `drop` is false.

        If the folder cannot be written to, nothing happens.
        """
        if self._key is None:
            return
        try:
            refuse_outside(self._place, self._folder)
            for number, part in self._parts.items():
                wanted = self._wanted.get(number, set()) if drop else part.keys()
                if number in self._changed or part.keys() - wanted:
                    self._write(number, {key: part[key] for key in part if key in wanted})
            ignore = self._folder / _FOLDER / ".gitignore"
            if self._changed and not ignore.is_file():
                replace_bytes(ignore, b"*\n")
        except (OSError, UnreadableError):
            return

    def _write(self, number: int, part: dict[str, Any]) -> None:
        """Write the file with a number, piece by piece: its bytes are never whole in memory but where they were given.
        Raises OSError.
        """
        with replacing(self._place / f"{number:02d}") as new:
            new.write(bytes(_SIGNATURE))
            signing = _Signing(new, self._signature(number))
            if packed := self._packed.pop(number, None):
                signing.write(packed)
            else:
                pickle.dump(part, signing, pickle.HIGHEST_PROTOCOL)
            new.seek(0)
            new.write(signing.signature.digest())

    def forget(self) -> None:
        """Drop from memory what was read and set; what is asked for again is read again. What was set after `save` is
        lost.
        """
        for kept in (self._parts, self._changed, self._packed):
            kept.clear()

    def _part(self, number: int) -> dict[str, Any]:
        if number not in self._parts:
            self._parts[number] = self._read(number)
        return self._parts[number]

    def _read(self, number: int) -> dict[str, Any]:
        """Return the values, by key, in the file with a number; empty if there is none, or if another user or another
        version of the code wrote it.
        """
        if self._key is None:
            return {}
        path = self._place / f"{number:02d}"
        state = state_of(path)
        known = _KNOWN.get((path, self._version, self._key))
        if known and state and state == known[0]:
            return known[1]
        try:
            data = read_bytes(path, self._folder, most=float("inf"))
        except UnreadableError:
            return {}
        signature, content = data[:_SIGNATURE], memoryview(data)[_SIGNATURE:]
        signed = self._signature(number)
        signed.update(content)
        if not hmac.compare_digest(signature, signed.digest()):
            return {}
        with without_collecting():
            values: dict[str, Any] = pickle.loads(content)  # noqa: S301 - this user's own, by its signature
        if state:
            _KNOWN[path, self._version, self._key] = state, values
        return values

    def _signature(self, number: int) -> hashlib.blake2b:
        """Return the signature of the file with a number, still without that of the data."""
        signature = hashlib.blake2b(self._version.encode(), key=self._key or b"", digest_size=_SIGNATURE)
        signature.update(bytes([number]))
        return signature


class _Signing:
    """A file that is written, and signed as it is written."""

    def __init__(self, file: IO[bytes], signature: hashlib.blake2b) -> None:
        self._file, self.signature = file, signature

    def write(self, data: bytes | memoryview) -> int:
        """Write the bytes of data, and return their number."""
        self.signature.update(data)
        return self._file.write(data)


def forget_caches(folder: Path) -> None:
    """Delete all caches in a survey's folder. Raises UnreadableError if one of them lies outside the folder by a
    link.
    """
    for path in folder.glob(f"{_FOLDER}/*/[0-9][0-9]"):
        refuse_outside(path, folder)
        path.unlink()


def part_of(key: str) -> int:
    """Return the number of the file in which a cache has the value of a key."""
    return zlib.crc32(key.encode()) % _PARTS


def code_version(packages: Iterable[str], libraries: Iterable[str]) -> str:
    """Return a hash that changes with the code: of all modules in `packages`, folders below the generator, and of the
    versions of `libraries`, which need not be installed.
    """
    digest = hashlib.sha256()
    for package in packages:
        for path in sorted((_HERE / package).rglob("*.py")):
            digest.update(f"{path.relative_to(_HERE).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    for name in libraries:
        try:
            digest.update(f"{name} {version(name)}\0".encode())
        except PackageNotFoundError:
            digest.update(f"{name} is not installed\0".encode())
    return digest.hexdigest()
