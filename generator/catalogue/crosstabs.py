"""Counts papers by two dimensions at once, and finds the combinations without any paper.

A dimension is an `Axis` of a table: the areas, a facet, or the years. All counts are of distinct papers: one with two
tasks counts in two columns, and once in the totals. The time grows with the number of papers times their values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from ..records.catalogue import Catalogue
from ..records.paper import Paper
from ..records.taxonomy import UNPLACED
from ..text.i18n import Translations

YEARS = 12
"""How many of the newest years have a column of their own, older ones being counted together; or how many spans."""
_SPANS = (2, 5, 10, 20, 50, 100, 200)
"""Years that a span may have: 200 years cover all that a record may hold."""
MOST = 30
"""The most values of an axis, so that no table outgrows a page; if there are more, those with the most papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One value of an axis: its `title`, and its `key` as addresses of the explorer write it, `KEY` in `task=KEY`,
    `..2012` or `1900..1949` in `year=..2012`.
    """

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The rows or columns of a table: the areas, a facet, or the years.

    `key` is its name in addresses (`area`, `task`, `year`). `values` are its values in order. `members` maps a paper's
    id to the keys of its values, each key once; `several` says whether some paper has more than one. `cut` is the
    number of values that were left out.
    """

    key: str
    title: str
    values: tuple[Mark, ...]
    members: Mapping[str, tuple[str, ...]]
    several: bool
    cut: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that counts `papers` papers by the values of two axes.

    `cells` maps (row key, column key) to a number of papers; empty cells are absent. `row_totals` and `column_totals`
    count each paper that has the value, also one without a value on the other axis. `unlisted` are two numbers: the
    papers without a value on the rows' axis, and those without one on the columns' axis.
    """

    rows: Axis
    columns: Axis
    papers: int
    cells: Mapping[tuple[str, str], int]
    row_totals: Mapping[str, int]
    column_totals: Mapping[str, int]
    unlisted: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An empty cell of a table. `tenths` is ten times the number of papers expected in it, rounded half up."""

    row: Mark
    column: Mark
    tenths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosstabs:
    """All axes of a catalogue by key, and a table of counts for every two of them.

    Each table is counted once and serves both pages and exports. Its key holds the keys of both axes in the order of
    `axes`: `("area", "task")`. Which of the two is its rows is chosen for reading and may be the second.
    """

    axes: Mapping[str, Axis]
    tables: Mapping[tuple[str, str], Table]
    made_from: bytes = b""
    """A digest of all that they were counted from; empty if it is not known."""


def crosstabs_of(catalogue: Catalogue, translations: Translations) -> Crosstabs:
    """Return the axes of a catalogue and a table of counts for every two of them; titles are in the language of
    `translations`.
    """
    axes = axes_of(catalogue, translations)
    ids = [paper.id for paper in catalogue.papers]
    keys = combinations(axes, 2)
    tables = {key: tabulate(ids, *pair) for key, pair in zip(keys, pairs_of(axes), strict=True)}
    return Crosstabs(axes=axes, tables=tables)


def axes_of(catalogue: Catalogue, translations: Translations) -> dict[str, Axis]:
    """Return the axes of a catalogue by key: the area, then every facet, then the year. One that no paper has is left
    out.
    """
    papers = catalogue.papers
    known = [Mark(key=area.key, title=area.title) for area in catalogue.taxonomy.areas]
    known.append(Mark(key=UNPLACED, title=translations.gettext("Unplaced")))
    placed = {paper.id: (paper.derived.area or UNPLACED,) for paper in papers}
    if all(paper.derived.area for paper in papers):
        known.pop()
    # Without areas all papers are unplaced, which tells nothing.
    axes = [_axis("area", translations.gettext("Area"), known, placed)] if catalogue.taxonomy.areas else []
    for facet in catalogue.taxonomy.facets:
        marks = [Mark(key=value.key, title=value.title) for value in facet.values]
        held = {paper.id: tuple(dict.fromkeys(paper.derived.facets.get(facet.key, ()))) for paper in papers}
        axes.append(_axis(facet.key, facet.title, marks, held))
    axes.append(_years(papers, translations))
    return {axis.key: axis for axis in axes if any(axis.members.values())}


def _axis(key: str, title: str, marks: list[Mark], held: Mapping[str, tuple[str, ...]]) -> Axis:
    """Return an axis of a crosstab with this key and title. Of more values (`marks`) than `MOST` only the commonest are
    kept, in their own order; `cut` tells how many were left out. `held` has the keys of each paper's values, by id.
    """
    counts = Counter(value for values in held.values() for value in values)
    commonest = sorted(marks, key=lambda mark: -counts[mark.key])[:MOST]
    kept = {mark.key for mark in commonest}
    members = {paper: tuple(value for value in values if value in kept) for paper, values in held.items()}
    values = tuple(mark for mark in marks if mark.key in kept)
    several = any(len(own) > 1 for own in members.values())
    return Axis(key=key, title=title, values=values, members=members, several=several, cut=len(marks) - len(values))


