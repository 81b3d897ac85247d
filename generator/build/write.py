"""Writes the rendered files to the docs folder: only those that changed, and none over a file that others wrote."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Collection, Mapping, Sequence, Set
from contextlib import suppress
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from ..cache import Cache
from ..files import (
    UnreadableError,
    is_there,
    names_of_files,
    read_at_once,
    refuse_outside,
    write_at_once,
)
from ..processes import spread
from ..records.base import Problem
from .staging import Content, Staged, Stored, as_bytes, hash_of, hash_of_bytes, own_bytes

MANIFEST = ".catalogue.json"
"""The file in the docs folder that lists every file that the generator wrote there, with a hash of its bytes."""


class Written(NamedTuple):
    """How many files a build wrote: `total` belong to the site, `changed` were written because their content differed,
    `removed` were deleted because the site no longer has them.
    """

    total: int
    changed: int
    removed: int


_MANY = 2_000
"""Files that a process reads at least, where several read them."""
_WRITTEN = "written"
"""The cache of the facts of what was written, and the key of those in it."""


def standing(docs: Path, cache: Cache) -> dict[str, Stored]:
    """Return the files that the last build wrote and nobody has changed since, by their paths below the docs folder."""
    found: dict[str, Stored] = {}
    listed = read_manifest(docs).get("files")
    hashes: Mapping[str, str] = listed if isinstance(listed, dict) else {}
    for name, (digest, facts) in (cache.get(_WRITTEN) or {}).items():
        if hashes.get(name) == digest and _facts(docs, name) == facts:
            found[name] = Stored(digest, facts[0])
    return found


def remember_standing(docs: Path, cache: Cache) -> None:
    """Store in the cache the facts of the files in the docs folder that were just written, by which `standing`
    recognises them.
    """
    listed = read_manifest(docs).get("files")
    hashes: Mapping[str, str] = listed if isinstance(listed, dict) else {}
    cache.put(_WRITTEN, {name: (digest, _facts(docs, name)) for name, digest in hashes.items()})
    cache.save()


def _facts(docs: Path, name: str) -> tuple[int, ...] | None:
    """Return size, times, inode and device of the regular file with a name, its path in the docs folder; None if there
    is none.
    """
    try:
        it = os.lstat(f"{docs}{os.sep}{name}")
    except OSError:
        return None
    return (it.st_size, it.st_mtime_ns, it.st_ctime_ns, it.st_ino, it.st_dev) if stat.S_ISREG(it.st_mode) else None


def read_manifest(docs: Path) -> dict[str, object]:
    """Return the manifest of a docs folder, in which the last build noted what it wrote; an empty dictionary without a
    valid one.

    Its form is `{"inputs": HASH, "epoch": SECONDS, "warnings": […], "files": {PATH: HASH}}`. `epoch` is the edition's
    date as seconds since 1970; it has a line of its own in the file, so that a shell script can read it.
    """
    try:
        manifest = json.loads(own_bytes(docs, MANIFEST)) if (docs / MANIFEST).exists() else {}
    except (UnreadableError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) and isinstance(manifest.get("files"), dict) else {}


def warnings_if_current(docs: Path, inputs: str, survey: Path) -> list[Problem] | None:
    """Return the warnings of the last build if the docs folder still holds exactly what that build wrote from the same
    `inputs`; return None if a build is needed.

    `inputs` is the hash from `digest_inputs`. The warnings get paths below the folder `survey`.
    """
    manifest = read_manifest(docs)
    files, warnings = manifest.get("files"), manifest.get("warnings")
    if manifest.get("inputs") != inputs or not isinstance(files, dict) or not isinstance(warnings, list):
        return None
    with suppress(UnreadableError, ValueError):
        if all(spread(partial(_are_as_listed, docs), list(files.items()), _MANY)):
            kept = [Problem.model_validate(warning) for warning in warnings]
            return [warning.model_copy(update={"path": str(survey / warning.path)}) for warning in kept]
    return None


def _are_as_listed(docs: Path, listed: Sequence[tuple[str, object]]) -> list[bool]:
    """Return for each file that the manifest lists, as a pair of path and hash, whether its bytes have that hash.
    Raises UnreadableError if a folder of theirs leads out of the docs folder.
    """
    for folder in {name.rpartition("/")[0] for name, _ in listed}:
        refuse_outside(docs / folder, docs)
    return [hash_of_bytes(_bytes_of_many(docs, name)) == digest for name, digest in listed]


def _bytes_of_many(docs: Path, name: str) -> bytes:
    """Return the bytes of the file with a name, whose folder lies in the docs folder for sure; only if it is no plain
    file, that is checked again. Raises UnreadableError.
    """
    try:
        return read_at_once(f"{docs}{os.sep}{name}", follow=False)
    except OSError:
        return own_bytes(docs, name)


def write(
    docs: Path,
    files: Mapping[str, Content],
    inputs: str = "",
    warnings: Sequence[Problem] = (),
    survey: Path | None = None,
    epoch: int = 0,
) -> tuple[Written | None, list[Problem]]:
    """Bring the docs folder up to date: write the files that differ, and delete those that only an earlier build wrote.

    `files` maps a path below `docs` to what the file is to hold. Returns the numbers of files and no problem, or None
    and a problem for each file in the way that the generator did not write; then nothing is written. The manifest
    stores `inputs`, `epoch` and `warnings`; a later build that finds everything up to date repeats the warnings, whose
    paths lie below `survey`.
    """
    listed = read_manifest(docs).get("files")
    old: dict[str, str] = listed if isinstance(listed, dict) else {}
    changed, problems = _compare(docs, files, old)
    if problems:
        return None, problems
    hashes = {name: hash_of(content) for name, content in files.items()}
    if changed:
        # Written first, so that a build that is killed leaves nothing the next one would take for somebody's own.
        _write_manifest(docs, {**old, **hashes}, "")
    for folder in {(docs / name).parent for name in changed}:
        folder.mkdir(parents=True, exist_ok=True)
    _put_in_place(docs, {name: files[name] for name in changed})
    place = docs.resolve()
    removed = [name for name in old if name not in files and _is_below(place, name) and (docs / name).is_file()]
    for name in removed:
        (docs / name).unlink()
    for folder in sorted({(docs / name).parent for name in removed}, reverse=True):
        _prune(docs, folder)
    _write_manifest(docs, hashes, inputs, _as_seen_from(survey, warnings), epoch)
    return Written(len(files), len(changed), len(removed)), []


def _put_in_place(docs: Path, files: Mapping[str, Content]) -> None:
    moved: dict[str, str] = {}
    for name, content in files.items():
        path = f"{docs}{os.sep}{name}"
        if isinstance(content, str | bytes):
            write_at_once(path, as_bytes(content))
        elif isinstance(content, Staged) and content.path in moved:
            shutil.copyfile(moved[content.path], path)
        elif isinstance(content, Staged):
            shutil.move(content.path, path)
            moved[content.path] = path


def _compare(docs: Path, files: Mapping[str, Content], old: Collection[str]) -> tuple[list[str], list[Problem]]:
    """Return the names of the files that differ from what the docs folder holds, and a problem for each that may not be
    written.

    A file that is in the way and not among the `old` ones, which an earlier build wrote, is somebody's own. So is a
    link, whoever made it: what it leads to would be overwritten.
    """
    changed: list[str] = []
    problems: list[Problem] = []
    refuse_folder_outside = cache(refuse_outside)  # most folders hold many files
    for name, content in files.items():
        if isinstance(content, Stored):
            continue
        path = docs / name
        try:
            exists = is_there(path)
            if exists and path.is_symlink():
                raise UnreadableError("is a link where the generator writes a file; delete it")
            refuse_folder_outside(path.parent, docs)
            existing = own_bytes(docs, name) if exists else None
        except UnreadableError as error:
            problems.append(Problem(path=str(path), message=str(error)))
            continue
        if existing is not None and _is_same(existing, content):
            continue
        if existing is not None and name not in old:
            message = "was not written by the generator and stands where it writes; move or delete it"
            problems.append(Problem(path=str(path), message=message))
        changed.append(name)
    return changed, problems


def _is_same(existing: bytes, content: str | bytes | Staged) -> bool:
    """Return whether the bytes of an existing file are the content that it is to have."""
    return hash_of_bytes(existing) == content.digest if isinstance(content, Staged) else existing == as_bytes(content)


def _as_seen_from(survey: Path | None, warnings: Sequence[Problem]) -> list[dict[str, object]]:
    """Return warnings as data, with paths below the survey's folder, so that builds in two places have the same bytes.
    Without a `survey` the paths stay.
    """
    paths = [str(Path(warning.path).relative_to(survey or "")) for warning in warnings]
    return [{**warning.model_dump(), "path": path} for warning, path in zip(warnings, paths, strict=True)]


def kept_by_hand(docs: Path) -> set[str]:
    """Return the files of a docs folder that the generator did not write, as paths below that folder."""
    return names_of_files(docs) - generated_files(docs) if docs.is_dir() else set()


def generated_files(docs: Path) -> Set[str]:
    """Return the files of a docs folder that the generator wrote, as paths below that folder; none without a
    manifest.
    """
    try:
        return _generated_files(docs, (docs / MANIFEST).stat().st_mtime_ns)
    except OSError:
        return frozenset()


@lru_cache(maxsize=1)
def _generated_files(docs: Path, changed: int) -> Set[str]:
    """Return the files that the manifest of a docs folder lists, from a cache by `changed`, which is the manifest's
    time of change in nanoseconds.
    """
    del changed
    listed = read_manifest(docs).get("files")
    return frozenset(listed if isinstance(listed, dict) else ())


def _write_manifest(
    docs: Path, hashes: Mapping[str, str], inputs: str, warnings: Sequence[object] = (), epoch: int = 0
) -> None:
    """Write the manifest of a docs folder in one step, so that a killed build leaves the old or the new one, whole.
    `hashes` has the hash of each file, by path; the other parts are those of `read_manifest`. An equal manifest is not
    written again.
    """
    head = json.dumps({"inputs": inputs, "epoch": epoch, "warnings": warnings}, indent=0).removesuffix("\n}")
    # One line for each file, as with an indentation of 0, for which Python has only a slow encoder.
    files = json.dumps(dict(sorted(hashes.items())), separators=(",\n", ": ")).strip("{}")
    content = f'{head},\n"files": {{\n{files}\n}}\n}}\n'.encode()
    path = docs / MANIFEST
    if path.is_file() and path.read_bytes() == content:
        return
    docs.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=docs, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _prune(docs: Path, folder: Path) -> None:
    """Remove `folder` and those above it as far as they are empty, up to the docs folder."""
    with suppress(OSError):  # the first one that holds anything, which to list would take longer
        while folder != docs:
            folder.rmdir()
            folder = folder.parent


def _is_below(docs: Path, name: str) -> bool:
    """Return whether the path with a name lies in the docs folder, given by its real path; False for one in a manifest
    that somebody edited to point elsewhere.
    """
    return (docs / name).resolve().is_relative_to(docs)


def epoch_of(edition: datetime.date | None) -> int:
    """Return an edition's date, at midnight UTC, as seconds since 1970; 1 January 1980 stands in for None."""
    day = edition or datetime.date(1980, 1, 1)
    return int(datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC).timestamp())
