"""Families of systems: LLaVA-1.5 is a version of LLaVA. Follows a system to its family, and finds the versions that
papers name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..records.catalogue import Catalogue
from ..records.survey import System


def family_line(some_id: str, systems: Mapping[str, System]) -> Iterator[str]:
    """Yield an id, then the system of which it is a version (its `family`), then the family of that, and so on.

    `llava-1-5` gives `llava-1-5`, `llava`. An id that is no system gives only itself. If families form a circle, it
    ends before an id comes a second time.
    """
    seen: set[str] = set()
    current: str | None = some_id
    while current and current not in seen:
        yield current
        seen.add(current)
        family = systems[current].family if current in systems else None
        current = family if family in systems else None


def named_versions(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Return for each system id the ids, out of the system and its versions, that papers name; sorted.

    A system is missing if no paper names it or a version of it. If papers name LLaVA and LLaVA-1.5, `llava` maps to
    `("llava", "llava-1-5")`, and `llava-1-5` to itself only.
    """
    named = {
        mention.id
        for context in catalogue.places.values()
        for mention in context.mentions
        if mention.target == "system"
    }
    versions: dict[str, list[str]] = {}
    for system_id in sorted(named):
        for ancestor in family_line(system_id, catalogue.systems):
            versions.setdefault(ancestor, []).append(system_id)
    return {system_id: tuple(ids) for system_id, ids in versions.items()}


def has_page(catalogue: Catalogue, system: System) -> bool:
    """Whether a system has a page: whether at least `system_pages_from` papers name it or a version of it."""
    return len(catalogue.named_by.get(system.id, ())) >= catalogue.settings.system_pages_from


def nearest_with_page(catalogue: Catalogue, system_id: str) -> str | None:
    """Return the id of the first system in the family line that has a page: the system itself, else its family, and so
    on; None if there is none.
    """
    systems = catalogue.systems
    line = family_line(system_id, systems)
    return next((some_id for some_id in line if some_id in systems and has_page(catalogue, systems[some_id])), None)
