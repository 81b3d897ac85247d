"""Notes what is read of the catalogue while a page is made, so that a later build knows whether it would be the same.

What pages are made of is laid out in tables, each entry of which has a digest. A page that is made anew reads the same
entries as long as these are what they were: it need not be made if no digest of what it read has changed. Nothing is
declared, so nothing can be forgotten; what is no table can be read by no page.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Container, Hashable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import fields, is_dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

from pydantic import BaseModel

Result = TypeVar("Result")
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

Leaf = tuple[str, Hashable]
"""An entry of a table: the table's name, and the key."""
ALL: Final = "*"
"""In place of a key: all entries of a table."""
KEYS: Final = "*keys"
"""In place of a key: the keys of a table, in its order."""
_SIZE: Final = 12
"""Bytes of a digest."""
_MANY: Final = 1000
"""Entries of a table from which on all of them count as read."""


class Reads:
    """What is being read."""

    def __init__(self) -> None:
        self.now: set[Leaf] = set()
        """The leaves that were read since whatever is being made was begun."""
        self._made: dict[Leaf, tuple[Any, frozenset[Leaf]]] = {}

    def during(self, make: Callable[[], Result]) -> tuple[Result, frozenset[Leaf]]:
        """Make something; returns it with what was read for it."""
        outer, self.now = self.now, set()
        try:
            made = make()
            return made, frozenset(self.now)
        finally:
            self.now = outer

    def once(self, leaf: Leaf, make: Callable[[], Result]) -> Result:
        """Make something once for all who ask for it: what was read for it counts as read by each of them."""
        if leaf not in self._made:
            self._made[leaf] = self.during(make)
        made: Result
        made, read = self._made[leaf]
        self.now |= read
        return made


class Table(Protocol):
    """What has a digest for each key."""

    def digest(self, key: Hashable) -> bytes:
        """Return the digest of an entry, or of all (`ALL`), or of the keys (`KEYS`)."""


class Entries(Generic[Key, Value]):
    """A table of what a mapping holds."""

    def __init__(self, values: Mapping[Key, Value]) -> None:
        self._values = values

    def digest(self, key: Hashable) -> bytes:
        """Return the digest of an entry, of one that is not there too."""
        if key == KEYS:
            return digest_of(tuple(self._values))
        if key == ALL:
            return digest_of(self._values)
        return digest_of([self._values[key]] if key in self._values else [])  # type: ignore[index]


class Answers:
    """A table of what a function answers."""

    def __init__(self, ask: Callable[..., object]) -> None:
        self._ask = ask

    def digest(self, key: Hashable) -> bytes:
        """Return the digest of the answer to a question."""
        return digest_of(self._ask(key))


class Noted(Mapping[Key, Value]):
    """A mapping that notes what is read of it. Its values must not be changed."""

    def __init__(self, reads: Reads, table: str, values: Mapping[Key, Value]) -> None:
        self._reads, self._table, self._values = reads, table, values

    def __getitem__(self, key: Key) -> Value:
        self._reads.now.add((self._table, key))
        return self._values[key]

    def get(self, key: Key, default: Any = None) -> Any:
        """Return the value of a key, or `default`; the key is read."""
        self._reads.now.add((self._table, key))
        return self._values.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._reads.now.add((self._table, key))
        return key in self._values

    def __iter__(self) -> Iterator[Key]:
        self._reads.now.add((self._table, KEYS))
        return iter(self._values)

    def __len__(self) -> int:
        self._reads.now.add((self._table, KEYS))
        return len(self._values)

    def keys(self) -> KeysView[Key]:
        """Return the keys, which are read."""
        self._reads.now.add((self._table, KEYS))
        return self._values.keys()

    def values(self) -> ValuesView[Value]:
        """Return the values, all of which are read."""
        self._reads.now.add((self._table, self._whole))
        return self._values.values()

    def items(self) -> ItemsView[Key, Value]:
        """Return the keys and values, all of which are read."""
        self._reads.now.add((self._table, self._whole))
        return self._values.items()

    _whole = ALL
    """What is read by whoever is given all values."""


class NotedViews(Noted[Key, Value]):
    """A mapping to things that note themselves what is read of them."""

    _whole = KEYS


def widened(read: Iterable[Leaf], tables: Container[str]) -> set[Leaf]:
    """Return what was read, with all of a table in place of very many of its entries: it is as true, and short.
    `tables` are those of which all can be asked.
    """
    by_table: dict[str, set[Leaf]] = {}
    for leaf in read:
        by_table.setdefault(leaf[0], set()).add(leaf)
    for table, leaves in by_table.items():
        if len(leaves) > _MANY and table in tables:
            by_table[table] = {(table, ALL)} | leaves & {(table, KEYS)}
    return set().union(*by_table.values())


def digest_of(value: object) -> bytes:
    """Return a digest of what records, views and tables are made of. Raises TypeError for anything else."""
    digest = hashlib.blake2b(digest_size=_SIZE)
    for piece in _pieces(value):
        digest.update(piece)
    return digest.digest()


_PLAIN = (int, float, bool, bytes, type(None), datetime.date)


def _pieces(value: object) -> Iterator[bytes]:
    """A value as bytes that no other value has."""
    if isinstance(value, BaseModel):
        yield f"{type(value).__name__}{value.model_dump_json()}\0".encode()
    elif isinstance(value, str):
        yield b"%d:" % len(value) + value.encode("utf-8", "surrogatepass")
    elif isinstance(value, _PLAIN):
        yield f"{value!r}\0".encode()
    elif isinstance(value, Mapping):
        yield b"{"
        for key, it in value.items():
            yield from _pieces(key)
            yield from _pieces(it)
        yield b"}"
    elif isinstance(value, tuple | list):
        yield b"("
        for it in value:
            yield from _pieces(it)
        yield b")"
    elif is_dataclass(value):
        yield type(value).__name__.encode()
        for field in fields(value):
            yield from _pieces(getattr(value, field.name))
    else:
        raise TypeError(f"{value!r} has no digest")
