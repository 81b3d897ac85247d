"""The counts of papers by every two dimensions, for the script of the page of gaps."""

from __future__ import annotations

import json

from ..catalogue.crosstabs import Crosstabs, transposed
from ..records.catalogue import Catalogue


def render_gaps(catalogue: Catalogue, crosstabs: Crosstabs) -> str:
    """Return the text of `gaps.json`: the dimensions, and a table of counts for every two of them.

    Each dimension lists its values as `[key, title, papers]`; `without` is the number of papers that have no value of
    it. `tables["area,task"]` has a row for each area; each row has the number of papers for each task.
    """
    axes = list(crosstabs.axes.values())
    ids = [paper.id for paper in catalogue.papers]
    tables = [
        table if key == (table.rows.key, table.columns.key) else transposed(table)
        for key, table in crosstabs.tables.items()
    ]
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
                "values": [[value.key, value.title, totals[axis.key].get(value.key, 0)] for value in axis.values],
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
