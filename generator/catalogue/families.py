"""Versions of a system: which family each belongs to, and which of them papers name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..records.catalogue import Catalogue
from ..records.survey import System


def family_line(some_id: str, systems: Mapping[str, System]) -> Iterator[str]:
    """The id itself, then its family, that one's family, …; a circle ends where it began."""
    seen: set[str] = set()
    current: str | None = some_id
    while current and current not in seen:
        yield current
        seen.add(current)
        family = systems[current].family if current in systems else None
        current = family if family in systems else None


def named_versions(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """A system's id to those that papers name of it and its versions, by id."""
    found: dict[str, list[str]] = {}
    named = {it.id for place in catalogue.places.values() for it in place.mentions if it.target == "system"}
    for system_id in sorted(named):
        for ancestor in family_line(system_id, catalogue.systems):
            found.setdefault(ancestor, []).append(system_id)
    return {system_id: tuple(ids) for system_id, ids in found.items()}
