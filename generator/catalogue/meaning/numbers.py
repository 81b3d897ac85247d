"""Converts vectors to the whole numbers that a file holds, and back."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_MIDDLE, _SCALE = 128, 127
LEVELS = 16
"""Steps of a coordinate of a word."""
_STEP = 0.335
"""The best width of sixteen even steps for normally distributed numbers, in standard deviations (Max, 1960)."""

Numbers = NDArray[np.float64]


def to_bytes(row: Iterable[float]) -> str:
    """Return the numbers of a row, each from -1 to 1, as text: two hexadecimal digits each.

    >>> to_bytes([0, 1, -1])
    '80ff01'
    """
    return bytes(max(1, min(255, _MIDDLE + round(float(value) * _SCALE))) for value in row).hex()


def from_bytes(text: str) -> Numbers:
    """Return the numbers from -1 to 1 that `to_bytes` wrote, two hexadecimal digits for each.

    Raises ValueError if the text is not hexadecimal.
    """
    return (np.frombuffer(bytes.fromhex(text), np.uint8).astype(np.float64) - _MIDDLE) / _SCALE


def step_of(rows: Sequence[Numbers]) -> float:
    """Return the width of a step with which `to_digits` loses least of the vectors in `rows`; always above 0. It is
    rounded, so that a file holds it exactly.
    """
    deviation = float(np.std(np.concatenate(rows))) if rows else 0.0
    return round(_STEP / 2 * deviation, 6) or 1e-6


def to_digits(row: Iterable[float], step: float, levels: int = LEVELS) -> str:
    """Return each number of a row as a hexadecimal digit: the d from 0 to `levels` - 1 for which (2 · d - levels + 1) ·
    `step` is nearest to the number.
    """
    digits = (math.floor((float(value) / step + levels) / 2) for value in row)
    return "".join(f"{max(0, min(levels - 1, digit)):x}" for digit in digits)


def from_digits(text: str, levels: int = LEVELS) -> list[int]:
    """Return the numbers that `to_digits` wrote, in steps: 2 · d - `levels` + 1 for each hexadecimal digit d of the
    text.

    >>> from_digits("0f7")
    [-15, 15, -1]
    """
    return [2 * int(digit, 16) - levels + 1 for digit in text]
