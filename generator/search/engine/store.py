"""Reads the files of the search index, each only when it is first needed; `assets/js/search/store.js` does the same."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from ...text.languages import ENGLISH
from ..bundles import file_name
from ..coding import front_decoded, has_impacts, numbers_in
from ..groups import member_forms
from ..parameters import SHARDS, VECTORS
from .vectors import digits_of, open_table

WORD_LEVELS = 16
"""The number of steps that a coordinate of a word's vector can have."""


class Store:
    """A search index, given as files. Each is parsed when it is needed, and what was parsed is kept, but for what
    `codes` and `spellings` read, which they parse at every call.

    `files` maps paths to contents, as `shards.encode` returns them; other files may be among them. Raises StopIteration
    if there is no `search/index.json`. `head` is the content of that file; `languages` are those of the texts.
    """

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        stable = next(path for path in files if path.endswith("search/index.json"))
        self._files = files
        self.head: dict[str, Any] = json.loads(files[stable])
        self._folder = stable.removesuffix("index.json")
        self._shards: dict[str, dict[str, str]] = {}
        self._blocks: dict[int, list[dict[str, Any]]] = {}
        self._tables: dict[int, list[list[int]]] = {}
        self._vectors: dict[int, tuple[list[int], float]] = {}
        self._decoded: dict[str, dict[int, int]] = {}
        self.languages: tuple[str, ...] = tuple(self.head.get("languages", (ENGLISH,)))
        self._groups: dict[str, list[list[tuple[str, ...]]]] = {}

    def groups(self, language: str) -> list[list[tuple[str, ...]]]:
        """Return for each group of synonyms the forms of each of its members, by the rules of the language
        (`search.groups`).
        """
        if language not in self._groups:
            groups = self.head["groups"]
            self._groups[language] = [[member_forms(member, language) for member in group] for group in groups]
        return self._groups[language]

    @property
    def facets(self) -> list[dict[str, Any]]:
        """Return the fields that a reader can filter by, each with its values, in the form of `facets.facets_of`."""
        facets: list[dict[str, Any]] = self.head["dimensions"]
        return facets

    def postings(self, key: str, tier: str = "common") -> dict[int, int]:
        """Return the postings list of a key, from position to impact; it is empty if the index lacks the key.

        `tier` says in which files to look: `common` or `rare`.
        """
        postings = self._decoded.get(key)
        if postings is None:
            postings = decode(self._shard(tier, self._number(tier, key)).get(key, ""), has_impacts(key))
            if postings:
                self._decoded[key] = postings
        return postings

    def has(self, key: str) -> bool:
        """Return whether the key is among the common keys of the index."""
        return not self._is_too_long(key) and key in self._shard("common", self._number("common", key))

    def expand_prefix(self, prefix: str, shards: int) -> list[str]:
        """Return the common keys that begin with a prefix, in order of code points, from at most `shards` files."""
        if self._is_too_long(prefix):
            return []
        first = self._number("common", prefix)
        keys = []
        for number in range(first, min(first + shards, len(self.head["common"]))):
            keys += [key for key in self._shard("common", number) if key.startswith(prefix)]
        return keys

    def _is_too_long(self, key: str) -> bool:
        """Return whether a key is of a whole name, and longer than all names: no file is read for it."""
        return key.startswith("!") and len(key) > self.head["longest_name"]

    def codes(self, tier: str) -> Iterator[tuple[str, str]]:
        """Yield all keys of a tier, in order of code points, each with its code; `meanings` is a tier, too."""
        for number in range(len(self.head.get(tier, ()))):
            file = json.loads(self._file(tier, number))
            yield from zip(front_decoded(file["keys"]), file["postings"].split(" "), strict=False)

    def spellings(self, letters: Iterable[str]) -> list[tuple[str, int]]:
        """Return the words and `!` names that begin with one of `letters`, each with the logarithm of its document
        frequency.

        These are the words, as texts write them, among which spelling correction looks.
        """
        spellings = []
        for letter in dict.fromkeys(letters):
            if (number := self.head["words"].get(letter)) is not None:
                file = json.loads(self._file("words", number))
                decoded = front_decoded(file["words"])
                spellings += [(word, int(digit, 36)) for word, digit in zip(decoded, file["spread"], strict=True)]
        return spellings

    def word_vector(self, term: str) -> list[int] | None:
        """Return the vector of a term in whole steps; None if the index has none for it."""
        if "meanings" not in self.head:
            return None
        code = self._shard("meanings", self._number("meanings", term)).get(term)
        return None if code is None else digits_of(code, WORD_LEVELS)

    @property
    def reranked(self) -> int:
        """Return how many of the best papers by words are reordered by meaning. Only for an index with vectors."""
        whole = self.head["vectors"][1] >= self.head["papers"]
        return VECTORS.reranked if whole else VECTORS.reranked_of_many

    def paper_vector(self, position: int) -> tuple[list[int], float]:
        """Return the vector of the paper at this position in whole steps, and its Euclidean length, in steps too.

        A paper without a vector has one of zeros, of length 0. The list is kept and must not be changed. The index must
        have vectors: `head["vectors"]` is not None.
        """
        known = self._vectors.get(position)
        if known is None:
            size, papers = self.head["vectors"]
            number = position // papers
            if number not in self._tables:
                file = json.loads(self._file("vectors", number))
                self._tables[number] = open_table(file, size)
            numbers = self._tables[number][position % papers]
            known = self._vectors[position] = numbers, math.sqrt(sum(number * number for number in numbers))
        return known

    def hit(self, position: int) -> dict[str, Any]:
        """Return the stored fields that a hit shows of the paper at this position, as `documents.hit_of` made them."""
        size = self.head["cards"]
        number = position // size
        if number not in self._blocks:
            self._blocks[number] = json.loads(self._file("cards", number))
        hit: dict[str, Any] = self._blocks[number][position % size]
        return hit

    @cached_property
    def names(self) -> Sequence[int]:
        """Return for each position where the paper stands in the order of names, from 0."""
        if "order" not in self.head["versions"]:
            return range(self.head["papers"])
        stretches = json.loads(self._file("order", 0))["names"].split(" ")
        return [place for code in stretches for place in decode(code, with_impacts=False)]

    def _file(self, kind: str, number: int) -> str | bytes:
        """Return the content of a file of the index. Raises KeyError if there is none."""
        return self._files[self._folder + file_name(self.head, kind, number)]

    def _number(self, tier: str, key: str) -> int:
        """Return the number of the shard of a tier that has a key, if any has it."""
        firsts: list[str] = self.head[tier]
        low, high = 0, len(firsts)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if firsts[middle] <= key else (low, middle)
        return max(low - 1, 0)

    def _shard(self, tier: str, number: int) -> dict[str, str]:
        """Return the coded postings lists of a shard, by key; each shard is decoded once."""
        name = f"{tier}-{number}"
        if name not in self._shards:
            file = json.loads(self._file(tier, number))
            self._shards[name] = dict(zip(front_decoded(file["keys"]), file["postings"].split(" "), strict=False))
        return self._shards[name]


def decode(code: str, with_impacts: bool) -> dict[int, int]:
    """Return the postings list that a code of a file holds, from position to impact.

    `with_impacts` says whether the code has impacts; otherwise each is 1.
    """
    postings: dict[int, int] = {}
    impacts = SHARDS.impacts if with_impacts else 1
    paper = -1
    for number in numbers_in(code):
        paper += number // impacts + 1
        postings[paper] = number % impacts + 1
    return postings
