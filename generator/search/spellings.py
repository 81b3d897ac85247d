"""Other ways in which a reader may type what a text says: parts of names in CamelCase, and a name with its version.

`DataLoader` is found by `loader`, and `GPT 4V` by `GPT4V` (`GPT-4V` is a compound, and found so by `text.analysis`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..catalogue.languages import Languages
from ..records.paper import Paper
from ..text.analysis import is_stop_word, join, plain, stem
from .parameters import INDEX

_TURN = re.compile("[a-z][A-Z]")
_CAMEL = re.compile(r"(?<![^\W_])[A-Za-z][a-z]{2,}(?:[A-Z][a-z]{2,})+(?![^\W\d_])")
_PART = re.compile("[A-Za-z][a-z]{2,}")
_VERSION = re.compile(
    r"(?<![\w.-])([A-Z][A-Za-z]*)[ \u00a0](?![0-9]{4})([vV]?[0-9]+(?:\.[0-9]+)*[A-Za-z]{0,2})(?![\w%]|[.,][0-9])"
)


def add_spellings(
    own: dict[str, float],
    texts: Mapping[str, Sequence[str]],
    paper: Paper,
    languages: Languages,
    surfaces: set[str],
) -> None:
    """Add to a paper's weighted frequencies the terms of other spellings in its texts, which are given by field.

    A name with its version counts as a word does. A part of a name counts `INDEX.part_share` of one, and nothing where
    the paper has the word itself; it is added to `surfaces`, for it is no misspelt word.
    """
    shares: defaultdict[str, float] = defaultdict(float)
    for field, said in texts.items():
        if field == "authors":
            continue
        weight = INDEX.fields[field].weight
        parts: Counter[str] = Counter()
        joined: Counter[str] = Counter()
        for language in languages.of(field, paper):
            found = Counter(part for text in said for part in parts_of_names(text, language))
            surfaces.update(found)
            parts |= Counter({stem(part, language): count for part, count in found.items()})
            joined |= Counter(term for text in said for term in joined_versions(text, language))
        for term, count in joined.items():
            own[term] = own.get(term, 0.0) + weight * count
        for term, count in parts.items():
            shares[term] += weight * count * INDEX.part_share
    own.update({term: share for term, share in shares.items() if term not in own})


def parts_of_names(text: str, language: str) -> Iterator[str]:
    """Yield the parts of each name in CamelCase, folded: `data` and `loader` of `DataLoader`."""
    if _TURN.search(text):
        for name in _CAMEL.findall(text):
            yield from (part for part in map(str.lower, _PART.findall(name)) if not is_stop_word(part, language))


def joined_versions(text: str, language: str) -> Iterator[str]:
    """Yield the joined term of each name that a version follows: `gpt4v` of `GPT 4V`. A year is no version."""
    for name, version in _VERSION.findall(text):
        whole = "".join(plain(f"{name}{version}")).replace(".", "")
        if not is_stop_word(name.lower(), language) and (term := join(whole, language=language)):
            yield term
