"""The whole survey as one SQLite database: tables, views, and a full-text index.

Equal surveys give equal bytes on every machine with the same version of SQLite.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

from .rows import SCHEMA, Cell, Row
from .tables import Column, Table
from .views import VIEWS

_TYPES = {"whole": "INTEGER", "number": "REAL", "truth": "INTEGER"}
_SEARCHED = ("title", "name", "authors", "summary", "problem", "idea", "results", "limits", "keywords", "abstract")
_WITHOUT_SPACES = frozenset({"zh", "ja", "ko", "th"})
"""Languages whose words cannot be told by spaces: any three characters are found."""
_SELDOM_JOINED = frozenset({"neighbours"})
"""Tables that have no index but their key's, which would be a tenth of the database."""
_VERSION_OF_LIBRARY = slice(96, 100)
"""Where the header of a file notes which library wrote it last; nothing reads it."""
SEARCH = "search"
"""The name of the table with the full-text index."""


@cache
def has_full_text() -> bool:
    """Return whether the installed SQLite can make full-text indexes (FTS5)."""
    with sqlite3.connect(":memory:") as database:
        options = {option for (option,) in database.execute("PRAGMA compile_options")}
    database.close()
    return "ENABLE_FTS5" in options


def begin_database(
    tables: Sequence[Table], rows: Mapping[str, Sequence[Row]], translate: Callable[[str], str]
) -> bytes:
    """Return the bytes of a database with all tables, of which only the first one, that of the papers, has no rows
    yet: the others change far less often.

    `tables` begin with the papers; `rows` are by the table's name; `translate` gives the comments on columns in the
    survey's language. A cell of several texts holds them in one, separated by `; `.
    """
    with _opened() as database:
        database.executescript(f"PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA user_version = {SCHEMA};")
        database.execute("BEGIN")
        for table in tables:
            database.execute(_create(table, translate))
        for table in tables[1:]:
            _fill(database, table, rows[table.name])
        database.execute("COMMIT")
        return database.serialize()


def finish_database(
    begun: bytes, papers: Table, rows: Iterable[Row], language: str, translate: Callable[[str], str]
) -> bytes:
    """Return the bytes of the database that `begin_database` returned with the papers' rows in it, and with the views
    and the full-text index, in which `language` decides how words are told.

    A paper's row also has a `number`, from 1, by which the index refers to it.
    """
    with _opened() as database:
        database.deserialize(begun)
        database.execute("BEGIN")
        _fill(database, papers, rows)
        for view in VIEWS:
            database.execute(f"CREATE VIEW {view.name} AS -- {translate(view.question)}\n{view.query}")
        if has_full_text():
            _index_words(database, papers, language)
        database.execute("COMMIT")
        data = memoryview(database.serialize())
    return b"".join((data[: _VERSION_OF_LIBRARY.start], bytes(4), data[_VERSION_OF_LIBRARY.stop :]))


@contextmanager
def _opened() -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        yield database
    finally:
        database.close()


def _create(table: Table, translate: Callable[[str], str]) -> str:
    """Return the SQL statement that makes a table. Beside each column a comment says what it holds, in the survey's
    language as `translate` gives it; `.schema` shows these.
    """
    numbered = table.name == "papers"
    columns = ["  number INTEGER PRIMARY KEY,"] if numbered else []
    columns += [_column(column, unique=numbered and column.name in table.key) for column in table.columns]
    lines = [f"{line} -- {translate(it.about)}" for line, it in zip(columns[numbered:], table.columns, strict=True)]
    key = ", ".join(table.key)
    last = f"  UNIQUE ({key})" if numbered else f"  PRIMARY KEY ({key})"
    end = ")" if numbered else ") WITHOUT ROWID"
    return "\n".join([f"CREATE TABLE {table.name} (", *columns[:numbered], *lines, f"{last}\n{end}"])


def _column(column: Column, *, unique: bool) -> str:
    """Return the definition of a column in SQL, with a comma behind it. A `unique` column may not be null."""
    to, _, field = column.refers.partition(".")
    refers = f" REFERENCES {to} ({field})" if to else ""
    return f"  {column.name} {_TYPES.get(column.kind, 'TEXT')}{' NOT NULL' * unique}{refers},"


def _fill(database: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert the rows into a table, and index the columns by which tables are joined."""
    names = [column.name for column in table.columns]
    marks = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of tables.py
    others = [at for at, column in enumerate(table.columns) if column.kind in {"texts", "date"}]
    database.executemany(statement, (_stored(row, others) for row in rows))
    for column in table.columns:
        joined = (column.refers and table.name not in _SELDOM_JOINED) or column.name == "target"
        if joined and column.name != table.key[0]:
            database.execute(f"CREATE INDEX {table.name}_by_{column.name} ON {table.name} ({column.name})")


def _stored(row: Row, others: Sequence[int]) -> Sequence[Cell]:
    """Return the values of a row as SQLite keeps them: at the positions `others`, a list joined by semicolons and a
    date as YYYY-MM-DD.
    """
    cells = [*row]
    for at in others:
        cell = cells[at]
        if isinstance(cell, tuple | list):
            cells[at] = "; ".join(cell)
        elif isinstance(cell, datetime.date):
            cells[at] = cell.isoformat()
    return cells


def _index_words(database: sqlite3.Connection, papers: Table, language: str) -> None:
    """Make the full-text index of the table of papers in a database, by the rules for a language; the texts themselves
    stay in that table.
    """
    words = "unicode61 remove_diacritics 2"
    code = language.partition("-")[0]
    tokens = "trigram" if code in _WITHOUT_SPACES else f"porter {words}" if code == "en" else words
    have = {column.name for column in papers.columns}
    columns = ", ".join(name for name in _SEARCHED if name in have)
    database.execute(
        f"CREATE VIRTUAL TABLE {SEARCH} USING fts5("
        f"id UNINDEXED, {columns}, content = 'papers', content_rowid = 'number', tokenize = '{tokens}')"
    )
    for command in ("rebuild", "optimize"):
        database.execute(f"INSERT INTO {SEARCH} ({SEARCH}) VALUES (?)", (command,))  # noqa: S608 - a name of our own
