"""Derives what rules say of a survey's papers, and what is known of all papers together: coordinates on the map, the
nearest papers of each, and who wrote them.

A later build has it from a cache, if nothing has changed that rules read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from .build.keys import digest_code
from .cache import Cache
from .catalogue.assemble import assemble, edition_of, people_in
from .catalogue.labels import shown_names
from .catalogue.map.update import complete_map
from .catalogue.neighbours import relate
from .derive import fill_missing
from .derive.reclassify import apply_taxonomy
from .records.bulk import digest_of_part, without_collecting
from .records.catalogue import Catalogue, Person, Related
from .records.survey import Survey

_FEW = 100
"""Papers of a survey from which on it takes longer to derive anew than to look whether that is needed."""


class Derived(NamedTuple):
    """A survey with what today's rules say of its papers and with a place on the map for each; the nearest papers of
    each; and who wrote them.
    """

    survey: Survey
    related: Mapping[str, tuple[Related, ...]]
    people: Mapping[str, Person]


def with_own_map(derived: Survey, survey: Survey) -> Survey:
    """Return a derived survey with the coordinates that stand in map.yml, which alone can be wrong."""
    return derived.model_copy(update={"coordinates": survey.coordinates})


@without_collecting()
def derive_survey(survey: Survey, folder: Path) -> Derived:
    """Return what is derived of the survey in a folder: as a build before found it, if nothing has changed that rules
    read. No rule reads what a curator writes of a paper in words.

    A survey of 100 papers or more writes what it finds to the folder's `.cache`.
    """
    if len(survey.papers) < _FEW:
        return _derive(survey)
    cache, key = Cache(folder, "derived", digest_code()), _digest_of_what_rules_read(survey)
    known = cache.get("derived")
    if known and known[0] == key:
        _, changed, coordinates, related, people = known
        papers = (it.model_copy(update={"derived": changed[it.id]}) if it.id in changed else it for it in survey.papers)
        survey = survey.model_copy(update={"papers": tuple(papers), "coordinates": coordinates})
        return Derived(survey, related, people)
    derived = _derive(survey)
    pairs = zip(survey.papers, derived.survey.papers, strict=True)
    changed = {new.id: new.derived for old, new in pairs if new is not old}
    cache.put("derived", (key, changed, derived.survey.coordinates, derived.related, derived.people))
    cache.save()
    return derived


def _derive(survey: Survey) -> Derived:
    survey = complete_map(fill_missing(apply_taxonomy(survey)))
    related = relate(survey.papers, shown_names(survey), survey.settings.related, survey.vectors)
    return Derived(survey, related, people_in(survey))


def _digest_of_what_rules_read(survey: Survey) -> str:
    digest = hashlib.sha256(f"{survey.settings.related} {survey.taxonomy.model_dump_json()}".encode())
    digest.update("".join(it.model_dump_json() for it in (*survey.systems, *survey.authors)).encode())
    digest.update(survey.vectors.model_dump_json().encode() if survey.vectors else b"")
    digest.update(repr(survey.coordinates).encode())
    for paper in survey.papers:
        digest.update(f"\0{paper.id}\0".encode())
        for part in (paper.bibliographic, paper.derived, paper.provenance):
            digest.update(digest_of_part(part))
    return digest.hexdigest()


def assemble_derived(derived: Derived) -> Catalogue:
    """Return the catalogue of a survey of which all has been derived."""
    return assemble(derived.survey, derived.related, edition_of(derived.survey), derived.people)
