"""The vectors of meaning in the search index: one for each paper, and one for each word that a query may have."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from ..catalogue.languages import Languages
from ..catalogue.meaning.numbers import from_bytes, to_digits
from ..catalogue.meaning.texts import language_of, text_of
from ..records.paper import Paper
from ..records.vectors import Vectors
from ..text.analysis import Analyser
from .parameters import VECTORS
from .shards import Meanings

_STEPS: Final = {4: 0.9957, 8: 0.586}
"""The best width of so many even steps for normally distributed numbers, in standard deviations (Max, 1960)."""


def meanings_of(
    vectors: Vectors | None,
    papers: Sequence[Paper],
    known: Iterable[str],
    analyser: Analyser,
    languages: Languages,
) -> Meanings | None:
    """Return the vectors of the papers and of the words, in the form in which the index stores them; None if the survey
    has none.

    `papers` are in the order of their positions in the index. Of words, only those in `known` are kept. A paper without
    a vector gets the sum of its words' vectors, and a row of dots if none has one. Whole numbers are added up, so that
    every machine gives equal results.
    """
    if vectors is None or not vectors.axes:
        return None
    levels = VECTORS.levels if len(papers) < VECTORS.many_papers else VECTORS.many_levels
    length = len(vectors.axes)
    step = _STEPS[levels] / 2 / math.sqrt(length)
    digits = []
    for paper in papers:
        own = vectors.papers.get(paper.id)
        row = list(from_bytes(own.vector)) if own else []
        if not own:
            stems = analyser.analyse(text_of(paper), language=language_of(paper, languages)).sequence
            row = _of_length_one(vectors.of_words(stems))
        digits.append(to_digits(row, step, levels) if row else "." * length)
    codes = {word: vectors.words[word] for word in vectors.words.keys() & set(known)}
    return Meanings(codes, "".join(digits), levels, length)


def _of_length_one(total: Sequence[int]) -> list[float]:
    """Return a vector, `total`, scaled to length 1; an empty list if it is empty or zero."""
    length = math.sqrt(sum(value * value for value in total))
    return [value / length for value in total] if length else []
