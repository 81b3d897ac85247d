"""Decides area and facets from cue phrases, and says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...records.evidence import AREA, Evidence, EvidenceKey
from ...records.taxonomy import Taxonomy
from ...text.sentences import location_of, phrase_at
from .cues import Choice, Cues, Introductions, Score

BY_TITLE = "title of the area"
"""What evidence says of an area that its own title speaks for (`by`)."""


class Classification(NamedTuple):
    """What the rules choose for one text.

    `area` is an area's key, or None if no area has a positive score. `facets` maps a facet's key to the keys of its
    values, in the taxonomy's order. `evidence` has a reason for the area and for each value. `ranking` has the areas
    that something speaks for, the best first, each with its share of the whole: the probability, where a model is
    trained. The first may be too weak to be the area. `words` has for the first three of a model's ranking the stems
    that speak for each, the strongest first, and `like` the keys of the curated papers that are nearest in meaning,
    where vectors had a part in it. A text `is_far` that does not speak of what the taxonomy speaks of.
    """

    area: str | None
    facets: dict[str, tuple[str, ...]]
    evidence: dict[EvidenceKey, Evidence]
    ranking: tuple[tuple[str, float], ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    is_far: bool = False
    like: tuple[tuple[str, ...], ...] = ()


def classify(
    title: str,
    abstract: str | None,
    cues: Cues,
    introduced: Introductions = (),
    scores: Mapping[Choice, Score] | None = None,
) -> Classification:
    """Choose the area and the facet values of a text, each with its strongest cue as evidence.

    `introduced` are the things that the paper introduces (`Named.places`), which the cues `@KIND` match. `scores` are
    those of the text (`Cues.scores`) where they are known.
    """
    taxonomy = cues.taxonomy
    scores = cues.scores(title, abstract, introduced) if scores is None else scores
    evidence: dict[EvidenceKey, Evidence] = {}
    ranking = rank_areas(scores, taxonomy)
    area = None
    if ranking and ranking[0][1].total > 0:
        (area, best), *others = ranking
        margin = best.total - max(0.0, others[0][1].total if others else 0.0)
        evidence[AREA] = _evidence(best, title, abstract, value=area, margin=margin)
    facets: dict[str, tuple[str, ...]] = {}
    for facet in taxonomy.facets:
        held = {
            value.key: score
            for value in facet.values
            if (score := scores.get((facet.key, value.key))) and score.total >= taxonomy.facet_bar
        }
        if held:
            facets[facet.key] = tuple(held)
        for value_key, score in held.items():
            evidence[EvidenceKey(facet.key, value_key)] = _evidence(score, title, abstract)
    return Classification(area, facets, evidence)


def rank_areas(scores: Mapping[Choice, Score], taxonomy: Taxonomy) -> list[tuple[str, Score]]:
    """Return (area key, score) for each area with a matching cue, the best first; of equal scores the first in the
    taxonomy.

    The first area is the text's area if its score is above zero.
    """
    ranking = [(area.key, score) for area in taxonomy.areas if (score := scores.get(("area", area.key)))]
    return sorted(ranking, key=lambda pair: -pair[1].total)


def _evidence(
    score: Score, title: str, abstract: str | None, value: str | None = None, margin: float | None = None
) -> Evidence:
    """The evidence of a score: its strongest cue where that first occurs."""
    cue = score.cues[0]
    text = title if cue.part == "title" else abstract or ""
    return Evidence(
        value=value,
        phrase=phrase_at(text, cue.start, cue.end, around=1),
        place=location_of(cue.part, text, cue.start),
        by=BY_TITLE if cue.of_title else f"cue “{cue.text}”",
        score=round(score.total, 2),
        margin=None if margin is None else round(margin, 2),
    )
