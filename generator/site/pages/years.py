"""The years: when the field wrote what, and a page for each year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...text.escape import Ready
from ..components.crosstab import Crosstab, crosstab, explorer, fewest_values, slice_table
from ..components.paging import Paging, paged_front, paging, parts
from ..components.timeline import Strips, Timeline, months_by_area, months_chart, years_chart
from ..context import Lookup, counted
from ..links import Counted, Front, Item, Ref

_NEWEST = 20
"""Papers of the newest year that the list of years shows."""
_VENUES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsPage:
    """`years/index.md`: charts, the years with their counts, and the first papers of the newest one."""

    front: Front
    title: str
    lead: str
    years: tuple[Counted, ...]
    time: Timeline | None
    months: Timeline | None
    strips: Strips | None
    table: Crosstab | None
    newest_year: str
    newest: Ref | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPage:
    """`years/YEAR.md`. `venues` lead to the explorer, by the address of the built page; `before` and `after` are the
    nearest years that have papers."""

    front: Front
    title: str
    lead: str
    months: Timeline | None
    table: Crosstab | None
    venues: tuple[Counted, ...]
    paging: Paging | None
    items: tuple[Item, ...]
    before: Ref | None
    after: Ref | None
    index: Ref


def year_ref(up: str, year: int) -> Ref:
    """A year, linked to its page."""
    return Ref(text=str(year), to=Ready(f"{up}years/{year}.md"))


def years_page(site: Lookup) -> YearsPage:
    by_year = site.catalogue.by_year
    years = sorted(by_year, reverse=True)
    table = site.crosstabs.tables.get(("area", "year"))
    return YearsPage(
        front=Front(
            title=site.gettext("Years"),
            description=site.gettext("Papers by year, month and area, of {survey}."),
            hide=("toc",),
        ),
        title=site.gettext("Years"),
        lead=site.ngettext(
            "{count} paper by the year of its first publication.",
            "{count} papers by the year of their first publication.",
            sum(len(ids) for ids in by_year.values()),
        ),
        years=tuple(counted(year_ref("../", it), len(by_year[it])) for it in years),
        time=years_chart(site, site.papers, lambda key: _year_address("../", key)),
        months=months_chart(site, _of_dated_years(site, years[:3])),
        strips=months_by_area(site, "../"),
        table=crosstab(site, "../", table) if table else None,
        newest_year=str(years[0]) if years else "",
        newest=Ref(text=site.gettext("All papers of {year}", year=str(years[0])), to=year_ref("../", years[0]).to)
        if years
        else None,
        items=site.items("../", by_year[years[0]][:_NEWEST]) if years else (),
    )


def _of_dated_years(site: Lookup, years: Iterable[int]) -> Iterator[str]:
    """The papers of those years of which some paper has a day of publication."""
    for year in years:
        ids = site.catalogue.by_year[year]
        if any(site.papers[paper_id].published for paper_id in ids):
            yield from ids


def _year_address(root: str, key: str) -> Ready:
    """The page of a year; the explorer for years that are counted together."""
    return Ready(f"{root}years/{key}/") if key.isdigit() else explorer(root, {"year": key})


def year_pages(site: Lookup, year: int) -> Iterator[tuple[str, YearPage]]:
    by_year = site.catalogue.by_year
    ids = by_year[year]
    title = str(year)
    front = Front(
        title=title, description=site.gettext("The papers of {year}, of {survey}.", year=title), hide=("toc",)
    )
    before = max((it for it in by_year if it < year), default=None)
    after = min((it for it in by_year if it > year), default=None)
    for part in parts(f"years/{year}.md", len(ids)):
        first = part.number == 1
        columns = fewest_values(site)
        yield (
            part.path,
            YearPage(
                front=paged_front(site, front, part),
                title=title,
                lead=site.ngettext(
                    "{count} paper first published in {year}.",
                    "{count} papers first published in {year}, by name.",
                    len(ids),
                    year=title,
                ),
                months=months_chart(site, ids) if first else None,
                table=slice_table(site, "../../", ids, site.axes.get("area"), columns, within={"year": title})
                if first
                else None,
                venues=_venues(site, year) if first else (),
                paging=paging(site, part),
                items=site.items(part.up, part.of_list(ids)),
                before=year_ref(part.up, before) if before else None,
                after=year_ref(part.up, after) if after else None,
                index=Ref(text=site.gettext("All years"), to=Ready(f"{part.up}years/index.md")),
            ),
        )


def _venues(site: Lookup, year: int) -> tuple[Counted, ...]:
    """Those with most papers of the year first, then by name."""
    counts = Counter(venue for it in site.catalogue.by_year[year] if (venue := site.papers[it].venue))
    often = sorted(counts, key=lambda venue: (-counts[venue], venue))[:_VENUES]
    return tuple(
        Counted(text=venue, to=explorer("../../", {"year": str(year), "venue": venue}), count=counts[venue])
        for venue in often
    )
