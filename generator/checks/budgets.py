"""Whether a built site keeps within what its host takes and what a reader should have to fetch."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..records.base import Problem
from ..records.survey import Budgets
from ..survey.folder import read_settings

_SEARCH = "assets/search"
_SEARCH_SCRIPTS = "assets/js/search"
_RAISE = "if your host takes more, raise `budgets: {{{key}: …}}` in survey.yml"


class BeyondBudgetsError(Exception):
    """A site is larger than its survey allows. `problems` says in what and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} budgets are exceeded")
        self.problems = problems


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
    sizes = {
        path.relative_to(site).as_posix(): path.stat().st_size
        for path in sorted(site.rglob("*"))
        if path.is_file() and not path.relative_to(site).parts[0].startswith(".")
    }
    pages = {name: size for name, size in sizes.items() if name.endswith(".html")}
    fetched = _fetched_first(sizes)
    return SiteSize(
        len(sizes),
        sum(sizes.values()),
        _largest(sizes),
        _largest(pages),
        sum(len(gzip.compress((site / name).read_bytes(), 6, mtime=0)) for name in fetched),
    )


def refuse_beyond_budgets(site: Path, folder: Path) -> None:
    """Raise BeyondBudgetsError if a built site is larger than the survey in `folder` allows."""
    settings = read_settings(folder)
    budgets = settings.budgets if settings else Budgets()
    if problems := check_budgets(measure_site(site), budgets, str(folder / "survey.yml")):
        raise BeyondBudgetsError(problems)


def check_budgets(size: SiteSize, budgets: Budgets, path: str) -> list[Problem]:
    """Return a problem for each limit that a site of this size is beyond, with what to do. `path` names the file in
    which the limits stand.
    """
    largest, page = size.largest_file, size.largest_page
    found = {
        "files": (size.files, "the site has {value:,} files", "raise `author_pages_from` or `system_pages_from`"),
        "site_bytes": (size.site_bytes, "the site has {value:,} bytes", "divide the survey, or leave out files"),
        "file_bytes": (largest[1], f"{largest[0]} has {{value:,}} bytes", "divide the survey"),
        "page_bytes": (page[1], f"the page {page[0]} has {{value:,}} bytes", "make its text or its area smaller"),
        "first_search_bytes": (size.first_search_bytes, "a first search fetches {value:,} bytes", "divide the survey"),
    }
    problems = []
    for key, (value, what, remedy) in found.items():
        limit = getattr(budgets, key)
        if value > limit:
            message = f"{what.format(value=value)}, and {key} allows {limit:,}; {remedy}, or {_RAISE.format(key=key)}"
            problems.append(Problem(path=path, message=message))
    return problems


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
