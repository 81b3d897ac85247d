"""A survey divided into several sites: each is a whole survey, and all papers are in one of them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.checks.budgets import papers_within
from generator.cli import main
from generator.records.survey import Budgets
from generator.splitting import pieces_of, split_survey
from generator.survey.folder import read_survey
from tests.toy.world import WORLD

SHIPPED = Path(__file__).parents[2] / "survey"


def test_years_stay_together_and_each_part_is_within_the_bound() -> None:
    pieces = pieces_of(WORLD, "year", 2)
    assert sorted(paper.id for piece in pieces for paper in piece.papers) == sorted(paper.id for paper in WORLD.papers)
    years = [{paper.bibliographic.year for paper in piece.papers if paper.bibliographic.year} for piece in pieces]
    assert all(max(one) < min(other) for one, other in pairwise(years) if one and other)
    assert all(len(piece.papers) <= 2 or len(own) == 1 for piece, own in zip(pieces, years, strict=True))


def test_areas_stay_together() -> None:
    pieces = pieces_of(WORLD, "area", 1)
    areas = [{paper.derived.area for paper in piece.papers} for piece in pieces]
    assert all(len(own) == 1 for own in areas)
    assert len({piece.key for piece in pieces}) == len(pieces) > 1


def test_each_part_of_the_shipped_survey_has_no_fault_and_names_the_others(tmp_path: Path) -> None:
    into = tmp_path / "parts"
    pieces, problems = split_survey(SHIPPED, "year", into, 3)
    assert problems == []
    whole, _ = read_survey(SHIPPED)
    assert whole is not None
    found: list[str] = []
    for piece in pieces:
        survey, faults = read_survey(into / piece.key / "survey")
        assert survey is not None and not faults
        assert {site.address for site in survey.settings.sites} == {f"../{o.key}/" for o in pieces if o is not piece}
        assert survey.settings.mean_length and survey.settings.joint_index == "../joint-index/"
        assert survey.settings.title == f"{whole.settings.title}: {piece.title}"
        found += [paper.id for paper in survey.papers]
    assert sorted(found) == [paper.id for paper in whole.papers]
    result = CliRunner().invoke(main, ["check", "--survey", str(into / pieces[-1].key / "survey")])
    assert result.exit_code == 0, result.output


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    pieces, (problem,) = split_survey(SHIPPED, "area", tmp_path, 3)
    assert not pieces and "is not empty" in problem.message
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_survey_that_fits_is_not_divided(tmp_path: Path) -> None:
    pieces, (problem,) = split_survey(SHIPPED, "year", tmp_path / "parts")
    assert not pieces and "nothing to divide" in problem.message
    assert not (tmp_path / "parts").exists()


@pytest.mark.parametrize(("budgets", "least", "most"), [({}, 9_000, 12_600), ({"site_bytes": 53_000_000}, 500, 1_000)])
def test_a_part_has_as_many_papers_as_its_host_takes(budgets: dict[str, int], least: int, most: int) -> None:
    assert least < papers_within(Budgets(**budgets)) < most


_NAMESAKES = {
    "survey.yml": "format: 1\ntitle: Lamps\ndescription: Papers on lamps.\n",
    "taxonomy.yml": "areas: []\nfacets: []\n",
    "papers/cube.yml": "id: cube\ntitle: 'D³: A Lamp'\nname: D³\naliases: [D3]\nyear: 2020\narea: null\n",
    "papers/set.yml": "id: set\ntitle: 'D3: A Set of Lamps'\nname: D3\nyear: 2021\narea: null\n",
    "papers/user.yml": (
        "id: user\ntitle: Light\nyear: 2022\narea: null\nmentions: [{id: cube, as: D³}, {id: set, as: D3}]\n"
    ),
}


def test_papers_of_other_parts_that_share_a_name_are_told_apart(tmp_path: Path) -> None:
    for name, text in _NAMESAKES.items():
        (tmp_path / "survey" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "survey" / name).write_text(text, "utf-8")
    pieces, problems = split_survey(tmp_path / "survey", "year", tmp_path / "parts", 3)
    assert problems == []
    assert [piece.key for piece in pieces] == ["2020", "2021", "2022"]
    last, _ = read_survey(tmp_path / "parts/2022/survey")
    assert last is not None
    assert {system.id: (system.name, system.aliases) for system in last.systems} == {
        "cube": ("D³", ()),
        "set": ("D3", ()),
    }
    result = CliRunner().invoke(main, ["check", "--survey", str(tmp_path / "parts/2022/survey")])
    assert result.exit_code == 0, result.output
