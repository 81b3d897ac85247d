"""Relate: nearness against a slow twin in plain Python, and the terms it is made of."""

from __future__ import annotations

import json
import math
import random
import statistics
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.nearness.related import kappa
from generator.catalogue import neighbours, vectors
from generator.catalogue.neighbours import marks_of, relate
from generator.pipeline import load_catalogue
from generator.records.paper import Paper
from generator.records.vectors import Vectors
from generator.survey.folder import read_survey
from generator.text.term_weights import weigh_terms
from tests.oracle.neighbours import cosines
from tests.toy.vectors import meant

ROOT = Path(__file__).resolve().parents[2]
WORDS = st.sampled_from("boat lamp rope tide wharf knot sail anchor".split())
PAPERS = st.lists(
    st.tuples(
        st.dictionaries(WORDS, st.integers(1, 9).map(float), max_size=5),
        st.sampled_from([None, "sea", "land"]),
        st.lists(st.sampled_from(["model", "method"]), unique=True),
        st.lists(st.sampled_from(["beacon", "harbor"]), unique=True),
    ),
    max_size=9,
)


@settings(max_examples=60)
@given(PAPERS, st.integers(1, 4), st.sampled_from([0, 20_000]))
def test_nearest_are_those_of_the_slow_twin(
    raw: list[tuple[dict[str, float], str | None, list[str], list[str]]], count: int, exact_up_to: int
) -> None:
    papers = [
        Paper.model_validate(
            {
                "id": f"p{number}",
                "title": "?",
                "terms": terms or {"only": 1.0},
                "area": area,
                "facets": {"kind": values} if values else {},
                "mentions": [{"id": id, "as": id} for id in mentions],
            }
        )
        for number, (terms, area, values, mentions) in enumerate(raw)
    ]
    exact = cosines(papers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "_EXACT", exact_up_to)
        found = relate(papers, {}, count)
    assert list(found) == [paper.id for paper in papers]
    for paper in papers:
        near = sorted((-round(exact.get((paper.id, o.id), 0.0), 6), o.id) for o in papers if o.id != paper.id)
        wanted = [(-score, id) for score, id in near if -score > 0.0801][:count]
        got = [(item.similarity, item.id) for item in found[paper.id] if item.similarity > 0.0801]
        assert [score for score, _ in got] == pytest.approx([score for score, _ in wanted], abs=2e-6)
        for item in found[paper.id]:
            assert item.similarity == pytest.approx(exact[paper.id, item.id], abs=2e-6)
            assert 1 <= len(item.why) <= 4


def test_of_many_papers_a_word_speaks_for_those_that_have_most_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = [*((at, 0, at / 10) for at in range(1, 9)), (9, 1, 1.0)]
    numbers, columns, values = zip((0, 0, 0.6), (0, 1, 0.8), *weights, strict=True)
    starts = np.searchsorted(numbers, range(11))
    rows = vectors.Rows(("boat", "lamp"), starts, np.array(columns), np.array(values))
    monkeypatch.setattr(vectors, "_LONGEST", 3)
    found, shared = next(vectors.Likely(rows, vectors.Postings(rows)).cosines([0]))
    assert found.tolist() == [7, 8, 9], "the boats with most of a boat, but for the paper itself, and the lamp"
    assert shared.tolist() == pytest.approx([0.42, 0.48, 0.8])
    monkeypatch.setattr(vectors, "_MOST", 2)
    found, shared = next(vectors.Likely(rows, vectors.Postings(rows)).cosines([0]))
    assert found.tolist() == [8, 9]


def test_the_reasons_are_the_strongest_shared_terms_in_readers_words() -> None:
    def paper(id: str, terms: dict[str, float]) -> Paper:
        return Paper(id=id, title="?", terms=terms, area="sea")

    # All three lie in one area, which therefore says nothing; "rope" stands in one paper only.
    papers = [paper("a", {"boat": 9, "lamp": 2}), paper("b", {"boat": 9, "lamp": 2}), paper("c", {"rope": 2})]
    found = relate(papers, {"area:sea": "The Sea"}, 2)
    assert [item.id for item in found["a"]][:1] == ["b"]
    assert found["a"][0].why == ("boat", "lamp", "The Sea")


