"""Reads the vectors of words and papers from files of the index, whose form `search.vectors` describes;
`assets/js/search/words/vectors.js` does the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..coding import DIGITS
from ..parameters import SHARDS


def digits_of(code: str, levels: int) -> list[int]:
    """Return the coordinates of a vector from its digits: the hexadecimal digit d stands for 2 · d - `levels` + 1."""
    return [2 * int(char, 16) - levels + 1 for char in code]


def open_table(table: Mapping[str, Any], size: int) -> list[list[int]]:
    """Return the vectors of a file `vectors-N.json`, one of `size` coordinates for each paper; zeros for a paper
    without one.
    """
    levels, each = table["levels"], table["each"]
    groups = -(-size // each)
    rows = []
    for packs in packs_of(table, groups):
        row: list[int] = []
        for code in packs:
            row += [2 * (code // levels**power % levels) - levels + 1 for power in reversed(range(each))]
        rows.append(row[:size])
    for at in table.get("none", ()):
        rows[at] = [0] * size
    return rows


def packs_of(table: Mapping[str, Any], groups: int) -> Iterable[tuple[int, ...]]:
    """Return the numbers that stand for the `groups` groups of coordinates of each paper of a file, paper by paper."""
    if "lengths" not in table:
        numbers = [DIGITS[char] for char in table["digits"]]
        return [tuple(numbers[start : start + groups]) for start in range(0, len(numbers), groups)]
    papers, lengths = table["papers"], table["lengths"]
    bits = "".join(f"{DIGITS[char]:0{SHARDS.bits}b}" for char in table["digits"])
    count, at, columns = len(lengths) // groups, 0, []
    for start in range(0, len(lengths), count):
        words = prefix_code([int(digit, 36) for digit in lengths[start : start + count]])
        shortest = min(map(len, words))
        column = []
        for _ in range(papers):
            end = at + shortest
            while (number := words.get(bits[at:end])) is None:
                end += 1
            column.append(number)
            at = end
        columns.append(column)
    return zip(*columns, strict=True)


def prefix_code(lengths: list[int]) -> dict[str, int]:
    """Return the words of a canonical prefix code, as bits, each with its number; `lengths` has that of each number's
    word, or 0.
    """
    words: dict[str, int] = {}
    word = before = 0
    for length, number in sorted((length, number) for number, length in enumerate(lengths) if length):
        word <<= length - before
        words[f"{word:0{length}b}"] = number
        word, before = word + 1, length
    return words
