"""The files of the search index, opened as they are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..shards import DIGITS, LEVELS, front_decoded, has_levels, member_terms


class Store:
    """The files of an index, opened as they are asked for.

    `files` are those of `encode` by path; others may stand among them.
    """

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        stable = next(path for path in files if path.endswith("search/index.json"))
        self._files = files
        self.head: dict[str, Any] = json.loads(files[stable])
        self._folder = f"{stable.removesuffix('index.json')}{self.head['folder']}/"
        self._digits = {char: number for number, char in enumerate(DIGITS)}
        self._shards: dict[str, dict[str, str]] = {}
        self._blocks: dict[str, list[dict[str, Any]]] = {}
        self._read: dict[str, dict[int, int]] = {}
        self.groups = [[member_terms(member) for member in group] for group in self.head["groups"]]

    def posting(self, key: str, tier: str = "common") -> dict[int, int]:
        """Position to level; empty where the key is unknown."""
        if (found := self._read.get(key)) is None:
            found = self._decode(key, self._shard(tier, self._number(tier, key)).get(key, ""))
            if found:
                self._read[key] = found
        return found

    def has(self, key: str) -> bool:
        """Whether a common key is known."""
        return key in self._shard("common", self._number("common", key))

    def begun(self, start: str, most: int) -> list[str]:
        """The common keys that begin with `start`, in order, from the first `most` shards that may hold them."""
        first = self._number("common", start)
        found = []
        for number in range(first, min(first + most, len(self.head["common"]))):
            found += [key for key in self._shard("common", number) if key.startswith(start)]
        return found

    def words(self, letters: Iterable[str]) -> list[tuple[str, int]]:
        """Words as they are written, and `!` names, that begin with any of some letters, with their spread."""
        found = []
        for letter in dict.fromkeys(letters):
            if (number := self.head["words"].get(letter)) is not None:
                file = json.loads(self._files[f"{self._folder}words-{number}.json"])
                decoded = front_decoded(file["words"])
                found += [(word, int(digit, 36)) for word, digit in zip(decoded, file["spread"], strict=True)]
        return found

    def card(self, position: int) -> dict[str, Any]:
        """What a result shows of a paper."""
        size = self.head["cards"]
        name = f"{self._folder}cards-{position // size}.json"
        if name not in self._blocks:
            self._blocks[name] = json.loads(self._files[name])
        card: dict[str, Any] = self._blocks[name][position % size]
        return card

    def _number(self, tier: str, key: str) -> int:
        firsts: list[str] = self.head[tier]
        low, high = 0, len(firsts)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if firsts[middle] <= key else (low, middle)
        return max(low - 1, 0)

    def _shard(self, tier: str, number: int) -> dict[str, str]:
        name = f"{tier}-{number}.json"
        if name not in self._shards:
            file = json.loads(self._files[self._folder + name])
            self._shards[name] = dict(zip(front_decoded(file["keys"]), file["postings"].split(" "), strict=False))
        return self._shards[name]

    def _decode(self, key: str, code: str) -> dict[int, int]:
        found: dict[int, int] = {}
        levels = LEVELS if has_levels(key) else 1
        number, scale, paper = 0, 1, -1
        for char in code:
            digit = self._digits[char]
            number += digit % 46 * scale
            scale *= 46
            if digit < 46:
                paper += number // levels + 1
                found[paper] = number % levels + 1
                number, scale = 0, 1
        return found
