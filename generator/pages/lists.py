"""All papers, by title and by year."""

from __future__ import annotations

from dataclasses import dataclass

from generator.lookup import Lookup, in_letter_order, initial, sort_key
from generator.pages.parts import Front, Group
from generator.records import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedPage:
    """`papers/index.md` and `years/index.md`: all papers under headings. `lead` says in what order."""

    front: Front
    title: str
    lead: str
    groups: tuple[Group, ...]


def papers_page(site: Lookup) -> GroupedPage:
    letters: dict[str, list[Paper]] = {}
    for paper in sorted(site.papers.values(), key=lambda it: (sort_key(it.title), it.id)):
        letters.setdefault(initial(paper.title), []).append(paper)
    return GroupedPage(
        front=Front(
            title=site.say("All papers"),
            description=site.say("All papers, by title, of {survey}."),
        ),
        title="All papers",
        lead=f"{len(site.papers)} papers by title.",
        groups=tuple(
            Group(title=title, items=site.items("../", (paper.id for paper in letters[title])))
            for title in in_letter_order(letters)
        ),
    )


def years_page(site: Lookup) -> GroupedPage:
    by_year = site.catalogue.by_year
    count = sum(len(ids) for ids in by_year.values())
    return GroupedPage(
        front=Front(
            title=site.say("Years"),
            description=site.say("All papers, by year, of {survey}."),
        ),
        title="Years",
        lead=f"{count} papers by the year of their first publication, newest first.",
        groups=tuple(
            Group(title=str(year), items=site.items("../", by_year[year])) for year in sorted(by_year, reverse=True)
        ),
    )
