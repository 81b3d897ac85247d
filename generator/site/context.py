"""What all pages need of the catalogue: relations, uses, counts, translations and links, each made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from ..catalogue import addresses
from ..catalogue.authors import match_authors, people_by_paper
from ..catalogue.crosstabs import Axis, Crosstabs, Table, crosstabs_of, tabulate
from ..catalogue.families import has_page, named_versions, nearest_with_page
from ..catalogue.labels import short_authors, venue_and_year
from ..catalogue.relations import RelationIndex
from ..catalogue.usage import UsageIndex
from ..export.coins import coins
from ..export.lists import PaperTexts
from ..records.catalogue import Catalogue, Person, Place
from ..records.paper import Paper
from ..records.taxonomy import UNPLACED, Value
from ..text.i18n import Translations
from .glossary_links import Terms, terms_in_use
from .links import CountedLink, Item, Link

Result = TypeVar("Result")


class Near(NamedTuple):
    """A paper that is near another one: its id, what both share, and whether meaning alone makes them near."""

    id: str
    why: tuple[str, ...]
    by_meaning: bool


def near_of(place: Place) -> tuple[Near, ...]:
    """Return the papers that are near one, from what the catalogue knows of it, without the numbers that say how near:
    pages show them nowhere.
    """
    return tuple([Near(it.id, it.why, it.by_meaning) for it in place.related])


class Site:
    """The catalogue with what all pages need of it: translations, counts, relations, uses, and links to papers, areas,
    tags, systems and people. Each is made once, when it is first needed.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        translations: Translations,
        crosstabs: Crosstabs | None = None,
        texts: PaperTexts | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.translations = translations
        self._crosstabs = crosstabs
        self.texts = texts or PaperTexts(catalogue, translations)
        self.title = catalogue.settings.title
        self.papers: dict[str, Paper] = {paper.id: paper for paper in catalogue.papers}
        self.areas: dict[str, Value] = {area.key: area for area in catalogue.taxonomy.areas}
        if catalogue.unplaced:
            self.areas[UNPLACED] = _unplaced(translations)
        self.values: dict[tuple[str, str], Value] = {
            (facet.key, value.key): value for facet in catalogue.taxonomy.facets for value in facet.values
        }
        self.facet_titles: dict[str, str] = {facet.key: facet.title for facet in catalogue.taxonomy.facets}
        self.terms = Terms(catalogue.glossary)
        self.relations = RelationIndex(catalogue)
        self._items: dict[str, Item] = {}

    @cached_property
    def usage(self) -> UsageIndex:
        """Return the index of which papers introduce a thing and which use it."""
        return UsageIndex(self.catalogue)

    @cached_property
    def crosstabs(self) -> Crosstabs:
        """Return the tables of counts by every two dimensions; they are counted here if they were not given."""
        return self._crosstabs or crosstabs_of(self.catalogue, self.translations)

    @cached_property
    def axes(self) -> Mapping[str, Axis]:
        """Return the axes of the tables of counts by key, without their members: area, the facets, year."""
        return {key: replace(axis, members={}) for key, axis in self.crosstabs.axes.items()}

    def counts(self, rows: str, columns: str, within: tuple[str, str]) -> Table:
        """Return the table that counts the papers of one area or year by two axes, given by their keys. `within` is
        `("area", KEY)` or `("year", "2012")`.
        """
        dimension, key = within
        ids = self.catalogue.by_year.get(int(key), ()) if dimension == "year" else self.catalogue.by_area.get(key, ())
        table = tabulate(ids, self.crosstabs.axes[rows], self.crosstabs.axes[columns])
        return replace(table, rows=self.axes[rows], columns=self.axes[columns])

    @cached_property
    def named_versions(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each system the ids, its own among them, of those of its versions that papers name
        (`families.named_versions`).
        """
        return named_versions(self.catalogue)

    @cached_property
    def terms_in_use(self) -> Mapping[str, int]:
        """Return for each glossary term, by the anchor of its heading, the number of papers that use it."""
        return terms_in_use(self.catalogue.papers, self.terms)

    def kept(self, name: str, find: Callable[[], Result]) -> Result:
        """Return what `find` returns: plain data about very many papers, which a build may keep for the next one under
        a name that no other has.
        """
        del name
        return find()

    # --- texts -----------------------------------------------------------------

    def gettext(self, text: str, /, **values: object) -> str:
        """Return an interface text in the survey's language, with `values` in its fields; `{survey}` is the survey's
        title.
        """
        return self.translations.gettext(text, survey=self.title, **values)

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Return an interface text in the survey's language, in its form for `count`; `one` and `many` are the English
        forms.
        """
        return self.translations.ngettext(one, many, count, survey=self.title, **values)

    def letter(self, initial: str) -> str:
        """Return the heading for an initial of `folding.initial`: the letter itself, the name of a script for its code
        of four letters, or “Other” for an empty one.
        """
        if len(initial) == 4:
            return self.translations.script(initial)
        return initial or self.gettext("Other")

    # --- links -----------------------------------------------------------------

    def paper(self, paper_id: str) -> Link:
        """Return a paper's label, linked to its page; for an unknown id, the id without a link."""
        paper = self.papers.get(paper_id)
        return Link(text=paper.label, to=addresses.paper(paper_id)) if paper else Link(text=paper_id)

    def area(self, key: str) -> Link:
        """Return an area's title, linked to its page; for an unknown key, the key without a link."""
        area = self.areas.get(key)
        return Link(text=area.title, to=addresses.area(key)) if area else Link(text=key)

    def value(self, facet: str, key: str) -> Link:
        """Return the title of a tag, given by the keys of facet and value, linked to its page; for an unknown key, the
        key without a link.
        """
        value = self.values.get((facet, key))
        return Link(text=value.title, to=addresses.value(facet, key)) if value else Link(text=key)

    def system(self, system_id: str) -> Link:
        """Return a system's name, linked if it has a page; for an unknown id, the id without a link."""
        system = self.catalogue.systems.get(system_id)
        if system is None:
            return Link(text=system_id)
        return Link(text=system.name, to=addresses.system(system_id) if has_page(self.catalogue, system) else None)

    def mentioned(self, system_id: str) -> Link:
        """Return a system's name, linked to its page, or if it has none to the page of its family, if that has one."""
        with_page = nearest_with_page(self.catalogue, system_id)
        return Link(text=self.system(system_id).text, to=addresses.system(with_page) if with_page else None)

    def paper_or_system(self, some_id: str) -> Link:
        """Return the link of the paper with this id, or else of the system with it (`mentioned`)."""
        return self.paper(some_id) if some_id in self.papers else self.mentioned(some_id)

    def person(self, person: Person) -> Link:
        """Return a person's name, linked if the person has enough papers for a page."""
        with_page = len(person.papers) >= self.catalogue.settings.author_pages_from
        return Link(text=person.name, to=addresses.person(person.id) if with_page else None)

    def people(self, paper_id: str) -> tuple[Person, ...]:
        """Return the authors of a paper, by the paper's id; an empty tuple for an unknown id."""
        return self._people.get(paper_id, ())

    @cached_property
    def _people(self) -> Mapping[str, tuple[Person, ...]]:
        return people_by_paper(self.catalogue.people)

    def near(self, paper_id: str) -> tuple[Near, ...]:
        """Return the papers that are near a paper, the nearest first; an empty tuple for an unknown id."""
        place = self.catalogue.places.get(paper_id)
        return near_of(place) if place else ()

    def near_texts(self, at_least: float) -> list[tuple[str, str]]:
        """Return the pairs of papers, by id, whose nearness by words and tags alone, from 0 to 1, is at least this;
        in the order of the first ids.
        """
        return [
            (paper_id, near.id)
            for paper_id, place in sorted(self.catalogue.places.items())
            for near in place.related
            if near.shared >= at_least
        ]

    def authors(self, paper: Paper) -> tuple[Link, ...]:
        """Return the authors of a paper in its order and spelling, each linked if the person has a page."""
        people = match_authors(paper, self.people(paper.id), self.catalogue.authors)
        return tuple(
            Link(text=name, to=self.person(person).to if person else None)
            for name, person in zip(paper.bibliographic.authors, people, strict=True)
        )

    # --- lists -----------------------------------------------------------------

    def item(self, paper_id: str) -> Item:
        """Return a paper as an entry of a list (title, authors, year, venue, summary). Raises KeyError for an unknown
        id.
        """
        item = self._items.get(paper_id)
        if item is None:
            item = self._items[paper_id] = self.made_item(paper_id)
        return item

    def made_item(self, paper_id: str) -> Item:
        """Make a paper's entry for lists; `item` does so once for all lists."""
        paper = self.papers[paper_id]
        facts = (
            short_authors(self.translations, paper.bibliographic),
            str(paper.bibliographic.year or ""),
            venue_and_year(paper.bibliographic),
        )
        return Item(
            text=paper.bibliographic.title,
            to=addresses.paper(paper_id),
            meta=" · ".join(fact for fact in facts if fact),
            summary=paper.digest.summary,
            coins=coins(self.texts.publications[paper_id]),
        )

    def items(self, ids: Iterable[str]) -> tuple[Item, ...]:
        """Return the papers with these ids as entries of a list, in the order given; unknown ids are left out."""
        return tuple(self.item(paper_id) for paper_id in ids if paper_id in self.papers)

    def counted_areas(self) -> tuple[CountedLink, ...]:
        """Return the areas that have papers, with their numbers of papers, in the order of the taxonomy."""
        by_area = self.catalogue.by_area
        return tuple(
            counted(self.area(key), len(by_area[key]), area.definition)
            for key, area in self.areas.items()
            if by_area.get(key)
        )

    def frequent_values(
        self, ids: Iterable[str], *, without: str | None = None, at_most: int = 8
    ) -> tuple[CountedLink, ...]:
        """Return the tags that most of the papers with these ids have, each with its count: the most frequent first,
        then in the order of the taxonomy.

        At most `at_most` are returned, and none of the facet `without`.
        """
        counts: dict[tuple[str, str], int] = {}
        for paper_id in ids:
            for facet, keys in self.papers[paper_id].derived.facets.items():
                for key in keys:
                    counts[facet, key] = counts.get((facet, key), 0) + 1
        known = [value for value in self.values if value in counts and value[0] != without]
        known.sort(key=lambda value: -counts[value])
        return tuple(counted(self.value(*value), counts[value]) for value in known[:at_most])

    def frequent_areas(self, ids: Iterable[str], *, at_most: int = 8) -> tuple[CountedLink, ...]:
        """Return the areas that most of the papers with these ids have, each with its count, at most `at_most`: the
        most frequent first, then in the order of the taxonomy.
        """
        counts: dict[str, int] = {}
        for paper_id in ids:
            key = self.papers[paper_id].derived.area or UNPLACED
            counts[key] = counts.get(key, 0) + 1
        known = sorted((key for key in self.areas if key in counts), key=lambda key: -counts[key])
        return tuple(counted(self.area(key), counts[key]) for key in known[:at_most])


def counted(link: Link, count: int, about: str | None = None) -> CountedLink:
    """Return a link with a count of papers, and with a line about its target if `about` is given."""
    return CountedLink(text=link.text, to=link.to, count=count, about=about)


def _unplaced(translations: Translations) -> Value:
    return Value(
        key=UNPLACED,
        title=translations.gettext("Unplaced"),
        definition=translations.gettext("Papers for which nothing speaks for any area, until a curator places them."),
    )
