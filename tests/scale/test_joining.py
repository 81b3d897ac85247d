"""The joint index of sites that lie side by side: written, and written anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.checks.site_configuration import site_folder
from generator.pipeline import load_catalogue
from generator.scale.joining import write_joint_index
from generator.search.index import index
from generator.splitting import split_survey

TOY = Path(__file__).parents[1] / "toy/survey"


@pytest.fixture
def surveys(tmp_path: Path) -> list[Path]:
    """The parts of the toy survey, each with the index of its site."""
    pieces, _ = split_survey(TOY, "year", tmp_path / "parts", 2)
    surveys = [tmp_path / "parts" / piece.key / "survey" for piece in pieces]
    for survey in surveys:
        write_index(survey)
    return surveys


def write_index(survey: Path) -> None:
    catalogue, problems = load_catalogue(survey)
    assert catalogue, problems
    for name, text in index(catalogue).items():
        (site_folder(survey) / name).parent.mkdir(parents=True, exist_ok=True)
        (site_folder(survey) / name).write_text(text, encoding="utf-8")


def test_a_joint_index_is_written_beside_the_sites_and_what_is_left_of_an_earlier_one_goes(surveys: list[Path]) -> None:
    joint = surveys[0].parents[1] / "joint-index"
    folder = joint / "assets/search"
    folder.mkdir(parents=True)
    (folder / "common-7-abcd.json").write_text("{}")
    write_joint_index(surveys, joint)
    head = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert head["papers"] == sum(part["papers"] for part in head["parts"]) > len(surveys) > 1
    assert not (folder / "common-7-abcd.json").exists()
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_joint_index(surveys, joint)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    own = json.loads((site_folder(surveys[0]) / "assets/search/index.json").read_text(encoding="utf-8"))
    assert own["joint"] == "../joint-index/" and own["index"] in {part["index"] for part in head["parts"]}


def test_sites_that_do_not_name_each_other_have_no_joint_index(surveys: list[Path], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="do not name each other"):
        write_joint_index([surveys[0], surveys[0]], tmp_path / "joint-index")
    assert not (tmp_path / "joint-index").exists()
