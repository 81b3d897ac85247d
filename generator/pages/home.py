"""The home page."""

from __future__ import annotations

from dataclasses import dataclass

from generator.escape import Ready
from generator.lookup import Lookup
from generator.pages.parts import Counted, Front, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """`index.md`. `years` is the range as text, `2015–2026`, or a single year.

    `welcome` is the curator's Markdown of home.md, inserted as it stands.
    """

    front: Front
    title: str
    description: str
    papers: int
    areas: tuple[Counted, ...]
    systems: int
    people: int
    years: str | None
    welcome: Ready | None
    newest: tuple[Item, ...]


_NEWEST = 8


def home_page(site: Lookup) -> HomePage:
    catalogue = site.catalogue
    settings = catalogue.settings
    years = sorted(catalogue.by_year)
    newest = (paper_id for year in reversed(years) for paper_id in catalogue.by_year[year])
    return HomePage(
        front=Front(title=settings.title, description=settings.description, hide=("toc",)),
        title=settings.title,
        description=settings.description,
        papers=len(catalogue.papers),
        areas=site.counted_areas(""),
        systems=sum(1 for namers in catalogue.named_by.values() if namers),
        people=len(catalogue.people),
        welcome=Ready(catalogue.home.strip()) if catalogue.home else None,
        years=None if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}",
        newest=site.items("", [paper_id for _, paper_id in zip(range(_NEWEST), newest, strict=False)]),
    )
