"""Takes the trees of SQLite's file format apart and puts them together, page by page.

A file of SQLite is a row of pages of 4,096 bytes, numbered from 1. Each table and each index is a tree of them
(https://www.sqlite.org/fileformat2.html): leaves hold the rows, interior pages say which page is below. Pages name one
another by number, so that a tree is moved into another file by adding to these numbers.

    interior   kind 0 0 cells start 0 last │ places of cells │ … │ page key │ page key │ …
    leaf       kind 0 0 cells start 0      │ places of cells │ … │ length rowid row [overflow] │ …
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

PAGE: Final = 4096
"""Bytes of a page."""
_INTERIOR_INDEX, _INTERIOR_TABLE, _LEAF_INDEX, _LEAF_TABLE = 2, 5, 10, 13
_MOST_IN_TABLE: Final = PAGE - 35
_MOST_IN_INDEX: Final = (PAGE - 12) * 64 // 255 - 23
"""The most bytes of a row, or of an entry of an index, that lie on its page; of a longer one, the rest is on overflow
pages, each of which names the next one in its first four bytes."""
_LEAST: Final = (PAGE - 12) * 32 // 255 - 23
_CHILDREN: Final = 250
"""Pages below an interior page that is made here; as many have room for the longest keys."""
_COUNT: Final = 28
"""Where a file says how many pages it has."""
_VERSION_OF_LIBRARY: Final = 96
"""Where a file notes which version of SQLite wrote it last; nothing reads it."""
_NUMBER: Final = struct.Struct(">I")


class Leaf(NamedTuple):
    """A page with rows of a table: the page's number, and the rowid of its last row."""

    page: int
    last: int


class Tree(NamedTuple):
    """Pages that lie one behind the other. In them, a page has the number of its place, from 0; `pointers` are the
    places of these numbers, in bytes. `leaves` are the pages with rows, in order; none in the tree of an index.
    """

    pages: bytes
    pointers: array[int]
    leaves: Sequence[Leaf]

    def moved(self, first: int) -> bytes:
        """Return the pages with the numbers that they have in a file whose page `first` is the first of them."""
        pages = np.frombuffer(self.pages, np.uint8).copy()
        places = np.frombuffer(self.pointers, np.uint32)[:, None] + np.arange(4)
        numbers = pages[places].copy().view(">u4") + np.uint32(first)
        pages[places] = numbers.astype(">u4").view(np.uint8)
        return pages.tobytes()

    def leaves_moved(self, first: int) -> Iterator[Leaf]:
        """Yield the leaves of the moved pages."""
        return (Leaf(first + page, last) for page, last in self.leaves)


class Assembled:
    """A file of SQLite into which the trees of some tables and indexes are put that have no rows in it yet."""

    def __init__(self, begun: bytes, roots: Mapping[str, int]) -> None:
        """Take the file, and for each table and index, by name, the page at which it begins."""
        self._begun, self._roots = bytearray(begun), roots
        self._parts: list[bytes] = []
        self._count = len(begun) // PAGE

    def put_index(self, name: str, tree: Tree) -> None:
        """Put the tree of an index into the place that it has."""
        self._put_first(self._roots[name], tree)

    def put_table(self, name: str, trees: Sequence[Tree], after: int = 0) -> None:
        """Put leaves of a table into the place that it has, in their order. They follow those rows that the table has;
        `after` is the rowid of the last of these, 0 if it has none.
        """
        root = self._roots[name]
        if not after and sum(len(tree.leaves) for tree in trees) == 1:
            self._put_first(root, *trees)
            return
        leaves: list[Leaf] = []
        if after and trees:
            self._add(bytes(self._begun[(root - 1) * PAGE : root * PAGE]))
            leaves.append(Leaf(self._count, after))
        for tree in trees:
            leaves += tree.leaves_moved(self._count + 1)
            self._add(tree.moved(self._count + 1))
        if len(leaves) > 1:
            pages, top = interior_pages(leaves, self._count + 1)
            self._add(b"".join(pages))
            self._set(root, top)

    def whole(self) -> bytes:
        """Return the bytes of the file, without the version of the library that wrote it."""
        _NUMBER.pack_into(self._begun, _COUNT, self._count)
        _NUMBER.pack_into(self._begun, _VERSION_OF_LIBRARY, 0)
        return b"".join((self._begun, *self._parts))

    def _put_first(self, root: int, tree: Tree) -> None:
        """Put the first page of a tree, which no other names, into the place of the page `root`."""
        pages = tree.moved(self._count)
        self._set(root, pages[:PAGE])
        self._add(pages[PAGE:])

    def _set(self, number: int, page: bytes) -> None:
        self._begun[(number - 1) * PAGE : number * PAGE] = page

    def _add(self, pages: bytes) -> None:
        self._parts.append(pages)
        self._count += len(pages) // PAGE


def leaves_of_table(data: bytes, root: int) -> Tree:
    """Return the leaves of a table, with their overflow pages. `data` is a file of SQLite, `root` the page at which the
    table begins, as `sqlite_schema` has it.
    """
    return _taken(data, root, of_table=True)


def tree_of_index(data: bytes, root: int) -> Tree:
    """Return the tree of an index, or of a table without rowids, which is like one; the page at which it begins is the
    first. `data` and `root` are as in `leaves_of_table`.
    """
    return _taken(data, root, of_table=False)


