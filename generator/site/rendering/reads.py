"""Notes what a page reads of the catalogue while it is made, so that a later build knows whether it would be the same.

The catalogue is laid out in tables, each entry of which has a digest. As long as no digest of what it read has changed,
a page would be equal and need not be made. Nothing is declared by hand, so nothing can be forgotten; what is in no
table cannot be read by a page.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import (
    Callable,
    Collection,
    Container,
    Hashable,
    ItemsView,
    Iterator,
    KeysView,
    Mapping,
    ValuesView,
)
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final, Generic, Protocol, TypeVar

from pydantic import BaseModel
from pydantic_core import to_json

from ...records.base import Record
from ...records.bulk import Digested, digest_of_part

Result = TypeVar("Result")
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

Leaf = tuple[str, Hashable]
"""An entry of a table: the table's name, and the key."""
ALL: Final = "*"
"""In place of a key: all entries of a table."""
KEYS: Final = "*keys"
"""In place of a key: the keys of a table, in its order."""
SIZE: Final = 12
"""Bytes of a digest."""
_MANY: Final = 1000
"""Entries of a table from which on all of them count as read."""


class Reads:
    """The entries that are read while a page is made."""

    def __init__(self) -> None:
        self.now: set[Leaf] = set()
        """The leaves that were read since whatever is being made was begun."""
        self._made: dict[Leaf, tuple[Any, frozenset[Leaf]]] = {}

    def during(self, make: Callable[[], Result]) -> tuple[Result, frozenset[Leaf]]:
        """Call `make` and return its result with the entries that were read meanwhile.

        They do not count as read by what is being made outside of this call; `now` is afterwards what it was before,
        even if `make` raises.
        """
        outer, self.now = self.now, set()
        try:
            made = make()
            return made, frozenset(self.now)
        finally:
            self.now = outer

    def once(self, leaf: Leaf, make: Callable[[], Result]) -> Result:
        """Return the result of `make`, called once for each `leaf`; what it read counts as read by everyone who asks
        for it.
        """
        known = self._made.get(leaf)
        if known is None:
            known = self._made[leaf] = self.during(make)
        self.now |= known[1]
        made: Result = known[0]
        return made


class Asked(Protocol):
    """Keeps what an earlier build found out of all papers."""

    def of(self, name: str, find: Callable[[], Result], reads: Reads) -> Result:
        """Return the answer with a name; if none is kept, that of `find`. What it depends on is noted in `reads`."""


class Table(Protocol):
    """A table whose entries have digests. It is the base of the tables below."""

    def digest(self, key: Hashable) -> bytes:
        """Return the digest of the entry with this key, or of the whole table (`ALL`), or of its keys (`KEYS`)."""


class Entries(Generic[Key, Value]):
    """A table with the entries of a mapping."""

    def __init__(self, values: Mapping[Key, Value]) -> None:
        self._values = values

    def digest(self, key: Hashable) -> bytes:
        """Return the digest of the entry with this key; a missing entry has one, too."""
        if key == KEYS:
            return digest_of(tuple(self._values))
        if key == ALL:
            return self._values.digest if isinstance(self._values, Digested) else digest_of(self._values)
        return digest_of([self._values[key]] if key in self._values else [])  # type: ignore[index]

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._values)


class Parts(Entries[str, Record]):
    """A table whose entries are one part of each paper's record, by paper id."""

    def digest(self, key: Hashable) -> bytes:
        """Return the digest of the part of the record with this key; a record that does not exist has one, too."""
        if key in self._values:
            return digest_of_part(self._values[key])  # type: ignore[index]
        if key == ALL:
            parts = map(digest_of_part, self._values.values())
            return digest_of(("\0".join(self._values), b"".join(parts)))
        return super().digest(key)


