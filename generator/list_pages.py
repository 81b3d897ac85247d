"""What the pages of lists say: home, areas, tags, systems, authors, years, all papers, compare, about."""

from __future__ import annotations

from collections.abc import Iterable

from generator.cite import survey_as_bibtex
from generator.contexts import (
    AboutPage,
    AreaPage,
    Bearer,
    ComparePage,
    Counted,
    Defined,
    Front,
    GlossaryPage,
    Group,
    GroupedPage,
    HomePage,
    IndexGroup,
    IndexPage,
    Letter,
    Noted,
    PeoplePage,
    PersonPage,
    RedirectPage,
    Ref,
    SystemPage,
    ValuePage,
)
from generator.escape import Ready, url
from generator.glossary import term_heading
from generator.lookup import Lookup, counted, initial, sort_key
from generator.paper_page import edit_address
from generator.records import UNPLACED, Paper, Person, System

_NEWEST = 8
_INDEXES = {
    "All papers": "All papers, by title, of",
    "Areas": "The areas, with counts, of",
    "Compare": "Two to six papers side by side, of",
    "Glossary": "Terms of the field as used by the papers of",
    "Authors": "The authors of the papers of",
    "Systems": "Outside models, data sets and benchmarks named by the papers of",
    "Tags": "The tags, with counts, of",
    "Years": "All papers, by year, of",
}
_KINDS = {
    "model": "Models",
    "method": "Methods",
    "module": "Modules",
    "dataset": "Data sets",
    "benchmark": "Benchmarks",
    "metric": "Metrics",
    "task": "Tasks",
    "tool": "Tools",
}


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


def glossary_page(site: Lookup) -> GlossaryPage:
    terms = sorted(site.catalogue.glossary, key=lambda term: sort_key(term.term))
    return GlossaryPage(
        front=_front_of("Glossary", site, hide=("toc",)),
        title="Glossary",
        terms=tuple(
            Defined(heading=term_heading(term), definition=term.definition, also=", ".join(term.also)) for term in terms
        ),
    )


def areas_page(site: Lookup) -> IndexPage:
    areas = site.counted_areas("../")
    return IndexPage(
        front=_front_of("Areas", site, hide=("toc",)),
        title="Areas",
        lead="Every paper stands in exactly one area: where a reader would look for it first.",
        groups=(IndexGroup(title="", about=None, entries=areas),),
    )


def area_page(site: Lookup, key: str) -> AreaPage:
    area = site.areas[key]
    ids = site.catalogue.by_area.get(key, ())
    introduction = site.catalogue.introductions.get(key)
    return AreaPage(
        front=_front(area.title, area.definition, site),
        title=area.title,
        definition=area.definition,
        introduction=Ready(introduction.strip()) if introduction and introduction.strip() else None,
        tags=site.frequent_values("../", ids),
        items=site.items("../", ids),
        edit=None if key == UNPLACED else edit_address(site.catalogue.settings, f"areas/{key}.md"),
    )


def tags_page(site: Lookup) -> IndexPage:
    by_value = site.catalogue.by_value
    return IndexPage(
        front=_front_of("Tags", site, hide=("toc",)),
        title="Tags",
        lead="A paper carries any number of tags: what its abstract itself supports.",
        groups=tuple(
            IndexGroup(
                title=facet.title,
                about=facet.definition,
                entries=tuple(
                    counted(
                        site.value("../", facet.key, value.key),
                        len(by_value.get(f"{facet.key}/{value.key}", ())),
                        value.definition,
                    )
                    for value in facet.values
                ),
            )
            for facet in site.catalogue.taxonomy.facets
        ),
    )


def value_page(site: Lookup, facet: str, key: str) -> ValuePage:
    value = site.values[facet, key]
    facet_title = site.facet_titles[facet]
    ids = site.catalogue.by_value.get(f"{facet}/{key}", ())
    up = "../../"
    beside = [*site.frequent_values(up, ids, without=facet), *site.frequent_areas(up, ids)]
    beside.sort(key=lambda it: -it.count)
    return ValuePage(
        front=_front(f"{facet_title}: {value.title}", value.definition, site),
        facet=facet_title,
        title=value.title,
        definition=value.definition,
        beside=tuple(beside[:8]),
        items=site.items(up, ids),
    )


def systems_page(site: Lookup) -> IndexPage:
    catalogue = site.catalogue
    groups = []
    for kind, title in _KINDS.items():
        named = [it for it in catalogue.systems.values() if it.kind == kind and catalogue.named_by.get(it.id)]
        named.sort(key=lambda it: (-len(catalogue.named_by[it.id]), sort_key(it.name), it.id))
        if named:
            entries = tuple(_counted_system(site, it) for it in named)
            groups.append(IndexGroup(title=title, about=None, entries=entries))
    return IndexPage(
        front=_front_of("Systems", site, hide=("toc",)),
        title="Systems, data sets and benchmarks",
        lead="What the papers name beside one another, the most named first. "
        f"From {catalogue.settings.system_pages_from} papers on a system has a page of its own.",
        groups=tuple(groups),
    )


