"""Sentences on what the survey covers: how many papers, published from when to when."""

from __future__ import annotations

import datetime

from ..context import Site


def coverage(site: Site) -> str:
    """Return how many papers the survey has, and from when: `203 papers, published from 2014 to March 2025`; without
    any date, `203 papers`.
    """
    count = len(site.papers)
    span = publication_span(site)
    if span is None:
        return site.ngettext("{count} paper", "{count} papers", count)
    return site.ngettext("{count} paper, published {span}", "{count} papers, published {span}", count, span=span)


def publication_span(site: Site) -> str | None:
    """Return the time in which the papers were published: `from 2014 to March 2025`, or `in 2024` for a single year;
    None if no paper has a date.

    The month is that of the newest day of publication; if no paper of the last year has a day, only the year is given.
    """
    first, last, latest = site.kept("span", lambda: _span(site))
    if not last:
        return None
    if first == last:
        return site.gettext("in {year}", year=str(last))
    until = site.translations.month(latest) if latest.year == last else str(last)
    return site.gettext("from {first} to {last}", first=str(first), last=until)


def _span(site: Site) -> tuple[int, int, datetime.date]:
    """Return the first and the last year in which a paper was published, both 0 without any, and the latest day."""
    facts = [paper.bibliographic for paper in site.papers.values()]
    days = [it.published for it in facts if it.published]
    years = {day.year for day in days} | {it.year for it in facts if it.year} or {0}
    return min(years), max(years), max(days, default=datetime.date.min)
