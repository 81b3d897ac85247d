"""Search by meaning: what it changes, what it leaves alone, and that the browser does the same."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

import pytest

from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.search import shards
from generator.search.engine.rank import match, search
from generator.search.engine.store import Store
from generator.search.engine.vectors import open_table
from generator.search.index import index
from generator.search.parameters import VECTORS
from generator.search.vectors import Meanings, tables
from tests.browser_modules import needs_node
from tests.search.test_rank import agree
from tests.toy.model import meant
from tests.toy.search import WORDS, catalogue, crowd

TITLES = {
    "boats": "painting harbour boats with oil",
    "cars": "driving fast motor cars at night",
    "painters": "painters harbours boating oils",
    "stones": "stones beside a harbour",
}


@cache
def small() -> Catalogue:
    return meant(catalogue(tuple(Paper(id=id, title=title) for id, title in TITLES.items())))


def ids(text: str, found: Catalogue) -> list[str]:
    return [id for id, _ in search(Store(index(found)), text).hits]


def test_what_is_meant_stands_before_what_only_shares_a_word() -> None:
    words = "painting boats by the harbour "
    without = small().model_copy(update={"vectors": None})
    assert set(ids(words, small())) == set(ids(words, without)), "meaning orders what words find"
    assert ids(words, small()).index("painters") < ids(words, small()).index("stones")


def test_short_queries_and_names_are_ordered_by_words_alone() -> None:
    without = small().model_copy(update={"vectors": None})
    for text in ("harbour ", "painting boats ", "boats"):
        assert search(Store(index(small())), text).hits == search(Store(index(without)), text).hits


def test_a_paper_without_a_vector_gets_one_from_its_words() -> None:
    vectors = small().vectors
    assert vectors
    rest = {id: vector for id, vector in vectors.papers.items() if id != "painters"}
    store = Store(index(small().model_copy(update={"vectors": vectors.model_copy(update={"papers": rest})})))
    full = Store(index(small()))
    place = next(at for at in range(4) if full.hit(at)["id"] == "painters")
    own, length = full.paper_vector(place)
    made, other = store.paper_vector(place)
    assert sum(one * two for one, two in zip(own, made, strict=True)) / length / other > 0.8


@pytest.mark.parametrize("levels", [4, 8, 16])
def test_vectors_come_back_from_tables_of_any_size(levels: int) -> None:
    rows = [[(at * step) % levels for at in range(7)] for step in range(1, 8)]
    digits = "".join(f"{digit:x}" for row in rows for digit in row) + "......."
    wanted = [[2 * digit - levels + 1 for digit in row] for row in rows] + [[0] * 7]
    for size in (1, 3, 8):
        files = tables(Meanings({}, digits, levels, 7), size)
        assert [row for table in files for row in open_table(json.loads(table), 7)] == wanted


@pytest.mark.parametrize("levels", [4, 8])
def test_vectors_of_very_many_papers_come_back_from_their_prefix_codes(
    levels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.search.vectors.VECTORS", VECTORS._replace(many_papers=2))
    chance = Random(1)  # noqa: S311 - draws for a test
    common = [*range(levels), *[levels // 2] * 20, *[levels // 2 - 1] * 20]
    for rows in (
        [[chance.choice(common) for _ in range(7)] for _ in range(90)],
        [[1, 2, 3, 0, 1, 2, 3]] * 5,
        [[at % levels] * 7 for at in range(2)],
    ):
        digits = "".join(str(digit) for row in rows for digit in row)
        wanted = [[2 * digit - levels + 1 for digit in row] for row in rows]
        (table,) = tables(Meanings({}, f"{digits}.......", levels, 7), len(rows) + 1)
        assert "lengths" in table
        assert open_table(json.loads(table), 7) == [*wanted, [0] * 7]


@needs_node
def test_the_browser_reads_the_vectors_of_very_many_papers_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = meant(crowd(150))
    monkeypatch.setattr("generator.search.vectors.VECTORS", VECTORS._replace(many_papers=100))
    monkeypatch.setattr("generator.search.meanings.VECTORS", VECTORS._replace(many_papers=100, many_axes=7))
    files = index(found)
    assert json.loads(files["assets/search/index.json"])["vectors"] == [7, 150]
    queries = [" ".join(WORDS[start : start + length]) for start in range(20) for length in (3, 5, 9)]
    agree(files, {text: f"{text} " for text in queries}, tmp_path)


@needs_node
def test_in_a_large_survey_only_the_best_are_ordered_by_meaning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = meant(crowd(150))
    text = " ".join(WORDS[:5]) + " "
    whole = search(Store(index(found)), text).hits
    monkeypatch.setattr(shards, "_MANY", 100)
    files = index(found)
    assert len([path for path in files if "/vectors-" in path]) == 19
    assert search(Store(files), text).hits == whole
    agree(files, {text: text}, tmp_path)
    monkeypatch.setattr("generator.search.engine.store.VECTORS", VECTORS._replace(reranked_of_many=5))
    few = search(Store(files), text).hits
    scores = match(Store(files), text).scores
    best = sorted(scores, key=lambda paper: (-scores[paper], paper))[:5]
    assert {id for id, _ in few[:5]} == {Store(files).hit(paper)["id"] for paper in best}
    assert few != whole


def test_an_index_without_vectors_has_no_file_of_them() -> None:
    files = index(small().model_copy(update={"vectors": None}))
    assert not [path for path in files if "vectors" in path or "meanings" in path]
    assert not {"vectors", "meanings"} & json.loads(files["assets/search/index.json"]).keys()


@needs_node
def test_the_browser_orders_by_meaning_the_same(tmp_path: Path) -> None:
    found = meant(crowd(150))
    queries = [" ".join(WORDS[start : start + length]) for start in range(20) for length in (2, 3, 5, 9)]
    queries += ["image video area:documents text model", '"image video" text model', "imgae vidoe txet modle scene"]
    agree(index(found), {text: f"{text} " for text in queries}, tmp_path)
