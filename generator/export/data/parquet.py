"""Tables as Parquet, if the extra library pyarrow is installed."""

from __future__ import annotations

import importlib.util
from functools import cache

from .tables import Table

LIBRARY = "pyarrow"
INSTALL = "pip install 'survey-catalogue[parquet]'"
"""The command that installs the library."""


@cache
def has_parquet() -> bool:
    """Return whether pyarrow is installed, so that tables can be written as Parquet. It is not loaded for that."""
    return importlib.util.find_spec(LIBRARY) is not None


def render_parquet(table: Table, lines: bytes) -> bytes:
    """Return the bytes of a table as Parquet; `lines` has its rows as JSON Lines. Raises ModuleNotFoundError without
    pyarrow.

    The detour by JSON Lines is ten times faster, since pyarrow would otherwise load pandas where that is installed.
    """
    import pyarrow
    from pyarrow import compute, json, parquet

    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # which gives back what is free
    types = {
        "text": pyarrow.string(),
        "whole": pyarrow.int32(),
        "number": pyarrow.float64(),
        "date": pyarrow.date32(),
        "truth": pyarrow.bool_(),
        "texts": pyarrow.list_(pyarrow.string()),
    }
    schema = pyarrow.schema([(column.name, types[column.kind]) for column in table.columns])
    written = [(field.name, pyarrow.string() if field.type == types["date"] else field.type) for field in schema]
    if lines:
        read = json.read_json(
            pyarrow.BufferReader(lines),
            json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
            json.ParseOptions(explicit_schema=pyarrow.schema(written)),
        )
        columns = [compute.cast(read.column(field.name), field.type) for field in schema]
        made = pyarrow.Table.from_arrays(columns, schema=schema).combine_chunks()
    else:
        made = schema.empty_table()
    sink = pyarrow.BufferOutputStream()
    # Every choice that a later version of the library may make otherwise is made here.
    parquet.write_table(
        made, sink, version="2.6", data_page_version="1.0", compression="zstd", compression_level=3,
        use_dictionary=True, write_statistics=True, store_schema=False, row_group_size=100_000,
    )  # fmt: skip
    return bytes(sink.getvalue().to_pybytes())
