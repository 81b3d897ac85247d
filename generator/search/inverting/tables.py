"""Tables of keys and papers: what an inverted index is before its postings lists are written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .ragged import Numbers, ends_of


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

    keys: list[str]
    ends: Numbers
    papers: NDArray[np.int32]
    values: NDArray[Any]

    def frequencies(self) -> Numbers:
        """Return how many papers have each key."""
        return np.diff(self.ends)


class PackedTable(NamedTuple):
    """A `Table` in the form in which a build keeps it: `keys` are one text, which is read faster than many, and
    `lengths` the number of characters of each. The other attributes are the table's. Whole numbers have the smallest
    type that holds them.
    """

    keys: str
    lengths: Numbers
    ends: Numbers
    papers: NDArray[np.int32]
    values: NDArray[Any]

    def table(self) -> Table:
        """Return the `Table` of which this was made by `packed_table`."""
        stops = ends_of(self.lengths).tolist()
        keys = [self.keys[start:stop] for start, stop in pairwise(stops)]
        kind = np.float32 if self.values.dtype.kind == "f" else np.int32
        return Table(
            keys, self.ends.astype(np.int64), self.papers.astype(np.int32), self.values.astype(kind, copy=False)
        )


def packed_table(table: Table) -> PackedTable:
    """Return a table in the form that is kept from one build to the next."""
    lengths = np.array([*map(len, table.keys)], np.int64)
    numbers = [_small(own) for own in (lengths, table.ends, table.papers, table.values)]
    return PackedTable("".join(table.keys), *numbers)


def _small(numbers: NDArray[Any]) -> NDArray[Any]:
    """Return whole numbers, none of which is negative, in the smallest type that holds them; others as they are."""
    if numbers.dtype.kind == "f":
        return numbers
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def tabulated(rows: Rows, places_of: Callable[[Numbers], Numbers], spelt: Callable[[Numbers], list[str]]) -> Table:
    """Return the table of some rows. `places_of` gives for codes numbers that are in the order of their keys, and
    `spelt` gives the keys, of which no two codes have the same.
    """
    in_order = np.argsort(rows.codes, kind="stable")
    codes = rows.codes[in_order]
    first = np.flatnonzero(np.diff(codes, prepend=-1))
    places = np.argsort(places_of(codes[first]))
    starts, lengths = first[places], np.diff(first, append=len(codes))[places]
    ends = ends_of(lengths)
    in_order = in_order[np.arange(len(codes)) + np.repeat(starts - ends[:-1], lengths)]
    return Table(spelt(codes[starts]), ends, rows.papers[in_order], rows.values[in_order])


def merged(old: Table, now: NDArray[np.int32], new: Table) -> Table:
    """Return one table of two that have no paper in common.

    `now` gives for each position in the old table the one in the new; -1 for a paper whose rows are to go. The papers
    that stay keep their order.
    """
    if not len(old.papers):
        return new
    papers = now[old.papers]
    stays = papers >= 0
    places, inserted = _places(old.keys, new.keys)
    # Keys of the old table move on by one for each new one before them.
    moved = np.arange(len(old.keys)) + np.cumsum(np.bincount(places[inserted], minlength=len(old.keys) + 1))[:-1]
    news = places + np.where(inserted, np.cumsum(inserted) - 1, np.cumsum(inserted))
    keys = _with(old.keys, places[inserted], [key for key, is_new in zip(new.keys, inserted, strict=True) if is_new])
    width = len(now) + int(max(papers.max(initial=0), new.papers.max(initial=0))) + 1
    codes = (np.repeat(moved, old.frequencies()) * width + papers)[stays]
    others = np.repeat(news, new.frequencies()) * width + new.papers
    at = np.searchsorted(codes, others)
    codes = np.insert(codes, at, others)
    counts = np.bincount(codes // width, minlength=len(keys))
    if not counts.all():
        keys = [key for key, count in zip(keys, counts.tolist(), strict=True) if count]
    values = np.insert(old.values[stays], at, new.values)
    return Table(keys, ends_of(counts[counts > 0]), np.asarray(codes % width, np.int32), values)


def _places(old: Sequence[str], keys: Sequence[str]) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return for each of some keys, which are in order, the index in `old`, also in order, at which it stands or would
    be inserted; and whether it would be.
    """
    places = [bisect_left(old, key) for key in keys]
    inserted = [at == len(old) or old[at] != key for at, key in zip(places, keys, strict=True)]
    return np.array(places, np.int64), np.array(inserted, bool)


def _with(old: list[str], places: Numbers, new: Sequence[str]) -> list[str]:
    """Return the list of `old` keys with each of the `new` ones inserted before the old key at its index in `places`.

    >>> _with(["a", "c"], np.array([1, 2]), ["b", "d"])
    ['a', 'b', 'c', 'd']
    """
    keys: list[str] = []
    start = 0
    for place, key in zip(places.tolist(), new, strict=True):
        keys += old[start:place]
        keys.append(key)
        start = place
    return keys + old[start:]
