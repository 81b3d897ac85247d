"""The files of the index, read back digit by digit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.search.bundles import FOLDER
from generator.search.parameters import SHARDS

Keys = Mapping[str, Mapping[int, int]]
"""Key to position to level."""


def opened(files: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The head of an index, and its other files by their short names."""
    head = json.loads(files[f"{FOLDER}/index.json"])
    content = {}
    for path, text in files.items():
        if path != f"{FOLDER}/index.json":
            kind, number, version = path.removeprefix(f"{FOLDER}/").removesuffix(".json").split("-")
            start = int(number) // head["together"].get(kind, 1) * 4
            assert head["versions"][kind][start : start + 4] == version
            content[f"{kind}-{number}"] = json.loads(text)
    return head, content


def decoded_keys(files: Mapping[str, str], tier: str = "common") -> dict[str, dict[int, int]]:
    """Every key of a tier with its papers and their levels, by the words of `shards`."""
    head, content = opened(files)
    found: dict[str, dict[int, int]] = {}
    for number, first in enumerate(head[tier]):
        shard = content[f"{tier}-{number}"]
        coded = shard["keys"].split("<") if shard["keys"] else []
        stretches = shard["postings"].split(" ") if coded else []
        assert first > max(found) if found else not first
        key = ""
        for part, stretch in zip(coded, stretches, strict=True):
            key = key[: int(part[0], 36)] + part[1:]
            assert first <= key, "a key stands behind what parts its shard from the one before"
            found[key] = dict(papers_of_stretch(stretch, 1 if key[0] == ":" or " =" in key else SHARDS.impacts))
    return found


def papers_of_stretch(stretch: str, levels: int) -> list[tuple[int, int]]:
    """Positions and levels of one postings list; a number is written in base 46, its last digit marked."""
    numbers, scale, number = [], 1, 0
    for char in stretch:
        digit = SHARDS.digits.index(char)
        number += digit % 46 * scale
        scale *= 46
        if digit < 46:
            numbers.append(number)
            scale, number = 1, 0
    assert scale == 1
    found, before = [], -1
    for number in numbers:
        before += number // levels + 1
        found.append((before, number % levels + 1))
    return found
