"""Computes one hash of everything that a build's output depends on."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import sqlite3
import sys
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from ..files import facts_of_files, read_all
from ..resources import KINDS, generator_folders

LIBRARIES = (
    "anyascii", "babel", "jinja2", "lunr", "markdown", "markdown-it-py", "markupsafe", "mkdocs", "mkdocs-material",
    "numpy", "platformdirs", "pydantic", "pydantic_core", "pylatexenc", "pyuca", "pyyaml", "rapidfuzz",
    "snowballstemmer", "tinycss2",
    "tree-sitter", "tree-sitter-javascript",
)  # fmt: skip
"""Packages whose results or files reach a page, an index or a warning, so that another version may give other bytes."""


OPTIONAL = ("pyarrow", "pystemmer", "ryaml")
"""Packages that need not be installed; with them a build writes more files, or is faster."""


def digest_inputs(folder: Path, files: Iterable[Path], address: str = "") -> str:
    """Return one hash of everything that the output of a build depends on, as 24 hexadecimal digits.

    It covers the given `files` of the survey in the folder, the site's `address` if it is not the survey's own, the
    generator with its templates, and the installed libraries. If the hash is that of the last build, there is nothing
    to do. A file that cannot be read counts by its error.
    """
    digest = hashlib.sha256(f"{digest_code()} {address}".encode("utf-8", "surrogateescape"))
    for parent, beside in groupby(files, lambda path: path.parent):
        above = "" if parent == folder else f"{parent.relative_to(folder)}{os.sep}"
        for path, content in read_all([*beside], folder):
            digest.update(f"\0{above}{path.name}\0".encode("utf-8", "surrogateescape"))
            # Of a file that cannot be read whoever reads the survey says so.
            told = content if isinstance(content, bytes) else str(content).encode("utf-8", "surrogateescape")
            digest.update(told)
    return digest.hexdigest()[:24]


def digest_code() -> str:
    """Return one hash of the generator with its templates, of the installed libraries and of Python, in hexadecimal."""
    files = (
        (folder, name, *facts)
        for folder in generator_folders()
        for name, facts in facts_of_files(folder).items()
        if name.endswith(KINDS)
    )
    return hashlib.sha256(f"{_versions()}\0{_digest_files(tuple(files))}".encode()).hexdigest()


@cache
def _versions() -> str:
    versions = [sys.version, sqlite3.sqlite_version]
    versions += [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    versions += [f"{name} {_version_if_any(name)}" for name in OPTIONAL]
    return " ".join(versions)


@lru_cache(maxsize=1)
def _digest_files(files: tuple[tuple[Path, str, int, int], ...]) -> str:
    """Return one hash of files, given by folder, path in it, size and time of change. It is remembered, since a build
    asks for the same several times.
    """
    digest = hashlib.sha256()
    for folder, name, _, _ in files:
        digest.update(f"\0{folder.name}/{name}\0".encode())
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _version_if_any(name: str) -> str:
    """Return the version of the package with a name; empty if it is not installed."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
