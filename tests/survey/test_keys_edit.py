"""Keys of a file are changed where they stand: everything else keeps its bytes."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.survey.yaml.update import update_keys

ORDER = ("id", "title", "area", "facets", "abstract", "evidence")
TEXT = """\
# A record.
id: kite
title:   'KITE: Flying'   # spaces that nobody needs
abstract: A very long line that a writer of YAML would break if it had to write it anew, since it is longer than most lines are allowed to be.

evidence:
  area: {value: sky, by: "cue"}
"""  # noqa: E501
VALUES: st.SearchStrategy[Any] = (
    st.none()
    | st.text(min_size=1, max_size=30).filter(lambda text: text.isprintable())
    | st.dictionaries(st.sampled_from(["a", "b c"]), st.integers(0, 9), min_size=1)
)


def test_other_lines_are_not_broken_anew() -> None:
    got = update_keys(TEXT, {"area": "air", "facets": {"kind": ["toy"]}, "evidence": None}, ORDER)
    head, tail = TEXT.split("abstract:")
    assert got == head + "area: air\nfacets:\n  kind: [toy]\nabstract:" + tail.partition("evidence:")[0]


def test_a_comment_beside_a_changed_key_stays() -> None:
    got = update_keys(TEXT, {"title": "MOTH"}, ORDER)
    assert "MOTH" in got and "KITE" not in got and "# spaces that nobody needs" in got


@given(st.dictionaries(st.sampled_from(ORDER[1:]), VALUES))
def test_what_is_read_is_what_was_changed(changes: dict[str, Any]) -> None:
    got = yaml.safe_load(update_keys(TEXT, changes, ORDER))
    wanted = {**yaml.safe_load(TEXT), **changes}
    assert got == {key: value for key, value in wanted.items() if value is not None}
