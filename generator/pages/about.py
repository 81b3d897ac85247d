"""The page that says how the survey is made."""

from __future__ import annotations

from dataclasses import dataclass

from generator.cite import survey_as_bibtex
from generator.escape import Ready, url
from generator.lookup import Lookup
from generator.pages.parts import Front


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """`about.md`."""

    front: Front
    title: str
    papers: int
    areas: int
    facets: str
    edition: str | None
    author: str
    licence: str
    licence_url: Ready | None
    keeps_abstracts: bool
    checked: int
    bibtex: str
    repository: Ready | None


def about_page(site: Lookup) -> AboutPage:
    catalogue = site.catalogue
    settings = catalogue.settings
    return AboutPage(
        front=Front(title="About", description=f"How {settings.title} is made and how to read it."),
        title=settings.title,
        papers=len(catalogue.papers),
        areas=len(catalogue.taxonomy.areas),
        facets=", ".join(facet.title.lower() for facet in catalogue.taxonomy.facets),
        edition=catalogue.edition.isoformat() if catalogue.edition else None,
        author=settings.author,
        licence=settings.licence,
        licence_url=url(settings.licence_url) if settings.licence_url else None,
        keeps_abstracts=settings.keep_abstracts,
        checked=sum(paper.checked for paper in catalogue.papers),
        bibtex=survey_as_bibtex(settings, catalogue.edition),
        repository=url(settings.repository) if settings.repository else None,
    )
