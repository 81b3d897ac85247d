"""Reads the records of a survey; unchanged files are taken from a cache."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..cache import Cache, Packed, code_version, part_of
from ..files import FileState, UnreadableError, facts_of_files, is_there, list_files, read_all, states_in
from ..processes import spread
from ..records.base import Problem, Record
from ..records.bulk import digest_of_part, know_digest, without_collecting
from ..records.paper import Paper
from .yaml.parse import parse_record

_CACHED = 100
"""Records of a survey from which on a cache saves time."""
_PACKAGES, _LIBRARIES = ("records", "survey"), ("pydantic", "pydantic-core", "pyyaml", "ryaml")
"""What a record is that was read from a given text."""
_BATCH = 500
"""Records that are read together at least: of fewer, handing them over costs what it saves."""
_File = tuple[Path, bytes | UnreadableError]
_Read = tuple[Paper | None, list[Problem]]
"""The record of a file, if it is valid, and what is wrong with it."""


class _Kept(NamedTuple):
    """What is kept of a file: its state, a digest of its content, its record, and the digests of the record's parts."""

    state: FileState | None
    content: bytes
    paper: Paper
    parts: tuple[bytes, ...]


def read_papers(folder: Path) -> tuple[list[Paper], list[Problem]]:
    """Return the valid records in `papers/` of a survey's folder, sorted by file name, and all problems.

    A file with faults gives an error for each and no record; one whose name is not its record's id gives an error and a
    record; one that does not end in `.yml` gives a warning.
    """
    problems: list[Problem] = []
    papers: list[Paper] = []
    with without_collecting():
        all_paths = list_files(folder, "papers/*")
        paths = [path for path in all_paths if path.name.endswith(".yml")]
        if len(paths) >= _CACHED:
            records = _records(paths, folder, Cache(folder, "records", code_version(_PACKAGES, _LIBRARIES)))
        else:
            records = _parse(list(read_all(paths, folder)))
        for path, (paper, faults) in zip(paths, records, strict=True):
            problems += faults
            if paper is None:
                continue
            papers.append(paper)
            if paper.id != path.stem:
                problems.append(_other_name(paper, path))
        others = [path for path in all_paths if not path.name.endswith(".yml")]
    message = "is no record (records end in .yml); move it away"
    return papers, [*problems, *(Problem(path=str(path), message=message, level="warning") for path in others)]


def record_sizes(folder: Path) -> dict[str, int]:
    """Return the bytes of each file of `papers/` of the survey in a folder that may be a record, by the paper's id."""
    found = facts_of_files(folder / "papers", hidden=False) if is_there(folder / "papers") else {}
    return {name.removesuffix(".yml"): facts.size for name, facts in found.items() if name.endswith(".yml")}


def read_record(path: Path, folder: Path) -> tuple[Paper | None, list[Problem]]:
    """Return the record in a file of the survey in a folder; None and the errors if there is none, or if it is not
    named after its id.
    """
    [(paper, problems)] = _parse(list(read_all([path], folder)))
    if paper and paper.id != path.stem:
        return None, [_other_name(paper, path)]
    return paper, problems


def _other_name(paper: Paper, path: Path) -> Problem:
    message = f"the id {paper.id!r} is not the file's name; name the file {paper.id}.yml"
    return Problem(path=str(path), line=1, message=message)


