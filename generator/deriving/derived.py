"""Derives what rules say of a survey's papers, and what is known of all papers together: coordinates on the map, the
nearest papers of each, and who wrote them.

A later build has it from a cache: of each paper that is as it was, and where one changed, of all that does not depend
on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from ..build.keys import digest_code
from ..build.results import KeptResults
from ..cache import Cache
from ..catalogue.assemble import assemble, edition_of, in_order_of_lists, newest_first, people_in
from ..catalogue.authors import Spelt, spelt
from ..catalogue.duplicates import Doubles, ListedTwice, doubles_in, listed_twice
from ..catalogue.labels import shown_names
from ..catalogue.map.update import complete_map
from ..catalogue.neighbours import Known, marks_of, relate
from ..catalogue.vectors import Features, Rows, features_of, unit_vectors
from ..records.bulk import Digested, digest_of_part, without_collecting
from ..records.catalogue import Catalogue, Person, Related
from ..records.paper import Paper
from ..records.survey import Survey
from .papers import derive_papers
from .records import is_kept

_CACHE = "derived"


class Derived(NamedTuple):
    """What a build derives of a survey. `survey` has what today's rules say of each paper, and coordinates on the map
    for each; `related` are the nearest papers of each, by its id; `people` are the authors, by id; `doubles`
    is what may stand twice.
    """

    survey: Survey
    related: Digested[str, tuple[Related, ...]]
    people: Mapping[str, Person]
    doubles: Doubles


def with_own_map(derived: Survey, survey: Survey) -> Survey:
    """Return a derived survey with the coordinates that stand in map.yml, which alone can be wrong."""
    return derived.model_copy(update={"coordinates": survey.coordinates})


@without_collecting()
def derive_survey(survey: Survey, folder: Path) -> Derived:
    """Return what is derived of the survey in a folder. A result of an earlier build is taken if nothing that the rules
    read for it has changed. No rule reads a paper's digest, which a curator writes.

    A survey of 100 papers or more writes the results to the folder's `.cache`.
    """
    kept = KeptResults(Cache(folder, _CACHE, digest_code()) if is_kept(survey) else None)
    survey = derive_papers(survey, {paper.id: _digest(paper) for paper in survey.papers}, kept)
    people = cache(partial(_people, survey, kept))
    rows = _Rows(survey, kept, people)
    survey = complete_map(survey, rows.of_papers)
    derived = Derived(survey, _related(survey, rows, kept), people(), _doubles(survey, kept))
    kept.save()
    return derived


def _digest(paper: Paper) -> bytes:
    """Return a digest of all of a paper that rules read."""
    return b"".join(map(digest_of_part, (paper.bibliographic, paper.derived, paper.provenance)))


class _Rows:
    """The vectors of a survey's papers, made when they are first asked for."""

    def __init__(self, survey: Survey, kept: KeptResults, meanwhile: Callable[[], object]) -> None:
        """Take the papers of a survey, whose features `kept` may have. `meanwhile` is called in this process while
        other processes find the features of papers.
        """
        self._papers, self._kept, self._meanwhile = survey.papers, kept, meanwhile
        self.digests = {it.id: digest_of_part(it.bibliographic) + digest_of_part(it.derived) for it in self._papers}
        self._rows: Rows | None = None

    def of_papers(self) -> Rows:
        """Return the vectors of the papers, in their order."""
        if self._rows is None:
            by_id = {paper.id: paper for paper in self._papers}

            def find(ids: Sequence[str]) -> dict[str, Features]:
                found = features_of([by_id[id] for id in ids], self._meanwhile)
                return dict(zip(ids, found, strict=True))

            features = self._kept.of_each("features", b"", self.digests, find)
            self._rows = unit_vectors([features[paper.id] for paper in self._papers])
        return self._rows


def _related(survey: Survey, rows: _Rows, kept: KeptResults) -> Digested[str, tuple[Related, ...]]:
    """Return the nearest papers of each paper, by its id. They are taken from `kept` if nothing changed, else found
    with the vectors of all papers in `rows`.
    """
    papers, names, count, vectors = survey.papers, shown_names(survey), survey.settings.related, survey.vectors
    digest = hashlib.blake2b(f"{count} {names}".encode(), digest_size=16)
    digest.update(vectors.model_dump_json().encode() if vectors else b"")
    digest.update(b"".join(rows.digests.values()))
    known_digest, (known_count, known_marks, plain) = kept.get("related") or (b"", (-1, {}, {}))
    if known_digest == digest.digest():
        return Digested(_as_records(plain), known_digest)
    marks = marks_of(papers, names, rows.of_papers(), vectors)
    known = Known(known_marks, marks, _as_records(plain)) if known_count == count else None
    related = relate(papers, names, count, vectors, rows.of_papers(), known)
    kept.put("related", digest.digest(), (count, marks, _as_plain(related)))
    return Digested(related, digest.digest())


