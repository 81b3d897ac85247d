"""Further terms for words that readers may type in another form than a text has them.

A name in CamelCase gives its parts, so that `loader` finds `DataLoader`; a name before a version gives both as one
word, so that `GPT4V` finds `GPT 4V`. (`GPT-4V` is a compound, for which `text.analysis` does the same.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...text.analysis import is_stop_word, join, plain

_TURN = re.compile("[a-z][A-Z]")
_CAMEL = re.compile(r"(?<![^\W_])[A-Za-z][a-z]{2,}(?:[A-Z][a-z]{2,})+(?![^\W\d_])")
_PART = re.compile("[A-Za-z][a-z]{2,}")
_VERSION = re.compile(
    r"(?<![\w.-])([A-Z][A-Za-z]*)[ \u00a0](?![0-9]{4})([vV]?[0-9]+(?:\.[0-9]+)*[A-Za-z]{0,2})(?![\w%]|[.,][0-9])"
)


def parts_of_names(text: str, language: str) -> Iterator[str]:
    """Yield the parts of each name in CamelCase in a text, in lower case, without the stop words of its language.

    >>> [*parts_of_names("Our DataLoader", "en")]
    ['data', 'loader']
    """
    if _TURN.search(text):
        for name in _CAMEL.findall(text):
            yield from (part for part in map(str.lower, _PART.findall(name)) if not is_stop_word(part, language))


def joined_versions(text: str, language: str) -> Iterator[str]:
    """Yield for each name in a text that a version follows both as one term in the text's language. A year does not
    count as a version.

    >>> [*joined_versions("as GPT 4V does", "en")]
    ['gpt4v']
    """
    for name, version in _VERSION.findall(text):
        whole = "".join(plain(f"{name}{version}")).replace(".", "")
        if not is_stop_word(name.lower(), language) and (term := join(whole, language=language)):
            yield term
