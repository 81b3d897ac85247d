"""Finds the known word that was probably meant by an unknown one, for the hint “did you mean …?” of a message."""

from __future__ import annotations

from collections.abc import Iterable

_LEAST = 0.6
"""Finds what was meant by nearly all of 150 ids with two slips of the finger each; unrelated words find nothing."""


def suggest(wrong: str, known: Iterable[str], *, most: int = 1, least: float = _LEAST) -> list[str]:
    """Return the known words nearest to a wrong one, at most `most`, the nearest first; an empty list if none is near.

    Nearness is the share of their characters that both words have in the same order, from 0 to 1, and must be at least
    `least`.

    >>> suggest("glimer", ["glimmer", "lantern"])
    ['glimmer']
    """
    from rapidfuzz import fuzz  # loaded here: a command that finds nothing wrong needs none

    scored = ((fuzz.ratio(wrong, word, score_cutoff=100 * least), word) for word in known)
    nearest = sorted(((score, word) for score, word in scored if score >= 100 * least), reverse=True)
    return [word for _, word in nearest[:most]]
