"""The pages of authors: their index, and one for each author of several papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ...catalogue import addresses
from ...catalogue.addresses import edit_address
from ...records.catalogue import Person
from ...text.escape import Markup, url
from ...text.folding import in_letter_order, initial, sort_key
from ..components.pagination import ListedPage, Page, Pagination, paged_front, paginate, pagination
from ..context import Site, counted
from ..links import CountedLink, ExternalLink, Front, Item, Link, front

_WITH = 12
_PER_PAGE = 500
"""Authors of a page of the index, who take a line each where a paper takes three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """The data of an author's page, `authors/ID.md`, with the areas and tags of the papers, and the papers (`items`).
    `years` is the span of the papers, `2022–2025`, or a single year. `venues` is a text that names the venues, the most
    frequent first. `with_` are the co-authors of more than one paper.
    """

    front: Front
    name: str
    orcid: ExternalLink | None
    years: str | None
    venues: str
    areas: tuple[CountedLink, ...]
    tags: tuple[CountedLink, ...]
    with_: tuple[CountedLink, ...]
    items: tuple[Item, ...]
    edit: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorEntry:
    """An author in the index, with a count of papers: a link to the person's page, or, without one, the name with links
    to the papers.
    """

    name: Link
    count: int
    papers: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The people whose family names have the same initial, `title`."""

    title: str
    people: tuple[AuthorEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """The data of one page of the index of authors; the first is `authors/index.md`.

    `people` counts the authors of the whole index; `letters` has those of this page. An author of at least `pages_from`
    papers has a page. `edit` is the address at which `authors.yml` is edited, or None.
    """

    front: Front
    people: int
    pages_from: int
    pagination: Pagination | None
    letters: tuple[Letter, ...]
    edit: Markup | None


def person_page(site: Site, person: Person) -> PersonPage:
    """Return the data of the page of an author who has enough papers for one."""
    together: Counter[str] = Counter()
    for paper_id in person.papers:
        together.update(other.id for other in site.people(paper_id) if other.id != person.id)
    often = sorted((other for other in together if together[other] > 1), key=lambda other: (-together[other], other))
    people = site.catalogue.people
    papers = [site.papers[paper_id] for paper_id in person.papers if paper_id in site.papers]
    years = sorted({paper.bibliographic.year for paper in papers if paper.bibliographic.year})
    venues = Counter(paper.bibliographic.venue for paper in papers if paper.bibliographic.venue)
    return PersonPage(
        front=front(person.name, None, site.title),
        name=person.name,
        orcid=ExternalLink(text="ORCID", to=url(f"https://orcid.org/{person.orcid}")) if person.orcid else None,
        years=None if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}",
        venues=", ".join(sorted(venues, key=lambda venue: (-venues[venue], venue))),
        areas=site.frequent_areas(person.papers),
        tags=site.frequent_values(person.papers),
        with_=tuple(counted(site.person(people[person_id]), together[person_id]) for person_id in often[:_WITH]),
        items=site.items(person.papers),
        edit=_edit(site),
    )


def people_pages(site: Site) -> Iterator[ListedPage[PeoplePage]]:
    """Yield the pages of the index of all authors, sorted by last name."""
    letters: dict[str, list[str]] = {}
    people = site.catalogue.people.values()
    for person in sorted(people, key=lambda each: (sort_key(each.filed), sort_key(each.name), each.id)):
        letters.setdefault(initial(person.filed), []).append(person.id)
    groups = [(site.letter(letter), letters[letter]) for letter in in_letter_order(letters)]
    counts = [(title, len(bearers)) for title, bearers in groups]
    front_ = Front(
        title=site.gettext("Authors"),
        description=site.gettext("The authors of the papers of {survey}."),
        empty=not people,
    )
    for page in paginate(addresses.AUTHORS, len(people), _PER_PAGE):
        yield page.address, partial(_people_page, site, page, front_, counts, [*page.of_groups(groups)])


def _people_page(
    site: Site,
    page: Page,
    front: Front,
    counts: Sequence[tuple[str, int]],
    letters: Sequence[tuple[str, Sequence[str]]],
) -> PeoplePage:
    """Return the data of one page of the index of authors. `counts` has all initials with their numbers of authors;
    `letters` has those that are on this page, each with the ids of its authors there.
    """
    known = site.catalogue.people
    return PeoplePage(
        front=paged_front(site, front, page),
        people=page.total,
        pages_from=site.catalogue.settings.author_pages_from,
        pagination=pagination(site, page, counts),
        letters=tuple(
            Letter(title=title, people=tuple(_bearer(site, known[id]) for id in shown)) for title, shown in letters
        ),
        edit=_edit(site),
    )


def _bearer(site: Site, person: Person) -> AuthorEntry:
    link = site.person(person)
    papers = () if link.to else tuple(site.paper(paper_id) for paper_id in person.papers)
    return AuthorEntry(name=link, count=len(person.papers), papers=papers)


def _edit(site: Site) -> Markup | None:
    """Return the address at which authors.yml is edited; None if the survey has none, which few need."""
    return edit_address(site.catalogue.settings, "authors.yml") if site.catalogue.authors else None
