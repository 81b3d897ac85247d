"""Headings of a source: they place its papers, through every change but a curator's word."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.derive.headings import AreaTitles
from generator.records.evidence import Evidence
from generator.records.taxonomy import Taxonomy
from tests.cli.test_cli import record, run

TAXONOMY = Taxonomy.model_validate(
    {"areas": [{"key": "nests", "title": "Where bees nest"}, {"key": "sound", "title": "Sounds & songs"}]}
)
LIST = """# Awesome bees

## Where bees nest

- [A Hive in the Wall](https://a.example/hive) - Oda Reed, 2020.
- [Songs at the Nest](https://a.example/songs) - Bo Lind, 2021.

## Sounds and songs

- [What a Drone Hears](https://a.example/drone) - Oda Reed, 2022.
- [A Nest of Reeds](https://a.example/reeds) - Kim Vale, 2019.

## Others

- [Wax and Honey](https://a.example/wax) - Kim Vale, 2018.
"""
MORE = """# Bees

## Sounds and songs

- [A Hive in the Wall](https://a.example/hive) - Oda Reed, 2020.
- [Bees on Ice](https://a.example/ice) - Oda Reed, 2023.
"""
AREAS = """areas:
- {key: nests, title: Where bees nest, cues: {nest: 2, hive: 1, songs: 5}}
- {key: sound, title: Sounds and songs, cues: {song: 2, wax: 2}}
"""


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A survey whose papers stand under headings that name its areas; cues would place some of them otherwise."""
    monkeypatch.chdir(tmp_path)
    assert run("new", "bees").exit_code == 0
    (tmp_path / "bees" / "taxonomy.yml").write_text(AREAS, encoding="utf-8")
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    assert run("import", "list.md", "--survey", "bees").exit_code == 0
    return tmp_path / "bees"


def areas(survey: Path) -> dict[str, str | None]:
    """The area of each paper by id."""
    return {path.stem: record(path).get("area") for path in sorted((survey / "papers").glob("*.yml"))}


def derived(survey: Path) -> dict[str, str | None]:
    """The same, after `catalogue derive`."""
    assert run("derive", "--survey", "bees").exit_code == 0
    return areas(survey)


def retitle(survey: Path, old: str, new: str) -> None:
    """Change the taxonomy by hand."""
    path = survey / "taxonomy.yml"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("heading", "area"),
    [("where bees nest", "nests"), ("2.1 Where Bees Nest", "nests"), ("Sounds  songs", "sound"), ("Nests", "nests")],
)
def test_a_heading_names_an_area_by_title_or_key(heading: str, area: str) -> None:
    assert AreaTitles(TAXONOMY).named_by(["Bees", heading]) == (heading, area)
    assert AreaTitles(TAXONOMY).named_by(["Bees"]) is None


def test_what_a_heading_named_it_names_under_another_title_too() -> None:
    titles = AreaTitles(TAXONOMY)
    before = Evidence(value="nests", by="heading of the source: Homes")
    assert titles.named_by(["Homes"], before) == ("Homes", "nests")
    assert titles.named_by(["Houses"], before) is None


def test_import_places_by_heading_and_says_so(survey: Path) -> None:
    found = areas(survey)
    by_title = {record(survey / "papers" / f"{id}.yml")["title"]: area for id, area in found.items()}
    assert by_title == {
        "A Hive in the Wall": "nests",
        "Songs at the Nest": "nests",
        "What a Drone Hears": "sound",
        "A Nest of Reeds": "sound",
        "Wax and Honey": "sound",
    }
    reeds = next(path for path in (survey / "papers").glob("*.yml") if "A Nest of Reeds" in path.read_text("utf-8"))
    assert record(reeds)["evidence"]["area"] == {"value": "sound", "by": "heading of the source: Sounds and songs"}
    assert "heading of the source: Sounds and songs" in run("explain", reeds.stem, "--survey", "bees").stdout
    assert run("check", "--survey", "bees").exit_code == 0
    assert run("build", "--survey", "bees", "--docs", "docs").exit_code == 0
    assert "heading of the source: Sounds and songs" in Path("docs", "papers", f"{reeds.stem}.md").read_text("utf-8")


def test_new_cues_and_titles_and_a_second_import_change_nothing(survey: Path) -> None:
    before = areas(survey)
    retitle(survey, "{nest: 2, hive: 1, songs: 5}", "{nest: 9, hive: 1, songs: 5, drone: 9}")
    retitle(survey, "title: Sounds and songs", "title: What bees hear")
    assert derived(survey) == before
    result = run("import", "list.md", "--survey", "bees")
    assert "5 already there, 0 changed, 0 completed" in result.output, result.output
    assert areas(survey) == before


def test_without_its_area_a_heading_places_nothing(survey: Path) -> None:
    retitle(survey, "- {key: sound, title: Sounds and songs, cues: {song: 2, wax: 2}}\n", "")
    assert set(derived(survey).values()) == {"nests", None}
    retitle(survey, "areas:\n", "areas:\n- {key: hearing, title: Sounds and songs}\n")
    found = derived(survey)
    assert sorted(map(str, found.values())) == ["None", "hearing", "hearing", "nests", "nests"], found


def test_the_curators_word_counts_more(survey: Path) -> None:
    path = next(path for path in (survey / "papers").glob("*.yml") if "A Nest of Reeds" in path.read_text("utf-8"))
    path.write_text(path.read_text("utf-8").replace("area: sound", "area: nests"), encoding="utf-8")
    for _ in range(2):
        assert derived(survey)[path.stem] == "nests"
        assert run("import", "list.md", "--survey", "bees").exit_code == 0
        assert areas(survey)[path.stem] == "nests"


def test_a_split_parts_what_stands_under_one_heading_for_good(survey: Path) -> None:
    result = run("taxonomy", "split", "nests", "singing", "--cue", "songs", "--title", "Singing", "--survey", "bees")
    assert result.exit_code == 0, result.output
    songs = next(path for path in (survey / "papers").glob("*.yml") if "Songs at the Nest" in path.read_text("utf-8"))
    assert record(songs)["area"] == "singing"
    found = derived(survey)
    assert sorted(map(str, found.values())) == ["nests", "singing", "sound", "sound", "sound"]


def test_headings_in_a_file_of_known_papers_place_those(survey: Path) -> None:
    Path("more.md").write_text(MORE, encoding="utf-8")
    (survey / "papers" / "bees-ice.yml").write_text(
        "id: bees-ice\ntitle: Bees on Ice\nauthors: [Oda Reed]\nyear: 2023\n", encoding="utf-8"
    )
    assert run("import", "more.md", "--survey", "bees").exit_code == 0
    assert areas(survey)["bees-ice"] == "sound"
    assert next(area for id, area in areas(survey).items() if "hive" in id) == "nests", "the first source's heading"
