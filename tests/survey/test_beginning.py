"""A new survey is begun beside the import, and is the same as if all was done one after the other."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from generator import starting
from generator.importing import import_survey

DAY = datetime.date(2026, 1, 1)
_SUBJECTS = ("walks in mazes", "tides of the sea", "wings of bees")


def _rows() -> bytes:
    rows = [
        {"title": f"On {subject} {number}", "abstract": f"We study {subject}. The {subject} of day {number} are new."}
        for number in range(8)
        for subject in _SUBJECTS
    ]
    return "\n".join(map(json.dumps, rows)).encode()


def _texts(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in {".yml", ".md", ".json"}
    }


def test_a_taxonomy_made_beside_the_import_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for many, folder in ((1, tmp_path / "a" / "survey"), (1000, tmp_path / "b" / "survey")):
        monkeypatch.setattr(starting, "_MANY", many)
        ledger, problems = import_survey([("papers.jsonl", _rows())], folder, DAY)
        assert (ledger.written, problems) == (True, [])
    beside, after = _texts(tmp_path / "a" / "survey"), _texts(tmp_path / "b" / "survey")
    assert beside == after
    assert "key: " in beside["taxonomy.yml"] and any("area: " in text for text in beside.values())


def test_a_taxonomy_that_is_there_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_MANY", 1)
    own = "areas:\n- key: mazes\n  title: Mazes\n  cues: {maze: 2}\n"
    (tmp_path / "taxonomy.yml").write_text(own, encoding="utf-8")
    import_survey([("papers.jsonl", _rows())], tmp_path, DAY)
    assert (tmp_path / "taxonomy.yml").read_text(encoding="utf-8") == own
    assert "area: mazes" in "".join(_texts(tmp_path).values())
