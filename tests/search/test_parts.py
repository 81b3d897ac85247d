"""Several indexes asked as one: nearly as one index of all papers, in Python and in the browser alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.catalogue.assemble import assemble
from generator.pipeline import read_survey
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.records.survey import OtherSite, Survey
from generator.search.engine.parts import Part, Parts, keys_of
from generator.search.engine.rank import search
from generator.search.engine.store import Store
from generator.search.index import index
from generator.search.joint import join_indexes
from generator.search.lengths import mean_length
from tests.browser_modules import answer, needs_node
from tests.toy.search import crowd

ROOT = Path(__file__).parent.parent.parent
TITLES = ("This site", "Early: lamps", "早")
KNOWN_AS = ("Late", *TITLES[1:])
"""The titles by which the sites know each other: the first names itself otherwise."""
WHOLE = crowd(90)
THIRDS = [WHOLE.papers[at::3] for at in range(3)]


def only(found: Catalogue, papers: tuple[Paper, ...], length: int | None = None, at: int = 0) -> Catalogue:
    """A catalogue of some of the papers, as the one with this number of several sites."""
    others = [OtherSite(title=title, address=f"../{n}/") for n, title in enumerate(KNOWN_AS) if n != at]
    settings = {"sites": tuple(others), "joint_index": "../joint-index/", "mean_length": length}
    survey = Survey(
        settings=found.settings.model_copy(update=settings),
        taxonomy=found.taxonomy,
        synonyms=found.synonyms,
        glossary=found.glossary,
        papers=papers,
    )
    return assemble(survey, {}, None)


LENGTH = mean_length(WHOLE, WHOLE.papers)
FILES = [index(only(WHOLE, tuple(third), LENGTH, at)) for at, third in enumerate(THIRDS)]
STORES = [Part(title, Store(files)) for title, files in zip(TITLES, FILES, strict=True)]
JOINT_FILES = join_indexes([Part(title, store) for title, (_, store) in zip(KNOWN_AS, STORES, strict=True)])
PARTS, JOINT = Parts(STORES), Parts(STORES, joint=Store(JOINT_FILES))
ONE = Store(index(only(WHOLE, WHOLE.papers, LENGTH)))
QUERIES = [
    "grounding", "image video", "speech -video", "alpha OR beta", "quest", "sceen", '"image text"', "year:2022..2024",
    "area:grounding query", "author:ada", "has:code", "the and of", "", "<b>", "__proto__", "number chart layout token",
]  # fmt: skip


def test_several_indexes_find_what_one_of_all_papers_finds() -> None:
    for query in QUERIES:
        ours, theirs = search(PARTS, query), search(ONE, query)
        assert {id for id, _ in ours.hits} == {id for id, _ in theirs.hits}, query
        assert ours.corrections == theirs.corrections
        if " " not in query:
            assert dict(ours.hits) == dict(theirs.hits), "only bigrams of few papers of a part are missing in a score"
        scores = dict(theirs.hits)
        best = sum(score for _, score in theirs.hits[:10])
        assert sum(scores[id] for id, _ in ours.hits[:10]) >= 0.95 * best, query


def test_with_a_joint_index_all_scores_are_those_of_one_index() -> None:
    for query in QUERIES:
        ours, theirs = search(JOINT, query), search(ONE, query)
        assert dict(ours.hits) == dict(theirs.hits), query
        assert ours.corrections == theirs.corrections


def test_a_joint_index_has_each_key_with_the_papers_of_one_index() -> None:
    places = {paper.id: place for place, paper in enumerate(WHOLE.papers)}
    (ours, theirs) = (
        {
            key: {places[store.hit(at)["id"]]: impact for at, impact in store.postings(key, tier).items()}
            for tier in ("common", "rare")
            for key, _ in words.codes(tier)
        }
        for store, words in ((JOINT, Store(JOINT_FILES)), (ONE, ONE))
    )
    assert ours == theirs


def test_a_part_of_other_length_scores_as_in_the_whole() -> None:
    alone = [index(only(WHOLE, tuple(third))) for third in THIRDS]
    parts = Parts([Part(title, Store(files)) for title, files in zip(TITLES, alone, strict=True)])
    wanted = dict(search(ONE, "grounding").hits)
    differences = [
        sum(abs(score - wanted[id]) for id, score in search(own, "grounding").hits) for own in (PARTS, parts)
    ]
    assert differences[0] <= differences[1]


def test_papers_can_be_filtered_by_their_site() -> None:
    keys = [key for key, _ in next(facet["values"] for facet in PARTS.facets if facet["key"] == "site")]
    assert keys == keys_of(TITLES) == ["this-site", "early-lamps", "早"]
    assert {id for id, _ in search(PARTS, "site:early-lamps").hits} == {paper.id for paper in THIRDS[1]}
    assert {id for id, _ in search(PARTS, "-site:early-lamps -site:早").hits} == {paper.id for paper in THIRDS[0]}


def test_parts_whose_titles_have_the_same_words_have_keys_of_their_own() -> None:
    assert keys_of(["Bees", "bees!", "!"]) == ["bees", "bees-2", "3"]


def test_vectors_count_only_where_all_parts_have_the_same_axes() -> None:
    survey, _ = read_survey(ROOT / "survey")
    assert survey is not None
    assert survey.vectors is not None
    other = survey.vectors.model_copy(update={"model": "another"})
    sites = (OtherSite(title="two", address="../two/"),)
    settings = survey.settings.model_copy(update={"sites": sites})
    stores = [
        Store(index(assemble(survey.model_copy(update={**part, "settings": settings}), {}, None)))
        for part in ({"papers": survey.papers[:9]}, {"papers": survey.papers[9:15], "vectors": other})
    ]
    assert Parts([Part("one", stores[0]), Part("again", stores[0])]).head["vectors"]
    assert not Parts([Part("one", stores[0]), Part("two", stores[1])]).head["vectors"]


def browser(
    asked: list[dict[str, Any]], folder: Path, broken: list[str], joint: dict[str, str] | None = None, own: int = 0
) -> dict[str, Any]:
    """What the modules of the browser answer on one of the sites, where some are broken, and what they read."""
    others = {f"../{at}/": files for at, files in enumerate(FILES) if at != own} | {"../joint-index/": joint or {}}
    told: dict[str, Any] = answer(
        "parts", {"files": FILES[own], "others": others, "asked": asked, "broken": broken}, folder
    )
    return told


@needs_node
def test_the_browser_finds_the_same_over_several_sites(tmp_path: Path) -> None:
    told = browser([{"q": query} for query in QUERIES], tmp_path, [])
    assert told["head"]["papers"] == 90
    owners = {paper.id: number for number, third in enumerate(THIRDS) for paper in third}
    for query, (ids, sites, groups, missing, values) in zip(QUERIES, told["answers"], strict=True):
        assert ids == [id for id, _ in search(PARTS, query, 100).hits], query
        assert sites == [f"https://survey.test/../{owners[id]}/" if owners[id] else "" for id in ids]
        assert sum(count for _, count in groups[0]) == len(ids) and missing == []
        areas = [key for key, _ in next(one["values"] for one in told["head"]["dimensions"] if one["key"] == "area")]
        records = {paper.id: paper.derived.area for paper in WHOLE.papers}
        shown = [areas[own["area"][0]] if "area" in own else None for own in values]
        assert shown == [records[id] or "unplaced" for id in ids], "numbers of values are those of all parts"


@needs_node
@pytest.mark.parametrize("own", [0, 2])
def test_the_browser_finds_the_same_by_a_joint_index_and_opens_no_other(tmp_path: Path, own: int) -> None:
    told = browser([{"q": query} for query in QUERIES], tmp_path, [], JOINT_FILES, own)
    owners = {paper.id: number for number, third in enumerate(THIRDS) for paper in third}
    for query, (ids, sites, groups, missing, values) in zip(QUERIES, told["answers"], strict=True):
        assert ids == [id for id, _ in search(JOINT, query, 100).hits], query
        assert sites == ["" if owners[id] == own else f"https://survey.test/../{owners[id]}/" for id in ids]
        assert sum(count for _, count in groups[0]) == len(ids) and missing == []
        areas = [key for key, _ in next(one["values"] for one in told["head"]["dimensions"] if one["key"] == "area")]
        records = {paper.id: paper.derived.area for paper in WHOLE.papers}
        assert [areas[own["area"][0]] for own in values] == [records[id] or "unplaced" for id in ids]
    kinds = {name.split("-")[0] for address, name in told["read"] if address not in ("", "../joint-index/")}
    assert kinds == {"cards", "order"}, "without words papers are sorted by year and name"


@needs_node
def test_a_joint_index_of_other_files_of_this_site_is_not_asked(tmp_path: Path) -> None:
    before = join_indexes([Part(KNOWN_AS[at], Store(FILES[other])) for at, other in enumerate((1, 1, 2))])
    told = browser([{"q": "grounding"}], tmp_path, [], before)
    assert told["answers"][0][0] == [id for id, _ in search(PARTS, "grounding", 100).hits]


@needs_node
def test_a_site_that_was_built_anew_after_the_joint_index_is_searched_by_its_own(tmp_path: Path) -> None:
    newer = [*FILES[:2], index(only(WHOLE, tuple(THIRDS[2][:9]), LENGTH, 2))]
    told = answer(
        "parts",
        {
            "files": FILES[0],
            "others": {"../1/": newer[1], "../2/": newer[2], "../joint-index/": JOINT_FILES},
            "asked": [{"q": "grounding"}],
            "broken": [],
        },
        tmp_path,
    )
    parts = Parts([Part(title, Store(files)) for title, files in zip(TITLES, newer, strict=True)])
    ((ids, _, _, missing, _),) = told["answers"]
    assert ids == [id for id, _ in search(parts, "grounding", 100).hits] and missing == []


@needs_node
@pytest.mark.parametrize("joint", [None, JOINT_FILES], ids=["apart", "joint"])
def test_a_site_that_is_away_is_named_and_the_others_are_searched(tmp_path: Path, joint: dict[str, str] | None) -> None:
    others = json.loads(json.dumps([{"q": "grounding"}, {"q": "", "choices": {"site": ["this-site"]}}]))
    told = browser(others, tmp_path, ["../1/"], joint)
    left = Parts([Part(TITLES[0], Store(FILES[0])), Part(TITLES[2], Store(FILES[2]))])
    (ids, *_, missing, _), (own, *_) = told["answers"]
    assert missing == ["Early: lamps"]
    assert ids == [id for id, _ in search(left, "grounding", 100).hits]
    assert set(own) == {paper.id for paper in THIRDS[0]}
