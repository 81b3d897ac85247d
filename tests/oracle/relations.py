"""What papers say of one another."""

from __future__ import annotations

from generator.records.paper import Paper


def stated(paper: Paper) -> set[tuple[str, str, str]]:
    """Who says what of whom: the paper's id, the kind, the other's id."""
    fields = {"builds-on": paper.builds_on, "compares-with": paper.compares_with, "measured-on": paper.evaluated_on}
    said = {
        *((paper.id, it.kind, it.to) for it in paper.relations),
        *((paper.id, kind, it) for kind, ids in fields.items() for it in ids),
        *((paper.id, "names", it.id) for it in paper.mentions),
    }
    return {it for it in said if it[0] != it[2]}
