"""The page on which a reader compares papers; a script fills it."""

from __future__ import annotations

from dataclasses import dataclass

from ..context import Site
from ..links import Front


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """The data of `explore/compare.md`, which is empty until a script fills it."""

    front: Front
    title: str


def compare_page(site: Site) -> ComparePage:
    """Return the data of the page that compares papers."""
    return ComparePage(
        front=Front(
            title=site.gettext("Compare"),
            description=site.gettext("Two to six papers side by side, of {survey}."),
            hide=("navigation", "toc"),
        ),
        title=site.gettext("Compare papers"),
    )
