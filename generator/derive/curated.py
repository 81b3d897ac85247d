"""What stays of a record when the rules decide anew: every value that a curator gave or took away.

A value counts as derived where the record's evidence says that a rule chose just this. All else is a curator's: a value
without evidence, one that differs from what its evidence says, the absence of what a rule chose, and whatever has
evidence `by: curator`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..records.evidence import AREA, CURATOR, Evidence, EvidenceKey
from ..records.paper import Derived


def keep_curated_value(field: str, before: Derived, now: str | None, derived: str | None) -> str | None:
    """Return the value in force of a field that has one: the derived one, unless a curator set or removed it.

    `now` is the value that the record has.
    """
    reason = before.evidence.get(EvidenceKey(field))
    if reason is None:
        return derived if now is None else now
    return derived if now == reason.value and reason.by != CURATOR else now


def keep_curated_facets(before: Derived, derived: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return facet values in the derived order, then a curator's; without those that a curator took away."""
    facets: dict[str, tuple[str, ...]] = {}
    for facet in dict.fromkeys((*derived, *before.facets)):
        have, fresh = before.facets.get(facet, ()), derived.get(facet, ())
        removed = {v for v in fresh if EvidenceKey(facet, v) in before.evidence and v not in have}
        own = [v for v in have if v not in fresh and is_curated_value(before, facet, v)]
        values = (*(v for v in fresh if v not in removed), *own)
        if values:
            facets[facet] = values
    return facets


def keep_curated_evidence(before: Derived) -> dict[EvidenceKey, Evidence]:
    """Return the evidence that says of a value that a curator decided it."""
    return {key: reason for key, reason in before.evidence.items() if reason.by == CURATOR}


def keep_area_evidence(before: Derived, area: str | None, reason: Evidence | None) -> Evidence | None:
    """Return why a paper has its area, now that the rules choose `area` for `reason`: of one that a curator chose, what
    the rules would choose. Where they have come to choose the same, it stays the curator's.
    """
    old = before.evidence.get(AREA)
    if not is_curated_area(before):
        return reason
    if old is None or old.by == CURATOR:
        return old
    if area == before.area:
        return Evidence(value=area, by=CURATOR)
    return reason or old


def is_curated_area(paper: Derived) -> bool:
    """Whether a curator decided on a paper's area, or on its having none."""
    reason = paper.evidence.get(AREA)
    if reason is None:
        return paper.area is not None
    return reason.by == CURATOR or paper.area != reason.value


def is_curated_value(paper: Derived, facet: str, value: str) -> bool:
    """Whether a curator gave a paper the value of a facet, or took it away."""
    reason = paper.evidence.get(EvidenceKey(facet, value))
    if value in paper.facets.get(facet, ()):
        return reason is None or reason.by == CURATOR
    return reason is not None
