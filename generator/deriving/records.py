"""Of which surveys is kept what was derived of their records, and how it comes back into them."""

from __future__ import annotations

from collections.abc import Mapping

from ..records.paper import Derived
from ..records.survey import Survey

_FEW = 100
"""Papers of a survey from which on it takes longer to derive anew than to look whether that is needed."""


def is_kept(survey: Survey) -> bool:
    """Return whether a survey has so many papers that what is derived of it is kept."""
    return len(survey.papers) >= _FEW


def with_derived(survey: Survey, derived: Mapping[str, Derived | None]) -> Survey:
    """Return the survey in which each paper has the derived values that `derived` gives for its id; a paper for which
    there are none, or None, stays as it is.
    """
    if not any(derived.values()):
        return survey
    papers = (
        paper.model_copy(update={"derived": own}) if (own := derived.get(paper.id)) else paper
        for paper in survey.papers
    )
    return survey.model_copy(update={"papers": tuple(papers)})
