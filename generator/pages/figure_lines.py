"""A headline figure, taken apart: `up to +10.14% over the best earlier method` is `up to +10.14%` and what follows."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "billion": 1e9, "t": 1e12, "trillion": 1e12}
_BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12}
_ORDERS = "orders of magnitude"

_HEDGES = (
    r"(?:(?:up to|over|under|about|around|nearly|almost|only|more than|fewer than|less than|at least|at most)\s+)*"
)
_NUMBER = rf"(?:[+\-\u2212\u00b1<>~\u2248]?[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?|(?:{'|'.join(_WORDS)})(?![\w-]))"
_SCALE = rf"(?:(?:(?-i:[kKMBT]|[KMGT]B)|\s?(?:%|\u2030|x|\u00d7|thousand|million|billion|trillion|{_ORDERS}))(?!\w))?"
"""A letter stands directly behind its number and in its own case: `30m` may be metres."""
_METRIC = r"(?:\s(?:mAP|mIoU|AP|AP50|IoU|BLEU|CIDEr|FID)(?!\w)(?:\spoints)?)?"
_QUANTITY = rf"{_NUMBER}{_SCALE}"
_FIGURE = re.compile(
    rf"(?P<value>{_HEDGES}(?P<first>{_QUANTITY})(?:(?:\s?[-\u2013]\s?|\s(?:to|of|and)\s)(?P<last>{_QUANTITY}))*{_METRIC})"
    r"(?:\s|:\s)(?P<what>\S.*)",
    re.IGNORECASE,
)
_PARTS = re.compile(rf"(?P<number>[^\sa-z%\u2030\u00d7]+|{'|'.join(_WORDS)})\s?(?P<scale>.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A headline figure in two parts.

    `value` is None where the line does not begin with a quantity; `what` is then all of it. `number` is
    the value's first number, scaled (`30M` is 30,000,000), by which figures sort.
    """

    value: str | None
    what: str
    number: float | None


def split_figure(line: str) -> Figure:
    """`+3.3 mIoU over …` is `+3.3 mIoU` and `over …`; `OCRBench: 78.4%` stays whole."""
    found = _FIGURE.fullmatch(line)
    if found is None:
        return Figure(value=None, what=line, number=None)
    return Figure(value=found["value"], what=found["what"], number=_number(found["first"], found["last"]))


def _number(first: str, last: str | None) -> float | None:
    """The first number; in `1 to 2 billion` it shares the scale of the last."""
    parts = _PARTS.match(first)
    if parts is None:
        return None
    rest = _PARTS.match(last) if last else None
    written = parts["number"].lower().lstrip("+<>~\u00b1\u2248").replace("\u2212", "-").replace(",", "")
    number = float(_WORDS.index(written) + 1 if written in _WORDS else written)
    scale = (parts["scale"] or (rest["scale"] if rest else "")).lower()
    if scale == _ORDERS:
        return 10**number if number < 100 else None
    number *= _SCALES.get(scale) or _BYTES.get(scale) or 1.0
    return number if math.isfinite(number) else None
