"""Splits a reported result into its quantity and what this counts or measures.

`up to +10.14% over the best earlier method` gives `up to +10.14%` and the rest; `ChartQA: 81.4% accuracy` gives `81.4%`
and `ChartQA: accuracy`.
"""

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
_THOUSANDS = "[\u00a0\u2009\u202f ][0-9]{3}(?![0-9])"
_DIGITS = rf"(?:[0-9]{{1,3}}(?:{_THOUSANDS})+|[0-9](?:[0-9,]*[0-9])?)(?:\.[0-9]+)?"
_NUMBER = rf"(?:[+\-\u2212\u00b1<>~\u2248]?{_DIGITS}|(?:{'|'.join(_WORDS)})(?![\w-]))"
_COMPARED = "as|better|bigger|cheaper|faster|fewer|greater|higher|larger|less|longer|lower|more|shorter|slower|smaller"
_TIMES = rf"times(?=\s(?:{_COMPARED})\b)"
"""Where something is compared: `16 times fewer`, but not `3 times a day`."""
_NAMED = rf"thousand|million|billion|trillion|{_ORDERS}|{_TIMES}"
_SCALE = rf"(?:(?:(?-i:[kKMBT]|[KMGT]B)|\s?(?:%|\u2030|x|\u00d7|{_NAMED}))(?!\w))?"
"""A letter stands directly behind its number and in its own case: `30m` may be metres."""
_METRIC = r"(?:\s(?:mAP|mIoU|AP|AP50|IoU|BLEU|CIDEr|FID)(?!\w)(?:\spoints)?)?"
_QUANTITY = rf"{_NUMBER}{_SCALE}"
_FURTHER = rf"(?:(?:\s?[-\u2013]\s?|\s(?:to|of|and)\s)(?P<last>{_QUANTITY}))*"
_VALUE = rf"(?P<value>{_HEDGES}(?P<first>{_QUANTITY}){_FURTHER}{_METRIC})"
_FIGURE = re.compile(rf"{_VALUE}(?:\s|:\s)(?P<what>\S.*)", re.IGNORECASE)
_LABELLED = re.compile(rf"(?P<label>[^\s:][^:]*):\s{_VALUE}(?:\s(?P<what>\S.*))?", re.IGNORECASE)
_UNIT = re.compile(
    r"(?P<metric>mAP|mIoU|AP50|AP|IoU|BLEU|CIDEr|FID)(?: points)?$|(?P<share>[%\u2030])$"
    rf"|(?P<factor>(?<=[0-9])\s?x|\u00d7|times|{_ORDERS})$|(?P<bytes>[kmgt]b)$",
    re.IGNORECASE,
)
_PARTS = re.compile(
    rf"(?P<number>[^\sa-z%\u2030\u00d7]+(?:{_THOUSANDS})*|{'|'.join(_WORDS)})\s?(?P<scale>.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A reported result in two parts: `value` is its quantity with unit, `what` the rest of the line.

    If the line has no quantity at its beginning or behind its only colon, `value` and `number` are None and `what` is
    the whole line. `number` is the first number of `value`, scaled, for sorting: `30M` gives 30,000,000. `unit` is `%`,
    `×` for a factor, `bytes`, or a metric such as `mAP`; it is None for counts, and where none is given.
    """

    value: str | None
    what: str
    number: float | None
    unit: str | None = None


def split_figure(line: str) -> Figure:
    """Return a reported result, given as one line of text, split into its quantity and the rest. Never raises.

    `+3.3 mIoU over X` gives `+3.3 mIoU` and `over X`; `OCRBench: 78.4%` gives `78.4%` and `OCRBench`.
    """
    if match := _FIGURE.fullmatch(line):
        what = match["what"]
    elif (match := _LABELLED.fullmatch(line)) and match["first"].lower() not in _WORDS:
        what = _after_label(match["label"], match["what"])
    else:
        return Figure(value=None, what=line, number=None)
    value = match["value"]
    return Figure(value=value, what=what, number=_number(match["first"], match["last"]), unit=_unit(value))


def _unit(value: str) -> str | None:
    """Return what a value is measured in, by its end: a metric's name, `%`, `×` or `bytes`; None for a bare number."""
    found = _UNIT.search(value)
    if found is None:
        return None
    return found["metric"] or found["share"] or ("×" if found["factor"] else "bytes")


def _after_label(label: str, rest: str | None) -> str:
    """Return a label and the text behind its quantity as one: `DocVQA: ANLS`. A text that begins with a bracket needs
    no colon; without a text, return the label.
    """
    if not rest:
        return label
    return f"{label} {rest}" if rest.startswith("(") else f"{label}: {rest}"


def _number(first: str, last: str | None) -> float | None:
    """Return the number that a text begins with; in `1 to 2 billion` (`first`, `last`) it shares the scale of the last.
    None if there is none, or it is too large.
    """
    parts = _PARTS.match(first)
    if parts is None:
        return None
    rest = _PARTS.match(last) if last else None
    written = parts["number"].lower().lstrip("+<>~\u00b1\u2248").replace("\u2212", "-")
    written = re.sub(r"[,\s]", "", written)
    number = float(_WORDS.index(written) + 1 if written in _WORDS else written)
    scale = (parts["scale"] or (rest["scale"] if rest else "")).lower()
    if scale == _ORDERS:
        return 10**number if number < 100 else None
    number *= _SCALES.get(scale) or _BYTES.get(scale) or 1.0
    return number if math.isfinite(number) else None
