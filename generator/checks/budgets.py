"""Checks that a built site is not larger than its host takes, and than readers should have to fetch."""

from __future__ import annotations

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
    """Raise BeyondBudgetsError if a built site is larger than `budgets` in the survey's survey.yml allows; else do
    nothing.
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
