"""Makes the database of a survey, of which only those tables and those runs of papers are made anew that would differ.

A build keeps each table as the pages that it has in the database, and notes what it was made from, and its rows by a
digest. The next build takes all tables whose rows are as they were. It makes those runs of papers whose lines have
changed, and puts the pages of all together.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from ...cache import Cache
from ...export.data.btrees import Tree
from ...export.data.json_lines import parse_record
from ...export.data.rows import Row, rows_of_table, tables_of
from ...export.data.runs import Run, papers_of_run
from ...export.data.sqlite import has_full_text, make_run, make_table, put_together
from ...export.data.tables import Table
from ...records.bulk import compact_json
from ..context import Site
from ..rendering.noted import Digests, NotedSite
from ..rendering.reads import SIZE, Leaf, digest_of, widened

_STATE, _TABLE, _RUN = "tables", "table", "run"


class _Made(NamedTuple):
    """How a table was made: `read` has each entry of the catalogue that was read for it, with its digest, `rows` is the
    digest of its rows.
    """

    read: Mapping[Leaf, bytes]
    rows: bytes


class KeptDatabase:
    """The SQLite database of a build, made from what the last build left of it."""

    def __init__(self, site: Site, digests: Digests, cache: Cache) -> None:
        """Take what the last build left in `cache`. `digests` are those of the catalogue's entries."""
        self._site, self._digests, self._cache = site, digests, cache
        self._shared = digests.shared + sqlite3.sqlite_version.encode()
        self._rows: dict[str, tuple[list[Row], frozenset[Leaf]]] = {}

    def render(self, noted: NotedSite, records: Iterable[bytes]) -> bytes:
        """Return the bytes of the database, and store in the cache what the next build needs. `records` are the lines
        of all papers, which `render_record` made. Whatever is read of the catalogue is noted in `noted`.
        """
        tables, settings = tables_of(self._site.catalogue), self._site.catalogue.settings
        made, runs = [*self._made(noted, tables[1:])], [*self._runs(tables[0], records)]
        self._cache.save()
        self._cache.forget()
        return put_together(tables, made, runs, settings.language, self._site.translations.gettext)

    def rows(self, noted: NotedSite, table: Table) -> list[Row]:
        """Return the rows of a table, which are made once. What is read of the catalogue is noted in `noted`."""
        if table.name not in self._rows:
            self._rows[table.name] = noted.reads.during(lambda: rows_of_table(noted.catalogue, table))
        rows, read = self._rows[table.name]
        noted.reads.now |= read
        return rows

    def _runs(self, papers: Table, records: Iterable[bytes]) -> Iterator[Run]:
        """Yield all runs of the table of papers, which the cache may have. `records` are as in `render`."""
        language, count = self._site.catalogue.settings.language, len(self._site.papers)
        size, lines = papers_of_run(count), iter(records)
        rules = f"{language} {size} {has_full_text()} {[column.name for column in papers.columns]}"
        for number, first in enumerate(range(1, count + 1, size), 1):
            part = [*islice(lines, size)]
            digest = hashlib.blake2b(b"\n".join((self._shared, rules.encode(), *part)), digest_size=SIZE).digest()
            known: tuple[bytes, Run] | None = self._cache.get(f"{_RUN} {number}")
            if known is None or known[0] != digest:
                known = digest, make_run(papers, map(parse_record, part), number, first, language)
                self._cache.put(f"{_RUN} {number}", known)
            yield known[1]

    def _made(self, noted: NotedSite, tables: Sequence[Table]) -> Iterator[Mapping[str, Tree]]:
        """Yield each of these tables as `make_table` makes it; the cache may have it. Whatever is read of the catalogue
        is noted in `noted`.
        """
        before: tuple[bytes, Mapping[str, _Made]] | None = self._cache.get(_STATE)
        known = before[1] if before and before[0] == self._shared else {}
        made: dict[str, _Made] = {}
        for table in tables:
            name = table.name
            made[name] = known[name] if name in known and self._is_true(known[name]) else self._read(noted, table)
            noted.reads.now |= made[name].read.keys()  # the table was made from them, now or then
            kept: tuple[bytes, Mapping[str, Tree]] | None = self._cache.get(f"{_TABLE} {name}")
            if kept is None or name not in known or kept[0] != made[name].rows:
                kept = made[name].rows, make_table(table, self.rows(noted, table))
                self._cache.put(f"{_TABLE} {name}", kept)
            if not table.main:
                self._rows.pop(name, None)
            yield kept[1]
        if made != known:
            self._cache.put(_STATE, (self._shared, made))

    def _is_true(self, made: _Made) -> bool:
        return all(self._digests.of(leaf) == digest for leaf, digest in made.read.items())

    def _read(self, noted: NotedSite, table: Table) -> _Made:
        rows, read = noted.reads.during(lambda: self.rows(noted, table))
        leaves = widened(read, self._digests.whole)
        return _Made({leaf: self._digests.of(leaf) for leaf in leaves}, digest_of(compact_json(rows)))
