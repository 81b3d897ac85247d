"""The differences between two texts, of which one corrects the other."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_SHORT = 60
"""Characters of two texts up to which both are shown whole, one after the other."""
_ALIKE = 0.3
"""Share of words in common from which two long texts are shown as one with its corrections."""
_AROUND = 6
"""Words that are shown around a change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text: the `same` in both, `gone` from the old one, or `new`."""

    kind: Literal["same", "gone", "new"]
    text: str


def differences(before: str | None, after: str | None) -> tuple[Piece, ...]:
    """Return the pieces of a text before and after a correction, each None if it is missing: the whole old one and the
    whole new one; or if both are long and similar, one text with its corrections, in which long equal stretches are
    shortened. Empty if both texts are.
    """
    whole = [Piece(kind="gone", text=before or ""), Piece(kind="new", text=after or "")]
    if not before or not after or max(len(before), len(after)) <= _SHORT:
        return tuple(piece for piece in whole if piece.text)
    old, new = re.findall(r"\S+", before), re.findall(r"\S+", after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return tuple(_pieces(matcher, old, new)) if matcher.ratio() >= _ALIKE else tuple(whole)


def _pieces(matcher: difflib.SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[Piece]:
    steps = matcher.get_opcodes()
    for number, (kind, start, end, new_start, new_end) in enumerate(steps):
        if kind == "equal":
            first, last = number == 0, number == len(steps) - 1
            yield Piece(kind="same", text=" ".join(_shortened(old[start:end], first=first, last=last)))
            continue
        if end > start:
            yield Piece(kind="gone", text=" ".join(old[start:end]))
        if new_end > new_start:
            yield Piece(kind="new", text=" ".join(new[new_start:new_end]))


def _shortened(words: list[str], *, first: bool, last: bool) -> list[str]:
    """Return words that stand between two changes, or at the `first` or `last` end, with all but those next to the
    changes replaced by `…`.
    """
    if first or last:
        most = _AROUND
        if len(words) <= most:
            return words
        return ["…", *words[-most:]] if first else [*words[:most], "…"]
    return words if len(words) <= 2 * _AROUND else [*words[:_AROUND], "…", *words[-_AROUND:]]
