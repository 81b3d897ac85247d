"""Computes weights of the words of a text; a record stores them in place of an abstract that must not be kept."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain

from .analysis import is_stop_word, plain, stem
from .languages import detect
from .pieces import Remembered, pieces_of

_ADDRESS = re.compile(r"https?://\S+")
_ENGLISH = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")
_TITLE = 3.0
_MOST = 120
"""Words kept of one text; the longest abstract of the shipped survey has 118."""


class _Forms(Remembered[tuple[str, ...]]):
    """The folded words of pieces of texts, by piece, remembered."""

    def find(self, piece: str) -> tuple[str, ...]:
        """Return the folded words of a piece that is not remembered."""
        return tuple(plain(piece))


_FORMS = _Forms()


def _forms(text: str) -> list[str]:
    """Return the folded words of a text in order. Plain English, which most texts are, goes a faster way to the same
    result.
    """
    if text.isascii():
        return _ENGLISH.findall(text.lower())
    return list(chain.from_iterable(map(_FORMS.__getitem__, pieces_of(text))))


def weigh_terms(title: str, abstract: str | None, least: float = 0.0, language: str | None = None) -> dict[str, float]:
    """Return the weights of a paper's content words: 1 for each occurrence in the abstract, 3 for each in the title.

    Forms with one stem count together, under the most frequent of them (`caption`, `captions`). At most 120 words are
    returned, those with the greatest weights, in alphabetical order; words below `least` are left out. The `language`,
    which is detected where none is given, decides what a stop word and a stem is.
    """
    stems = _content_stems(language or detect(f"{title}\n{abstract or ''}"))
    of_title, of_abstract = (_forms(_ADDRESS.sub(" ", text)) for text in (title, abstract or ""))
    counts = Counter(of_abstract)
    counts.update(of_title)
    keys = list(map(stems.__getitem__, counts))
    weights = dict.fromkeys(keys, 0.0)
    for key, count in zip(keys, counts.values(), strict=True):
        weights[key] += count
    for form in of_title:
        weights[stems[form]] += _TITLE - 1
    weights.pop("", None)
    kept = {key for key, weight in weights.items() if weight >= least}
    if len(kept) > _MOST:
        kept = set(sorted(kept, key=lambda key: (-weights[key], key))[:_MOST])
    commonest: dict[str, str] = {}
    for form, key in zip(counts, keys, strict=True):
        if key in kept:
            other = commonest.setdefault(key, form)
            # Of equally common forms the shortest, then the last in alphabetical order.
            if other is not form and (counts[form], -len(form), form) > (counts[other], -len(other), other):
                commonest[key] = form
    return dict(sorted((commonest[key], weights[key]) for key in kept))


class _Stems(dict[str, str]):
    """The stem of each folded word that was met in a language; empty for a word that tells nothing: a letter, a stop
    word, a number.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, form: str) -> str:
        """Return the stem of a folded word, the `form`, that was not met before, and remember it."""
        tells = len(form) > 1 and not is_stop_word(form, self._language) and not form.replace(".", "").isdigit()
        key = stem(form, self._language) if tells else ""
        if len(self) < 1 << 17:
            self[form] = key
        return key


@cache
def _content_stems(language: str) -> _Stems:
    return _Stems(language)
