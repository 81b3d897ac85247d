"""Makes only those pages that would differ from the ones of an earlier build.

A build notes which entries of the catalogue each page was made from (`rendering.reads`), with their digests. The next
build computes the digests again; a page is kept if no entry that it was made from has changed, and its file is as it
was.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from ...build.write import Content, Staging
from ...cache import Cache
from ...processes import batches
from ..context import Site
from ..render import Unit, page_units, render_unit
from ..rendering.noted import Digests, NotedSite
from ..rendering.reads import Leaf, widened

_FEW = 100
"""Pages that are one task at least."""
_STATE = "pages"


class _Made(NamedTuple):
    """What is known of pages that are made together: the numbers of the entries that were read, and the paths."""

    read: array[int]
    paths: tuple[str, ...]


class _State(NamedTuple):
    """What a build leaves: `shared` is the digest of what all pages read, `units` are by the path of their first
    page.
    """

    shared: bytes
    leaves: Sequence[Leaf]
    digests: Sequence[bytes]
    units: Mapping[str, _Made]


class Part(NamedTuple):
    """The result of a task: files by path, and which entries each was made from."""

    files: Mapping[str, Content]
    state: _State


class KeptPages:
    """The pages of a build; those that must be made are written to `staging`."""

    def __init__(self, site: Site, digests: Digests, cache: Cache, staging: Staging) -> None:
        """Determine which pages must be made, from what the last build left in `cache`."""
        self._cache, self._staging, self._standing = cache, staging, staging.standing
        self._digests = digests
        self._units = {unit.first: unit for unit in page_units(site)}
        before: _State | None = cache.get(_STATE)
        self._kept = self._still_true(before) if before and before.shared == self._digests.shared else {}
        self._before = before
        self._noted = NotedSite(site)

    def _still_true(self, before: _State) -> dict[str, _Made]:
        """The pages that need not be made."""
        of = self._digests.of
        changed = {number for number, leaf in enumerate(before.leaves) if of(leaf) != before.digests[number]}
        return {
            name: made
            for name, made in before.units.items()
            if name in self._units
            and changed.isdisjoint(made.read)
            and all(path in self._standing for path in made.paths)
        }

    def tasks(self) -> list[Callable[[], Part]]:
        """Return functions that make the pages which must be made, the longest first."""
        units = [unit for name, unit in self._units.items() if name not in self._kept]
        lists = [[unit] for unit in units if not unit.is_one_of_many]
        many = [unit for unit in units if unit.is_one_of_many]
        return [partial(self._make, part) for part in (*lists, *(many[part] for part in batches(len(many), _FEW)))]

    def _make(self, units: Iterable[Unit]) -> Part:
        files: dict[str, Content] = {}
        numbers: dict[Leaf, int] = {}
        made: dict[str, _Made] = {}
        for unit in units:
            pages, leaves = self._noted.reads.during(partial(render_unit, self._noted, unit))
            read = widened(leaves, self._digests.whole)
            files |= self._staging.put(pages)
            made[unit.first] = _Made(array("I", (numbers.setdefault(it, len(numbers)) for it in read)), tuple(pages))
        return Part(files, _State(b"", list(numbers), [self._digests.of(leaf) for leaf in numbers], made))

    def files(self, parts: Sequence[Part]) -> dict[str, Content]:
        """Return all pages by path, given the results of `tasks`, and store in the cache what the next build needs."""
        kept = _State(b"", (), (), self._kept)
        if self._kept and self._before:
            kept = self._before._replace(units=self._kept)
        if parts or len(kept.units) != len(self._before.units if self._before else ()):
            self._cache.put(_STATE, _joined(self._digests.shared, [kept, *(part.state for part in parts)]))
            self._cache.save()
        found: dict[str, Content] = {path: self._standing[path] for made in self._kept.values() for path in made.paths}
        for part in parts:
            found |= part.files
        return found


def _joined(shared: bytes, states: Iterable[_State]) -> _State:
    """Several states as one, in which each entry has one number, and only those that are read have one."""
    numbers: dict[Leaf, int] = {}
    digests: list[bytes] = []
    units: dict[str, _Made] = {}
    for state in states:
        new: dict[int, int] = {}
        for name, made in state.units.items():
            for old in made.read:
                if old not in new:
                    leaf = state.leaves[old]
                    if leaf not in numbers:
                        numbers[leaf] = len(numbers)
                        digests.append(state.digests[old])
                    new[old] = numbers[leaf]
            units[name] = _Made(array("I", map(new.__getitem__, made.read)), made.paths)
    return _State(shared, list(numbers), digests, units)
