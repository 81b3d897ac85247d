"""Makes an edition of a survey: its number and date, what it changed in the one before, and which addresses it has.

the catalogue.json of the edition before ┐
the survey, assembled                    ┴ compare → editions/NUMBER.yml, editions/addresses.txt
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from .build.fetching import fetch_text
from .catalogue import addresses
from .catalogue.addresses import Address
from .catalogue.editions.comparison import AREA, Successors, compare
from .catalogue.editions.documents import DocumentError, Published, parse_document
from .catalogue.editions.moves import Moves, find_moves
from .export.document import render_document
from .files import UnreadableError, read_bytes
from .pipeline import load_catalogue
from .records.base import Problem
from .records.catalogue import Catalogue
from .records.edition import Edition
from .site.render import render_pages
from .survey.editions import edition_files
from .survey.folder import ADDRESSES
from .survey.journal import write_change

_DOCUMENT = "assets/data/catalogue.json"
_LARGEST = 200_000_000
"""Bytes of a catalogue.json; one of 10,000 papers has some 40 million."""


class RefusedEditionError(Exception):
    """No edition can be made; the message says why and what to do."""


class Source(NamedTuple):
    """Where the edition before is published, and what it holds."""

    place: str
    document: Published


def make_edition(
    folder: Path, since: str | None, day: datetime.date, *, dry_run: bool = False
) -> tuple[Edition | None, list[Problem]]:
    """Make the next edition of a survey, as of `day`, and write it into the survey's folder, from where `undo` takes it
    out again.

    `since` is the path or the address of the catalogue.json of the edition before, or of the site or the folder that
    holds it. Returns None, and the problems, if none can be made; with `dry_run` nothing is written.
    """
    catalogue, problems = load_catalogue(folder)
    if catalogue is None:
        return None, problems
    pages = render_pages(catalogue)
    moves = find_moves(catalogue, pages)
    try:
        source = _source(catalogue, folder, since)
        made = _editions(catalogue, source, moves, day)
    except RefusedEditionError as error:
        return None, [*problems, Problem(path=str(folder / "editions"), message=str(error))]
    live = {str(addresses.served(Address(page))) for page in pages}
    known = {*live, *moves.moved, *moves.gone}
    if source and (lost := [address for address in _addresses(source.document) if address not in known]):
        return None, [*problems, *(_lost(address, folder) for address in lost)]
    if not dry_run:
        write_change(folder, edition_files(made, {*known, *catalogue.published}), f"edition {made[-1].number}")
    return made[-1], problems


def _editions(catalogue: Catalogue, source: Source | None, moves: Moves, day: datetime.date) -> list[Edition]:
    """The new edition, and before it the first one where that was published without a number."""
    count = len(catalogue.papers)
    last = catalogue.editions[-1] if catalogue.editions else None
    if last and last.date > day:
        raise RefusedEditionError(f"edition {last.number} is of {last.date}, later than {day}; give a later --date")
    if source is None:
        return [Edition(number=1, date=day, papers=count, first=True)]
    now = parse_document(render_document(catalogue))
    changes = compare(source.document, now, successors(catalogue, source.document, moves))
    if not changes:
        raise RefusedEditionError(f"nothing has changed since {source.place}; no edition was made")
    made = []
    if last is None:
        date = datetime.date.fromisoformat(source.document.edition) if source.document.edition else day
        last = Edition(number=1, date=min(date, day), papers=len(source.document.papers), first=True)
        made.append(last)
    new = Edition(number=last.number + 1, date=day, papers=count, since=last.date, changes=tuple(changes))
    return [*made, new]


def successors(catalogue: Catalogue, before: Published, moves: Moves) -> Successors:
    """Return where the papers, areas and values of a document went that a catalogue has no more."""
    choices = {_value_address(*choice): choice for choice in catalogue_values(catalogue)}
    values: dict[tuple[str, str], tuple[str, str] | None] = {}
    for choice in before.values:
        address = _value_address(*choice)
        if address in moves.moved:
            values[choice] = choices.get(moves.moved[address])
        elif address in moves.gone:
            values[choice] = None
    return Successors(
        papers={former: paper.id for paper in catalogue.papers for former in paper.former_ids},
        values=values,
        reasons={id: paper.reason for paper in catalogue.refused for id in (paper.id, *paper.former_ids)},
    )


def catalogue_values(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return all areas and facet values of a catalogue, by `area` or the facet's key, and their own."""
    areas = [(AREA, area.key) for area in catalogue.taxonomy.areas]
    return areas + [(facet.key, value.key) for facet in catalogue.taxonomy.facets for value in facet.values]


def _addresses(document: Published) -> list[str]:
    """The addresses of what a document holds."""
    papers = [str(addresses.served(addresses.paper(id))) for id in document.papers]
    return papers + [_value_address(*choice) for choice in document.values]


def _value_address(facet: str, key: str) -> str:
    return str(addresses.served(addresses.area(key) if facet == AREA else addresses.value(facet, key)))


def _lost(address: str, folder: Path) -> Problem:
    message = (
        f"the edition before published {address}, and nothing stands there now; write in redirects.yml where it leads, "
        f"`{address}: …`, or that it is gone, `{address}: null`"
    )
    return Problem(path=str(folder / ADDRESSES), message=message)


def _source(catalogue: Catalogue, folder: Path, since: str | None) -> Source | None:
    """What the edition before published; None where there was none."""
    settings = catalogue.settings
    own = urljoin(f"{settings.address.rstrip('/')}/", _DOCUMENT) if catalogue.editions and settings.address else None
    place = since or settings.previous_catalogue or own
    if place is None:
        if not catalogue.editions:
            return None
        last = catalogue.editions[-1].number
        raise RefusedEditionError(
            f"edition {last} is needed to say what changed: give the address of the site, or the path of its "
            "catalogue.json, as --since or as `previous_catalogue` in survey.yml"
        )
    relative = folder if since is None else Path()
    try:
        document = parse_document(_read(place, relative))
    except (UnreadableError, DocumentError) as error:
        raise RefusedEditionError(f"{place}: {error}") from error
    last_number = catalogue.editions[-1].number if catalogue.editions else None
    if document.number and last_number and document.number != last_number:
        raise RefusedEditionError(
            f"{place} is edition {document.number}, and the last one is {last_number}; give that one's catalogue.json"
        )
    return Source(place, document)


def _read(place: str, relative: Path) -> str:
    """The text of a catalogue.json that is named by an address or a path, or by those of its site."""
    if place.startswith(("http://", "https://")):
        return fetch_text(place if place.endswith(".json") else urljoin(f"{place.rstrip('/')}/", _DOCUMENT))
    path = relative / place
    if path.is_dir():
        path = path / _DOCUMENT
    try:
        return read_bytes(path, path.parent, most=_LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("is not UTF-8") from error
