"""Suggests a first taxonomy for papers that nobody has sorted yet, from their own words.

1. The headings of the source are the areas if they cover most papers; otherwise the papers are clustered (`clusters`).

2. Each group gets a title, cue phrases and a draft definition from the phrases that are frequent in it and rare outside
(`contrast`).

3. The cues are tried on the papers with the rules that import and build use. An area that gets fewer than two papers is
dropped, and its papers go where other cues put them.

4. Facets are the kinds of contribution that all fields have, and the keywords of the source (`facets`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from ...records.entry import Entry
from ...records.paper import Paper
from ...records.provenance import headings_of
from ...records.reserved import Keyed, free_key, why_reserved
from ...records.taxonomy import Facet, Taxonomy, Value
from ...text.analysis import is_paired
from ...text.folding import capitalised, fold_title, slug
from ...text.i18n import ENGLISH, Translations
from ..classify import classify, rank_areas
from ..classify.common_words import is_specific
from ..classify.cues import Cues
from ..classify.drafts import draft_of
from ..classify.keywords import ValueTitles
from .clusters import cluster, cluster_near
from .contrast import choose_cues, choose_titles, contrasts
from .facets import contribution_facet, keyword_facet
from .languages import language_of_text
from .phrases import Document, Phrase, Phrases

_MOST_HEADINGS = 40
_MOST_READ = 2000
"""Papers from whose phrases areas are made, and on which these are tried; of more, every second or third or so."""
_COVERED = 0.5
"""The share of papers that must stand under headings for these to be the areas."""
_LEAST_TOGETHER, _PHRASES_IN_COMMON = 3, 2
"""Unplaced papers that can make an area, and how many of its phrases each must hold."""
_MOST_DETECTED = 300
"""Papers of which it is found out in what language they are written."""
_CLEAR = 0.4
"""The share of a group's papers that must hold the first phrase of its title, for this to stand alone."""


class Suggestion(NamedTuple):
    """A suggested taxonomy, and for each area's key the positions of the papers that it would get, from 0, in rising
    order.

    The key None has those that no area would get. Of very many papers only one in `every` was tried and is in `holds`.
    """

    taxonomy: Taxonomy
    holds: Mapping[str | None, tuple[int, ...]]
    every: int = 1


def document_of(source: Paper | Entry) -> Document:
    """Return the texts of a record or an entry from which areas can be found."""
    if isinstance(source, Entry):
        citation = source.citation
        return Document(source.title, source.abstract, citation.keywords, source.headings, lang=citation.lang)
    known = source.bibliographic
    return Document(known.title, known.abstract, known.keywords, headings_of(source), source.derived.terms, known.lang)


def examples_of(made: Suggestion, titles: Sequence[str], most: int) -> dict[str, list[str]]:
    """Return for each suggested area's key a line that says how many papers it would get, with the first few titles.

    `titles` are those of all papers, in the order given to `suggest_taxonomy`; `most` is how many titles are quoted.
    Areas that get no paper are left out.
    """
    some = "" if made.every == 1 else "some "
    return {
        area.key: [
            f"{some}{len(held) * made.every} papers, such as "
            + "; ".join(f"“{titles[number]}”" for number in held[:most])
        ]
        for area in made.taxonomy.areas
        if (held := made.holds[area.key])
    }


