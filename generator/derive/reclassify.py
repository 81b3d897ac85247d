"""Classifies records again after the taxonomy has changed: areas and facets, except what a curator decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from ..processes import nothing, spread
from ..records.evidence import AREA, Evidence, EvidenceKey
from ..records.paper import Derived, Paper
from ..records.survey import Survey
from ..records.taxonomy import Taxonomy, Value
from . import Rules, rules_of
from .areas import classifying
from .classify import BY_TITLE, Classification, classify
from .classify.batch import LEARNED
from .classify.cue_words import words_of
from .classify.cues import Introductions
from .curated import is_curated_value, keep_area_evidence, keep_curated_facets, keep_curated_value
from .headings import AreaTitles, place_by_heading
from .names import name_things

_NOT_CLASSIFIED = frozenset({"name", "aliases", "introduces", "figures", "links", "mentions"})
"""Kinds of evidence that no taxonomy has a part in."""
_BATCH = 50
"""Papers that are read together at least."""
_TITLE_WEIGHT = 3
"""How often a title's word counts in a record's `terms` (`term_weights`)."""


class Reclassified(NamedTuple):
    """The result of classifying papers again.

    `papers` are those that changed, by id. `by_terms` are the ids of all papers that were classified by their stored
    words, since their abstracts are not kept. `undecided` are those of them that have no area now or lost a value,
    although a cue of several words, which stored words cannot show, may speak for one.
    """

    papers: Mapping[str, Paper]
    by_terms: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()


def reclassify(papers: Iterable[Paper], rules: Rules, survey_papers: Iterable[Paper] | None = None) -> Reclassified:
    """Return the papers with the areas and facets that today's rules choose for them, unless a curator decided.

    The classifier learns from the curator's decisions on `survey_papers` (on `papers` if absent). A heading of a source
    that names an area places the paper. A paper whose abstract is not kept is classified by its title and stored words;
    since these are single words, a value that a cue gave stays as long as the taxonomy has that cue.
    """
    papers = tuple(papers)
    by_id = {paper.id: paper for paper in papers}
    introduced = partial(_introduced, by_id, rules) if rules.cues.ask_for_kinds else _nothing
    known = papers if survey_papers is None else survey_papers
    found = classifying(by_id, known, rules.cues, introduced, rules.vectors)
    phrases, titles = _long_cues(rules.cues.taxonomy), AreaTitles(rules.cues.taxonomy)

    def again(some: Sequence[Paper]) -> list[_Again]:
        return [_again(paper, found[paper.id], rules, titles, phrases) for paper in some]

    # What is remembered of all texts by then takes much memory, which ends with the processes that read them.
    anew = spread(again, papers, _BATCH, meanwhile=nothing)
    pairs = list(zip(papers, anew, strict=True))
    return Reclassified(
        {paper.id: paper.model_copy(update={"derived": it.derived}) for paper, it in pairs if it.derived},
        tuple(paper.id for paper in papers if not _is_whole(paper)),
        tuple(paper.id for paper, it in pairs if it.is_undecided),
    )


class _Again(NamedTuple):
    """What becomes of a paper when the taxonomy is applied again: its derived values, None if they stay as they were,
    and whether it is undecided as `Reclassified` means it.
    """

    derived: Derived | None
    is_undecided: bool = False


def _again(
    paper: Paper, found: Classification, rules: Rules, titles: AreaTitles, phrases: frozenset[frozenset[str]]
) -> _Again:
    """Return what becomes of a paper when the rules and the model are applied again: `found` is what they say of it.
    For a paper whose abstract is not kept, what they say of its stored terms counts instead; it is undecided if it then
    has no area or lacks a value that it had, and if it holds all words of one of `phrases`. `titles` are those of the
    areas, by which a heading of its source may give it one.
    """
    undecided = False
    if _is_whole(paper):
        new = place_by_heading(_with(paper, found), titles, paper)
    else:
        new = place_by_heading(_with(paper, _by_terms(paper, rules, found)), titles, paper)
        words = _words(paper)
        undecided = _lost(paper, new) and any(needed <= words for needed in phrases)
    return _Again(None if new == paper else new.derived, undecided)


def _introduced(papers: Mapping[str, Paper], rules: Rules, id: str) -> Introductions:
    known = papers[id].bibliographic
    return name_things(known.title, known.abstract, rules.known).places


def _nothing(id: str) -> Introductions:
    del id
    return ()


def _is_whole(paper: Paper) -> bool:
    """Return whether all of a paper's text is there for the rules: the abstract is kept, or there never was one."""
    return bool(paper.bibliographic.abstract) or not paper.derived.terms


def apply_taxonomy(survey: Survey, ids: Collection[str] | None = None) -> Survey:
    """Return the survey with its records classified by its taxonomy, or with those of the papers with these `ids`; the
    survey itself if nothing changes.

    Records without an abstract stay as they are, and so do those without evidence, which `fill_missing` completes.
    """
    papers = [paper for paper in survey.papers if ids is None or paper.id in ids]
    kept = [paper for paper in papers if paper.bibliographic.abstract and paper.derived.evidence]
    anew = reclassify(kept, rules_of(survey), survey.papers).papers
    if not anew:
        return survey
    return survey.model_copy(update={"papers": tuple(anew.get(paper.id, paper) for paper in survey.papers)})


