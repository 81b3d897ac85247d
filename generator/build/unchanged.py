"""Tells quickly that a build has nothing to do, without reading a file or loading a library.

A build leaves a hash of the facts about all that it read and wrote: size, times and inode of each file of the survey,
of the generator and of the docs folder, the installed libraries by name and version, and its other inputs. If today's
facts have the same hash, nothing has changed; otherwise a build reads the files. The hash lies in the survey's
`.cache/` and may be deleted at any time; it is of use on this machine only.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from ..resources import base_configuration, generator_folders

_FOLDER = ".cache"
_TICK = 20_000_000
"""Nanoseconds by which two changes of a file differ in its times, on the coarsest file systems."""
_STAMP = ".site"
_VARIABLES = ("SITE_URL", "SOURCE_DATE_EPOCH")
_NAMED = re.compile(r"!ENV\s*\[?([^\]\n]*)")


class Left(NamedTuple):
    """What the last build left: its warnings about the survey as plain data, and the folder of the site, empty if it
    built none.
    """

    warnings: Sequence[Mapping[str, Any]]
    site: str


class Seen(NamedTuple):
    """The facts about a survey's folder and the generator as a build began: their hash (`digest`), and the time of the
    newest file in nanoseconds.
    """

    folder: Path
    digest: str
    newest: int


class Place(NamedTuple):
    """Where a build writes: the docs folder, and for a site its configuration and its folder."""

    docs: Path
    configuration: Path | None = None
    site: Path | None = None


def look(folder: Path, leave_out: Collection[Path] = ()) -> Seen:
    """Return the facts about a survey, the generator and the libraries as they are now.

    `leave_out` are folders that a build writes; they are not looked at.
    """
    digest = hashlib.sha256(json.dumps([sys.version, os.fspath(folder), str(Path.cwd()), *_libraries()]).encode())
    written = {os.fspath(path.absolute()) for path in leave_out}
    newest = _add(digest, _walk(os.fspath(folder.absolute()), written, hidden=False))
    for part in generator_folders():
        newest = max(newest, _add(digest, _walk(os.fspath(part), set(), hidden=False)))
    return Seen(folder, digest.hexdigest(), newest)


def remember(seen: Seen, place: Place, warnings: Iterable[Mapping[str, Any]]) -> None:
    """Store the facts with the warnings, so that the next build can tell that nothing has changed since `seen`.

    To be called when all pages are written, as the docs folder and the site are looked at as they are now. `warnings`
    are plain data, which JSON can hold. It writes to `.cache/` in the survey's folder; if that fails, nothing happens,
    and the next build reads the files.
    """
    with suppress(OSError):
        digest, newest = _digest(seen, place)
        # What changes within a tick of the clock cannot be told by its time.
        time.sleep(max(0, min(_TICK, max(newest, seen.newest) + _TICK - time.time_ns())) / 1e9)
        left = {"facts": digest, "warnings": list(warnings), "docs": os.fspath(place.docs)}
        left |= {name: os.fspath(path or "") for name, path in place._asdict().items()}
        kept = seen.folder / _FOLDER / _name(place.site is not None)
        kept.parent.mkdir(exist_ok=True)
        ignored = kept.parent / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")
        kept.write_text(json.dumps(left), encoding="utf-8")


def left_by_last_build(folder: Path, docs: Path | None) -> Left | None:
    """Return what the last build left, if nothing has changed since; None if a build must read the files.

    `docs` is the folder that the build wrote pages into; None for a build of the site.
    """
    try:
        left = json.loads((folder / _FOLDER / _name(docs is None)).read_bytes())
        place = Place(Path(left["docs"]), *(Path(left[name]) for name in ("configuration", "site") if docs is None))
        if docs is not None and place.docs != docs:
            return None
        now, _ = _digest(look(folder, written_by(place)), place)
        return Left(left["warnings"], left["site"]) if left["facts"] == now else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def written_by(place: Place) -> list[Path]:
    """Return the folders that a build writes."""
    return [path for path in (place.docs, place.site) if path is not None]


def _name(with_site: bool) -> str:
    return "unchanged-site.json" if with_site else "unchanged-docs.json"


def _digest(seen: Seen, place: Place) -> tuple[str, int]:
    """Return the hash of all facts, those of what was written included, and the time of the newest in nanoseconds.
    Raises OSError if a file is missing.
    """
    given = [os.environ.get(name) for name in _VARIABLES]
    digest = hashlib.sha256(json.dumps([seen.digest, *given, *map(os.fspath, written_by(place))]).encode())
    newest = _add(digest, _walk(os.fspath(place.docs), {_STAMP} if place.site is None else set(), hidden=True))
    if place.site is not None and place.configuration is not None:
        text = place.configuration.read_text(encoding="utf-8") + base_configuration().read_text(encoding="utf-8")
        names = sorted({name.strip(" ,\"'") for found in _NAMED.findall(text) for name in found.split(",")})
        digest.update(json.dumps([text, *(os.environ.get(name) for name in names if name)]).encode())
        # Of the site itself only that it is the one that was built, and still begins somewhere.
        digest.update(f"{place.site.stat().st_ino} {(place.site / 'index.html').stat().st_ino}".encode())
    return digest.hexdigest(), newest


def _libraries() -> list[str]:
    """Return the folder names of all installed packages, which hold their versions, such as `click-8.1.7.dist-info`."""
    names: list[str] = []
    for folder in sys.path:
        with suppress(OSError):
            names += sorted(it.name for it in Path(folder).iterdir() if it.name.endswith((".dist-info", ".egg-info")))
    return names


def _add(digest: hashlib._Hash, facts: Iterable[tuple[str, os.stat_result]]) -> int:
    """Add the facts of files, each given by its path, to a hash, and return the latest time at which one of them or its
    status changed, in nanoseconds; 0 without files. The order of the files does not matter.
    """
    lines, newest = [], 0
    for path, status in facts:
        lines.append(
            f"{path}\0{status.st_mode} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}\n"
        )
        newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
    digest.update("".join(sorted(lines)).encode("utf-8", "surrogateescape"))
    return newest


def _walk(folder: str, leave_out: Collection[str], *, hidden: bool) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the path and facts of each file below a folder, of a link itself; without compiled Python, and without
    hidden entries unless `hidden`. `leave_out` are names, or whole paths of folders.
    """
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                name = entry.name
                if (name[0] == "." and not hidden) or name == "__pycache__" or name in leave_out:
                    continue
                if not entry.is_dir(follow_symlinks=False):
                    yield entry.path, entry.stat(follow_symlinks=False)
                elif entry.path not in leave_out:
                    waiting.append(entry.path)
