"""The pages of years: their index with charts, and one for each year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ..components.crosstab import Crosstab, crosstab, fewest_values, slice_table
from ..components.pagination import ListedPage, Page, Pagination, paged_front, paginate, pagination
from ..components.timeline import Strips, Timeline, months_by_area, months_chart, years_chart
from ..context import Site, counted
from ..links import CountedLink, Front, Item, Link

_NEWEST = 20
"""Papers of the newest year that the list of years shows."""
_VENUES = 12
_PER_PAGE = 150
"""Fewer than on other lists: the first page has a table too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsPage:
    """The data of `years/index.md`: charts, links to the years with their counts, and the first papers of the newest
    year.
    """

    front: Front
    title: str
    lead: str
    years: tuple[CountedLink, ...]
    time: Timeline | None
    months: Timeline | None
    strips: Strips | None
    table: Crosstab | None
    newest_year: str
    newest: Link | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPage:
    """The data of a year's page, `years/YEAR.md`. `venues` lead to the explorer; `before` and `after` are the nearest
    years that have papers.
    """

    front: Front
    title: str
    lead: str
    months: Timeline | None
    table: Crosstab | None
    venues: tuple[CountedLink, ...]
    pagination: Pagination | None
    items: tuple[Item, ...]
    before: Link | None
    after: Link | None
    index: Link


def year_link(year: int) -> Link:
    """Return a year as a link to its page."""
    return Link(text=str(year), to=addresses.year(year))


def years_page(site: Site) -> YearsPage:
    """Return the data of the index of years, with charts of their papers."""
    by_year = site.catalogue.by_year
    years = sorted(by_year, reverse=True)
    table = site.crosstabs.tables.get(("area", "year"))
    return YearsPage(
        front=Front(
            title=site.gettext("Years"),
            description=site.gettext("Papers by year, month and area, of {survey}."),
            hide=("toc",),
            empty=not site.catalogue.by_year,
        ),
        title=site.gettext("Years"),
        lead=site.ngettext(
            "{count} paper by the year of its first publication.",
            "{count} papers by the year of their first publication.",
            sum(len(ids) for ids in by_year.values()),
        ),
        years=tuple(counted(year_link(year), len(by_year[year])) for year in years),
        time=years_chart(site, site.papers, lambda key: _year_address(key)),
        months=months_chart(site, _of_dated_years(site, years[:3])),
        strips=months_by_area(site),
        table=crosstab(site, table) if table else None,
        newest_year=str(years[0]) if years else "",
        newest=Link(text=site.gettext("All papers of {year}", year=str(years[0])), to=year_link(years[0]).to)
        if years
        else None,
        items=site.items(by_year[years[0]][:_NEWEST]) if years else (),
    )


def _of_dated_years(site: Site, years: Iterable[int]) -> Iterator[str]:
    """Yield the ids of the papers of those years of which some paper has a day of publication."""
    for year in years:
        ids = site.catalogue.by_year[year]
        if any(site.papers[paper_id].bibliographic.published for paper_id in ids):
            yield from ids


def _year_address(key: str) -> Address:
    """Return the address of a year's page; the key `..2012`, for years that are counted together, leads to the
    explorer.
    """
    return addresses.year(key) if key.isdigit() else addresses.explorer({"year": key})


def year_pages(site: Site, year: int) -> Iterator[ListedPage[YearPage]]:
    """Yield the pages of a year: one for each part of the list of its papers."""
    by_year = site.catalogue.by_year
    ids = by_year[year]
    before = max((other for other in by_year if other < year), default=None)
    after = min((other for other in by_year if other > year), default=None)
    for page in paginate(addresses.year(year), len(ids), _PER_PAGE):
        yield page.address, partial(_year_page, site, page, year, page.of_list(ids), before, after)


def _year_page(
    site: Site, page: Page, year: int, shown: Sequence[str], before: int | None, after: int | None
) -> YearPage:
    """Return the data of one page of a year; `shown` has the ids of the papers on it, `before` and `after` are the
    nearest years with papers.
    """
    title = str(year)
    front = Front(
        title=title, description=site.gettext("The papers of {year}, of {survey}.", year=title), hide=("toc",)
    )
    months = table = None
    venues: tuple[CountedLink, ...] = ()
    if page.number == 1:
        ids = site.catalogue.by_year[year]
        months, venues = months_chart(site, ids), _venues(site, year)
        table = slice_table(site, site.axes.get("area"), fewest_values(site), ("year", title))
    return YearPage(
        front=paged_front(site, front, page),
        title=title,
        lead=site.ngettext(
            "{count} paper first published in {year}.",
            "{count} papers first published in {year}, by name.",
            page.total,
            year=title,
        ),
        months=months,
        table=table,
        venues=venues,
        pagination=pagination(site, page),
        items=site.items(shown),
        before=year_link(before) if before else None,
        after=year_link(after) if after else None,
        index=Link(text=site.gettext("All years"), to=addresses.YEARS),
    )


def _venues(site: Site, year: int) -> tuple[CountedLink, ...]:
    """Return at most `_VENUES` venues with the number of their papers in a year, the largest first."""
    counts = Counter(venue for id in site.catalogue.by_year[year] if (venue := site.papers[id].bibliographic.venue))
    often = sorted(counts, key=lambda venue: (-counts[venue], venue))[:_VENUES]
    return tuple(
        CountedLink(text=venue, to=addresses.explorer({"year": str(year), "venue": venue}), count=counts[venue])
        for venue in often
    )