def _years(papers: Iterable[Paper], translations: Translations) -> Axis:
    """Return the axis of years: those that have a paper, in order, all before the last `YEARS` of them as one value;
    or spans of years, where these have most of the papers (`span_of_years`).
    """
    years = {paper.id: paper.bibliographic.year for paper in papers if paper.bibliographic.year}
    known = sorted(set(years.values()))
    if width := span_of_years(Counter(years.values())):
        starts = {year: year - year % width for year in known}
        spans = {start: f"{start}..{start + width - 1}" for start in starts.values()}
        marks = [Mark(key=key, title=f"{start}–{start + width - 1}") for start, key in spans.items()]
        keys = {year: spans[start] for year, start in starts.items()}
    else:
        alone = known[-YEARS:]
        marks = [Mark(key=str(year), title=str(year)) for year in alone]
        if older := known[:-YEARS]:
            marks.insert(0, Mark(key=f"..{older[-1]}", title=translations.gettext("until {year}", year=str(older[-1]))))
        keys = {year: str(year) if year in alone else f"..{older[-1]}" for year in known}
    members = {paper: (keys[year],) for paper, year in years.items()}
    title = translations.gettext("Year")
    return Axis(key="year", title=title, values=tuple(marks), members=members, several=False)


def span_of_years(counts: Mapping[int, int]) -> int:
    """Return how many years are counted together: 0 if the last `YEARS` years have half of the papers or more, else the
    least round number by which at most `YEARS` spans cover all years. `counts` has the papers of each year.

    >>> span_of_years({2020: 3, 2021: 4}), span_of_years({1480: 1, 1886: 1, 2001: 1})
    (0, 50)
    """
    if not counts:
        return 0
    first, last = min(counts), max(counts)
    if 2 * sum(number for year, number in counts.items() if year > last - YEARS) >= sum(counts.values()):
        return 0
    return next(width for width in _SPANS if last // width - first // width < YEARS)


def pairs_of(axes: Mapping[str, Axis]) -> Iterator[tuple[Axis, Axis]]:
    """Yield every two of the axes, which are given by key, once, as (rows, columns).

    Years are always columns. Otherwise the axis with the longer titles is the rows, where titles have more room.
    """
    for one, other in combinations(axes.values(), 2):
        turned = other.key != "year" and _longest(one) < _longest(other)
        yield (other, one) if turned else (one, other)


def _longest(axis: Axis) -> int:
    return max(len(mark.title) for mark in axis.values)


def tabulate(papers: Iterable[str], rows: Axis, columns: Axis) -> Table:
    """Return the table that counts papers, given by their ids, by the values of two axes, `rows` and `columns`."""
    cells: Counter[tuple[str, str]] = Counter()
    row_totals: Counter[str] = Counter()
    column_totals: Counter[str] = Counter()
    number = without_row = without_column = 0
    for paper in papers:
        across, down = rows.members.get(paper, ()), columns.members.get(paper, ())
        number += 1
        without_row += not across
        without_column += not down
        row_totals.update(across)
        column_totals.update(down)
        cells.update((row, column) for row in across for column in down)
    return Table(
        rows=rows,
        columns=columns,
        papers=number,
        cells=cells,
        row_totals=row_totals,
        column_totals=column_totals,
        unlisted=(without_row, without_column),
    )


def transposed(table: Table) -> Table:
    """Return the table with its rows and columns exchanged; the counts stay."""
    return Table(
        rows=table.columns,
        columns=table.rows,
        papers=table.papers,
        cells={(column, row): count for (row, column), count in table.cells.items()},
        row_totals=table.column_totals,
        column_totals=table.row_totals,
        unlisted=table.unlisted[::-1],
    )


def expected_tenths(row_total: int, column_total: int, papers: int) -> int:
    """Return ten times the number of papers expected in a cell if rows and columns were independent, rounded half up.

    That is row total × column total ÷ `papers`; 0 if there are no papers. The arithmetic is in whole numbers, so that
    the browser gets the same result.
    """
    return (20 * row_total * column_total + papers) // (2 * papers) if papers else 0


def gaps_of(table: Table) -> tuple[Gap, ...]:
    """Return the empty cells of a table, those with the highest expected number first; equal ones are in the table's
    order.

    Rows and columns without any paper are left out, and so are the unplaced papers, since they have no expected number.
    """
    rows, columns = table.row_totals, table.column_totals
    empty = [
        (row, column)
        for row in table.rows.values
        for column in table.columns.values
        if rows.get(row.key) and columns.get(column.key) and not table.cells.get((row.key, column.key))
        if UNPLACED not in (row.key, column.key)
    ]
    empty.sort(key=lambda cell: -rows[cell[0].key] * columns[cell[1].key])
    return tuple(
        Gap(row=row, column=column, tenths=expected_tenths(rows[row.key], columns[column.key], table.papers))
        for row, column in empty
    )
