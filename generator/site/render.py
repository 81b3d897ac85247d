"""The pages of the site, as Markdown.

Every page is one template and one record (`pages/`); this module says which
pages there are and at which path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..catalogue.crosstabs import Crosstabs
from ..catalogue.usage import Uses
from ..records.catalogue import Catalogue
from ..text.i18n import Translations
from .assets import modules_of
from .context import Lookup
from .glossary_links import terms_in_use
from .pages.about import about_page
from .pages.areas import area_pages, areas_page
from .pages.authors import people_pages, person_page
from .pages.changes import news_pages
from .pages.claims import claims_pages
from .pages.compare import compare_page
from .pages.gaps import gap_page, gap_tables, gaps_page
from .pages.glossary import glossary_page
from .pages.health import health_page
from .pages.home import home_page
from .pages.map import map_page
from .pages.most_used import built_on_page
from .pages.paper import paper_page, redirect_page
from .pages.papers import papers_pages
from .pages.paths import path_page, paths_page
from .pages.systems import system_pages, systems_pages
from .pages.tags import tags_page, value_pages
from .pages.years import year_pages, years_page
from .rendering.environment import make_environment, speech_of

EXPLORER = "explore.md.j2"
"""The one template that is given the whole catalogue, as `catalogue`, and the `modules` of its scripts."""


def render(
    catalogue: Catalogue, translations: Translations | None = None, crosstabs: Crosstabs | None = None
) -> dict[str, str]:
    """Every Markdown page by its path below the docs folder, in the order of the paths.

    The text of one page does not depend on any clock, and two runs give the same.
    """
    environment = make_environment()
    site = Lookup(catalogue, translations or Translations(), crosstabs)
    speech = speech_of(site.translations)
    files = {
        path: environment.get_template(template).render(page=page, **speech) for path, template, page in _pages(site)
    }
    if EXPLORER in environment.list_templates():
        files["explore/index.md"] = environment.get_template(EXPLORER).render(
            catalogue=catalogue, modules=modules_of("explorer/main.js", "search/worker.js"), **speech
        )
    return dict(sorted(files.items()))


def _pages(site: Lookup) -> Iterator[tuple[str, str, object]]:
    """Every page: its path below the docs folder, its template, and its record, made as its turn comes."""
    settings = site.catalogue.settings
    uses = Uses(site.catalogue)
    in_use = terms_in_use(site.catalogue.papers, site.terms)
    yield "index.md", "home.md.j2", home_page(site)
    yield "about.md", "about.md.j2", about_page(site)
    yield "map/index.md", "map.md.j2", map_page(site)
    if site.catalogue.glossary:
        yield "glossary.md", "glossary.md.j2", glossary_page(site, in_use)
    if site.catalogue.paths:
        yield "paths/index.md", "areas.md.j2", paths_page(site)
    for path in site.catalogue.paths:
        yield f"paths/{path.key}.md", "path.md.j2", path_page(site, path)
    yield "areas/index.md", "areas.md.j2", areas_page(site)
    yield "tags/index.md", "tags.md.j2", tags_page(site)
    yield from _parts("systems.md.j2", systems_pages(site, uses))
    yield "built-on.md", "built_on.md.j2", built_on_page(site, uses)
    yield from _parts("news.md.j2", news_pages(site))
    yield "health/index.md", "health.md.j2", health_page(site, in_use)
    yield from _parts("claims.md.j2", claims_pages(site))
    yield from _parts("authors.md.j2", people_pages(site))
    yield from _parts("grouped.md.j2", papers_pages(site))
    yield "gaps/index.md", "gaps.md.j2", gaps_page(site)
    for name, table in gap_tables(site).items():
        yield f"gaps/{name}.md", "gap.md.j2", gap_page(site, table)
    yield "years/index.md", "years.md.j2", years_page(site)
    for year in site.catalogue.by_year:
        yield from _parts("year.md.j2", year_pages(site, year))
    yield "explore/compare.md", "compare.md.j2", compare_page(site)
    for key in site.areas:
        yield from _parts("area.md.j2", area_pages(site, key))
    for facet, key in site.values:
        yield from _parts("tag.md.j2", value_pages(site, facet, key))
    for system in site.catalogue.systems.values():
        if site.has_page(system):
            yield from _parts("system.md.j2", system_pages(site, uses, system))
    for person in site.catalogue.people.values():
        if len(person.papers) >= settings.author_pages_from:
            yield f"authors/{person.id}.md", "author.md.j2", person_page(site, person)
    for paper in site.catalogue.papers:
        for former in paper.former_ids:
            if former not in site.papers:
                yield f"papers/{former}.md", "redirect.md.j2", redirect_page(site, paper)
        yield f"papers/{paper.id}.md", "paper.md.j2", paper_page(site, paper)


def _parts(template: str, pages: Iterable[tuple[str, object]]) -> Iterator[tuple[str, str, object]]:
    """The pages of a list that may be long, each with its path."""
    for path, page in pages:
        yield path, template, page
