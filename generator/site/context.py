"""The catalogue, indexed for the pages.

A page says how far below the docs folder it stands by `up`: `""`, `"../"` or
`"../../"`. All destinations are relative Markdown links to `.md` files, so that
the site build checks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ..catalogue.crosstabs import Axis, Crosstabs, crosstabs_of
from ..catalogue.families import family_line, named_versions
from ..catalogue.labels import venue_and_year
from ..catalogue.relations import Ties
from ..records.catalogue import Catalogue, Person
from ..records.paper import Paper
from ..records.survey import System
from ..records.taxonomy import UNPLACED, Value
from ..text.escape import Ready, plain_text
from ..text.folding import folded
from ..text.i18n import Translations
from .glossary_links import Terms
from .links import Counted, Item, Ref


class Lookup:
    """The catalogue, indexed for the pages. Items are made once for each `up`."""

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
        self.ties = Ties(catalogue)
        self._people = _people_of_papers(catalogue)
        self._listed = {author.id: number for number, author in enumerate(catalogue.authors) if author.id}
        self._items: dict[tuple[str, str], Item] = {}

    def gettext(self, text: str, /, **values: object) -> str:
        """A text of the interface in the survey's language; `{survey}` is the survey's title."""
        return self.translations.gettext(text, survey=self.title, **values)

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The form of a text that the number asks for, in the survey's language."""
        return self.translations.ngettext(one, many, count, survey=self.title, **values)

    @cached_property
    def crosstabs(self) -> Crosstabs:
        """The tables of counts of every two facets; counted here where the build gave none."""
        return self._crosstabs or crosstabs_of(self.catalogue, self.translations)

    @property
    def axes(self) -> Mapping[str, Axis]:
        """Area, the facets and year, of which tables of counts are made."""
        return self.crosstabs.axes

    @cached_property
    def kin(self) -> Mapping[str, tuple[str, ...]]:
        """A system's id to those that papers name of it and its versions, by id."""
        return named_versions(self.catalogue)

    def paper(self, up: str, paper_id: str) -> Ref:
        paper = self.papers.get(paper_id)
        if paper is None:
            return Ref(text=paper_id)
        return Ref(text=paper.label, to=Ready(f"{up}papers/{paper_id}.md"))

    def area(self, up: str, key: str) -> Ref:
        area = self.areas.get(key)
        return Ref(text=area.title, to=Ready(f"{up}areas/{key}.md")) if area else Ref(text=key)

    def value(self, up: str, facet: str, key: str) -> Ref:
        value = self.values.get((facet, key))
        return Ref(text=value.title, to=Ready(f"{up}tags/{facet}/{key}.md")) if value else Ref(text=key)

    def system(self, up: str, system_id: str) -> Ref:
        system = self.catalogue.systems.get(system_id)
        if system is None:
            return Ref(text=system_id)
        has_page = self.has_page(system)
        return Ref(text=system.name, to=Ready(f"{up}systems/{system_id}.md") if has_page else None)

    def mentioned(self, up: str, system_id: str) -> Ref:
        """The system, linked to its own page, or else to that of the family it belongs to."""
        ref = self.system(up, system_id)
        told = self.page_of(system_id)
        return Ref(text=ref.text, to=self.system(up, told).to) if told else ref

    def page_of(self, system_id: str) -> str | None:
        """The system, or else the nearest of its family line, that has a page."""
        systems = self.catalogue.systems
        return next((it for it in self.family_line(system_id) if it in systems and self.has_page(systems[it])), None)

    def family_line(self, system_id: str) -> Iterator[str]:
        """The system, its family, that one's family, …; a circle ends where it began."""
        return family_line(system_id, self.catalogue.systems)

    def thing(self, up: str, some_id: str) -> Ref:
        """A paper or else a system, by its id."""
        return self.paper(up, some_id) if some_id in self.papers else self.mentioned(up, some_id)

    def has_page(self, system: System) -> bool:
        namers = self.catalogue.named_by.get(system.id, ())
        return len(namers) >= self.catalogue.settings.system_pages_from

    def person(self, up: str, person: Person) -> Ref:
        has_page = len(person.papers) >= self.catalogue.settings.author_pages_from
        return Ref(text=person.name, to=Ready(f"{up}authors/{person.id}.md") if has_page else None)

    def people(self, paper_id: str) -> tuple[Person, ...]:
        return self._people.get(paper_id, ())

    def authors(self, up: str, paper: Paper) -> tuple[Ref, ...]:
        """Every author as the paper spells the name, linked where the person has a page.

        People are matched by name, ignoring case, accents and punctuation; a name
        left over is the person left over, if there is just one of each. Namesakes come in the order of authors.yml.
        """
        left: dict[str, list[Person]] = {}
        for person in sorted(self.people(paper.id), key=lambda it: self._listed.get(it.id, len(self._listed))):
            left.setdefault(person.name, []).append(person)
        found = [left[name].pop(0) if left.get(name) else None for name in paper.authors]
        if any(left.values()):
            by_fold = {folded(person.name): person for some in left.values() for person in some}
            for at, name in enumerate(paper.authors):
                found[at] = found[at] or by_fold.pop(folded(name), None)
            if found.count(None) == 1 and len(by_fold) == 1:
                found[found.index(None)] = next(iter(by_fold.values()))
        return tuple(
            Ref(text=name, to=self.person(up, person).to if person else None)
            for name, person in zip(paper.authors, found, strict=True)
        )

    def item(self, up: str, paper_id: str) -> Item:
        item = self._items.get((up, paper_id))
        if item is None:
            paper = self.papers[paper_id]
            item = Item(
                text=paper.title, to=Ready(f"{up}papers/{paper_id}.md"), meta=self._meta(paper), summary=paper.summary
            )
            self._items[(up, paper_id)] = item
        return item

    def _meta(self, paper: Paper) -> str:
        names = [plain_text(name) for name in paper.authors[:3]]
        if len(names) > 2:
            authors = self.gettext("{author} et al.", author=names[0])
        elif len(names) == 2:
            authors = self.gettext("{author} and {other}", author=names[0], other=names[1])
        else:
            authors = "".join(names)
        venue = venue_and_year(paper)
        return " · ".join(part for part in (authors, str(paper.year or ""), venue) if part)

    def letter(self, initial: str) -> str:
        """The heading of what an index lists under an initial."""
        return initial or self.gettext("Other")

    def items(self, up: str, ids: Iterable[str]) -> tuple[Item, ...]:
        return tuple(self.item(up, paper_id) for paper_id in ids if paper_id in self.papers)

    def counted_areas(self, up: str) -> tuple[Counted, ...]:
        by_area = self.catalogue.by_area
        return tuple(
            counted(self.area(up, key), len(by_area.get(key, ())), area.definition) for key, area in self.areas.items()
        )

    def frequent_values(
        self, up: str, ids: Iterable[str], *, without: str | None = None, at_most: int = 8
    ) -> tuple[Counted, ...]:
        """The facet values most frequent among these papers, by falling count, then in taxonomy order."""
        counts: dict[tuple[str, str], int] = {}
        for paper_id in ids:
            for facet, keys in self.papers[paper_id].facets.items():
                for key in keys:
                    counts[facet, key] = counts.get((facet, key), 0) + 1
        known = [place for place in self.values if place in counts and place[0] != without]
        known.sort(key=lambda place: -counts[place])
        return tuple(counted(self.value(up, *place), counts[place]) for place in known[:at_most])

    def frequent_areas(self, up: str, ids: Iterable[str], *, at_most: int = 8) -> tuple[Counted, ...]:
        counts: dict[str, int] = {}
        for paper_id in ids:
            key = self.papers[paper_id].area or UNPLACED
            counts[key] = counts.get(key, 0) + 1
        known = sorted((key for key in self.areas if key in counts), key=lambda key: -counts[key])
        return tuple(counted(self.area(up, key), counts[key]) for key in known[:at_most])


def counted(ref: Ref, count: int, about: str | None = None) -> Counted:
    return Counted(text=ref.text, to=ref.to, count=count, about=about)


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
