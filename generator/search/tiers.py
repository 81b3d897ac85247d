"""The inverted index in two tiers, with postings lists as text, and the words among which corrections look.

`common` has the keys that a search may need; `rare` those that only phrases and lists of ids need (bigrams of few
papers, `:id=…`), so that a browser seldom loads them.

In a survey in several languages there are keys that tell in which of them texts hold a word as it stands, so that a
query is read as its words are written. `chat =chats` lists the languages, by their number in `Languages.all`, in which
texts hold the folded word `chats`; a word of the commonest language alone is left out. Before it stands the stem that
the word has in that language, so that both keys are mostly in one file.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..text.analysis import is_paired, is_stop_word
from . import parameters
from .coding import Coded, coded, joined
from .inverting.contributions import Contributions
from .inverting.ragged import Numbers, ends_of
from .inverting.tables import Table
from .parameters import SHARDS

_ROWS: Final = 100_000
"""Rows that are weighed or written at once: what is worked on then stays in the processor's cache."""


class Tiers(NamedTuple):
    """The two tiers, and the words as texts write them, folded but not stemmed, in order. A word has the number of
    binary digits of how many papers have its stem: 0 of none, 1 of one, 2 of two or three.
    """

    common: Coded
    rare: Coded
    words: dict[str, int]


def tiers_of(found: Contributions, languages: Sequence[str], mean_length: float | None = None) -> Tiers:
    """Return the inverted index of what papers bring to it, `found`.

    `languages` are those of the texts, the commonest first. `mean_length` is the mean length of a paper, by which
    impacts are weighed; it is given where several sites must have the same one, else it is that of these papers.
    """
    table = found.terms
    impacts = _impacts(table, found.lengths, mean_length or mean_of(found.lengths))
    filters, ids = (_with_prefix(table.keys, mark) for mark in (":", ":id="))
    have_space = table.keys.with_byte(" ")
    have_space[filters] = False
    is_rare = have_space & (table.frequencies() < least_common(len(found.lengths)))
    is_rare[ids] = True
    steps = np.full(len(table.keys), SHARDS.impacts, np.int32)
    steps[filters] = 1
    starts = table.ends[:-1].copy()
    starts[ids] = table.ends[1:][ids] - 1  # an id that two papers claim is the last one's
    common, rare = (_coded(table, impacts, steps, starts, np.flatnonzero(one)) for one in (~is_rare, is_rare))
    if len(languages) > 1:
        common = common.with_lists((), _languages_of_words(found.surfaces, languages[0]))
    return Tiers(common, rare, words_in(found.surfaces.keys, counts_of_terms(table).get))


def least_common(papers: int) -> int:
    """Return how many papers must have a bigram for it to be common, given the number of all papers."""
    return max(parameters.INDEX.common_bigram, round(parameters.INDEX.common_bigram_share * papers))


def _with_prefix(keys: Sequence[str], prefix: str) -> slice:
    """Return the slice of `keys`, which are in order, in which those with a prefix stand."""
    return slice(bisect_left(keys, prefix), bisect_left(keys, prefix[:-1] + chr(ord(prefix[-1]) + 1)))


def mean_of(lengths: NDArray[np.float64]) -> float:
    """Return the mean length of papers, rounded, so that an edit of one does not change what words say of others."""
    return float(f"{math.fsum(lengths) / len(lengths):.3g}") if lengths.any() else 1.0


def _impacts(table: Table, lengths: NDArray[np.float64], mean_length: float) -> NDArray[np.int32]:
    """Return the impact of each row of a table, by the formula in `postings`. `lengths` has the length of each paper,
    `mean_length` is that by which they are weighed. A negative value is an impact already.
    """
    by = parameters.INDEX
    norms = by.k1 * (1 - by.b + by.b * lengths / mean_length)
    impacts = np.empty(len(table.values), np.int32)
    for start in range(0, len(impacts), _ROWS):
        own = slice(start, start + _ROWS)
        frequencies = table.values[own].astype(float)
        weighed = SHARDS.impacts * frequencies / (frequencies + norms[table.papers[own]]) + 0.5
        impacts[own] = np.where(frequencies < 0, -frequencies, np.maximum(weighed, 1))
    return impacts


