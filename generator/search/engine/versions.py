"""Searches for a version that no paper names by its family, or by other versions: `qwen9` by `qwen`.

`assets/js/search/words/versions.js` does the same.
"""

from __future__ import annotations

import re

from ...text.analysis import stem
from ..coding import is_word
from ..parameters import RANKING
from .store import Store

_VERSION = re.compile("([a-z]+?)v?[0-9][0-9.]*[a-z]{0,2}")
_OTHER = re.compile("v?[0-9].*")


def versions_of(typed: str, language: str, store: Store) -> tuple[str, list[str]] | None:
    """Return what to search for in place of a word that names an unknown version: a name to show, and keys.

    `typed` is folded, such as `qwen9`. The keys are the family's term (`qwen`), or else those of other versions
    (`qwen2`). None if the word is no version, or if neither the family nor another version is known.
    """
    match = _VERSION.fullmatch(typed)
    if not match or len(match[1]) < RANKING.shortest_family:
        return None
    family = stem(match[1], language)
    if store.has(family):
        return match[1], [family]
    keys = store.expand_prefix(match[1], RANKING.prefix_shards)
    others = [key for key in keys if is_word(key) and _OTHER.fullmatch(key[len(match[1]) :])]
    return (others[0], others[: RANKING.expansions]) if others else None
