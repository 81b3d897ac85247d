"""What the survey covers: how many papers, and from when until when they were published."""

from __future__ import annotations

import datetime

from ..context import Site


def coverage(site: Site) -> str:
    """`203 papers, published from 2014 to March 2025`; without any date, `203 papers`."""
    count = len(site.papers)
    span = publication_span(site)
    if span is None:
        return site.ngettext("{count} paper", "{count} papers", count)
    return site.ngettext("{count} paper, published {span}", "{count} papers, published {span}", count, span=span)


def publication_span(site: Site) -> str | None:
    """`from 2014 to March 2025`; `in 2024` where that is the only year; None where no paper has a date.

    The month is that of the last day known; where none is known in the last year, the year stands alone.
    """
    days = [paper.bibliographic.published for paper in site.papers.values() if paper.bibliographic.published]
    years = {day.year for day in days} | {
        paper.bibliographic.year for paper in site.papers.values() if paper.bibliographic.year
    }
    if not years:
        return None
    first, last = min(years), max(years)
    if first == last:
        return site.gettext("in {year}", year=str(last))
    latest = max(days, default=datetime.date.min)
    until = site.translations.month(latest) if latest.year == last else str(last)
    return site.gettext("from {first} to {last}", first=str(first), last=until)
