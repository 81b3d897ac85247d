"""Headline figures in two parts: nothing of the line is lost, whatever it is."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.derive.figures import split_figure
from generator.survey.folder import read_survey
from tests.site_fixture import ROOT


@pytest.mark.parametrize(
    ("line", "value", "number"),
    [
        ("16 times fewer image tokens", "16 times", 16),
        ("1.5 to 4 times better robustness", "1.5 to 4 times", 1.5),
        ("3 times a day", "3", 3),
        ("+7.2% on average over 12 benchmarks", "+7.2%", 7.2),
        ("up to about 27% better reasoning than base CLIP", "up to about 27%", 27),
        ("over one billion image and alt-text pairs", "over one billion", 1e9),
        ("30M image-text pairs for training", "30M", 30e6),
        ("over 1.9TB of images", "over 1.9TB", 1.9e12),
        ("5.6 to 35.0% higher R@1", "5.6 to 35.0%", 5.6),
        ("1B to 30B parameters", "1B to 30B", 1e9),
        ("10 billion and 100 billion parameters", "10 billion and 100 billion", 10e9),
        ("1 to 2 orders of magnitude fewer parameters", "1 to 2 orders of magnitude", 10),
        ("9 of 10 benchmarks", "9 of 10", 9),
        ("+12.3 mAP over the best earlier generalist", "+12.3 mAP", 12.3),
        ("At least 3x more tasks", "At least 3x", 3),
        ("70B: size of larger models", "70B", 70e9),
        ("11,353 supporting regions", "11,353", 11353),
        ("11 452 patients", "11 452", 11452),
        ("\u22121.5% error", "\u22121.5%", -1.5),
        ("Three training stages", "Three", 3),
        ("4-6 sentences", "4-6", 4),
        ("Two sets: one of images", "Two", 2),
        ("New sets: one of images", None, None),
        ("OCRBench: best of all", None, None),
        ("A: b: 3% c", None, None),
        ("151M-parameter CLIP level", None, None),
        ("30m of corridor", None, None),
        ("30 m of corridor", "30", 30),
        ("3D boxes for all objects", None, None),
        ("one-shot learning of all classes", None, None),
        ("No additional parameters", None, None),
        ("30M", None, None),
    ],
)
def test_values(line: str, value: str | None, number: float | None) -> None:
    found = split_figure(line)
    assert found.value == value
    assert found.number == (pytest.approx(number) if number is not None else None)
    assert found.what == (line[len(value) :].lstrip(": ") if value else line)


@pytest.mark.parametrize(
    ("line", "value", "what", "number"),
    [
        ("OCRBench: 78.4% accuracy", "78.4%", "OCRBench: accuracy", 78.4),
        ("DocVQA: 89.6% ANLS", "89.6%", "DocVQA: ANLS", 89.6),
        ("ChartQA: 81.4%", "81.4%", "ChartQA", 81.4),
        ("RefCOCOg-test: up to 88.1% (metric unknown)", "up to 88.1%", "RefCOCOg-test (metric unknown)", 88.1),
        ("COCO, zero shot: +12.3 mAP over the best", "+12.3 mAP", "COCO, zero shot: over the best", 12.3),
    ],
)
def test_values_behind_what_they_measure(line: str, value: str, what: str, number: float) -> None:
    found = split_figure(line)
    assert (found.value, found.what, found.number) == (value, what, pytest.approx(number))


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("up to +10.14% over the best", "%"),
        ("16 times fewer tokens", "×"),
        ("2.5x faster than before", "×"),
        ("three orders of magnitude faster search", "×"),
        ("COCO: +12.3 mAP over the best", "mAP"),
        ("+3.3 mIoU points over X", "mIoU"),
        ("over 1.9TB of images", "bytes"),
        ("30M image-text pairs", None),
        ("12 max pools", None),
        ("No additional parameters", None),
    ],
)
def test_units(line: str, unit: str | None) -> None:
    assert split_figure(line).unit == unit


def test_no_line_of_the_survey_keeps_its_value_to_itself() -> None:
    """A line that begins with a figure, or a name with a colon before one, fills the column of values."""
    survey, _ = read_survey(ROOT / "survey")
    assert survey
    lines = [(paper.id, line, split_figure(line)) for paper in survey.papers for line in paper.derived.figures]
    assert len(lines) > 200
    plain = re.compile(r"(?:[^:0-9]*: )?[+-]?[0-9][0-9.,]*(?: ?%| times\b)?(?= )")
    wrong = [
        (id, line) for id, line, it in lines if plain.match(line) and (it.value is None or it.what[:6] == "times ")
    ]
    assert wrong == []


WORDS = (
    "up to|over|about|+|-|\u2212|~|<|1|2.5|10,000|9.9.9|1,,2|7,|one|Twenty|%| %|K|GB|x|million|orders of magnitude|"
    "to|of|\u2013|mAP|:|pairs"
)


@given(st.lists(st.sampled_from(WORDS.split("|")), max_size=9).map(" ".join) | st.text(max_size=30))
@example("9" * 400 + " pairs")
@example("999 orders of magnitude more")
def test_nothing_of_any_line_is_lost(line: str) -> None:
    found = split_figure(line)
    if found.value is None:
        assert (found.what, found.number) == (line, None)
    else:
        assert found.value in line
        kept = Counter((found.value + found.what).replace(":", "").replace(" ", ""))
        assert kept == Counter(line.replace(":", "").replace(" ", "")), "every letter is in one of the two"
