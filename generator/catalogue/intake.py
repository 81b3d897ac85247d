"""Counts how the papers of a survey came to be in it, from what its imports and removals left on record."""

from __future__ import annotations

from collections import Counter

from ..records.intake import Intake
from ..records.survey import Survey


def intake_of(survey: Survey) -> Intake | None:
    """Return the flow from the entries that were read to the papers that the survey has; None where no import is on
    record, since nothing can be vouched for then.
    """
    if not survey.imports:
        return None
    identified = sum(one.read for one in survey.imports)
    duplicates = sum(one.known + one.merged + one.excluded for one in survey.imports)
    unreadable = sum(one.unreadable for one in survey.imports)
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
