"""Makes only those pages that would differ from the ones of an earlier build.

A build notes which entries of the catalogue each page was made from (`rendering.reads`), with their digests. The next
build computes the digests again; a page is kept if no entry that it was made from has changed, and its file is as it
was. Of a long list only those pages are made that show anything else than before.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from ...build.staging import Content, Staging, hash_of
from ...cache import Cache
from ...catalogue.addresses import Address
from ...processes import batches
from ..context import Site
from ..heads.page import Record
from ..render import ToRender, Unit, page_units, render_page
from ..rendering.noted import Digests, NotedSite
from ..rendering.reads import ALL, Asked, Leaf, digest_of, widened

_FEW = 100
"""Pages that are one task at least."""
_SELDOM = 10
"""How many times as many pages must be kept as made for their notes to stay as they are."""
_STATE = "pages"


class _Made(NamedTuple):
    """What is known of a unit, which is one page or several that are made together. `read` has the numbers of the
    entries of the catalogue that were read for it, `paths` are its pages and `hashes` those of their content: a build
    may have made them and published none, since something else had an error. If the unit is a list of several pages,
    `listed` has what is known of each of them, in the same order.
    """

    read: array[int]
    paths: tuple[str, ...]
    hashes: tuple[str, ...]
    listed: tuple[_Listed, ...] = ()

    def all_reads(self) -> Iterator[array[int]]:
        """Yield the numbers of all that was read, for the pages together and for each of them."""
        yield self.read
        yield from (it.read for it in self.listed)

    def renumbered(self, new: Sequence[int]) -> _Made:
        """Return the same, with the new numbers of the entries by their old ones."""
        listed = tuple(it._replace(read=array("I", map(new.__getitem__, it.read))) for it in self.listed)
        return self._replace(read=array("I", map(new.__getitem__, self.read)), listed=listed)


class _Listed(NamedTuple):
    """What is known of one page of a list. `own` is a digest of what the list gives the page to show, empty if that is
    not known; `read` has the numbers of the entries of the catalogue that were read for this page alone. `made` says
    how it was made: the template, the function that makes its data, and that function's arguments.
    """

    own: bytes
    read: array[int]
    made: tuple[str, Callable[..., Record], Sequence[object]] | None


class _State(NamedTuple):
    """What a build leaves: `shared` is the digest of what all pages read, `whole` are those of large tables, `units`
    are by the path of their first page.
    """

    shared: bytes
    whole: Mapping[str, bytes]
    leaves: Sequence[Leaf]
    digests: Sequence[bytes]
    units: Mapping[str, _Made]


class Part(NamedTuple):
    """The result of a task: files by path, and which entries each was made from."""

    files: Mapping[str, Content]
    state: _State


class _Numbers(dict[Leaf, int]):
    """The numbers of entries, in the order in which they were first asked for."""

    def __missing__(self, leaf: Leaf) -> int:
        """Return the next number, now that of the entry `leaf`."""
        number = self[leaf] = len(self)
        return number


class KeptPages:
    """The pages of a build; those that must be made are written to `staging`."""

    def __init__(
        self, site: Site, digests: Digests, cache: Cache, staging: Staging, answers: Asked | None = None
    ) -> None:
        """Determine which pages must be made, from what the last build left in `cache` and from the `digests` of the
        catalogue's entries. `answers` may have what it found out of all papers.
        """
        self._cache, self._staging, self._standing = cache, staging, staging.standing
        self._digests = digests
        self._units = {unit.first: unit for unit in page_units(site)}
        before: _State | None = cache.get(_STATE)
        self._before = before if before and before.shared == digests.shared else _State(b"", {}, (), (), {})
        self._whole = {table: digests.of((table, ALL)) for table in digests.large}
        same = self._whole.items() & self._before.whole.items()
        self._changed = {*_changed(self._before, digests, {table for table, _ in same})}
        self._kept = {name: made for name, made in self._before.units.items() if self._is_true(name, made)}
        self.are_many = 2 * len(self._kept) < len(self._units)
        """Whether more pages must be made than are kept."""
        self._noted = NotedSite(site, answers)

    def _is_true(self, name: str, made: _Made) -> bool:
        """Return whether a unit that the last build made, whose first page has the path `name`, would be made equal and
        still has all its files.
        """
        return (
            name in self._units
            and all(self._changed.isdisjoint(read) for read in made.all_reads())
            and all(map(self._stands, made.paths, made.hashes))
        )

    def _stands(self, path: str, hashed: str) -> bool:
        """Return whether the docs folder has a page with this content, given by its hash, at a path."""
        return path in self._standing and self._standing[path].digest == hashed

    def _pages(self, unit: Unit) -> tuple[Sequence[ToRender], Collection[Leaf]]:
        """Return the pages of a unit, still to be rendered, and the entries of the catalogue that were read to find out
        which there are. Nothing is read if the last build read the same of a list.
        """
        made = self._before.units.get(unit.first)
        if made and made.listed and all(it.made for it in made.listed) and self._changed.isdisjoint(made.read):
            known = [(path, *it.made) for path, it in zip(made.paths, made.listed, strict=True) if it.made]
            pages = [ToRender(Address(path), name, partial(make, self._noted, *own)) for path, name, make, own in known]
            return pages, self._leaves(made.read)
        return self._noted.reads.during(lambda: [*unit.make(self._noted)])

    def _leaves(self, read: Iterable[int]) -> list[Leaf]:
        return [self._before.leaves[number] for number in read]

    def _kept_of_list(self, unit: Unit) -> Mapping[str, _Listed]:
        """Return the notes on those pages of a list, by path, that need not be made if the list still gives them the
        same to show.
        """
        made = self._before.units.get(unit.first)
        pages = zip(made.paths, made.hashes, made.listed, strict=False) if made else ()
        return {
            path: it for path, hashed, it in pages if self._stands(path, hashed) and self._changed.isdisjoint(it.read)
        }

    def tasks(self) -> list[Callable[[], Part]]:
        """Return functions that make the pages which must be made, the longest first."""
        units = [unit for name, unit in self._units.items() if name not in self._kept]
        lists = [[unit] for unit in units if not unit.is_one_of_many]
        many = [unit for unit in units if unit.is_one_of_many]
        return [partial(self._make, part) for part in (*lists, *(many[part] for part in batches(len(many), _FEW)))]

    def _make(self, units: Iterable[Unit]) -> Part:
        files: dict[str, Content] = {}
        numbers = _Numbers()
        made: dict[str, _Made] = {}

        def numbered(leaves: Iterable[Leaf]) -> array[int]:
            return array("I", map(numbers.__getitem__, leaves))

        for unit in units:
            pages, head = self._pages(unit)
            known = self._kept_of_list(unit)
            listed: list[tuple[ToRender, bytes, Collection[Leaf]]] = []
            for page in pages:
                path, own = page.address.path, digest_of(page.own) if page.own is not None else b""
                kept = known.get(path)
                if kept and own and kept.own == own:
                    files[path] = self._standing[path]
                    listed.append((page, own, self._leaves(kept.read)))
                else:
                    text, read = self._noted.reads.during(partial(render_page, self._noted, page))
                    files.update(self._staging.put({path: text}))
                    listed.append((page, own, widened(read, self._digests.whole)))
            paths = tuple(page.address.path for page in pages)
            notes: tuple[_Listed, ...] = ()
            if len(pages) == 1:
                head = {*head, *listed[0][2]}
            else:
                notes = tuple(_Listed(own, numbered(read), _how_made(page)) for page, own, read in listed)
            hashes = tuple(hash_of(files[path]) for path in paths)
            made[unit.first] = _Made(numbered(widened(head, self._digests.whole)), paths, hashes, notes)
        return Part(files, _State(b"", {}, list(numbers), [self._digests.of(leaf) for leaf in numbers], made))

    def files(self, parts: Sequence[Part]) -> dict[str, Content]:
        """Return all pages by path. `parts` are the results of `tasks`."""
        found: dict[str, Content] = {path: self._standing[path] for made in self._kept.values() for path in made.paths}
        for part in parts:
            found |= part.files
        return found

    def remember(self, parts: Sequence[Part]) -> None:
        """Store in the cache what the next build needs. `parts` are the results of `tasks`."""
        kept = self._before._replace(shared=self._digests.shared, whole=self._whole, units=self._kept)
        if parts or len(kept.units) != len(self._before.units):
            made = sum(len(part.state.units) for part in parts)
            states = [part.state for part in parts]
            joined = _with(kept, states) if made * _SELDOM < len(self._kept) else _joined(kept, states)
            self._cache.put(_STATE, joined)
            self._cache.save()


def _changed(before: _State, digests: Digests, same: Collection[str]) -> Iterator[int]:
    """Yield the numbers of the entries of the catalogue that are not as they were `before`. Those of tables that are
    the `same` need not be asked.
    """
    for number, (leaf, digest) in enumerate(zip(before.leaves, before.digests, strict=True)):
        if leaf[0] not in same and digests.of(leaf) != digest:
            yield number


def _how_made(page: ToRender) -> tuple[str, Callable[..., Record], Sequence[object]] | None:
    return (page.template, page.record.func, page.own) if isinstance(page.record, partial) and page.own else None


def _with(kept: _State, states: Iterable[_State]) -> _State:
    """Return the state `kept` with a few further `states` put into it. Entries that no page reads any more keep their
    numbers until a build makes many pages.
    """
    numbers = {leaf: number for number, leaf in enumerate(kept.leaves)}
    digests = [*kept.digests]
    units = {**kept.units}
    for state in states:
        new = array("I", (numbers.setdefault(leaf, len(numbers)) for leaf in state.leaves))
        digests += [b""] * (len(numbers) - len(digests))
        for number, digest in zip(new, state.digests, strict=True):
            digests[number] = digest
        units |= {name: made.renumbered(new) for name, made in state.units.items()}
    return _State(kept.shared, kept.whole, list(numbers), digests, units)


def _joined(kept: _State, made: Sequence[_State]) -> _State:
    """Return what is kept, and the states of the pages that were made, as one. In it each entry of the catalogue has
    one number, and an entry that no page reads has none.
    """
    still_read = sorted({old for made in kept.units.values() for read in made.all_reads() for old in read})
    numbers = _Numbers({kept.leaves[old]: number for number, old in enumerate(still_read)})
    digests = [kept.digests[old] for old in still_read]
    renumbered = array("I", bytes(4 * len(kept.leaves)))
    for number, old in enumerate(still_read):
        renumbered[old] = number
    units = {name: its.renumbered(renumbered) for name, its in kept.units.items()}
    for state in made:
        known = len(numbers)
        new = array("I", map(numbers.__getitem__, state.leaves))
        digests += [digest for number, digest in zip(new, state.digests, strict=True) if number >= known]
        units |= {name: its.renumbered(new) for name, its in state.units.items()}
    return _State(kept.shared, kept.whole, list(numbers), digests, units)
