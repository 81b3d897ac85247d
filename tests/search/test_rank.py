"""Ranking: beside brute force, beside the browser, and as a reader sees it."""

from __future__ import annotations

import gzip
import json
import math
import posixpath
import random
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.judged import bare_catalogue, read_collection
from generator.catalogue.assemble import in_order_of_positions
from generator.pipeline import load_catalogue
from generator.records.paper import Paper
from generator.records.survey import Synonyms
from generator.search.bundles import FOLDER
from generator.search.engine import order
from generator.search.engine.edit_distance import edits_of, nearest
from generator.search.engine.rank import search
from generator.search.engine.store import Store
from generator.search.index import index
from generator.search.parameters import RANKING
from generator.search.shards import NO_PAPERS, encode
from generator.site.assets import asset_texts, vendor
from generator.text.analysis import analyse, stem, terms
from tests.browser_modules import ROOT, answer, needs_node
from tests.oracle.edit_distance import edits
from tests.oracle.index import texts_of
from tests.oracle.ranking import ranked
from tests.oracle.shards import decoded_keys
from tests.oracle.tiers import tiers_from
from tests.search.test_index import ANY_KEYS
from tests.toy.search import WORDS, catalogue, crowd, toy

TOY_FILES = index(toy())
TOY = Store(TOY_FILES)
QUERIES = [
    "",
    "llava st",
    "LLaVA-ST",
    "mm 1.5",
    "mm15",
    "v star",
    "V*",
    "dm2s2",
    "DM²S²",
    "halucination",
    "hallucinatio",
    "halucination-serching",
    "halucination OR video",
    "title:halucination",
    "grou",
    "fine grained video",
    '"guided visual search"',
    '"grounding search"',
    '"unknown words"',
    '"the of"',
    "grounding -video",
    "-grounding",
    '-"guided visual"',
    "image OR video grounding",
    "(image OR area:documents) AND NOT video",
    "area:grounding OR author:li",
    "(deep sets)",
    "area:documents",
    "area:unplaced",
    "-area:documents",
    "task:ocr,grounding",
    "-task:ocr",
    "year:2022..2024",
    "year:..2022",
    "year:2023 model",
    "has:code",
    "has:dataset,data",
    "author:lovelace",
    "author:he",
    "-author:ada",
    'author:"ada byr"',
    'author:"Núñez"',
    "venue:cvpr",
    "mentions:coco",
    "mentions:llava-st",
    'mentions:"ms co"',
    "title:search",
    "title:llava-st",
    "name:st-align",
    "name:all,v",
    "making things up",
    "what is making things up",
    "ocr",
    "optical character recognition",
    "spatio-temporal",
    "papers about grounding",
    "paper",
    "привет",
    "型",
    "多模",
    "漢",
    "漢字",
    "etat art",
    "the and of",
    "to be or not",
    "the area:documents",
    "zzzz",
    "4,338",
    "205 languages",
    "<b>",
    "__proto__",
    "constructor",
    "reads scans",
    "st",
    "s",
    "text hawk 2",
    "serch",
    "sarech",
    "groundinf space",
]


def ids(query: str, store: Store = TOY) -> list[str]:
    return [paper for paper, _ in search(store, query).hits]


