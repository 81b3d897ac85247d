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


def has_page(catalogue: Catalogue, system: System) -> bool:
    """Whether enough papers name the system, or a version of it, for a page of its own (`system_pages_from`)."""
    return len(catalogue.named_by.get(system.id, ())) >= catalogue.settings.system_pages_from


def nearest_with_page(catalogue: Catalogue, system_id: str) -> str | None:
    """The system, or else the nearest of its family line, that has a page."""
    systems = catalogue.systems
    line = family_line(system_id, systems)
    return next((some_id for some_id in line if some_id in systems and has_page(catalogue, systems[some_id])), None)
