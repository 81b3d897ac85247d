"""What a build's output depends on, as one key."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

import babel
import jinja2
import lunr
import markdown_it
import numpy
import pydantic

from ..files import UnreadableError, read_bytes
from ..resources import generator_files


def digest_inputs(folder: Path, files: Iterable[Path]) -> str:
    """Hash of all that the output depends on: the survey's files, the generator with its templates, its libraries."""
    libraries = babel, jinja2, markdown_it, numpy
    versions = [sys.version, *(library.__version__ for library in libraries), lunr.__VERSION__, pydantic.VERSION]
    digest = hashlib.sha256(" ".join(versions).encode())
    for path in files:
        digest.update(f"\0{path.relative_to(folder)}\0".encode("utf-8", "surrogateescape"))
        try:
            digest.update(read_bytes(path, folder))
        except UnreadableError as error:  # whoever reads the survey says so
            digest.update(str(error).encode("utf-8", "surrogateescape"))
    for name, path in generator_files().items():
        digest.update(f"\0{name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]
