"""Reads the texts of papers into numbers. Each word is analysed once, however often texts have it.

Texts are cut into pieces (`text.pieces`), and no word reaches over the end of a piece. So what is known of a piece, its
terms, the words as they are written, the parts of a name in CamelCase, holds in every text; a text is the list of the
numbers of its pieces.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...text.analysis import Analysis, analyse, analysed_pieces, stem
from ...text.pieces import pieces_of
from ..groups import Members, groups_in, word_forms
from .ragged import Numbers, Ragged
from .spellings import joined_versions, parts_of_names

_NAME = re.compile("[A-Z][A-Za-z]*$")
_VERSION = re.compile("[vV]?[0-9]")
_SPACED = re.compile("[A-Z][A-Za-z]*\u00a0[vV]?[0-9]")
_IS_NAME, _IS_VERSION, _IS_BOTH, _IS_MEMBER = 1, 2, 4, 8
"""What a piece may be: a name, the version behind one, both with a space that parts no pieces between, or a word of a
group of synonyms.
"""


class Strings(dict[str, int]):
    """Numbers strings in the order in which they come: `strings["image"]` is the number of `image`. None has 0."""

    def __init__(self) -> None:
        super().__init__({"": 0})

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


class _Lists:
    """Lists of numbers that grow in number."""

    def __init__(self) -> None:
        self._ends, self._values = array("q", [0]), array("q")

    def add(self, numbers: Sequence[int]) -> None:
        self._values.extend(numbers)
        self._ends.append(len(self._values))

    def ragged(self) -> Ragged:
        return Ragged(np.array(self._ends), np.array(self._values))


class _Pieces(dict[str, int]):
    """The number of each piece of texts that are read in one language, with or without stop words."""

    def __init__(self, reading: Reading, stops: bool, language: str) -> None:
        super().__init__()
        self._reading, self._language = reading, language
        self._analyse = analysed_pieces(stops, language).find
        self._starts = reading.members[language].alone.keys() | reading.members[language].by_first.keys()

    def __missing__(self, piece: str) -> int:
        analysis = self._analyse(piece)
        flags = _flags_of(piece) | (_IS_MEMBER if self._starts and self._may_be_member(analysis) else 0)
        parts = [*parts_of_names(piece, self._language)]
        number = self[piece] = self._reading.add(analysis, parts, [stem(part, self._language) for part in parts], flags)
        return number

    def _may_be_member(self, analysis: Analysis) -> bool:
        forms = (form for surface in analysis.surfaces for form in word_forms(surface, self._language))
        return not self._starts.isdisjoint(forms)


def _flags_of(piece: str) -> int:
    if piece.islower() and piece.isalpha():  # what most pieces are
        return 0
    flags = _IS_NAME if _NAME.search(piece) else 0
    flags |= _IS_VERSION if _VERSION.match(piece) else 0
    return flags | (_IS_BOTH if "\u00a0" in piece and _SPACED.search(piece) else 0)


class _Texts(dict[str, int]):
    """The number of each text of a batch that is read in one language, with or without stop words."""

    def __init__(self, batch: Batch, pieces: _Pieces, language: str) -> None:
        super().__init__()
        self._batch, self._pieces, self._language = batch, pieces, language

    def __missing__(self, text: str) -> int:
        number = self[text] = self._batch.add(text, map(self._pieces.__getitem__, pieces_of(text)), self._language)
        return number


class Reading:
    """What has been read so far: all strings and all pieces of texts.

    `members` are those of the groups of synonyms, for each language of the texts.
    """

    def __init__(self, members: Mapping[str, Members]) -> None:
        self.members, self.strings = members, Strings()
        self._pieces: dict[tuple[bool, str], _Pieces] = {}
        self._terms, self._sequence, self._surfaces = _Lists(), _Lists(), _Lists()
        self._parts, self._part_terms = _Lists(), _Lists()
        self._flags = array("b")

    def pieces(self, stops: bool, language: str) -> _Pieces:
        """Return the numbers of the pieces that are read in a language, with `stops` without stop words."""
        if (stops, language) not in self._pieces:
            self._pieces[stops, language] = _Pieces(self, stops, language)
        return self._pieces[stops, language]

    def add(self, analysis: Analysis, parts: Sequence[str], part_terms: Sequence[str], flags: int) -> int:
        """Note what is known of a piece of text, and return the number that it gets. `analysis` has its terms and
        words, `part_terms` the terms of `parts`, which are the parts of names in CamelCase, and `flags` the bits of
        what else holds of it.
        """
        lists = (self._terms, self._sequence, self._surfaces, self._parts, self._part_terms)
        for one, own in zip(lists, (*analysis, parts, part_terms), strict=True):
            one.add([self.strings[text] for text in own])
        self._flags.append(flags)
        return len(self._flags) - 1

    def number_of_group(self, key: str) -> int:
        """Return the number of the key of a group of synonyms."""
        return self.strings[key]


class Batch:
    """The texts of some papers, each of which is read once in each language."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._texts: dict[tuple[bool, str], _Texts] = {}
        self._pieces, self._ends = array("q"), array("q", [0])
        self._said: list[tuple[str, str]] = []

    def texts(self, stops: bool, language: str) -> Mapping[str, int]:
        """Return a mapping from each text to its number, if it is read in a language, with `stops` without stop
        words. A text that is asked for is read.
        """
        if (stops, language) not in self._texts:
            self._texts[stops, language] = _Texts(self, self._reading.pieces(stops, language), language)
        return self._texts[stops, language]

    def add(self, text: str, pieces: map[int], language: str) -> int:
        """Note a text as the numbers of its pieces, read in a language, and return the number that it gets, from 0."""
        self._pieces.extend(pieces)
        self._ends.append(len(self._pieces))
        self._said.append((text, language))
        return len(self._said) - 1

    def read(self) -> Texts:
        """Return what is known of each text, by its number."""
        return Texts(self._reading, np.array(self._pieces), np.array(self._ends), self._said)


