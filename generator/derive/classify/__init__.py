"""Chooses the area and the facet values of a text by cue phrases, and gives the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...records.evidence import AREA, Evidence, EvidenceKey
from ...records.taxonomy import Taxonomy
from ...text.sentences import location_of, phrase_at
from .cues import Choice, Cues, Introductions, Score

BY_TITLE = "title of the area"
"""The value of `Evidence.by` for an area that was chosen by the words of its own title."""


class Classification(NamedTuple):
    """What the rules choose for one text.

    `area` is the key of an area, or None. `facets` maps the key of a facet to keys of its values, in the taxonomy's
    order. `evidence` has a reason for the area and for each value.

    `ranking` has the areas in question, the best first, each with its share (0 to 1): a probability if a model is
    trained. For the first three of them, `words` has the stems that speak for each, the strongest first, and `like` the
    keys of the nearest curated papers, where vectors had a part. `is_far` says that the text is not about the
    taxonomy's field.
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
    """Return the area and the facet values that the cues give a text, each with its strongest cue as evidence.
    `abstract` is None if there is only a title.

    The area is the one with the highest score if that is above 0, else None. `introduced` are the things that the paper
    introduces (`Named.places`), which cues of the form `@KIND` match. `scores` saves computing `cues.scores` again.
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
    """Return (area key, score) for each area with a matching cue, the best first; equal scores are in the taxonomy's
    order.

    A score may be 0 or less.
    """
    ranking = [(area.key, score) for area in taxonomy.areas if (score := scores.get(("area", area.key)))]
    return sorted(ranking, key=lambda pair: -pair[1].total)


def _evidence(
    score: Score, title: str, abstract: str | None, value: str | None = None, margin: float | None = None
) -> Evidence:
    """Return the evidence of a score: its strongest cue, quoted where it first occurs in the title or abstract. `value`
    is the area that was chosen, None for a facet value; `margin` its lead over the next area.
    """
    cue = score.cues[0]
    text = title if cue.part == "title" else abstract or ""
    start, end = cue.span
    return Evidence(
        value=value,
        phrase=phrase_at(text, start, end, around=1),
        place=location_of(cue.part, text, start),
        by=BY_TITLE if cue.of_title else f"cue “{cue.text}”",
        score=round(score.total, 2),
        margin=None if margin is None else round(margin, 2),
    )
