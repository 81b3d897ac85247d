"""What the rules make of texts: an import and a build derive with the same function, `derive`.

Names come first for all texts, because one paper's name is what another
mentions; an import also makes the ids of new papers from them.

What the rules must know of all texts before they read one is counted first (`text_counts`), a part of the papers at a
time if need be, and merged. Each paper is then read for itself (`derive_each`): however the papers are split, the
result is the same. Only the areas are decided for all at once, since papers teach each other (`prepare`).
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
from .areas import classify_papers
from .classify import Classification
from .classify.cues import Cues
from .introductions import common_abbreviations, count_abbreviations, merge_abbreviations
from .links import find_links
from .mentions import Names, link
from .names import Named, name_things
from .results import find_figures
from .text_counts import TextCounts, count_all

_BATCH = 300
"""Papers that are read together at least."""


class Rules(NamedTuple):
    """What deriving needs of a survey, prepared once for all texts: the compiled cues of the taxonomy, the systems, the
    set of all their names and aliases (`known`), and the vectors, where it has any.
    """

    cues: Cues
    systems: tuple[System, ...]
    known: frozenset[str]
    """All spellings of outside systems."""
    vectors: Vectors | None = None


def compile_rules(taxonomy: Taxonomy, systems: Sequence[System], vectors: Vectors | None = None) -> Rules:
    """Prepare a survey's taxonomy, systems and vectors for deriving from any number of texts."""
    known = frozenset(spelling for system in systems for spelling in (system.name, *system.aliases))
    return Rules(Cues(taxonomy), tuple(systems), known, vectors)


def rules_of(survey: Survey) -> Rules:
    """Return the rules of a survey as it stands."""
    return compile_rules(survey.taxonomy, survey.systems, survey.vectors)


def find_names(
    texts: Mapping[str, tuple[str, str | None]],
    rules: Rules,
    papers: Iterable[Paper] = (),
    counts: TextCounts | None = None,
) -> dict[str, Named]:
    """Find the own name and the introduced things of each text.

    `texts` maps any key to (title, abstract); the result has the same keys. An abbreviation that several texts or
    `papers` expand is a word of their field and no paper's own, like a known system. `counts` are those of all texts,
    where `texts` are a part of them.
    """
    counts = counts or count_all(list(texts.values()))
    kept = count_abbreviations((paper.bibliographic.title, paper.bibliographic.abstract or "") for paper in papers)
    known = rules.known | common_abbreviations(merge_abbreviations((counts.abbreviations, kept)))
    named = spread(lambda some: [name_things(*text, known) for text in some], list(texts.values()), _BATCH)
    return dict(zip(texts, named, strict=True))


class Prepared(NamedTuple):
    """What must be known of all papers before one can be derived: all names, and the area and facets of each paper."""

    names: Names
    classified: Mapping[str, Classification]


def prepare(
    papers: Mapping[str, Paper],
    named: Mapping[str, Named],
    survey_papers: Iterable[Paper],
    rules: Rules,
    counts: TextCounts | None = None,
) -> Prepared:
    """Collect the names and decide the areas, as `derive` says. `counts` are those of the texts of `papers`."""
    survey_papers = tuple(survey_papers)
    texts = [(paper.bibliographic.title, paper.bibliographic.abstract) for paper in papers.values()]
    words = (counts or count_all(texts)).words
    in_force = [_with_names(paper, named[key]) for key, paper in papers.items()]
    by_id = {paper.id: paper for paper in (*survey_papers, *in_force)}
    introduced = {key: own.places for key, own in named.items()}
    return Prepared(
        Names(rules.systems, by_id.values(), words),
        classify_papers(papers, survey_papers, rules.cues, introduced, rules.vectors),
    )


def derive(
    papers: Mapping[str, Paper], named: Mapping[str, Named], survey_papers: Iterable[Paper], rules: Rules
) -> dict[str, Derived]:
    """Derive area, facets, figures, links, mentions, name, aliases and introduced things of each paper, with evidence.

    The result has the keys of `papers` and `named`. Its names and introduced things are those found in the text
    (`named`, from `find_names`), even where a curator gave a paper others: these only decide what mentions can lead to.
    Those `survey_papers` that a curator placed teach the areas of the others. A mention may lead to any of them and of
    `papers`; of two with one id, the one in `papers` counts.
    """
    return derive_each(papers, named, prepare(papers, named, survey_papers, rules))


def derive_each(papers: Mapping[str, Paper], named: Mapping[str, Named], prepared: Prepared) -> dict[str, Derived]:
    """Derive from each paper for itself, as `derive` does, once all are `prepared`; `papers` may be a part of them."""
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
    return Derived.model_construct(
        name=own.name,
        introduces=own.introduces,
        links=links,
        figures=figures,
        area=placed.area,
        facets=placed.facets,
        mentions=mentions,
        aliases=plain,
        evidence=own.evidence | alias_evidence | link_evidence | figure_evidence | placed.evidence | mention_evidence,
    )


def _with_names(paper: Paper, own: Named) -> Paper:
    """The paper with the name and introduced things in force: its own, else those found in its text."""
    return paper.model_copy(
        update={"name": paper.derived.name or own.name, "introduces": paper.derived.introduces or own.introduces}
    )


def plain_aliases(name: str | None) -> tuple[str, ...]:
    """Return the form of a name that a keyboard can type, if the name holds superscripts or subscripts; otherwise
    nothing.

    >>> plain_aliases("DM²S²")
    ('DM2S2',)
    """
    if not name or name.isascii():
        return ()
    plain = name.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ⁱⁿ₀₁₂₃₄₅₆₇₈₉", "0123456789in0123456789"))
    return (plain,) if plain != name else ()


def fill_missing(survey: Survey) -> Survey:
    """Return the survey with its hand-written records completed: values that a record with an abstract lacks are
    derived.
    """
    bare = {paper.id: paper for paper in survey.papers if paper.bibliographic.abstract and not paper.derived.evidence}
    if not bare:
        return survey
    rules = rules_of(survey)
    named = find_names(
        {id: (paper.bibliographic.title, paper.bibliographic.abstract) for id, paper in bare.items()}, rules
    )
    derived = derive(bare, named, survey.papers, rules)
    filled = {id: _filled(paper, derived[id]) for id, paper in bare.items()}
    return survey.model_copy(update={"papers": tuple(filled.get(paper.id, paper) for paper in survey.papers)})


def _filled(paper: Paper, derived: Derived) -> Paper:
    """The paper with those derived values for which its record says nothing."""
    missing = (key for key in derived.model_fields_set if not getattr(paper.derived, key, None))
    return paper.model_copy(update={key: getattr(derived, key) for key in missing})
