"""The whole survey as one SQLite database: tables, views, and a full-text index.

Equal surveys give equal bytes on every machine with the same version of SQLite.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

from .btrees import PAGE, Assembled, Tree, tree_of_index
from .rows import SCHEMA, Cell, Row
from .runs import SEGMENTS, Run, enter_words, roots_of, take_run
from .tables import Column, Table
from .views import VIEWS

_TYPES = {"whole": "INTEGER", "number": "REAL", "truth": "INTEGER"}
_SEARCHED = ("title", "name", "authors", "summary", "problem", "idea", "results", "limits", "keywords", "abstract")
_WITHOUT_SPACES = frozenset({"zh", "ja", "ko", "th"})
"""Languages whose words cannot be told by spaces: any three characters are found."""
_SELDOM_JOINED = frozenset({"neighbours"})
"""Tables that have no index but their key's, which would be a tenth of the database."""
SEARCH = "search"
"""The name of the table with the full-text index."""


@cache
def has_full_text() -> bool:
    """Return whether the installed SQLite can make full-text indexes (FTS5)."""
    with sqlite3.connect(":memory:") as database:
        options = {option for (option,) in database.execute("PRAGMA compile_options")}
    database.close()
    return "ENABLE_FTS5" in options


def make_table(table: Table, rows: Sequence[Row]) -> dict[str, Tree]:
    """Return the tree of a table with these rows, which is not that of the papers, and those of its indexes, by name.

    A cell of several texts holds them in one, separated by `; `.
    """
    with _opened() as database:
        database.execute("BEGIN")
        database.execute(_create(table, str))
        _fill(database, table, rows)
        _index(database, table)
        database.execute("COMMIT")
        data, roots = database.serialize(), roots_of(database)
    return {name: tree_of_index(data, root) for name, root in roots.items()}


def make_run(papers: Table, rows: Iterable[Row], number: int, first: int, language: str) -> Run:
    """Return the run of the database that has these rows of the table of papers. `number` is that of the run, from 1,
    `first` that of its first paper, and `language` is as in `begin_database`.
    """
    with _opened() as database:
        database.execute("BEGIN")
        database.execute(_create(papers, str))
        _fill(database, papers, rows, first)
        if has_full_text():
            database.execute(_search_table(papers, language))
            for command in ("rebuild", "optimize"):
                database.execute(f"INSERT INTO {SEARCH} ({SEARCH}) VALUES (?)", (command,))  # noqa: S608 - our own name
        database.execute("COMMIT")
        return take_run(database, number, SEARCH, _indexed(papers))


def put_together(
    tables: Sequence[Table],
    made: Iterable[Mapping[str, Tree]],
    runs: Sequence[Run],
    language: str,
    translate: Callable[[str], str],
) -> bytes:
    """Return the bytes of the database of all tables, of which the first is that of the papers.

    `made` has what `make_table` returned for each other table, `runs` all runs of papers. `language` decides how the
    full-text index tells words, and `translate` gives the comments on columns in the survey's language. A paper's row
    also has a `number`, from 1, by which the index refers to it.
    """
    words = [run.words for run in runs if run.words]
    with _opened() as database:
        database.execute("PRAGMA encoding = 'UTF-8'")
        database.execute(f"PRAGMA user_version = {SCHEMA}")
        database.execute("BEGIN")
        _lay_out(database, tables, language, translate)
        if words:
            enter_words(database, words, SEARCH)
        database.execute("COMMIT")
        file = Assembled(database.serialize(), roots_of(database))
    for trees in (*made, _indexes(tables[0], runs)):
        for name, tree in trees.items():
            file.put_index(name, tree)
    file.put_table(tables[0].name, [run.papers for run in runs])
    if words:
        file.put_table(f"{SEARCH}_data", [it.pages for it in words], after=SEGMENTS)
    return file.whole()


def _lay_out(
    database: sqlite3.Connection, tables: Sequence[Table], language: str, translate: Callable[[str], str]
) -> None:
    """Make all tables, views and indexes of a database, without rows."""
    for table in tables:
        database.execute(_create(table, translate))
        _index(database, table)
    for view in VIEWS:
        database.execute(f"CREATE VIEW {view.name} AS -- {translate(view.question)}\n{view.query}")
    if has_full_text():
        database.execute(_search_table(tables[0], language))


def _indexes(papers: Table, runs: Sequence[Run]) -> dict[str, Tree]:
    """Return the index of each column by which papers are found, by its name."""
    names = _indexed(papers)
    with _opened() as database:
        database.execute("BEGIN")
        database.execute(_create(papers, str))
        keys = (key for run in runs for key in run.keys)
        rows = ((number, *key) for number, key in enumerate(keys, 1))
        marks = ", ".join("?" for _ in names)
        database.executemany(f"INSERT INTO papers (number, {', '.join(names)}) VALUES (?, {marks})", rows)  # noqa: S608
        _index(database, papers)
        database.execute("COMMIT")
        data, roots = database.serialize(), roots_of(database)
    return {name: tree_of_index(data, root) for name, root in roots.items() if name != papers.name}


@contextmanager
def _opened() -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute(f"PRAGMA page_size = {PAGE}")
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


def _fill(database: sqlite3.Connection, table: Table, rows: Iterable[Row], first: int | None = None) -> None:
    """Insert rows into a table. If they are of papers, `first` is the number of the first one."""
    names = [*(["number"] if first else []), *(column.name for column in table.columns)]
    marks = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of tables.py
    others = [at for at, column in enumerate(table.columns) if column.kind in {"texts", "date"}]
    stored = (_stored(row, others) for row in rows)
    database.executemany(statement, ([number, *row] for number, row in enumerate(stored, first)) if first else stored)


def _index(database: sqlite3.Connection, table: Table) -> None:
    """Index the columns by which tables are joined."""
    for name in _indexed(table):
        if name != table.key[0]:
            database.execute(f"CREATE INDEX {table.name}_by_{name} ON {table.name} ({name})")


def _indexed(table: Table) -> list[str]:
    """Return the names of the columns by which rows are found: the first one of the key, and those by which tables are
    joined.
    """
    joined = [
        it.name for it in table.columns if (it.refers and table.name not in _SELDOM_JOINED) or it.name == "target"
    ]
    return [*dict.fromkeys((table.key[0], *joined))]


def _stored(row: Row, others: Sequence[int]) -> list[Cell]:
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


def _search_table(papers: Table, language: str) -> str:
    """Return the SQL statement that makes the full-text index of the table of papers, by the rules for a language; the
    texts themselves stay in that table.
    """
    words = "unicode61 remove_diacritics 2"
    code = language.partition("-")[0]
    tokens = "trigram" if code in _WITHOUT_SPACES else f"porter {words}" if code == "en" else words
    have = {column.name for column in papers.columns}
    columns = ", ".join(name for name in _SEARCHED if name in have)
    return (
        f"CREATE VIRTUAL TABLE {SEARCH} USING fts5("
        f"id UNINDEXED, {columns}, content = 'papers', content_rowid = 'number', tokenize = '{tokens}')"
    )
