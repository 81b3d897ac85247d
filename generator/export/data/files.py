"""A file of the data, with what lists of files say about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ...catalogue import addresses
from ...catalogue.addresses import Address

LARGEST: Final = 25_000_000
"""The most bytes of a file that can be divided or compressed; some hosts refuse files above 25 MiB."""
DATABASE = "catalogue.sqlite"
COMPRESSED = f"{DATABASE}.gz"
"""The name of the database if it is published compressed, because hosts would refuse it."""
CROISSANT = "croissant.json"
RECORDS = "papers.jsonl"
"""The name of the file that has the papers as JSON Lines."""
_MEDIA_TYPES: Final = {
    "cff": "application/yaml",
    "gz": "application/gzip",
    "json": "application/json",
    "jsonl": "application/jsonlines",
    "parquet": "application/x-parquet",
    "sqlite": "application/vnd.sqlite3",
}


def media_type(name: str) -> str:
    """Return the media type of a data file, by the ending of its name, such as `application/json` for `.json`; the
    description in Croissant, known by its whole name, has `application/ld+json`. Raises KeyError for an unknown ending.
    """
    return "application/ld+json" if name == CROISSANT else _MEDIA_TYPES[name.rpartition(".")[2]]


@dataclass(frozen=True)
class FileFacts:
    """What is told of a file beside the page of the data: its name, its number of bytes, and their SHA-256 in
    hexadecimal.
    """

    name: str
    size: int
    sha256: str

    @property
    def media_type(self) -> str:
        """Return the media type of the file, such as `application/json`."""
        return media_type(self.name)

    @property
    def address(self) -> Address:
        """Return the address at which the site publishes the file."""
        return addresses.beside(addresses.DATA, self.name)


@dataclass(frozen=True)
class DataFile:
    """A file beside the page of the data: its name and its content, in bytes."""

    name: str
    content: bytes

    @property
    def address(self) -> Address:
        """Return the address at which the site publishes the file."""
        return addresses.beside(addresses.DATA, self.name)

    @cached_property
    def facts(self) -> FileFacts:
        """Return what is told of the file."""
        return FileFacts(self.name, len(self.content), hashlib.sha256(self.content).hexdigest())
