"""A database that is put together of runs of papers says what one says that SQLite made as a whole."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest

from generator.export.data import runs
from generator.export.data.btrees import (
    PAGE,
    Assembled,
    as_varint,
    leaves_of_table,
    read_varint,
    tree_of_index,
)
from generator.export.data.rows import rows_of_table, tables_of
from generator.export.data.runs import roots_of
from generator.export.data.sqlite import make_run, make_table, put_together
from tests.export.test_data import opened
from tests.export.test_published_lists import CATALOGUES

TABLE = "CREATE TABLE things (number INTEGER PRIMARY KEY, name TEXT, UNIQUE (name))"
LARGEST = {"short": 30, "of a page": PAGE, "of many pages": 5 * PAGE}


def in_memory() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute(f"PRAGMA page_size = {PAGE}")
    return database


def things(count: int, largest: int, first: int) -> list[tuple[int, str]]:
    known = random.Random(count)  # noqa: S311 - no secret
    return [(number, f"{number} " + "x" * known.randrange(largest)) for number in range(first, first + count)]


@pytest.mark.parametrize("largest", LARGEST.values(), ids=[*LARGEST])
@pytest.mark.parametrize("counts", [(), (1,), (2,), (3, 40, 1), (300, 260)], ids=str)
def test_trees_that_are_moved_hold_their_rows(counts: tuple[int, ...], largest: int) -> None:
    rows: list[tuple[int, str]] = []
    trees = []
    for count in counts:
        part = things(count, largest, 1 + len(rows) * 1000)
        rows += part
        with closing(in_memory()) as database:
            database.execute(TABLE)
            database.executemany("INSERT INTO things VALUES (?, ?)", part)
            trees.append(leaves_of_table(database.serialize(), roots_of(database)["things"]))
    with closing(in_memory()) as database:
        database.execute(TABLE)
        database.executemany("INSERT INTO things VALUES (?, ?)", rows)
        index = tree_of_index(database.serialize(), roots_of(database)["sqlite_autoindex_things_1"])
    with closing(in_memory()) as database:
        database.execute("CREATE TABLE other (text TEXT)")
        database.execute("INSERT INTO other VALUES ('before')")
        database.execute(TABLE)
        file = Assembled(database.serialize(), roots_of(database))
    file.put_index("sqlite_autoindex_things_1", index)
    file.put_table("things", trees)
    with closing(opened(file.whole())) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT * FROM things").fetchall() == rows
        assert database.execute("SELECT * FROM other").fetchall() == [("before",)]
        for number, name in rows[:: max(1, len(rows) // 20)]:
            assert database.execute("SELECT number FROM things WHERE name = ?", (name,)).fetchall() == [(number,)]
        database.execute("INSERT INTO things VALUES (99999999, 'one more')")
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("number", [0, 1, 127, 128, 2**14 - 1, 2**14, 2**37, 2000 << 37, 2**56 - 1])
def test_a_number_is_read_as_it_was_written(number: int) -> None:
    block = b"\xff" + as_varint(number) + b"\x01"
    assert read_varint(block, 1) == (number, len(block) - 1)


def test_the_longest_numbers_are_read() -> None:
    assert read_varint(b"\xff" * 9, 0) == (2**64 - 1, 9)


def made_of_runs(name: str, size: int) -> bytes:
    """The database of a survey of which a run has `size` papers."""
    catalogue = CATALOGUES[name]()
    tables, language = tables_of(catalogue), catalogue.settings.language
    papers = rows_of_table(catalogue, tables[0])
    starts = range(0, len(papers), size)
    made = [make_run(tables[0], papers[at : at + size], at // size + 1, at + 1, language) for at in starts]
    others = [make_table(table, rows_of_table(catalogue, table)) for table in tables[1:]]
    return put_together(tables, others, made, language, str)


def fill(twin: sqlite3.Connection, database: sqlite3.Connection) -> None:
    """Let SQLite make the tables of a database once more."""
    of_readers = "type = 'table' AND name NOT LIKE 'search_%'"
    for name, made in database.execute(f"SELECT name, sql FROM sqlite_schema WHERE {of_readers}").fetchall():
        twin.execute(made)
        rows = database.execute(f"SELECT * FROM {name}").fetchall() if name != "search" else []
        if rows:
            twin.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)


@pytest.mark.parametrize(("name", "size"), [("toy", 1), ("toy", 500), ("hostile", 4), ("shipped", 50)])
def test_a_database_of_runs_says_what_sqlite_says(name: str, size: int) -> None:
    with closing(opened(made_of_runs(name, size))) as database, closing(in_memory()) as twin:
        fill(twin, database)
        twin.execute("INSERT INTO search (search) VALUES ('rebuild')")
        for one in (database, twin):
            assert one.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            one.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
            one.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, instance)")
        words = "SELECT * FROM temp.words ORDER BY term, doc, col, offset"
        assert database.execute(words).fetchall() == twin.execute(words).fetchall() != []
        ranked = "SELECT id, rank FROM search WHERE search MATCH ? ORDER BY rank, id"
        longest = twin.execute("SELECT DISTINCT term FROM temp.words ORDER BY length(term) DESC LIMIT 5").fetchall()
        for asked in [(f'"{word}"',) for (word,) in longest]:
            assert database.execute(ranked, asked).fetchall() == twin.execute(ranked, asked).fetchall()


def test_a_reader_may_change_the_database() -> None:
    with closing(opened(made_of_runs("toy", 1))) as database:
        count = database.execute("SELECT count(*) FROM papers").fetchone()
        database.execute("INSERT INTO search (search) VALUES ('optimize')")
        database.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        database.execute("DELETE FROM neighbours")
        database.commit()
        database.execute("VACUUM")
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT count(*) FROM papers").fetchone() == count


def test_no_more_runs_are_made_than_an_index_takes() -> None:
    assert [runs.papers_of_run(count) for count in (0, 10_000, 500_000, 2_000_000)] == [500, 500, 500, 2000]
