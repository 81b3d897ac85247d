"""All papers, by title and by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.escape import Ready
from generator.lookup import Lookup, in_letter_order, initial, sort_key
from generator.pages.paging import Paging, page_of, paged_front, paging, parts
from generator.pages.parts import Front, Group, Ref

_YEARS = "years/index.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedPage:
    """`papers/index.md` and `years/index.md`: all papers under headings. `lead` says in what order."""

    front: Front
    title: str
    lead: str
    paging: Paging | None
    groups: tuple[Group, ...]


def papers_pages(site: Lookup) -> Iterator[tuple[str, GroupedPage]]:
    letters: dict[str, list[str]] = {}
    for paper in sorted(site.papers.values(), key=lambda it: (sort_key(it.title), it.id)):
        letters.setdefault(initial(paper.title), []).append(paper.id)
    front = Front(title=site.say("All papers"), description=site.say("All papers, by title, of {survey}."))
    lead = site.count("{count} paper by title.", "{count} papers by title.", len(site.papers))
    yield from _pages(site, "papers/index.md", front, lead, [(it, letters[it]) for it in in_letter_order(letters)])


def years_pages(site: Lookup) -> Iterator[tuple[str, GroupedPage]]:
    by_year = site.catalogue.by_year
    front = Front(title=site.say("Years"), description=site.say("All papers, by year, of {survey}."))
    lead = site.count(
        "{count} paper by the year of its first publication.",
        "{count} papers by the year of their first publication, newest first.",
        sum(len(ids) for ids in by_year.values()),
    )
    groups = [(str(year), by_year[year]) for year in sorted(by_year, reverse=True)]
    yield from _pages(site, _YEARS, front, lead, groups)


def year_ref(site: Lookup, up: str, year: int) -> Ref:
    """A year, linked to where its papers begin in the list by year."""
    before = sum(len(ids) for other, ids in site.catalogue.by_year.items() if other > year)
    return Ref(text=str(year), to=Ready(f"{up}{page_of(_YEARS, before)}#{year}"))


def _pages(
    site: Lookup, path: str, front: Front, lead: str, groups: Sequence[tuple[str, Sequence[str]]]
) -> Iterator[tuple[str, GroupedPage]]:
    """A grouped list, cut; each page repeats the heading under which it goes on."""
    counts = [(title, len(ids)) for title, ids in groups]
    for part in parts(path, sum(count for _, count in counts)):
        page = GroupedPage(
            front=paged_front(site, front, part),
            title=front.title,
            lead=lead,
            paging=paging(site, part, counts),
            groups=tuple(Group(title=title, items=site.items(part.up, ids)) for title, ids in part.of_groups(groups)),
        )
        yield part.path, page
