"""Queries: the written cases, what holds for any text, a slow twin of the meaning, the agreement with the browser."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.search.engine.pieces import Chunk, Condition
from generator.search.engine.query import Query, parse
from generator.search.engine.unknown_fields import unknown_fields
from generator.search.parameters import QUERY
from generator.text.analysis import plain
from tests.browser_modules import ROOT, answer, needs_node
from tests.oracle.conditions import Tree, holds, is_soft, is_true, written

GOLDEN = json.loads((ROOT / "tests/golden/queries.json").read_text(encoding="utf-8"))
VOCABULARY = GOLDEN["vocabulary"]
PIECES = [
    *(
        "cat",
        "dog",
        "the",
        "LLaVA-1.5",
        "f(x)",
        "猫が",
        "ß½²",
        "שלום",
        "😀",
        "\0",
        "\u0301",
        "\u202e",
        "\u200b",
        "*",
        ":",
        ",",
    ),
    *(
        "AND",
        "OR",
        "NOT",
        "or",
        "(",
        ")",
        "-",
        "--",
        "((",
        "))",
        '"',
        "“",
        "”",
        '"scene text"',
        "'",
        "\\",
        "<b>",
        "__proto__",
    ),
    *(
        "area:doc",
        "AREA:",
        "task:image",
        'area:"Documents, OCR and text"',
        "year:2022..",
        "year:..",
        "has:code,data",
        "has:x",
    ),
    *(
        "code:yes",
        "code:no",
        "colour:red",
        'authors:"Ada Quay"',
        "Autor:ada",
        "venues:猫",
        "-taks:ocr",
        "area:documets",
    ),
    *(
        "title:",
        "title:the",
        "name:x,y",
        'author:"José',
        "mentions:BLIP-2",
        "venue:*",
        " ",
        " ",
        " ",
        "\n",
        "\u3000",
        "\u0085",
    ),
]
hostile = st.lists(st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=["Cs"])), max_size=24).map(
    "".join
)
spaced = st.lists(st.sampled_from(PIECES), max_size=24).map(" ".join)
closed = [piece for piece in PIECES if not re.search('^["“”]$|é', piece)]
tidy = st.lists(st.sampled_from(closed), max_size=24).map(" ".join)
"""Spaced, and every quote has its partner: another could take a quote's place."""
TEN = "one two three four five six seven eight nine ten"
LONG = [
    piece * (10_000 // len(piece))
    for piece in (
        *(
            "(",
            ")",
            '"',
            "“",
            "-",
            "(-",
            "-(",
            "( ",
            "() ",
            "OR ",
            "NOT ",
            "NOT -",
            "a OR ",
            "a AND NOT ",
            "(a OR ",
            "(f(x) ",
            "😀",
        ),
        *(
            "a)",
            'a:"',
            'area:"x ',
            "area:",
            "area:doc ",
            "title:a,",
            "year:2022,",
            "author:x(",
            "x",
            "猫",
            "\0",
            "\u202e",
            "- ",
        ),
        *("(a OR b) ", "(a b) OR ", '"a" OR ', "a OR b) AND (", "\u0301", '-"', "(NOT "),
    )
]
LONG += [
    "(" * 5_000 + ")" * 5_000,
    "(x " * 3_000 + ")" * 3_000,
    "-(" * 3_000 + "x" + ")" * 3_000,
    " " * 10_000 + "x",
    "a:" + "," * 9_000,
]


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["text"][:40] or "empty")
def test_a_query_gives_its_chunks_and_conditions(case: dict[str, object]) -> None:
    text = str(case["text"])
    query = parse(text, VOCABULARY)
    assert [chunk.text for chunk in query.chunks] == case["chunks"]
    assert [[_told(one), text[one.start : one.end]] for one in query.conditions] == case["conditions"]
    if "sentence" in case:
        assert query.sentence is case["sentence"]
    assert [chunk for chunk in query.chunks if chunk.typing] == (list(query.chunks[-1:]) if case.get("typing") else [])


@given(st.one_of(hostile, spaced))
@settings(max_examples=500)
def test_any_text_is_a_query(text: str) -> None:
    _check(text, parse(text, VOCABULARY))


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:12])
def test_a_long_text_is_a_query(text: str) -> None:
    _check(text, parse(text, VOCABULARY))


@given(spaced, st.sampled_from([" ", "  ", "\n\t", "\u3000"]), st.booleans())
def test_only_that_there_is_space_counts(text: str, space: str, around: bool) -> None:
    other = re.sub(r"[ \n\u3000]+", space, text)
    other = f"{space}{other}{space}" if around else other
    assert _bare(parse(other, VOCABULARY)) == _bare(parse(text, VOCABULARY))


