"""How related the neighbours of papers are, as readers graded them: make eval-related

Prints a line of JSON for each set of `tests/labels/related_fresh.jsonl` and one for all: the mean grade (0 to 2) of the
five neighbours by words and tags, and of the five by these and meaning, in each of the three readings; by how much the
latter are better, with the 95 % interval when papers are drawn anew; and how far the second reading, by the same
reader, and the third, by another, agree with the first (Cohen's kappa, plain and with squared differences as weights).
"""

from __future__ import annotations

import json
import math
import random
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LABELS = Path(__file__).resolve().parents[2] / "tests" / "labels" / "related_fresh.jsonl"
_DRAWS = 2000
_READINGS = ("grades", "again", "other")
_GRADES = range(3)

Row = Mapping[str, Any]
"""`paper` of a `set`, its five neighbours by `words` and by `both`, and for each of these the readings' grades."""


def main() -> None:
    """Print the lines."""
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    for name in [*dict.fromkeys(row["set"] for row in rows), "all"]:
        print(json.dumps(measured(name, [row for row in rows if name in ("all", row["set"])])))


def measured(name: str, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the figures of one set."""
    figures: dict[str, Any] = {"set": name, "papers": len(rows)}
    for reading in _READINGS:
        words, both = (_means(rows, system, reading) for system in ("words", "both"))
        gains = [after - before for before, after in zip(words, both, strict=True)]
        figures[reading] = {
            "words": round(statistics.fmean(words), 3),
            "both": round(statistics.fmean(both), 3),
            "gain": round(statistics.fmean(gains), 3),
            "interval": _interval(gains),
        }
    for reading in _READINGS[1:]:
        pairs = [(row["grades"][id], row[reading][id]) for row in rows for id in row["grades"]]
        figures[reading] |= {"pairs": len(pairs), "kappa": kappa(pairs), "weighted_kappa": kappa(pairs, weighted=True)}
    return figures


def _means(rows: Sequence[Row], system: str, reading: str) -> list[float]:
    """For each paper the mean grade of its neighbours by one system."""
    return [statistics.fmean(row[reading][id] for id in row[system]) for row in rows]


def _interval(gains: Sequence[float]) -> list[float]:
    """Return the 2.5th and 97.5th percentile of the mean over draws of the papers with replacement; the same each
    time.
    """
    chance = random.Random(1)  # noqa: S311 - draws for a statistic
    draws = sorted(statistics.fmean(chance.choices(gains, k=len(gains))) for _ in range(_DRAWS))
    return [round(draws[math.ceil(share * _DRAWS) - 1], 3) for share in (0.025, 0.975)]


def kappa(pairs: Sequence[tuple[int, int]], *, weighted: bool = False) -> float:
    """Agreement of two readings beyond chance (Cohen 1960; with weights, 1968): 1 where all grades are the same."""
    count = len(pairs)
    firsts, seconds = (Counter(pair[at] for pair in pairs) for at in (0, 1))

    def apart(one: int, other: int) -> float:
        return (one - other) ** 2 if weighted else float(one != other)

    seen = sum(apart(*pair) for pair in pairs) / count
    by_chance = sum(apart(a, b) * firsts[a] * seconds[b] for a in _GRADES for b in _GRADES) / count**2
    return round(1 - seen / by_chance, 3)


if __name__ == "__main__":
    main()
