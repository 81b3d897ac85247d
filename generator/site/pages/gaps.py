"""The gap map: where the field has papers, and where it has none; a page for each pair of dimensions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...catalogue.crosstabs import Gap, Table, gaps_of
from ...text.escape import Ready
from ..components.crosstab import Crosstab, crosstab
from ..context import Lookup
from ..links import Front, Ref

SURPRISING = 10
"""Tenths of a paper: an empty cell where this many were to be expected is listed at once, the others folded away."""
MEMBERS = 600
"""Papers in all cells together up to which a page lists them, so that cells open without scripts too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An empty cell of a row, by its column; `expected` papers, as `2.5`."""

    text: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRow:
    """The empty cells of one row, the most surprising first."""

    title: str
    cells: tuple[Missing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The empty cells of a table, row by row: those where at least one paper was to be expected, and the `others`,
    which chance explains. `count` and `other_count` are cells."""

    surprising: tuple[MissingRow, ...]
    count: int
    others: tuple[MissingRow, ...]
    other_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The papers of one cell, by its column; addresses are those of built pages."""

    title: str
    papers: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """The cells of one row that have papers."""

    title: str
    cells: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Ref):
    """A ready table; `empty` of its `cells` have no paper."""

    empty: int
    cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPage:
    """`gaps/ONE-OTHER.md`. `free` is where rows and columns can be chosen, by the address of the built page."""

    front: Front
    title: str
    lead: str
    table: Crosstab
    gaps: Gaps
    listed: tuple[ListedRow, ...]
    free: Ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A dimension that rows or columns can be."""

    key: str
    title: str
    is_rows: bool
    is_columns: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsPage:
    """`gaps/index.md`: the ready pairs, and the free choice, which begins as the first of them. A survey in which
    no two dimensions have papers has no `table`."""

    front: Front
    title: str
    choices: tuple[Choice, ...]
    pairs: tuple[Pair, ...]
    table: Crosstab | None
    gaps: Gaps | None


def gap_tables(site: Lookup) -> dict[str, Table]:
    """The ready tables by the name of their page, `area-task`."""
    return {"-".join(axes): table for axes, table in site.crosstabs.tables.items()}


def gaps_page(site: Lookup) -> GapsPage:
    """The list of the ready tables, and the free choice."""
    tables = gap_tables(site)
    first = next(iter(tables.values()), None)
    return GapsPage(
        front=Front(
            title=site.gettext("Gaps"),
            description=site.gettext("Where {survey} has papers, and where it has none yet."),
            hide=("navigation", "toc"),
        ),
        title=site.gettext("Gaps"),
        choices=tuple(
            Choice(key=key, title=axis.title, is_rows=key == first.rows.key, is_columns=key == first.columns.key)
            for key, axis in site.axes.items()
            if first
        ),
        pairs=tuple(_pair(site, key, table) for key, table in tables.items()),
        table=crosstab(site, "../", first) if first else None,
        gaps=_gaps(site, first) if first else None,
    )


def gap_page(site: Lookup, table: Table) -> GapPage:
    """The page of a ready table."""
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
        table=crosstab(site, "../../", table),
        gaps=_gaps(site, table),
        listed=tuple(_listed(site, table)) if sum(table.cells.values()) <= MEMBERS else (),
        free=Ready(f"../?rows={rows.key}&amp;columns={columns.key}"),
    )


def _title(site: Lookup, table: Table) -> str:
    return site.gettext("{rows} and {columns}", rows=table.rows.title, columns=table.columns.title)


def _pair(site: Lookup, key: str, table: Table) -> Pair:
    cells, empty = _emptied(table)
    return Pair(text=_title(site, table), to=Ready(f"{key}.md"), empty=empty, cells=cells)


def _emptiness(site: Lookup, table: Table) -> str:
    cells, empty = _emptied(table)
    return site.ngettext(
        "{count} of {cells} cells has no paper.", "{count} of {cells} cells have no paper.", empty, cells=cells
    )


def _emptied(table: Table) -> tuple[int, int]:
    cells = len(table.rows.values) * len(table.columns.values)
    return cells, cells - len(table.cells)


def _gaps(site: Lookup, table: Table) -> Gaps:
    found = gaps_of(table)
    surprising = [gap for gap in found if gap.tenths >= SURPRISING]
    others = [gap for gap in found if gap.tenths < SURPRISING]
    return Gaps(
        surprising=_by_row(site, surprising),
        count=len(surprising),
        others=_by_row(site, others),
        other_count=len(others),
    )


def _by_row(site: Lookup, gaps: Iterable[Gap]) -> tuple[MissingRow, ...]:
    """Rows and their cells in the order of the gaps."""
    rows: dict[str, list[Missing]] = {}
    for gap in gaps:
        missing = Missing(text=gap.column.title, expected=site.translations.number(gap.tenths / 10))
        rows.setdefault(gap.row.title, []).append(missing)
    return tuple(MissingRow(title=title, cells=tuple(cells)) for title, cells in rows.items())


def _listed(site: Lookup, table: Table) -> Iterable[ListedRow]:
    cells: dict[tuple[str, str], list[str]] = {}
    for paper_id in site.papers:
        for row in table.rows.members.get(paper_id, ()):
            for column in table.columns.members.get(paper_id, ()):
                cells.setdefault((row, column), []).append(paper_id)
    for row_mark in table.rows.values:
        found = tuple(
            Listed(title=column.title, papers=tuple(_paper(site, it) for it in cells[row_mark.key, column.key]))
            for column in table.columns.values
            if (row_mark.key, column.key) in cells
        )
        if found:
            yield ListedRow(title=row_mark.title, cells=found)


def _paper(site: Lookup, paper_id: str) -> Ref:
    return Ref(text=site.papers[paper_id].label, to=Ready(f"../../papers/{paper_id}/"))
