"""What a command writes is noted before, and only if it can be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.files import UnreadableError
from generator.survey.journal import last_change, write_change


def test_a_change_that_leads_out_of_the_survey_is_not_noted(tmp_path: Path) -> None:
    survey, outside = tmp_path / "survey", tmp_path / "outside"
    survey.mkdir()
    outside.mkdir()
    (survey / "papers").symlink_to(outside)
    with pytest.raises(UnreadableError):
        write_change(survey, {"papers/lamp.yml": "id: lamp\n", "taxonomy.yml": "areas: []\n"}, "import")
    assert last_change(survey) is None
    assert not list(outside.iterdir())
    assert not (survey / "taxonomy.yml").exists()
