"""How near papers are to one another, pair by pair."""

from __future__ import annotations

import math
from collections import Counter

from generator.records.paper import Paper


def cosines(papers: list[Paper]) -> dict[tuple[str, str], float]:
    """Every pair's cosine: (1 + ln tf) · idf of words, constants · idf of the rest, features of two papers or more; of
    the idf both logarithms are multiples of 0.15.
    """
    rows: dict[str, dict[str, float]] = {}
    for paper in papers:
        row = {word: 1 + math.log(weight) for word, weight in paper.derived.terms.items() if weight >= 2}
        if paper.derived.area:
            row[f"area:{paper.derived.area}"] = 1.5
        row |= {f"{facet}:{value}": 0.8 for facet, values in paper.derived.facets.items() for value in values}
        row |= {f"mention:{paper.id}": 1.6}
        row |= {f"mention:{mention.id}": 0.8 for mention in paper.derived.mentions}
        rows[paper.id] = row

    def stepped(count: int) -> float:
        return round(math.log(1 + count) / 0.15) * 0.15

    known = Counter(key for row in rows.values() for key in row)
    vectors = {
        id: {k: v * max(0.0, stepped(len(papers)) - stepped(known[k])) for k, v in row.items() if known[k] > 1}
        for id, row in rows.items()
    }
    lengths = {id: math.sqrt(sum(value**2 for value in vector.values())) for id, vector in vectors.items()}
    return {
        (a, b): sum(value * vectors[b].get(key, 0.0) for key, value in vectors[a].items()) / (lengths[a] * lengths[b])
        for a in vectors
        for b in vectors
        if a != b and lengths[a] and lengths[b]
    }
