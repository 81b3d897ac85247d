"""A file of the data, with what lists of files tell of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ...catalogue import addresses
from ...catalogue.addresses import Address

DATABASE = "catalogue.sqlite"
COMPRESSED = f"{DATABASE}.gz"
"""What is published in place of a database that hosts would refuse."""
CROISSANT = "croissant.json"
_MEDIA_TYPES: Final = {
    "cff": "application/yaml",
    "gz": "application/gzip",
    "json": "application/json",
    "jsonl": "application/jsonlines",
    "parquet": "application/x-parquet",
    "sqlite": "application/vnd.sqlite3",
}


def media_type(name: str) -> str:
    """Return what servers call the format of a file, by its name: `application/json`."""
    return "application/ld+json" if name == CROISSANT else _MEDIA_TYPES[name.rpartition(".")[2]]


@dataclass(frozen=True)
class DataFile:
    """A file that lies beside the page of the data; a text is written in UTF-8."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """Return what servers call its format."""
        return media_type(self.name)

    @property
    def address(self) -> Address:
        """Return where it is published."""
        return addresses.beside(addresses.DATA, self.name)

    @property
    def size(self) -> int:
        """Return its size in bytes."""
        return len(self.content)

    @cached_property
    def sha256(self) -> str:
        """Return the sum of its bytes."""
        return hashlib.sha256(self.content).hexdigest()
