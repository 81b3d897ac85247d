"""When a page last changed, by its records: what a site map tells of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from ..catalogue.addresses import PAPER_PATTERN
from .context import Site
from .heads.page import Record, listed
from .pages.paper import PaperPage


def last_change(site: Site, record: Record) -> datetime.date | None:
    """Return the day on which the paper of a page, or any paper of its list, joined the survey or last changed. Any
    other page has the day of the edition; one that leads on or is gone has none.
    """
    if record.front.redirect or record.front.gone:
        return None
    if isinstance(record, PaperPage):
        return _last_day(site, [record.id])
    if items := listed(record):
        found = (re.fullmatch(PAPER_PATTERN, item.to.path) for item in items if item.to)
        return _last_day(site, [match[1] for match in found if match])
    return site.catalogue.edition


def _last_day(site: Site, ids: Iterable[str]) -> datetime.date | None:
    provenances = [site.papers[id].provenance for id in ids]
    return max((day for it in provenances for day in (it.added, it.changed) if day), default=None)
