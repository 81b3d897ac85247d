"""Checks that vectors.json fits the languages of the papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from ..catalogue.languages import languages_of
from ..records.base import Problem
from ..records.survey import Survey
from ..text.languages import LANGUAGES


def check_vectors(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a warning if vectors.json was made when the papers were in other languages: its words are then cut into
    stems by other rules than the search uses.
    """
    if survey.vectors is None or not survey.vectors.papers:
        return
    missing = sorted({*languages_of(survey, survey.papers).papers.values()} - {*survey.vectors.languages})
    if missing:
        names = [LANGUAGES[code]["name"].capitalize() if code in LANGUAGES else "English" for code in missing]
        message = (
            f"words of papers in {' and '.join(names)} were not cut into stems as the search does it, so their "
            "vectors serve no query; run `catalogue embed --anew`"
        )
        yield Problem(path=str(folder / "vectors.json"), message=message, level="warning")
