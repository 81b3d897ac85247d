"""What the rules make of texts: runs name, links, figures, classify and link over a batch.

Names come first for all texts, because one paper's name is what another
mentions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..records.entry import Derived
from ..records.evidence import Evidence, EvidenceKey
from ..records.paper import Paper
from ..records.survey import Survey, System
from ..records.taxonomy import Taxonomy
from .classify import classify
from .classify.cues import Cues
from .links import find_links
from .mentions import Names, link
from .names import Named, name_things
from .results import find_figures


class Rules(NamedTuple):
    """The curator's lists, compiled."""

    cues: Cues
    systems: tuple[System, ...]
    known: frozenset[str]
    """All spellings of outside systems."""


def compile_rules(taxonomy: Taxonomy, systems: Sequence[System]) -> Rules:
    """Prepare the lists once for any number of texts."""
    known = frozenset(spelling for system in systems for spelling in (system.name, *system.aliases))
    return Rules(Cues(taxonomy), tuple(systems), known)


def find_names(texts: Mapping[str, tuple[str, str | None]], rules: Rules) -> dict[str, Named]:
    """Own name and introduced things of each `(title, abstract)`, by the caller's key."""
    return {key: name_things(title, abstract, rules.known) for key, (title, abstract) in texts.items()}


def derive(
    papers: Mapping[str, Paper], named: Mapping[str, Named], everyone: Iterable[Paper], rules: Rules
) -> dict[str, Derived]:
    """All derived values of each paper, which must hold its abstract and the name in force.

    `everyone` are all papers that can be mentioned, with the names in force.
    """
    names = Names(rules.systems, everyone, ordinary_words(papers.values()))
    found: dict[str, Derived] = {}
    for key, paper in papers.items():
        own = named[key]
        plain = plain_aliases(own.name)
        alias_evidence = {EvidenceKey("aliases", alias): Evidence.model_construct(by="plain-form") for alias in plain}
        links, link_evidence = find_links(paper.abstract)
        figures, figure_evidence = find_figures(paper.abstract)
        placed = classify(paper.title, paper.abstract, rules.cues, own.places)
        mentions, mention_evidence = link(paper, names)
        found[key] = Derived.model_construct(
            name=own.name,
            introduces=own.introduces,
            links=links,
            figures=figures,
            area=placed.area,
            facets=placed.facets,
            mentions=mentions,
            aliases=plain,
            evidence={
                **own.evidence,
                **alias_evidence,
                **link_evidence,
                **figure_evidence,
                **placed.evidence,
                **mention_evidence,
            },
        )
    return found


def plain_aliases(name: str | None) -> tuple[str, ...]:
    """The form of a name that a keyboard can type: DM²S² is also DM2S2.

    >>> plain_aliases("DM²S²")
    ('DM2S2',)
    """
    if not name or name.isascii():
        return ()
    plain = name.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ⁱⁿ₀₁₂₃₄₅₆₇₈₉", "0123456789in0123456789"))
    return (plain,) if plain != name else ()


def ordinary_words(papers: Iterable[Paper]) -> Collection[str]:
    """The words that these papers' texts write in lower case."""
    return {word for paper in papers for word in re.findall(r"(?<![\w-])[a-z]{2,}(?![\w-])", paper.abstract or "")}


def fill_missing(survey: Survey) -> Survey:
    """Fill in what hand-written records with an abstract leave to the rules."""
    bare = [paper for paper in survey.papers if paper.abstract and not paper.evidence]
    if not bare:
        return survey
    rules = compile_rules(survey.taxonomy, survey.systems)
    named = find_names({paper.id: (paper.title, paper.abstract) for paper in bare}, rules)
    drafts = {p.id: p.model_copy(update={"name": p.name or named[p.id].name}) for p in bare}
    everyone = {paper.id: drafts.get(paper.id, paper) for paper in survey.papers}
    derived = derive(drafts, named, everyone.values(), rules)
    for id, found in derived.items():
        own = {key: value for key in found.model_fields_set if (value := getattr(everyone[id], key, None))}
        update = {key: getattr(found, key) for key in found.model_fields_set if key not in own}
        everyone[id] = everyone[id].model_copy(update=update)
    return survey.model_copy(update={"papers": tuple(everyone[paper.id] for paper in survey.papers)})
