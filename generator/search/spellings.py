"""Further terms for words that readers may type in another form than a text has them.

A name in CamelCase gives its parts, so that `loader` finds `DataLoader`; a name before a version gives both as one
word, so that `GPT4V` finds `GPT 4V`. (`GPT-4V` is a compound, for which `text.analysis` does the same.)
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
_MAY_BE = re.compile("[a-z][A-Z]|[ \u00a0][vV]?[0-9]")
"""What stands in each text with another spelling, and in few others."""
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
    """Add to `own`, a paper's weighted term frequencies, the terms of other spellings of the words in its texts.

    `texts` are the texts of `texts_of`, by field. A name joined with its version counts like a word. A part of a name
    counts `INDEX.part_share` of a word, and nothing if the paper has that word itself; parts are added to `surfaces`
    too, so that none is taken for a misspelt word.
    """
    shares: defaultdict[str, float] = defaultdict(float)
    for field, all_said in texts.items():
        said = [text for text in all_said if _MAY_BE.search(text)]
        if field == "authors" or not said:
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
    """Yield the parts of each name in CamelCase in lower case, without stop words: `data` and `loader` for
    `DataLoader`.
    """
    if _TURN.search(text):
        for name in _CAMEL.findall(text):
            yield from (part for part in map(str.lower, _PART.findall(name)) if not is_stop_word(part, language))


def joined_versions(text: str, language: str) -> Iterator[str]:
    """Yield for each name that a version follows both as one term: `gpt4v` for `GPT 4V`. A year does not count as a
    version.
    """
    for name, version in _VERSION.findall(text):
        whole = "".join(plain(f"{name}{version}")).replace(".", "")
        if not is_stop_word(name.lower(), language) and (term := join(whole, language=language)):
            yield term
