"""Terms: the written cases, what holds for any text, and the agreement with the browser."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.analysis import LONGEST, STOP_WORDS, fold, plain, terms, words
from tests.browser_modules import ROOT, answer, needs_node

GOLDEN = ROOT / "tests/golden"
TOKENS = json.loads((GOLDEN / "tokens.json").read_text(encoding="utf-8"))
HARD = "abcXYZ019 .,-–'’*_&^\"“:ßøΣςéあ猫한ห़\u00ad\u200b\u0301\u3099😀½ﬁ²"
hard_text = st.text(st.one_of(st.sampled_from(HARD), st.characters(exclude_categories=["Cs"])), max_size=60)


@pytest.mark.parametrize("case", TOKENS, ids=lambda case: case["text"][:30] or "empty")
def test_a_text_gives_its_terms(case: dict[str, object]) -> None:
    text = str(case["text"])
    assert terms(text) == case["terms"]
    found = [word.terms + ((word.joined,) if word.joined else ()) for word in words(text, query=True)]
    assert [term for one in found for term in one] == case["query"]


@given(hard_text)
def test_any_text_gives_clean_terms(text: str) -> None:
    for term in terms(text):
        assert 1 <= len(term) <= LONGEST
        assert not re.search(r"\s|[-_,'’*&^]", term)
        assert term not in STOP_WORDS or len(term) < 3 or term != fold(term)
        assert any(char.isalnum() for char in term)
    spans = [(word.start, word.end) for word in words(text, stops=False)]
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(hard_text)
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert not any("\u0300" <= char <= "\u036f" for char in fold(text))


@given(hard_text, hard_text)
def test_a_text_between_spaces_has_its_own_terms(one: str, other: str) -> None:
    assert terms(f"{one} {other}") == terms(one) + terms(other)


@given(hard_text)
def test_every_character_of_an_unspaced_script_begins_a_term(text: str) -> None:
    stretch = "".join(re.findall("[\u4e00-\u9fff]", text)) + "猫"
    found = terms(stretch)
    assert all(any(term.startswith(fold(char)) for term in found) for char in stretch)


@needs_node
def test_the_browser_makes_the_same_terms(tmp_path: Path) -> None:
    texts = [case["text"] for case in TOKENS] + _random_texts(1_000) + _every_character()
    theirs = answer("tokens", {"texts": texts}, tmp_path)
    assert [text for text, got in zip(texts, theirs, strict=True) if got != _read(text)] == []


@needs_node
def test_the_browser_reads_real_texts_the_same(tmp_path: Path) -> None:
    texts = _shared_texts()[::5]
    if not texts:
        pytest.skip("the shared corpus (../shared) is not beside the project")
    theirs = answer("tokens", {"texts": texts}, tmp_path)
    assert [text for text, got in zip(texts, theirs, strict=True) if got != _read(text)] == []


def _read(text: str) -> list[object]:
    found = words(text, query=True, stops=False)
    fields = [[word.start, word.end, list(word.terms), word.joined, word.last, word.whole] for word in found]
    return [terms(text), fields, plain(text)]


def _random_texts(count: int) -> list[str]:
    chance = random.Random(5)  # noqa: S311 - the same texts every time, nothing secret
    pieces = [*HARD, "area:", "year:", "-", "2022..", "documents", "the", "llava"]
    return ["".join(chance.choices(pieces, k=chance.randint(1, 14))) for _ in range(count)]


def _every_character() -> list[str]:
    """Assigned characters between two letters, of the large blocks only some.

    Node's Unicode is at least as new as Python's.
    """
    unshown = {"Cs", "Cn", "Co"}
    points = [*range(0x3400), *range(0x3400, 0x10000, 37), *range(0x10000, 0x20000), *range(0x20000, 0x110000, 997)]
    chars = [char for char in map(chr, points) if unicodedata.category(char) not in unshown]
    pieces = [f"a{char}b" for char in chars]
    return [" ".join(pieces[at : at + 100]) for at in range(0, len(pieces), 100)]


def _shared_texts() -> list[str]:
    shared = ROOT.parent / "shared"
    page = shared / "corpus/trending-page.txt"
    found = page.read_text(encoding="utf-8").splitlines() if page.exists() else []
    for path in sorted(shared.glob("ir/*/docs.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found += [record["title"] or "", record.get("abstract") or ""]
    return found
