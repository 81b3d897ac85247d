"""Chooses the weights of the ranking: `python -m bench.tune [COLLECTIONS]`.

A coordinate search: each number in turn takes the neighbouring values of its list, and keeps the best. What is raised
is the mean of two figures: nDCG@10 over the kinds of query in the tuning half of `tests/labels/queries.jsonl`
(on the survey that ships), and nDCG@10 over the public collections in a folder (title and abstract only), so
that the numbers are not fitted to one survey. A change must gain at least 0.0005. The reporting half is not read.
Prints every step, and at the end the numbers to be written into `generator/search/parameters.json`.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from bench.judged import Judged, read_collection
from generator.pipeline import load_catalogue
from generator.search import parameters
from generator.search.engine import rank

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "tests" / "labels" / "queries.jsonl"
GAIN = 0.0005
RANGES: Mapping[str, tuple[float, ...]] = {
    "k1": (0.9, 1.2, 1.5, 1.8, 2.2),
    "b": (0.4, 0.5, 0.6, 0.7),
    "title": (2.0, 3.0, 4.0, 5.0),
    "names": (2.0, 3.0, 4.0, 6.0),
    "summary": (1.0, 1.5, 2.0, 3.0),
    "facts": (0.5, 1.0, 1.5),
    "questions": (1.0, 1.5, 2.0, 3.0),
    "tags": (0.5, 1.0, 1.5, 2.0),
    "definitions": (0.0, 0.25, 0.5),
    "mentions": (0.5, 0.7, 1.0, 1.5),
    "query_stop_word_boost": (0.1, 0.3, 0.5),
    "bigram_boost": (0.0, 0.05, 0.1, 0.2, 0.3),
    "synonym_boost": (0.2, 0.4, 0.6, 0.8, 1.0),
    "neighbour_boost": (0.0, 0.1, 0.15, 0.2, 0.3),
}
AT_SEARCH = frozenset({"query_stop_word_boost", "bigram_boost", "synonym_boost", "neighbour_boost"})
"""Numbers of the ranking; the others are of the index, which must be made anew for them."""


class Bench:
    """The survey and the collections, with the index files that the present numbers give."""

    def __init__(self, collections: list[Path]) -> None:
        catalogue, problems = load_catalogue(ROOT / "survey")
        if catalogue is None:
            raise SystemExit("\n".join(map(str, problems)))
        lines = [json.loads(line) for line in QUERIES.read_text(encoding="utf-8").splitlines()]
        self.survey = Judged("survey", catalogue, [line for line in lines if line["half"] == "tune"])
        if not collections:
            print("no folder of test collections given: only the survey's own queries are tuned on")
        self.public = [Judged(folder.name, *read_collection(folder)) for folder in collections]

    def measure(self) -> tuple[float, dict[str, float]]:
        """Return the figure to raise, and its parts."""
        kinds: dict[str, list[float]] = defaultdict(list)
        for query, gain in self.survey.gains():
            kinds[query["kind"]].append(gain)
        parts = {kind: statistics.fmean(gains) for kind, gains in kinds.items()}
        own = statistics.fmean(parts.values())
        for one in self.public:
            parts[one.name] = statistics.fmean(gain for _, gain in one.gains())
        public = [parts[one.name] for one in self.public]
        return (own + statistics.fmean(public)) / 2 if public else own, parts

    def forget(self) -> None:
        """Make the index anew before the next measure."""
        for one in (self.survey, *self.public):
            one.forget()


def value(name: str) -> float:
    """Return a number of the ranking, by its name here."""
    if name in parameters.INDEX.fields:
        return parameters.INDEX.fields[name].weight
    return float(getattr(rank.RANKING if name in AT_SEARCH else parameters.INDEX, name))


def put(name: str, number: float) -> None:
    """Set it for this process."""
    if name in AT_SEARCH:
        rank.RANKING = rank.RANKING._replace(**{name: number})  # type: ignore[misc,arg-type]
    elif name in parameters.INDEX.fields:
        fields = {**parameters.INDEX.fields, name: parameters.INDEX.fields[name]._replace(weight=number)}
        parameters.INDEX = parameters.INDEX._replace(fields=fields)  # type: ignore[misc]
    else:
        parameters.INDEX = parameters.INDEX._replace(**{name: number})  # type: ignore[misc,arg-type]


def main() -> None:
    """Search until a round changes nothing, two rounds at most."""
    bench = Bench([folder for name in sys.argv[1:] for folder in sorted(Path(name).iterdir())])
    best, parts = bench.measure()
    print(f"{best:.4f} at the start", _said(parts), flush=True)
    for _ in range(2):
        changed = False
        for name, choices in RANGES.items():
            before = value(name)
            for number in _neighbours(choices, before):
                put(name, number)
                if name not in AT_SEARCH:
                    bench.forget()
                found, parts = bench.measure()
                kept = found >= best + GAIN
                print(f"{found:.4f} {'*' if kept else ' '} {name} {number}", _said(parts), flush=True)
                if kept:
                    best, before, changed = found, number, True
            put(name, before)
            if name not in AT_SEARCH:
                bench.forget()
        if not changed:
            break
    print(json.dumps({name: value(name) for name in RANGES}))


def _neighbours(choices: tuple[float, ...], now: float) -> list[float]:
    """Return the next smaller and the next greater value."""
    smaller = [number for number in choices if number < now]
    greater = [number for number in choices if number > now]
    return [*smaller[-1:], *greater[:1]]


def _said(parts: Mapping[str, float]) -> str:
    return " ".join(f"{name} {number:.3f}" for name, number in parts.items())


if __name__ == "__main__":
    main()