def _lost(paper: Paper, new: Paper) -> bool:
    """Return whether the new record has no area, or lacks a facet value that the old one had."""
    had = {(facet, value) for facet, values in paper.derived.facets.items() for value in values}
    has = {(facet, value) for facet, values in new.derived.facets.items() for value in values}
    return new.derived.area is None or not had <= has


def _with(paper: Paper, placed: Classification) -> Paper:
    """Return the paper with the area, the values and the evidence that the rules choose, except where a curator
    decided.
    """
    before = paper.derived
    evidence = {key: reason for key, reason in before.evidence.items() if key.kind in _NOT_CLASSIFIED}
    if area := keep_area_evidence(before, placed.area, placed.evidence.get(AREA)):
        evidence[AREA] = area
    for key in (*before.evidence, *placed.evidence):
        if key.key is not None and key.kind not in _NOT_CLASSIFIED:
            curated = is_curated_value(before, key.kind, key.key)
            if reason := (before.evidence if curated else placed.evidence).get(key):
                evidence[key] = reason
    update: dict[str, Any] = {
        "area": keep_curated_value("area", before, before.area, placed.area),
        "facets": keep_curated_facets(before, placed.facets),
        "evidence": {key: evidence[key] for key in dict.fromkeys((*before.evidence, *evidence)) if key in evidence},
    }
    return paper.model_copy(update={key: value for key, value in update.items() if value != getattr(before, key)})


def _by_terms(paper: Paper, rules: Rules, modelled: Classification) -> Classification:
    """Return what title and stored words say of a paper without abstract. A value that it has now stays if its own cue
    is still in the taxonomy. An area that a model proposes (`modelled`) goes before that of the cues.
    """
    title, taxonomy, before = paper.bibliographic.title, rules.cues.taxonomy, paper.derived
    found = classify(title, _as_text(paper), rules.cues)
    evidence = {key: reason.model_copy(update=_placeless(reason)) for key, reason in found.evidence.items()}
    words, area = _words(paper), found.area
    areas = {value.key: value for value in taxonomy.areas}
    reason = before.evidence.get(AREA)
    if reason is not None and reason.value in areas and _still_speaks(reason, areas[reason.value]):
        area, evidence[AREA] = reason.value, reason
    learned = modelled.evidence.get(AREA)
    if learned is not None and learned.by == LEARNED:
        area, evidence[AREA] = modelled.area, learned
    facets: dict[str, tuple[str, ...]] = {}
    for facet in taxonomy.facets:
        values = []
        for value in facet.values:
            key = EvidenceKey(facet.key, value.key)
            old = before.evidence.get(key)
            if old is not None and _still_speaks(old, value):
                evidence[key] = old
                values.append(value.key)
            elif value.key in found.facets.get(facet.key, ()) and not _may_be_denied(value, words):
                values.append(value.key)
        if values:
            facets[facet.key] = tuple(values)
    return Classification(area, facets, evidence)


def _still_speaks(reason: Evidence, value: Value) -> bool:
    """Return whether the cue that was the reason for an area or a value of a facet is still one of its cues; or if its
    title was and it has no cues, which holds in any case.
    """
    cues = {*value.cues, *value.title_cues}
    return reason.by in {f"cue “{cue}”" for cue in cues} or (not cues and reason.by == BY_TITLE)


def _may_be_denied(value: Value, words: frozenset[str]) -> bool:
    """Return whether a cue of several words that speaks against a value may stand in the abstract that is not kept."""
    against = [cue for cue, weight in value.cues.items() if weight < 0]
    return any({key for key, _, _ in words_of(cue)} <= words for cue in against)


def _as_text(paper: Paper) -> str:
    """Return the stored words of a paper as a text that stands in for its abstract, each word as often as its weight
    says beyond what the title adds to it. All of the text counts as background.
    """
    title = Counter(re.findall(r"\w+", paper.bibliographic.title.lower()))
    words = [
        f"{term}. " * max(0, round(weight) - _TITLE_WEIGHT * title[term])
        for term, weight in paper.derived.terms.items()
    ]
    return "".join(words) + "We."


def _placeless(reason: Evidence) -> dict[str, None]:
    """Return the changes of a piece of evidence that comes from stored words: its place and phrase become None. Empty
    if the evidence is from the title.
    """
    return {} if reason.place is not None and reason.place.part == "title" else {"place": None, "phrase": None}


def _long_cues(taxonomy: Taxonomy) -> frozenset[frozenset[str]]:
    """Return the set of words of each cue that has several words, in the form in which cues match them."""
    values = [*taxonomy.areas, *(value for facet in taxonomy.facets for value in facet.values)]
    words = (frozenset(key for key, _, _ in words_of(cue)) for value in values for cue in value.cues)
    return frozenset(found for found in words if len(found) > 1)


def _words(paper: Paper) -> frozenset[str]:
    """Return the words of a paper's title and its stored words, as cues match them."""
    return frozenset(key for text in (paper.bibliographic.title, *paper.derived.terms) for key, _, _ in words_of(text))
