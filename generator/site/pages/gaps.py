"""The pages of gaps: which combinations of two dimensions no paper has; one page for each pair of dimensions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...catalogue.crosstabs import Gap, Table, gaps_of
from ..components.crosstab import Crosstab, crosstab
from ..context import Site
from ..links import Front, Link

SURPRISING = 10
"""Tenths of a paper: an empty cell where this many were to be expected is listed at once, the others folded away."""
MEMBERS = 600
"""Papers in all cells together up to which a page lists them, so that cells open without scripts too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyCell:
    """An empty cell of a row: `text` is the title of its column, `expected` the expected number of papers, such as
    `2.5`.
    """

    text: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyCellRow:
    """The empty cells of a row, those with the highest expected number first; `title` is the row's title."""

    title: str
    cells: tuple[EmptyCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The empty cells of a table by row.

    In `surprising` ones at least one paper is expected; the `others` may be chance. `count` and `other_count` are the
    numbers of these cells.
    """

    surprising: tuple[EmptyCellRow, ...]
    count: int
    others: tuple[EmptyCellRow, ...]
    other_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPapers:
    """A cell with papers: the title of its column, and links to its papers."""

    title: str
    papers: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPapersRow:
    """The cells of a row that have papers; `title` is the row's."""

    title: str
    cells: tuple[CellPapers, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Link):
    """A link to the gap table of two dimensions, which has `cells` cells, of which `empty` have no paper."""

    empty: int
    cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPage:
    """The data of the page of a gap table, `gaps/ROWS-COLUMNS.md`.

    `lead` says how many cells have no paper; `gaps` are these cells. `listed` are the papers of the other cells, by
    row; it is empty if there are too many to list. `free` is the address where a reader can choose other rows and
    columns.
    """

    front: Front
    title: str
    lead: str
    table: Crosstab
    gaps: Gaps
    listed: tuple[CellPapersRow, ...]
    free: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A dimension, given by its key and title, that a reader can choose as rows or columns; `is_rows` and `is_columns`
    say whether it is chosen at first.
    """

    key: str
    title: str
    is_rows: bool
    is_columns: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsPage:
    """The data of `gaps/index.md`: links to all gap tables, and a table whose rows and columns the reader chooses.

    `table` and `gaps` show the first pair at the beginning; they are None if no two dimensions have papers.
    """

    front: Front
    title: str
    choices: tuple[Choice, ...]
    pairs: tuple[Pair, ...]
    table: Crosstab | None
    gaps: Gaps | None


def gap_tables(site: Site) -> dict[str, Table]:
    """Return the table of counts for each page of gaps, by the page's name, such as `area-task`.

    A table with papers in only one row or only one column has no page.
    """
    return {
        "-".join(axes): table
        for axes, table in site.crosstabs.tables.items()
        if min(sum(map(bool, totals.values())) for totals in (table.row_totals, table.column_totals)) > 1
    }


def gaps_page(site: Site) -> GapsPage:
    """Return the data of the index of gap tables."""
    tables = gap_tables(site)
    first = next(iter(tables.values()), None)
    return GapsPage(
        front=Front(
            title=site.gettext("Gaps"),
            description=site.gettext("Where {survey} has papers, and where it has none yet."),
            hide=("navigation", "toc"),
            empty=not tables,
        ),
        title=site.gettext("Gaps"),
        choices=tuple(
            Choice(key=key, title=axis.title, is_rows=key == first.rows.key, is_columns=key == first.columns.key)
            for key, axis in site.axes.items()
            if first
        ),
        pairs=tuple(_pair(site, key, table) for key, table in tables.items()),
        table=crosstab(site, first) if first else None,
        gaps=_gaps(site, first) if first else None,
    )


def gap_page(site: Site, table: Table) -> GapPage:
    """Return the data of the page of one gap table."""
    rows, columns = table.rows, table.columns
    title = _title(site, table)
    return GapPage(
        front=Front(
            title=title,
            description=site.gettext(
                "Papers of {survey} by {rows} and {columns}, and what is missing.",
                rows=rows.title,
                columns=columns.title,
            ),
            hide=("toc",),
        ),
        title=title,
        lead=_emptiness(site, table),
        table=crosstab(site, table),
        gaps=_gaps(site, table),
        listed=tuple(_listed(site, table)) if sum(table.cells.values()) <= MEMBERS else (),
        free=addresses.gap_choice(rows.key, columns.key),
    )


def _title(site: Site, table: Table) -> str:
    return site.gettext("{rows} and {columns}", rows=table.rows.title, columns=table.columns.title)


def _pair(site: Site, key: str, table: Table) -> Pair:
    cells, empty = _emptied(table)
    return Pair(text=_title(site, table), to=addresses.gap_table(key), empty=empty, cells=cells)


def _emptiness(site: Site, table: Table) -> str:
    cells, empty = _emptied(table)
    return site.ngettext(
        "{count} of {cells} cells has no paper.", "{count} of {cells} cells have no paper.", empty, cells=cells
    )


def _emptied(table: Table) -> tuple[int, int]:
    cells = len(table.rows.values) * len(table.columns.values)
    return cells, cells - len(table.cells)


def _gaps(site: Site, table: Table) -> Gaps:
    gaps = gaps_of(table)
    surprising = [gap for gap in gaps if gap.tenths >= SURPRISING]
    others = [gap for gap in gaps if gap.tenths < SURPRISING]
    return Gaps(
        surprising=_by_row(site, surprising),
        count=len(surprising),
        others=_by_row(site, others),
        other_count=len(others),
    )


def _by_row(site: Site, gaps: Iterable[Gap]) -> tuple[EmptyCellRow, ...]:
    """Return the rows of a table that have gaps, each with its empty cells, in the order of the gaps."""
    rows: dict[str, list[EmptyCell]] = {}
    for gap in gaps:
        missing = EmptyCell(text=gap.column.title, expected=site.translations.number(gap.tenths / 10))
        rows.setdefault(gap.row.title, []).append(missing)
    return tuple(EmptyCellRow(title=title, cells=tuple(cells)) for title, cells in rows.items())


def _listed(site: Site, table: Table) -> Iterable[CellPapersRow]:
    cells: dict[tuple[str, str], list[str]] = {}
    for paper_id in site.papers:
        for row in table.rows.members.get(paper_id, ()):
            for column in table.columns.members.get(paper_id, ()):
                cells.setdefault((row, column), []).append(paper_id)
    for row_mark in table.rows.values:
        filled = tuple(
            CellPapers(
                title=column.title,
                papers=tuple(site.paper(id) for id in cells[row_mark.key, column.key]),
            )
            for column in table.columns.values
            if (row_mark.key, column.key) in cells
        )
        if filled:
            yield CellPapersRow(title=row_mark.title, cells=filled)
