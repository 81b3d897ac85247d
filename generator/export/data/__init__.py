"""The whole survey as data: an SQLite database, its main tables as JSON Lines and Parquet, and their description."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ...build.parquet_library import has_parquet
from ...catalogue import addresses
from ...records.catalogue import Catalogue
from ...text.i18n import Translations
from .compression import compressed
from .croissant import render_croissant
from .files import COMPRESSED, CROISSANT, DATABASE, LARGEST, DataFile, FileFacts
from .parquet import render_parquet
from .rows import tables_of
from .tables import Table


def database_file(database: bytes, compress: Callable[[bytes], bytes] = compressed) -> DataFile:
    """Return the file of a database, compressed if it is larger than `LARGEST` (some 7,000 papers with abstracts);
    `compress` does what `compressed` does.
    """
    return DataFile(DATABASE, database) if len(database) <= LARGEST else DataFile(COMPRESSED, compress(database))


def table_files(table: Table, lines: bytes) -> Iterator[DataFile]:
    """Yield the files of a main table, given as JSON Lines; Parquet is one of them if pyarrow is installed."""
    yield DataFile(f"{table.name}.jsonl", lines)
    if has_parquet():
        yield DataFile(f"{table.name}.parquet", render_parquet(table, lines))


def description_file(catalogue: Catalogue, files: Sequence[FileFacts], translations: Translations) -> DataFile:
    """Return the file that describes all other files of the data, in the format Croissant."""
    described = render_croissant(catalogue, tables_of(catalogue), files, translations.gettext)
    return DataFile(CROISSANT, described.encode())


def data_paths(catalogue: Catalogue) -> list[str]:
    """Return the paths, below the docs folder, of all files of the data that a build may make."""
    names = [DATABASE, COMPRESSED, CROISSANT]
    for table in tables_of(catalogue):
        names += [f"{table.name}.jsonl"] * table.main + [f"{table.name}.parquet"] * (table.main and has_parquet())
    return [addresses.beside(addresses.DATA, name).path for name in names]
