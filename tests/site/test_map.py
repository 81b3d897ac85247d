"""The map's page: all papers on it, areas told apart, names legible; and its data for the scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalogue.map.symbols import COLOURS, SHAPES, style_of
from generator.records.catalogue import Catalogue, Place
from generator.records.paper import Paper
from generator.records.survey import MAP_HEIGHT, MAP_WIDTH
from generator.site.components.map_labels import _HEIGHT, MapLine, _width, place_labels, wrapped
from generator.site.render import render
from tests.site.test_render import HOSTILE, Page, commonmark, python_markdown
from tests.toy.catalogue import PAPERS, toy_catalogue

ROOT = Path(__file__).parents[2]
POINTS = st.lists(st.tuples(st.integers(0, MAP_WIDTH), st.integers(0, MAP_HEIGHT)), max_size=20)
TITLES = st.text(st.characters(codec="utf-8", categories=("L", "Nd", "Zs")), min_size=1, max_size=60)


def crowd(count: int) -> Catalogue:
    """The toy with many more papers."""
    toy = toy_catalogue()
    more = [Paper(id=f"p{n}", title=f"Paper {n} of a long row", area="grounding") for n in range(count)]
    return toy.model_copy(
        update={
            "papers": (*toy.papers, *more),
            "places": {**toy.places, **{paper.id: Place() for paper in more}},
            "by_area": {**toy.by_area, "grounding": (*toy.by_area["grounding"], *(paper.id for paper in more))},
            "map": {**toy.map, **{paper.id: (n % 1000, n // 15) for n, paper in enumerate(more)}},
        }
    )


@pytest.mark.parametrize("reader", [python_markdown, commonmark])
def test_every_paper_is_a_mark_with_its_name_and_stands_in_the_lists(reader: object) -> None:
    text = render(toy_catalogue())["map/index.md"]
    page = Page(reader(text.split("---\n", 2)[2]))  # type: ignore[operator]
    links = [str(attrs.get("href")) for tag, attrs in page.elements if tag == "a"]
    for paper in PAPERS:
        assert f"../papers/{paper.id}/" in links, "a mark"
        assert f"../papers/{paper.id}.md" in links, "a list"
    assert "FLAIR (2024): Learns local image features" in page.text
    assert HOSTILE in page.text
    assert "script" not in {tag for tag, _ in page.elements}


def test_a_survey_without_a_map_says_so_and_lists_its_papers() -> None:
    files = render(toy_catalogue().model_copy(update={"map": {}}))
    assert "No map has been drawn of these papers." in files["map/index.md"]
    assert "<svg" not in files["map/index.md"] and "../papers/flair.md" in files["map/index.md"]
    assert "sc-map" not in files["index.md"]


@pytest.mark.parametrize("count", [500, 10_000])
def test_pages_stay_small(count: int) -> None:
    files = render(crowd(count))
    assert len(files["map/index.md"].encode()) < 190_000
    assert len(files["index.md"].encode()) < 30_000
    assert ("../papers/p17/" in files["map/index.md"]) == (count < 600)


def test_areas_differ_in_shape_or_colour() -> None:
    count = len(SHAPES) * COLOURS
    assert len({style_of(number) for number in range(count)}) == count >= 13


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("scheme", "ground"), [(":root", "#ffffff"), ("slate", "#151a1c")])
def test_marks_stand_out_in_both_schemes(scheme: str, ground: str) -> None:
    sheet = (ROOT / "generator/assets/css/map.css").read_text("utf-8")
    rule = re.search(re.escape(scheme) + r"[^{]*\{([^}]*)\}", sheet)
    assert rule
    colours = re.findall(r"--map-\d: (#\w{6})", rule[1])
    assert len(colours) == COLOURS
    for colour in colours:
        dark, light = sorted([luminance(colour), luminance(ground)])
        assert (light + 0.05) / (dark + 0.05) >= 3, colour


# --- names ----------------------------------------------------------------------


def box(lines: tuple[MapLine, ...], size: float) -> tuple[float, float, float, float]:
    width = max(_width(line.text) for line in lines) * size
    x, top = float(lines[0].x), float(lines[0].y) - size * 0.9
    return (x - width / 2, top, x + width / 2, top + len(lines) * size * _HEIGHT)


@settings(max_examples=60)
@given(st.lists(st.tuples(TITLES.filter(str.strip), POINTS), max_size=12), st.sampled_from([16.0, 33.0]))
def test_names_neither_meet_nor_leave_the_frame(areas: list[tuple[str, list[tuple[int, int]]]], size: float) -> None:
    placed = [box(lines, size) for lines in place_labels(areas, size) if lines]
    for one in placed:
        if one[2] - one[0] <= MAP_WIDTH - 10:
            assert one[0] >= 0 and one[2] <= MAP_WIDTH and one[1] >= 0 and one[3] <= MAP_HEIGHT
        for other in placed:
            apart = one[2] <= other[0] + 2 or other[2] <= one[0] + 2 or one[3] <= other[1] + 2 or other[3] <= one[1] + 2
            assert one is other or apart


def test_every_area_of_the_shipped_survey_is_named_on_a_wide_screen() -> None:
    from generator.pipeline import load_catalogue

    catalogue, _ = load_catalogue(ROOT / "survey")
    assert catalogue is not None
    page = render(catalogue)["map/index.md"]
    assert page.count("sc-m-wide") == len(catalogue.taxonomy.areas)
    assert page.count("sc-m-narrow") >= 9


def test_a_name_is_wrapped_into_lines_of_about_equal_length() -> None:
    assert wrapped("Alignment, hallucination and interpretability") == [
        "Alignment,",
        "hallucination and",
        "interpretability",
    ]
    assert wrapped("Grounding") == ["Grounding"]
    assert wrapped("细粒度多模态学习综述") == ["细粒度多模态学习综述"]


@given(TITLES)
def test_wrapping_loses_no_word(title: str) -> None:
    assert " ".join(wrapped(title)).split() == title.split()
