"""Foreign text without what no reader sees."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.cleaning import clean_text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("interacti\r\nons  with\tthe\u00a0\u3000sky", "interacti ons with the sky"),
        ("a\u00adbc \u200bd\ufeffe", "abc de"),
        ("e\u0301 ﬁne eﬃcient", "é fine efficient"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🚀 and x\u200dy", "👩\u200d🚀 and xy"),
        ("\u202eevil\u202c \u2067x\u2069", "evil x"),
        ("don\x92t \x93say\x94", "don’t “say”"),
        ("a\x00b\ud800", "ab"),
    ],
)
def test_cleans(text: str, clean: str) -> None:
    assert clean_text(text).text == clean


def test_says_what_it_took() -> None:
    got = clean_text("a\x07b\x07 \x92 \u202e \u00ad")
    assert got.removed == (
        "the control character U+0092, read as “’”",
        "the control character U+0007",
        "the mark of direction U+202E",
    )


@given(st.text())
def test_any_text_is_clean_after_one_pass(text: str) -> None:
    got = clean_text(text).text
    assert clean_text(got) == (got, ())
    assert unicodedata.is_normalized("NFC", got)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in got)
    assert got == " ".join(got.split())


@pytest.mark.parametrize("marks", ["\u0300\u0316", "\u05b0\u0591", "\u0f71\u0f39"])
def test_many_marks_on_one_letter_take_no_time(marks: str) -> None:
    start = time.process_time()
    clean_text("a" + marks * 50_000)
    assert time.process_time() - start < 1