_Plain = Mapping[str, Sequence[tuple[str, tuple[str, ...], bool, float, float]]]
"""The nearest papers of each paper as tuples, which are read in a third of the time that records take."""


def _as_plain(related: Mapping[str, tuple[Related, ...]]) -> _Plain:
    return {
        id: [(it.id, it.why, it.by_meaning, it.similarity, it.shared) for it in near] for id, near in related.items()
    }


def _as_records(plain: _Plain) -> dict[str, tuple[Related, ...]]:
    return {
        id: tuple(
            [
                Related.of_valid(id=other, why=why, by_meaning=by_meaning, similarity=similarity, shared=shared)
                for other, why, by_meaning, similarity, shared in near
            ]
        )
        for id, near in plain.items()
    }


def _people(survey: Survey, kept: KeptResults) -> Mapping[str, Person]:
    """Return all authors of a survey's papers, in the order in which lists show them; taken from `kept` if nothing
    changed.
    """
    known = b"".join(it.model_dump_json().encode() for it in survey.authors)
    named, listed = hashlib.blake2b(known, digest_size=16), hashlib.blake2b(digest_size=16)
    for paper in survey.papers:
        authors = paper.bibliographic
        named.update(repr((paper.id, authors.authors, authors.people)).encode())
        listed.update(repr(newest_first(paper)).encode())
    people = kept.of_all("people", named.digest(), lambda: _people_anew(survey, kept))
    # Most titles change the order of nobody's papers, so that it is noted apart from the people, who are very many.
    if kept.get("lists of people") != (listed.digest(), _digest_of_lists(people)):
        before, people = people, in_order_of_lists(people, survey.papers)
        if people != before:
            kept.put("people", named.digest(), people)
        kept.put("lists of people", listed.digest(), _digest_of_lists(people))
    return Digested(people, named.digest() + _digest_of_lists(people))


def _people_anew(survey: Survey, kept: KeptResults) -> dict[str, Person]:
    """Return all authors of a survey's papers; `kept` may have what their names tell, and has it afterwards."""
    before = kept.get("names of people")
    known: Mapping[str, Spelt] = before[1] if before else {}
    names: dict[str, Spelt] = {}

    def tell(name: str) -> Spelt:
        told = names.get(name)
        if told is None:
            told = names[name] = known.get(name) or spelt(name)
        return told

    people = people_in(survey, tell)
    if names.keys() != known.keys():
        kept.put("names of people", b"", names)
    return people


def _digest_of_lists(people: Mapping[str, Person]) -> bytes:
    """Return a digest of the papers of all people, in their order."""
    return hashlib.blake2b(repr([it.papers for it in people.values()]).encode(), digest_size=16).digest()


def _doubles(survey: Survey, kept: KeptResults) -> Doubles:
    """Return the papers that may stand twice in the survey, taken from `kept` if nothing that counts for it changed:
    what the source states of each paper, and of what a curator writes, which others it is, and which it is not.
    """
    digest = hashlib.blake2b(repr(survey.authors).encode(), digest_size=16)
    for paper in survey.papers:
        own = paper.digest
        said = f"{paper.id} {paper.former_ids} {own.same_as} {own.not_same_as} {paper.derived.terms} "
        digest.update(said.encode() + digest_of_part(paper.bibliographic) + digest_of_part(paper.provenance))
    return kept.of_all("doubles", digest.digest(), lambda: doubles_in(survey, _listed_twice(survey, kept)))


def _listed_twice(survey: Survey, kept: KeptResults) -> list[ListedTwice]:
    """Return the authors whom a paper lists a second time; `kept` may have them of each paper."""
    by_id = {paper.id: paper for paper in survey.papers}
    known = hashlib.blake2b(repr(survey.authors).encode(), digest_size=16).digest()

    def find(ids: Sequence[str]) -> dict[str, list[ListedTwice]]:
        return {id: [*listed_twice([by_id[id]], survey.authors)] for id in ids}

    digests = {id: digest_of_part(paper.bibliographic) for id, paper in by_id.items()}
    return [*chain.from_iterable(kept.of_each("listed twice", known, digests, find).values())]


def assemble_derived(derived: Derived) -> Catalogue:
    """Return the catalogue of a survey of which all has been derived."""
    survey = derived.survey
    catalogue = assemble(survey, derived.related, edition_of(survey), derived.people, derived.doubles)
    # What is known of a paper beside its record follows from titles, years and names, areas, mentions and neighbours.
    digest = hashlib.blake2b(derived.related.digest, digest_size=16)
    digest.update(repr((survey.taxonomy, survey.systems, [paper.id for paper in survey.papers])).encode())
    for paper in survey.papers:
        digest.update(digest_of_part(paper.bibliographic) + digest_of_part(paper.derived))
    places, mentions = (Digested(it, digest.digest()) for it in (catalogue.places, catalogue.mentions))
    return catalogue.model_copy(update={"places": places, "mentions": mentions})
