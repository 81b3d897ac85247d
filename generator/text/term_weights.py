"""Computes weights of the words of a text; a record stores them in place of an abstract that must not be kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
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
    counts = Counter(map(stems.__getitem__, of_abstract))
    weights = {key: float(count) for key, count in counts.items()}
    for form in of_title:
        weights[stems[form]] = weights.get(stems[form], 0.0) + _TITLE
    weights.pop("", None)
    kept = {key for key, weight in weights.items() if weight >= least}
    if len(kept) > _MOST:
        kept = set(sorted(kept, key=lambda key: (-weights[key], key))[:_MOST])
    forms: dict[str, dict[str, int]] = {}
    for form, count in Counter(chain(of_title, of_abstract)).items():
        if (key := stems[form]) in kept:
            forms.setdefault(key, {})[form] = count
    return dict(sorted((_commonest(forms[key]), weights[key]) for key in kept))


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


def _commonest(forms: Mapping[str, int]) -> str:
    """Return the form with the highest count of `forms`; of equal ones the shortest, then the last in alphabetical
    order.
    """
    return max(forms, key=lambda form: (forms[form], -len(form), form)) if len(forms) > 1 else next(iter(forms))
