"""A text's weighted words: what stands for an abstract where none may be kept."""

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
    """The folded words of a text; plain English the short way."""
    return _ENGLISH.findall(text.lower()) if text.isascii() else plain(text)


def weigh_terms(title: str, abstract: str | None) -> dict[str, float]:
    """Each content word in the commonest form of its stem, counted three times in the title, sorted."""
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
