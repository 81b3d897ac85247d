"""What a build's output depends on, as one key."""

from __future__ import annotations

import hashlib
import importlib.metadata
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path

from ..files import UnreadableError, read_bytes
from ..resources import generator_files

LIBRARIES = (
    "anyascii", "babel", "jinja2", "lunr", "markdown", "markdown-it-py", "markupsafe", "mkdocs", "mkdocs-material",
    "numpy", "platformdirs", "pydantic", "pydantic_core", "pylatexenc", "pyuca", "pyyaml", "rapidfuzz",
    "snowballstemmer", "tinycss2",
    "tree-sitter", "tree-sitter-javascript",
)  # fmt: skip
"""Packages whose results, or files, reach a page, an index or a warning: another version may give other bytes."""


OPTIONAL = ("pyarrow", "ryaml")
"""Packages with which a build writes more files than without, or reads records faster."""


def digest_inputs(folder: Path, files: Iterable[Path], address: str = "") -> str:
    """Return one hash of all that the output depends on: the given survey files, the site's address where it is not
    theirs, the generator with its templates, and the installed libraries. A build with the same hash as the last one
    has nothing to do.
    """
    digest = hashlib.sha256(f"{digest_code()} {address}".encode("utf-8", "surrogateescape"))
    for path in files:
        digest.update(f"\0{path.relative_to(folder)}\0".encode("utf-8", "surrogateescape"))
        try:
            digest.update(read_bytes(path, folder))
        except UnreadableError as error:  # whoever reads the survey says so
            digest.update(str(error).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:24]


def digest_code() -> str:
    """Return one hash of the generator with its templates and of the installed libraries."""
    versions = [sys.version, sqlite3.sqlite_version]
    versions += [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    versions += [f"{name} {_version_if_any(name)}" for name in OPTIONAL]
    digest = hashlib.sha256(" ".join(versions).encode())
    for name, path in generator_files().items():
        digest.update(f"\0{name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _version_if_any(name: str) -> str:
    """The version of a package that need not be installed; empty if it is not."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
