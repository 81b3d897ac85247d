"""Which papers use a system or another paper, for what, and which paper introduced it.

A paper that builds on LLaVA-1.5 uses LLaVA too: a use of a version is a use of its family.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from ..records.catalogue import Catalogue
from ..records.evidence import Evidence, EvidenceKey
from ..records.paper import Introduced, Paper
from ..records.relations import USES
from ..records.survey import System
from ..text.folding import folded
from .assemble import newest_first
from .families import family_line

FIELDS = tuple(use.field for use in sorted(USES, key=lambda use: use.closeness))
"""The fields of a record that list what its paper uses, the closest use first."""
_MEASURE_FIELDS = tuple(use.field for use in sorted(USES, key=lambda use: use.closeness_of_measures))
"""The same, for what papers are measured on: data sets, benchmarks, metrics, tasks."""
_MEASURES = frozenset({"dataset", "benchmark", "metric", "task"})


class UsageIndex:
    """Which papers of a catalogue use a system or a paper, for what, and which introduced it."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Collect from all records which papers use which systems and papers, and what they introduce."""
        self._catalogue = catalogue
        self._papers = {paper.id: paper for paper in catalogue.papers}
        self._fields: dict[str, dict[str, list[str]]] = {}
        """System or paper id, to paper id, to the fields in which that paper's record lists it."""
        self.introduced: dict[str, list[tuple[str, Introduced]]] = {}
        """Folded name, to the id of each paper that introduces a thing of that name, and the thing."""
        self._named: dict[str, list[str]] = {}
        """Folded name, to the ids of the systems of that name."""
        for system in catalogue.systems.values():
            for name in dict.fromkeys(folded(name) for name in (system.name, *system.aliases)):
                self._named.setdefault(name, []).append(system.id)
        closest_first = sorted(USES, key=lambda use: use.closeness)
        for paper in catalogue.papers:
            for use in closest_first:
                for some_id in use.ids_of(paper):
                    for used in family_line(some_id, catalogue.systems):
                        fields = self._fields.setdefault(used, {}).setdefault(paper.id, [])
                        fields += [] if use.field in fields else [use.field]
            for thing in paper.derived.introduces:
                self.introduced.setdefault(folded(thing.name), []).append((paper.id, thing))

    @cached_property
    def _mentioned_by(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return the papers whose texts name each paper, by its id, each with the spelling there."""
        found: dict[str, list[tuple[str, str]]] = {}
        for paper_id, named in self._catalogue.mentions.items():
            for mention in named:
                if mention.target == "paper":
                    found.setdefault(mention.id, []).append((paper_id, mention.as_))
        return found

    def of(self, some_id: str) -> Mapping[str, Sequence[str]]:
        """Return the papers whose records list a system (or a version of it) or another paper, which has the id
        `some_id`: from paper id to the names of the fields that list it, such as `builds_on`. Empty if none does.
        """
        return self._fields.get(some_id, {})

    def by_use(self, system: System, paper_ids: Sequence[str]) -> list[tuple[str, list[str]]]:
        """Return papers grouped by the closest use of the system that their records state, as pairs of a field and
        paper ids.

        The papers of a group stay in the order given. Those whose records state no use are the last group, with the
        field `""`. Empty groups are left out.
        """
        order = _MEASURE_FIELDS if system.kind in _MEASURES else FIELDS
        groups: dict[str, list[str]] = {field: [] for field in (*order, "")}
        stated = self.of(system.id)
        for paper_id in paper_ids:
            fields = stated.get(paper_id, ())
            groups[next((field for field in order if field in fields), "")].append(paper_id)
        return [(field, ids) for field, ids in groups.items() if ids]

    def introducers(self, system: System) -> list[str]:
        """Return the sorted ids of the papers that introduce something with the system's name or one of its aliases."""
        names = {folded(name) for name in (system.name, *system.aliases)} - {""}
        return sorted({paper_id for name in names for paper_id, _ in self.introduced.get(name, ())})

    def users(self, paper: Paper, thing: Introduced) -> list[str]:
        """Return the ids of the other papers that use or name `thing`, which `paper` introduces; the newest first.

        If the thing has the paper's own name, every mention of the paper counts, and every record that lists the paper
        in one of `FIELDS`. For any other thing, only mentions that spell its name count. In both cases, papers that
        name a system with that name count too.
        """
        name = folded(thing.name)
        is_namesake = folded(paper.derived.name or "") == name
        mentions = self._mentioned_by.get(paper.id, ())
        users = {other for other, as_ in mentions if is_namesake or folded(as_) == name}
        users |= set(self.of(paper.id)) if is_namesake else set()
        for system in self._named.get(name, ()):
            users |= set(self._catalogue.named_by.get(system, ()))
        return sorted(users - {paper.id}, key=lambda user: newest_first(self._papers[user]))

    def evidence(self, system_id: str, paper_id: str) -> Evidence | None:
        """Return the evidence that a paper names the system or a version of it; None if no phrase is stored.

        If the paper mentions several versions, the first mention in its record counts.
        """
        paper = self._papers[paper_id]
        for mention in paper.derived.mentions:
            evidence = paper.derived.evidence.get(EvidenceKey("mentions", mention.id))
            if evidence and evidence.phrase and system_id in family_line(mention.id, self._catalogue.systems):
                return evidence
        return None
