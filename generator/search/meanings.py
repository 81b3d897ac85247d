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
from .vectors import Meanings

_STEPS: Final = {4: 1.35, 8: 0.586}
"""The width of a step where there are so many, in standard deviations. Of eight it is the best for normally distributed
numbers (Max, 1960); of four that would be 0.9957, which finds no better and leaves a fifth more to compress.
"""


def meanings_of(
    vectors: Vectors | None,
    papers: Sequence[Paper],
    known: Iterable[str],
    analyser: Analyser,
    languages: Languages,
    is_among_others: bool = False,
) -> Meanings | None:
    """Return the vectors of the papers and of the words, in the form in which the index stores them; None if the survey
    has none.

    `papers` are in the order of their positions in the index. Of words, only those in `known` are kept. A paper without
    a vector gets the sum of its words' vectors, and a row of dots if none has one. Whole numbers are added up, so that
    every machine gives equal results. Of very many papers the last coordinates, which tell least, are left out, unless
    the vectors must compare with those of other sites.
    """
    if vectors is None or not vectors.axes:
        return None
    are_many = len(papers) >= VECTORS.many_papers
    levels = VECTORS.many_levels if are_many else VECTORS.levels
    step = _STEPS[levels] / 2 / math.sqrt(len(vectors.axes))
    length = min(len(vectors.axes), VECTORS.many_axes) if are_many and not is_among_others else len(vectors.axes)
    digits = []
    for paper in papers:
        own = vectors.papers.get(paper.id)
        row = list(from_bytes(own.vector)) if own else []
        if not own:
            stems = analyser.analyse(text_of(paper), language=language_of(paper, languages)).sequence
            row = _of_length_one(vectors.of_words(stems))
        digits.append(to_digits(row[:length], step, levels) if row else "." * length)
    codes = {word: vectors.words[word][:length] for word in vectors.words.keys() & set(known)}
    return Meanings(codes, "".join(digits), levels, length)


def _of_length_one(total: Sequence[int]) -> list[float]:
    """Return a vector, `total`, scaled to length 1; an empty list if it is empty or zero."""
    length = math.sqrt(sum(value * value for value in total))
    return [value / length for value in total] if length else []
