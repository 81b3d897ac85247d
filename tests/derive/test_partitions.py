"""However the papers are split, what is mended and derived is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.derive import compile_rules, derive, derive_each, find_names, prepare
from generator.derive.areas import classify_papers
from generator.derive.text_counts import count_texts, merge_counts
from generator.ingest.repair import count_words, repair
from generator.records.entry import Entry
from generator.records.paper import Paper
from generator.records.survey import System
from generator.records.taxonomy import Taxonomy

TAXONOMY = Taxonomy.model_validate(
    {
        "areas": [
            {"key": "harbours", "title": "Harbours", "cues": {"harbour": 2, "tide": 1}},
            {"key": "lamps", "title": "Lamps", "cues": {"lamp": 2, "wick": 1}},
        ]
    }
)
RULES = compile_rules(TAXONOMY, [System(id="gull", name="Gull", kind="model")])
TITLES = ("Eagle: A Lamp for Quays", "Fox: Tides at a Glance", "Of Lamps", "Walks in a Harbour", "QRW: Lamps that Walk")
SENTENCES = (
    "We bound the random walk process (RWP) of a lamp.",
    "A random walk process (RWP) is a walk in the harbour.",
    "We propose a quay radio watch (QRW), a lamp that listens.",
    "Compared with baselines such as Fox, Eagle and Gull, the tide is ex-press.",
    "The eagle sees a fox, and the models express it.",
    "QRW outperforms models such as Gull by 3.2 points.",
    "A wick burns, and Eagle lands by the Fox.",
)
"""Of two papers that expand RWP, and of names that are words elsewhere, a part of the papers would judge otherwise."""
TEXTS = st.lists(
    st.tuples(
        st.sampled_from(TITLES), st.none() | st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join)
    ),
    min_size=1,
    max_size=8,
)


def split(keys: Sequence[str], parts: Sequence[int]) -> list[list[str]]:
    """The keys in parts; `parts` says for each key to which it belongs."""
    numbered = sorted(zip(parts, keys, strict=False))
    return [[key for _, key in part] for _, part in groupby(numbered, key=lambda pair: pair[0])]


@settings(max_examples=60)
@given(TEXTS, st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_any_partition_gives_the_same(texts: list[tuple[str, str | None]], parts: list[int]) -> None:
    entries = {
        f"e{at}": Entry(reader="test", path="page.txt", line=at, title=title, abstract=abstract)
        for at, (title, abstract) in enumerate(texts, 1)
    }
    whole_words = count_words(entries.values())
    pieces = split(list(entries), parts)
    words = sum((count_words(entries[key] for key in piece) for piece in pieces), Counter[str]())
    mended = {key: repair(entry, whole_words) for key, entry in entries.items()}
    assert {key: repair(entry, words) for key, entry in entries.items()} == mended

    read = {key: (text.title, text.abstract) for key, text in mended.items()}
    papers = {
        key: Paper.model_validate({"id": key, "title": title, "abstract": abstract})
        for key, (title, abstract) in read.items()
    }
    named = find_names(read, RULES)
    wanted = derive(papers, named, (), RULES)

    counts = merge_counts(count_texts(read[key] for key in piece) for piece in reversed(pieces))
    names = {
        key: name
        for piece in pieces
        for key, name in find_names({key: read[key] for key in piece}, RULES, counts=counts).items()
    }
    assert names == named
    prepared = prepare(papers, names, (), RULES, counts)
    places = {key: name.places for key, name in names.items()}
    assert dict(prepared.classified) == classify_papers(papers, (), RULES.cues, places)
    derived = {}
    for piece in pieces:
        derived |= derive_each({key: papers[key] for key in piece}, names, prepared)
    assert derived == wanted


def test_a_part_alone_judges_otherwise() -> None:
    texts = [("Walks", SENTENCES[2]), ("Quays", SENTENCES[2])]
    alone, both = count_texts(texts[:1]), merge_counts(count_texts([text]) for text in texts)
    assert both == count_texts(reversed(texts))
    names = [find_names({"one": texts[0]}, RULES, counts=counts)["one"].name for counts in (alone, both)]
    assert names == ["QRW", None]