def _taken(data: bytes, root: int, *, of_table: bool) -> Tree:
    kept: list[int] = []
    named: list[tuple[int, int]] = []
    """Of each number of a page: where it stands in `data`, and the number."""
    leaves: list[Leaf] = []
    waiting = [root]
    while waiting:
        number = waiting.pop()
        below, overflows, last = _page(data, number)
        waiting += [page for _, page in reversed(below)]
        if of_table and below:
            continue  # what leads to the leaves is made anew
        if of_table:
            leaves.append(Leaf(len(kept), last))
        kept.append(number)
        named += below
        for place, page in overflows:
            while page:
                named.append((place, page))
                kept.append(page)
                place = (page - 1) * PAGE
                page = _NUMBER.unpack_from(data, place)[0]
    at = {number: place for place, number in enumerate(kept)}
    pages = bytearray(b"".join(data[(number - 1) * PAGE : number * PAGE] for number in kept))
    pointers = array("I")
    for place, number in named:
        moved = at[place // PAGE + 1] * PAGE + place % PAGE
        _NUMBER.pack_into(pages, moved, at[number])
        pointers.append(moved)
    return Tree(bytes(pages), pointers, leaves)


def _page(data: bytes, number: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]], int]:
    """Return the pages below a page of a tree, in order, the first overflow pages of its rows, and the rowid of its
    last row, which is 0 for an index. A page is given by where its number stands in `data`, and the number.
    """
    start = (number - 1) * PAGE
    kind, cells = data[start], struct.unpack_from(">H", data, start + 3)[0]
    interior, table = kind in {_INTERIOR_INDEX, _INTERIOR_TABLE}, kind in {_INTERIOR_TABLE, _LEAF_TABLE}
    below: list[tuple[int, int]] = []
    overflows: list[tuple[int, int]] = []
    last = 0
    if kind == _LEAF_INDEX and _are_short(data, start, cells):
        return below, overflows, last
    for cell in struct.unpack_from(f">{cells}H", data, start + (12 if interior else 8)):
        place = start + cell
        if interior:
            below.append((place, _NUMBER.unpack_from(data, place)[0]))
            place += 4
        if kind != _INTERIOR_TABLE:
            length, place = read_varint(data, place)
            if table:
                last, place = read_varint(data, place)
            here = _on_page(length, _MOST_IN_TABLE if table else _MOST_IN_INDEX)
            if here < length:
                overflows.append((place + here, _NUMBER.unpack_from(data, place + here)[0]))
    if interior:
        below.append((start + 8, _NUMBER.unpack_from(data, start + 8)[0]))
    return below, overflows, last


def _are_short(data: bytes, start: int, cells: int) -> bool:
    """Return whether all entries of an index on the page that begins at `start` lie on it, as nearly all do."""
    page = np.frombuffer(data, np.uint8, PAGE, start)
    places = np.frombuffer(data, ">u2", cells, start + 8).astype(np.intp)
    first, second = page[places].astype(np.int32), page[places + 1].astype(np.int32)
    # A length is one byte, or two of which the first is 128 or more.
    return bool(((first < 0x80) | ((second < 0x80) & ((first & 0x7F) << 7 | second <= _MOST_IN_INDEX))).all())


def _on_page(length: int, most: int) -> int:
    """Return how many bytes of a row of some `length` lie on the page of the row itself, which takes `most`."""
    if length <= most:
        return length
    here = _LEAST + (length - _LEAST) % (PAGE - 4)
    return here if here <= most else _LEAST


def interior_pages(leaves: Sequence[Leaf], first: int) -> tuple[list[bytes], bytes]:
    """Return the pages that lead to the leaves of a table, of which there are two at least: those that get the numbers
    from `first` on, and the one at which the table begins.
    """
    pages: list[bytes] = []
    level = [*leaves]
    while len(level) > _CHILDREN:
        count = -(-len(level) // _CHILDREN)
        size, more = divmod(len(level), count)
        above: list[Leaf] = []
        at = 0
        for number in range(count):
            part = level[at : at + size + (number < more)]
            at += len(part)
            above.append(Leaf(first + len(pages), part[-1].last))
            pages.append(_interior(part))
        level = above
    return pages, _interior(level)


def _interior(below: Sequence[Leaf]) -> bytes:
    """Return the page that leads to some pages of a table, of which the last has no key."""
    cells = [_NUMBER.pack(it.page) + as_varint(it.last) for it in below[:-1]]
    places: list[int] = []
    start = PAGE
    for cell in reversed(cells):
        start -= len(cell)
        places.insert(0, start)
    head = struct.pack(">BHHHBI", _INTERIOR_TABLE, 0, len(cells), start, 0, below[-1].page)
    head += struct.pack(f">{len(places)}H", *places)
    return head + bytes(start - len(head)) + b"".join(cells)


def read_varint(data: bytes, place: int) -> tuple[int, int]:
    """Return the number that begins at a place in `data`, in SQLite's form of seven bits a byte, and the place behind
    it.
    """
    value = data[place] & 0x7F
    for _ in range(7):
        if data[place] < 0x80:
            return value, place + 1
        place += 1
        value = value << 7 | data[place] & 0x7F
    if data[place] < 0x80:
        return value, place + 1
    return value << 8 | data[place + 1], place + 2


def as_varint(value: int) -> bytes:
    """Return a number below 2 to the power of 56 in SQLite's form of seven bits a byte, the highest first."""
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.insert(0, value & 0x7F | 0x80)
    return bytes(groups)
