"""Makes the database of a survey, of which only those tables and those runs of papers are made anew that would differ.

A build keeps the database as it is before the papers are put in. It notes what each of the other tables was made from,
and its rows by a digest. As long as all of them are as they were, the next build puts the papers into what was kept:
in runs, of which it makes only those whose papers have changed.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from ...cache import Cache
from ...export.data.json_lines import parse_record
from ...export.data.rows import Row, rows_of_table, tables_of
from ...export.data.runs import Run, papers_of_run
from ...export.data.sqlite import begin_database, finish_database, make_run
from ...export.data.tables import Table
from ...records.bulk import compact_json
from ..context import Site
from ..rendering.noted import Digests, NotedSite
from ..rendering.reads import SIZE, Leaf, digest_of, widened

_STATE, _BEGUN, _RUN = "tables", "begun", "run"


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

    def render(self, noted: NotedSite, records: Iterable[bytes]) -> bytes:
        """Return the bytes of the database, and store in the cache what the next build needs. `records` are the lines
        of all papers, which `render_record` made. Whatever is read of the catalogue is noted in `noted`.
        """
        tables = tables_of(self._site.catalogue)
        begun, runs = self._begun(noted, tables), [*self._runs(tables[0], records)]
        self._cache.save()
        return finish_database(begun, tables[0], runs)

    def _runs(self, papers: Table, records: Iterable[bytes]) -> Iterator[Run]:
        """Yield all runs of the table of papers, which the cache may have. `records` are as in `render`."""
        language, count = self._site.catalogue.settings.language, len(self._site.papers)
        size, lines = papers_of_run(count), iter(records)
        rules = f"{language} {size} {[column.name for column in papers.columns]}"
        for number, first in enumerate(range(1, count + 1, size), 1):
            part = [*islice(lines, size)]
            digest = hashlib.blake2b(b"\n".join((self._shared, rules.encode(), *part)), digest_size=SIZE).digest()
            known: tuple[bytes, Run] | None = self._cache.get(f"{_RUN} {number}")
            if known is None or known[0] != digest:
                known = digest, make_run(papers, map(parse_record, part), number, first, language)
                self._cache.put(f"{_RUN} {number}", known)
            yield known[1]

    def _begun(self, noted: NotedSite, tables: Sequence[Table]) -> bytes:
        """Return the bytes of the database before the papers are put in, which the cache may have. `tables` are all
        tables, that of papers first. Whatever is read of the catalogue is noted in `noted`.
        """
        before: tuple[bytes, Mapping[str, _Made]] | None = self._cache.get(_STATE)
        made, rows = dict(before[1]) if before and before[0] == self._shared else {}, {}
        known = dict(made)
        for table in tables[1:]:
            if table.name not in known or not self._is_true(known[table.name]):
                rows[table.name], made[table.name] = self._made(noted, table)
            noted.reads.now |= made[table.name].read.keys()  # the database was made from them, now or then
        begun: bytes | None = self._cache.get(_BEGUN)
        if begun is None or any(name not in known or made[name].rows != known[name].rows for name in made):
            others = {it.name: rows_of_table(self._site.catalogue, it) for it in tables[1:] if it.name not in rows}
            settings, translate = self._site.catalogue.settings, self._site.translations.gettext
            begun = begin_database(tables, {**others, **rows}, settings.language, translate)
            self._cache.put(_BEGUN, begun)
        if made != known:
            self._cache.put(_STATE, (self._shared, made))
        return begun

    def _is_true(self, made: _Made) -> bool:
        return all(self._digests.of(leaf) == digest for leaf, digest in made.read.items())

    def _made(self, noted: NotedSite, table: Table) -> tuple[list[Row], _Made]:
        rows, read = noted.reads.during(lambda: rows_of_table(noted.catalogue, table))
        leaves = widened(read, self._digests.whole)
        return rows, _Made({leaf: self._digests.of(leaf) for leaf in leaves}, digest_of(compact_json(rows)))
