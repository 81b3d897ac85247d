"""The pages of the site, as Markdown.

Every page is one template and one record (`pages/`); this module says which
pages there are and at which path. In a template, whatever an expression yields
is escaped for Markdown, unless it is `escape.Ready`: forgetting is impossible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from generator import escape
from generator.lookup import Lookup
from generator.packaged import modules_of, templates_folder
from generator.pages.about import about_page
from generator.pages.areas import area_pages, areas_page
from generator.pages.built_on import built_on_page
from generator.pages.claims import claims_pages
from generator.pages.explore import compare_page
from generator.pages.gaps import gap_page, gap_pairs, gaps_page
from generator.pages.glossary import glossary_page, terms_in_use
from generator.pages.health import health_page
from generator.pages.home import home_page
from generator.pages.lists import papers_pages
from generator.pages.map import map_page
from generator.pages.news import news_pages
from generator.pages.paper import paper_page, redirect_page
from generator.pages.parts import Ref
from generator.pages.paths import path_page, paths_page
from generator.pages.people import people_pages, person_page
from generator.pages.systems import system_pages, systems_pages
from generator.pages.tags import tags_page, value_pages
from generator.pages.uses import Uses
from generator.pages.years import year_pages, years_page
from generator.records import Catalogue
from generator.words import Words

EXPLORER = "explore.md.j2"
"""The one template that is given the whole catalogue, as `catalogue`, and the `modules` of its scripts."""


def render(catalogue: Catalogue, words: Words | None = None) -> dict[str, str]:
    """Every Markdown page by its path below the docs folder, in the order of the paths.

    The text of one page does not depend on any clock, and two runs give the same.
    """
    environment = _environment()
    site = Lookup(catalogue, words or Words())
    speech = _speech(site.words)
    files = {
        path: environment.get_template(template).render(page=page, **speech) for path, template, page in _pages(site)
    }
    if EXPLORER in environment.list_templates():
        files["explore/index.md"] = environment.get_template(EXPLORER).render(
            catalogue=catalogue, modules=modules_of("explore.js", "worker.js"), **speech
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
    for pair in gap_pairs(site):
        yield f"gaps/{pair}.md", "gap.md.j2", gap_page(site, pair)
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


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=False,  # noqa: S701 - that is for HTML; `finalize` escapes everything, for Markdown
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "html": escape.html_text,
        "lines": escape.html_lines,
        "yaml": escape.yaml_text,
    }
    return environment


@pass_context
def _finalize(context: Context, value: object) -> str:
    """What an expression of a template becomes. Raises TypeError for what cannot be shown."""
    return _shown(value, context["number"])


def _shown(value: object, number: Callable[[int], str]) -> str:
    if isinstance(value, escape.Ready):
        return value
    if isinstance(value, str):
        return escape.markdown_text(value)
    if isinstance(value, Ref):
        text = escape.markdown_text(value.text)
        return f"[{text}]({value.to})" if value.to else text
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value)
    raise TypeError(f"a template shows {value!r}, which is no text, count or link")


def _speech(words: Words) -> dict[str, str | Callable[..., str]]:
    """`say`, `count` and `number` for the templates, and the language.

    The interface's own texts are Markdown; the values given are escaped. A number stands as it is written in the
    survey's language.
    """

    def shown(values: Mapping[str, object]) -> dict[str, str]:
        return {name: _shown(value, words.number) for name, value in values.items()}

    def say(text: str, **values: object) -> escape.Ready:
        return escape.Ready(words.say(text, **shown(values)))

    def count(one: str, many: str, number: int, **values: object) -> escape.Ready:
        return escape.Ready(words.count(one, many, number, **shown(values)))

    return {"say": say, "count": count, "number": words.number, "language": words.language}
