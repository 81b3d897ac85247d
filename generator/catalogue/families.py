"""Families of systems: follows a system to the family of which it is a version, and finds the versions that papers
name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..records.catalogue import Catalogue
from ..records.survey import System


def family_line(some_id: str, systems: Mapping[str, System]) -> Iterator[str]:
    """Yield an id, then the id of the system of which it is a version (its `family`), then that one's family, and so
    on. `systems` are all systems by id.

    `llava-1-5` gives `llava-1-5`, `llava`. An id that is no system's gives only itself. If families form a circle, the
    line ends before an id is repeated.
    """
    seen: set[str] = set()
    current: str | None = some_id
    while current and current not in seen:
        yield current
        seen.add(current)
        family = systems[current].family if current in systems else None
        current = family if family in systems else None


def named_versions(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Return for each system the ids, its own among them, of those of its versions that papers name; sorted.

    A system is left out if no paper names it or a version of it. If papers name LLaVA and LLaVA-1.5, `llava` maps to
    `("llava", "llava-1-5")` and `llava-1-5` to itself only.
    """
    named = {
        mention.id for mentions in catalogue.mentions.values() for mention in mentions if mention.target == "system"
    }
    versions: dict[str, list[str]] = {}
    for system_id in sorted(named):
        for ancestor in family_line(system_id, catalogue.systems):
            versions.setdefault(ancestor, []).append(system_id)
    return {system_id: tuple(ids) for system_id, ids in versions.items()}


def has_page(catalogue: Catalogue, system: System) -> bool:
    """Return whether a system has a page: at least `system_pages_from` papers name it or a version of it."""
    return len(catalogue.named_by.get(system.id, ())) >= catalogue.settings.system_pages_from


def nearest_with_page(catalogue: Catalogue, system_id: str) -> str | None:
    """Return the id of the first system in the family line that has a page: the system's own, else its family's, and so
    on; None if none has.
    """
    systems = catalogue.systems
    line = family_line(system_id, systems)
    return next((some_id for some_id in line if some_id in systems and has_page(catalogue, systems[some_id])), None)
