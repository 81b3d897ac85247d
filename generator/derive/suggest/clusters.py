"""Clusters documents by their words: TF-IDF, latent semantic analysis, k-means."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .phrases import Phrases

_DIMENSIONS = 25
"""Of the latent space; on papers with known tracks 20 to 40 agree best with these, 80 clearly less."""
_TITLE = 2
"""How often a word counts that stands in the title; so does one of the keywords."""
_NEAR = 0.07
"""The mean cosine of the papers of a group below which it is joined with no other."""
_GROWTH: float = 0.42
"""The power of the number of papers that their areas grow by."""
_MOST = 20
"""Areas of the largest survey: more are no overview."""


def number_of_clusters(documents: int) -> int:
    """Return into how many clusters so many documents are divided; on average a cluster has three documents or more.

    >>> [number_of_clusters(n) for n in (3, 10, 40, 60, 500, 5000)]
    [1, 3, 5, 6, 14, 20]
    """
    count: int = max(1, min(round(documents**_GROWTH), documents // 3, _MOST))
    return count


def cluster(phrases: Phrases) -> list[list[int]]:
    """Return the clusters of all documents, the largest first, each as a list of positions in `phrases.readings`.

    A document that shares no word with another is in no cluster, unless none does: then all are one. Each run gives the
    same result.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    from .kmeans import group

    # Several threads would wait for one another longer than they work, and add up in an order of their own.
    with threadpool_limits(1):
        space, kept = _space(phrases)
        if not kept:
            return [list(range(len(phrases.readings)))] if phrases.readings else []
        if number_of_clusters(len(kept)) == 1:
            return [kept]
        # Texts that repeat one another may leave fewer different rows than there would be groups.
        count = min(number_of_clusters(len(kept)), len(np.unique(np.round(space, 9), axis=0)))
        labels = group(space, count)
    groups = [[kept[row] for row in np.flatnonzero(labels == label)] for label in range(count)]
    return sorted(filter(None, groups), key=lambda members: (-len(members), members))


def cluster_near(phrases: Phrases, among: Collection[int]) -> list[list[int]]:
    """Return clusters of the documents at the positions `among`, the largest first.

    Average linkage joins documents while the mean cosine of their words is above a fixed bar; a document near to no
    other is a cluster of its own.
    """
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    counts, kept = _counts(phrases)
    rows = [row for row, number in enumerate(kept) if number in among]
    if len(rows) < 2:
        return [[kept[row]] for row in rows]
    weighted = _weighted(counts)[rows]
    apart = np.round(np.clip(1 - (weighted @ weighted.T).toarray(), 0, 1), 9)
    pairs = apart[np.triu_indices(len(rows), 1)]
    bar = np.nextafter(1 - _NEAR, 0)  # what is as far apart as the bar itself is not joined
    labels = fcluster(linkage(pairs, "average"), bar, "distance")
    groups = [[kept[rows[at]] for at in np.flatnonzero(labels == label)] for label in np.unique(labels)]
    return sorted(groups, key=lambda group: (-len(group), group))


def _space(phrases: Phrases) -> tuple[Any, list[int]]:
    """Return the points of documents that are to be clustered, one row of length 1 for each document that shares a word
    with another, and the positions of these documents. None in place of the points if they are too few to divide.
    """
    import numpy as np

    from .kmeans import onto_axes

    counts, kept = _counts(phrases)
    if not kept or number_of_clusters(len(kept)) == 1:
        return None, kept
    weighted = _weighted(counts)
    dimensions = min(_DIMENSIONS, counts.shape[1] - 1, len(kept) - 1)
    if dimensions < 2:
        return weighted.toarray(), kept
    places = onto_axes(weighted, dimensions)
    lengths = np.sqrt((places * places).sum(axis=1))
    return places / np.where(lengths, lengths, 1)[:, None], kept


def _weighted(counts: Any) -> Any:
    """Return a sparse matrix of counts, documents × words, weighted: (1 + ln count) · idf, each row of unit length,
    with idf = 1 + ln((1 + N) / (1 + df)).
    """
    import numpy as np

    documents, words = counts.shape
    frequencies = np.bincount(counts.indices, minlength=words)
    weighted = counts.copy()
    weighted.data = (1 + np.log(counts.data)) * (1 + np.log((1 + documents) / (1 + frequencies)))[counts.indices]
    lengths = np.sqrt(np.add.reduceat(weighted.data * weighted.data, counts.indptr[:-1])) if documents else 0
    weighted.data /= np.repeat(lengths, np.diff(counts.indptr))
    return weighted


def _counts(phrases: Phrases) -> tuple[Any, list[int]]:
    """Return how often each document has each word, as a sparse matrix, and the positions of the documents that have
    any.

    Words of one document, and those of more than half of them, tell nothing, and are left out.
    """
    from scipy.sparse import csr_matrix

    most = max(len(phrases.readings) * 0.5, 2)
    words = sorted(phrase for phrase, papers in phrases.papers.items() if len(phrase) == 1 and 2 <= papers <= most)
    column = {word: number for number, word in enumerate(words)}
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    kept = []
    for number, reading in enumerate(phrases.readings):
        before = len(values)
        for word in sorted(column.keys() & (reading.anywhere.keys() | reading.keywords)):
            columns.append(column[word])
            values.append(
                reading.anywhere[word] + (_TITLE - 1) * reading.in_title[word] + _TITLE * (word in reading.keywords)
            )
        if len(values) > before:
            kept.append(number)
            ends.append(len(values))
    return csr_matrix((values, columns, ends), shape=(len(kept), len(words)), dtype=float), kept
