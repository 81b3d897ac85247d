"""Decides area and facets from cue phrases, and says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...records.evidence import Evidence
from ...text.sentences import phrase_at, place_of
from .cues import Cues, Introductions, Score


class Classified(NamedTuple):
    """Area key or None, facet values in taxonomy order, and the evidence by `area` and `FACET.VALUE`."""

    area: str | None
    facets: dict[str, tuple[str, ...]]
    evidence: dict[str, Evidence]


def classify(title: str, abstract: str | None, cues: Cues, introduced: Introductions = ()) -> Classified:
    """Area and facets of one text, each with its strongest cue as evidence."""
    scores = cues.scores(title, abstract, introduced)
    evidence: dict[str, Evidence] = {}
    ranked = sorted(
        ((scores[f"area.{a.key}"].total, a.key) for a in cues.taxonomy.areas if f"area.{a.key}" in scores),
        key=lambda pair: -pair[0],
    )
    area = ranked[0][1] if ranked and ranked[0][0] > 0 else None
    if area:
        margin = ranked[0][0] - max(0.0, ranked[1][0] if len(ranked) > 1 else 0.0)
        evidence["area"] = _evidence(scores[f"area.{area}"], title, abstract, value=area, margin=margin)
    facets: dict[str, tuple[str, ...]] = {}
    for facet in cues.taxonomy.facets:
        held = [
            value.key
            for value in facet.values
            if f"{facet.key}.{value.key}" in scores
            and scores[f"{facet.key}.{value.key}"].total >= cues.taxonomy.facet_bar
        ]
        if held:
            facets[facet.key] = tuple(held)
        for value_key in held:
            key = f"{facet.key}.{value_key}"
            evidence[key] = _evidence(scores[key], title, abstract)
    return Classified(area, facets, evidence)


def _evidence(
    score: Score, title: str, abstract: str | None, value: str | None = None, margin: float | None = None
) -> Evidence:
    cue, _, part, start, end = score.cues[0]
    text = title if part == "title" else abstract or ""
    return Evidence(
        value=value,
        phrase=phrase_at(text, start, end, around=1),
        place=place_of(part, text, start),
        by=f"cue “{cue}”",
        score=round(score.total, 2),
        margin=None if margin is None else round(margin, 2),
    )


def explain_scores(scores: Mapping[str, Score], prefix: str) -> list[tuple[str, Score]]:
    """The scored values under `area.` or `FACET.`, best first."""
    found = [(key.removeprefix(prefix), score) for key, score in scores.items() if key.startswith(prefix)]
    return sorted(found, key=lambda pair: (-pair[1].total, pair[0]))
