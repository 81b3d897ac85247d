"""What the tests of the shipped survey share."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.records.survey import Survey
from generator.survey.folder import read_survey

SURVEY = Path(__file__).parents[2] / "survey"


@pytest.fixture(scope="session")
def survey() -> Survey:
    """The survey that ships."""
    found, problems = read_survey(SURVEY)
    assert found is not None, problems
    return found