def _records(paths: Sequence[Path], folder: Path, cache: Cache) -> list[_Read]:
    """Return what each file holds. A file that is as it was, or has the content that it had, is taken from the cache;
    all others are read, which all processors share.
    """
    states, by_name = states_in(folder / "papers"), {path.name: path for path in paths}
    known: dict[str, _Kept] = {name: kept for name in by_name if (kept := cache.get(name))}
    faults: dict[str, list[Problem]] = {}
    unknown = _of_unknown_parts(by_name, known)
    files = [[by_name[name] for name in names] for names in unknown.values()]
    least = max(1, _BATCH * len(unknown) // max(1, sum(map(len, files))))
    made = spread(lambda some: _read_parts(some, folder, states), files, least)
    for number, (kept, faulty) in zip(unknown, made, strict=True):
        known |= kept.values
        faults |= faulty
        cache.put_all(number, kept)
    read = frozenset(name for names in unknown.values() for name in names)
    faults |= _read_changed([path for name, path in by_name.items() if name not in read], folder, states, known, cache)
    cache.save()
    for one in known.values():
        for part, digest in zip(parts_of(one.paper), one.parts, strict=True):
            know_digest(part, digest)
    return [(known[name].paper if name in known else None, faults.get(name, [])) for name in by_name]


def _of_unknown_parts(names: Iterable[str], known: Container[str]) -> dict[int, list[str]]:
    """Return the names of files of which none is known that would be in the same file of the cache, by its number."""
    by_part: dict[int, list[str]] = {}
    for name in names:
        by_part.setdefault(part_of(name), []).append(name)
    return {number: its for number, its in by_part.items() if not any(name in known for name in its)}


def _read_parts(
    parts: Sequence[Sequence[Path]], folder: Path, states: Mapping[str, FileState]
) -> list[tuple[Packed, dict[str, list[Problem]]]]:
    """Read the files of some parts of the cache. Returns for each part, by file name, what is to be kept of those that
    are valid, and what is wrong with each of the others.
    """
    contents = dict(read_all([path for paths in parts for path in paths], folder))
    made = []
    for paths in parts:
        kept, faults = {}, {}
        read = _parse_with_digests([(path, contents[path]) for path in paths])
        for path, ((paper, faults_of_file), digests) in zip(paths, read, strict=True):
            data = contents.pop(path)
            if paper is not None and isinstance(data, bytes):
                kept[path.name] = _Kept(states.get(path.name), hashlib.sha256(data).digest(), paper, digests)
            else:
                faults[path.name] = faults_of_file
        made.append((Packed(kept), faults))
    return made


def _read_changed(
    paths: Sequence[Path], folder: Path, states: Mapping[str, FileState], known: dict[str, _Kept], cache: Cache
) -> dict[str, list[Problem]]:
    """Read those files that are not as they were when they became `known`, which is brought up to date with the cache.
    Returns what is wrong with each file that was read, by its name.
    """
    same = {name for name, kept in known.items() if kept.state and kept.state == states.get(name)}
    new: dict[str, tuple[Path, bytes | UnreadableError, bytes]] = {}
    for path, data in read_all([path for path in paths if path.name not in same], folder):
        digest = b"" if isinstance(data, UnreadableError) else hashlib.sha256(data).digest()
        if digest and path.name in known and known[path.name].content == digest:
            known[path.name] = known[path.name]._replace(state=states.get(path.name))
            cache.put(path.name, known[path.name])
        else:
            new[path.name] = path, data, digest
    made = spread(_parse_with_digests, [(path, data) for path, data, _ in new.values()], _BATCH)
    faults: dict[str, list[Problem]] = {}
    for (name, (_, _, digest)), ((paper, faults[name]), parts) in zip(new.items(), made, strict=True):
        known.pop(name, None)
        if paper is not None:  # only valid ones are kept
            known[name] = _Kept(states.get(name), digest, paper, parts)
            cache.put(name, known[name])
    return faults


def parts_of(paper: Paper) -> tuple[Record, ...]:
    """Return the parts of a paper's record, of which each has a digest."""
    return paper.bibliographic, paper.digest, paper.derived, paper.provenance


def _parse_with_digests(files: Sequence[_File]) -> list[tuple[_Read, tuple[bytes, ...]]]:
    """Return what each file holds, and the digests of the parts of its record, which are asked for in any case."""
    return [(record, tuple(map(digest_of_part, parts_of(record[0]))) if record[0] else ()) for record in _parse(files)]


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
    """Return the text of a file, given as bytes in UTF-8, with plain line ends. If the bytes are not UTF-8, append a
    problem to `problems`, with the file's path, and return None.
    """
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(Problem(path=str(path), line=line, message="is not UTF-8; save the file as UTF-8"))
        return None
