"""Weighs the words of a text: the weights stand for an abstract where none may be kept."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from .analysis import STOP_WORDS, plain, stem

_ADDRESS = re.compile(r"https?://\S+")
_ENGLISH = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")
_TITLE = 3.0
_MOST = 120
"""Words kept of one text; the longest abstract of the shipped survey has 118."""


def _forms(text: str) -> list[str]:
    """The folded words of a text. Plain English, which most texts are, goes a faster way to the same result."""
    return _ENGLISH.findall(text.lower()) if text.isascii() else plain(text)


def weigh_terms(title: str, abstract: str | None) -> dict[str, float]:
    """Weigh the content words of a paper: 1 for each occurrence in the abstract, 3 in the title.

    Forms of one stem count together, under the commonest of them (`caption`, `captions`). At most 120 words are kept,
    those with the most weight, in alphabetical order.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    forms: dict[str, Counter[str]] = {}
    for text, weight in ((title, _TITLE), (abstract or "", 1.0)):
        for form in _forms(_ADDRESS.sub(" ", text)):
            if len(form) < 2 or form in STOP_WORDS or form.replace(".", "").isdigit():
                continue
            key = stem(form)
            weights[key] += weight
            forms.setdefault(key, Counter())[form] += 1
    kept = sorted(weights, key=lambda key: (-weights[key], key))[:_MOST]
    named = {max(forms[key], key=lambda form: (forms[key][form], -len(form), form)): weights[key] for key in kept}
    return dict(sorted(named.items()))
