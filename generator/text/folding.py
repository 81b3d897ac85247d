"""Folds texts to what is compared, sorted and put into addresses: no case, no accents, no marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from .analysis import fold

_OTHER = ""
"""The initial of what begins with neither a Latin letter nor a digit."""

_ASCII_MARKS = re.compile("[^0-9a-z]+")


def slug(text: str) -> str:
    """Return the text as a part of an address: lower-case letters a to z, digits and single hyphens; empty if it has
    none of these.

    >>> slug("Bjørn Ødegård"), slug("DM²S²")
    ('bjorn-odegard', 'dm2s2')
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def initial(text: str) -> str:
    """Return the heading under which an index lists a text: its first letter without accent, `A` to `Z`; `0–9` for a
    digit; an empty text for any other script.

    >>> initial("«Étude»"), initial("3D"), initial("灯")
    ('E', '0–9', '')
    """
    for char in unicodedata.normalize("NFKD", text):
        if char.isalnum():
            letter = char.upper()
            if "A" <= letter <= "Z":
                return letter
            return "0–9" if char.isdigit() else _OTHER
    return _OTHER


def sort_key(text: str) -> tuple[str, str]:
    """Return the key by which texts are sorted as a reader expects: without case, accents and leading punctuation."""
    return folded(text), text


def in_letter_order(letters: Iterable[str]) -> list[str]:
    """Sort the headings that `initial` gives: `A` to `Z`, then `0–9`, then the empty one for other scripts."""
    last = {"0–9": 1, _OTHER: 2}
    return sorted(letters, key=lambda title: (last.get(title, 0), title))


def folded(text: str) -> str:
    """Return the text in lower case without accents; whatever is neither letter nor digit becomes one space.

    >>> folded("Vision–Language, à la carte!")
    'vision language a la carte'
    """
    if text.isascii():
        return _ASCII_MARKS.sub(" ", text.lower()).strip()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def fold_title(title: str) -> str:
    """Return a title without case, marks and spaces, for comparing: two ways of typing a title give the same text.

    >>> fold_title("DM²S²: Deep Sets") == fold_title("DM2S2 – Deep  sets")
    True
    """
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(char for char in plain if char.isalnum()) or plain.strip()
