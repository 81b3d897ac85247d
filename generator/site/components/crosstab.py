"""Tables of counts: areas by tasks, an area's tasks by contributions, …; each cell leads to its papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import floor, sqrt

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...catalogue.crosstabs import Axis, Table, tabulate
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
    """`shade` is 0 to 100, by the root of the count, so that small counts still differ; `to` lists the papers."""

    count: int
    shade: int
    to: Address | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`head.to` is the page of the row's value, where there is one."""

    head: CountedLink
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowGroup:
    """Rows under a heading; `title` is empty where the table has one group only."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosstab:
    """A table of counts. `corner` is what the rows are, `width` the number of all columns, those of the titles and
    totals included; `upright` sets the titles of many columns upright.
    `notes` say what totals count and what lacks."""

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
    """The whole table, its empty rows and columns included.

    `within` are filters of the explorer that hold for all of its papers, as `{"area": "grounding"}`; `leads`
    replaces the address that is made of them and of the two axes.
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
    """0 to 100 for none to `peak`; the browser's `gaps/table.js` has the same."""
    return floor(100 * sqrt(count / peak) + 0.5)


def value_address(axis: str, key: str) -> Address | None:
    """The page of an axis' value; None for years that are counted together."""
    if axis == "area":
        return addresses.area(key)
    if axis == "year":
        return addresses.year(key) if key.isdigit() else None
    return addresses.value(axis, key)


def _heads(axis: Axis, totals: Mapping[str, int]) -> Iterable[CountedLink]:
    for mark in axis.values:
        yield CountedLink(text=mark.title, to=value_address(axis.key, mark.key), count=totals.get(mark.key, 0))


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
    """An area's slice of the gap map: the facet of most values by that of fewest."""
    rows = max(_facets(site), key=lambda axis: len(axis.values), default=None)
    columns = fewest_values(site)
    if rows is columns:
        columns = site.axes.get("year")
    ids = site.catalogue.by_area.get(key, ())
    return slice_table(site, ids, rows, columns, within={"area": key})


def fewest_values(site: Site) -> Axis | None:
    """The facet that makes the narrowest table."""
    return min(_facets(site), key=lambda axis: len(axis.values), default=None)


def _facets(site: Site) -> list[Axis]:
    return [axis for name, axis in site.axes.items() if name not in {"area", "year"}]


def value_table(site: Site, facet: str, key: str) -> Crosstab | None:
    """Where and when a tag's papers stand: areas by years."""
    ids = site.catalogue.by_value.get(f"{facet}/{key}", ())
    return slice_table(site, ids, site.axes.get("area"), site.axes.get("year"), within={facet: key})


def system_table(site: Site, system_id: str) -> Crosstab | None:
    """Where and when the papers that name a system or a version of it stand: areas by years."""
    ids = site.catalogue.named_by.get(system_id, ())

    def leads(area: str, year: str) -> Address:
        return addresses.explorer({**mentions(site, system_id), "area": area, "year": year})

    return slice_table(site, ids, site.axes.get("area"), site.axes.get("year"), leads=leads)


def mentions(site: Site, system_id: str) -> dict[str, str]:
    """The explorer's filter for the papers that name a system or a version of it."""
    kin = site.named_versions.get(system_id, (system_id,))
    if kin == (system_id,):
        return {"mentions": system_id}
    return {"q": " OR ".join(f'mentions:"{some_id}"' for some_id in kin)}


def slice_table(
    site: Site,
    ids: Iterable[str],
    rows: Axis | None,
    columns: Axis | None,
    *,
    within: Mapping[str, str] | None = None,
    leads: Leads | None = None,
) -> Crosstab | None:
    """The table of some papers, without rows and columns that none of them is in; a note names those of a facet.

    None where there are few papers, or an axis is absent or has one value left.
    """
    ids = tuple(ids)
    if rows is None or columns is None or len(ids) < FEW:
        return None
    table = tabulate(ids, rows, columns)
    cut = replace(table, rows=_used(rows, table.row_totals), columns=_used(columns, table.column_totals))
    if min(len(cut.rows.values), len(cut.columns.values)) < 2:
        return None
    made = crosstab(site, cut, within=within, leads=leads)
    return replace(made, notes=(*made.notes, *_absent(site, table)))


def _used(axis: Axis, totals: Mapping[str, int]) -> Axis:
    return replace(axis, values=tuple(mark for mark in axis.values if totals.get(mark.key)))


def _absent(site: Site, table: Table) -> Iterable[str]:
    for axis, totals in ((table.rows, table.row_totals), (table.columns, table.column_totals)):
        titles = [mark.title for mark in axis.values if not totals.get(mark.key)]
        if titles and axis.key not in {"area", "year"}:
            yield site.gettext("{axis}, no paper yet: {values}.", axis=axis.title, values=", ".join(titles))
