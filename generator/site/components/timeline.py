"""Papers through time: small bar charts by year or month, which can be read as lists."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...catalogue.crosstabs import YEARS, span_of_years
from ..context import Site
from ..links import CountedLink
from .crosstab import FEW, mentions, value_address

MONTHS = 36
"""The newest months that are shown."""
_FILLED = 0.25
"""The share of bars that must have papers: a chart of gaps says less than the list of the years."""

Leads = Callable[[str], Address | None]
"""Where the papers of a year are listed: `2024`, `..2012` for it and those before, or `1900..1909`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar of a chart: `label` is a year or the number of a month, `count` its papers, `height` is in percent of the
    highest bar, and `to` leads to the papers.
    """

    label: str
    count: int
    height: int
    to: Address | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarGroup:
    """Bars under a heading: the months of the year `title`, or all years if `title` is empty. `size` is the number of
    bars.
    """

    title: str
    size: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A bar chart of papers by year or month, under a caption, oldest first; times without papers have a bar of height
    0. `note` says how many papers have no date to be counted by; it is often empty.
    """

    caption: str
    groups: tuple[BarGroup, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A row of small bars, with an area as its head; all rows have the same scale."""

    head: CountedLink
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """A chart with a row of months for each area, under a caption. `corner` is the heading of the areas, `range` says
    which months, `note` how many papers of these years have no month.
    """

    caption: str
    corner: str
    range: str
    rows: tuple[Strip, ...]
    note: str


def years_chart(site: Site, ids: Iterable[str], leads: Leads) -> Timeline | None:
    """Return the chart by year of the papers with these ids, years without papers included; the oldest years are
    counted together, or each few years where most papers are old.

    `leads` gives the address for a bar, or None. It is called with the year as text, `"2021"`, with `"..2015"` for the
    oldest years together or `"1900..1909"` for a span, and not for bars without papers. Returns None if fewer than two
    years have papers, or hardly one bar in four.
    """
    ids = tuple(ids)
    years = [year for paper_id in ids if (year := site.papers[paper_id].bibliographic.year)]
    counts = Counter(years)
    if len(counts) < 2:
        return None
    width = span_of_years(counts)
    numbers = list(_spans(counts, width)) if width else _newest_years(site, counts)
    if sum(number > 0 for _, _, number in numbers) < _FILLED * len(numbers):
        return None
    peak = max(number for _, _, number in numbers)
    bars = tuple(
        Bar(label=label, count=number, height=_height(number, peak), to=leads(key) if number else None)
        for key, label, number in numbers
    )
    lacking = len(ids) - len(years)
    each, several = site.gettext("Papers a year"), site.gettext("Papers in {width} years each", width=width)
    return Timeline(
        caption=several if width else each,
        groups=(BarGroup(title="", size=len(bars), bars=bars),),
        note=site.ngettext("{count} paper has no year.", "{count} papers have no year.", lacking) if lacking else "",
    )


def _newest_years(site: Site, counts: Mapping[int, int]) -> list[tuple[str, str, int]]:
    """Return key, label and number of papers of each of the last `YEARS` years, and of all before them together;
    `counts` has the papers of each year.
    """
    first, last = min(counts), max(counts)
    start = max(first, last - YEARS + 1)
    numbers = [(str(year), str(year), counts.get(year, 0)) for year in range(start, last + 1)]
    if first < start:
        older = start - 1
        number = sum(count for year, count in counts.items() if year <= older)
        numbers.insert(0, (f"..{older}", site.gettext("≤ {year}", year=str(older)), number))
    return numbers


def _spans(counts: Mapping[int, int], width: int) -> Iterator[tuple[str, str, int]]:
    """Yield key, label and number of papers of each span of `width` years; `counts` has the papers of each year, and
    the label is the year in which the span begins.
    """
    first, last = min(counts), max(counts)
    for start in range(first - first % width, last + 1, width):
        number = sum(counts.get(year, 0) for year in range(start, start + width))
        yield f"{start}..{start + width - 1}", f"{start}–", number


def months_chart(site: Site, ids: Iterable[str]) -> Timeline | None:
    """Return the chart by month of the papers with these ids, over the newest three years; None if fewer than half of
    the papers have a day of publication.
    """
    ids = tuple(ids)
    days = [day for paper_id in ids if (day := site.papers[paper_id].bibliographic.published)]
    if len(days) < max(FEW, len(ids) / 2):
        return None
    counts = Counter(_month(day) for day in days)
    first, last = _newest(counts)
    if first == last:
        return None
    peak = max(counts[month] for month in range(first, last + 1))
    groups: dict[str, list[Bar]] = {}
    for month in range(first, last + 1):
        number = counts[month]
        bar = Bar(label=str(month % 12 + 1), count=number, height=_height(number, peak), to=None)
        groups.setdefault(str(month // 12), []).append(bar)
    shown = sum(counts[month] for month in range(first, last + 1))
    return Timeline(
        caption=site.gettext("Papers a month"),
        groups=tuple(BarGroup(title=year, size=len(bars), bars=tuple(bars)) for year, bars in groups.items()),
        note=_of_how_many(site, shown, len(ids)),
    )


def months_by_area(
    site: Site,
) -> Strips | None:
    """Return the chart of the newest three years by month, with a row for each area that has papers in them; None if
    too few papers have a day of publication.
    """
    area = site.crosstabs.axes.get("area")
    days = {
        paper_id: paper.bibliographic.published
        for paper_id, paper in site.papers.items()
        if paper.bibliographic.published
    }
    if area is None or len(days) < FEW:
        return None
    first, last = _newest(Counter(_month(day) for day in days.values()))
    counts = Counter((key, _month(day)) for paper_id, day in days.items() for key in area.members[paper_id])
    months = range(first, last + 1)
    papers = sum(first // 12 <= (paper.bibliographic.year or 0) <= last // 12 for paper in site.papers.values())
    peak = max(counts[value.key, month] for value in area.values for month in months)
    totals = {value.key: sum(counts[value.key, month] for month in months) for value in area.values}
    return Strips(
        caption=site.gettext("Papers a month by area"),
        corner=area.title,
        range=site.gettext("{first} to {last}, a bar a month", first=_named(first), last=_named(last)),
        rows=tuple(
            Strip(
                head=CountedLink(text=value.title, to=value_address("area", value.key), count=totals[value.key]),
                bars=tuple(
                    Bar(label="", count=number, height=_height(number, peak), to=None)
                    for month in months
                    for number in [counts[value.key, month]]
                ),
            )
            for value in area.values
            if totals[value.key]
        ),
        note=_of_how_many(site, sum(totals.values()), papers),
    )


def _month(day: datetime.date) -> int:
    """Return the months from the year 0 to a day, so that the next month is one more."""
    return day.year * 12 + day.month - 1


def _named(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def _newest(counts: Mapping[int, int]) -> tuple[int, int]:
    """Return the first and the last month to be shown: the last `MONTHS` of those in `counts`, which has the papers of
    each month.
    """
    last = max(counts)
    return max(min(counts), last - MONTHS + 1), last


def _of_how_many(site: Site, shown: int, papers: int) -> str:
    if shown == papers:
        return ""
    return site.ngettext(
        "{count} of {papers} papers has its month known and is shown.",
        "{count} of {papers} papers have their month known and are shown.",
        shown,
        papers=papers,
    )


def _height(number: int, peak: int) -> int:
    """Return a number as percent of the peak, rounded up, so that one paper is seen."""
    return -(-100 * number // peak)


# --- the small charts of other pages -----------------------------------------


def area_time(site: Site, key: str) -> Timeline | None:
    """Return the chart by year of the papers of the area with a key; None if there are few."""
    return time_of(site, site.catalogue.by_area.get(key, ()), {"area": key})


def value_time(site: Site, facet: str, key: str) -> Timeline | None:
    """Return the chart by year of the papers of a tag, given by the keys of facet and value; None if there are few."""
    return time_of(site, site.catalogue.by_value.get(f"{facet}/{key}", ()), {facet: key})


def system_time(site: Site, system_id: str) -> Timeline | None:
    """Return the chart by year of the papers that name a system or a version of it; None if there are few."""
    return time_of(site, site.catalogue.named_by.get(system_id, ()), mentions(site, system_id))


def time_of(site: Site, ids: Iterable[str], within: Mapping[str, str]) -> Timeline | None:
    """Return the chart by year of the papers with these ids, or None if there are few; a bar leads to the explorer with
    the filters `within` and its year.
    """
    ids = tuple(ids)
    if len(ids) < FEW:
        return None
    return years_chart(site, ids, lambda year: addresses.explorer({**within, "year": year}))
