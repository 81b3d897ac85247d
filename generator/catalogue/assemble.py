"""Assembles records into one catalogue: who names whom, what stands in which list, in what order."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from ..records.catalogue import Catalogue, Place, Related, Resolved
from ..records.paper import Paper
from ..records.survey import Survey, System
from ..records.taxonomy import UNPLACED
from ..text.analysis import plain
from .authors import people_of
from .families import family_line

_Listed = Callable[[Iterable[str]], tuple[str, ...]]


def assemble(survey: Survey, related: Mapping[str, tuple[Related, ...]], edition: datetime.date | None) -> Catalogue:
    """The catalogue of a survey without errors; mentions of unknown ids are left out (`check` names them)."""
    papers = {paper.id: paper for paper in survey.papers}
    systems = {system.id: system for system in survey.systems}
    order = {paper.id: newest_first(paper) for paper in survey.papers}
    places = {paper.id: _resolve(paper, papers, systems) for paper in survey.papers}
    mentioned_by: dict[str, list[str]] = defaultdict(list)
    named_by: dict[str, set[str]] = defaultdict(set)
    for paper_id, mentions in places.items():
        for mention in mentions:
            if mention.target == "paper":
                mentioned_by[mention.id].append(paper_id)
            else:
                for system_id in family_line(mention.id, systems):
                    named_by[system_id].add(paper_id)

    def listed(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(ids, key=order.__getitem__))

    by_area = _by_area(survey, listed)
    neighbours = {
        id: (before, after)
        for ids in by_area.values()
        for before, id, after in zip((None, *ids), ids, (*ids[1:], None), strict=False)
    }
    return Catalogue.model_construct(
        settings=survey.settings,
        edition=edition,
        taxonomy=survey.taxonomy,
        papers=survey.papers,
        places={
            id: Place.model_construct(
                mentions=mentions,
                mentioned_by=listed(mentioned_by[id]),
                related=related.get(id, ()),
                previous=neighbours[id][0],
                next=neighbours[id][1],
            )
            for id, mentions in places.items()
        },
        systems=systems,
        named_by={id: listed(named_by[id]) for id in sorted(named_by)},
        by_area=by_area,
        by_value={
            f"{facet.key}/{value.key}": listed(p.id for p in survey.papers if value.key in p.facets.get(facet.key, ()))
            for facet in survey.taxonomy.facets
            for value in facet.values
        },
        by_year=_by_year(survey.papers, listed),
        authors=survey.authors,
        people=people_of(survey.papers, survey.authors, listed),
        introductions=survey.introductions,
        glossary=survey.glossary,
        home=survey.home,
        method=survey.method,
        paths=survey.paths,
        synonyms=survey.synonyms,
        map=survey.coordinates or {},
    )


def edition_of(survey: Survey) -> datetime.date | None:
    """The date that survey.yml gives, else the newest in the records."""
    dates = [date for paper in survey.papers for date in (paper.added, paper.changed) if date]
    return survey.settings.edition or max(dates, default=None)


def newest_first(paper: Paper) -> tuple[int, str, str]:
    """The order of every list of the catalogue: newest paper first, then by label."""
    return (-(paper.year or 0), paper.label.casefold(), paper.id)


def _resolve(paper: Paper, papers: Mapping[str, Paper], systems: Mapping[str, System]) -> tuple[Resolved, ...]:
    found = []
    for mention in paper.mentions:
        if mention.id in papers:
            found.append(
                Resolved.model_construct(id=mention.id, target="paper", name=papers[mention.id].label, as_=mention.as_)
            )
        elif mention.id in systems:
            found.append(
                Resolved.model_construct(id=mention.id, target="system", name=systems[mention.id].name, as_=mention.as_)
            )
    return tuple(found)


def _by_area(survey: Survey, listed: _Listed) -> dict[str, tuple[str, ...]]:
    known = {area.key for area in survey.taxonomy.areas}
    by_area = {area.key: listed(p.id for p in survey.papers if p.area == area.key) for area in survey.taxonomy.areas}
    rest = listed(p.id for p in survey.papers if p.area not in known)
    return by_area | ({UNPLACED: rest} if rest else {})


def _by_year(papers: Sequence[Paper], listed: _Listed) -> dict[int, tuple[str, ...]]:
    years = sorted({paper.year for paper in papers if paper.year}, reverse=True)
    return {year: listed(p.id for p in papers if p.year == year) for year in years}


def in_name_order(papers: Iterable[Paper]) -> list[Paper]:
    """Papers by name or title, numbers by value: the positions of the index."""
    return sorted(papers, key=lambda paper: ([_natural(word) for word in plain(paper.label)], paper.id))


def _natural(word: str) -> tuple[int, int, str]:
    return (0, int(word), "") if word.isascii() and word.isdigit() and len(word) < 19 else (1, 0, word)
