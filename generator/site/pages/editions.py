"""The page of changes, with what each edition added, moved, corrected and removed; and a page for each edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...catalogue.editions.words import edition_title, field_name, kind_titles
from ...export.atom import EDITIONS_FEED
from ...export.lists import FEED
from ...records.edition import Change, Edition
from ..components.coverage import coverage
from ..components.differences import Piece, differences
from ..components.pagination import Page, Pagination, paged_front, paginate, pagination
from ..context import Site
from ..links import Export, Front, Link

_FEW = 5
"""Rows of a kind of change that the page of all editions shows; the edition's own page shows all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The field of a record that was corrected, and the differences of its text, in pieces."""

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A change of one paper or value, `what`.

    A row mostly has one of three: a `note`, the differences of one text (`pieces`), or those of several fields
    (`corrections`).
    """

    what: Link
    note: str
    pieces: tuple[Piece, ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """Changes of one kind under a heading (`title`): `count` of them, of which `rows` shows some and omits `more`."""

    title: str
    count: int
    rows: tuple[ChangeRow, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionSummary:
    """An edition on the page of all editions: its heading, linked to its own page, a sentence on it (`lead`), its
    changes in groups, and in `short` the number of changes of each kind.
    """

    title: Link
    lead: str
    short: str
    groups: tuple[ChangeGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsPage:
    """The data of `changes/index.md`. `lead` is a sentence on the last edition, `later` one on what came after it."""

    front: Front
    title: str
    lead: str
    later: str
    news: Link
    exports: tuple[Export, ...]
    editions: tuple[EditionSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPage:
    """The data of a page of `changes/edition-N.md`, all changes of an edition or a part of them. `short` counts all of
    them by kind.
    """

    front: Front
    title: str
    lead: str
    short: str
    groups: tuple[ChangeGroup, ...]
    pagination: Pagination | None
    index: Link


def editions_page(site: Site) -> EditionsPage:
    """Return the data of the page on what each edition changed."""
    catalogue = site.catalogue
    changes = {edition.number: _rows(site, edition) for edition in catalogue.editions}
    feed = Export(text=site.gettext("Feed"), to=EDITIONS_FEED, media_type=FEED.media_type)
    return EditionsPage(
        front=Front(
            title=site.gettext("Editions"),
            description=site.gettext(
                "What each edition of {survey} added, renamed, moved, corrected, joined and removed."
            ),
            hide=("toc",),
            exports=(feed,),
        ),
        title=site.gettext("What changed, edition by edition"),
        lead=_lead_of_all(site),
        later=_later(site),
        news=Link(text=site.gettext("What is new"), to=addresses.NEWS),
        exports=(feed,),
        editions=tuple(
            EditionSummary(
                title=Link(text=edition_title(site.translations, edition), to=addresses.edition(edition.number)),
                lead=_lead(site, edition),
                short=_short(site, changes[edition.number]),
                groups=tuple(_group(kind_title, rows, _FEW) for kind_title, rows in changes[edition.number]),
            )
            for edition in reversed(catalogue.editions)
        ),
    )


def edition_pages(site: Site, edition: Edition) -> Iterator[tuple[Address, EditionPage]]:
    """Yield the pages of an edition as (address, data), one for each part of its changes."""
    title = edition_title(site.translations, edition)
    groups = _rows(site, edition)
    front = Front(title=title, description=site.gettext("{title} of {survey}: what changed.", title=title))
    for page in paginate(addresses.edition(edition.number), sum(len(rows) for _, rows in groups)):
        yield (
            page.address,
            EditionPage(
                front=paged_front(site, front, page),
                title=title,
                lead=_lead(site, edition),
                short=_short(site, groups),
                groups=_groups_on(page, groups),
                pagination=pagination(site, page, [(kind_title, len(rows)) for kind_title, rows in groups]),
                index=Link(text=site.gettext("All editions"), to=addresses.CHANGES),
            ),
        )


def _lead_of_all(site: Site) -> str:
    catalogue = site.catalogue
    if not catalogue.editions:
        values = {"coverage": coverage(site)}
        if catalogue.edition is None:
            return site.gettext(
                "This is the first edition: {coverage}. There is no earlier one to compare it with.", **values
            )
        date = site.translations.date(catalogue.edition)
        return site.gettext(
            "This is the first edition, of {date}: {coverage}. There is no earlier one to compare it with.",
            date=date,
            **values,
        )
    last = catalogue.editions[-1]
    return site.gettext(
        "The last edition is number {number}, of {date}. Each edition is compared with the one before it.",
        number=str(last.number),
        date=site.translations.date(last.date),
    )


def _later(site: Site) -> str:
    """Return a sentence on records that were added or changed after the last edition; empty if none were."""
    editions = site.catalogue.editions
    if not editions or not site.catalogue.edition or site.catalogue.edition <= editions[-1].date:
        return ""
    return site.gettext("Records were added or changed since then, the last of them on {date}.",
                        date=site.translations.date(site.catalogue.edition))  # fmt: skip


def _lead(site: Site, edition: Edition) -> str:
    held = site.ngettext("It holds {count} paper.", "It holds {count} papers.", edition.papers)
    if edition.first:
        first = site.gettext("This is the first edition; there is none before it to compare it with.")
        return f"{first} {held}"
    if not edition.changes:
        return held
    since = site.translations.date(edition.since) if edition.since else ""
    compared = site.gettext("Compared with the edition of {date}.", date=since) if since else ""
    return " ".join(filter(None, (held, compared)))


def _short(site: Site, groups: Sequence[tuple[str, Sequence[ChangeRow]]]) -> str:
    return " · ".join(f"{title}: {site.translations.number(len(rows))}" for title, rows in groups)


def _group(title: str, rows: Sequence[ChangeRow], most: int) -> ChangeGroup:
    return ChangeGroup(title=title, count=len(rows), rows=tuple(rows[:most]), more=max(len(rows) - most, 0))


def _groups_on(page: Page, groups: Sequence[tuple[str, Sequence[ChangeRow]]]) -> tuple[ChangeGroup, ...]:
    """Return those groups of changes that have rows on a page, with these rows. A group is given as its heading and all
    of its rows.
    """
    counts = {title: len(rows) for title, rows in groups}
    return tuple(
        ChangeGroup(title=title, count=counts[title], rows=tuple(rows), more=0)
        for title, rows in page.of_groups(groups)
    )


def _rows(site: Site, edition: Edition) -> list[tuple[str, list[ChangeRow]]]:
    """Return the changes of an edition as rows, kind by kind, each with its heading; kinds without any are left out."""
    now = _current_ids(site)
    found = []
    for kind, title in kind_titles(site.translations).items():
        changes = [change for change in edition.changes if change.kind == kind]
        rows = [_row(site, change, now) for change in changes]
        if kind == "corrected":
            rows = _by_paper(site, changes, now)
        if rows:
            found.append((title, rows))
    return found


def _current_ids(site: Site) -> Mapping[str, str]:
    """Return a mapping from every id that a paper has or had to the id that the paper has now."""
    former = {old: paper.id for paper in site.catalogue.papers for old in paper.former_ids}
    return {**former, **{id: id for id in site.papers}}


def _paper(site: Site, change: Change, now: Mapping[str, str]) -> Link:
    """Return a link to the page of the paper of a change, which has the paper's title as it was; the page of a removed
    paper says so. `now` has the present id for every id.
    """
    id = change.id or ""
    gone = any(id in (paper.id, *paper.former_ids) for paper in site.catalogue.refused)
    to = addresses.paper(now.get(id, id)) if id in now or gone else None
    return Link(text=change.title or id, to=to)


def _row(site: Site, change: Change, now: Mapping[str, str]) -> ChangeRow:
    subject = (
        _paper(site, change, now)
        if change.id
        else Link(text=field_name(site.translations, change.field or "", site.facet_titles))
    )
    note = ""
    pieces: tuple[Piece, ...] = ()
    if change.kind == "renamed":
        note = f"{change.was} → {change.id}"
    elif change.kind == "merged":
        joined = site.papers.get(now.get(change.id or "", ""))
        note = site.gettext("now part of {paper}", paper=joined.bibliographic.title if joined else change.id)
    elif change.kind == "removed":
        note = change.reason or site.gettext("no reason is recorded")
    elif change.kind == "field":
        note = site.ngettext("{count} record has it", "{count} records have it", int(change.after or 0))
    elif change.kind in {"moved", "taxonomy"}:
        pieces = differences(change.before, change.after)
    return ChangeRow(what=subject, note=note, pieces=pieces, corrections=())


def _by_paper(site: Site, changes: Sequence[Change], now: Mapping[str, str]) -> list[ChangeRow]:
    """Return a row for each paper among the changes, which are corrections, with all of its corrections. `now` has the
    present id for every id.
    """
    by_paper: dict[str, list[Change]] = {}
    for change in changes:
        by_paper.setdefault(change.id or "", []).append(change)
    return [
        ChangeRow(
            what=_paper(site, own[0], now),
            note="",
            pieces=(),
            corrections=tuple(
                Correction(
                    field=field_name(site.translations, it.field or "", site.facet_titles),
                    pieces=differences(it.before, it.after),
                )
                for it in own
            ),
        )
        for own in by_paper.values()
    ]