# --- as a reader sees it -----------------------------------------------------


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("llava st", "llava-st"),
        ("llavast", "llava-st"),
        ("llava-s", "llava-st"),
        ("mm1.5", "mm15"),
        ("mm 1.5", "mm15"),
        ("llavva st ", "llava-st"),
        ("lavast ", "llava-st"),
        ("stalgin ", "llava-st"),
        ("v star", "vstar"),
        ("V*", "vstar"),
        ("dm2s2", "dm2s2"),
        ("DM²S²", "dm2s2"),
        ("st align", "llava-st"),
        ("paper about mm1.5 ", "mm15"),
        ("halucination", "vstar"),
        ("hallucinatio", "vstar"),
        ("приве", "world"),
        ("型", "world"),
        ("态模型", "world"),
        ("etat", "world"),
        ("205 languages", "mm15"),
        ("4338", "mm15"),
        ("which model reads scans", "mm15"),
        ("ada byron", "llava-st"),
        ("why do models make things up, making things up", "vstar"),
    ],
)
def test_what_is_meant_stands_first(query: str, first: str) -> None:
    assert ids(query)[0] == first


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["llava-st", "mm15", "vstar", "dm2s2", "world", "plain"]),
        ('"guided visual search"', ["vstar"]),
        ('"guided search"', []),
        ('"visual guided"', []),
        ('"search" grounding', ["vstar"]),
        ('"fine grained grounding', ["llava-st"]),
        ('"grounding unheard"', []),
        ("area:unplaced", ["plain"]),
        ("task:ocr,grounding", ["llava-st", "mm15", "dm2s2"]),
        ("task:ocr task:grounding", ["mm15"]),
        ("area:documents,video-audio", ["llava-st", "mm15", "world"]),
        ("-task:ocr,grounding", ["vstar", "world", "plain"]),
        ("year:2023..", ["llava-st", "mm15", "vstar"]),
        ("year:..2022", ["dm2s2", "world"]),
        ("-year:2000..2100", ["plain"]),
        ("year:2023,2025", ["llava-st", "vstar"]),
        ("author:he", ["llava-st"]),
        ('author:"ada lovel"', ["dm2s2"]),
        ("author:ada", ["llava-st", "dm2s2"]),
        ("author:ada -author:byron", ["dm2s2"]),
        ("author:nunez", ["dm2s2"]),
        ("venue:cvpr", ["llava-st"]),
        ("mentions:coco", ["llava-st", "mm15"]),
        ("mentions:llava-st", ["mm15"]),
        ("mentions:llava", ["llava-st", "mm15"]),
        ('mentions:"ms coco"', ["llava-st", "mm15"]),
        ("has:code", ["mm15"]),
        ("has:dataset", ["llava-st"]),
        ('has:"Introduces a data set"', ["llava-st"]),
        ("has:code,data", ["mm15", "dm2s2"]),
        ("title:search", ["vstar"]),
        ("title:grounding", []),
        ("name:st-align", ["llava-st"]),
        ("name:dm2s2", ["dm2s2"]),
        ("area:grounding OR author:li", ["llava-st", "mm15", "vstar", "dm2s2"]),
        ("year:2022 AND NOT author:ada", ["world"]),
        ("(hallucination OR area:documents) AND NOT year:2022", ["vstar", "mm15"]),
        ("NOT (area:documents OR area:grounding)", ["llava-st", "plain"]),
        ("title:search OR area:unplaced", ["vstar", "plain"]),
        ("zzzz", []),
        ("zzzz area:documents", []),
    ],
)
def test_operators_conditions_and_fields(query: str, found: list[str]) -> None:
    assert ids(query) == found


def test_what_is_excluded_is_not_found() -> None:
    assert "llava-st" in ids("grounding ")
    assert "llava-st" not in ids("grounding -video")
    assert "vstar" not in ids('grounding -"visual search"')


def test_a_limit_cuts_and_changes_nothing_else() -> None:
    for query in QUERIES:
        whole, cut = search(TOY, query), search(TOY, query, 2)
        assert (cut.hits, cut.corrections, cut.groups) == (whole.hits[:2], whole.corrections, whole.groups)


def test_a_word_still_typed_is_a_beginning_and_a_finished_one_is_not() -> None:
    assert ids("spat") == ["llava-st"]
    assert ids("spat ") == []
    assert ids("spat OR zzzz") == []


def test_a_known_word_is_never_corrected() -> None:
    assert ids("sets ") == ["dm2s2"]
    found = search(TOY, "searhc ")
    assert found.corrections == {"searhc": stem("search")}
    assert {paper for paper, _ in found.hits} == set(ids("search "))
    store = Store(index(catalogue((Paper(id="a", title="image"), Paper(id="b", title="imago" * 3, abstract="imagf")))))
    assert search(store, "imagf ").corrections == {}
    assert ids("imagf ", store) == ["b"]


@pytest.mark.parametrize(
    "query", ['"searhc" grounding', "a llava st ", "searhc AND grounding", "title:searhc", "-searhc", "12345678 "]
)
def test_what_a_condition_binds_a_number_and_a_stop_word_are_not_corrected(query: str) -> None:
    assert search(TOY, query).corrections == {}


