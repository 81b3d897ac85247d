"""Makes editions of a survey, and dates the records that changed.

the catalogue.json of the edition before ┐
the survey, assembled                    ┴ compare → editions/NUMBER.yml, editions/addresses.txt
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from .build.fetching import fetch_text
from .build.history import HistoryError, as_it_was, commit_of, commit_that_added, survey_at
from .catalogue import addresses
from .catalogue.addresses import Address
from .catalogue.editions.comparison import AREA, Successors, compare
from .catalogue.editions.documents import DocumentError, Published, parse_document
from .catalogue.editions.moves import Moves, find_moves
from .export.document import render_document
from .files import UnreadableError, read_bytes, read_text
from .pipeline import load_catalogue
from .records.base import Problem
from .records.catalogue import Catalogue
from .records.edition import Edition
from .site.render import render_pages
from .survey.editions import edition_files
from .survey.folder import ADDRESSES, render_paper
from .survey.journal import write_change

_DOCUMENT = "assets/data/catalogue.json"
_WEB = ("http://", "https://")
_LARGEST = 200_000_000
"""Bytes of a catalogue.json; one of 10,000 papers has some 40 million."""


class RefusedEditionError(Exception):
    """Raised if no edition can be made; the message says why, and what to do."""


class Source(NamedTuple):
    """The edition before: the `place` where it was found, in words for messages, and its document."""

    place: str
    document: Published


def make_edition(
    folder: Path, since: str | None, day: datetime.date, *, dry_run: bool = False
) -> tuple[Edition | None, list[Problem]]:
    """Make the next edition of a survey, as of `day`, and write it into the survey's folder; `undo` takes it back.

    `since` is the edition before: its number, its date, a tag or a commit of the survey's repository, or the path or
    the address of its catalogue.json, or of the site or the folder that holds it. Without it git is asked for the
    commit that added the last edition. Returns the edition and warnings, or None and the problems if none can be made;
    with `dry_run` nothing is written.
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
    """Return the new edition, as of `day`, and before it the first one if that was published without a number. `source`
    is the edition before, None if there was none; `moves` say where former addresses lead. Raises RefusedEditionError
    if nothing has changed, or the last edition is later than `day`.
    """
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
    """Return what the papers, areas and facet values have become that `before` has and the catalogue does not; `moves`
    say where former addresses lead.
    """
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
    """Return all areas and facet values of a catalogue, as pairs of `area` or the facet's key, and their own key."""
    areas = [(AREA, area.key) for area in catalogue.taxonomy.areas]
    return areas + [(facet.key, value.key) for facet in catalogue.taxonomy.facets for value in facet.values]


def _addresses(document: Published) -> list[str]:
    """Return the addresses of the papers, areas and values that a published document holds."""
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
    """Return what the edition before published; None if there was none. `since` is the curator's name for it, as in
    `make_edition`, or None. Raises RefusedEditionError if it cannot be found.
    """
    last = catalogue.editions[-1] if catalogue.editions else None
    settings = catalogue.settings
    own = urljoin(f"{settings.address.rstrip('/')}/", _DOCUMENT) if last and settings.address else None
    place = since or settings.previous_catalogue
    if place is None and last and (commit := commit_that_added(folder, _file(last))):
        return _at(folder, commit, f"edition {last.number}")
    if place is None and (place := own) is None:
        if last is None:
            return None
        raise RefusedEditionError(
            f"edition {last.number} is needed to say what changed: commit {_file(last)}, or give the address of the "
            "site, or the path of its catalogue.json, as --since or as `previous_catalogue` in survey.yml"
        )
    source = _named(catalogue, folder, place) if since else None
    return source or _published(place, folder if since is None else Path(), last)


def _named(catalogue: Catalogue, folder: Path, name: str) -> Source | None:
    """Return the survey as it was at an edition's number or date, or at a tag or commit; None if the name is a path or
    an address, or names nothing. Raises RefusedEditionError if no commit has the edition.
    """
    if name.startswith(_WEB) or Path(name).exists():
        return None
    edition = next((it for it in catalogue.editions if name in (str(it.number), it.date.isoformat())), None)
    commit = commit_that_added(folder, _file(edition)) if edition else commit_of(folder, name)
    if commit:
        return _at(folder, commit, f"edition {edition.number}" if edition else name)
    if edition:
        raise RefusedEditionError(
            f"no commit of this repository added {_file(edition)}; commit it, fetch the whole history, or give the "
            "catalogue.json of that edition"
        )
    return None


