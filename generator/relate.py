"""Finds the papers nearest to each paper, and the terms that make them near.

A paper is a vector of the words that its title has or its abstract repeats
(what stands once is mostly an author's manner), each (1 + ln tf) · idf with
idf = ln((1 + N) / (1 + df)), so that a word of all papers counts nothing. Beside
the words stand area, facet values, mentions and the paper's own id, weighted by
the same idf times a factor. Nearness is the cosine of the vectors' `_STRONGEST`
parts. Postings and numpy do what scikit-learn would: loading that takes longer
than the whole build of 200 papers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .records import Paper, Related
from .terms import weigh_terms

_AREA = 1.5
_FACET = 0.8
_MENTION = 0.8
_STRONGEST = 60
"""Parts of a vector that count, which bounds the work a paper at any size."""
_LEAST = 0.08
"""Cosine below which two papers have nothing to say to each other."""
_WHY = 4
_REPEATED = 2.0


def relate(papers: Sequence[Paper], names: Mapping[str, str], count: int) -> dict[str, tuple[Related, ...]]:
    """Up to `count` nearest papers of each, by id, nearest first.

    `names` gives the words shown for an area, facet value or mention key
    (`area:KEY`, `FACET:VALUE`, `mention:ID`).
    """
    if len(papers) < 2 or count == 0:
        return {paper.id: () for paper in papers}
    rows = _vectors(papers)
    postings = _postings(rows)
    found: dict[str, tuple[Related, ...]] = {}
    scores = np.zeros(len(papers))
    for number, paper in enumerate(papers):
        scores[:] = 0.0
        for key, weight in rows[number].items():
            others, weights = postings[key]
            scores[others] += weight * weights
        scores[number] = 0.0
        found[paper.id] = _nearest(papers, rows, number, scores, names, count)
    return found


def _vectors(papers: Sequence[Paper]) -> list[dict[str, float]]:
    """Unit vectors of the strongest features that at least two papers have."""
    raw = [dict(_features(paper)) for paper in papers]
    known = Counter(key for row in raw for key in row)
    idf = {key: math.log((1 + len(raw)) / (1 + df)) for key, df in known.items() if df > 1}
    vectors = []
    for row in raw:
        weighted = sorted(((value * idf[key], key) for key, value in row.items() if key in idf), reverse=True)
        strongest = {key: value for value, key in weighted[:_STRONGEST]}
        length = math.sqrt(math.fsum(value * value for value in strongest.values())) or 1.0
        vectors.append({key: strongest[key] / length for key in sorted(strongest)})
    return vectors


def _postings(rows: Sequence[Mapping[str, float]]) -> dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]]:
    """Feature to the numbers of the papers that have it and its weight there."""
    lists: dict[str, tuple[list[int], list[float]]] = {}
    for number, row in enumerate(rows):
        for key, value in row.items():
            numbers, values = lists.setdefault(key, ([], []))
            numbers.append(number)
            values.append(value)
    return {key: (np.array(numbers), np.array(values)) for key, (numbers, values) in lists.items()}


def _features(paper: Paper) -> Iterator[tuple[str, float]]:
    weights = paper.terms or weigh_terms(paper.title, paper.abstract)
    for term, weight in weights.items():
        if weight >= _REPEATED:
            yield term, 1.0 + math.log(weight)
    if paper.area:
        yield f"area:{paper.area}", _AREA
    for facet, values in paper.facets.items():
        for value in values:
            yield f"{facet}:{value}", _FACET
    # Its own id too, so that a paper is near to those that name it.
    yield f"mention:{paper.id}", 2 * _MENTION
    for mention in paper.mentions:
        yield f"mention:{mention.id}", _MENTION


def _nearest(
    papers: Sequence[Paper],
    rows: Sequence[Mapping[str, float]],
    number: int,
    scores: NDArray[np.float64],
    names: Mapping[str, str],
    count: int,
) -> tuple[Related, ...]:
    close = np.flatnonzero(scores >= _LEAST)
    if len(close) > 4 * count:
        close = close[np.argpartition(-scores[close], 4 * count)[: 4 * count]]
    # Rounded before sorting, so that the last bits of a sum never decide an order.
    ranked = sorted((-round(float(scores[other]), 6), papers[int(other)].id, int(other)) for other in close)
    return tuple(
        Related.model_construct(id=id, why=_why(rows[number], rows[int(other)], names), similarity=-score)
        for score, id, other in ranked[:count]
    )


def _why(mine: Mapping[str, float], theirs: Mapping[str, float], names: Mapping[str, str]) -> tuple[str, ...]:
    """The shared features that gave most of the cosine, as a reader knows them."""
    shared = sorted(
        (-round(value * theirs[key], 9), names.get(key, key)) for key, value in mine.items() if key in theirs
    )
    return tuple(dict.fromkeys(name for _, name in shared))[:_WHY]
