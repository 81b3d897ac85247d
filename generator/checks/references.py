"""Checks that the files of a survey fit together: that what one refers to exists in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath

from ..catalogue.duplicates import NEARLY, Doubles, ListedTwice, doubles_in
from ..records.base import Problem, in_order
from ..records.evidence import EVIDENCE_WORDS
from ..records.paper import Derived, Paper
from ..records.relations import USES
from ..records.reserved import why_reserved
from ..records.survey import Survey
from ..text.sentences import count_words
from ..text.suggestions import suggest
from .categories import check_categories, near
from .lost_addresses import check_addresses
from .reserved_keys import reserved_keys
from .sources import check_sources
from .vectors import check_vectors

_MAPPED = 21
"""Papers from which a survey should have a map: fewer have no neighbourhoods to speak of."""


def check(survey: Survey, folder: PurePath, doubles: Doubles | None = None) -> list[Problem]:
    """Return every error and warning about how the files of a survey fit together, sorted by path, line and message.

    Examples are an unknown id, an id given twice, a reserved key, two records of one paper. `folder` is the survey's,
    for the paths in the problems. `doubles` is what may stand twice, found here if it is not given.
    """
    return in_order([*check_without_words(survey, folder, doubles), *check_vectors(survey, folder)])


def check_without_words(survey: Survey, folder: PurePath, doubles: Doubles | None = None) -> list[Problem]:
    """Return what `check` does, but for what depends on the words that curators write about papers."""
    doubles = doubles or doubles_in(survey)
    return [
        *_editions(survey, folder),
        *_ids(survey, folder),
        *reserved_keys(survey, folder),
        *check_categories(survey, folder),
        *_references(survey.papers, survey, folder),
        *_systems(survey, folder),
        *_areas(survey, folder),
        *_authors(survey, folder),
        *authors_listed_twice(doubles.authors, folder),
        *_paths(survey, folder),
        *_twins(doubles, folder),
        *check_sources(survey, folder),
        *check_addresses(survey, folder),
        *_map(survey, folder),
    ]


def check_records(papers: Sequence[Paper], survey: Survey, folder: PurePath) -> list[Problem]:
    """Return what is wrong with some records by themselves: ids, areas and values in them that the survey has not, and
    evidence that is too long. That is all of `check` that a change of these records can make an error, where no id is
    new.
    """
    own = survey.model_copy(update={"papers": tuple(papers)})
    return [*_references(papers, survey, folder), *check_categories(own, folder)]


def _path(folder: PurePath, id: str) -> str:
    """Return the path of a paper's record, for messages."""
    return f"{_folder_of_papers(folder)}{id}.yml"


@lru_cache(maxsize=1)
def _folder_of_papers(folder: PurePath) -> str:
    """Return the part with which the path of each paper's record begins. It is computed once, since a path is made for
    each paper, whether it has a fault or not.
    """
    return str(folder / "papers" / "x")[:-1]


