"""The page on what is new: papers added and records changed since the edition before; and its short form for the home
page.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...records.paper import Paper
from ...records.taxonomy import UNPLACED
from ..components.coverage import coverage, publication_span
from ..components.exports import survey_exports
from ..components.pagination import Pagination, paged_front, paginate, pagination
from ..components.timeline import Timeline, months_chart
from ..context import Site, counted
from ..links import CountedLink, Front, Item, Link

_SHORT = 6
_NEWEST = 60
"""Papers that a first edition shows, since all of its papers are new."""
_CHANGED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """The data of `new.md`: papers and changes since the edition before.

    `since` is the date of that edition. If there was none, `items` are the papers published last, and `dated` says
    whether any of them has a day. `coverage` is a sentence on what the survey covers. `changes` is the number of
    records changed since, `changed` the first of them. `editions` links to what each edition changed.
    """

    front: Front
    title: str
    edition: str
    since: str
    coverage: str
    dated: bool
    count: int
    areas: tuple[CountedLink, ...]
    months: Timeline | None
    pagination: Pagination | None
    items: tuple[Item, ...]
    changes: int
    changed: tuple[Link, ...]
    editions: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeNews:
    """The short list of news on the home page: a heading (`title`), a few papers (`items`), and a link to `new.md`
    (`more`).
    """

    title: str
    items: tuple[Item, ...]
    more: Link


def news_pages(site: Site) -> Iterator[tuple[Address, NewsPage]]:
    """Yield the pages on what is new as (address, data): one for each part of the list of papers; the first also has
    everything else.
    """
    since = _since(site)
    papers = _new(site, since)
    changed = _changed(site, since) if since else []
    front = Front(
        title=site.gettext("What is new"),
        description=site.gettext("What is new in this edition of {survey}.")
        if since
        else site.gettext("The papers of {survey} that were published last."),
        hide=("toc",),
        exports=survey_exports(site)[-1:],  # the feed
    )
    shown = papers if since else papers[:_NEWEST]
    for page in paginate(addresses.NEWS, len(shown)):
        first = page.number == 1
        yield (
            page.address,
            NewsPage(
                front=paged_front(site, front, page),
                title=front.title,
                edition=site.translations.date(site.catalogue.edition) if site.catalogue.edition else "",
                since=site.translations.date(since) if since else "",
                coverage=coverage(site),
                dated=publication_span(site) is not None,
                count=len(papers),
                areas=_areas(site, papers) if first and since else (),
                months=months_chart(site, _recent(site, shown)) if first else None,
                pagination=pagination(site, page),
                items=site.items(page.of_list(shown)),
                changes=len(changed) if first else 0,
                changed=tuple(site.paper(id) for id in changed[:_CHANGED]) if first else (),
                editions=Link(text=site.gettext("What changed, edition by edition"), to=addresses.CHANGES),
            ),
        )


def home_news(site: Site) -> HomeNews:
    """Return the short list for the home page: papers added since the edition before, or, in a first edition, those
    published last.
    """
    since = _since(site)
    return HomeNews(
        title=site.gettext("New since {date}", date=site.translations.date(since))
        if since
        else site.gettext("Newest papers"),
        items=site.items(_new(site, since)[:_SHORT]),
        more=Link(text=site.gettext("What is new"), to=addresses.NEWS),
    )


def _since(site: Site) -> datetime.date | None:
    """Return the date of the edition before the one that is shown; None if there was none, or if it held no paper: then
    all would be new, however old.
    """
    catalogue = site.catalogue
    earlier = [edition.date for edition in catalogue.editions if catalogue.edition and edition.date < catalogue.edition]
    since = max(earlier, default=None) if catalogue.editions else catalogue.settings.previous_edition
    added = [paper.provenance.added for paper in catalogue.papers if paper.provenance.added]
    return since if since and (not added or min(added) <= since) else None


def _new(site: Site, since: datetime.date | None) -> list[str]:
    """Return the ids of the papers that were added after `since`, or of all if it is None; those published last come
    first.
    """
    papers = [
        paper
        for paper in site.papers.values()
        if not since or (paper.provenance.added and paper.provenance.added > since)
    ]
    return [paper.id for paper in sorted(papers, key=_last_first)]


def _last_first(paper: Paper) -> tuple[int, int, str, str]:
    """Return a sort key: the newest year first, in it the last known day first and papers without a day last, then by
    name.
    """
    day = paper.bibliographic.published.toordinal() if paper.bibliographic.published else 0
    return (-(paper.bibliographic.year or 0), -day, paper.label.casefold(), paper.id)


def _changed(site: Site, since: datetime.date) -> list[str]:
    """Return the ids of the papers that were there at `since` and whose records changed after it, the last change
    first.
    """
    papers = [
        paper
        for paper in site.papers.values()
        if paper.provenance.changed
        and paper.provenance.changed > since
        and not (paper.provenance.added and paper.provenance.added > since)
    ]
    papers.sort(
        key=lambda paper: (
            -paper.provenance.changed.toordinal() if paper.provenance.changed else 0,
            paper.label.casefold(),
            paper.id,
        )
    )
    return [paper.id for paper in papers]


def _areas(site: Site, papers: Sequence[str]) -> tuple[CountedLink, ...]:
    """Return the areas of the papers with the given ids, with the number of papers in each, in the taxonomy's order."""
    counts = Counter(site.papers[paper_id].derived.area or UNPLACED for paper_id in papers)
    return tuple(counted(site.area(key), counts[key]) for key in site.areas if counts[key])


def _recent(site: Site, shown: Sequence[str]) -> list[str]:
    return [paper_id for paper_id in shown if site.papers[paper_id].bibliographic.published]
