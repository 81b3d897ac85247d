"""The home page: what the survey is, what it has, where to start."""

from __future__ import annotations

from dataclasses import dataclass

from ...catalogue.addresses import edit_address
from ...export.bibtex import survey_as_bibtex
from ...records.survey import OtherSite
from ...records.taxonomy import UNPLACED
from ...text.escape import Markup
from ..components.coverage import coverage
from ..components.essay import curator_text
from ..components.exports import survey_exports
from ..components.map_drawing import SmallMap, small_map
from ..context import Site
from ..links import CountedLink, Front
from .changes import HomeNews, home_news
from .paths import counted_paths


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The data of the home page, `index.md`. `years` is the span of the papers, `2015–2026`, or a single year;
    `coverage` is a text on what the edition covers.

    `welcome` is the curator's Markdown of home.md, made safe unless `survey.yml` says `raw_html: true`.
    """

    front: Front
    title: str
    description: str
    papers: int
    systems: int
    people: int
    years: str | None
    coverage: str
    map: SmallMap | None
    paths: tuple[CountedLink, ...]
    areas: tuple[CountedLink, ...]
    """The areas that have papers, and the unplaced papers; empty if no paper has an area."""
    area_count: int
    news: HomeNews
    sites: tuple[OtherSite, ...]
    """The other parts of a survey that is published as several sites."""
    welcome: Markup | None
    bibtex: str
    edit: Markup | None


def home_page(site: Site) -> HomePage:
    """Return the data of the home page."""
    catalogue = site.catalogue
    settings = catalogue.settings
    years = sorted(catalogue.by_year)
    area_count = sum(bool(ids) for key, ids in catalogue.by_area.items() if key != UNPLACED)
    return HomePage(
        front=Front(
            title=site.gettext("Home"),
            description=settings.description,
            hide=("toc",),
            exports=survey_exports(site),
        ),
        title=settings.title,
        description=settings.description,
        papers=len(catalogue.papers),
        systems=sum(1 for namers in catalogue.named_by.values() if namers),
        people=len(catalogue.people),
        years=None if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}",
        coverage=_coverage(site),
        map=small_map(site),
        paths=counted_paths(site),
        areas=site.counted_areas() if area_count else (),
        area_count=area_count,
        news=home_news(site),
        sites=settings.sites,
        welcome=curator_text(catalogue.home, settings),
        bibtex=survey_as_bibtex(settings, catalogue.edition),
        edit=edit_address(settings, "home.md") if catalogue.home else None,
    )


def _coverage(site: Site) -> str:
    edition = site.catalogue.edition
    if edition is None:
        return coverage(site)
    return site.gettext("Edition of {date}: {coverage}", date=site.translations.date(edition), coverage=coverage(site))
