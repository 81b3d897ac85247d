"""Papers of the database in runs: the pages of some hundred papers, and those of the full-text index of their words.

A run depends on its own papers alone, so that a later build makes only those runs anew whose papers have changed, and
puts the others into its database as they are. The full-text index has a segment for each run, as FTS5 makes one for
what is added to an index at one time (https://www.sqlite.org/fts5.html).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from .btrees import Tree, as_varint, leaves_of_table, read_varint

_PAPERS: Final = 500
"""Papers of a run: more would be made anew for one that changed; of fewer, the same words are indexed more often."""
_MOST: Final = 1000
"""Runs of a database; FTS5 takes twice as many segments."""
TOTALS, SEGMENTS = 1, 10
"""Rowids of `search_data` that belong to no segment: how many papers and words there are, and which segments."""
_OF_SEGMENT: Final = 37
"""The lowest bit of a segment's number in the rowids of its pages."""
_PAGE_NUMBER: Final = (1 << 31) - 1


class Words(NamedTuple):
    """The segment of a run in the full-text index: the pages of `search_data` that hold it, the number of its last
    page, the rows of `search_idx` without the segment's number, those of `search_docsize`, and the numbers of papers
    and of the words of each column.
    """

    pages: Tree
    last: int
    terms: Sequence[tuple[bytes, int]]
    sizes: Sequence[tuple[int, bytes]]
    totals: Sequence[int]


class Run(NamedTuple):
    """The pages of the papers of a run, the cells of each by which tables find papers, and what the full-text index has
    of them, if there is one.
    """

    papers: Tree
    keys: Sequence[tuple[Any, ...]]
    words: Words | None


def papers_of_run(count: int) -> int:
    """Return how many papers a run has, but for the last one, if there are `count` papers in all."""
    return max(_PAPERS, -(-count // _MOST))


def take_run(database: sqlite3.Connection, number: int, search: str, found_by: Sequence[str]) -> Run:
    """Return the run with a number, given a database that has nothing else: its papers are in the table `papers`, and
    indexed in the table `search` if there is one. `found_by` names the columns by which tables find papers. The
    database is changed.
    """
    roots = roots_of(database)
    keys = _rows(database, ", ".join(found_by), "papers", "ORDER BY number")
    papers = leaves_of_table(database.serialize(), roots["papers"])
    return Run(papers, keys, _take_words(database, number, search) if search in roots else None)


def _take_words(database: sqlite3.Connection, number: int, search: str) -> Words:
    """Return the segment of the full-text index `search` as that of the run with a number."""
    pages = _rows(database, "id, block", f"{search}_data", f"WHERE id > {SEGMENTS} ORDER BY id")
    keep = (1 << _OF_SEGMENT) - 1
    database.execute("BEGIN")
    database.execute("CREATE TABLE moved (id INTEGER PRIMARY KEY, block BLOB)")
    moved = ((number << _OF_SEGMENT | id & keep, block) for id, block in pages)
    database.executemany("INSERT INTO moved VALUES (?, ?)", moved)
    database.execute("COMMIT")
    ((totals,),) = _rows(database, "block", f"{search}_data", f"WHERE id = {TOTALS}")
    return Words(
        leaves_of_table(database.serialize(), roots_of(database)["moved"]),
        max((id & keep for id, _ in pages if not id & keep & ~_PAGE_NUMBER), default=0),
        _rows(database, "term, pgno", f"{search}_idx", "ORDER BY segid, term"),
        _rows(database, "id, sz", f"{search}_docsize", "ORDER BY id"),
        _numbers(totals),
    )


def enter_words(database: sqlite3.Connection, runs: Iterable[Words], search: str) -> None:
    """Tell the full-text index `search`, which is empty, of the segments of all runs: all but the pages that hold
    them.
    """
    segments, totals = [], [0]
    for number, words in enumerate(runs, 1):
        rows = ((number, term, page) for term, page in words.terms)
        database.executemany(f"INSERT INTO {search}_idx (segid, term, pgno) VALUES (?, ?, ?)", rows)  # noqa: S608 - as above
        database.executemany(f"INSERT INTO {search}_docsize (id, sz) VALUES (?, ?)", words.sizes)  # noqa: S608 - as above
        totals = [one + more for one, more in zip(totals, words.totals, strict=True)] if number > 1 else [*words.totals]
        if words.last:
            segments.append((number, 1, words.last))
    ((empty,),) = _rows(database, "block", f"{search}_data", f"WHERE id = {SEGMENTS}")
    # A cookie of four bytes, the numbers of levels, segments and pages written, and for each level: how many of its
    # segments are being merged, how many it has, and each of them with its first and its last page.
    numbers = [1, len(segments), 0, 0, len(segments), *(it for segment in segments for it in segment)]
    if segments:
        _replace(database, search, SEGMENTS, empty[:4] + b"".join(map(as_varint, numbers)))
    _replace(database, search, TOTALS, b"".join(map(as_varint, totals)))


def roots_of(database: sqlite3.Connection) -> dict[str, int]:
    """Return for each table and index, by name, the page at which it begins."""
    return dict(database.execute("SELECT name, rootpage FROM sqlite_schema WHERE type IN ('table', 'index')"))


def _rows(database: sqlite3.Connection, columns: str, table: str, which: str) -> list[Any]:
    return database.execute(f"SELECT {columns} FROM {table} {which}").fetchall()  # noqa: S608 - all names are our own


def _replace(database: sqlite3.Connection, search: str, id: int, block: bytes) -> None:
    database.execute(f"REPLACE INTO {search}_data (id, block) VALUES (?, ?)", (id, block))  # noqa: S608 - as above


def _numbers(block: bytes) -> list[int]:
    """Return the numbers that stand one behind the other in a block, in SQLite's form."""
    numbers: list[int] = []
    place = 0
    while place < len(block):
        number, place = read_varint(block, place)
        numbers.append(number)
    return numbers
