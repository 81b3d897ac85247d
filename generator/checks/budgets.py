"""Checks that a built site is not larger than its host takes, and than readers should have to fetch."""

from __future__ import annotations

from collections.abc import Collection
from math import ceil
from pathlib import Path

from ..build.site_size import SiteSize
from ..records.base import Problem
from ..records.survey import Budgets
from ..survey.folder import read_settings


class BeyondBudgetsError(Exception):
    """Raised if a site is larger than its survey allows; `problems` says by how much, and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} budgets are exceeded")
        self.problems = problems


def refuse_beyond_budgets(size: SiteSize, folder: Path) -> None:
    """Raise BeyondBudgetsError if a built site is larger than `budgets` in survey.yml of the survey in a folder allows;
    else do nothing.
    """
    settings = read_settings(folder)
    budgets = settings.budgets if settings else Budgets()
    if problems := check_budgets(size, budgets, str(folder / "survey.yml")):
        raise BeyondBudgetsError(problems)


def check_budgets(size: SiteSize, budgets: Budgets, path: str) -> list[Problem]:
    """Return a problem for each limit that a site of this size exceeds, with what to do.

    `path` is the file that holds the limits.
    """
    largest, page = size.largest_file, size.largest_page
    found = {
        "files": (size.files, "the site has", "files", "raise `author_pages_from` or `system_pages_from`"),
        "site_bytes": (size.site_bytes, "the site has", "bytes", "divide the survey, or leave out files"),
        "file_bytes": (largest[1], f"{largest[0]} has", "bytes", "divide the survey"),
        "page_bytes": (page[1], f"the page {page[0]} has", "bytes", "make its text or its area smaller"),
        "first_search_bytes": (size.first_search_bytes, "a first search fetches", "bytes", "divide the survey"),
    }
    problems = []
    for key, (value, what, unit, remedy) in found.items():
        limit = getattr(budgets, key)
        if value > limit:
            host = f"if your host takes more, raise `budgets: {{{key}: …}}` in survey.yml"
            message = f"{what} {value:,} {unit}, and {key} allows {limit:,}; {remedy}, or {host}"
            problems.append(Problem(path=path, message=message))
    return problems


_FILES_A_PAPER, _FILES_BESIDE, _BYTES_A_PAPER = 1.37, 2_200, 53_000
"""What the sites of 10,000 papers of different fields come to (`docs/scale.md`): pages, files of the index, bytes."""
_AMONG_OTHERS, _WORDS = 1.79, 700
"""Files a paper of one of several sites, whose index shows papers by files of few (`search.shards`), and its others."""
_LARGEST, _LARGEST_A_PAPER, _LARGEST_A_BYTE = "assets/data/catalogue.json", 300, 1.01
"""The largest file, and its bytes: so many a paper, and so many a byte of the papers' records."""
_SITE_A_PAPER, _SITE_A_BYTE = 27_500, 12.5
"""Bytes of one of several sites, in the same way."""
_FEW = 2_000
"""Papers up to which an estimate says nothing: what a site has besides them counts for more."""
_ROOM = 0.9
"""How much of a budget is planned for: surveys differ, and grow."""
WHOLE = 1_000_000
"""What a host takes of one site, in the unit of `shares_of`."""


def shares_of(record: int, budgets: Budgets) -> tuple[int, ...]:
    """Return how much of `files`, `site_bytes` and `file_bytes` a paper takes in one of several sites, by a rough
    estimate; `WHOLE` would be all. `record` is the number of bytes of its record.
    """
    files = _AMONG_OTHERS / max(1, _ROOM * budgets.files - _WORDS)
    site = (_SITE_A_PAPER + _SITE_A_BYTE * record) / budgets.site_bytes / _ROOM
    largest = (_LARGEST_A_PAPER + _LARGEST_A_BYTE * record) / budgets.file_bytes / _ROOM
    return tuple(ceil(WHOLE * share) for share in (files, site, largest))


def foresee_budgets(records: Collection[int], budgets: Budgets, path: str) -> list[Problem]:
    """Return the problems of a survey whose site cannot keep within its budgets, before it is built. `records` has the
    number of bytes of each paper's record.

    It is an error if the pages of papers alone are more files than allowed, a warning if the whole site probably will
    be too large. `path` is the file that holds the limits.
    """
    papers = len(records)
    remedy = "divide it (`catalogue split --help`), or if your host takes more, raise `budgets` in survey.yml"
    if papers > budgets.files:
        message = f"the site would have {papers:,} pages of papers alone, and files allows {budgets.files:,}; {remedy}"
        return [Problem(path=path, message=message)]
    expected = {
        "files": ("the site", papers * _FILES_A_PAPER + _FILES_BESIDE, "files"),
        "site_bytes": ("the site", papers * _BYTES_A_PAPER, "bytes"),
        "file_bytes": (_LARGEST, papers * _LARGEST_A_PAPER + sum(records) * _LARGEST_A_BYTE, "bytes"),
    }
    return [
        Problem(
            path=path,
            message=f"{what} may have some {round(size, -3):,.0f} {unit}, and {key} allows "
            f"{getattr(budgets, key):,}; {remedy}",
            level="warning",
        )
        for key, (what, size, unit) in expected.items()
        if size > getattr(budgets, key) and papers > _FEW
    ]
