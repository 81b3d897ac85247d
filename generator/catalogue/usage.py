"""Who introduces the things that papers name, and what each paper does with them.

A paper that builds on LLaVA-1.5 uses LLaVA too: what is said of a version holds for its family.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..records.catalogue import Catalogue
from ..records.evidence import Evidence, EvidenceKey
from ..records.paper import Introduced, Paper
from ..records.relations import USES
from ..records.survey import System
from ..text.folding import folded
from .assemble import newest_first
from .families import family_line

FIELDS = tuple(use.field for use in sorted(USES, key=lambda use: use.closeness))
"""What a record says that its paper does with a thing, the closest use first."""
_FIELDS_OF_MEASURES = tuple(use.field for use in sorted(USES, key=lambda use: use.closeness_of_measures))


class Uses:
    """The catalogue by what is used and by who introduced it, made once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._papers = {paper.id: paper for paper in catalogue.papers}
        self._fields: dict[str, dict[str, list[str]]] = {}
        """By system or paper, the fields in which each paper names it."""
        self.introduced: dict[str, list[tuple[str, Introduced]]] = {}
        """By folded name, the papers that introduce a thing of that name."""
        self._named: dict[str, list[str]] = {}
        """By folded name, the systems of that name."""
        for system in catalogue.systems.values():
            for name in dict.fromkeys(folded(it) for it in (system.name, *system.aliases)):
                self._named.setdefault(name, []).append(system.id)
        for paper in catalogue.papers:
            for use in sorted(USES, key=lambda use: use.closeness):
                for some_id in use.ids_of(paper):
                    for used in family_line(some_id, catalogue.systems):
                        fields = self._fields.setdefault(used, {}).setdefault(paper.id, [])
                        fields += [] if use.field in fields else [use.field]
            for thing in paper.introduces:
                self.introduced.setdefault(folded(thing.name), []).append((paper.id, thing))

    def of(self, some_id: str) -> Mapping[str, Sequence[str]]:
        """By paper, the fields in which it names a system, a version of it, or a paper."""
        return self._fields.get(some_id, {})

    def by_use(self, system: System, paper_ids: Sequence[str]) -> list[tuple[str, list[str]]]:
        """The papers by the closest use that their records state, those that only name the system last, as ""."""
        order = _FIELDS_OF_MEASURES if system.kind in {"dataset", "benchmark", "metric", "task"} else FIELDS
        found: dict[str, list[str]] = {field: [] for field in (*order, "")}
        stated = self.of(system.id)
        for paper_id in paper_ids:
            fields = stated.get(paper_id, ())
            found[next((field for field in order if field in fields), "")].append(paper_id)
        return [(field, ids) for field, ids in found.items() if ids]

    def introducers(self, system: System) -> list[str]:
        """Papers of the survey that introduce something of the system's name, by id."""
        names = {folded(name) for name in (system.name, *system.aliases)} - {""}
        return sorted({paper_id for name in names for paper_id, _ in self.introduced.get(name, ())})

    def users(self, paper: Paper, thing: Introduced) -> list[str]:
        """Other papers that speak of what a paper introduces, newest first.

        To name the paper is to speak of the thing that it is named after; of another thing, only by its name.
        """
        places = self._catalogue.places
        own = folded(thing.name)
        bears = folded(paper.name or "") == own
        place = places.get(paper.id)
        found = {
            other
            for other in (place.mentioned_by if place else ())
            for mention in places[other].mentions
            if mention.id == paper.id and (bears or folded(mention.as_) == own)
        }
        found |= set(self.of(paper.id)) if bears else set()
        for system in self._named.get(own, ()):
            found |= set(self._catalogue.named_by.get(system, ()))
        return sorted(found - {paper.id}, key=lambda it: newest_first(self._papers[it]))

    def evidence(self, system_id: str, paper_id: str) -> Evidence | None:
        """Why the paper is said to name the system or a version of it: the first phrase found."""
        paper = self._papers[paper_id]
        for mention in paper.mentions:
            found = paper.evidence.get(EvidenceKey("mentions", mention.id))
            if found and found.phrase and system_id in family_line(mention.id, self._catalogue.systems):
                return found
        return None
