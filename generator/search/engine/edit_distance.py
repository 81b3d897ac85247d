"""How far words are from one another; `assets/js/search/edit_distance.js` has the same."""

from __future__ import annotations

from collections.abc import Iterable

from ..parameters import RANKING


def nearest(term: str, others: Iterable[tuple[str, int]]) -> tuple[int, str] | None:
    """Edits to the nearest of some words, and that word; None where none is near enough.

    Each word comes with its log document frequency: of equally near ones the commonest is taken, then the first.
    """
    most = 1 if len(term) < RANKING.two_edits_from else 2
    best = (most + 1, 0, "")
    for other, frequency in others:
        limit = min(most, best[0])
        if abs(len(other) - len(term)) <= limit:
            edits = edits_of(term, other, limit)
            if edits <= limit:
                best = min(best, (edits, -frequency, other))
    return (best[0], best[2]) if best[2] else None


def edits_of(term: str, other: str, most: int) -> int:
    """Edits between two terms (optimal string alignment), or `most` + 1 where there are more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(term, 1):
        before, last, row = row, before, [at]
        for to, against in enumerate(other, 1):
            edits = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != against))
            if at > 1 and to > 1 and letter == other[to - 2] and term[at - 2] == against:
                edits = min(edits, last[to - 2] + 1)
            row.append(edits)
        if min(row) > most and min(before) >= most:  # a swap reaches two rows back
            return most + 1
    return min(row[-1], most + 1)
