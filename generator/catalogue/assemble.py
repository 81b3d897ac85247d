"""Assembles records into one catalogue: which papers are in which list, in which order, and which name which."""

from __future__ import annotations

import datetime
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..records.catalogue import Catalogue, Person, Place, Related, Resolved
from ..records.paper import Paper
from ..records.survey import Survey, System
from ..records.taxonomy import UNPLACED
from ..text.analysis import plain
from .authors import Spelt, people_of, spelt
from .duplicates import Doubles, doubles_in
from .families import family_line
from .intake import intake_of

Labelled = tuple[str, str]
"""A paper's id and label."""
_FEW = 50
"""If fewer than one in so many papers are new or have another label, it is faster to put each of them in its place."""


class Positions(NamedTuple):
    """The papers of a survey in the order of their positions, which are their numbers, from 0, in the files of the
    search and of the map.

    A paper that joins gets the last position and leaves those of all others as they are, so that most files stay equal.
    """

    papers: Sequence[Paper]
    names: Sequence[int]
    """For each position where the paper stands in the order of names, from 0."""

    def labels(self) -> list[Labelled]:
        """Return the papers in the order of names, each as its id and label."""
        at = sorted(range(len(self.names)), key=self.names.__getitem__)
        return [(self.papers[position].id, self.papers[position].label) for position in at]


_OF_SURVEY = (
    "settings", "taxonomy", "papers", "authors", "introductions", "glossary", "home", "method", "paths", "refused",
    "redirects", "editions", "published", "synonyms", "vectors",
)  # fmt: skip
"""What a catalogue has as its survey has it."""
_Listed = Callable[[Iterable[str]], tuple[str, ...]]
"""Paper ids in the order of every list: newest first."""
_Mentions = Mapping[str, tuple[Resolved, ...]]
"""Paper id to what the paper's text names."""


def assemble(
    survey: Survey,
    related: Mapping[str, tuple[Related, ...]],
    edition: datetime.date | None,
    people: Mapping[str, Person] | None = None,
    doubles: Doubles | None = None,
) -> Catalogue:
    """Return the catalogue of a survey without errors. `related` maps each paper's id to its nearest papers; `edition`
    is the date on all pages; `people` are those of `people_in` and `doubles` those of `doubles_in`, found here if
    they are not given. A mention of an id that nothing in the survey has is left out.
    """
    systems = {system.id: system for system in survey.systems}
    listed, mentions = _listing(survey.papers), _mentions(survey.papers, systems)
    by_area = _by_area(survey, listed)
    people, least = people_in(survey) if people is None else people, survey.settings.author_pages_from
    lists = {
        "edition": edition,
        "places": _places(mentions, related, by_area, listed),
        "mentions": {id: named for id, named in mentions.items() if named},
        "systems": systems,
        "named_by": _named_by(mentions, systems, listed),
        "by_area": by_area,
        "by_value": _by_value(survey, listed),
        "by_year": _by_year(survey.papers, listed),
        "alike": (doubles or doubles_in(survey)).papers,
        "people": people,
        "with_page": tuple(id for id, person in people.items() if len(person.papers) >= least),
        "intake": intake_of(survey),
        "map": survey.coordinates or {},
    }
    return with_lists(survey, lists)


def with_lists(survey: Survey, lists: Mapping[str, Any]) -> Catalogue:
    """Return the catalogue of a survey, given what `lists_in` returned for one that differed in nothing but words of
    curators.
    """
    return Catalogue.model_construct(**{name: getattr(survey, name) for name in _OF_SURVEY}, **lists)


def lists_in(catalogue: Catalogue) -> dict[str, Any]:
    """Return what a catalogue has beside what its survey has, by the name of the field."""
    return {name: getattr(catalogue, name) for name in Catalogue.model_fields if name not in _OF_SURVEY}


def people_in(survey: Survey, tell: Callable[[str], Spelt] = spelt) -> dict[str, Person]:
    """Return the authors of all papers of a survey by person id. No text that a curator writes of a paper changes
    them. `tell` returns what `spelt` does of a name, which may be known.
    """
    return people_of(survey.papers, survey.authors, _listing(survey.papers), tell)


def in_order_of_lists(people: Mapping[str, Person], papers: Sequence[Paper]) -> dict[str, Person]:
    """Return people with the papers of each in the order of lists, the newest first; a changed title may change it.
    `papers` are all papers of the survey.
    """
    listed = _listing(papers)
    sorted_ = {id: listed(person.papers) for id, person in people.items()}
    return {
        id: person if person.papers == sorted_[id] else person.model_copy(update={"papers": sorted_[id]})
        for id, person in people.items()
    }


def _listing(papers: Iterable[Paper]) -> _Listed:
    """Return a function that sorts ids of the given papers as every list has them: the newest first."""
    order = {paper.id: newest_first(paper) for paper in papers}

    def listed(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(ids, key=order.__getitem__))

    return listed


def edition_of(survey: Survey) -> datetime.date | None:
    """Return the date of the survey's edition: the one in `survey.yml`, else the newest date of an edition or a record,
    else None.
    """
    dates = [edition.date for edition in survey.editions] + [
        date for paper in survey.papers for date in (paper.provenance.added, paper.provenance.changed) if date
    ]
    return survey.settings.edition or max(dates, default=None)


def newest_first(paper: Paper) -> tuple[int, str, str]:
    """Return the key by which `sorted` puts papers in the order of lists: the newest year first, then by label; papers
    without a year last.
    """
    return (-(paper.bibliographic.year or 0), paper.label.casefold(), paper.id)


