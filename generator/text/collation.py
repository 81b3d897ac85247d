"""The Unicode Collation Algorithm, which parses only those lines of its table that the given texts need.

To parse the whole table takes longer than to sort all names of a small survey; most surveys need a hundred of its
30,000 entries.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from unicodedata import normalize

from pyuca import Collator
from pyuca.collator import COLL_ELEMENT_PATTERN
from pyuca.trie import Trie

_DIGITS = 4
"""Hexadecimal digits of a code point by which the lines of the table are found."""


_LATIN = re.compile("[\u0000-\u00b6\u00b8-\u036f\u2000-\u206f]*")
"""Latin letters, the accents that combine with them, and punctuation, but for the dot of `l·`."""


class Collation(Collator):  # type: ignore[misc]
    """A collator with the same keys as pyuca's, but as texts, which take a quarter of the memory."""

    def key(self, text: str) -> str:
        """Return the key of a text. In Latin script no character's weights depend on its neighbours but in `l·`."""
        apart = text if text.isascii() else normalize("NFD", text)
        if _LATIN.fullmatch(apart):
            return "\0".join([*map(apart.translate, self._levels), ""])
        return "".join(map(chr, self.sort_key(text)))

    def load(self, filename: str) -> None:
        """Read the lines of the table of collation elements from the file with this name; those of a character are
        parsed when it first occurs.
        """
        lines: dict[str, list[str]] = defaultdict(list)
        for line in Path(filename).read_text(encoding="utf-8").split("\n"):
            lines[line[:_DIGITS]].append(line)
        for line in lines["@imp"]:
            codes, _, base = line.partition("#")[0].removeprefix("@implicitweights").partition(";")
            first, _, last = codes.partition("..")
            self.implicit_weights.append([int(first, 16), int(last, 16), int(base, 16)])
        self.table = _Table(lines)
        self._levels = [_Weights(self, level) for level in range(3)]


class _Weights(dict[int, str]):
    """The weights of characters on one level of the Unicode Collation Algorithm, by code point: 0 letters, 1 accents, 2
    case. A weight is one character of the text.
    """

    def __init__(self, collation: Collation, level: int) -> None:
        super().__init__()
        self._collation = collation
        self._level = level

    def __missing__(self, code: int) -> str:
        """Return the weights of the character with this code point, which was not met before, and remember them."""
        elements = self._collation.collation_elements(chr(code))
        weights = self[code] = "".join([chr(found[self._level]) for found in elements if found[self._level]])
        return weights


class _Table(Trie):  # type: ignore[misc]
    """From characters to their collation elements. The lines of the table are kept by the first digits of their first
    character, and parsed when one of these is looked up.
    """

    def __init__(self, lines: dict[str, list[str]]) -> None:
        super().__init__()
        self._lines = lines

    def find_prefix(self, key: list[int]) -> tuple[list[int], list[list[int]] | None, list[int]]:
        """Return the longest beginning of `key`, code points, that has elements, its elements (None if there is none),
        and the rest of the key.
        """
        if lines := self._lines.pop(f"{key[0]:04X}"[:_DIGITS], None):
            for line in lines:
                characters, _, elements = line.partition("#")[0].partition(";")
                self.add(
                    [int(code, 16) for code in characters.split()],
                    [[int(weight, 16) for weight in found] for found in COLL_ELEMENT_PATTERN.findall(elements)],
                )
        found: tuple[list[int], list[list[int]] | None, list[int]] = super().find_prefix(key)
        return found
