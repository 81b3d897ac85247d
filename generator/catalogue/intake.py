"""Counts how the papers of a survey came into it, from the records of its imports and removals."""

from __future__ import annotations

from collections import Counter

from ..records.intake import Intake
from ..records.survey import Survey


def intake_of(survey: Survey) -> Intake | None:
    """Return the flow of papers from the entries that were read to the papers of the survey.

    None if no import is on record, since the numbers would then be wrong.
    """
    if not survey.imports:
        return None
    identified = sum(counts.read for counts in survey.imports)
    duplicates = sum(counts.known + counts.merged + counts.excluded for counts in survey.imports)
    unreadable = sum(counts.unreadable for counts in survey.imports)
    screened = identified - duplicates - unreadable
    reasons = Counter(paper.reason for paper in survey.refused)
    rest = len(survey.papers) - (screened - len(survey.refused))
    return Intake(
        identified=identified,
        duplicates=duplicates,
        unreadable=unreadable,
        screened=screened,
        excluded=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0] or ""))),
        added=max(rest, 0),
        joined=max(-rest, 0),
        included=len(survey.papers),
        imports=survey.imports,
    )
