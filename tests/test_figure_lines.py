"""Headline figures in two parts: nothing of the line is lost, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.pages.figure_lines import split_figure


@pytest.mark.parametrize(
    ("line", "value", "number"),
    [
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
        ("\u22121.5% error", "\u22121.5%", -1.5),
        ("Three training stages", "Three", 3),
        ("4-6 sentences", "4-6", 4),
        ("OCRBench: 78.4% accuracy", None, None),
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
        assert line.startswith(found.value) and line.endswith(found.what)
        assert line[len(found.value) : len(line) - len(found.what)].strip() in ("", ":")
