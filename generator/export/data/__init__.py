"""The whole survey as data: an SQLite database, its main tables as JSON Lines and Parquet, and their description."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ...catalogue import addresses
from ...records.catalogue import Catalogue
from ...text.i18n import Translations
from .compression import compressed
from .croissant import render_croissant
from .files import COMPRESSED, CROISSANT, DATABASE, LARGEST, DataFile
from .json_lines import parse_record, render_json_lines, render_record
from .parquet import has_parquet, render_parquet
from .rows import rows_of_table, tables_of
from .sqlite import render_sqlite
from .tables import Table


def data_files(
    catalogue: Catalogue,
    translations: Translations,
    records: Iterable[str] | None = None,
    compress: Callable[[bytes], bytes] = compressed,
) -> tuple[DataFile, ...]:
    """Return the files of the data: the database first, their description last. Nothing is written.

    Parquet files are among them if pyarrow is installed. A database larger than `LARGEST` (some 7,000 papers with
    abstracts) is compressed. `records` are the lines that `render_record` made of all papers, in their order; they are
    made here if they are not given. `compress` returns the compressed bytes of the database, as `compressed` does.
    """
    tables = tables_of(catalogue)
    if records is None:
        records = (render_record(paper, catalogue) for paper in catalogue.papers)
    records = tuple(records)
    rows = {table.name: rows_of_table(catalogue, table) for table in tables[1:]}
    rows[tables[0].name] = list(map(parse_record, records))
    database = render_sqlite(tables, rows, catalogue.settings.language, translations.gettext)
    files = [database_file(database, compress), *table_files(tables[0], "".join(records))]
    for table in tables[1:]:
        files += table_files(table, render_json_lines(table, rows[table.name])) if table.main else ()
    return (*files, description_file(catalogue, files, translations))


def database_file(database: bytes, compress: Callable[[bytes], bytes] = compressed) -> DataFile:
    """Return the file that has the bytes of a database, compressed by `compress` if it is larger than `LARGEST`."""
    return DataFile(DATABASE, database) if len(database) <= LARGEST else DataFile(COMPRESSED, compress(database))


def table_files(table: Table, text: str) -> Iterator[DataFile]:
    """Yield the files of a main table, whose rows are given as a text in JSON Lines: that text, and the table as
    Parquet if pyarrow is installed.
    """
    yield DataFile(f"{table.name}.jsonl", text.encode())
    if has_parquet():
        yield DataFile(f"{table.name}.parquet", render_parquet(table, text))


def description_file(catalogue: Catalogue, files: Sequence[DataFile], translations: Translations) -> DataFile:
    """Return the file that describes all other files of the data, in the format Croissant."""
    described = render_croissant(catalogue, tables_of(catalogue), files, translations.gettext)
    return DataFile(CROISSANT, described.encode())


def data_paths(catalogue: Catalogue) -> list[str]:
    """Return the paths, below the docs folder, of all files that `data_files` may make."""
    names = [DATABASE, COMPRESSED, CROISSANT]
    for table in tables_of(catalogue):
        names += [f"{table.name}.jsonl"] * table.main + [f"{table.name}.parquet"] * (table.main and has_parquet())
    return [addresses.beside(addresses.DATA, name).path for name in names]
