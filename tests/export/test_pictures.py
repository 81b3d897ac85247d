"""The pictures beside links: what is drawn, and that it is a picture at all."""

from __future__ import annotations

import struct
import zlib

import pytest

from generator.catalogue.assemble import assemble
from generator.export.pictures import HEIGHT, WIDTH, picture_of, render_pictures
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.records.survey import Coordinate, Settings, Survey
from generator.records.taxonomy import Taxonomy, Value

GREY, BLUE, ORANGE = (0xD5, 0xD8, 0xDB), (0x00, 0x69, 0xA8), (0xB8, 0x4A, 0x00)


def catalogue(coordinates: dict[str, Coordinate] | None = None, address: str = "https://survey.test/") -> Catalogue:
    areas = (Value(key="boats", title="船"), Value(key="tides", title="Ebbe"), Value(key="none", title="Nichts"))
    places = [("a", "boats"), ("b", "boats"), ("c", "tides"), ("d", None)]
    papers = tuple(Paper.model_validate({"id": id, "title": id, "area": area}) for id, area in places)
    settings = Settings(title="t", description="d", base_url=address)
    survey = Survey(settings=settings, taxonomy=Taxonomy(areas=areas), papers=papers, coordinates=coordinates)
    return assemble(survey, {}, None)


def colours(png: bytes) -> dict[tuple[int, ...], int]:
    """How many pixels of a picture have each colour; its checksums are compared on the way."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        content = png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + content)
        chunks[kind], at = content, at + 12 + size
    assert [*chunks] == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (width, height, form) == (WIDTH, HEIGHT, [8, 3, 0, 0, 0])
    rows, palette = zlib.decompress(chunks[b"IDAT"]), chunks[b"PLTE"]
    assert len(rows) == (WIDTH + 1) * HEIGHT and not any(rows[:: WIDTH + 1]), "no row is filtered"
    pixels = b"".join(rows[start + 1 : start + WIDTH + 1] for start in range(0, len(rows), WIDTH + 1))
    return {tuple(palette[3 * index : 3 * index + 3]): pixels.count(index) for index in {*pixels}}


MAPS: list[dict[str, Coordinate] | None] = [
    None,
    {"a": (0, 0), "b": (1000, 700), "c": (500, 10), "d": (700, 300)},
    {"a": (5, 5), "b": (5, 5), "c": (5, 5), "d": (5, 5)},
]


@pytest.mark.parametrize("coordinates", MAPS)
def test_the_survey_and_each_area_with_papers_have_a_picture(coordinates: dict[str, Coordinate] | None) -> None:
    files = render_pictures(catalogue(coordinates))
    assert set(files) == {f"assets/{name}.png" for name in ("picture", "pictures/boats", "pictures/tides")}
    assert all(len(png) < 20_000 for png in files.values())
    assert render_pictures(catalogue(coordinates)) == files
    assert all(sum(colours(png).values()) == WIDTH * HEIGHT for png in files.values())


def test_an_area_stands_out_among_the_others() -> None:
    files = render_pictures(catalogue(MAPS[1]))
    whole, boats, tides = (colours(files[f"assets/{it}.png"]) for it in ("picture", "pictures/boats", "pictures/tides"))
    assert {BLUE, ORANGE} <= set(whole) and GREY not in whole
    assert {BLUE, GREY} <= set(boats) and ORANGE not in boats
    assert {ORANGE, GREY} <= set(tides) and BLUE not in tides
    assert boats[BLUE] > whole[BLUE] > whole[ORANGE] > 100, "two papers, then one"


def test_pages_name_pictures_that_are_there() -> None:
    it = catalogue()
    files = render_pictures(it)
    for area in ("boats", "tides", "none", "unplaced", "unknown", None):
        picture = picture_of(it, area)
        assert picture and picture.path in files
    assert picture_of(it, "boats") != picture_of(it, "none") == picture_of(it)


def test_without_an_address_or_papers_there_is_no_picture() -> None:
    assert render_pictures(catalogue(address="")) == {} and picture_of(catalogue(address="")) is None
    empty = catalogue().model_copy(update={"papers": (), "by_area": {}})
    assert render_pictures(empty) == {} and picture_of(empty, "boats") is None
