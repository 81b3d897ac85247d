"""Files of the index that have one version in their names, and what they are made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

BASE36: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
FOLDER: Final = "assets/search"
VERSION: Final = 4
"""Characters of a file's version: two versions of a file share a name once in 1.7 million times."""
_SIZE: Final = 12
"""Bytes of a digest."""


class Bundle:
    """Files that have one version in their names: one, or of some kinds several.

    `made_from` is a digest of all that the files are made from; it is empty if that is not known. `make` makes their
    contents; it is called when these are first asked for. `count` is how many files there are.
    """

    def __init__(self, made_from: bytes, make: Callable[[], Sequence[str]], count: int = 1) -> None:
        self.made_from, self._make, self.count = made_from, make, count

    @cached_property
    def texts(self) -> Sequence[str]:
        """Return the contents of the files."""
        return self._make()

    @cached_property
    def version(self) -> str:
        """Return a hash of the contents (`version_of`)."""
        return version_of("".join(self.texts))


class Named(NamedTuple):
    """A bundle with its version and the paths of its files below the docs folder."""

    bundle: Bundle
    version: str
    names: Sequence[str]


class Encoded(NamedTuple):
    """The files of an index: the content of `index.json`, and all others."""

    head: str
    bundles: Sequence[Named]

    def files(self) -> dict[str, str]:
        """Return all files, from the path below the docs folder to the content."""
        made = (pair for it in self.bundles for pair in zip(it.names, it.bundle.texts, strict=True))
        return {f"{FOLDER}/index.json": self.head, **dict(made)}


def named(kind: str, bundles: Iterable[Bundle], versions: Iterable[str]) -> Iterator[Named]:
    """Yield the bundles of a kind of file, each with its version and the paths of its files."""
    first = 0
    for bundle, version in zip(bundles, versions, strict=True):
        own = range(first, first + bundle.count)
        yield Named(bundle, version, [f"{FOLDER}/{kind}-{number}-{version}.json" for number in own])
        first = own.stop


def file_name(head: Mapping[str, Any], kind: str, number: int) -> str:
    """Return the name of a file of the index, given its kind, such as `common`, and its number among the files of this
    kind. `head` is what `index.json` holds: its `versions` are those of all bundles of a kind, one behind the other.
    """
    at = number // head["together"].get(kind, 1) * VERSION
    return f"{kind}-{number}-{head['versions'][kind][at : at + VERSION]}.json"


def version_of(text: str) -> str:
    """Return a hash of a text in digits and small letters only, since some file systems take large and small letters
    for the same.
    """
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return "".join(BASE36[number // len(BASE36) ** at % len(BASE36)] for at in range(VERSION))


def digest_of_parts(*parts: bytes) -> bytes:
    """Return a digest of several byte strings, which differs from that of any others, and of the same ones cut
    elsewhere.
    """
    digest = hashlib.blake2b(digest_size=_SIZE)
    for part in parts:
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.digest()