def _mentions(papers: Sequence[Paper], systems: Mapping[str, System]) -> dict[str, tuple[Resolved, ...]]:
    """Return what each paper's text names, by the paper's id, in the order of its record: papers by their label,
    systems by their name. Ids that nothing has are left out.
    """
    labels = {paper.id: paper.label for paper in papers}
    resolved: dict[str, tuple[Resolved, ...]] = {}
    for paper in papers:
        known = [mention for mention in paper.derived.mentions if mention.id in labels or mention.id in systems]
        resolved[paper.id] = tuple(
            Resolved.model_construct(id=mention.id, target="paper", name=labels[mention.id], as_=mention.as_)
            if mention.id in labels
            else Resolved.model_construct(
                id=mention.id, target="system", name=systems[mention.id].name, as_=mention.as_
            )
            for mention in known
        )
    return resolved


def _places(
    mentions: _Mentions,
    related: Mapping[str, tuple[Related, ...]],
    by_area: Mapping[str, tuple[str, ...]],
    listed: _Listed,
) -> dict[str, Place]:
    """Return what the catalogue knows of each paper beside its record, by id: mentions both ways, related papers, and
    the papers before and after it in its area. `listed` sorts ids as lists have them.
    """
    mentioned_by: dict[str, list[str]] = defaultdict(list)
    for paper_id, named in mentions.items():
        for mention in named:
            if mention.target == "paper":
                mentioned_by[mention.id].append(paper_id)
    beside = {
        id: (previous, following)
        for ids in by_area.values()
        for previous, id, following in zip((None, *ids), ids, (*ids[1:], None), strict=False)
    }
    return {
        id: Place.model_construct(
            mentions=named,
            mentioned_by=listed(mentioned_by[id]),
            related=related.get(id, ()),
            previous=beside[id][0],
            next=beside[id][1],
        )
        for id, named in mentions.items()
    }


def _named_by(mentions: _Mentions, systems: Mapping[str, System], listed: _Listed) -> dict[str, tuple[str, ...]]:
    """Return the ids of the papers that name each system, or a version of it, by the system's id. `mentions` has what
    each paper names; `listed` sorts ids as lists have them.
    """
    named_by: dict[str, set[str]] = defaultdict(set)
    for paper_id, named in mentions.items():
        for mention in named:
            if mention.target == "system":
                for system_id in family_line(mention.id, systems):
                    named_by[system_id].add(paper_id)
    return {id: listed(named_by[id]) for id in sorted(named_by)}


def _by_area(survey: Survey, listed: _Listed) -> dict[str, tuple[str, ...]]:
    """Return the ids of the papers of each area, by its key in the order of the taxonomy; `UNPLACED` has those of no
    area, if there are any. `listed` sorts ids as lists have them.
    """
    by_area: dict[str, list[str]] = {area.key: [] for area in survey.taxonomy.areas}
    rest: list[str] = []
    for paper in survey.papers:
        by_area.get(paper.derived.area or "", rest).append(paper.id)
    return {key: listed(ids) for key, ids in by_area.items()} | ({UNPLACED: listed(rest)} if rest else {})


def _by_value(survey: Survey, listed: _Listed) -> dict[str, tuple[str, ...]]:
    """Return the ids of the papers that have each value of a facet, by `FACET/VALUE` in the order of the taxonomy;
    values without papers have an empty tuple. `listed` sorts ids as lists have them.
    """
    by_value: dict[str, list[str]] = {
        f"{facet.key}/{value.key}": [] for facet in survey.taxonomy.facets for value in facet.values
    }
    for paper in survey.papers:
        for value in dict.fromkeys(f"{facet}/{key}" for facet, keys in paper.derived.facets.items() for key in keys):
            if value in by_value:
                by_value[value].append(paper.id)
    return {value: listed(ids) for value, ids in by_value.items()}


def _by_year(papers: Sequence[Paper], listed: _Listed) -> dict[int, tuple[str, ...]]:
    """Return the ids of the papers of each year, the newest year first; papers without a year are left out. `listed`
    sorts ids as lists have them.
    """
    by_year: defaultdict[int, list[str]] = defaultdict(list)
    for paper in papers:
        if paper.bibliographic.year:
            by_year[paper.bibliographic.year].append(paper.id)
    return {year: listed(by_year[year]) for year in sorted(by_year, reverse=True)}


def in_name_order(papers: Iterable[Paper], known: Sequence[Labelled] = ()) -> list[Paper]:
    """Return the papers sorted by label, with numbers compared by value: `YOLO 9` comes before `YOLO 10`.

    `known` has the id and label of each paper of an earlier build in this order, so that only papers that are new or
    renamed have to be sorted in.
    """
    others = {paper.id: paper for paper in papers}
    count = len(others)
    named = [others.pop(id) for id, label in known if id in others and others[id].label == label]
    if len(others) * _FEW > count:
        return sorted([*named, *others.values()], key=_name)
    for paper in others.values():
        insort(named, paper, key=_name)
    return named


def _name(paper: Paper) -> tuple[list[tuple[int, int, str]], str]:
    """Return the key by which `sorted` puts papers in the order of names."""
    return [_natural(word) for word in plain(paper.label)], paper.id


def in_order_of_positions(papers: Iterable[Paper], known: Sequence[Labelled] = ()) -> Positions:
    """Return the papers sorted by the day on which they joined the survey, and those of one day by name. Papers without
    that day come first. `known` is what `Positions.labels` of an earlier build returned.
    """
    named = in_name_order(papers, known)
    names = sorted(range(len(named)), key=lambda at: named[at].provenance.added or datetime.date.min)
    return Positions([named[at] for at in names], names)


def _natural(word: str) -> tuple[int, int, str]:
    """Return the sort key of a word: numbers come before letters, by value. A number of 19 digits or more sorts as a
    word.
    """
    return (0, int(word), "") if word.isascii() and word.isdigit() and len(word) < 19 else (1, 0, word)
