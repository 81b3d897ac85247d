"""Collections of papers and queries with people's judgements, for measuring the ranking."""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.index import index
from generator.rank import search
from generator.records import Catalogue, Paper, Place, Settings, Taxonomy
from generator.relate import relate
from generator.shards import Store

Query = Mapping[str, Any]
"""`id`, `text`, and `relevant`: paper id to grade, 1 and more."""


def ndcg(ranked: Sequence[str], relevant: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with gain 2^grade - 1 (Burges et al., ICML 2005)."""
    found = sum((2 ** relevant.get(id, 0) - 1) / math.log2(place + 2) for place, id in enumerate(ranked[:depth]))
    grades = sorted(relevant.values(), reverse=True)[:depth]
    return found / sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def read_collection(folder: Path, judgements: str = "qrels.tsv") -> tuple[Catalogue, list[Query]]:
    """A catalogue of titles and abstracts alone, and the queries that have judgements.

    Papers are called `d` and their id in the collection, in lower case.
    """
    papers = sorted((_paper(json.loads(line)) for line in _lines(folder / "docs.jsonl")), key=lambda paper: paper.id)
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    for line in _lines(folder / judgements)[1:]:
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            relevant[query][_id(document)] = int(grade)
    queries = [json.loads(line) for line in _lines(folder / "queries.jsonl")]
    judged = [{**query, "relevant": relevant[query["id"]]} for query in queries if query["id"] in relevant]
    return bare_catalogue(papers), judged


def bare_catalogue(papers: Sequence[Paper]) -> Catalogue:
    """A catalogue of papers sorted by id that holds nothing else than how they are related."""
    related = relate(papers, {}, 3)
    return Catalogue(
        settings=Settings(title="A collection", description="For measuring."),
        edition=None,
        taxonomy=Taxonomy(),
        papers=tuple(papers),
        places={id: Place(related=near) for id, near in related.items()},
        systems={},
        named_by={},
        by_area={},
        by_value={},
        by_year={},
        people={},
        introductions={},
    )


class Judged:
    """A catalogue with judged queries; its index is made when it is first asked."""

    def __init__(self, name: str, catalogue: Catalogue, queries: Sequence[Query]) -> None:
        self.name = name
        self._catalogue = catalogue
        self._queries = queries
        self._store: Store | None = None

    def gains(self) -> Iterator[tuple[Query, float]]:
        """Each query with its nDCG@10, asked as by a reader who has finished typing."""
        self._store = self._store or Store(index(self._catalogue))
        for query in self._queries:
            found = search(self._store, query["text"] + " ", 10).found
            yield query, ndcg([id for id, _ in found], query["relevant"])

    def forget(self) -> None:
        """Make the index anew when it is next asked."""
        self._store = None


def _paper(document: Mapping[str, Any]) -> Paper:
    title, abstract = _clean(document["title"]), _clean(document.get("abstract") or "")
    return Paper(id=_id(document["id"]), title=title or "-", abstract=abstract or None)


def _clean(text: str) -> str:
    """Records take no control characters, which old collections hold."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\s]+", " ", text).strip()


def _id(document: str) -> str:
    return f"d{document.lower()}"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