@given(tidy)
def test_what_a_condition_covers_means_the_same_alone(text: str) -> None:
    text = f"OR {text}"  # an operator: no prose
    for one in parse(text, VOCABULARY).conditions:
        assert list(map(_told, parse(f"OR {text[one.start : one.end]}", VOCABULARY).conditions)) == [_told(one)]


@given(tidy)
def test_a_condition_can_be_taken_away(text: str) -> None:
    """The others stay as they are; but a second NOT before it then binds what follows."""
    text = f"OR {text}" if re.search("AND|OR|NOT", text) else f"{TEN} {text}"
    conditions = parse(text, VOCABULARY).conditions
    told = [_told(one) for one in conditions]
    for at, one in enumerate(conditions):
        if not re.search(r"NOT[\s()]*\Z", text[: one.start]):
            rest = parse(f"{text[: one.start]} {text[one.end :]}", VOCABULARY).conditions
            assert [_told(other) for other in rest] == told[:at] + told[at + 1 :]


@given(spaced)
def test_prose_has_choices_alone(text: str) -> None:
    conditions = parse(f"{TEN} {text}", VOCABULARY).conditions
    if not re.search("AND|OR|NOT", text):
        assert {one.kind for one in conditions} <= {"field"}


def test_groups_may_be_as_deep_as_said() -> None:
    for depth in (QUERY.deepest_group, QUERY.deepest_group + 1):
        text = "(x OR " * depth + "y AND z" + ")" * depth
        (condition,) = parse(text, VOCABULARY).conditions
        assert _depth(condition) == QUERY.deepest_group + 1


# --- what looks like a choice and is none --------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour:red cat", [("colour", "red", False, "")]),
        ("code:github cat", [("code", "github", False, "has:code")]),
        ("authors:wang cat", [("authors", "wang", False, "author:wang")]),
        ('Authors:"Ada Quay" cat', [("authors", "Ada Quay", False, 'author:"Ada Quay"')]),
        ("has:cod -has:video cat", [("has", "video", True, "")]),
        ("area:documets cat", [("area", "documets", True, "area:documents")]),
        ("(cat OR kind:dog) -format:pdf", [("kind", "dog", False, ""), ("format", "pdf", False, "")]),
        ("year:soon cat", [("year", "soon", True, "")]),
    ],
)
def test_what_looks_like_a_choice_and_is_none_is_told(text: str, told: list[tuple[object, ...]]) -> None:
    found = unknown_fields(text, parse(text, VOCABULARY), VOCABULARY)
    assert [(one.field, one.value, one.known, one.near) for one in found] == told
    for one in found:
        assert text[one.start : one.end].lower().startswith(f"{one.field}:")
        if one.near:
            meant = text[: one.start] + one.near + text[one.end :]
            assert unknown_fields(meant, parse(meant, VOCABULARY), VOCABULARY) == [], "what is offered is understood"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Title: a subtitle",
            "CLIP: learning",
            "CLIP:learning",
            "https://a.b/c:d",
            "see http://a.b",
            "10:1",
            "at 12:30",
        ),
        *(
            "doi:10.1/x",
            "arXiv:2401.00001",
            "x:y",
            "C:dir",
            "a :b c: d",
            '"colour:red"',
            "title:colour:red",
            "code:yes",
        ),
        *("has:code,data", "area:doc", "author:x", "year:2020..", "::", "colour:", "colour:/", "colour::red", "area:d"),
        f"{TEN} colour:red",
    ],
)
def test_ordinary_text_with_colons_is_no_choice(text: str) -> None:
    assert unknown_fields(text, parse(text, VOCABULARY), VOCABULARY) == []


def test_yes_is_a_choice_of_what_comes_with_a_paper() -> None:
    assert parse("code:yes", VOCABULARY).conditions[0].values == ("code",)
    assert [_told(one) for one in parse('Data:"YES" -code:yes venue:yes', VOCABULARY).conditions] == [
        *("has=data", "not(has=code)", "venue=yes"),
    ]


# --- the meaning, against a slow twin ------------------------------------------------

