"""Reads the records of a survey; unchanged files are taken from a cache."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ..cache import Cache, code_version
from ..files import UnreadableError, list_files, read_all
from ..processes import spread
from ..records.base import Problem
from ..records.bulk import without_collecting
from ..records.paper import Paper
from .yaml import parse_record

_CACHED = 100
"""Records of a survey from which on a cache saves time."""
_PACKAGES, _LIBRARIES = ("records", "survey"), ("pydantic", "pydantic-core", "pyyaml", "ryaml")
"""What a record is that was read from a given text."""
_BATCH = 500
"""Records that are read together at least: of fewer, handing them over costs what it saves."""
_File = tuple[Path, bytes | UnreadableError]
_Read = tuple[Paper | None, list[Problem]]
"""The record of a file, if it is valid, and what is wrong with it."""


def read_papers(folder: Path) -> tuple[list[Paper], list[Problem]]:
    """Return the valid records in `papers/` of a survey's folder, sorted by file name, and all problems.

    A file with faults gives an error for each and no record; one whose name is not its record's id gives an error and a
    record; one that does not end in `.yml` gives a warning.
    """
    problems: list[Problem] = []
    papers: list[Paper] = []
    with without_collecting():
        files = list(read_all(folder, "papers/*.yml"))
        cache = Cache(folder, "records", code_version(_PACKAGES, _LIBRARIES)) if len(files) >= _CACHED else None
        for (path, _), (paper, faults) in zip(files, _records(files, cache), strict=True):
            problems += faults
            if paper is None:
                continue
            papers.append(paper)
            if paper.id != path.stem:
                message = f"the id {paper.id!r} is not the file's name; name the file {paper.id}.yml"
                problems.append(Problem(path=str(path), line=1, message=message))
        if cache:
            cache.save()
        others = [path for path in list_files(folder, "papers/*") if not path.name.endswith(".yml")]
    message = "is no record (records end in .yml); move it away"
    return papers, [*problems, *(Problem(path=str(path), message=message, level="warning") for path in others)]


def _records(files: Sequence[_File], cache: Cache | None) -> list[_Read]:
    """Return for each file its record, None if it has errors, and its problems, in the order of the files. A file whose
    SHA-256 is that in the cache is not parsed; the others are parsed on all processors, and valid ones put into the
    cache.
    """
    if cache is None:
        return _parse(files)
    digests = [b"" if isinstance(data, UnreadableError) else hashlib.sha256(data).digest() for _, data in files]
    kept = [cache.get(path.name) or (None, None) for path, _ in files]
    is_new = [not digest or known[0] != digest for digest, known in zip(digests, kept, strict=True)]
    made = iter(spread(_parse, [file for file, new in zip(files, is_new, strict=True) if new], _BATCH))
    records = []
    for (path, _), digest, (_, known), new in zip(files, digests, kept, is_new, strict=True):
        paper, faults = next(made) if new else (known, [])
        if new and paper is not None:  # only valid ones are kept
            cache.put(path.name, (digest, paper))
        records.append((paper, faults))
    return records


def _parse(files: Sequence[_File]) -> list[_Read]:
    records = []
    for path, data in files:
        faults: list[Problem] = []
        paper = None
        if isinstance(data, UnreadableError):
            faults.append(Problem(path=str(path), message=str(data)))
        elif (text := decode(data, path, faults)) is not None:
            paper, faults = parse_record(text, str(path), Paper)
        records.append((paper, faults))
    return records


def decode(data: bytes, path: Path, problems: list[Problem]) -> str | None:
    """Return the text of a UTF-8 file with plain line ends; if it is not UTF-8, append a problem to `problems` and
    return None.
    """
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(Problem(path=str(path), line=line, message="is not UTF-8; save the file as UTF-8"))
        return None
