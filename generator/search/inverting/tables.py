"""Tables of keys and papers: what an inverted index is before its postings lists are written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .keys import Change, Keys
from .ragged import Numbers, Ragged, ends_of, small

_KEYS = 100_000
"""Keys that are spelt at once: as texts of Python's own they take much memory."""


class Rows(NamedTuple):
    """Rows of a key, which is given as a code, a paper and a value. Of each key they are in the order of the papers."""

    codes: Numbers
    papers: NDArray[np.int32]
    values: NDArray[Any]


def rows_of(parts: Sequence[Rows]) -> Rows:
    """Return the rows of several parts of the papers, one after another."""
    return Rows(*(np.concatenate(column) for column in zip(*parts, strict=True)))


class Table(NamedTuple):
    """Rows of a key, a paper and a value. They are in the order of the keys, and of a key in that of the papers.

    The rows of `keys[n]` are those from `ends[n]` to before `ends[n + 1]`. `papers` holds positions in the index. A
    paper has a key once at most, and no key is without a row.
    """

    keys: Keys
    ends: Numbers
    papers: NDArray[np.int32]
    values: NDArray[Any]

    def frequencies(self) -> Numbers:
        """Return how many papers have each key."""
        return np.diff(self.ends)

    def small(self) -> Table:
        """Return the table in the form in which a build keeps it: whole numbers have the smallest type that holds
        them.
        """
        return Table(self.keys.small(), *map(small, (self.ends, self.papers, self.values)))  # type: ignore[arg-type]

    def large(self) -> Table:
        """Return the table of which this was made by `small`."""
        kind = np.float32 if self.values.dtype.kind == "f" else np.int32
        numbers = self.ends.astype(np.int64), self.papers.astype(np.int32), self.values.astype(kind, copy=False)
        return Table(Keys(self.keys.data, self.keys.ends.astype(np.int64)), *numbers)

    def pick(self, numbers: Numbers) -> Table:
        """Return the keys at these indexes, which rise, with their rows; the numbers have their usual types."""
        rows = self.ends.astype(np.int64)
        ends, papers = Ragged(rows, self.papers).pick(numbers)
        return Table(self.keys.pick(numbers), ends, papers, Ragged(rows, self.values).pick(numbers).values).large()


def tabulated(rows: Rows, places_of: Callable[[Numbers], Numbers], spelt: Callable[[Numbers], list[str]]) -> Table:
    """Return the table of some rows. `places_of` gives for codes numbers that are in the order of their keys, and
    `spelt` gives the keys, of which no two codes have the same.
    """
    # Of millions of rows each array takes much memory: small numbers do, and none is kept longer than needed.
    in_order = np.argsort(rows.codes, kind="stable").astype(np.int32)
    codes = rows.codes[in_order]
    first = np.flatnonzero(np.append(True, codes[1:] != codes[:-1])) if len(codes) else np.zeros(0, np.int64)
    codes = codes[first]
    places = np.argsort(places_of(codes))
    starts, lengths = first[places], np.diff(first, append=len(in_order))[places]
    ends = ends_of(lengths)
    at = np.repeat((starts - ends[:-1]).astype(np.int32), lengths)
    at += np.arange(len(at), dtype=np.int32)
    in_order = in_order[at]
    del at
    papers, values = rows.papers[in_order], rows.values[in_order]
    del in_order
    codes = codes[places]
    keys = [Keys.of(spelt(codes[start : start + _KEYS])) for start in range(0, len(codes), _KEYS)]
    return Table(Keys.joined(keys), ends, papers, values)


def merged(old: Table, now: NDArray[np.int32], new: Table) -> Table:
    """Return one table of two that have no paper in common.

    `now` gives for each position in the old table the one in the new; -1 for a paper whose rows are to go. The papers
    that stay keep their order.
    """
    if not len(old.papers):
        return new
    papers = now[old.papers]
    stays = papers >= 0
    places, inserted = places_among(old.keys, new.keys)
    # Keys of the old table move on by one for each new one before them.
    moved = np.arange(len(old.keys)) + np.cumsum(np.bincount(places[inserted], minlength=len(old.keys) + 1))[:-1]
    news = places + np.where(inserted, np.cumsum(inserted) - 1, np.cumsum(inserted))
    new_keys = [key.encode("utf-8", "surrogatepass") for key, is_new in zip(new.keys, inserted, strict=True) if is_new]
    keys = old.keys.changed(Change((), places[inserted].tolist(), new_keys))
    width = len(now) + int(max(papers.max(initial=0), new.papers.max(initial=0))) + 1
    codes = (np.repeat(moved, old.frequencies()) * width + papers)[stays]
    others = np.repeat(news, new.frequencies()) * width + new.papers
    at = np.searchsorted(codes, others)
    codes = np.insert(codes, at, others)
    counts = np.bincount(codes // width, minlength=len(keys))
    if not counts.all():
        keys = keys.pick(np.flatnonzero(counts))
    values = np.insert(old.values[stays], at, new.values)
    return Table(keys, ends_of(counts[counts > 0]), np.asarray(codes % width, np.int32), values)


def places_among(old: Sequence[str], keys: Sequence[str]) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return for each of some keys, which are in order, the index in `old`, also in order, at which it stands or would
    be inserted; and whether it would be.
    """
    places = [bisect_left(old, key) for key in keys]
    inserted = [at == len(old) or old[at] != key for at, key in zip(places, keys, strict=True)]
    return np.array(places, np.int64), np.array(inserted, bool)
