"""Keys and postings lists as text, as the files of the index hold them (`shards`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..text.analysis import stem
from .bundles import BASE36, digest_of_parts
from .inverting.keys import Change, Keys
from .inverting.ragged import Numbers, ends_of, small
from .parameters import SHARDS

DIGITS: Final = {char: digit for digit, char in enumerate(SHARDS.digits)}
_CHARACTERS: Final = np.frombuffer(SHARDS.digits.encode(), np.uint8)
_END: Final = ord(" ")
_FEW: Final = 100
"""If fewer than one in so many keys change, it is faster to find each among the bytes of all."""
_NOTHING: Final = 0x110000
"""What stands behind the end of a key where keys are compared: no character."""


class Coded(NamedTuple):
    """Keys in order, each with its postings list as text, of which `codes` has the bytes: that of `keys[n]` is from
    `ends[n]` to before `ends[n + 1]`, and its last byte is a space.

    `known` maps the start and the end of a stretch of keys, which was a shard, to a digest of it that an earlier build
    computed (`digest_of_stretch`); `size` is the number of characters by which these were cut.
    """

    keys: Keys
    ends: Numbers
    codes: bytes
    known: Mapping[tuple[int, int], bytes] = {}
    size: int = 0

    def lengths(self) -> Numbers:
        """Return the number of characters of each postings list, without the space."""
        return np.diff(self.ends) - 1

    def text(self, start: int, stop: int) -> str:
        """Return the postings lists of the keys from the index `start` to before `stop` as one text, with spaces
        between.
        """
        low, high = int(self.ends[start]), int(self.ends[stop])
        return self.codes[low : max(high - 1, low)].decode()

    def small(self) -> Coded:
        """Return the same in the form in which a build keeps it, which takes less memory."""
        return self._replace(keys=self.keys.small(), ends=small(self.ends))

    def digest_of_stretch(self, start: int, stop: int) -> bytes:
        """Return a digest of the keys from the index `start` to before `stop`, and of their postings lists."""
        if (start, stop) in self.known:
            return self.known[start, stop]
        ends = self.keys.ends[start : stop + 1].astype(np.int64)
        keys = self.keys.data[ends[0] : ends[-1]]
        return digest_of_parts((ends - ends[0]).tobytes(), keys, self.codes[self.ends[start] : self.ends[stop]])

    def with_lists(self, changed: Iterable[str], other: Coded) -> Coded:
        """Return all keys but the `changed` ones, with those of `other`; both have no others in common. What is known
        of stretches that stay as they are is kept.
        """
        texts = dict(zip(other.keys, _stretches(other), strict=True))
        keys = self.keys if _FEW * len(texts) < len(self.keys) else self.keys[:]
        gone = []
        for key in changed:
            at = bisect_left(keys, key)
            if at < len(keys) and keys[at] == key:
                if texts.get(key) == self.codes[self.ends[at] : self.ends[at + 1]]:
                    del texts[key]
                else:
                    gone.append(at)
        new = sorted(texts)
        encoded = [key.encode("utf-8", "surrogatepass") for key in new]
        change = Change(sorted(gone), [bisect_left(keys, key) for key in new], encoded)
        codes, ends = change.with_texts([texts[key] for key in new]).of(self.codes, self.ends)
        moved = zip(change.moved([*self.known]), self.known.values(), strict=True)
        return Coded(self.keys.changed(change), ends, codes, {at: digest for at, digest in moved if at}, self.size)


def _stretches(coded: Coded) -> Iterator[bytes]:
    return (coded.codes[start:stop] for start, stop in pairwise(coded.ends.tolist()))


def coded(keys: Sequence[str], ends: Numbers, papers: Numbers, impacts: NDArray[Any], steps: NDArray[Any]) -> Coded:
    """Return postings lists as text, for `keys` in order. A list has a number for each paper: the distance from the
    paper before, less one, times the impacts that the key can have, plus the impact less one.

    `papers` and `impacts` have the lists one after another; `ends` tells of each key where its list ends, with a 0
    before, and `steps` for each paper how many impacts its key can have: 8, or 1.
    """
    numbers = _numbers(ends, papers, impacts, steps)
    stops = _stops(numbers)
    codes = np.full(stops[-1] + len(keys), _END, np.uint8)
    _write(numbers, stops[:-1] + np.repeat(np.arange(len(keys)), np.diff(ends)), codes)
    return Coded(Keys.of(keys), stops[ends] + np.arange(len(keys) + 1), codes.tobytes())


def joined(parts: Sequence[Coded]) -> Coded:
    """Return the keys of several parts, which are in order, with their postings lists."""
    ends = ends_of(np.concatenate([np.zeros(0, np.int64), *(np.diff(part.ends) for part in parts)]))
    return Coded(Keys.joined([part.keys for part in parts]), ends, b"".join([part.codes for part in parts]))


def number_texts(numbers: Numbers) -> list[str]:
    """Return each number as it stands in a postings list."""
    stops = _stops(numbers)
    codes = np.empty(stops[-1], np.uint8)
    _write(numbers, stops[:-1], codes)
    text = codes.tobytes().decode()
    return [text[start:stop] for start, stop in pairwise(stops.tolist())]


def numbers_in(code: str) -> Iterator[int]:
    """Yield the numbers of a postings list, given as text, in order."""
    number, scale = 0, 1
    for char in code:
        digit = DIGITS[char]
        number += digit % SHARDS.base * scale
        scale *= SHARDS.base
        if digit < SHARDS.base:
            yield number
            number, scale = 0, 1


def _stops(numbers: NDArray[Any]) -> Numbers:
    """Return where each number ends if they are written one after another, with a 0 before."""
    lengths = np.ones(len(numbers), np.int64)
    bound = SHARDS.base
    while (numbers >= bound).any():
        lengths += numbers >= bound
        bound *= SHARDS.base
    return ends_of(lengths)


def _write(numbers: NDArray[Any], places: Numbers, codes: NDArray[np.uint8]) -> None:
    """Write numbers into `codes`, each from its place on, the lowest digit first."""
    while len(numbers):
        rest = numbers // SHARDS.base
        goes_on = rest > 0
        codes[places] = _CHARACTERS[numbers - (rest - goes_on) * SHARDS.base]
        numbers, places = rest[goes_on], places[goes_on] + 1


def _numbers(ends: Numbers, papers: Numbers, impacts: NDArray[Any], steps: NDArray[Any]) -> NDArray[np.int32]:
    """Return the number that stands for each paper of some postings lists, as `coded` says."""
    numbers = np.empty(len(papers), np.int32)  # smaller numbers are faster
    numbers[1:] = papers[1:]
    numbers[1:] -= papers[:-1].astype(np.int32)
    starts = ends[:-1][np.diff(ends) > 0]
    numbers[starts] = papers[starts] + 1
    numbers -= 1
    numbers *= steps.astype(np.int32)
    numbers += impacts.astype(np.int32)
    numbers -= 1
    return numbers


def coded_texts(texts: Mapping[str, str]) -> Coded:
    """Return keys with any texts in place of postings lists, given as a mapping from key to text. No text may hold a
    space.
    """
    keys = sorted(texts)
    codes = "".join([f"{texts[key]} " for key in keys]).encode()
    return Coded(Keys.of(keys), ends_of([len(texts[key]) + 1 for key in keys]), codes)


def front_coded(keys: Sequence[str]) -> str:
    """Return keys, which are in order, as one text. Each key is one base-36 digit, which is the number of characters
    that it shares with the key before, and the rest of it.
    """
    if not keys:
        return ""
    longest = len(BASE36) - 1
    begun = [key[:longest] for key in keys]
    lengths = np.array([*map(len, begun)])
    text = np.frombuffer("".join(begun).encode("utf-32-le", "surrogatepass"), np.uint32)
    shown = np.arange(longest) < lengths[:, None]
    each = np.full(shown.shape, _NOTHING, np.uint32)
    each[shown] = text
    differs = np.ones((len(keys), longest + 1), bool)
    np.not_equal(each[1:], each[:-1], out=differs[1:, :-1])
    shared = np.argmax(differs, axis=1)
    shared[0] = 0
    return SHARDS.separator.join([BASE36[at] + key[at:] for at, key in zip(shared.tolist(), keys, strict=True)])


def front_decoded(coded: str) -> list[str]:
    """Return the keys that a file holds front-coded: each as one base-36 digit for how many characters it shares with
    the key before, then the rest. An empty text gives an empty list.
    """
    keys: list[str] = []
    before = ""
    for part in coded.split(SHARDS.separator) if coded else []:
        before = before[: int(part[0], 36)] + part[1:]
        keys.append(before)
    return keys


# --- keys ------------------------------------------------------------------------


def has_impacts(key: str) -> bool:
    """Return whether the postings list of a key has impacts. Filter keys, which begin with `:`, have none, nor have
    those that `word_key` makes.
    """
    return not key.startswith(":") and not is_word_key(key)


def is_word_key(key: str) -> bool:
    """Return whether a key is one that `word_key` makes."""
    return " =" in key and not key.startswith(":")


def word_key(word: str, language: str) -> str:
    """Return the key under which the languages of a folded word stand: its stem in the survey's commonest `language`,
    and the word.
    """
    return f"{stem(word, language)} ={word}"


def is_word(key: str) -> bool:
    """Return whether a key is a single term: no bigram, and none that begins with one of the marks `!`, `:` and `~`."""
    return key[0] not in "!:~" and " " not in key
