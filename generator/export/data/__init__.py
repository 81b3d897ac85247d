"""The whole survey as data: one SQLite database, its main tables as JSON Lines and Parquet, and their description."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalogue import addresses
from ...records.catalogue import Catalogue
from ...text.i18n import Translations
from .croissant import render_croissant
from .files import CROISSANT, DATABASE, DataFile
from .json_lines import render_json_lines
from .parquet import has_parquet, render_parquet
from .rows import rows_of, tables_of
from .sqlite import render_sqlite


def data_files(catalogue: Catalogue, translations: Translations) -> tuple[DataFile, ...]:
    """Return the files of the data, the database first and their description last. Parquet is among them where it can
    be written.
    """
    files = tuple(_tables(catalogue, translations))
    description = render_croissant(catalogue, tables_of(catalogue), files, translations.gettext)
    return (*files, DataFile(CROISSANT, description.encode()))


def data_paths(catalogue: Catalogue) -> list[str]:
    """Return the paths of the files that `data_files` makes, below the docs folder."""
    names = [DATABASE, CROISSANT]
    for table in tables_of(catalogue):
        names += [f"{table.name}.jsonl"] * table.main + [f"{table.name}.parquet"] * (table.main and has_parquet())
    return [addresses.beside(addresses.DATA, name).path for name in names]


def _tables(catalogue: Catalogue, translations: Translations) -> Iterator[DataFile]:
    tables, rows = tables_of(catalogue), rows_of(catalogue)
    language = catalogue.settings.language
    yield DataFile(DATABASE, render_sqlite(tables, rows, language, translations.gettext))
    for table in tables:
        if not table.main:
            continue
        text = render_json_lines(table, rows[table.name])
        yield DataFile(f"{table.name}.jsonl", text.encode())
        if has_parquet():
            yield DataFile(f"{table.name}.parquet", render_parquet(table, text))
