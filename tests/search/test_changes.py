"""Keys as one byte string, and a change of a row of them, compared with plain lists."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from generator.search.coding import Coded, coded_texts
from generator.search.inverting.keys import Change, Keys
from generator.search.inverting.ragged import ends_of

TEXTS = ("", ":area=a", "deep", "deep learn", "é", "猫の", "\ud800", "\U0001f600", "z" * 40)


def test_keys_are_the_strings_that_they_are_made_of() -> None:
    texts = sorted(TEXTS)
    for own in (texts, texts[:4], []):
        keys = Keys.of(own)
        assert [*keys] == own
        assert [keys[at] for at in range(len(keys))] == own
        assert keys.with_byte(" ").tolist() == [" " in text for text in own]
        for start in range(len(own) + 1):
            for stop in range(len(own) + 1):
                assert keys[start:stop] == own[start:stop]
    assert [*Keys.of(texts).pick(np.array([1, 4, 5]))] == [texts[1], texts[4], texts[5]]
    assert [*Keys.of(texts).small()] == texts
    with pytest.raises(IndexError):
        Keys.of(texts)[len(texts)]


@pytest.mark.parametrize("seed", range(20))
def test_a_change_of_byte_strings_is_that_of_a_list(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same changes every time, nothing secret
    row = [bytes(chance.choices(b"abc", k=chance.randint(0, 4))) for _ in range(chance.randint(0, 12))]
    gone = sorted(chance.sample(range(len(row)), chance.randint(0, len(row))))
    places = sorted(chance.choices(range(len(row) + 1), k=chance.randint(0, 5)))
    new = [b"new-%d" % number for number in range(len(places))]
    wanted: list[tuple[int, bytes]] = []
    for at in range(len(row) + 1):
        wanted += [(-1, text) for text, place in zip(new, places, strict=True) if place == at]
        wanted += [(at, row[at])] if at < len(row) and at not in gone else []
    change = Change(gone, places, new)
    data, ends = change.of(b"".join(row), ends_of([*map(len, row)]))
    assert [data[start:stop] for start, stop in pairwise(ends)] == [text for _, text in wanted]
    origins = [at for at, _ in wanted]
    stretches = [(start, stop) for start in range(len(row)) for stop in range(start + 1, len(row) + 1)]
    for (start, stop), moved in zip(stretches, change.moved(stretches), strict=True):
        same = [at for at in range(len(wanted)) if origins[at : at + stop - start] == [*range(start, stop)]]
        assert ([moved[0]] if moved else []) == same
        assert moved is None or moved[1] - moved[0] == stop - start


def test_changed_lists_are_those_of_all_lists() -> None:
    chance = random.Random(4)  # noqa: S311 - the same changes every time, nothing secret
    lists = {f"key-{number}": chance.choice("!#%") * 3 for number in range(300)}
    before = coded_texts(lists)
    known = {(at, at + 20): before.digest_of_stretch(at, at + 20) for at in range(0, 300, 20)}
    for _ in range(20):
        changed = {f"key-{chance.randrange(330)}{chance.choice(['', 'x'])}" for _ in range(6)}
        own = {key: chance.choice("!#%$") * 3 for key in changed if chance.random() < 0.7}
        after = before._replace(known=known).with_lists(changed, coded_texts(own))
        wanted = coded_texts({key: code for key, code in lists.items() if key not in changed} | own)
        assert _plain(after) == _plain(wanted)
        assert after.known, "most stretches stay"
        assert {at: wanted.digest_of_stretch(*at) for at in after.known} == after.known


def _plain(coded: Coded) -> list[tuple[str, str]]:
    return [(key, coded.text(at, at + 1)) for at, key in enumerate(coded.keys)]
