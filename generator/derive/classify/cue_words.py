"""The words of texts in the form in which cues match them: lower case, singular, hyphenated prefixes joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ...text.analysis import PAIRED
from ...text.pieces import Remembered, piece_starts, pieces_of

_PREFIXES = "multi|pre|uni|inter|intra|cross|co|sub|re|non|semi|auto"
"""What authors write with a hyphen or without."""
_TOKEN = re.compile(
    rf"(?i:\b(?:{_PREFIXES})-(?=[A-Za-z]{{3}}))?"
    rf"(?:[{PAIRED}]|[^\W_{PAIRED}]+(?i:['’][a-z]+)?)"
)
_ASCII_TOKEN = re.compile(
    "(?:\\b(?:"
    + "|".join("".join(f"[{char}{char.upper()}]" for char in prefix) for prefix in _PREFIXES.split("|"))
    + ")-(?=[A-Za-z]{3}))?[A-Za-z0-9]+(?:'[A-Za-z]+)?"
)
"""The same in a text of ASCII, in half the time."""
CUE_TOKEN = re.compile(
    rf"@\w+|\*|(?i:\b(?:{_PREFIXES})-(?=[A-Za-z]{{3}}))?"
    rf"(?:[{PAIRED}]|[^\W_{PAIRED}]+(?i:['’][a-z]+)?)\*?"
)
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|dell|nell|sull|all|un)['’](?=\w{2})", re.IGNORECASE)
_MOST_WORDS = 100_000
"""Words of texts whose forms are remembered."""


class _Words(Remembered[tuple[tuple[str, int, int], ...]]):
    """The words of pieces of texts with their starts and ends in the piece, by piece, remembered."""

    def find(self, piece: str) -> tuple[tuple[str, int, int], ...]:
        """Return the words of a piece that is not remembered, each with its start and end."""
        if piece.isascii() and piece.isalnum():  # what nearly all pieces are
            return ((piece, 0, len(piece)),)
        tokens = (_ASCII_TOKEN if piece.isascii() else _TOKEN).finditer(piece)
        return tuple((match[0], *match.span()) for match in tokens)


WORDS = _Words()


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of a text in the form in which cues match it (folded, singular), with its start and end.

    >>> list(words_of("Pre-trained Encoders"))
    [('pretrained', 0, 11), ('encoder', 12, 20)]
    """
    pieces = pieces_of(text)
    for place, piece in zip(piece_starts(pieces), pieces, strict=True):
        for word, start, end in WORDS[piece]:
            key, elided = _key_of(word)
            yield key, place + start + elided, place + end


@lru_cache(maxsize=_MOST_WORDS)
def _key_of(word: str) -> tuple[str, int]:
    """Return the form in which cues match a word, and how many characters of an elided article, such as `l'`, stand
    before it.
    """
    elided = _ELIDED.match(word)
    return singular(fold_word(word)), elided.end() if elided else 0


def fold_word(word: str) -> str:
    """Return a word in lower case without hyphens, without the `'s` of a genitive, and without an article before it as
    in `l'analyse`.
    """
    word = word.lower().replace("-", "")
    if "'" in word or "’" in word:
        return _ELIDED.sub("", word).replace("’", "'").removesuffix("'s")
    return word


def singular(word: str) -> str:
    """Return an English word without its plural ending, by the S-stemmer of Harman, How effective is suffixing? (JASIS
    42, 1991).
    """
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word
