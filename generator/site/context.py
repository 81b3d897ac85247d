"""The catalogue as the pages see it: with its relations, uses and translations, and indexed once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from ..catalogue import addresses
from ..catalogue.authors import match_authors
from ..catalogue.crosstabs import Axis, Crosstabs, crosstabs_of
from ..catalogue.families import has_page, named_versions, nearest_with_page
from ..catalogue.labels import short_authors, venue_and_year
from ..catalogue.relations import RelationIndex
from ..catalogue.usage import UsageIndex
from ..records.catalogue import Catalogue, Person
from ..records.paper import Paper
from ..records.taxonomy import UNPLACED, Value
from ..text.i18n import Translations
from .glossary_links import Terms, terms_in_use
from .links import CountedLink, Item, Link


class Site:
    """What every page is made from. Links to papers, areas, tags, systems and people are the same on all pages."""

    def __init__(self, catalogue: Catalogue, translations: Translations, crosstabs: Crosstabs | None = None) -> None:
        self.catalogue = catalogue
        self.translations = translations
        self._crosstabs = crosstabs
        self.title = catalogue.settings.title
        self.papers: dict[str, Paper] = {paper.id: paper for paper in catalogue.papers}
        self.areas: dict[str, Value] = {area.key: area for area in catalogue.taxonomy.areas}
        if catalogue.by_area.get(UNPLACED):
            self.areas[UNPLACED] = _unplaced(translations)
        self.values: dict[tuple[str, str], Value] = {
            (facet.key, value.key): value for facet in catalogue.taxonomy.facets for value in facet.values
        }
        self.facet_titles: dict[str, str] = {facet.key: facet.title for facet in catalogue.taxonomy.facets}
        self.terms = Terms(catalogue.glossary)
        self.relations = RelationIndex(catalogue)
        self._people = _people_of_papers(catalogue)
        self._items: dict[str, Item] = {}

    @cached_property
    def usage(self) -> UsageIndex:
        """Who introduces and who uses what."""
        return UsageIndex(self.catalogue)

    @cached_property
    def crosstabs(self) -> Crosstabs:
        """The tables of counts of every two facets; counted here where the build gave none."""
        return self._crosstabs or crosstabs_of(self.catalogue, self.translations)

    @property
    def axes(self) -> Mapping[str, Axis]:
        """Area, the facets and year, of which tables of counts are made."""
        return self.crosstabs.axes

    @cached_property
    def named_versions(self) -> Mapping[str, tuple[str, ...]]:
        """A system's id to the ids of those that papers name, of it and its versions."""
        return named_versions(self.catalogue)

    @cached_property
    def terms_in_use(self) -> Mapping[str, int]:
        """The anchor of each glossary term to the number of papers that use it."""
        return terms_in_use(self.catalogue.papers, self.terms)

    # --- texts -----------------------------------------------------------------

    def gettext(self, text: str, /, **values: object) -> str:
        """A text of the interface in the survey's language; `{survey}` is the survey's title."""
        return self.translations.gettext(text, survey=self.title, **values)

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The form of a text that the number asks for, in the survey's language."""
        return self.translations.ngettext(one, many, count, survey=self.title, **values)

    def letter(self, initial: str) -> str:
        """The heading of what an index lists under an initial."""
        return initial or self.gettext("Other")

    # --- links -----------------------------------------------------------------

    def paper(self, paper_id: str) -> Link:
        """A paper by its label, linked; an unknown id as it is."""
        paper = self.papers.get(paper_id)
        return Link(text=paper.label, to=addresses.paper(paper_id)) if paper else Link(text=paper_id)

    def area(self, key: str) -> Link:
        """An area by its title, linked; an unknown key as it is."""
        area = self.areas.get(key)
        return Link(text=area.title, to=addresses.area(key)) if area else Link(text=key)

    def value(self, facet: str, key: str) -> Link:
        """A tag by its title, linked; an unknown key as it is."""
        value = self.values.get((facet, key))
        return Link(text=value.title, to=addresses.value(facet, key)) if value else Link(text=key)

    def system(self, system_id: str) -> Link:
        """A system by its name, linked where it has a page; an unknown id as it is."""
        system = self.catalogue.systems.get(system_id)
        if system is None:
            return Link(text=system_id)
        return Link(text=system.name, to=addresses.system(system_id) if has_page(self.catalogue, system) else None)

    def mentioned(self, system_id: str) -> Link:
        """A system by its name, linked to its own page, or else to that of the family it belongs to."""
        with_page = nearest_with_page(self.catalogue, system_id)
        return Link(text=self.system(system_id).text, to=addresses.system(with_page) if with_page else None)

    def paper_or_system(self, some_id: str) -> Link:
        """A paper or else a system, by its id."""
        return self.paper(some_id) if some_id in self.papers else self.mentioned(some_id)

    def person(self, person: Person) -> Link:
        """A person by name, linked where there are enough papers for a page."""
        with_page = len(person.papers) >= self.catalogue.settings.author_pages_from
        return Link(text=person.name, to=addresses.person(person.id) if with_page else None)

    def people(self, paper_id: str) -> tuple[Person, ...]:
        """Who wrote a paper, by id."""
        return self._people.get(paper_id, ())

    def authors(self, paper: Paper) -> tuple[Link, ...]:
        """Every author as the paper spells the name, in its order, linked where the person has a page."""
        people = match_authors(paper.bibliographic, self.people(paper.id), self.catalogue.authors)
        return tuple(
            Link(text=name, to=self.person(person).to if person else None)
            for name, person in zip(paper.bibliographic.authors, people, strict=True)
        )

    # --- lists -----------------------------------------------------------------

    def item(self, paper_id: str) -> Item:
        """A paper in a list; made once, for all pages that list it."""
        item = self._items.get(paper_id)
        if item is None:
            paper = self.papers[paper_id]
            facts = (
                short_authors(self.translations, paper.bibliographic),
                str(paper.bibliographic.year or ""),
                venue_and_year(paper.bibliographic),
            )
            meta = " · ".join(fact for fact in facts if fact)
            item = Item(
                text=paper.bibliographic.title, to=addresses.paper(paper_id), meta=meta, summary=paper.digest.summary
            )
            self._items[paper_id] = item
        return item

    def items(self, ids: Iterable[str]) -> tuple[Item, ...]:
        """Papers in a list, in the order given; unknown ids are left out."""
        return tuple(self.item(paper_id) for paper_id in ids if paper_id in self.papers)

    def counted_areas(self) -> tuple[CountedLink, ...]:
        """All areas with their numbers of papers, in the taxonomy's order."""
        by_area = self.catalogue.by_area
        return tuple(
            counted(self.area(key), len(by_area.get(key, ())), area.definition) for key, area in self.areas.items()
        )

    def frequent_values(
        self, ids: Iterable[str], *, without: str | None = None, at_most: int = 8
    ) -> tuple[CountedLink, ...]:
        """The facet values most frequent among these papers, by falling count, then in taxonomy order."""
        counts: dict[tuple[str, str], int] = {}
        for paper_id in ids:
            for facet, keys in self.papers[paper_id].derived.facets.items():
                for key in keys:
                    counts[facet, key] = counts.get((facet, key), 0) + 1
        known = [value for value in self.values if value in counts and value[0] != without]
        known.sort(key=lambda value: -counts[value])
        return tuple(counted(self.value(*value), counts[value]) for value in known[:at_most])

    def frequent_areas(self, ids: Iterable[str], *, at_most: int = 8) -> tuple[CountedLink, ...]:
        """The areas most frequent among these papers, by falling count, then in taxonomy order."""
        counts: dict[str, int] = {}
        for paper_id in ids:
            key = self.papers[paper_id].derived.area or UNPLACED
            counts[key] = counts.get(key, 0) + 1
        known = sorted((key for key in self.areas if key in counts), key=lambda key: -counts[key])
        return tuple(counted(self.area(key), counts[key]) for key in known[:at_most])


def counted(link: Link, count: int, about: str | None = None) -> CountedLink:
    """The link with a number of papers and, where given, a line on what it leads to."""
    return CountedLink(text=link.text, to=link.to, count=count, about=about)


def _unplaced(translations: Translations) -> Value:
    return Value(
        key=UNPLACED,
        title=translations.gettext("Unplaced"),
        definition=translations.gettext("Papers for which nothing speaks for any area. A curator will place them."),
    )


def _people_of_papers(catalogue: Catalogue) -> Mapping[str, tuple[Person, ...]]:
    people: dict[str, list[Person]] = {}
    for person_id in sorted(catalogue.people):
        person = catalogue.people[person_id]
        for paper_id in person.papers:
            people.setdefault(paper_id, []).append(person)
    return {paper_id: tuple(found) for paper_id, found in people.items()}
