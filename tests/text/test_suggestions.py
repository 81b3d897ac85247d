"""Did you mean …?"""

from __future__ import annotations

import pytest

from generator.text.suggestions import suggest

KNOWN = ["lantern", "glimmer", "tide-tables", "fiber-ropes-woven", "fiber-coarse-ropes"]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("glimer", "glimmer"),
        ("lantren", "lantern"),
        ("tide_tables", "tide-tables"),
        ("fiber-ropes", "fiber-ropes-woven"),
        ("Glimmer", "glimmer"),
        ("zebra", None),
        ("", None),
        ("图像", None),
    ],
)
def test_suggests_what_was_meant_or_nothing(wrong: str, meant: str | None) -> None:
    assert suggest(wrong, KNOWN) == ([meant] if meant else [])


def test_the_nearest_come_first_and_no_more_than_asked_for() -> None:
    assert suggest("fiber-ropes-wove", KNOWN, most=3) == ["fiber-ropes-woven", "fiber-coarse-ropes"]
    assert suggest("fiber-ropes-wove", KNOWN, most=1) == ["fiber-ropes-woven"]
    assert suggest("fiber-ropes-wove", KNOWN, most=3, least=0.9) == ["fiber-ropes-woven"]


def test_the_order_of_the_known_words_does_not_matter() -> None:
    assert suggest("lamp-x", ["lamp-a", "lamp-b"]) == suggest("lamp-x", ["lamp-b", "lamp-a"])