def _editions(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a problem if `edition` in survey.yml is not later than `previous_edition`."""
    edition, previous = survey.settings.edition, survey.settings.previous_edition
    if edition and previous and previous >= edition:
        message = f"previous_edition {previous} is not before the edition, {edition}; give the date of the one before"
        yield Problem(path=str(folder / "survey.yml"), message=message, at=("previous_edition",))


def _ids(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a problem for each id of a paper, present or former, that is reserved or that another paper has, too."""
    owners: dict[str, list[Paper]] = defaultdict(list)
    for paper in survey.papers:
        for id in (paper.id, *paper.former_ids):
            owners[id].append(paper)
    for id, papers in owners.items():
        if reason := why_reserved("paper", id):
            message = f"{id!r} is {reason}; choose another id"
            yield Problem(path=_path(folder, papers[0].id), message=message, at=("id",))
        for paper in papers[1:]:
            message = f"the id {id!r} also belongs to {papers[0].id}; take it out of one former_ids"
            yield Problem(path=_path(folder, paper.id), message=message, at=("former_ids",))


def _references(of: Iterable[Paper], survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a problem for each mention, use and relation in the records `of` these papers that leads to no paper or
    system of the survey, or to the paper itself, and for evidence that is too long.
    """
    papers = {paper.id for paper in survey.papers}
    known = papers | {system.id for system in survey.systems}
    for paper in of:
        path = _path(folder, paper.id)
        for number, mention in enumerate(paper.derived.mentions):
            if mention.id not in known:
                message = f"mentions {mention.id!r}, which is no paper and no entry of systems.yml; "
                advice = _advice(mention.id, known)
                yield Problem(path=path, message=message + advice, at=("mentions", number, "id"))
        for use in USES:
            for number, id in enumerate(use.ids_of(paper)):
                if id not in known:
                    message = f"{use.field} names {id!r}, which is no paper and no entry of systems.yml; "
                    yield Problem(path=path, message=message + _advice(id, known), at=(use.field, number))
        for number, relation in enumerate(paper.digest.relations):
            if relation.to not in papers or relation.to == paper.id:
                others = papers - {paper.id}
                message = f"is related to {relation.to!r}, which is no other paper; {_advice(relation.to, others)}"
                yield Problem(path=path, message=message, at=("relations", number, "to"))
        yield from _evidence(paper.derived, path)


def _advice(wrong: str, known: Collection[str]) -> str:
    """Return what to do about an id that nothing has: take the known one that is most alike, or let go of it, as of
    that of a paper whose file was deleted by hand.
    """
    return f"{_question(wrong, known)}`catalogue remove {wrong}` takes out all that refers to it"


def _question(wrong: str, known: Collection[str]) -> str:
    """Return whether the known id that is most alike was meant, as a question; empty if none is."""
    nearest = suggest(wrong, sorted(known))
    return f"did you mean {nearest[0]!r}? " if nearest else ""


def _evidence(derived: Derived, path: str) -> Iterator[Problem]:
    """Yield a problem for each piece of evidence whose phrase has more than `EVIDENCE_WORDS` words, since that is a
    quotation. A phrase without a space is none, however many words are counted in it: it may be a formula. `path` is
    that of the record.
    """
    for key, reason in derived.evidence.items():
        if reason.phrase and " " in reason.phrase.strip() and count_words(reason.phrase) > EVIDENCE_WORDS:
            message = f"the evidence for {str(key)!r} has more than {EVIDENCE_WORDS} words; shorten the phrase"
            yield Problem(path=path, message=message, at=("evidence", str(key), "phrase"))


def _systems(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a problem for each id in systems.yml that is reserved, given twice or a paper's, each family that does not
    exist or leads back to itself, and each name or alias that two systems have.
    """
    path = str(folder / "systems.yml")
    ids = [system.id for system in survey.systems]
    papers = {paper.id for paper in survey.papers}
    spellings: dict[str, str] = {}
    for number, system in enumerate(survey.systems):
        at = ("systems", number)
        if reason := why_reserved("system", system.id):
            message = f"{system.id!r} is {reason}; choose another id"
            yield Problem(path=path, message=message, at=at)
        if ids.count(system.id) > 1:
            yield Problem(path=path, message=f"the id {system.id!r} stands twice; remove one", at=at)
        if system.id in papers:
            yield Problem(path=path, message=f"the id {system.id!r} is also a paper's; choose another", at=at)
        if system.family and system.family not in ids:
            yield Problem(
                path=path,
                message=f"{system.id}: unknown family {system.family!r}; {near(system.family, set(ids))}",
                at=at,
            )
        if system.family and _loops(system.id, {s.id: s.family for s in survey.systems}):
            yield Problem(path=path, message=f"{system.id}: its family leads back to itself; mend `family`", at=at)
        for spelling in {system.name, *system.aliases}:
            if spellings.setdefault(spelling, system.id) != system.id:
                message = f"{spelling!r} stands for both {spellings[spelling]} and {system.id}; keep one"
                yield Problem(path=path, message=message, at=at)


def _loops(id: str, family: dict[str, str | None]) -> bool:
    """Return whether going from a system to its family, and on to that one's, comes back to the system. `family` has
    the family of each system by id.
    """
    seen: set[str] = set()
    current: str | None = id
    while current is not None and current not in seen:
        seen.add(current)
        current = family.get(current)
    return current == id


def _areas(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a problem for each essay whose file is named after no area."""
    areas = {area.key for area in survey.taxonomy.areas}
    for key in survey.introductions:
        if key not in areas:
            message = f"there is no area {key!r}; {near(key, areas)}"
            yield Problem(path=str(folder / "areas" / f"{key}.md"), message=message)


def _authors(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a problem for each id in `papers` of authors.yml that no paper has."""
    papers = {paper.id for paper in survey.papers}
    for number, author in enumerate(survey.authors):
        for position, id in enumerate(author.papers):
            if id not in papers:
                message = f"{author.name} is given the paper {id!r}, which there is not; {_advice(id, papers)}"
                path = str(folder / "authors.yml")
                yield Problem(path=path, message=message, at=("authors", number, "papers", position))


def authors_listed_twice(listed: Iterable[ListedTwice], folder: PurePath) -> Iterator[Problem]:
    """Yield a warning for each author that a paper lists twice.

    It is no error, since two people of one name may write a paper together; `authors.yml` can then have an entry for
    each.
    """
    for id, number, name in listed:
        message = (
            f"lists the author {name!r} twice; remove one, or where two people bear the name, "
            f"give each an entry in authors.yml with an id and `papers: [{id}]`"
        )
        yield Problem(path=_path(folder, id), message=message, level="warning", at=("authors", number))


def _paths(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a problem for each reading path in paths.yml whose key another has, and for each step to a paper that does
    not exist.
    """
    path = str(folder / "paths.yml")
    papers = {paper.id for paper in survey.papers}
    keys: set[str] = set()
    for number, reading_path in enumerate(survey.paths):
        if reading_path.key in keys:
            yield Problem(
                path=path, message=f"the key {reading_path.key!r} stands twice; change one", at=("paths", number)
            )
        keys.add(reading_path.key)
        for position, step in enumerate(reading_path.steps):
            if step.paper not in papers:
                hint = _advice(step.paper, papers)
                message = f"{reading_path.key} leads to the paper {step.paper!r}, which there is not; {hint}"
                yield Problem(path=path, message=message, at=("paths", number, "steps", position, "paper"))


def _twins(doubles: Doubles, folder: PurePath) -> Iterator[Problem]:
    """Yield a warning for each pair of records that are likely one paper, since they share a title or an identifier."""
    for it in doubles.papers:
        if it.what != NEARLY:
            message = f"looks like the same paper as {it.other} (same {it.what}); "
            message += f"run `catalogue merge {it.other} {it.id}`, or write `not_same_as: [{it.other}]`"
            yield Problem(path=_path(folder, it.id), message=message, level="warning")


def _map(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a warning if map.yml is missing though the survey is large enough for a map, or for each id in it that no
    paper has or had.
    """
    path = str(folder / "map.yml")
    if survey.coordinates is None:
        if len(survey.papers) >= _MAPPED:
            yield Problem(path=path, message="is missing, so the map is left out; run `catalogue map`", level="warning")
        return
    known = {id for paper in survey.papers for id in (paper.id, *paper.former_ids)}
    for id in survey.coordinates:
        if id not in known:
            message = f"there is no paper {id!r}; {_question(id, known)}`catalogue map` drops it"
            yield Problem(path=path, message=message, level="warning", at=("papers", id))
