"""Reads the records of a survey; unchanged files are taken from a cache."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..cache import Cache, code_version
from ..files import UnreadableError, list_files, read_all
from ..records.base import Problem
from ..records.bulk import without_collecting
from ..records.paper import Paper
from .yaml import parse_record

_CACHED = 100
"""Records of a survey from which on a cache saves time."""
_PACKAGES, _LIBRARIES = ("records", "survey"), ("pydantic", "pydantic-core", "pyyaml", "ryaml")
"""What a record is that was read from a given text."""


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
        for path, data in files:
            paper = _read(path, data, cache, problems)
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


def _read(path: Path, data: bytes | UnreadableError, cache: Cache | None, problems: list[Problem]) -> Paper | None:
    """The record of one file, if it is valid; only valid ones are kept in the cache."""
    if isinstance(data, UnreadableError):
        problems.append(Problem(path=str(path), message=str(data)))
        return None
    digest = hashlib.sha256(data).digest() if cache else b""
    known, paper = (cache and cache.get(path.name)) or (None, None)
    if cache and known == digest:
        return paper
    text = decode(data, path, problems)
    if text is None:
        return None
    paper, faults = parse_record(text, str(path), Paper)
    problems.extend(faults)
    if cache and paper is not None:
        cache.put(path.name, (digest, paper))
    return paper


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