def test_a_paper_more_changes_hardly_any_other() -> None:
    dice = random.Random(4)  # noqa: S311 - no secret
    words, often = [f"word{number}" for number in range(400)], [1 / number for number in range(1, 401)]
    papers = [
        Paper(id=f"p{number}", title="?", terms=dict.fromkeys(dice.choices(words, often, k=9), 3.0))
        for number in range(600)
    ]

    def marks(some: list[Paper]) -> dict[str, bytes]:
        return marks_of(some, {}, vectors.unit_vectors(vectors.features_of(some)), None)

    before = marks(papers[1:])
    changed = [id for id, mark in marks(papers).items() if before.get(id) != mark]
    assert "p0" in changed
    assert len(changed) < 60, "one in ten"


def test_a_hollow_word_is_a_reason_only_for_want_of_others() -> None:
    def paper(id: str, *terms: str) -> Paper:
        return Paper(id=id, title="?", terms=dict.fromkeys(terms, 3.0))

    found = relate([paper("a", "up", "oar", "using"), paper("b", "up", "oar"), paper("c", "rope", "using")], {}, 2)
    assert {item.id: item.why for item in found["a"]} == {"b": ("oar",), "c": ("using",)}


def test_a_word_that_is_also_the_title_of_a_shared_area_is_said_once() -> None:
    papers = [Paper(id=id, title="?", area="oars", terms={"oars": 3.0, "tide": 3.0}) for id in "ab"]
    papers += [Paper(id=id, title="?", terms={"rope": 3.0}) for id in "cd"]
    (found,) = relate(papers, {"area:oars": "Oars"}, 1)["a"]
    assert sorted(word.lower() for word in found.why) == ["oars", "tide"]


def test_a_function_word_of_the_language_that_a_record_names_brings_no_papers_together() -> None:
    titles = {"a": "Der Stockfischhandel in Bergen", "b": "Wirtschaft der Hansezeit", "c": "Salz", "d": "Bier"}
    papers = [Paper(id=id, title=title, lang="de") for id, title in titles.items()]
    assert relate(papers, {}, 2)["a"] == ()


@pytest.mark.parametrize("papers", [[], [Paper(id="one", title="One")]])
def test_nothing_is_near_to_nothing(papers: list[Paper]) -> None:
    assert relate(papers, {}, 6) == {paper.id: () for paper in papers}


def test_the_order_of_papers_does_not_matter() -> None:
    survey, _ = read_survey(Path(__file__).parents[1] / "toy" / "survey")
    assert survey is not None
    assert relate(survey.papers, {}, 3) == relate(survey.papers[::-1], {}, 3)


# --- terms ---------------------------------------------------------------------


def test_a_word_in_the_title_counts_three_times() -> None:
    assert weigh_terms("Boats", "A lamp and the boats.") == {"boats": 4.0, "lamp": 1.0}


def test_forms_of_one_stem_are_one_term_in_its_commonest_form() -> None:
    assert weigh_terms("?", "Retrieving, retrieval, retrieval; boats.") == {"boats": 1.0, "retrieval": 3.0}


def test_addresses_numbers_and_small_words_are_no_terms() -> None:
    assert weigh_terms("The 2024", "Sail to https://boats.example/rope for 3.5 of it.") == {"sail": 1.0}


def test_words_of_any_script_are_terms() -> None:
    assert {"привет", "мир"} <= set(weigh_terms("Привет", "мир мир"))


def test_words_that_tell_nothing_are_those_of_the_language_of_the_text() -> None:
    told = weigh_terms("Un modèle de langue", "Les modèles de langue, dans le cadre des réseaux : une étude du réseau.")
    assert told == {"cadre": 1.0, "etude": 1.0, "langue": 4.0, "modele": 4.0, "reseau": 2.0}
    assert "die" in weigh_terms("Die casting", "The die is filled with metal, and it is cooled.")


def test_no_text_has_no_terms() -> None:
    assert weigh_terms("?", None) == {}


@given(st.text(max_size=80), st.text(max_size=200) | st.none())
def test_any_text_has_sorted_terms_that_survive_a_record(title: str, abstract: str | None) -> None:
    terms = weigh_terms(title, abstract)
    assert list(terms) == sorted(terms)
    assert all(weight >= 1 for weight in terms.values())
    paper = Paper(id="x", title="x", terms=terms)
    dumped = paper.model_dump(exclude_defaults=True).get("terms", "")
    assert Paper.model_validate({"id": "x", "title": "x", "terms": dumped}).derived.terms == terms


