"""Finds the abbreviations that a text spells out, such as “random walk process (RWP)”."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from .name_words import WORD, looks_like_name

BRACKETED = re.compile(rf"\(\s*({WORD})\s*[),;]")
"""Matches an abbreviation in brackets: its first group is the abbreviation."""
_REACH = 120
"""Characters before a bracket in which the words stand that it abbreviates."""
_MOST = 200
"""Brackets of a text that are looked at; an abstract has some ten."""
_TEXTS = 1 << 14
"""Texts whose abbreviations are remembered: an import asks for them several times."""
_ANOTHER = re.compile(r"\s*[A-Z]{2,}\b")
_WORDS_A_LETTER = 2
"""Words of a long form for each letter of its abbreviation, at most."""


class Expansion(NamedTuple):
    """An abbreviation in brackets: `short` is the abbreviation, `start` the offset in the text where it begins, and
    `long_start` the offset where the words begin that it abbreviates.
    """

    short: str
    start: int
    long_start: int


@lru_cache(maxsize=_TEXTS)
def find_expansions(text: str) -> tuple[Expansion, ...]:
    """Return the abbreviations that a text spells out, in its order; names of systems may be among them.

    >>> [expansion.short for expansion in find_expansions("a hidden walk process (HWP) in two dimensions (2D)")]
    ['HWP']
    """
    return tuple(_expansions(text))


def _expansions(text: str) -> Iterator[Expansion]:
    for match in islice(BRACKETED.finditer(text), _MOST):
        if _ANOTHER.match(text, match.end()):
            continue  # several short forms in one bracket stand for several things
        low = max(0, match.start() - _REACH)
        begin = _long_form(match[1], text[low : match.start()])
        if begin is not None:
            yield Expansion(match[1], match.start(1), low + begin)


def abbreviates(short: str, long_form: str) -> bool:
    """Return whether the capitals of `short` all occur in `long_form`, in the same order; case does not matter there.

    Digits are ignored.
    """
    letters = [char.lower() for char in short if char.isalnum() and not char.islower()] or [short[0].lower()]
    text = long_form.lower()
    position = len(text)
    for letter in reversed(letters):
        if letter.isdigit() or letter in "²³":
            continue
        position = text.rfind(letter, 0, position)
        if position < 0:
            return False
    return True


def _singular(short: str) -> str:
    return short[:-1] if re.fullmatch(r".*[A-Z]s", short) else short


def _long_form(short: str, before: str) -> int | None:
    """Return the index in the text `before` at which the words begin that `short` abbreviates; None if they are not
    there. Its letters are looked for from the last to the first, the first one at the beginning of a word; `M3` may be
    three words.
    """
    text = before.lower()
    for letters in _readings(short):
        begin = _aligned(letters, text)
        if begin is not None and len(before[begin:].split()) <= _WORDS_A_LETTER * len(letters):
            return begin
    return None


@lru_cache(maxsize=_TEXTS)
def _readings(short: str) -> tuple[str, ...]:
    """Return the letters that `short` may stand for, in small letters: all, all with none repeated for a number, only
    its capitals. Empty if it can be no abbreviation.
    """
    if not looks_like_letters(short):
        return ()
    repeated = re.sub(r"([A-Z])([2-4²³⁴])", lambda match: match[1] * int(unicodedata.digit(match[2])), short)
    found = (
        re.sub(r"[^a-z]", "", _singular(repeated).lower()),
        re.sub(r"[^a-z]", "", _singular(short).lower()),
        re.sub(r"[^A-Z]", "", short).lower(),
    )
    return tuple(letters for letters in dict.fromkeys(found) if len(letters) > 1)


def looks_like_letters(short: str) -> bool:
    """Return whether a word, `short`, can be an abbreviation: it has at least two letters, and capitals or a digit
    among them.
    """
    return len(re.findall(r"[A-Za-z]", short)) > 1 and (
        bool(re.search(r"[A-Z].*[A-Z]|\d", short)) or looks_like_name(short)
    )


def _aligned(letters: str, before: str) -> int | None:
    """Return the index of the last word before which all letters can be found in order, the first at its beginning;
    None if there is none. Of two letters the second, too, must begin a word, since most texts hold any two letters in a
    row.
    """
    position = len(before)
    for letter in reversed(letters[1:]):
        position = before.rfind(letter, 0, position)
        while len(letters) == 2 and position > 0 and before[position - 1].isalpha():
            position = before.rfind(letter, 0, position)
        if position < 0:
            return None
    position = before.rfind(letters[0], 0, position)
    while position > 0 and "a" <= before[position - 1] <= "z":
        position = before.rfind(letters[0], 0, position)
    return position if position >= 0 else None
