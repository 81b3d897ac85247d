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
from .rows import rows_of, tables_of
from .sqlite import render_sqlite


def data_files(
    catalogue: Catalogue,
    translations: Translations,
    records: Iterable[str] | None = None,
    compress: Callable[[bytes], bytes] = compressed,
) -> tuple[DataFile, ...]:
    """Return the files of the data: the database first, their description last. Nothing is written.

    Parquet files are among them if pyarrow is installed. A database larger than `LARGEST` (some 7,000 papers with
    abstracts) is compressed. `records` are the lines that `render_record` made of all papers, in their order; they are
    made here if they are not given. `compress` does what `compressed` does.
    """
    if records is None:
        records = (render_record(paper, catalogue) for paper in catalogue.papers)
    files = tuple(_tables(catalogue, translations, tuple(records), compress))
    description = render_croissant(catalogue, tables_of(catalogue), files, translations.gettext)
    return (*files, DataFile(CROISSANT, description.encode()))


def data_paths(catalogue: Catalogue) -> list[str]:
    """Return the paths, below the docs folder, of all files that `data_files` may make."""
    names = [DATABASE, COMPRESSED, CROISSANT]
    for table in tables_of(catalogue):
        names += [f"{table.name}.jsonl"] * table.main + [f"{table.name}.parquet"] * (table.main and has_parquet())
    return [addresses.beside(addresses.DATA, name).path for name in names]


def _tables(
    catalogue: Catalogue, translations: Translations, records: Sequence[str], compress: Callable[[bytes], bytes]
) -> Iterator[DataFile]:
    tables, rows = tables_of(catalogue), rows_of(catalogue, map(parse_record, records))
    language = catalogue.settings.language
    database = render_sqlite(tables, rows, language, translations.gettext)
    if len(database) <= LARGEST:
        yield DataFile(DATABASE, database)
    else:
        yield DataFile(COMPRESSED, compress(database))
    for table in tables:
        if not table.main:
            continue
        text = "".join(records) if table is tables[0] else render_json_lines(table, rows[table.name])
        yield DataFile(f"{table.name}.jsonl", text.encode())
        if has_parquet():
            yield DataFile(f"{table.name}.parquet", render_parquet(table, text))
