"""Tables of counts (areas by tasks, an area's tasks by contributions, …), each cell of which links to its papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import floor, sqrt

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...catalogue.crosstabs import Axis, Table
from ..context import Site
from ..links import CountedLink

FEW = 4
"""Papers below which a table would say no more than their list."""
SHORT, MANY = 5, 8
"""Titles of columns that are longer than this stand upright: always where there are this many, else on narrow
screens only."""

Leads = Callable[[str, str], Address]
"""Where the papers of a cell are listed, by the keys of its row and column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the table: a number of papers. `shade` is its darkness, 0 to 100, by the square root of the count, so
    that small counts differ too; `to` leads to these papers in the explorer.
    """

    count: int
    shade: int
    to: Address | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the table, with a cell for each column: `head` is its value with its total, linked to the value's page
    if it has one.
    """

    head: CountedLink
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowGroup:
    """Rows under a heading, `title`; if the table has only one group, the title is empty."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosstab:
    """A table that counts papers by two facets, ready to be shown under a caption, in `groups` of rows.

    `corner` is what its rows are. `width` is the number of its columns, those of the row titles and the totals
    included. `upright`: the titles of the columns are many and long, so they are set vertically. `notes` are sentences
    on what the totals count and which papers or values are missing.
    """

    caption: str
    corner: str
    columns: tuple[CountedLink, ...]
    groups: tuple[RowGroup, ...]
    papers: int
    width: int
    upright: bool
    notes: tuple[str, ...]


def crosstab(
    site: Site, table: Table, *, within: Mapping[str, str] | None = None, leads: Leads | None = None
) -> Crosstab:
    """Return the table to show for a table of counts; it has all rows and columns, empty ones too.

    A cell links to the explorer with its row and column as filters. `within` are further filters that hold for all
    papers of the table, such as `{"area": "grounding"}`. `leads(row, column)` gives other addresses in place of these.
    """
    rows, columns = table.rows, table.columns
    peak = max(table.cells.values(), default=1)

    def address(row: str, column: str) -> Address:
        return addresses.explorer({**(within or {}), rows.key: row, columns.key: column})

    def cell(row: str, column: str) -> Cell:
        count = table.cells.get((row, column), 0)
        return Cell(count=count, shade=shade(count, peak), to=(leads or address)(row, column) if count else None)

    body = tuple(
        Row(head=head, cells=tuple(cell(mark.key, column.key) for column in columns.values))
        for mark, head in zip(rows.values, _heads(rows, table.row_totals), strict=True)
    )
    return Crosstab(
        caption=site.gettext("Papers by {rows} and {columns}", rows=rows.title, columns=columns.title),
        corner=rows.title,
        columns=tuple(_heads(columns, table.column_totals)),
        groups=(RowGroup(title="", rows=body),),
        papers=table.papers,
        width=len(columns.values) + 2,
        upright=len(columns.values) >= MANY and any(len(mark.title) > SHORT for mark in columns.values),
        notes=tuple(_notes(site, table)),
    )


def shade(count: int, peak: int) -> int:
    """Return the darkness of a cell with a count, from 0 for no paper to 100 for `peak` papers; `gaps/table.js` has the
    same formula.
    """
    return floor(100 * sqrt(count / peak) + 0.5)


def value_address(axis: str, key: str) -> Address | None:
    """Return the address of the page of an axis' value, by the keys of both; None for `..2012`, years counted
    together.
    """
    if axis == "area":
        return addresses.area(key)
    if axis == "year":
        return addresses.year(key) if key.isdigit() else None
    return addresses.value(axis, key)


def _heads(axis: Axis, totals: Mapping[str, int]) -> Iterable[CountedLink]:
    for value in axis.values:
        yield CountedLink(text=value.title, to=value_address(axis.key, value.key), count=totals.get(value.key, 0))


def _notes(site: Site, table: Table) -> Iterable[str]:
    if table.rows.several or table.columns.several:
        yield site.gettext("A paper may stand in several cells; the totals count it once.")
    for axis, number in zip((table.rows, table.columns), table.unlisted, strict=True):
        if number:
            yield site.ngettext(
                "{axis}: {count} paper has none.", "{axis}: {count} papers have none.", number, axis=axis.title
            )
        if axis.cut:
            yield site.ngettext(
                "{axis}: {count} rarer value is left out.",
                "{axis}: {count} rarer values are left out.",
                axis.cut,
                axis=axis.title,
            )


# --- the small tables of other pages -----------------------------------------


def area_table(site: Site, key: str) -> Crosstab | None:
    """Return the table of the papers of the area with a key, for its page; None if there are too few papers or facets.

    Its rows are the facet with the most values, its columns that with the fewest.
    """
    rows = max(_facets(site), key=lambda axis: len(axis.values), default=None)
    columns = fewest_values(site)
    if rows is columns:
        columns = site.axes.get("year")
    return slice_table(site, rows, columns, ("area", key))


def fewest_values(site: Site) -> Axis | None:
    """Return the facet with the fewest values, which makes the narrowest table; None without facets."""
    return min(_facets(site), key=lambda axis: len(axis.values), default=None)


def _facets(site: Site) -> list[Axis]:
    return [axis for name, axis in site.axes.items() if name not in {"area", "year"}]


def mentions(site: Site, system_id: str) -> dict[str, str]:
    """Return the filter with which the explorer finds the papers that name a system or a version of it, as a mapping
    from field to value.
    """
    versions = site.named_versions.get(system_id, (system_id,))
    if versions == (system_id,):
        return {"mentions": system_id}
    return {"q": " OR ".join(f'mentions:"{some_id}"' for some_id in versions)}


def slice_table(site: Site, rows: Axis | None, columns: Axis | None, within: tuple[str, str]) -> Crosstab | None:
    """Return the table that counts only the papers of one area or year, without empty rows and columns; a note names
    the facet values left out. `within` is `("area", KEY)` or `("year", "2012")`.

    None if there are few papers, an axis is None, or fewer than two rows or columns are left.
    """
    if rows is None or columns is None:
        return None
    table = site.counts(rows.key, columns.key, within)
    if table.papers < FEW:
        return None
    cut = replace(table, rows=_used(rows, table.row_totals), columns=_used(columns, table.column_totals))
    if min(len(cut.rows.values), len(cut.columns.values)) < 2:
        return None
    made = crosstab(site, cut, within=dict([within]))
    return replace(made, notes=(*made.notes, *_absent(site, table)))


def _used(axis: Axis, totals: Mapping[str, int]) -> Axis:
    return replace(axis, values=tuple(value for value in axis.values if totals.get(value.key)))


def _absent(site: Site, table: Table) -> Iterable[str]:
    for axis, totals in ((table.rows, table.row_totals), (table.columns, table.column_totals)):
        titles = [value.title for value in axis.values if not totals.get(value.key)]
        if titles and axis.key not in {"area", "year"}:
            yield site.gettext("{axis}, no paper yet: {values}.", axis=axis.title, values=", ".join(titles))
