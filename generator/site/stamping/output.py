"""Writes pages, and copies what is no page, into the folder of the site."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.structure.files import File

from ...files import read_at_once, write_at_once
from .kept import Kept, Sources
from .theme import Theme

_AT_ONCE = 1_000_000
"""Bytes of the largest file that is copied by way of the memory."""


def copy(theme: Theme, sources: Sources, before: Kept | None) -> None:
    """Copy to the site each file that is no page and changed since `before`. `sources` has the facts of all files."""
    for path, facts in sources.facts.items():
        file = theme.files.src_uris[path]
        if file.is_documentation_page() or (before is not None and before.sources.has_same(path, sources)):
            continue
        if file.abs_src_path and facts.size <= _AT_ONCE:
            _put(destination(file), read_at_once(file.abs_src_path))
        else:
            file.copy_file()


def destination(file: File) -> str:
    """Return the path at which a file stands in the site; as MkDocs tells it, in a third of the time."""
    return f"{file.dest_dir}{os.sep}{file.dest_uri.replace('/', os.sep)}"


def write(path: str, data: bytes) -> None:
    """Write a page, given as bytes, to a path, and make its folder. As in MkDocs, an empty page is not written."""
    if data and not data.isspace():
        _make_folder(path)
        _put(path, data)


def _make_folder(path: str) -> None:
    """Make the folder of a file, given by the file's path, and those above it."""
    folder = path.rpartition(os.sep)[0]
    try:
        os.mkdir(folder)  # noqa: PTH102 - for each of very many pages; a path as an object costs as much as the file
    except FileExistsError:
        pass
    except FileNotFoundError:
        Path(folder).mkdir(parents=True, exist_ok=True)  # another process may be quicker


def _put(path: str, data: bytes) -> None:
    """Write `data` to a file, and make its folder if it is missing."""
    try:
        write_at_once(path, data)
    except FileNotFoundError:
        _make_folder(path)
        write_at_once(path, data)