@given(st.text("abcdeghlmrstv", min_size=1, max_size=3))
def test_short_words_are_not_corrected(word: str) -> None:
    assert search(TOY, f"{word} ").corrections == {}


def test_a_word_that_no_paper_has_is_not_taken_for_any_other() -> None:
    store = Store(index(catalogue((Paper(id="a", title="The light of reading and learning"),))))
    for word in ("flight", "slight", "heading", "yearning"):
        assert search(store, f"{word} ").corrections == {}, word
    for word, meant in (
        ("lihgt", "light"), ("ilght", "light"), ("readign", "reading"), ("lerarnig", "learning"),
    ):  # fmt: skip
        assert search(store, f"{word} ").corrections == {word: meant}


def test_a_short_word_is_not_taken_for_a_name() -> None:
    papers = tuple(Paper(id=name.lower(), title="A system of its own", name=name) for name in ("LITE", "TeX", "LLaVA"))
    store = Store(index(catalogue(papers)))
    for word in ("like", "late", "text"):
        assert search(store, f"{word} ").corrections == {}, word
    assert search(store, "llavva ").corrections == {"llavva": "!llava"}


def test_of_a_compound_each_part_is_corrected() -> None:
    assert search(TOY, "visuel-serching ").corrections == {"visuel": "visual", "serching": "searching"}


def test_at_most_some_words_are_corrected() -> None:
    papers = tuple(Paper(id=f"p{at:02}", title=f"word{chr(97 + at) * 6}") for at in range(20))
    store = Store(index(catalogue(papers)))
    typed = " ".join(f"wrod{chr(97 + at) * 6}" for at in range(20))
    assert len(search(store, f"{typed} ").corrections) == RANKING.corrected_words


def test_words_with_which_people_ask_count_little() -> None:
    papers = (Paper(id="a", title="question answer paper paper"), Paper(id="b", title="paper grounding"))
    store = Store(index(catalogue((*papers, Paper(id="c", title="x"), Paper(id="d", title="y")))))
    assert ids("find papers about grounding ", store)[0] == "b"
    alone = dict(search(store, "paper ").hits)
    assert alone.keys() == {"a", "b"}


def test_any_member_finds_its_group() -> None:
    assert search(TOY, "hallucination ").groups == search(TOY, "making things up ").groups == [0]
    assert "vstar" in ids("making things up ")
    assert "llava-st" in ids("spatio-temporal ")
    assert search(TOY, "ocr ").groups == search(TOY, "reading text ").groups == [2]
    assert {"dm2s2", "mm15"} <= set(ids("ocr "))
    assert search(TOY, "things making ").groups == []
    assert search(TOY, "where is ").groups == []  # a member of stop words stands for nothing


def test_near_papers_lift_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "RANKING", RANKING._replace(neighbour_boost=0.2))
    words = {"a": "alpha beta", "b": "alpha gamma", "c": "alpha gamma"}
    papers = tuple(Paper(id=id, title=title) for id, title in words.items())
    lonely = catalogue(papers)
    assert ids("alpha ", Store(index(lonely))) == ["a", "b", "c"]
    near = crowd(3).places["p0000"].related[0].model_copy(update={"id": "a", "similarity": 0.9})
    place = crowd(3).places["p0000"].model_copy(update={"related": (near,), "mentions": ()})
    lifted = lonely.model_copy(update={"places": {"c": place}})
    scores = dict(search(Store(index(lifted)), "alpha ").hits)
    assert list(scores) == ["c", "a", "b"]
    assert math.isclose(scores["c"], scores["b"] + 0.2 * 0.9 * scores["a"], abs_tol=1e-8)


@given(st.text(max_size=40))
def test_any_text_is_a_query(text: str) -> None:
    found = search(TOY, text).hits
    assert len(dict(found)) == len(found) <= 6
    assert all(math.isfinite(score) and score >= 0 for _, score in found)


# --- beside brute force ------------------------------------------------------


