"""The map's places: near in the vectors is near on the map, and a paper that joins moves no other."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalogue.map.layout import known_coordinates, lay_out, trustworthiness
from generator.catalogue.map.symbols import spacing
from generator.catalogue.vectors import Postings, features_of, unit_vectors
from generator.cli import main
from generator.pipeline import load_catalogue
from generator.records.paper import Paper
from generator.records.survey import MAP_HEIGHT, MAP_WIDTH
from generator.survey.edit import remove, rename
from generator.survey.folder import read_survey, render_map
from tests.toy.vectors import meant

ROOT = Path(__file__).parents[2]
WORDS = "boat lamp rope tide wharf knot sail anchor foam gull".split()
PAPERS = st.lists(st.dictionaries(st.sampled_from(WORDS), st.integers(2, 9).map(float), max_size=4), max_size=30)


def made(rows: list[dict[str, float]]) -> list[Paper]:
    return [Paper(id=f"p{number}", title="?", terms=row or {"only": 1.0}) for number, row in enumerate(rows)]


def harbour(count: int) -> list[Paper]:
    """Papers about three things, turn by turn."""
    rows = [{WORDS[3 * (n % 3)]: 9.0, WORDS[3 * (n % 3) + 1]: 2.0 + n % 5, WORDS[n % 10]: 3.0} for n in range(count)]
    return made(rows)


def test_the_stored_map_is_trustworthy_and_every_paper_can_be_hit() -> None:
    survey, _ = read_survey(ROOT / "survey")
    assert survey is not None and survey.coordinates is not None
    places = known_coordinates(survey)
    assert set(places) == {paper.id for paper in survey.papers} == set(survey.coordinates)
    assert trustworthiness(survey.papers, places, survey.vectors) >= 0.94
    gaps = [math.dist(one, other) for one, other in itertools.combinations(places.values(), 2)]
    assert min(gaps) >= spacing(len(places)) - 0.01
    stored = (ROOT / "survey" / "map.yml").read_text(encoding="utf-8")
    assert stored == render_map(places), "the file is as the command writes it"


def test_trustworthiness_is_that_of_scikit_learn() -> None:
    from sklearn.manifold import trustworthiness as of_scikit_learn  # which takes a second to be loaded

    survey, _ = read_survey(ROOT / "survey")
    assert survey is not None
    places = known_coordinates(survey)
    distances = 1 - np.array(list(Postings(unit_vectors(features_of(survey.papers))).cosines()))
    np.fill_diagonal(distances, 0)
    points = np.array([places[paper.id] for paper in survey.papers], dtype=float)
    theirs = of_scikit_learn(np.maximum(distances, 0), points, n_neighbors=10, metric="precomputed")
    assert trustworthiness(survey.papers, places) == pytest.approx(theirs, abs=0.003), "but for ties"


def test_a_paper_that_joins_stands_beside_what_means_the_same_and_moves_no_other() -> None:
    # The new paper has the words of the first ten, and means what the other fourteen do, with which it shares one.
    *stand, new = made(
        [{"boat": 5.0, "lamp": 9.0}] * 10 + [{"boat": 9.0, "tide": 2.0}] * 14 + [{"boat": 9.0, "lamp": 5.0}]
    )
    first = {paper.id for paper in stand[:10]}
    places = {paper.id: (100 + 30 * n, 100 if paper.id in first else 600) for n, paper in enumerate(stand)}
    turn = {paper.id: [100, 0] if paper.id in first else [0, 100] for paper in [*stand, new]}
    laid = lay_out([*stand, new], places, meant([*stand, new], **turn))
    assert {id: laid[id] for id in places} == places
    assert laid[new.id][1] > 400, "beside those that mean the same"
    assert lay_out([*stand, new], places)[new.id][1] < 200, "beside those with the same words"


def test_a_map_by_meaning_keeps_those_together_who_mean_the_same() -> None:
    papers = harbour(60)
    turn = {paper.id: [100, 20 * (n % 3)] if n % 2 else [20 * (n % 3), 100] for n, paper in enumerate(papers)}
    vectors = meant(papers, **turn)
    places = lay_out(papers, {}, vectors, anew=True, quick=True)
    assert trustworthiness(papers, places, vectors) > 0.9
    assert lay_out(papers[::-1], {}, vectors, anew=True, quick=True) == places
    some = meant(papers, **dict(list(turn.items())[:30]))
    assert trustworthiness(papers, lay_out(papers, {}, some, anew=True, quick=True), some) > 0.8, "half have vectors"


@settings(max_examples=40)
@given(PAPERS, st.integers(0, 30))
def test_papers_that_join_move_no_other(rows: list[dict[str, float]], before: int) -> None:
    papers = made(rows)
    known = lay_out(papers[:before], {})
    places = lay_out(papers, known)
    assert {id: places[id] for id in known} == known
    assert set(places) == {paper.id for paper in papers}
    assert all(0 <= x <= MAP_WIDTH and 0 <= y <= MAP_HEIGHT for x, y in places.values())
    assert len(set(places.values())) == len(places), "no two stand on one place"
    assert lay_out(papers[::-1], known) == places


def test_a_paper_joins_those_that_it_resembles() -> None:
    papers = harbour(30)
    places = {paper.id: ((n % 3) * 400 + 50 + (n // 3) * 10, 100 + (n // 3) * 20) for n, paper in enumerate(papers)}
    for n, paper in enumerate(papers[:6]):
        rest = {id: place for id, place in places.items() if id != paper.id}
        x, _ = lay_out(papers, rest)[paper.id]
        assert abs(x - ((n % 3) * 400 + 95)) < 150, paper.id


def test_a_layout_made_anew_is_the_same_again_and_trustworthy() -> None:
    papers = harbour(45)
    places = lay_out(papers, {}, anew=True)
    assert lay_out(papers[::-1], {"p1": (1, 1)}, anew=True) == places
    assert trustworthiness(papers, places) > 0.85


def test_few_papers_get_places_as_well() -> None:
    assert lay_out([], {}) == {}
    assert len(set(lay_out(harbour(5), {}, anew=True).values())) == 5
    assert math.isnan(trustworthiness(harbour(5), lay_out(harbour(5), {})))


# --- the file -------------------------------------------------------------------


def places_of(survey: Path) -> dict[str, list[int]]:
    data: dict[str, dict[str, list[int]]] = yaml.safe_load((survey / "map.yml").read_text(encoding="utf-8"))
    return data["papers"]


def test_the_command_places_what_has_no_place_and_drops_what_is_gone(toy: Path) -> None:
    (toy / "map.yml").write_text("papers:\n  glimmer: [100, 100]\n  lantern: [900, 600]\n  gone: [1, 1]\n", "utf-8")
    result = CliRunner().invoke(main, ["map", "--survey", "toy"], catch_exceptions=False)
    assert result.exit_code == 0
    papers = {path.stem for path in (toy / "papers").glob("*.yml")}
    assert f"{len(papers)} papers on the map, {len(papers) - 2} placed, 1 dropped" in result.stderr
    places = places_of(toy)
    assert (places["glimmer"], places["lantern"]) == ([100, 100], [900, 600])
    assert set(places) == papers
    before = (toy / "map.yml").read_bytes()
    CliRunner().invoke(main, ["map", "--survey", "toy"], catch_exceptions=False)
    assert (toy / "map.yml").read_bytes() == before


def test_the_build_places_what_the_file_lacks_without_touching_it(toy: Path) -> None:
    (toy / "map.yml").write_text("papers:\n  glimmer: [100, 100]\n", "utf-8")
    catalogue, _ = load_catalogue(toy)
    assert catalogue is not None
    assert set(catalogue.map) == {paper.id for paper in catalogue.papers}
    assert catalogue.map["glimmer"] == (100, 100)
    (toy / "map.yml").unlink()
    without, _ = load_catalogue(toy)
    assert without is not None and without.map == {}


def test_a_renamed_paper_keeps_its_place_and_a_removed_one_has_none(toy: Path) -> None:
    (toy / "map.yml").write_text("papers:\n  glimmer: [100, 100]\n  tide-tables: [1, 2]\n", "utf-8")
    survey, _ = read_survey(toy)
    assert survey is not None
    assert rename(survey, toy, "glimmer", "glow") == []
    assert places_of(toy) == {"glow": [100, 100], "tide-tables": [1, 2]}
    survey, _ = read_survey(toy)
    assert survey is not None
    assert remove(survey, toy, "tide-tables") == []
    assert places_of(toy) == {"glow": [100, 100]}
    (toy / "map.yml").write_text("papers:\n  glimmer: [100, 100]\n", "utf-8")
    survey, _ = read_survey(toy)
    assert survey is not None
    assert known_coordinates(survey) == {"glow": (100, 100)}, "known by its former id"


def test_faults_of_the_file_are_named_with_their_line(toy: Path) -> None:
    (toy / "map.yml").write_text("papers:\n  glimmer: [100, 100]\n  glimer: [1, 2]\n", "utf-8")
    said = CliRunner().invoke(main, ["check", "--survey", "toy"]).stderr
    assert "toy/map.yml:3: there is no paper 'glimer'; did you mean 'glimmer'?" in said
    (toy / "map.yml").write_text("papers:\n  glimmer: [100, much]\n  lantern: [5000, 0]\n", "utf-8")
    result = CliRunner().invoke(main, ["check", "--survey", "toy"])
    assert result.exit_code == 1
    assert "toy/map.yml:2: " in result.stderr and "toy/map.yml:3: " in result.stderr