LEAVES = {"cat": "cat", "dog": "dog", '"cow"': "cow", "title:hen": "hen", "author:ewe": "ewe"}
BEASTS = list(LEAVES.values())
trees = st.recursive(
    st.sampled_from(list(LEAVES)),
    lambda inner: st.one_of(
        st.tuples(st.just("not"), st.lists(inner, min_size=1, max_size=1)),
        st.tuples(st.sampled_from(["all", "any", "beside"]), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)


@given(st.lists(trees, min_size=1, max_size=3), st.booleans())
def test_operators_mean_what_they_say(tops: list[Tree], dashes: bool) -> None:
    """All 32 papers of five words: those for which the conditions hold are those for which the tree holds."""
    text = " ".join(["OR", *(written(tree, dashes, 1) for tree in tops)])
    conditions = parse(text, VOCABULARY).conditions
    for size in range(len(BEASTS) + 1):
        for paper in map(set, itertools.combinations(BEASTS, size)):
            wanted = all(is_soft(tree, LEAVES) or is_true(tree, LEAVES, paper) for tree in tops)
            assert all(holds(one, paper) for one in conditions) == wanted


# --- the browser -----------------------------------------------------------------


@needs_node
def test_the_browser_reads_queries_the_same(tmp_path: Path) -> None:
    chance = random.Random(9)  # noqa: S311 - the same texts every time, nothing secret
    texts = [case["text"] for case in GOLDEN["cases"]] + LONG
    for between in ("", " "):
        texts += [between.join(chance.choices(PIECES, k=chance.randint(1, 16))) for _ in range(3_000)]
    texts += ["\ud800", "cat OR \udc00dog", "(\ud83d OR x) y"]  # halves of a character, alone
    theirs = answer("query", {"texts": texts, "vocabulary": VOCABULARY}, tmp_path)
    for text, got in zip(texts, theirs, strict=True):
        assert got == _asked(text), text[:200]


def _asked(text: str) -> list[object]:
    query = parse(text, VOCABULARY)
    unknown = [list(astuple(one)) for one in unknown_fields(text, query, VOCABULARY)]
    return [[_row(chunk) for chunk in query.chunks], [_condition(one) for one in query.conditions], unknown]


def _row(chunk: Chunk) -> list[object]:
    return [chunk.text, chunk.typing, chunk.start, chunk.end]


def _condition(one: Condition) -> list[object]:
    return [
        one.kind,
        one.text,
        one.field,
        list(one.values),
        [_condition(part) for part in one.parts],
        one.start,
        one.end,
    ]


# --- what is checked of any query ----------------------------------------------------


def _told(one: Condition) -> str:
    """A condition as the golden cases write it."""
    if one.kind == "field":
        return f"{one.field}={'|'.join(one.values)}"
    if one.kind == "phrase":
        return f'"{one.text}"'
    return one.text if one.kind == "words" else f"{one.kind}({', '.join(map(_told, one.parts))})"


def _check(text: str, query: Query) -> None:
    chunks, conditions = query.chunks, query.conditions
    assert all(text[chunk.start : chunk.end] == chunk.text and plain(chunk.text) for chunk in chunks)
    assert not any(chunk.typing for chunk in chunks[:-1])
    for chunk in chunks:
        within = [one for one in conditions if one.start <= chunk.start < one.end]
        assert not chunk.typing or (chunk.end == len(text) and not within)
        assert not any(_covers(leaf, chunk) for one in within for leaf in _leaves(one, lambda one: one.kind == "not"))
    for level in (chunks, *_levels(conditions)):
        spans = [(one.start, one.end) for one in level]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    for one in _leaves_of(conditions):
        assert one.kind in {"words", "phrase", "field"} and bool(one.values) == (one.kind == "field")
        assert all(one.values) and one.field in ("", "year", *QUERY.open_fields, *VOCABULARY)
        ranked = one.kind != "field" or one.field in {"title", "name"}
        beside = [chunk for chunk in chunks if one.start <= chunk.start < one.end]
        assert len(beside) <= ranked or text[one.start] == "("  # a group of one operand, stop words beside it


def _covers(leaf: Condition, chunk: Chunk) -> bool:
    return leaf.start <= chunk.start < leaf.end


def _leaves(one: Condition, chosen: Callable[[Condition], bool]) -> Iterator[Condition]:
    """The outermost conditions that are chosen."""
    if chosen(one):
        yield one
    else:
        for part in one.parts:
            yield from _leaves(part, chosen)


def _leaves_of(conditions: Iterable[Condition]) -> Iterator[Condition]:
    return (leaf for one in conditions for leaf in _leaves(one, lambda one: not one.parts))


def _levels(conditions: tuple[Condition, ...]) -> Iterator[tuple[Condition, ...]]:
    yield conditions
    for one in conditions:
        assert len(one.parts) == 1 if one.kind == "not" else len(one.parts) != 1
        assert all(one.start <= part.start and part.end <= one.end for part in one.parts)
        yield from _levels(one.parts)


def _depth(one: Condition) -> int:
    return 1 + max(map(_depth, one.parts)) if one.parts else 0


def _bare(query: Query) -> tuple[list[list[str]], list[str]]:
    """What is left of a query without places and kinds of space."""
    chunks = [chunk.text.split() for chunk in query.chunks]
    return chunks, [re.sub(r'\s*"\s*', '"', " ".join(_told(one).split())) for one in query.conditions]
