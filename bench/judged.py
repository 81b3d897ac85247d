"""Collections of papers and queries with people's judgements, for measuring the ranking."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.catalogue.neighbours import relate
from generator.records.catalogue import Catalogue, Place
from generator.records.paper import Paper
from generator.records.survey import Settings
from generator.records.taxonomy import Taxonomy
from generator.records.vectors import Vectors
from generator.search.engine.rank import search
from generator.search.engine.store import Store
from generator.search.index import index

Query = Mapping[str, Any]
"""`id`, `text`, and `relevant`: paper id to grade, 1 and more."""


def ndcg(ranked: Sequence[str], relevant: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with gain 2^grade - 1 (Burges et al., ICML 2005)."""
    found = sum((2 ** relevant.get(id, 0) - 1) / math.log2(place + 2) for place, id in enumerate(ranked[:depth]))
    grades = sorted(relevant.values(), reverse=True)[:depth]
    return found / sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


class Collection(NamedTuple):
    """Judgements are per query: document to grade, 1 and more."""

    papers: Sequence[Paper]
    queries: Sequence[Mapping[str, Any]]
    judged: Mapping[str, Mapping[str, int]]
    original: Mapping[str, str]
    """The collection's own id of each paper."""


def read(folder: Path, judgements: Path) -> Collection:
    """Return a collection from its files. Its ids may be any text; the papers get plain ones, in the order of the
    ids.
    """
    documents = sorted(_rows(folder / "docs.jsonl"), key=lambda row: str(row["id"]).lower())
    papers = [
        Paper(id=f"d{number:07}", title=_clean(row.get("title")) or "-", abstract=_clean(row.get("abstract")) or None)
        for number, row in enumerate(documents)
    ]
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for line in judgements.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            judged[query][document] = int(grade)
    original = {paper.id: str(row["id"]) for paper, row in zip(papers, documents, strict=True)}
    return Collection(papers, _rows(folder / "queries.jsonl"), judged, original)


def read_collection(folder: Path) -> tuple[Catalogue, list[Query]]:
    """Return a collection as a catalogue and the queries that have judgements, by the catalogue's ids."""
    collection = read(folder, folder / "qrels.tsv")
    ours = {original: id for id, original in collection.original.items()}
    queries = [
        {**query, "relevant": {ours[document]: grade for document, grade in relevant.items()}}
        for query in collection.queries
        if (relevant := collection.judged.get(str(query["id"])))
    ]
    return bare_catalogue(collection.papers), queries


def bare_catalogue(papers: Sequence[Paper], vectors: Vectors | None = None) -> Catalogue:
    """Return a catalogue of papers sorted by id that holds nothing else than how they are related, and their
    vectors.
    """
    related = relate(papers, {}, 3, vectors)
    return catalogue_of(papers, {id: Place(related=near) for id, near in related.items()}, vectors=vectors)


def catalogue_of(papers: Sequence[Paper], places: Mapping[str, Place], **more: Any) -> Catalogue:
    """Return a catalogue of papers sorted by id, with their places and with more fields as they are given. All else is
    empty.
    """
    lookups = ("systems", "named_by", "by_area", "by_value", "by_year", "people", "introductions")
    settings = Settings(title="A collection", description="For measuring.")
    known = {"settings": settings, "edition": None, "taxonomy": Taxonomy(), "papers": tuple(papers), "places": places}
    return Catalogue(**{**{name: {} for name in lookups}, **known, **more})


class Judged:
    """A catalogue with judged queries; its index is made when it is first asked."""

    def __init__(self, name: str, catalogue: Catalogue, queries: Sequence[Query]) -> None:
        self.name = name
        self._catalogue = catalogue
        self._queries = queries
        self._store: Store | None = None

    def gains(self) -> Iterator[tuple[Query, float]]:
        """Yield each query with its nDCG@10, asked as by a reader who has finished typing."""
        self._store = self._store or Store(index(self._catalogue))
        for query in self._queries:
            found = search(self._store, query["text"] + " ", 10).hits
            yield query, ndcg([id for id, _ in found], query["relevant"])

    def forget(self) -> None:
        """Make the index anew when it is next asked."""
        self._store = None


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _clean(text: str | None) -> str:
    """Records take no control characters, which old collections hold."""
    return " ".join("".join(char if char.isprintable() else " " for char in text or "").split())