class Answers:
    """A table with the results of a function, by its argument."""

    def __init__(self, ask: Callable[..., object], whole: Callable[[], bytes] | None = None) -> None:
        """Take the function, and one that returns a digest of all its results, if there is one."""
        self._ask, self._whole = ask, whole

    def digest(self, key: Hashable) -> bytes:
        """Return the digest of the function's result for the argument `key`."""
        return self._whole() if self._whole and key == ALL else digest_of(self._ask(key))


class Noted(Mapping[Key, Value]):
    """A mapping that notes what is read of it. Its values must not be changed."""

    def __init__(self, reads: Reads, table: str, values: Mapping[Key, Value]) -> None:
        self._reads, self._table, self._values = reads, table, values

    def __getitem__(self, key: Key) -> Value:
        self._reads.now.add((self._table, key))
        return self._values[key]

    def get(self, key: Key, default: Any = None) -> Any:
        """Return the value of a key, or `default`; that this key was read is noted."""
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
        """Return the keys; that all keys were read is noted."""
        self._reads.now.add((self._table, KEYS))
        return self._values.keys()

    def values(self) -> ValuesView[Value]:
        """Return the values; that all of them were read is noted."""
        self._reads.now.add((self._table, self._whole))
        return self._values.values()

    def items(self) -> ItemsView[Key, Value]:
        """Return keys and values; that all of them were read is noted."""
        self._reads.now.add((self._table, self._whole))
        return self._values.items()

    _whole = ALL
    """What is read by whoever is given all values."""


class NotedViews(Noted[Key, Value]):
    """A mapping whose values note by themselves what is read of them."""

    _whole = KEYS


def widened(read: Collection[Leaf], tables: Container[str]) -> Collection[Leaf]:
    """Return the entries that were read, with a whole table in place of very many of its entries.

    This stays true and is shorter. `tables` are those that can be asked for the digest of the whole.
    """
    if len(read) <= _MANY:
        return read
    by_table: dict[str, set[Leaf]] = {}
    for leaf in read:
        by_table.setdefault(leaf[0], set()).add(leaf)
    for table, leaves in by_table.items():
        if len(leaves) > _MANY and table in tables:
            by_table[table] = {(table, ALL)} | leaves & {(table, KEYS)}
    return set().union(*by_table.values())


def digest_of(value: object) -> bytes:
    """Return a digest of a value made of records, views, tables and plain values. Raises TypeError for anything
    else.
    """
    pieces: list[str] = []
    _tell(value, pieces.append)
    return hashlib.blake2b("".join(pieces).encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


def digest_of_plain(value: object) -> bytes:
    """Return a digest of records and plain data, in a fourth of the time that `digest_of` takes. To be used for values
    that are always of one form: a tuple and a list of the same entries have the same digest.
    """
    return hashlib.blake2b(to_json(value), digest_size=SIZE).digest()


_PLAIN = (int, float, bool, bytes, type(None), datetime.date)


def _tell(value: object, tell: Callable[[str], object]) -> None:
    """Call `tell` with pieces of text that together stand for this value and no other. Raises TypeError for a value
    that is neither a record nor plain data.
    """
    if isinstance(value, str):
        tell(f"{len(value)}:")
        tell(value)
    elif isinstance(value, _PLAIN):
        tell(f"{value!r}\0")
    elif isinstance(value, tuple | list):
        tell("(")
        for it in value:
            _tell(it, tell)
        tell(")")
    elif isinstance(value, BaseModel):
        tell(f"{type(value).__name__}{value.model_dump_json()}\0")
    elif isinstance(value, Mapping):
        tell("{")
        for key, it in value.items():
            _tell(key, tell)
            _tell(it, tell)
        tell("}")
    elif is_dataclass(value):
        kind: Any = type(value)
        tell(kind.__name__)
        for name in _fields(kind):
            _tell(getattr(value, name), tell)
    else:
        raise TypeError(f"{value!r} has no digest")


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass, given as a type, in order."""
    return tuple(field.name for field in fields(kind))
