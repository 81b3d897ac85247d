"""Weighs a built site: what its host has to take, and what a reader has to fetch."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..files import facts_of_files

_SEARCH = "assets/search"
_SEARCH_SCRIPTS = "assets/js/search"


class SiteSize(NamedTuple):
    """What a built site weighs. Bytes are those on disk, but for the search, which is counted as gzip makes it."""

    files: int
    site_bytes: int
    largest_file: tuple[str, int]
    """Path and bytes."""
    largest_page: tuple[str, int]
    first_search_bytes: int
    """Scripts and tables that every search fetches, and the largest file of each further kind: no first question of one
    word costs more.
    """


def measure_site(site: Path) -> SiteSize:
    """Weigh all files of a built site, hidden ones at its top apart: these are no part of a build."""
    return weigh_site(sizes_of(site), lambda name: (site / name).read_bytes())


def sizes_of(folder: Path) -> dict[str, int]:
    """Return the bytes of each file of a site, by its path below the folder; hidden entries at its top are left out."""
    return {name: facts.size for name, facts in facts_of_files(folder).items() if not name.startswith(".")}


def weigh_site(sizes: Mapping[str, int], read: Callable[[str], bytes]) -> SiteSize:
    """Weigh a site whose files have these sizes; `read` gives the bytes of a file."""
    fetched = _fetched_first(sizes)
    return SiteSize(
        len(sizes),
        sum(sizes.values()),
        _largest(sizes),
        _largest({name: size for name, size in sizes.items() if name.endswith(".html")}),
        sum(len(gzip.compress(read(name), 6, mtime=0)) for name in fetched),
    )


def _fetched_first(sizes: Mapping[str, int]) -> list[str]:
    """The files that a first search fetches; of each kind of which it fetches some, the largest."""
    fetched: dict[str, str] = {}
    for name, _ in sorted(sizes.items(), key=lambda entry: entry[1]):
        if name.startswith(f"{_SEARCH_SCRIPTS}/"):
            fetched[name] = name
        elif name.startswith(f"{_SEARCH}/"):
            fetched[PurePosixPath(name).name.split("-")[0]] = name
    return list(fetched.values())


def _largest(sizes: Mapping[str, int]) -> tuple[str, int]:
    return max(sizes.items(), key=lambda entry: (entry[1], entry[0]), default=("", 0))
