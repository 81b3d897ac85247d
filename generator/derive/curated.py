"""Keeps what a curator decided when rules are applied to a record again.

A value counts as a rule's if the evidence in the record names a rule and this very value. All else is a curator's: a
value without evidence, one that differs from its evidence, the deletion of what a rule chose, and whatever has evidence
`by: curator`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..records.evidence import AREA, CURATOR, Evidence, EvidenceKey
from ..records.paper import Derived


def keep_curated_value(field: str, before: Derived, now: str | None, derived: str | None) -> str | None:
    """Return the value that a `field` with a single value should have: the `derived` one, unless a curator set or
    deleted it; None for no value.

    `before` are the record's derived values, of which `now` is the one in this field.
    """
    reason = before.evidence.get(EvidenceKey(field))
    if reason is None:
        return derived if now is None else now
    return derived if now == reason.value and reason.by != CURATOR else now


def keep_curated_facets(before: Derived, derived: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the values of each facet: the derived ones that no curator deleted, then those that a curator added.

    Facets without values are left out.
    """
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
    """Return the evidence, by key, of those values of a record that a curator decided."""
    return {key: reason for key, reason in before.evidence.items() if reason.by == CURATOR}


def keep_area_evidence(before: Derived, area: str | None, reason: Evidence | None) -> Evidence | None:
    """Return the evidence for a paper's area after the rules have chosen `area` for the `reason`; None if there is
    none.

    If a rule placed the paper, that is `reason`. If a curator did, the evidence names what the rules would choose; if
    they now choose the curator's area, it names the curator, so that later changes of the rules cannot move the paper.
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
    """Return whether a curator decided a paper's area, or that it has none."""
    reason = paper.evidence.get(AREA)
    if reason is None:
        return paper.area is not None
    return reason.by == CURATOR or paper.area != reason.value


def is_curated_value(paper: Derived, facet: str, value: str) -> bool:
    """Return whether a curator gave a paper a value of a facet, or deleted it."""
    reason = paper.evidence.get(EvidenceKey(facet, value))
    if value in paper.facets.get(facet, ()):
        return reason is None or reason.by == CURATOR
    return reason is not None
