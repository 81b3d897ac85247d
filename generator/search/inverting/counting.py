"""Counts what the texts of papers hold, and weighs it: the frequency of each key in each paper, and its length.

    frequency of a key in a paper = sum over the fields of  weight of the field * how often the field has the key

A field that is read in several languages has a key as often as it does in the one that has it most. A part of a name in
CamelCase counts `part_share` of a word, and nothing where the paper has that word itself.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import parameters
from .ragged import Numbers, Ragged
from .reading import Texts
from .tables import Rows

PAIR = 1 << 32
"""The code of a bigram is the number of its first term times this, and the number of its second; that of any other key
is its number.
"""


class Occurrences(NamedTuple):
    """Which text each paper has in which field: one row for each text, field and language in which the field is read.
    Each attribute is a column, of which row `n` is the number at `n`: `papers` has positions, `fields` the numbers of
    fields in the order of `parameters.INDEX.fields`, `texts` the numbers of texts.
    """

    papers: Numbers
    fields: Numbers
    languages: Numbers
    """In which of its field's languages it is read, from 0."""
    texts: Numbers
    masks: Numbers
    """One bit for each language of the survey in which the paper holds it."""

    def where(self, wanted: NDArray[np.bool_]) -> Occurrences:
        """Return the rows for which `wanted`, one value for each row, is true."""
        return Occurrences(*(column[wanted] for column in self))


class Counts(NamedTuple):
    """How often fields of papers have keys, which are codes, and whether these count for the length of a paper."""

    papers: Numbers
    fields: Numbers
    codes: Numbers
    counts: NDArray[np.float64]
    are_words: NDArray[np.bool_]


def frequencies(found: Occurrences, texts: Texts, told: Counts, count: int) -> tuple[Rows, NDArray[np.float64]]:
    """Return the weighted frequency of each key in each paper, as rows in the order of papers, and the length of each
    of the `count` papers.

    `found` tells which paper has which of `texts`; `told` are the counts of words of records whose abstract is not
    kept.
    """
    lists = [texts.terms, texts.sequence.pairs(PAIR), texts.groups(), texts.versions(), texts.part_terms]
    distinct, numbers = np.unique(np.concatenate([*(one.values for one in lists), told.codes]), return_inverse=True)
    *each, own = np.split(numbers, np.cumsum([len(one.values) for one in lists]))
    terms, pairs, groups, versions, parts = (Ragged(it.ends, own) for it, own in zip(lists, each, strict=True))
    names = _without_authors(found)
    words = _joined(_counted(found, terms, is_word=True), told._replace(codes=own))
    others = [_counted(found, pairs), _counted(found, groups), _counted(names, versions)]
    papers, codes, frequency = _summed(_joined(words, *others), len(distinct))
    part_papers, part_codes, share = _summed(_counted(names, parts), len(distinct))
    lack = ~_among(part_papers * len(distinct) + part_codes, papers * len(distinct) + codes)
    papers = np.concatenate([papers, part_papers[lack]])
    in_order = np.argsort(papers, kind="stable")
    rows = Rows(
        distinct[np.concatenate([codes, part_codes[lack]])[in_order]],
        papers[in_order].astype(np.int32),
        np.concatenate([frequency, share[lack] * parameters.INDEX.part_share])[in_order].astype(np.float32),
    )
    long = np.array([field.weight if field.long else 0.0 for field in parameters.INDEX.fields.values()])
    lengths = np.bincount(words.papers, long[words.fields] * words.counts * words.are_words, count)
    return rows, lengths.astype(float)


def _counted(found: Occurrences, lists: Ragged, *, is_word: bool = False) -> Counts:
    """Return how often each key is in each field of each paper. `found` tells which paper has which text, in which
    field and language, and `lists` has for each text the codes of its keys. Of a paper's languages the one that gives a
    key the most counts. With `is_word` the counts add to the length of the paper.
    """
    languages = int(found.languages.max(initial=0)) + 1
    width = int(lists.values.max(initial=0)) + 1
    own = lists.pick(found.texts)
    places = (found.papers * len(parameters.INDEX.fields) + found.fields) * languages + found.languages
    cells = np.repeat(places, own.lengths()) * width + own.values
    cells, counts = np.unique(cells, return_counts=True)
    places, codes = np.divmod(cells, width)
    if languages > 1:
        cells = places // languages * width + codes
        in_order = np.argsort(cells)
        cells, first = np.unique(cells[in_order], return_index=True)
        counts = np.maximum.reduceat(counts[in_order], first)
        places, codes = np.divmod(cells, width)
    papers, fields = np.divmod(places, len(parameters.INDEX.fields))
    return Counts(papers, fields, codes, counts.astype(float), np.full(len(papers), is_word))


def _among(some: Numbers, known: Numbers) -> NDArray[np.bool_]:
    """Return for each number of `some` whether it is in `known`, which is in rising order."""
    places = np.searchsorted(known, some)
    found: NDArray[np.bool_] = np.append(known, -1)[places] == some
    return found


def _joined(*parts: Counts) -> Counts:
    """Return several counts as one, in the order given."""
    return Counts(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _summed(counts: Counts, width: int) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """Return the weighted frequency of each key in each paper as three arrays of equal length: papers, codes and
    frequencies, in the order of papers and then codes. Every code is below `width`.
    """
    weights = np.array([field.weight for field in parameters.INDEX.fields.values()])
    cells, numbers = np.unique(counts.papers * width + counts.codes, return_inverse=True)
    papers, codes = np.divmod(cells, width)
    return papers, codes, np.bincount(numbers, weights[counts.fields] * counts.counts, len(cells)).astype(float)


def surfaces_of(found: Occurrences, texts: Texts, told: Rows) -> Rows:
    """Return a row for each paper and each word that it has, as it is written; the value has a bit for each of the
    survey's languages in which the paper holds the word, and is 0 for a part of a name in CamelCase.

    `found` tells which paper has which of `texts`; `told` are the rows of records whose abstract is not kept.
    """
    first = found.where(found.languages == 0)  # words are written the same in whatever language they are read
    words, parts = texts.surfaces.pick(first.texts), texts.parts.pick(_without_authors(found).texts)
    papers = [np.repeat(first.papers, words.lengths()), np.repeat(_without_authors(found).papers, parts.lengths())]
    codes = np.concatenate([words.values, parts.values, told.codes])
    masks = np.concatenate([np.repeat(first.masks, words.lengths()), np.zeros(len(parts.values), int), told.values])
    width = int(codes.max(initial=0)) + 1
    cells = np.concatenate([*papers, told.papers]) * width + codes
    in_order = np.argsort(cells)
    cells, starts = np.unique(cells[in_order], return_index=True)
    joined = np.bitwise_or.reduceat(masks[in_order], starts)
    own_papers, own_codes = np.divmod(cells, width)
    return Rows(own_codes, own_papers.astype(np.int32), joined.astype(np.int32))


def _without_authors(found: Occurrences) -> Occurrences:
    return found.where(found.fields != [*parameters.INDEX.fields].index("authors"))
