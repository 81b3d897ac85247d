"""Keys of the index in order, as one byte string: so many strings of Python's own take five times the memory, and a
cache is read in a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from .ragged import Numbers, Ragged, ends_of, small


class Keys(Sequence[str]):
    """Strings in order of code points, which is also the order of their bytes.

    >>> keys = Keys.of(["deep", "deep learn", "é"])
    >>> keys[1], keys[1:], keys.with_byte(" ").tolist()
    ('deep learn', ['deep learn', 'é'], [False, True, False])
    """

    __slots__ = ("data", "ends")

    def __init__(self, data: bytes, ends: NDArray[Any]) -> None:
        """Take the strings in UTF-8, one after another, and where each ends in bytes, with a 0 before."""
        self.data, self.ends = data, ends

    @classmethod
    def of(cls, texts: Sequence[str]) -> Keys:
        """Return strings, which are in order, as `Keys`."""
        if isinstance(texts, Keys):
            return texts
        lengths = [len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass")) for text in texts]
        return cls("".join(texts).encode("utf-8", "surrogatepass"), ends_of(lengths))

    @classmethod
    def joined(cls, parts: Sequence[Keys]) -> Keys:
        """Return the strings of several parts, which are in order."""
        lengths = np.concatenate([np.zeros(0, np.int64), *(np.diff(part.ends) for part in parts)])
        return cls(b"".join([part.data for part in parts]), ends_of(lengths))

    def __len__(self) -> int:
        """Return the number of strings."""
        return len(self.ends) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> list[str]: ...

    def __getitem__(self, at: int | slice) -> str | list[str]:
        """Return the string at an index, or those of a slice without steps."""
        if isinstance(at, slice):
            return self._between(*at.indices(len(self))[:2])
        at = range(len(self))[at]
        return self.data[self.ends[at] : self.ends[at + 1]].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        """Return the strings in order."""
        return iter(self[:])

    def _between(self, start: int, stop: int) -> list[str]:
        if start >= stop:
            return []
        first = int(self.ends[start])
        own = self.data[first : self.ends[stop]]
        ends = (self.ends[start : stop + 1].astype(np.int64) - first).tolist()
        if own.isascii():
            text = own.decode("ascii")
            return [text[low:high] for low, high in pairwise(ends)]
        return [own[low:high].decode("utf-8", "surrogatepass") for low, high in pairwise(ends)]

    def small(self) -> Keys:
        """Return the strings in the form in which a build keeps them, which takes less memory."""
        return Keys(self.data, small(self.ends))

    def pick(self, numbers: Numbers) -> Keys:
        """Return the strings at these indexes, which rise."""
        ends, data = Ragged(self.ends.astype(np.int64), np.frombuffer(self.data, np.uint8)).pick(numbers)
        return Keys(data.tobytes(), ends)

    def with_byte(self, char: str) -> NDArray[np.bool_]:
        """Return for each string whether it holds a character of ASCII."""
        found = np.flatnonzero(np.frombuffer(self.data, np.uint8) == ord(char))
        held = np.zeros(len(self), bool)
        held[np.searchsorted(self.ends, found, side="right") - 1] = True
        return held

    def changed(self, change: Change) -> Keys:
        """Return the strings after a change, whose texts are in UTF-8."""
        return Keys(*change.of(self.data, self.ends))


class Change:
    """What goes from a row of byte strings, and what is put in.

    `gone` has the indexes of those that go, and `places` for each new one the index before which it comes. Both are in
    rising order; what comes before a string that goes is put in its place.
    """

    def __init__(self, gone: Sequence[int], places: Sequence[int], new: Sequence[bytes]) -> None:
        """Take the indexes of what goes, and the places of the `new` byte strings."""
        self._gone, self._new = np.array(gone, np.int64), new
        self._places = np.array(places, np.int64)
        self._after = self._places - np.searchsorted(self._gone, self._places)
        comes = [(place, 0, at) for at, place in enumerate(places)]
        self._events = sorted([*comes, *((place, 1, 0) for place in gone)])

    def with_texts(self, new: Sequence[bytes]) -> Change:
        """Return the same change of a row of other byte strings, with other `new` ones."""
        other = Change.__new__(Change)
        other._gone, other._new, other._places = self._gone, new, self._places
        other._after, other._events = self._after, self._events
        return other

    def of(self, data: bytes, ends: NDArray[Any]) -> tuple[bytes, Numbers]:
        """Return the byte strings after the change, one after another, and where each ends."""
        parts, start = [], 0
        for place, goes, at in self._events:
            stop = int(ends[place])
            parts.append(data[start:stop])
            start = int(ends[place + 1]) if goes else stop
            if not goes:
                parts.append(self._new[at])
        parts.append(data[start:])
        lengths = self.of_numbers(np.diff(ends), np.array([*map(len, self._new)], np.int64))
        return b"".join(parts), ends_of(lengths)

    def of_numbers(self, numbers: Numbers, new: Numbers) -> Numbers:
        """Return numbers, one for each byte string, after the change, with those of the new ones."""
        changed: Numbers = np.insert(np.delete(numbers.astype(np.int64), self._gone), self._after, new)
        return changed

    def moved(self, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int] | None]:
        """Return for each stretch of indexes, given by its start and its end, where it stands after the change; None
        for one from which anything goes or into which anything is put.
        """
        if not stretches:
            return []
        starts, stops = np.array(stretches, np.int64).T
        gone = np.searchsorted(self._gone, (starts, stops))
        come = np.searchsorted(self._places, starts, side="right"), np.searchsorted(self._places, stops)
        same = (gone[0] == gone[1]) & (come[0] >= come[1])
        by = come[0] - gone[0]
        return [
            (start, stop) if is_same else None
            for start, stop, is_same in zip((starts + by).tolist(), (stops + by).tolist(), same.tolist(), strict=True)
        ]
