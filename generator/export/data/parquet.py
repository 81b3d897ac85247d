"""A table as Parquet, where the library is installed that writes it: pyarrow, an extra."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
from collections.abc import Sequence
from functools import cache

from .rows import Row
from .tables import Table

LIBRARY = "pyarrow"
INSTALL = "pip install 'survey-catalogue[parquet]'"
"""What brings the library."""


@cache
def has_parquet() -> bool:
    """Whether tables can be written as Parquet here. The library itself is not loaded for that."""
    return importlib.util.find_spec(LIBRARY) is not None


def source_of(text: str) -> str:
    """Return a key of what a file is made of: the table as JSON Lines and the library. Equal keys, equal bytes."""
    version = importlib.metadata.version(LIBRARY)
    return hashlib.sha256(f"{LIBRARY} {version}\0{text}".encode()).hexdigest()[:24]


def render_parquet(table: Table, rows: Sequence[Row]) -> bytes:
    """Return the bytes of a table. Loading the library takes longer than all the rest of the data: see `source_of`."""
    import pyarrow
    from pyarrow import parquet

    types = {
        "text": pyarrow.string(),
        "whole": pyarrow.int32(),
        "number": pyarrow.float64(),
        "date": pyarrow.date32(),
        "truth": pyarrow.bool_(),
        "texts": pyarrow.list_(pyarrow.string()),
    }
    schema = pyarrow.schema([(column.name, types[column.kind]) for column in table.columns])
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    arrays = [pyarrow.array(column, type=field.type) for column, field in zip(cells, schema, strict=True)]
    sink = pyarrow.BufferOutputStream()
    made = pyarrow.Table.from_arrays(arrays, schema=schema)
    # Every choice that a later version of the library may make otherwise is made here.
    parquet.write_table(
        made, sink, version="2.6", data_page_version="1.0", compression="zstd", compression_level=9,
        use_dictionary=True, write_statistics=True, store_schema=False, row_group_size=100_000,
    )  # fmt: skip
    content: bytes = sink.getvalue().to_pybytes()
    return content
