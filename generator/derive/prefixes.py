"""Decides whether the words before the colon of a title are a name."""

from __future__ import annotations

import re
from functools import cache

from ..text.languages import LANGUAGES
from .name_words import looks_like_name, places_of

_GENRES = re.compile(
    r"(?:invited |plenary |poster |short |long |full |research |opening |closing )?"
    r"(?:abstract|address|article|book review|case stud(?:y|ies)|comment(?:ary)?|conclusions?|correction|"
    r"corrigendum|debate|demo(?:nstration)?|discussion|editorial|errat(?:um|a)|essay|foreword|interview|introduction|"
    r"keynote(?: address| speech| talk)?|lecture|letter|note|obituary|opinion|outlook|overview|panel(?: discussion)?|"
    r"paper|perspective|position(?: paper)?|poster|preface|project(?: notes?)?|proposal|report|response|"
    r"retract(?:ed|ion)|review|round ?table|session|spotlight|summary|survey|symposium|talk|tutorial|update|"
    r"use cases?|viewpoint|"
    r"workshop|mini-?review|systematic review|part \w+|conférence|communication|résumé|tutoriel|étude de cas|"
    r"beitrag|fallstudie|rezension|vortrag|einleitung|nachruf)",
    re.IGNORECASE,
)
"""What kind of text it is."""
_WORDS = frozenset(
    "the of from and is to for how what with in as on at why when where who which towards toward".split()
)
_ARTICLE = re.compile(
    r"(?:an?|the|une?|l[ea]s?|l[’']\w|eine?|der|die|das|el|il|lo|los|las|um|uma|een|het)\b", re.IGNORECASE
)
"""What begins the words that say what a thing of that name is."""
_OF_A_SUBJECT = re.compile(
    r"(?:on (?:the|how)|what|why|how|is|are|do|does|can|where|when|should)\b"
    r"|an? (?:report|submission) (?:for|at|to|in)\b",
    re.IGNORECASE,
)
"""What begins the words about a subject or of a team, which then stands before the colon."""


def is_prefix(words: str, rest: str, text: str) -> bool:
    """Return whether `words`, which stand before a title's colon, are a name. `rest` is the title behind the colon,
    `text` the abstract.

    >>> is_prefix("Morphy", "A Tool for Tests", ""), is_prefix("Keynote", "Tests of Today", "")
    (True, False)
    """
    parts = words.split()
    if "@" in words or _GENRES.fullmatch(words) or re.search(r"(?:19|20)\d\d$|\b[Tt]ask \d|\b[Mm]eets\b", words):
        return False
    if _OF_A_SUBJECT.match(rest):
        return False
    if len(parts) == 1:
        return bool(re.search(r"\w", words)) and not _is_prose(parts) and _is_used(words, rest, text)
    return len(parts) <= 3 and any(map(looks_like_name, parts)) and not _is_prose(parts)


def _is_used(word: str, rest: str, text: str) -> bool:
    """Return whether the single word before a title's colon is a name: it looks like one, `rest`, the title behind the
    colon, says what it is, or the abstract, `text`, writes it so. True without an abstract.
    """
    return (
        not text
        or looks_like_name(word)
        or not re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)*", word)
        or bool(_ARTICLE.match(rest))
        or any(True for _ in places_of(word, text))
    )


def _is_prose(words: list[str]) -> bool:
    """Return whether a function word of any language is among the words, as in no name."""
    return any(word.lower() in _WORDS or (not word.isupper() and _plain(word) in _function_words()) for word in words)


def _plain(word: str) -> str:
    """Return a word in small letters, up to its apostrophe."""
    return re.split("[’']", word.lower())[0]


@cache
def _function_words() -> frozenset[str]:
    return frozenset(word for known in LANGUAGES.values() for word in known["stops"].split()) | {"d", "l", "qu"}
