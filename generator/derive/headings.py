"""Places papers by the headings under which a source lists them: a section of a list, a collection, a group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..records.evidence import AREA, CURATOR, Evidence, EvidenceKey
from ..records.paper import Derived, Paper
from ..records.provenance import all_sources, headings_of
from ..records.taxonomy import Taxonomy
from ..text.folding import fold_title
from .curated import is_curated_area

BY_HEADING = "heading of the source: "
"""The beginning of `Evidence.by` for an area that a heading names; the heading itself follows."""
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*|[IVXLC]+)[.)]\s+|^\d+(?:\.\d+)+\s+")
"""What counts the headings of a list: `3.`, `2.1`, `IV.`."""


class AreaTitles:
    """The areas of a taxonomy, by the headings that name them."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Fold the title and the key of each area of a taxonomy. If one area's title equals another's key, the title
        counts.
        """
        self._keys = frozenset(area.key for area in taxonomy.areas)
        self._areas = {_folded(area.key): area.key for area in taxonomy.areas}
        self._areas |= {_folded(area.title): area.key for area in reversed(taxonomy.areas)}

    def named_by(self, headings: Iterable[str], before: Evidence | None = None) -> tuple[str, str] | None:
        """Return the first heading that names an area, and the area's key; None if no heading does.

        A heading names an area if it equals its title or key without regard to case and numbering (`2.1`). `before` is
        the evidence for a record's area: a heading that once named the area still does so after the area got another
        title.
        """
        for heading in headings:
            if area := self._areas.get(_folded(heading)):
                return heading, area
            if before and before.by == BY_HEADING + heading and before.value in self._keys:
                return heading, before.value
        return None


def prefer_heading(
    derived: Derived, headings: Iterable[str], titles: AreaTitles, before: Evidence | None = None
) -> Derived:
    """Return `derived` with the area that one of the headings names in place of the rules' choice; unchanged if none
    names one.
    """
    named = titles.named_by(headings, before)
    if named is None:
        return derived
    heading, area = named
    evidence = _with_area(derived.evidence, Evidence(value=area, by=BY_HEADING + heading))
    return derived.model_copy(update={"area": area, "evidence": evidence})


def place_by_heading(paper: Paper, titles: AreaTitles, before: Paper | None = None) -> Paper:
    """Return the paper with the area that a heading of its sources names, unless a curator decided its area.

    A curator's area stays; the paper's evidence then names what the heading says. `before` is the record before rules
    were applied again. The paper itself is returned if nothing changes.
    """
    own, curated = paper.derived.evidence.get(AREA), is_curated_area(paper.derived)
    named = titles.named_by(headings_of(paper), (before or paper).derived.evidence.get(AREA))
    if named is None or (curated and (own is None or own.by == CURATOR)):
        return paper
    heading, area = named
    kept = paper.derived.area if curated else area
    found = Evidence(value=area, by=CURATOR if curated and kept == area else BY_HEADING + heading)
    changes = {"area": kept, "evidence": _with_area(paper.derived.evidence, found)}
    changed = {key: value for key, value in changes.items() if value != getattr(paper.derived, key)}
    return paper.model_copy(update=changed) if changed else paper


def is_by_heading(paper: Paper) -> bool:
    """Return whether a heading of a source gave the paper its area, and no curator has changed it since."""
    reason = paper.derived.evidence.get(AREA)
    return reason is not None and reason.by.startswith(BY_HEADING) and reason.value == paper.derived.area


def without_headings(paper: Paper) -> Paper:
    """Return the paper as if its sources listed it under no heading."""
    bare = [source.model_copy(update={"headings": ()}) for source in all_sources(paper)]
    return paper.model_copy(update={"source": bare[0], "sources": tuple(bare[1:])}) if bare else paper


def _with_area(evidence: Mapping[EvidenceKey, Evidence], found: Evidence) -> dict[EvidenceKey, Evidence]:
    """Return evidence, by key, in which `found` stands for the area; it is the first if there was none for the area."""
    return {**evidence, AREA: found} if AREA in evidence else {AREA: found, **evidence}


def _folded(title: str) -> str:
    return fold_title(_NUMBER.sub("", title))
