"""The edit distance by its definition, letter by letter."""

from __future__ import annotations


def edits(one: str, other: str) -> int:
    """The fewest letters to put in, take out, change or swap with the next one that make one text the other.

    >>> edits("lamp", "lapm")
    1
    """
    if not one or not other:
        return len(one) + len(other)
    fewest = min(
        edits(one[:-1], other) + 1,
        edits(one, other[:-1]) + 1,
        edits(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if len(one) > 1 and len(other) > 1 and one[-2:] == other[-2:][::-1]:
        fewest = min(fewest, edits(one[:-2], other[:-2]) + 1)
    return fewest
