"""Counts over all texts that the rules need before they read one; made in batches, and merged.

However the papers are divided, and in whatever order the counts are merged, the result is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from ..processes import batches, share
from ..text.pieces import pieces_of
from .introductions import AbbreviationCounts, count_abbreviations, merge_abbreviations

_LOWER_CASE = re.compile(r"(?<![\w-])[a-z]{2,}(?![\w-])")

_BATCH = 500
"""Texts that are counted together at least."""


class TextCounts(NamedTuple):
    """Counts over all texts.

    `words` are the words that abstracts write in lower case: a paper's name among them, such as Fox, is an ordinary
    word too, and is linked with more care. `abbreviations` tell which abbreviations are words of the field.
    """

    words: frozenset[str]
    abbreviations: AbbreviationCounts


def count_texts(texts: Iterable[tuple[str, str | None]]) -> TextCounts:
    """Return the counts over some texts, each given as (title, abstract), where the abstract may be None."""
    known = [(title, abstract or "") for title, abstract in texts]
    pieces = set(chain.from_iterable(pieces_of(abstract) for _, abstract in known))
    words = {word for piece in pieces for word in _LOWER_CASE.findall(piece)}
    return TextCounts(frozenset(words), count_abbreviations(known))


def count_all(texts: Sequence[tuple[str, str | None]]) -> TextCounts:
    """Return the counts over all texts, each given as (title, abstract), where the abstract may be None. Many texts are
    divided among all processors.
    """
    return merge_counts(share([partial(count_texts, texts[part]) for part in batches(len(texts), _BATCH)]))


def merge_counts(parts: Iterable[TextCounts]) -> TextCounts:
    """Return the counts over all texts, given the counts over each of several parts of them."""
    counted = tuple(parts)
    words = frozenset[str]().union(*(part.words for part in counted))
    return TextCounts(words, merge_abbreviations(part.abbreviations for part in counted))
