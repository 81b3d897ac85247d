"""Measures a built site: what its host must store, and what a reader's browser must fetch."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..files import facts_of_files
from ..resources import search_parameters

_SEARCH = "assets/search"
_SEARCH_SCRIPTS = "assets/js/search"


class SiteSize(NamedTuple):
    """How large a built site is: its files, their bytes, and the largest of them. Bytes are those on disk, except for
    the search, where they are compressed with gzip.
    """

    files: int
    site_bytes: int
    largest_file: tuple[str, int]
    """Path and bytes; an empty path and 0 for a site without files."""
    largest_page: tuple[str, int]
    first_search_bytes: int
    """The scripts and tables that every search fetches, and the largest file of each further kind: the most that a
    first query of one word fetches. Of vectors that lie in several files, as many as papers are reordered by them.
    """


def measure_site(site: Path) -> SiteSize:
    """Return the size of a built site in a folder; hidden entries at its top are no part of it."""
    return weigh_site(sizes_of(site), lambda name: (site / name).read_bytes())


def sizes_of(folder: Path) -> dict[str, int]:
    """Return the bytes of each file of a site, by its path below the folder, without hidden entries at its top."""
    return {name: facts.size for name, facts in facts_of_files(folder).items() if not name.startswith(".")}


def weigh_site(sizes: Mapping[str, int], read: Callable[[str], bytes]) -> SiteSize:
    """Return the size of a site from the bytes of each file; `read` returns the content of the file at a path."""
    fetched = _fetched_first(sizes)
    return SiteSize(
        len(sizes),
        sum(sizes.values()),
        _largest(sizes),
        _largest({name: size for name, size in sizes.items() if name.endswith(".html")}),
        sum(len(gzip.compress(read(name), 6, mtime=0)) for name in fetched),
    )


def _fetched_first(sizes: Mapping[str, int]) -> list[str]:
    """Return the files that a first search fetches, given the sizes of all files by path: all scripts of the search,
    and of each kind of file in its index the largest.
    """
    fetched: dict[str, str] = {}
    vectors: list[str] = []
    for name, _ in sorted(sizes.items(), key=lambda entry: entry[1]):
        if name.startswith(f"{_SEARCH_SCRIPTS}/"):
            fetched[name] = name
        elif name.startswith(f"{_SEARCH}/vectors-"):
            vectors.append(name)
        elif name.startswith(f"{_SEARCH}/"):
            fetched[PurePosixPath(name).name.split("-")[0]] = name
    return [*fetched.values(), *vectors[-search_parameters()["vectors"]["reranked_of_many"] :]]


def _largest(sizes: Mapping[str, int]) -> tuple[str, int]:
    return max(sizes.items(), key=lambda entry: (entry[1], entry[0]), default=("", 0))
