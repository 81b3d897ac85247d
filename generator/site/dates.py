"""The date of a page's last change, by its records, for the site map."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from ..catalogue.addresses import PAPER_PATTERN
from .context import Site
from .heads.page import Record, listed
from .pages.paper import PaperPage


def last_change(site: Site, record: Record) -> datetime.date | None:
    """Return the day on which the paper of a page, or any paper of its list, was added or last changed.

    For any other page it is the day of the edition, None without one; it is None for a page that redirects or is gone.
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
