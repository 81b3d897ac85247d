"""Addresses outside the site that are made by rule: where a file of the survey is edited."""

from __future__ import annotations

from ..records.survey import Settings
from ..text.escape import Ready, url


def edit_address(settings: Settings, path: str) -> Ready | None:
    """Where a file of the survey is edited on the code host; None without a repository.

    An address that already leads to a folder (`…/edit/BRANCH/FOLDER`) is taken
    as the survey's; any other is a repository with `survey/` on branch `main`.
    """
    if settings.repository is None:
        return None
    base = settings.repository.rstrip("/").removesuffix(".git")
    if "/edit/" not in base:
        base += "/edit/main/survey"
    return url(f"{base}/{path}")