def _file(edition: Edition) -> str:
    return f"editions/{edition.number}.yml"


def _at(folder: Path, commit: str, place: str) -> Source:
    """Return the edition that the survey in a folder was at a commit, as this version of the generator publishes it;
    `place` names it in messages. Raises RefusedEditionError if it cannot be read.
    """
    try:
        with as_it_was(folder, commit) as then:
            catalogue, problems = load_catalogue(then)
    except HistoryError as error:
        raise RefusedEditionError(f"{place}: {error}") from error
    if catalogue is None:
        faults = "; ".join(problem.message for problem in problems[:2])
        raise RefusedEditionError(f"{place} cannot be read as it was at {commit[:12]}: {faults}")
    return Source(place, parse_document(render_document(catalogue)))


def _published(place: str, relative: Path, last: Edition | None) -> Source:
    """Return what a published catalogue.json says, `place` being an address, or a path as seen from `relative`. Raises
    RefusedEditionError if it cannot be read or is not that of the last edition.
    """
    try:
        document = parse_document(_read(place, relative))
    except (UnreadableError, DocumentError) as error:
        raise RefusedEditionError(f"{place}: {error}") from error
    if document.number and last and document.number != last.number:
        raise RefusedEditionError(
            f"{place} is edition {document.number}, and the last one is {last.number}; give that one's catalogue.json"
        )
    is_live = not place.endswith(".json")
    if is_live and document.number and last and document.edition and document.edition > last.date.isoformat():
        raise RefusedEditionError(
            f"{place} shows what changed up to {document.edition}, after edition {last.number} of {last.date}; give "
            f"that edition itself: --since {last.number} where {_file(last)} is committed, or a copy of the "
            "catalogue.json"
        )
    return Source(place, document)


def _read(place: str, relative: Path) -> str:
    """Return the text of a catalogue.json, given as a `place`: its address or its path, or that of its site. A path is
    as seen from the folder `relative`. Raises UnreadableError.
    """
    if place.startswith(_WEB):
        return fetch_text(place if place.endswith(".json") else urljoin(f"{place.rstrip('/')}/", _DOCUMENT))
    path = relative / place
    if path.is_dir():
        path = path / _DOCUMENT
    try:
        return read_bytes(path, path.parent, most=_LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("is not UTF-8") from error


def date_records(folder: Path, base: str, day: datetime.date) -> tuple[list[str] | None, list[Problem]]:
    """Write `day` as the day of the last change into each record that differs from the survey at `base` and has no new
    date yet; records that are new since `base` are left as they are.

    Feeds and the page *What is new* use that day. `base` is a commit, branch or tag, or a folder with the survey as it
    was. Returns the ids of the dated records and no problems, or None and the problems if one of the two surveys cannot
    be read. The change is noted, so that `undo` can take it back. Raises OSError if a file cannot be written; then none
    is changed.
    """
    catalogue, problems = load_catalogue(folder)
    if catalogue is None:
        return None, problems
    try:
        with survey_at(folder, base) as then:
            before, problems = load_catalogue(then)
    except HistoryError as error:
        return None, [Problem(path=base, message=str(error))]
    if before is None:
        return None, problems
    ids = undated(before, catalogue)
    records = {paper.id: paper for paper in catalogue.papers}
    files = {}
    for id in ids:
        name = f"papers/{id}.yml"
        new = records[id].model_copy(update={"changed": day})
        files[name] = render_paper(read_text(folder / name, folder), records[id], new)
    write_change(folder, files, f"date {base}")
    return ids, []


def undated(before: Catalogue, after: Catalogue) -> list[str]:
    """Return the ids of the papers that differ between two catalogues while their dates do not."""
    dates = {paper.id: (paper.provenance.added, paper.provenance.changed) for paper in before.papers}
    now = {paper.id: (paper.provenance.added, paper.provenance.changed) for paper in after.papers}
    changes = compare(
        parse_document(render_document(before)), parse_document(render_document(after)), Successors({}, {}, {})
    )
    changed = {change.id for change in changes if change.kind in ("corrected", "moved") and change.id}
    return sorted(id for id in changed if id in now and now[id] == dates.get(id))