def suggest_taxonomy(sources: Iterable[Paper | Entry | Document], translations: Translations = ENGLISH) -> Suggestion:
    """Return suggested areas and facets for papers, with the papers that each area would get.

    `translations` are those into the survey's language. The order of the papers does not matter. Fewer than three
    papers give no areas, unless headings of their source name some.
    """
    given = [source if isinstance(source, Document) else document_of(source) for source in sources]
    order = sorted(range(len(given)), key=lambda number: (given[number].title, given[number].abstract or ""))
    documents = [given[number] for number in order]
    headed = _headed(documents)
    every = max(1, -(-len(documents) // _MOST_READ))
    sample = documents[::every]
    phrases = Phrases(documents if headed else sample, _base_of(translations))
    if headed:
        every = 1
        areas = _areas(list(headed.values()), phrases, translations, tuple(headed))
        held: dict[str | None, list[int]] = {
            area.key: group for area, group in zip(areas, headed.values(), strict=True)
        }
    else:
        areas, held = _tried(_areas(cluster(phrases), phrases, translations), sample)
    contributions = contribution_facet(_spoken(sample), translations)
    keywords = keyword_facet(documents, lambda title: _key("value", title, ()), translations)
    facets = [contributions, keywords] if keywords else [contributions]
    taxonomy = _with_facets(Taxonomy(areas=areas), facets, sample)
    placed = {number for group in held.values() for number in group}
    tried = documents if headed else sample
    held[None] = [number for number in range(len(tried)) if number not in placed] + held.get(None, [])
    holds = {key: tuple(sorted(order[every * number] for number in held[key])) for key in held}
    return Suggestion(taxonomy, holds, every)


class MissingArea(NamedTuple):
    """An area that a taxonomy lacks, and the ids of the unplaced papers that would be its first."""

    area: Value
    papers: tuple[str, ...]


def suggest_missing_areas(
    papers: Iterable[Paper], unplaced: Collection[str], taxonomy: Taxonomy, translations: Translations = ENGLISH
) -> list[MissingArea]:
    """Return areas for the papers with ids in `unplaced` that are about the same thing, the largest area first.
    `translations` are those into the survey's language.

    An area needs three such papers or more, each with two phrases that the others have and the rest of `papers` hardly.
    None of its keys is one of the `taxonomy`'s. The list is empty if there are no such groups.
    """
    given = sorted(papers, key=lambda paper: (paper.bibliographic.title, paper.id))
    lacking = _some([paper for paper in given if paper.id in unplaced])
    if len(lacking) < _LEAST_TOGETHER:
        return []
    others = [paper for paper in given if paper.id not in unplaced]
    documents = [document_of(paper) for paper in (*lacking, *_some(others))]
    phrases = Phrases(documents, _base_of(translations))
    groups = [group for group in cluster_near(phrases, range(len(lacking))) if len(group) >= _LEAST_TOGETHER]
    areas = _areas(groups, phrases, translations, taken=[area.key for area in taxonomy.areas])
    cues = Cues(Taxonomy(areas=areas))
    held: dict[str, list[str]] = {area.key: [] for area in areas}
    for paper, document in zip(lacking, documents, strict=False):
        ranking = rank_areas(cues.scores(document.title, document.text), cues.taxonomy)
        if ranking and sum(is_specific(cue.text) for cue in ranking[0][1].cues) >= _PHRASES_IN_COMMON:
            held[ranking[0][0]].append(paper.id)
    found = [MissingArea(area, tuple(held[area.key])) for area in areas if len(held[area.key]) >= _LEAST_TOGETHER]
    return sorted(found, key=lambda missing: -len(missing.papers))


def _base_of(translations: Translations) -> str:
    """Return the code of a language without its region or script: `zh` of `zh-Hant`."""
    return translations.language.partition("-")[0]


def _spoken(documents: Sequence[Document]) -> set[str]:
    """Return the codes of the languages in which at least two of the first few hundred documents are written."""
    votes = Counter(language_of_text(f"{document.title}\n{document.text}") for document in documents[:_MOST_DETECTED])
    return {language for language, papers in votes.items() if papers > 1}


def _some(papers: Sequence[Paper]) -> Sequence[Paper]:
    """Return the papers, or of more than `_MOST_READ` every second, third …, so that no more are read."""
    return papers[:: max(1, -(-len(papers) // _MOST_READ))]


def _headed(documents: Sequence[Document]) -> dict[str, list[int]]:
    """Return the numbers of the documents under each heading, the largest group first; empty if headings do not divide
    most of the documents. Of headings above one another the highest that divides counts. A year, or a heading over
    nearly all, divides nothing.
    """
    shown = Counter(heading for document in documents for heading in document.headings)
    papers = Counter(heading for document in documents for heading in set(map(fold_title, document.headings)))
    dividing = {
        heading
        for heading, count in papers.items()
        if any(char.isalpha() for char in heading) and count < 0.9 * len(documents)
    }
    groups: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        own = next((heading for heading in map(fold_title, document.headings) if heading in dividing), None)
        if own is not None:
            groups.setdefault(own, []).append(number)
    covered = sum(map(len, groups.values()))
    if not 2 <= len(groups) <= min(_MOST_HEADINGS, covered) or covered <= _COVERED * len(documents):
        return {}
    titles = {fold_title(heading): heading for heading, _ in sorted(shown.items(), key=lambda item: (item[1], item[0]))}
    return {titles[own]: groups[own] for own in sorted(groups, key=lambda own: (-len(groups[own]), own))}


def _areas(
    groups: Sequence[Sequence[int]],
    phrases: Phrases,
    translations: Translations,
    headings: Sequence[str] = (),
    taken: Sequence[str] = (),
) -> tuple[Value, ...]:
    """Return an area for each group of papers, given by their numbers, in the survey's language. Its title is its
    heading, if there are `headings`, else made of phrases; a group that no phrase names is then left out. No key is
    among those `taken`.
    """
    found = [contrasts(group, phrases) for group in groups]
    titles = choose_titles(found, phrases)
    areas: list[Value] = []
    for number, group in enumerate(groups):
        if not headings and not titles[number]:
            continue
        title = headings[number] if headings else _title(titles[number], group, phrases, translations)
        cues = choose_cues(found[number], phrases)
        if headings:
            cues = {" ".join(re.findall(r"[^\W_]+", title.lower())): 3.0, **cues}
        speaks_of = [phrases.shown(phrase) for phrase in titles[number]] or [title]
        key = _key("area", title if headings else speaks_of[0], [*taken, *(area.key for area in areas)])
        areas.append(Value(key=key, title=title, definition=draft_of(speaks_of, translations), cues=cues))
    return tuple(areas)


def _title(named: Sequence[Phrase], group: Sequence[int], phrases: Phrases, translations: Translations) -> str:
    """Return a title for a group of papers, given by their numbers: the first of the phrases that name it, with a
    second one, joined in the survey's language, if the first is a single word or few of the papers have it.
    """
    shown = [phrases.shown(phrase) for phrase in named]
    papers = [sum(phrase in phrases.readings[number].anywhere for number in group) for phrase in named]
    title = shown[0]
    needs_more = len(named[0]) == 1 or papers[0] < _CLEAR * len(group)
    others = [
        words
        for phrase, words, count in zip(named[1:], shown[1:], papers[1:], strict=True)
        if len(phrase) > 1 and count > 2 and is_paired(words) == is_paired(title)
    ]
    if needs_more and others:
        title = translations.both(title, others[0])
    return capitalised(title)


def _tried(
    areas: tuple[Value, ...], documents: Sequence[Document]
) -> tuple[tuple[Value, ...], dict[str | None, list[int]]]:
    """Return the areas into which their cues place at least two of the documents, and the numbers of the documents in
    each, by key; those in none are under None.
    """
    cues = Cues(Taxonomy(areas=areas))
    scores = [cues.scores(document.title, document.text) for document in documents]
    while True:
        held: dict[str | None, list[int]] = {area.key: [] for area in areas}
        taxonomy = Taxonomy(areas=areas)
        for number, scored in enumerate(scores):
            ranking = rank_areas(scored, taxonomy)
            best = ranking[0][0] if ranking and ranking[0][1].total > 0 else None
            held.setdefault(best, []).append(number)
        least = min(areas, key=lambda area: len(held[area.key]), default=None)
        if least is None or len(held[least.key]) >= 2:
            return areas, held
        areas = tuple(area for area in areas if area is not least)


def _with_facets(taxonomy: Taxonomy, facets: Sequence[Facet], documents: Sequence[Document]) -> Taxonomy:
    """Return the taxonomy with those values of the facets that hold for at least one document; facets without any are
    left out.
    """
    cues = Cues(Taxonomy(facets=tuple(facets)))
    titles = ValueTitles(cues.taxonomy)
    waiting = {(facet.key, value.key) for facet in facets for value in facet.values}
    held = set()
    for document in documents:
        if not waiting:
            break
        found = titles.add(classify(document.title, document.text, cues), document.keywords).facets
        held |= {(facet, value) for facet, values in found.items() for value in values}
        waiting -= held
    kept = []
    for facet in facets:
        values = tuple(value for value in facet.values if (facet.key, value.key) in held)
        if values:
            kept.append(facet.model_copy(update={"values": values}))
    return taxonomy.model_copy(update={"facets": tuple(kept)})


def _key(keyed: Keyed, title: str, taken: Iterable[str]) -> str:
    """Return a key made of a title's words in Latin letters, at most 60 characters and a number if it is taken; never a
    reserved one.
    """
    key = slug(title)[:60].strip("-") or keyed
    if why_reserved(keyed, key):
        key = free_key(keyed, key)
    base, number = key, 2
    while key in set(taken):
        key, number = f"{base}-{number}", number + 1
    return key
