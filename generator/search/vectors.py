"""The vectors of papers as text, as the files `vectors-N.json` of the index hold them (`shards`).

In a file of few papers a character stands for the next few coordinates of a paper. In one of `many_papers` or more,
such groups of coordinates have a prefix code (Huffman, 1952), since most are near zero; gzip by itself would need a
byte more a paper. The code of a group is canonical, so that the lengths of its words tell all of it: shorter words come
before longer ones, words of equal length are in the order of their numbers, and each is the next that none before it
begins.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..records.bulk import compact_json
from .bundles import BASE36
from .inverting.ragged import Numbers, ends_of
from .parameters import SHARDS, VECTORS

_PACKED: Final = 64
"""Characters that stand for coordinates of a paper's vector: a compressed file then has little more than their bits."""


class Meanings(NamedTuple):
    """The vectors of all papers and words, in the form in which files hold them.

    A coordinate is one hexadecimal digit d and stands for 2 · d - levels + 1. Papers have `levels` levels, words
    sixteen; `length` is the number of coordinates of each vector.
    """

    words: Mapping[str, str]
    """From a stem to the digits of its vector."""
    papers: str
    """The digits of all papers' vectors, one after another in the order of positions; dots for a paper without one."""
    levels: int
    length: int


def tables(meanings: Meanings, size: int) -> Iterator[str]:
    """Yield the files with the vectors of papers, `size` papers each, as JSON."""
    length, levels = meanings.length, meanings.levels
    each = max(count for count in range(1, _PACKED) if levels**count <= _PACKED)
    rows = [meanings.papers[start : start + length] for start in range(0, len(meanings.papers), length)]
    for start in range(0, len(rows), size):
        own = rows[start : start + size]
        none = [at for at, row in enumerate(own) if row.startswith(".")]
        digits = [row.replace(".", "0") for row in own]
        held = (
            {"digits": "".join(_packed(row, levels, each) for row in digits)}
            if len(own) < VECTORS.many_papers
            else _coded(digits, levels, each)
        )
        yield compact_json({"levels": levels, "each": each, **held, **({"none": none} if none else {})}) + "\n"


def _packed(row: str, levels: int, each: int) -> str:
    """Return the row of a vector, one hexadecimal digit for each coordinate, with `each` so many coordinates in one
    character. A coordinate has `levels` values.
    """
    whole = row + "0" * (-len(row) % each)
    numbers = [int(char, 16) for char in whole]
    packs = (numbers[at : at + each] for at in range(0, len(numbers), each))
    return "".join(SHARDS.digits[reduce(lambda high, low: high * levels + low, pack)] for pack in packs)


# --- prefix codes ----------------------------------------------------------------


def _coded(rows: Sequence[str], levels: int, each: int) -> dict[str, str | int]:
    """Return the vectors of many papers in prefix codes. `lengths` has for each group those of its code's words, a
    base-36 digit for each number that a group can be; `digits` has the words, those of the first group of all papers
    first.
    """
    numbers = np.frombuffer("".join(rows).encode(), np.uint8).reshape(len(rows), -1) - ord("0")
    padded = np.pad(numbers, ((0, 0), (0, -numbers.shape[1] % each)))
    groups = padded.reshape(len(rows), -1, each) @ (levels ** np.arange(each)[::-1])
    lengths = [_lengths_of_words(np.bincount(group, minlength=levels**each)) for group in groups.T]
    bits = np.concatenate([_bits_of(group, own) for group, own in zip(groups.T, lengths, strict=True)])
    sixes = np.pad(bits, (0, -len(bits) % SHARDS.bits)).reshape(-1, SHARDS.bits) @ (1 << np.arange(SHARDS.bits)[::-1])
    return {
        "papers": len(rows),
        "lengths": "".join(BASE36[length] for own in lengths for length in own.tolist()),
        "digits": "".join(SHARDS.digits[six] for six in sixes.tolist()),
    }


def _lengths_of_words(counts: Numbers) -> Numbers:
    """Return the length of each number's word in the shortest prefix code, given how often each number occurs: 0 for
    one that does not, 1 for the only one.
    """
    lengths = np.zeros(len(counts), np.int64)
    parts = [(count, at, [at]) for at, count in enumerate(counts.tolist()) if count]
    if len(parts) == 1:
        lengths[parts[0][1]] = 1
    heapq.heapify(parts)
    while len(parts) > 1:
        (count, at, own), (more, _, others) = heapq.heappop(parts), heapq.heappop(parts)
        lengths[own + others] += 1
        heapq.heappush(parts, (count + more, at, own + others))
    return lengths


def _bits_of(numbers: Numbers, lengths: Numbers) -> NDArray[np.int64]:
    """Return the words of numbers as bits, one after another. `lengths` has that of the word of each number."""
    words = np.zeros(len(lengths), np.int64)
    word = before = 0
    for at in sorted(np.flatnonzero(lengths).tolist(), key=lambda at: (lengths[at], at)):
        word <<= int(lengths[at]) - before
        words[at], before = word, int(lengths[at])
        word += 1
    own = lengths[numbers]
    starts = ends_of(own)
    bits = np.zeros(starts[-1], np.int64)
    for place in range(int(own.max())):
        longer = own > place
        bits[starts[:-1][longer] + place] = words[numbers[longer]] >> (own[longer] - place - 1) & 1
    return bits