STOCK = ("alpha", "beta", "gamma", "delta", "omega", "paper")
SOME = st.lists(st.sampled_from(STOCK), min_size=1, max_size=6)
GROUPS = Synonyms(groups=(("alpha", "delta omega"), ("beta gamma", "sigma")))


@given(st.lists(st.tuples(SOME, SOME, st.none() | SOME), min_size=1, max_size=40), SOME)
def test_scores_are_those_of_the_formula(
    texts: list[tuple[list[str], list[str], list[str] | None]], query: list[str]
) -> None:
    papers = tuple(
        Paper(id=f"p{at:02}", title=" ".join(title), abstract=" ".join(text), name=" ".join(name) if name else None)
        for at, (title, text, name) in enumerate(texts)
    )
    places = {f"p{at:02}": crowd(len(papers)).places[f"p{at:04}"] for at in range(len(papers))}
    near = {
        id: place.model_copy(
            update={
                "related": tuple(one.model_copy(update={"id": f"p{int(one.id[1:]):02}"}) for one in place.related),
                "mentions": (),
                "mentioned_by": (),
            }
        )
        for id, place in places.items()
    }
    found = catalogue(papers, near, synonyms=GROUPS)
    files = index(found)
    every = decoded_keys(files)
    query = [word for word in query if stem(word) in every]
    if not query or any(
        stem("".join(query[at : at + size])) in every for size in (2, 3) for at in range(len(query) - size + 1)
    ):
        return  # an unknown word would be corrected, a name found by its words joined: tested elsewhere
    wanted = ranked(found, every, query)
    got = search(Store(files), " ".join(query) + " ").hits
    names = [paper.id for paper in in_order_of_positions(papers).papers]
    assert [names[paper] for paper, _ in wanted] == [id for id, _ in got]
    assert all(abs(score - own[1]) < 1e-8 for (_, score), own in zip(wanted, got, strict=True))


CROWD = crowd(120)
ORDER = in_order_of_positions(CROWD.papers).papers


@cache
def _crowd() -> Store:
    return Store(index(CROWD))


