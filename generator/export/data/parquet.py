"""Tables as Parquet, if the extra library pyarrow is installed."""

from __future__ import annotations

import datetime
from array import array
from typing import TYPE_CHECKING

from .tables import Table

if TYPE_CHECKING:
    import pyarrow

_EPOCH = datetime.date(1970, 1, 1).toordinal()


def render_parquet(table: Table, lines: bytes) -> bytes:
    """Return the bytes of a table as Parquet; `lines` has its rows as JSON Lines. Raises ModuleNotFoundError without
    pyarrow.

    The detour by JSON Lines is ten times faster, since pyarrow would otherwise load pandas where that is installed.
    """
    import pyarrow
    from pyarrow import json, parquet

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
        columns = [
            _as_dates(column) if field.type == types["date"] else column
            for field, column in zip(schema, read.columns, strict=True)
        ]
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


def _as_dates(texts: pyarrow.ChunkedArray) -> pyarrow.Array:
    """Return a column of dates, given as texts in ISO's form or null. To cast it, pyarrow would load all that it can
    compute, and to read a list of dates, pandas; either takes as long as all tables of 200 papers.
    """
    import pyarrow

    days = [day and datetime.date.fromisoformat(day).toordinal() - _EPOCH for day in texts.to_pylist()]
    valid = int("0" + "".join("0" if day is None else "1" for day in reversed(days)), 2)
    bits = pyarrow.py_buffer(valid.to_bytes(-(-len(days) // 8), "little"))
    numbers = pyarrow.py_buffer(array("i", [day or 0 for day in days]))
    return pyarrow.Array.from_buffers(pyarrow.date32(), len(days), [bits, numbers])