class Texts:
    """What is known of each text of a batch, as lists of the numbers of strings."""

    def __init__(self, reading: Reading, pieces: Numbers, ends: Numbers, said: Sequence[tuple[str, str]]) -> None:
        self._reading, self._said, self._ends = reading, said, ends
        self._flags = np.array(reading._flags)[pieces]
        lists = (reading._terms, reading._sequence, reading._surfaces, reading._parts, reading._part_terms)
        each = [own.ragged().pick(pieces).joined(ends) for own in lists]
        self.terms, self.sequence, self.surfaces, self.parts, self.part_terms = each

    def groups(self) -> Ragged:
        """Return for each text the numbers of the groups of synonyms of which it has a member; a group stands there as
        often as the text has a member of it.
        """
        found = {}
        for number in self._with(self._flags & _IS_MEMBER > 0):
            text, language = self._said[number]
            surfaces = analyse(text, language=language).surfaces
            counts = groups_in([surfaces], self._reading.members[language])
            found[number] = [self._reading.number_of_group(key) for key in counts.elements()]
        return Ragged.sparse(len(self._said), found)

    def versions(self) -> Ragged:
        """Return for each text the names with a version behind them, each joined to one term."""
        marked = self._flags & _IS_BOTH > 0
        marked[:-1] |= (self._flags[:-1] & _IS_NAME > 0) & (self._flags[1:] & _IS_VERSION > 0)
        found = {}
        for number in self._with(marked):
            text, language = self._said[number]
            found[number] = [self._reading.strings[term] for term in joined_versions(text, language)]
        return Ragged.sparse(len(self._said), found)

    def _with(self, marked: NDArray[np.bool_]) -> list[int]:
        """Return the numbers of the texts that have a piece for which `marked`, one value for each piece of the batch
        in order, is true. They are in rising order.
        """
        places = np.flatnonzero(marked)
        found: list[int] = np.unique(np.searchsorted(self._ends, places, side="right") - 1).tolist()
        return found
