"""The frames that scripts fill."""

from __future__ import annotations

from dataclasses import dataclass

from ..context import Site
from ..links import Front


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """`explore/compare.md`: a frame that a script fills."""

    front: Front
    title: str


def compare_page(site: Site) -> ComparePage:
    """The frame in which the browser compares papers."""
    return ComparePage(
        front=Front(
            title=site.gettext("Compare"),
            description=site.gettext("Two to six papers side by side, of {survey}."),
            hide=("navigation", "toc"),
        ),
        title=site.gettext("Compare papers"),
    )