def system_page(site: Lookup, system: System) -> SystemPage:
    catalogue = site.catalogue
    family = catalogue.systems.get(system.family) if system.family else None
    versions = [it for it in catalogue.systems.values() if it.family == system.id]
    versions.sort(key=lambda it: (sort_key(it.name), it.id))
    namers = catalogue.named_by.get(system.id, ())
    spelt = _spellings(site, system, namers)
    return SystemPage(
        front=_front(system.name, system.about, site),
        name=system.name,
        kind=system.kind,
        aliases=", ".join(system.aliases),
        about=system.about,
        link=url(system.link) if system.link else None,
        family=site.system("../", family.id) if family else None,
        versions=tuple(_counted_system(site, it) for it in versions),
        papers=tuple(Noted(item=site.item("../", it), note=spelt[it]) for it in namers if it in site.papers),
    )


def person_page(site: Lookup, person: Person) -> PersonPage:
    together: dict[str, int] = {}
    for paper_id in person.papers:
        for other in site.people(paper_id):
            if other.id != person.id:
                together[other.id] = together.get(other.id, 0) + 1
    often = sorted((it for it in together if together[it] > 1), key=lambda it: (-together[it], it))
    people = site.catalogue.people
    return PersonPage(
        front=_front(person.name, None, site),
        name=person.name,
        areas=site.frequent_areas("../", person.papers),
        with_=tuple(counted(site.person("../", people[it]), together[it]) for it in often[:8]),
        items=site.items("../", person.papers),
    )


def people_page(site: Lookup) -> PeoplePage:
    letters: dict[str, list[Person]] = {}
    people = site.catalogue.people.values()
    for person in sorted(people, key=lambda it: (sort_key(_last_name(it)), sort_key(it.name), it.id)):
        letters.setdefault(initial(_last_name(person)), []).append(person)
    return PeoplePage(
        front=_front_of("Authors", site),
        people=len(people),
        pages_from=site.catalogue.settings.author_pages_from,
        letters=tuple(
            Letter(title=title, people=tuple(_bearer(site, person) for person in letters[title]))
            for title in _in_letter_order(letters)
        ),
    )


def papers_page(site: Lookup) -> GroupedPage:
    letters: dict[str, list[Paper]] = {}
    for paper in sorted(site.papers.values(), key=lambda it: (sort_key(it.title), it.id)):
        letters.setdefault(initial(paper.title), []).append(paper)
    return GroupedPage(
        front=_front_of("All papers", site),
        title="All papers",
        lead=f"{len(site.papers)} papers by title.",
        groups=tuple(
            Group(title=title, items=site.items("../", (paper.id for paper in letters[title])))
            for title in _in_letter_order(letters)
        ),
    )


def years_page(site: Lookup) -> GroupedPage:
    by_year = site.catalogue.by_year
    count = sum(len(ids) for ids in by_year.values())
    return GroupedPage(
        front=_front_of("Years", site),
        title="Years",
        lead=f"{count} papers by the year of their first publication, newest first.",
        groups=tuple(
            Group(title=str(year), items=site.items("../", by_year[year])) for year in sorted(by_year, reverse=True)
        ),
    )


def compare_page(site: Lookup) -> ComparePage:
    return ComparePage(front=_front_of("Compare", site, hide=("navigation", "toc")), title="Compare papers")


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


def redirect_page(paper: Paper) -> RedirectPage:
    return RedirectPage(
        front=Front(
            title=paper.title,
            description=f"This page has moved: {paper.title}",
            hide=("toc",),
            redirect=Ready(f"papers/{paper.id}/"),
        ),
        now=Ref(text=paper.title, to=Ready(f"{paper.id}.md")),
    )


def _front(title: str, about: str | None, site: Lookup) -> Front:
    return Front(title=title, description=about or f"{title} in {site.catalogue.settings.title}.")


def _front_of(index: str, site: Lookup, hide: tuple[str, ...] = ()) -> Front:
    """Front matter of an index page; its description says what it lists of which survey."""
    return Front(title=index, description=f"{_INDEXES[index]} {site.catalogue.settings.title}.", hide=hide)


def _counted_system(site: Lookup, system: System) -> Counted:
    """Linked to its page, or, where only one paper names it, to that paper."""
    namers = site.catalogue.named_by.get(system.id, ())
    ref = site.system("../", system.id)
    if ref.to is None and namers:
        ref = Ref(text=system.name, to=site.paper("../", namers[0]).to)
    return counted(ref, len(namers), system.about)


def _spellings(site: Lookup, system: System, namers: Iterable[str]) -> dict[str, str]:
    """How each paper spells the system or its versions, by paper; empty where it is just the name."""
    spelt: dict[str, str] = {}
    for paper_id in namers:
        place = site.catalogue.places.get(paper_id)
        mentions = place.mentions if place else ()
        forms = (it.as_ for it in mentions if it.target == "system" and system.id in site.family_line(it.id))
        spelt[paper_id] = ", ".join(dict.fromkeys(form for form in forms if form != system.name))
    return spelt


def _bearer(site: Lookup, person: Person) -> Bearer:
    ref = site.person("../", person)
    papers = () if ref.to else tuple(site.paper("../", paper_id) for paper_id in person.papers)
    return Bearer(name=ref, count=len(person.papers), papers=papers)


def _last_name(person: Person) -> str:
    return person.name.split()[-1]


def _in_letter_order(letters: Iterable[str]) -> list[str]:
    last = {"0–9": 1, "Other": 2}
    return sorted(letters, key=lambda title: (last.get(title, 0), title))
