"""The edit distance between words, for spelling correction; `assets/js/search/edit_distance.js` does the same."""

from __future__ import annotations

from collections.abc import Iterable

from ..parameters import RANKING


def nearest(
    term: str, others: Iterable[tuple[str, int]], any_two_from: int = RANKING.any_two_edits_from
) -> tuple[int, str] | None:
    """Return the edit distance of the word nearest to a misspelt term, and that word; None if no word is near enough.

    `others` are pairs of a word and the logarithm of its document frequency. A short term may be one edit away, one of
    `two_edits_from` letters or more two; if it is shorter than `any_two_from`, only a word with the same hard letters
    may be two away, since others are mostly words of their own: `fiction` is no misspelt `function`. Of words equally
    near, the most frequent wins, then the alphabetically first.
    `nearest("segmentaton", [("segmentation", 7)])` is `(1, "segmentation")`.
    """
    most = 1 if len(term) < RANKING.two_edits_from else 2
    own = hard_letters(term) if most == 2 and len(term) < any_two_from else None
    best = (most + 1, 0, "")
    for other, frequency in others:
        limit = min(most, best[0])
        if abs(len(other) - len(term)) <= limit:
            edits = edits_of(term, other, limit)
            if edits <= limit and (own is None or edits < most or own == hard_letters(other)):
                best = min(best, (edits, -frequency, other))
    return (best[0], best[2]) if best[2] else None


def hard_letters(word: str) -> list[str]:
    """Return the letters of a word that are seldom misspelt, in order of the alphabet: none of `soft_letters` (vowels,
    and h, which is often silent), and of a doubled letter one. `hard_letters("grammar")` is `["g", "m", "r", "r"]`.
    """
    singles = [letter for letter, before in zip(word, f" {word}", strict=False) if letter != before]
    return sorted(letter for letter in singles if letter not in RANKING.soft_letters)


def edits_of(term: str, other: str, most: int) -> int:
    """Return the edit distance of two terms, or `most` + 1 if it is greater than `most`.

    It is the distance of optimal string alignment: how many letters to insert, delete, replace, or swap with a
    neighbour.
    """
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
