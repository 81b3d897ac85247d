"""Names with versions, and names of several words in one: what else they are typed as."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.records.catalogue import Catalogue, Place, Resolved
from generator.records.paper import Paper
from generator.records.survey import System
from generator.search.engine.rank import search
from generator.search.engine.store import Store
from generator.search.index import index
from tests.browser_modules import needs_node
from tests.search.test_rank import agree
from tests.toy.search import catalogue

TITLES = {
    "batches": "Batches from a DataLoader that never waits",
    "leaders": "Leaders of teams",
    "sea-turtles": "Sea turtles seen by GPT 4V",
    "ships": "Ships seen by GPT-4V",
    "whales": "Whales drawn with Qwen2.5",
    "birds": "Birds drawn with Llama3",
    "cats": "Cats drawn with Llama 2",
    "rivers": "Rivers",
}


def found() -> Catalogue:
    whole = catalogue(tuple(Paper(id=id, title=title) for id, title in TITLES.items()))
    qwen = System(id="qwen", name="Qwen", kind="model")
    newer = System(id="qwen-2-5", name="Qwen2.5", kind="model", family="qwen")
    mention = Resolved(id="qwen-2-5", target="system", name="Qwen2.5", as_="Qwen2.5")
    places = {**whole.places, "whales": Place(mentions=(mention,))}
    return whole.model_copy(update={"systems": {"qwen": qwen, "qwen-2-5": newer}, "places": places})


STORE = Store(index(found()))


@pytest.mark.parametrize(
    ("typed", "first", "read"),
    [
        ("loader", ["batches"], {}),
        ("data", ["batches"], {}),
        ("GPT4V", ["sea-turtles", "ships"], {}),
        ("gpt-4v", ["sea-turtles", "ships"], {}),
        ("gpt 4v", ["sea-turtles", "ships"], {}),
        ("qwen", ["whales"], {}),
        ("qwen9", ["whales"], {"qwen9": "qwen"}),
        ("llama9", ["cats"], {"llama9": "llama"}),
        ("gpt7", ["sea-turtles", "ships"], {"gpt7": "gpt"}),
        ("loadre", ["batches"], {"loadre": "loader"}),
    ],
)
def test_a_name_is_found_as_readers_type_it(typed: str, first: list[str], read: dict[str, str]) -> None:
    answer = search(STORE, f"{typed} ")
    assert sorted(id for id, _ in answer.hits[: len(first)]) == first
    assert answer.corrections == read


def test_a_version_of_nothing_known_is_a_word_like_others() -> None:
    assert search(STORE, "zebra7 ").hits == []
    assert search(STORE, "h2o ").corrections == {}


def test_a_paper_that_has_the_word_itself_comes_before_one_with_a_name_that_holds_it() -> None:
    papers = (Paper(id="named", title="A DataLoader"), Paper(id="own", title="A loader"))
    assert [id for id, _ in search(Store(index(catalogue(papers))), "loader ").hits] == ["own", "named"]


@needs_node
def test_the_browser_does_the_same(tmp_path: Path) -> None:
    queries = "loader loadre GPT4V gpt-9 gpt9 qwen9 qwen9b llama4 llama3.1 zebra7 h2o dinov9 gptv2 qwen9.ships".split()
    agree(index(found()), {text + end: text for text in queries for end in ("", " ", " ships ")}, tmp_path)