@cache
def _rows(position: int) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The terms of a paper, its neighbours, and the terms of its title."""
    texts = [text for own in texts_of(CROWD, ORDER[position]).values() for text in own]
    pairs = {f"{one} {other}" for text in texts for one, other in pairwise(analyse(text).sequence)}
    return (
        frozenset(term for text in texts for term in terms(text)),
        frozenset(pairs),
        frozenset(terms(ORDER[position].bibliographic.title)),
    )


def _atoms(chance: random.Random) -> tuple[str, set[int]]:
    """A condition and the papers for which it holds, by the records."""
    word, other = chance.choice(WORDS), chance.choice(WORDS)
    paper = ORDER[chance.randrange(len(ORDER))]
    text = paper.bibliographic.abstract or paper.bibliographic.title
    at = chance.randrange(max(1, len(text.split()) - 3))
    phrase = text.split()[at : at + chance.randint(2, 3)] if chance.random() < 0.8 else [word, other]
    pairs = {f"{stem(one)} {stem(next_)}" for one, next_ in pairwise(phrase)}
    low = chance.randint(2019, 2024)
    kind = chance.choice(["words", "phrase", "title", "area", "task", "year", "author", "has", "mentions", "venue"])
    if kind == "words":
        return word, {at for at in range(len(ORDER)) if stem(word) in _rows(at)[0]}
    if kind == "phrase":
        return f'"{" ".join(phrase)}"', {at for at in range(len(ORDER)) if pairs <= _rows(at)[1]}
    if kind == "title":
        return f"title:{word}", {at for at in range(len(ORDER)) if stem(word) in _rows(at)[2]}
    text, holds = {
        "area": ("area:documents,unplaced", lambda one: one.derived.area in ("documents", None)),
        "task": ("task:ocr", lambda one: "ocr" in one.derived.facets["task"]),
        "year": (f"year:{low}..{low + 1}", lambda one: one.bibliographic.year in (low, low + 1)),
        "author": ('author:"Li Wei",', lambda one: "Li Wei" in one.bibliographic.authors),
        "has": ("has:code,model", lambda one: _comes_with(one, {"code", "model"})),
        "mentions": ("mentions:coco", lambda one: any(m.id == "coco" for m in CROWD.places[one.id].mentions)),
        "venue": ("venue:acl", lambda one: one.bibliographic.venue == "ACL Findings"),
    }[kind]
    return text.rstrip(","), {at for at, one in enumerate(ORDER) if holds(one)}


def _comes_with(paper: Paper, kinds: set[str]) -> bool:
    return bool(
        kinds & ({link.kind for link in paper.derived.links} | {thing.kind for thing in paper.derived.introduces})
    )


def _expression(chance: random.Random, depth: int) -> tuple[str, set[int]]:
    every = set(range(len(ORDER)))
    if not depth:
        return _atoms(chance)
    kind = chance.choice(["AND", "OR", "NOT"])
    one, holds = _expression(chance, chance.randrange(depth))
    if kind == "NOT":
        return f"{chance.choice(['NOT ', '-'])}({one})", every - holds
    other, also = _expression(chance, chance.randrange(depth))
    return f"({one}) {kind} ({other})", holds & also if kind == "AND" else holds | also


def test_conditions_are_those_of_the_records() -> None:
    chance = random.Random(3)  # noqa: S311 - the same conditions every time, nothing secret
    for _ in range(400):
        text, holds = _expression(chance, chance.randint(1, 4))
        got = ids(text, _crowd())
        assert sorted(got) == sorted(ORDER[at].id for at in holds), text
        # A word beside it ranks, and is a condition no more than any other word.
        word = chance.choice(WORDS)
        wanted = {ORDER[at].id for at in holds}
        assert set(ids(f"{word} ({text}) ", _crowd())) <= wanted, text
        assert set(ids(f"{word} ", _crowd())) & wanted <= set(ids(f"{word} ({text}) ", _crowd())), text


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_edits_are_those_of_the_definition(one: str, other: str) -> None:
    for most in (1, 2):
        assert edits_of(one, other, most) == min(edits(one, other), most + 1)


# --- beside the browser ------------------------------------------------------


@needs_node
def test_the_browser_opens_any_key(tmp_path: Path) -> None:
    found: dict[str, dict[int, int]] = {"a": {3: 2}, "\ue000": {0: 1}, "𠀀": {1: 8}, "𠀀𠀁": {2: 1}, "\uffff": {5: 1}}
    find = given(ANY_KEYS)(lambda some: found.update({key: dict(papers) for key, papers in some.items()}))
    find()
    common = {key: papers for at, (key, papers) in enumerate(sorted(found.items())) if at % 3}
    rare = {key: papers for key, papers in found.items() if key not in common}
    files = encode(tiers_from(common, rare), NO_PAPERS, {"groups": [], "dimensions": []}).files()
    store = Store(files)
    asked = [*sorted(found)[:1_500], "", "absent", "a\0", "\U0010ffff"]
    theirs = answer("postings", {"files": files, "keys": asked}, tmp_path)
    for key, (own, few, begun) in zip(asked, theirs, strict=True):
        assert dict(zip(own["papers"], own["impacts"], strict=True)) == store.postings(key), ascii(key)
        assert dict(zip(few["papers"], few["impacts"], strict=True)) == Store(files).postings(key, "rare"), ascii(key)
        assert begun == store.expand_prefix(key, 1 << 30), ascii(key)


@needs_node
def test_the_browser_ranks_the_toy_the_same(tmp_path: Path) -> None:
    agree(TOY_FILES, {text: text for query in QUERIES for text in (query, f"{query} ")}, tmp_path)


@needs_node
def test_the_browser_ranks_a_random_catalogue_the_same(tmp_path: Path) -> None:
    chance = random.Random(11)  # noqa: S311 - the same catalogue every time, nothing secret
    stock = ["".join(chance.choices("abcdeé猫𠀀1-", k=chance.randint(1, 7))) for _ in range(400)]
    papers = tuple(
        paper.model_copy(
            update={
                "lang": "en",
                "title": "t " + " ".join(chance.choices(stock, k=6)),
                "abstract": " ".join(chance.choices(stock, k=40)),
                "name": chance.choice([None, chance.choice(stock) + "-x"]),
            }
        )
        for paper in crowd(150).papers
    )
    found = crowd(150).model_copy(
        update={"papers": papers, "synonyms": Synonyms(groups=(tuple(stock[:3]), ("t", "x")))}
    )
    parts = [*stock, "-a", "year:2021..", '"ab', "AND", "OR", "NOT", "(", ")", "author:li", "title:t", "area:documents"]
    queries = [" ".join(chance.choices(parts, k=chance.randint(1, 5))) for _ in range(400)]
    agree(index(found), {query: query for query in queries}, tmp_path)


@needs_node
def test_the_browser_ranks_conditions_and_hostile_texts_the_same(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - the same texts every time, nothing secret
    expressions = [_expression(chance, chance.randint(0, 3))[0] for _ in range(200)]
    pieces = [
        *"AND OR NOT ( ) - -- \" “ ” : * , .. ' <script>alert(1)</script> __proto__ constructor toString".split(),
        *"area: task: year:.. year:2022.. author:, mentions:é has:x name:the title:the 😀 猫 한국 % & =".split(),
        *"\u202e \u0301 \0 \n".split(" "),
        *"grounding searhc imagee vide spech recogniton ocr where is the of".split(),
    ]
    hostile = [
        "".join(f"{chance.choice(pieces)}{chance.choice(['', ' '])}" for _ in range(chance.randint(1, 8)))
        for _ in range(600)
    ]
    long = ["x" * 10_000, "- " * 5_000, '"' * 10_000, "a-" * 5_000, "猫" * 3_000, '"a" ' * 500, "(" * 3_000]
    agree(index(CROWD), {text: text for text in [*expressions, *hostile, *long]}, tmp_path)


@needs_node
@pytest.mark.parametrize("name", ["adi", *(pytest.param(it, marks=pytest.mark.proof) for it in ("cacm", "cranfield"))])
def test_the_browser_ranks_a_test_collection_the_same(name: str, tmp_path: Path) -> None:
    folder = ROOT.parent / "shared/ir" / name
    if not folder.exists():
        pytest.skip("the shared test collections (../shared/ir) are not beside the project")
    found, queries = read_collection(folder)
    texts = {query["text"]: f"{name} {query['id']}" for query in queries}
    cut = {text[: len(text) // 2]: f"half of {told}" for text, told in [*texts.items()][::8]}
    agree(index(found), texts | cut, tmp_path)


@needs_node
def test_the_browser_ranks_the_survey_the_same(tmp_path: Path) -> None:
    lines = (ROOT / "tests/labels/queries.jsonl").read_text(encoding="utf-8").splitlines()
    queries = [json.loads(line) for line in lines]
    agree(_survey(), {query["text"]: query["id"] for query in queries}, tmp_path)
    agree(_survey(), {f"{query['text']} ": query["id"] for query in queries}, tmp_path)


def agree(files: Mapping[str, str], told: Mapping[str, str], folder: Path) -> None:
    """Hold all answers together. `told` is text to what a failure says of it."""
    theirs: dict[str, Any] = answer("ranks", {"files": files, "texts": list(told)}, folder)
    store = Store(files)
    differ = []
    for (text, name), (papers, scores, corrections, groups) in zip(told.items(), theirs["answers"], strict=True):
        ours = search(store, text)
        same = (
            [theirs["ids"][paper] for paper in papers] == [id for id, _ in ours.hits]
            and all(abs(one - other) <= 1e-9 for one, (_, other) in zip(scores, ours.hits, strict=True))
            and dict(corrections) == ours.corrections
            and groups == ours.groups
        )
        if not same:
            differ.append(name[:200])
    assert differ == []


@cache
def _survey() -> dict[str, str]:
    found, problems = load_catalogue(ROOT / "survey")
    assert found, problems
    return index(found)


# --- what a search fetches ---------------------------------------------------


def _kilobytes(files: Mapping[str, str], names: Sequence[str]) -> float:
    assert len(names) == len(set(names)), "a file was fetched twice"
    return sum(len(gzip.compress(files[f"{FOLDER}/{name}"].encode(), 9, mtime=0)) for name in names) / 1000


QUESTION = "llava st grounding"


@needs_node
def test_a_first_search_fetches_little(tmp_path: Path) -> None:
    steps = [{"text": QUESTION, "typed": False}, {"text": "hallucination in long videos ", "typed": False}]
    first, further = answer("fetches", {"files": _survey(), "steps": steps}, tmp_path)
    assert "index.json" in first
    assert _kilobytes(_survey(), first) <= 85
    assert _kilobytes(_survey(), further) <= 60
    assert not set(first) & set(further)


@needs_node
def test_a_phrase_of_common_words_reads_no_file_of_rare_ones(tmp_path: Path) -> None:
    steps = [{"text": text, "typed": False} for text in ('"large language models" ', '"models grounding search" ')]
    common, rare = answer("fetches", {"files": _survey(), "steps": steps}, tmp_path)
    assert [name for name in common if name.startswith("rare")] == []
    assert [name for name in rare if name.startswith("rare")] != []


@needs_node
def test_a_first_search_typed_letter_by_letter_costs_150_kilobytes_with_all_code(tmp_path: Path) -> None:
    (first,) = answer("fetches", {"files": _survey(), "steps": [{"text": QUESTION, "typed": True}]}, tmp_path)
    scripts = {**asset_texts(), **vendor()}
    loaded = _imported(scripts, ["page/main", "explorer/main", "search/worker", "page/offline"])
    assert _kilobytes(_survey(), first) + sum(_compressed(scripts[path]) for path in loaded) / 1000 <= 150


def _imported(scripts: Mapping[str, str], names: Sequence[str]) -> set[str]:
    """The scripts that these load at once, and they themselves."""
    waiting, found = [f"assets/js/{name}.js" for name in names], set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            loaded = re.findall(r'(?m)^import .*?from "(\..+?)";', scripts[path])
            waiting += [posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) for name in loaded]
    return found


def _compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


@needs_node
@pytest.mark.parametrize("count", [300, pytest.param(2_000, marks=pytest.mark.proof)])
def test_a_further_search_of_a_large_survey_fetches_little(count: int, tmp_path: Path) -> None:
    from bench.search_cost import read_papers

    scale = ROOT.parent / "shared/scale/acl-anthology.jsonl.xz"
    found = bare_catalogue(read_papers(scale, count)) if scale.exists() else crowd(count)
    files = index(found)
    texts = ["llava st grounding ", "question answering over long documents ", "halucination in sumarization "]
    steps = [{"text": text, "typed": False} for text in texts]
    _, *further = answer("fetches", {"files": files, "steps": steps}, tmp_path)
    assert len(further) == len(texts) - 1
    assert all(_kilobytes(files, names) <= 100 for names in further)


def test_the_joined_form_of_a_compound_counts_half_beside_its_parts() -> None:
    papers = [Paper(id="a", title="The lamp-light"), Paper(id="b", title="To-do list"), Paper(id="c", title="Oillamp")]
    store = Store(index(bare_catalogue(papers)))

    def score(text: str) -> float:
        return search(store, f"{text} ").hits[0][1]

    parts = score("lamp") + score("light")
    assert score("lamp-light") == pytest.approx(parts + 0.5 * score("lamplight"))
    assert score("oil-lamp") == score("oillamp"), "in full where a part is unknown"
    assert score("to-do") == score("todo"), "its parts are stop words"


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("fiction", "function"),
        ("replace", "relate"),
        ("winning", "warning"),
        ("spheres", "shares"),
        ("reusing", "reducing"),
    ],
)
def test_a_short_word_of_other_consonants_is_no_misspelling(typed: str, known: str) -> None:
    assert edits_of(typed, known, 2) == 2
    assert nearest(typed, [(known, 9)]) is None


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("catagry", "category"), ("rythmes", "rhythms"), ("comited", "committed"), ("catpoin", "caption"),
        ("segmentatn", "segmentation"),
    ],
)  # fmt: skip
def test_vowels_doubled_letters_and_swaps_may_be_wrong_twice(typed: str, known: str) -> None:
    assert nearest(typed, [(known, 9)]) == (edits_of(typed, known, 2), known)
