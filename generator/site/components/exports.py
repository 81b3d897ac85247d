"""The files with a page's list in other formats, as its row “Export” and its head offer them."""

from __future__ import annotations

from collections.abc import Sequence

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...export.lists import FEED, list_addresses
from ..context import Site
from ..links import Export


def exports(site: Site, page: Address, ids: Sequence[str]) -> tuple[Export, ...]:
    """Return the files of the list on `page`, which has the papers with these ids: one for each format, the feed last.

    If a format fills several files, all but the first have a number: “BibTeX”, “BibTeX 2”.
    """
    offered: list[Export] = []
    for format, to in list_addresses(site.texts, page, ids):
        before = sum(it.media_type == format.media_type for it in offered)
        name = site.gettext("Feed") if format is FEED else format.name
        text = f"{name} {before + 1}" if before else name
        offered.append(Export(text=text, to=to, media_type=format.media_type))
    return tuple(offered)


def survey_exports(site: Site) -> tuple[Export, ...]:
    """Return the files of the list of all papers."""
    return exports(site, addresses.HOME, [paper.id for paper in site.catalogue.papers])
