"""Finds where former addresses lead, at which no page is any more.

Former addresses are known from former ids of papers, from refused.yml and redirects.yml, and from the list of the
addresses that editions published. Chains are followed to their end. An address that no curator chose (a year without
papers, the third page of a list that became short) leads to the page that it was a part of. One that a curator chose,
and of which nothing says where it leads, is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from ...records.catalogue import Catalogue
from ...records.survey import Survey
from ...records.taxonomy import UNPLACED
from .. import addresses
from ..addresses import Address

_NAMED = {"areas": 2, "papers": 2, "paths": 2, "systems": 2, "tags": 3}
"""Folders of pages that a curator's keys name, and of how many parts the address of such a page is."""
_MOST = 50
"""Steps of a chain that are followed; a longer one is taken for a circle."""


class Moves(NamedTuple):
    """Where former addresses lead. All are as the site serves them, such as `papers/clip/`."""

    moved: Mapping[str, str]
    """From a former address to that of the page in its place."""
    gone: Mapping[str, str]
    """From the address of a page that was removed to the address at which the removal is recorded; mostly the same."""
    lost: tuple[str, ...]
    """Addresses that an edition published, and of which nothing is known."""
    astray: tuple[str, ...]
    """Addresses in redirects.yml from which no existing page is reached."""


def find_moves(catalogue: Catalogue | Survey, pages: Collection[str]) -> Moves:
    """Return where all former addresses of a survey lead at which there is no page now. `pages` are the files of all
    pages, such as `papers/clip.md`.
    """
    known = _known(catalogue)
    if not known and not catalogue.published:
        return Moves({}, {}, (), ())  # as in most surveys, whose pages need not be looked at
    live = {str(addresses.served(Address(page))) for page in pages if page.endswith(".md")}
    moved: dict[str, str] = {}
    gone: dict[str, str] = {}
    lost: list[str] = []
    astray: list[str] = []
    for address in sorted({*known, *catalogue.published} - live):
        end = _end(address, known, live, catalogue)
        if end is not None and end in live:
            moved[address] = end
        elif end is not None and end in known and known[end] is None:
            gone[address] = end
        else:
            (lost if address in catalogue.published else astray).append(address)
    return Moves(moved, gone, tuple(lost), tuple(astray))


def _known(catalogue: Catalogue | Survey) -> dict[str, str | None]:
    """Return where each former address leads, by address; None if the page is gone. What the curator wrote in
    redirects.yml counts most.
    """
    refused = {id: None for paper in catalogue.refused for id in (paper.id, *paper.former_ids)}
    former = {id: paper.id for paper in catalogue.papers for id in paper.former_ids}
    own = {_paper(id): _paper(to) if to else None for id, to in {**refused, **former}.items()}
    return {**own, **catalogue.redirects}


def _paper(id: str) -> str:
    return str(addresses.served(addresses.paper(id)))


def _end(
    address: str, known: Mapping[str, str | None], live: Collection[str], catalogue: Catalogue | Survey
) -> str | None:
    """Return the last address of the chain that begins at `address`, which need not be a page; None if the chain is a
    circle. `known` has where each address leads, `live` the addresses of all pages.
    """
    for _ in range(_MOST):
        if address in live:
            return address
        following = known[address] if address in known else _heir(address, catalogue)
        if following is None:
            return address
        address = following
    return None


def _heir(address: str, catalogue: Catalogue | Survey) -> str | None:
    """Return the address of the page that takes the place of the one at `address`, where no curator can say so: the
    list, for a further page of it.

    Empty, the home page, if nothing nearer is left; None for a page that a curator named.
    """
    parts = address.strip("/").split("/")
    of_page = _NAMED.get(parts[0], 1)
    if len(parts) > of_page:  # a further page of a list, or what stands in a derived folder
        parent = parts[:-1]
        return "/".join(parent[:-1] if parent[-1] == "index" else parent) + "/"
    if parts[0] == "systems" and len(parts) == of_page:
        systems = catalogue.systems.values() if isinstance(catalogue, Catalogue) else catalogue.systems
        system = next((system for system in systems if system.id == parts[1]), None)
        if system is None:
            return None
        return str(addresses.served(addresses.system(system.family) if system.family else addresses.SYSTEMS))
    if address == addresses.served(addresses.area(UNPLACED)):
        return str(addresses.served(addresses.AREAS))
    return None if parts[0] in _NAMED and len(parts) == of_page else ""
