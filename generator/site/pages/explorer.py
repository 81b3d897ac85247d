"""The explorer: an empty page that a script fills."""

from __future__ import annotations

from dataclasses import dataclass

from ..assets import modules_of
from ..context import Site
from ..links import Front


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorerPage:
    """The data of `explore/index.md`. `facets` are the keys by which a query may ask for a tag; `mapped` says whether
    the survey has a map.
    """

    front: Front
    facets: tuple[str, ...]
    mapped: bool


def explorer_page(site: Site) -> ExplorerPage:
    """Return the data of the explorer."""
    return ExplorerPage(
        front=Front(
            title=site.gettext("Explore"),
            description=site.gettext("Search all papers and narrow them by area, tags and year."),
            hide=("navigation", "toc"),
            modules=modules_of("explorer/main.js", "search/worker.js"),
        ),
        facets=tuple(site.facet_titles),
        mapped=bool(site.catalogue.map),
    )
