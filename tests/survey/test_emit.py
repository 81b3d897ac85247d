"""The project's own writer of YAML gives PyYAML's bytes, or leaves the data to it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.survey.yaml.emit import WIDTH, NotPlainError, _dump, _Dumper, _FastDumper, emit, render_yaml

PIECES = (
    "a", "it's", "''", '"', "#", "# x", ":", "a:", "a: b", ":a", "-", "- x", "--- a", "...", "?", "? a", "a?b", ",",
    "a,b", "[x]", "{y}", "&a", "*b", "!t", "|", ">", "%d", "@x", "`q`", "true", "no", "null", "~", "1", "1.5", "1e5",
    "0x1f", "2020-01-01", "12:30:45", "=", "<<", ".inf", "+1", "1_000", "é", "中文字", "\ue000", "\xa0", "\u3000",
    "x" * 120,
)  # fmt: skip
"""What means something to a reader of YAML, or is as long as a line."""
ODD = ("\n", "\t", "\u2028", "\x85", "\x07", "\ufeff", "\u200b", "\U0001f600")
"""What is written as an escape, or breaks lines."""
PLAIN = st.lists(st.sampled_from(("word", "longer-word", "of", "(2020)")), max_size=60).map(" ".join)
HOSTILE = st.builds(
    lambda pieces, gap: gap.join(pieces),
    st.lists(st.sampled_from(("word", "of", "words", *PIECES)), max_size=40),
    st.sampled_from((" ", " ", "", "  ")),
)
TEXTS = st.one_of(PLAIN, HOSTILE, HOSTILE.map(lambda text: f" {text} "), st.text(max_size=20), st.sampled_from(ODD))
LEAVES = st.one_of(
    TEXTS,
    TEXTS,
    st.integers(-5, 3000),
    st.booleans(),
    st.dates(),
    st.none(),
    st.floats(),
    st.sampled_from([0.1, -2.25]),
)
KEYS = st.one_of(st.sampled_from(("id", "facet.value", "a b")), HOSTILE)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=9), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=12,
)


def by_pyyaml(data: dict[str, Any]) -> str:
    text = _dump(data, _FastDumper)
    return _dump(data, _Dumper) if "\\U" in text else text


@settings(max_examples=400)
@given(st.dictionaries(KEYS, VALUES, max_size=4), st.lists(PLAIN, max_size=30))
def test_any_data_give_the_bytes_of_pyyaml(data: dict[str, Any], row: list[str]) -> None:
    data = {**data, "authors": row}
    assert render_yaml(data) == by_pyyaml(data)


@given(st.integers(0, 2 * WIDTH), TEXTS, st.booleans())
def test_a_line_is_broken_where_pyyaml_breaks_it(before: int, text: str, quoted: bool) -> None:
    long = ": " * quoted + "x" * before + " " + text + " y" * WIDTH
    for data in ({"k": long, "l": []}, {"k": [long, "b", long]}, {"k": {"a": long, "b": "c"}}, {"k": [[], long]}):
        assert render_yaml(data) == by_pyyaml(data)


def test_a_record_is_written_without_pyyaml() -> None:
    data = {
        "id": "harbour",
        "title": "Harbours: a survey",
        "added": datetime.date(2026, 1, 2),
        "authors": ["Ann Ó Dálaigh"] * 9,
        "evidence": {"area": {"value": "sea", "score": 2.5, "margin": 0, "place": "title"}},
        "links": [{"kind": "code", "url": "https://a.example/b?c#d"}],
        "versions": [{"year": 2020, "ids": {"arxiv": "2001.00001"}}],
        "checked": True,
    }
    assert emit(data) == by_pyyaml(data)


@pytest.mark.parametrize("value", ["\U0001f600", "a\nb", None, float("inf"), 1e20, [["a", ["b"]]]])
def test_what_only_pyyaml_knows_is_left_to_it(value: object) -> None:
    with pytest.raises(NotPlainError):
        emit({"k": value, "l": []})
