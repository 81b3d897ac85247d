"""YAML is written by the fast writer, as the thorough one would write it."""

from __future__ import annotations

import pytest
import yaml

from generator.survey.folder import as_yaml, read_survey
from generator.survey.yaml.emit import _dump, _Dumper, render_yaml
from generator.survey.yaml.update import update_yaml
from tests.site_fixture import SURVEYS

TEXTS = [
    "plain",
    "no",
    "2024-01-01",
    "a: b",
    "# x",
    "it's “said”",
    "图像 é",
    "𝒮cript 🙂",
    "a\\Ub",
    "  x ",
    "\u2028x",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_all_characters_are_written_as_they_are(text: str) -> None:
    data = {"title": text, "list": [text, {"key": text}]}
    written = render_yaml(data)
    assert written == _dump(data, _Dumper)
    assert yaml.safe_load(written) == data


def test_records_are_written_as_ever() -> None:
    survey, _ = read_survey(SURVEYS["toy"])
    assert survey
    for paper in survey.papers:
        assert render_yaml(as_yaml(paper)) == _dump(as_yaml(paper), _Dumper)


def test_a_key_stays_on_one_line() -> None:
    """Readers of YAML by the book refuse a key that goes on in the next line; PyYAML's fast one does not."""
    cues = {f"code and model {number}*": 1.5 for number in range(30)}
    text = update_yaml("# mine\nareas: []\n", {"areas": [{"key": "a", "cues": cues}]})
    assert yaml.safe_load(text) == {"areas": [{"key": "a", "cues": cues}]}
    assert max(map(len, text.splitlines())) < 140
