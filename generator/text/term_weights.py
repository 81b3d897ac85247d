"""Computes weights of the words of a text; a record stores them in place of an abstract that must not be kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from .analysis import is_stop_word, plain, stem
from .languages import detect

_ADDRESS = re.compile(r"https?://\S+")
_ENGLISH = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")
_TITLE = 3.0
_MOST = 120
"""Words kept of one text; the longest abstract of the shipped survey has 118."""


def _forms(text: str) -> list[str]:
    """The folded words of a text. Plain English, which most texts are, goes a faster way to the same result."""
    return _ENGLISH.findall(text.lower()) if text.isascii() else plain(text)


def weigh_terms(title: str, abstract: str | None, least: float = 0.0) -> dict[str, float]:
    """Return the weights of a paper's content words: 1 for each occurrence in the abstract, 3 for each in the title.

    Forms with one stem count together, under the most frequent of them (`caption`, `captions`). At most 120 words are
    returned, those with the greatest weights, in alphabetical order; words below `least` are left out. The detected
    language of the text decides what a stop word and a stem is.
    """
    language = detect(f"{title}\n{abstract or ''}")
    weights: dict[str, float] = {}
    forms: dict[str, dict[str, int]] = {}
    for text, weight in ((title, _TITLE), (abstract or "", 1.0)):
        for form, count in Counter(_forms(_ADDRESS.sub(" ", text))).items():
            if key := _content_stem(form, language):
                weights[key] = weights.get(key, 0.0) + weight * count
                counts = forms.setdefault(key, {})
                counts[form] = counts.get(form, 0) + count
    kept = [key for key, weight in weights.items() if weight >= least]
    if len(kept) > _MOST:
        kept = sorted(kept, key=lambda key: (-weights[key], key))[:_MOST]
    return dict(sorted((_commonest(forms[key]), weights[key]) for key in kept))


@lru_cache(maxsize=1 << 16)
def _content_stem(form: str, language: str) -> str:
    """The stem of a folded word, or "" where it tells nothing: a letter, a stop word, a number."""
    if len(form) < 2 or is_stop_word(form, language) or form.replace(".", "").isdigit():
        return ""
    return stem(form, language)


def _commonest(forms: Mapping[str, int]) -> str:
    """The form that comes most often; of equals the shortest, then the last by name."""
    return max(forms, key=lambda form: (forms[form], -len(form), form)) if len(forms) > 1 else next(iter(forms))