# --- by meaning ------------------------------------------------------------------


def test_of_papers_that_share_as_much_the_nearest_in_meaning_comes_first() -> None:
    papers = [Paper(id=id, title="?", terms={"boat": 3.0, word: 3.0}) for id, word in zip("abc", "xyz", strict=True)]
    papers.append(Paper(id="d", title="?", terms={"land": 3.0}))
    vectors = meant(papers, a=[100, 0], b=[0, 100], c=[90, 40], d=[100, 0])
    assert [item.id for item in relate(papers, {}, 3)["a"]] == ["b", "c"]
    near = relate(papers, {}, 3, vectors)["a"]
    assert [item.id for item in near] == ["c", "b"], "d means the same, but nothing that they share would say so"
    assert near[0].why == ("boat",)
    cosine = 90 / math.hypot(90, 40)
    words = relate(papers, {}, 3)["a"][0].similarity
    assert near[0].similarity == pytest.approx((words + cosine) / 2, abs=1e-6)


def test_a_pair_that_shares_too_little_by_itself_is_said_to_be_near_by_meaning() -> None:
    # Of the four words of a, b has one, which all the papers but one have; c has nearly all.
    papers = [Paper(id="a", title="?", terms={"boat": 2.0, "oar": 9.0, "sail": 9.0, "knot": 9.0})]
    papers += [Paper(id="b", title="?", terms={"boat": 2.0, "lamp": 9.0, "rope": 9.0, "tide": 9.0})]
    papers += [Paper(id="c", title="?", terms={"boat": 2.0, "oar": 9.0, "sail": 9.0, "knot": 9.0})]
    papers += [Paper(id="d", title="?", terms={"lamp": 9.0, "rope": 9.0, "tide": 9.0})]
    near = {item.id: item for item in relate(papers, {}, 3, meant(papers, a=[100, 0], b=[100, 0], c=[0, 100]))["a"]}
    assert near["b"].by_meaning, "one word that nearly all have is too little"
    assert near["b"].why == ("boat",), "which is named all the same"
    assert near["b"].shared < 0.08 < 0.5 < near["b"].similarity
    assert not near["c"].by_meaning
    assert not any(item.by_meaning for of_paper in relate(papers, {}, 3).values() for item in of_paper)


def test_a_paper_without_a_vector_is_near_by_what_it_shares() -> None:
    papers = [Paper(id=id, title="?", terms={"boat": 3.0, id: 3.0}) for id in "abc"]
    papers.append(Paper(id="d", title="?", terms={"land": 3.0}))
    found = relate(papers, {}, 3, meant(papers, a=[100, 0], b=[100, 0]))
    assert found["c"] == relate(papers, {}, 3)["c"]
    assert [item.id for item in found["a"]] == ["b", "c"]


@pytest.mark.parametrize(("labels", "gain"), [("related", 0.2), ("related_fresh", 0.1)])
def test_readers_find_more_of_the_nearest_related_than_by_words_alone(labels: str, gain: float) -> None:
    """Papers of the shipped survey, graded 0 to 2 without knowing how each neighbour was found; the fresh ones only
    after the measure had been chosen.
    """
    catalogue, problems = load_catalogue(ROOT / "survey")
    assert catalogue, problems
    rows = map(json.loads, (ROOT / f"tests/labels/{labels}.jsonl").read_text(encoding="utf-8").splitlines())
    graded = {row["paper"]: row["grades"] for row in rows if row["set"] == "survey"}

    def mean(vectors: Vectors | None) -> float:
        found = relate(catalogue.papers, {}, 5, vectors)
        return statistics.fmean(graded[id].get(item.id, 0) for id in graded for item in found[id])

    assert mean(catalogue.vectors) > mean(None) + gain


def test_readings_that_agree_by_chance_alone_have_a_kappa_of_nothing() -> None:
    assert kappa([(0, 0), (1, 1), (2, 2)]) == kappa([(0, 0), (1, 1), (2, 2)], weighted=True) == 1
    assert kappa([(0, 0), (0, 1), (1, 0), (1, 1)]) == 0
    # Of ten, eight are the same; by chance it would be 0.6 · 0.6 + 0.4 · 0.4 = 0.52.
    assert kappa([(0, 0)] * 5 + [(1, 1)] * 3 + [(0, 1), (1, 0)]) == pytest.approx(1 - 0.2 / 0.48, abs=5e-4)
