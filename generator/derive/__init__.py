"""Derives values with evidence from the texts of papers: names, areas, facets, results, links, mentions.

An import and a build derive with the same function, `derive`. Names come first for all texts, since one paper's name is
what another mentions; an import also makes the ids of new papers from them. Counts over all texts (`text_counts`) come
before any text is read. Then each paper is read by itself (`derive_each`): however the papers are divided into batches,
the result is the same. Only areas are decided for all papers at once (`prepare`), since papers with an area teach the
classifier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..processes import spread
from ..records.evidence import Evidence, EvidenceKey
from ..records.paper import Derived, Paper
from ..records.survey import Survey, System
from ..records.taxonomy import Taxonomy
from ..records.vectors import Vectors
from .areas import classifying
from .classify import Classification
from .classify.cues import Cues
from .introductions import common_abbreviations, count_abbreviations, merge_abbreviations
from .links import find_links
from .mentions import Names, link
from .names import Named, name_things
from .results import find_figures
from .text_counts import TextCounts, count_all

_BATCH = 100
"""Papers that are read together at least."""


_NOTHING = Derived()


class Rules(NamedTuple):
    """What deriving needs of a survey, prepared once for all texts.

    `cues` are the compiled cue phrases of the taxonomy, `systems` the outside systems, and `known` their names and
    aliases; `vectors` is None if the survey has none.
    """

    cues: Cues
    systems: tuple[System, ...]
    known: frozenset[str]
    """All names and aliases of the outside systems."""
    vectors: Vectors | None = None


def compile_rules(taxonomy: Taxonomy, systems: Sequence[System], vectors: Vectors | None = None) -> Rules:
    """Return the rules for a taxonomy, systems and vectors, ready for any number of texts."""
    known = frozenset(spelling for system in systems for spelling in (system.name, *system.aliases))
    return Rules(Cues(taxonomy), tuple(systems), known, vectors)


def rules_of(survey: Survey) -> Rules:
    """Return the rules of a survey, from its taxonomy, systems and vectors."""
    return compile_rules(survey.taxonomy, survey.systems, survey.vectors)


def find_names(
    texts: Mapping[str, tuple[str, str | None]],
    rules: Rules,
    papers: Iterable[Paper] = (),
    counts: TextCounts | None = None,
) -> dict[str, Named]:
    """Return for each text the paper's own name and the things that it introduces, under the same keys.

    `texts` maps any key to (title, abstract). An abbreviation that two or more of the texts or of `papers` spell out is
    taken for a word of the field, not for a paper's name; so is a name of an outside system. `counts` are the counts
    over all texts; they are needed only if `texts` is a batch of them.
    """
    counts = counts or count_all(list(texts.values()))
    kept = count_abbreviations((paper.bibliographic.title, paper.bibliographic.abstract or "") for paper in papers)
    known = rules.known | common_abbreviations(merge_abbreviations((counts.abbreviations, kept)))
    named = spread(lambda some: [name_things(*text, known) for text in some], list(texts.values()), _BATCH)
    return dict(zip(texts, named, strict=True))


class Prepared(NamedTuple):
    """What must be known of all papers before values are derived for each: `names`, an index of all names, and
    `classified`, the area and facets that rules choose for each paper, under the keys of the papers.
    """

    names: Names
    classified: Mapping[str, Classification]


def prepare(
    papers: Mapping[str, Paper],
    named: Mapping[str, Named],
    survey_papers: Iterable[Paper],
    rules: Rules,
    counts: TextCounts | None = None,
) -> Prepared:
    """Return the index of all names, and the area and facets of each of `papers`, as `derive_each` needs them.

    `named` holds the names that each text gives. The papers of the survey that a curator placed train the classifier.
    `counts` are those of the texts of `papers`; they are made if absent.
    """
    survey_papers = tuple(survey_papers)
    texts = [(paper.bibliographic.title, paper.bibliographic.abstract) for paper in papers.values()]
    words = (counts or count_all(texts)).words
    in_force = [_with_names(paper, named[key]) for key, paper in papers.items()]
    by_id = {paper.id: paper for paper in (*survey_papers, *in_force)}
    return Prepared(
        Names(rules.systems, by_id.values(), words),
        classifying(papers, survey_papers, rules.cues, lambda key: named[key].places, rules.vectors),
    )


def derive(
    papers: Mapping[str, Paper], named: Mapping[str, Named], survey_papers: Iterable[Paper], rules: Rules
) -> dict[str, Derived]:
    """Return for each paper its derived values with evidence, under the keys of `papers`.

    `named` is what `find_names` found in each text, under the same keys. Its names and introduced things are in the
    result even if a curator gave the paper others; the curator's only decide what mentions can refer to. The
    `survey_papers` that a curator placed teach the areas of the others. A mention can refer to any paper of both; of
    two with the same id, the one in `papers` counts.
    """
    return derive_each(papers, named, prepare(papers, named, survey_papers, rules))


def derive_each(papers: Mapping[str, Paper], named: Mapping[str, Named], prepared: Prepared) -> dict[str, Derived]:
    """Return the derived values of each paper, as `derive` does, under the keys of `papers`, which may be a part of
    those that were prepared. `named` has the names that the text of each gives.
    """
    classified, names = prepared.classified, prepared.names
    derived = spread(
        lambda keys: [_derived(papers[key], named[key], classified[key], names) for key in keys], list(papers), _BATCH
    )
    return dict(zip(papers, derived, strict=True))


def _derived(paper: Paper, own: Named, placed: Classification, names: Names) -> Derived:
    plain = plain_aliases(own.name)
    alias_evidence = {EvidenceKey("aliases", alias): Evidence.model_construct(by="plain-form") for alias in plain}
    links, link_evidence = find_links(paper.bibliographic.abstract)
    figures, figure_evidence = find_figures(paper.bibliographic.abstract)
    mentions, mention_evidence = link(_with_names(paper, own), names)
    # Not validated, and a copy takes less time than pydantic's constructor, which looks up how to make each default.
    return _NOTHING.model_copy(
        update={
            "name": own.name,
            "introduces": own.introduces,
            "links": links,
            "figures": figures,
            "area": placed.area,
            "facets": placed.facets,
            "mentions": mentions,
            "aliases": plain,
            "evidence": own.evidence
            | alias_evidence
            | link_evidence
            | figure_evidence
            | placed.evidence
            | mention_evidence,
        }
    )


def _with_names(paper: Paper, own: Named) -> Paper:
    """Return the paper with the name and the introduced things of its record, or where this has none, those found in
    its text.
    """
    return paper.model_copy(
        update={"name": paper.derived.name or own.name, "introduces": paper.derived.introduces or own.introduces}
    )


def plain_aliases(name: str | None) -> tuple[str, ...]:
    """Return the form of a name with plain digits in place of raised or lowered ones, as a tuple; empty if it has none.

    >>> plain_aliases("DM²S²")
    ('DM2S2',)
    """
    if not name or name.isascii():
        return ()
    plain = name.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ⁱⁿ₀₁₂₃₄₅₆₇₈₉", "0123456789in0123456789"))
    return (plain,) if plain != name else ()


def bare_papers(survey: Survey) -> list[Paper]:
    """Return the papers whose records someone wrote by hand: those with an abstract and without any evidence."""
    return [paper for paper in survey.papers if paper.bibliographic.abstract and not paper.derived.evidence]


def fill_missing(survey: Survey) -> Survey:
    """Return the survey with values derived for the records that someone wrote by hand (`bare_papers`).

    Only values that such a record lacks are filled in. If there are no such records, the survey itself is returned.
    """
    bare = {paper.id: paper for paper in bare_papers(survey)}
    if not bare:
        return survey
    rules = rules_of(survey)
    named = find_names(
        {id: (paper.bibliographic.title, paper.bibliographic.abstract) for id, paper in bare.items()}, rules
    )
    derived = derive(bare, named, survey.papers, rules)
    filled = {id: fill_in(paper, derived[id]) for id, paper in bare.items()}
    return survey.model_copy(update={"papers": tuple(filled.get(paper.id, paper) for paper in survey.papers)})


def fill_in(paper: Paper, derived: Derived) -> Paper:
    """Return the paper with those derived values for which its record has none."""
    missing = (key for key in derived.model_fields_set if not getattr(paper.derived, key, None))
    return paper.model_copy(update={key: getattr(derived, key) for key in missing})
