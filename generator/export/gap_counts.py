"""The counts behind the gap map, for the script that lets a reader choose the two dimensions."""

from __future__ import annotations

import json
from itertools import combinations

from ..catalogue.crosstabs import axes_of, tabulate
from ..records.catalogue import Catalogue
from ..text.i18n import Translations


def render_gaps(catalogue: Catalogue, translations: Translations) -> str:
    """The text of `gaps.json`: the dimensions, and for every two of them a table of counts.

    A dimension lists its values as `[key, title, papers]`; `without` is the number of papers that have none of them.
    `tables["area,task"]` has a row for each area, and in it, for each task, the number of papers that have both.
    """
    axes = list(axes_of(catalogue, translations).values())
    ids = [paper.id for paper in catalogue.papers]
    tables = [tabulate(ids, rows, columns) for rows, columns in combinations(axes, 2)]
    totals = {table.rows.key: table.row_totals for table in tables}
    totals |= {table.columns.key: table.column_totals for table in tables}
    document = {
        "papers": len(ids),
        "dimensions": [
            {
                "key": axis.key,
                "title": axis.title,
                "several": axis.several,
                "without": sum(not axis.members.get(id) for id in ids),
                "cut": axis.cut,
                "values": [[mark.key, mark.title, totals[axis.key].get(mark.key, 0)] for mark in axis.values],
            }
            for axis in axes
            if axis.key in totals
        ],
        "tables": {
            f"{table.rows.key},{table.columns.key}": [
                [table.cells.get((row.key, column.key), 0) for column in table.columns.values]
                for row in table.rows.values
            ]
            for table in tables
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
