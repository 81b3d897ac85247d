"""Lists of numbers of different lengths in one array, so that millions of them are worked on at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


class Ragged(NamedTuple):
    """Lists of numbers, one after another: list `n` is `values[ends[n]:ends[n + 1]]`.

    >>> Ragged.sparse(3, {0: [3, 4], 2: [5]})
    Ragged(ends=array([0, 2, 2, 3]), values=array([3, 4, 5]))
    """

    ends: Numbers
    values: NDArray[Any]

    @classmethod
    def sparse(cls, count: int, lists: Mapping[int, Sequence[int]]) -> Ragged:
        """Return `count` lists. `lists` maps the numbers of some, in rising order, to their content; all others are
        empty.
        """
        lengths = np.zeros(count, np.int64)
        lengths[list(lists)] = [len(one) for one in lists.values()]
        return cls(ends_of(lengths), np.array([it for one in lists.values() for it in one], np.int64))

    def lengths(self) -> Numbers:
        """Return the length of each list."""
        return np.diff(self.ends)

    def pick(self, numbers: Numbers) -> Ragged:
        """Return the lists with these numbers, in this order; a list may be picked several times."""
        lengths = self.lengths()[numbers]
        ends = ends_of(lengths)
        at = np.arange(ends[-1]) + np.repeat(self.ends[numbers] - ends[:-1], lengths)
        return Ragged(ends, self.values[at])

    def joined(self, ends: Numbers) -> Ragged:
        """Return fewer lists: list `n` is made of those from number `ends[n]` to before `ends[n + 1]` of these, one
        after another.
        """
        return Ragged(self.ends[ends], self.values)

    def pairs(self, width: int) -> Ragged:
        """Return for each list its pairs of neighbours, each pair as `first * width + second`."""
        first = np.ones(len(self.values), bool)
        first[self.ends[:-1][self.lengths() > 0]] = False
        lengths = np.maximum(self.lengths() - 1, 0)
        seconds = np.flatnonzero(first)
        return Ragged(ends_of(lengths), self.values[seconds - 1] * width + self.values[seconds])


def ends_of(lengths: Sequence[int] | Numbers) -> Numbers:
    """Return where each of some lists ends if they stand one after another in one array, with a 0 before.

    >>> ends_of([2, 0, 3]).tolist()
    [0, 2, 2, 5]
    """
    ends = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=ends[1:])
    return ends


def small(numbers: NDArray[Any]) -> NDArray[Any]:
    """Return whole numbers, none of which is negative, in the smallest type that holds them; others as they are."""
    return numbers if numbers.dtype.kind == "f" else numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
