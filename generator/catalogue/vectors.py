"""Papers as vectors of what they are about: the measure of nearness for neighbours and map.

A paper is a vector of the words that its title has or its abstract repeats
(what stands once is mostly an author's manner), each (1 + ln tf) · idf with
idf = ln((1 + N) / (1 + df)), so that a word of all papers counts nothing. Beside
the words stand area, facet values, mentions and the paper's own id, weighted by
the same idf times a factor. Postings and numpy do what scikit-learn would: loading
that takes longer than the whole build of 200 papers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..processes import spread
from ..records.paper import Paper
from ..text.term_weights import weigh_terms

Postings = Mapping[str, tuple[NDArray[np.intp], NDArray[np.float64]]]
_AREA = 1.5
_FACET = 0.8
_MENTION = 0.8
_STRONGEST = 60
"""Parts of a vector that count, which bounds the work a paper at any size."""
_BATCH = 200
"""Papers whose words are counted together at least."""
_REPEATED = 2.0
"""Weight of a word from which it counts: in the title, or twice in the abstract."""


def unit_vectors(papers: Sequence[Paper]) -> list[dict[str, float]]:
    """Return for each paper a vector of length 1: its strongest features, as feature key to weight.

    A feature is a word, `area:KEY`, `FACET:VALUE` or `mention:ID`, as described above; features that only one paper has
    are left out.
    """
    raw = spread(lambda some: [dict(_features(paper)) for paper in some], papers, _BATCH)
    known = Counter(key for row in raw for key in row)
    idf = {key: math.log((1 + len(raw)) / (1 + df)) for key, df in known.items() if df > 1}
    vectors = []
    for row in raw:
        weighted = sorted(((value * idf[key], key) for key, value in row.items() if key in idf), reverse=True)
        strongest = {key: value for value, key in weighted[:_STRONGEST]}
        length = math.sqrt(math.fsum(value * value for value in strongest.values())) or 1.0
        vectors.append({key: strongest[key] / length for key in sorted(strongest)})
    return vectors


def cosines(
    rows: Sequence[Mapping[str, float]], numbers: Iterable[int] | None = None, postings: Postings | None = None
) -> Iterator[NDArray[np.float64]]:
    """Yield for each vector an array of its cosines with all vectors of `rows`, itself included, in their order.

    With `numbers`, only the vectors with these positions get an array. `postings` are those of the rows, where they
    are at hand.
    """
    if postings is None:
        postings = postings_of(rows)
    for number in range(len(rows)) if numbers is None else numbers:
        others = [postings[key][0] for key in rows[number]]
        products = [weight * postings[key][1] for key, weight in rows[number].items()]
        if others:
            sums = np.bincount(np.concatenate(others), np.concatenate(products), minlength=len(rows))
            yield sums.astype(np.float64, copy=False)  # as they are: only their type is not known
        else:
            yield np.zeros(len(rows))


def postings_of(rows: Sequence[Mapping[str, float]]) -> Postings:
    """Return for each feature the numbers of the papers that have it, and its weight in each."""
    lists: dict[str, tuple[list[int], list[float]]] = {}
    for number, row in enumerate(rows):
        for key, value in row.items():
            numbers, values = lists.setdefault(key, ([], []))
            numbers.append(number)
            values.append(value)
    return {key: (np.array(numbers), np.array(values)) for key, (numbers, values) in lists.items()}


def _features(paper: Paper) -> Iterator[tuple[str, float]]:
    """What a paper is about, with how much, before the inverse document frequency."""
    weights = paper.derived.terms or weigh_terms(paper.bibliographic.title, paper.bibliographic.abstract, _REPEATED)
    for term, weight in weights.items():
        if weight >= _REPEATED:
            yield term, 1.0 + math.log(weight)
    if paper.derived.area:
        yield f"area:{paper.derived.area}", _AREA
    for facet, values in paper.derived.facets.items():
        for value in values:
            yield f"{facet}:{value}", _FACET
    # Its own id too, so that a paper is near to those that name it.
    yield f"mention:{paper.id}", 2 * _MENTION
    for mention in paper.derived.mentions:
        yield f"mention:{mention.id}", _MENTION
