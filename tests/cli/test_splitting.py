"""A survey divided into several sites: each is a whole survey, and all papers are in one of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.records.paper import Paper
from generator.splitting import split_survey
from generator.splitting.pieces import By, Piece, pieces_of
from generator.survey.folder import read_survey

SHIPPED = Path(__file__).parents[2] / "survey"


PIECES = 9
"""What a part takes in these tests."""


def weighed(*papers: Paper) -> list[tuple[Paper, tuple[int, ...]]]:
    """Papers with what they take of two budgets: of one all the same, of the other long ones take more."""
    return [(paper, (1, 2 if paper.id.startswith("long") else 1)) for paper in papers]


def made(number: int, year: int | None, area: str | None, added: int) -> Paper:
    id = f"{'short' if number % 3 else 'long'}-{number}"
    return Paper.model_validate({"id": id, "title": "Lamp", "year": year, "area": area, "added": f"2026-01-0{added}"})


TITLES = {"ropes": "Ropes", "lamps": "Lamps", "tides": "Tides", "unplaced": "Unplaced"}
PAPERS = st.tuples(st.sampled_from([2019, 2020, 2021, 2022, None]), st.sampled_from(["ropes", "lamps", "tides", None]))


def divide(papers: Iterable[Paper], by: By, parts: int = 0) -> list[Piece]:
    return pieces_of(weighed(*papers), TITLES, by, PIECES, parts)


def weight_of(papers: Iterable[Paper]) -> int:
    return max(map(sum, zip(*(shares for _, shares in weighed(*papers)), strict=True)))


@given(st.lists(st.tuples(PAPERS, st.integers(1, 4)), min_size=1, max_size=60), st.sampled_from(["year", "area"]))
def test_parts_are_within_the_bound_and_have_each_paper_once_whatever_the_order(
    rows: list[tuple[tuple[int | None, str | None], int]], by: By
) -> None:
    papers = [made(number, year, area, added) for number, ((year, area), added) in enumerate(rows)]
    pieces = divide(papers, by)
    assert sorted(paper.id for piece in pieces for paper in piece.papers) == sorted(paper.id for paper in papers)
    assert all(weight_of(piece.papers) <= PIECES for piece in pieces)
    assert len({piece.key for piece in pieces}) == len({piece.title for piece in pieces}) == len(pieces)
    assert divide(reversed(papers), by) == pieces


@given(
    st.lists(PAPERS, min_size=1, max_size=50),
    st.lists(PAPERS, min_size=1, max_size=8),
    st.sampled_from(["year", "area"]),
)
def test_papers_that_are_added_later_leave_others_where_they_are_unless_their_part_is_full(
    first: list[tuple[int | None, str | None]], later: list[tuple[int | None, str | None]], by: By
) -> None:
    papers = [made(number, year, area, 1) for number, (year, area) in enumerate(first)]
    added = [made(100 + number, year, area, 2) for number, (year, area) in enumerate(later)]
    where = {paper.id: piece.key for piece in divide([*papers, *added], by) for paper in piece.papers}
    for piece in divide(papers, by):
        if any(where[paper.id] != piece.key for paper in piece.papers):
            assert weight_of([*piece.papers, *added]) > PIECES


@pytest.mark.parametrize(
    ("papers", "by", "wanted"),
    [
        (  # Years that fit lie together, and parts are of like size.
            [(2019, "ropes")] * 4 + [(2020, "ropes")] * 4 + [(2021, "lamps")] * 2,
            "year",
            {"2019": "2019", "2020-2021": "2020–2021"},
        ),
        (  # A year that does not fit is cut between areas; its neighbours are not mixed with it.
            [(2019, "ropes")] + [(2020, "ropes")] * 4 + [(2020, "lamps")] * 4 + [(2020, None)] * 4 + [(2021, "ropes")],
            "year",
            {"2019": "2019", "2020-ropes": "2020: Ropes, Lamps", "2020-unplaced": "2020: Unplaced", "2021": "2021"},
        ),
        (  # One area of a year that does not fit is cut by when its papers joined.
            [(2020, "lamps")] * 12 + [(2020, "ropes")] * 4,
            "year",
            {"2020-ropes": "2020: Ropes", "2020-lamps-1": "2020: Lamps (1)", "2020-lamps-2": "2020: Lamps (2)"},
        ),
        (  # An area that does not fit is cut between years.
            [(2019, "lamps")] * 5 + [(2020, "lamps")] * 4 + [(2021, "lamps")] + [(2020, "ropes")] * 3,
            "area",
            {"ropes": "Ropes", "lamps-2019": "Lamps: 2019", "lamps-2020-2021": "Lamps: 2020–2021"},
        ),
    ],
)
def test_a_year_or_an_area_stays_whole_if_it_fits(
    papers: list[tuple[int, str | None]], by: By, wanted: dict[str, str]
) -> None:
    pieces = divide([made(1 + 3 * number, year, area, 1) for number, (year, area) in enumerate(papers)], by)
    assert {piece.key: piece.title for piece in pieces} == wanted


def test_a_year_of_a_survey_without_areas_is_divided_too_and_what_is_added_comes_into_the_last_part() -> None:
    papers = [made(1 + 3 * number, 2024, None, 1) for number in range(12)]
    titles = {"unplaced": "Unplaced"}
    first = pieces_of(weighed(*papers), titles, "year", PIECES)
    assert [(piece.key, piece.title, len(piece.papers)) for piece in first] == [
        ("2024-1", "2024 (1)", 6),
        ("2024-2", "2024 (2)", 6),
    ]
    later = [made(1 + 3 * number, 2024, None, 2) for number in range(12, 19)]
    grown = pieces_of(weighed(*papers, *later), titles, "year", PIECES)
    assert [(piece.key, len(piece.papers)) for piece in grown] == [("2024-1", 6), ("2024-2", 7), ("2024-3", 6)]
    assert grown[0] == first[0] and grown[1].papers[:6] == first[1].papers


def test_a_part_keeps_its_name_when_papers_of_another_year_come_into_it() -> None:
    papers = [made(1 + 3 * number, 2019 + number // 4, "lamps", 1) for number in range(12)]
    later = [made(100, 2022, "ropes", 2), made(101, 1999, "ropes", 2)]
    assert [(piece.key, piece.title) for piece in divide(papers, "year")] == [
        ("2019-2020", "2019–2020"),
        ("2021", "2021"),
    ]
    assert [(piece.key, piece.title) for piece in divide([*papers, *later], "year")] == [
        ("2019-2020", "1999–2020"),
        ("2021", "2021–2022"),
    ]


def test_no_two_parts_have_the_same_title() -> None:
    papers = [made(1 + 3 * number, 2020, f"a{number % 4}", 1) for number in range(16)]
    titles = {"a0": "Ropes", "a1": "Lamps", "a2": "Ropes", "a3": "Lamps", "unplaced": "Unplaced"}
    pieces = pieces_of(weighed(*papers), titles, "area", 8)
    assert [piece.title for piece in pieces] == ["Ropes, Lamps (1)", "Ropes, Lamps (2)"]


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
