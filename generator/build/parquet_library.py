"""The library for Parquet, which an installation may lack: whether it is there, and what brings it."""

from __future__ import annotations

import importlib.util
from functools import cache

LIBRARY = "pyarrow"
INSTALL = "pip install 'survey-catalogue[parquet]'"
"""The command that installs the library."""


@cache
def has_parquet() -> bool:
    """Return whether pyarrow is installed, so that tables can be written as Parquet. It is not loaded for that."""
    return importlib.util.find_spec(LIBRARY) is not None