def _coded(
    table: Table, impacts: NDArray[np.int32], steps: NDArray[np.int32], starts: Numbers, picks: Numbers
) -> Coded:
    """Return the postings lists, as text, of the keys of a table at the indexes `picks`. `impacts` has the impact of
    each row, `steps` how many impacts each key can have, `starts` the first row of each key.
    """
    ends = ends_of(table.ends[1:][picks] - starts[picks])
    cuts = np.unique(np.searchsorted(ends, [*range(0, int(ends[-1]), _ROWS), ends[-1]])).tolist()
    parts = (picks[start:stop] for start, stop in pairwise(cuts))
    return joined([_coded_part(table, impacts, steps, starts, part) for part in parts])


def _coded_part(
    table: Table, impacts: NDArray[np.int32], steps: NDArray[np.int32], starts: Numbers, picks: Numbers
) -> Coded:
    """Return the postings lists of some of the keys at once, as `_coded` does."""
    lengths = table.ends[1:][picks] - starts[picks]
    ends = ends_of(lengths)
    rows = np.arange(ends[-1]) + np.repeat(starts[picks] - ends[:-1], lengths)
    return coded(table.keys.pick(picks), ends, table.papers[rows], impacts[rows], np.repeat(steps[picks], lengths))


def _languages_of_words(surfaces: Table, commonest: str) -> Coded:
    """Return for each word of `surfaces` the numbers of the languages in which texts hold it, coded like a postings
    list; a word that only the `commonest` language has is left out. The keys are those that the docstring of this
    module describes.
    """
    masks = np.bitwise_or.reduceat(surfaces.values, surfaces.ends[:-1]) if surfaces.keys else surfaces.values
    several = np.flatnonzero(masks > 1)
    keys: dict[str, int] = {}
    for key, mask in zip(surfaces.keys.pick(several), masks[several].tolist(), strict=True):
        word = key[: key.index("\t")]
        if not is_paired(word) and not is_stop_word(word, commonest):
            keys[key_of_languages(key)] = mask
    in_order = sorted(keys)
    lists = [[number for number in range(keys[key].bit_length()) if keys[key] >> number & 1] for key in in_order]
    ends = ends_of([len(one) for one in lists])
    numbers = np.array([number for one in lists for number in one], np.int64)
    ones = np.ones(len(numbers), np.int64)
    return coded(in_order, ends, numbers, ones, ones)


def key_of_languages(surface: str) -> str:
    """Return the key under which the languages of a word stand, given the word as `Contributions.surfaces` have it."""
    word, own = surface.split("\t", 2)[:2]
    return f"{own} ={word}"


def counts_of_terms(table: Table) -> dict[str, int]:
    """Return how many papers have each single term among the keys of a table."""
    alone = ~table.keys.with_byte(" ")
    alone[_with_prefix(table.keys, ":")] = False
    at = np.flatnonzero(alone)
    return dict(zip(table.keys.pick(at), table.frequencies()[at].tolist(), strict=True))


def words_in(surfaces: Iterable[str], count_of: Callable[[str, int], int]) -> dict[str, int]:
    """Return the words as texts write them, among which corrections look, as `Tiers.words` has them; of stems in
    several languages the most frequent one counts. `surfaces` are words with their stems (`Contributions.surfaces`),
    `count_of` returns how many papers have a stem, or the number that it is given if none has.
    """
    words = {}
    for key in surfaces:
        word, *stems = key.split("\t")
        if word[0].isalpha() and not is_paired(word):
            words[word] = max([count_of(own, 0) for own in stems]).bit_length()
    return words
