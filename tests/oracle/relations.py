"""What papers say of one another."""

from __future__ import annotations

from generator.records.paper import Paper


def stated(paper: Paper) -> set[tuple[str, str, str]]:
    """Who says what of whom: the paper's id, the kind, the other's id."""
    fields = {
        "builds-on": paper.digest.builds_on,
        "compares-with": paper.digest.compares_with,
        "measured-on": paper.digest.evaluated_on,
    }
    said = {
        *((paper.id, it.kind, it.to) for it in paper.digest.relations),
        *((paper.id, kind, it) for kind, ids in fields.items() for it in ids),
        *((paper.id, "names", it.id) for it in paper.derived.mentions),
    }
    return {it for it in said if it[0] != it[2]}
