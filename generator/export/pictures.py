"""The pictures that networks and messengers show beside a link: one of the whole survey, and one of each area.

A picture is the survey's map: a dot for each paper in the colour of its area; for an area, its own papers in colour and
all others in grey. Without a map, the dots are in rows, one area after the other. A picture has no words, so that it
needs no font and suits any language; the title is shown beside it as text. Equal papers give equal bytes.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from ..catalogue.addresses import Address
from ..catalogue.map.symbols import area_numbers, mark_radius, style_of
from ..records.catalogue import Catalogue
from ..records.survey import MAP_WIDTH
from ..records.taxonomy import UNPLACED

WIDTH, HEIGHT = 1200, 630
"""The size in pixels that most networks show uncut."""
_MARGIN = 60
_BACKGROUND = 0xFFFFFF
_GREY = 0xD5D8DB
_COLOURS = (0x0069A8, 0xB84A00, 0x00795C, 0xA2387F, 0x7A6400, 0x555B60)
"""Those of the map on a light page, `--map-0` to `--map-5`."""
_OTHERS = len(_COLOURS)
"""The number of grey among the colours."""
_SHADES = 16
"""Steps from the background to a colour, which make the edges of dots smooth."""
_LARGER = 1.25
"""How much larger a dot is than the mark of a paper on the map; two of them just touch where papers are nearest."""
_EMPHASIS = 1.3
"""How much larger the dots of an area are than all others on its picture."""

_Pixels = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
_Point = tuple[float, float]


def picture_of(catalogue: Catalogue, area: str | None = None) -> Address | None:
    """Return the address of the picture of an area, or of the survey if `area` is None, unplaced or empty.

    None if there is no picture, because the survey has no papers, or no address from which a network could fetch it.
    """
    if not catalogue.settings.address or not catalogue.holds():
        return None
    if area and area != UNPLACED and catalogue.holds(area):
        return Address(f"assets/pictures/{area}.png")
    return Address("assets/picture.png")


def render_pictures(catalogue: Catalogue) -> dict[str, bytes]:
    """Return all pictures as PNG: from the path below the docs folder to the bytes. Empty if there is no picture."""
    whole = picture_of(catalogue)
    if whole is None:
        return {}
    numbers = area_numbers(catalogue)
    areas = {key: catalogue.by_area.get(key, ()) for key in numbers}
    points, radius = _points(catalogue, [id for ids in areas.values() for id in ids])
    colours = {key: style_of(number)[1] for key, number in numbers.items()}
    dots = [(points[id], colours[key]) for key, ids in areas.items() for id in ids]
    files = {whole.path: _png(_drawn(_empty(), dots, radius))}
    others = _drawn(_empty(), [(point, _OTHERS) for point, _ in dots], radius)
    for key, ids in areas.items():
        picture = picture_of(catalogue, key)
        if picture and picture != whole:
            own = [(points[id], colours[key]) for id in ids]
            files[picture.path] = _png(_drawn(others.copy(), own, radius * _EMPHASIS))
    return files


def _points(catalogue: Catalogue, ids: Sequence[str]) -> tuple[Mapping[str, _Point], float]:
    """Return where the dots of all papers stand, by id, in pixels from the left and the top, and half their width: as
    on the map, spread over the whole picture, or in rows if a paper is not on the map.
    """
    wide, high = WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN
    if all(id in catalogue.map for id in ids):
        places = np.array([catalogue.map[id] for id in ids], float)
        least = places.min(axis=0)
        scale = np.array([wide, high]) / np.maximum(places.max(axis=0) - least, 1)
        spread = ((places - least) * scale + _MARGIN).tolist()
        radius = _LARGER * mark_radius(len(ids)) * min(*scale.tolist(), wide / MAP_WIDTH)
        few = min(14.0, 60 / math.sqrt(len(ids)))
        return {id: (x, y) for id, (x, y) in zip(ids, spread, strict=True)}, max(2.5, radius, few)
    columns = max(1, math.ceil(math.sqrt(len(ids) * wide / high)))
    rows = math.ceil(len(ids) / columns)
    step = min(wide / columns, high / rows)
    left, top = (WIDTH - step * (columns - 1)) / 2, (HEIGHT - step * (rows - 1)) / 2
    rowed = {id: (left + step * (at % columns), top + step * (at // columns)) for at, id in enumerate(ids)}
    return rowed, max(2.0, min(0.34 * step, 40.0))


def _empty() -> _Pixels:
    return np.zeros((HEIGHT, WIDTH), np.uint8)


def _drawn(pixels: _Pixels, dots: Iterable[tuple[_Point, int]], radius: float) -> _Pixels:
    """Return the picture with dots drawn on it, one over the other; `pixels`, which are the picture, are changed. A dot
    is given by its middle and the number of its colour in `_palette`; `radius` is half its width, in pixels.
    """
    cover = _stamp(radius)
    reach = len(cover) // 2
    for (x, y), colour in dots:
        left, top = round(x) - reach, round(y) - reach
        part = pixels[max(top, 0) : top + len(cover), max(left, 0) : left + len(cover)]
        shades = cover[max(-top, 0) :, max(-left, 0) :][: part.shape[0], : part.shape[1]]
        full = shades == _SHADES
        edge = (shades > 0) & ((part == 0) | full)
        part[edge] = 1 + colour * _SHADES + shades[edge] - 1
    return pixels


def _stamp(radius: float) -> _Pixels:
    """Return a dot with a radius in pixels: for each pixel of a square around it, how much of it the dot covers, from 0
    to `_SHADES`.
    """
    reach = math.ceil(radius)
    side = np.arange(-reach, reach + 1)
    far = np.hypot(side[:, None], side[None, :])
    return np.rint(np.clip(radius + 0.5 - far, 0, 1) * _SHADES).astype(np.uint8)


def _palette() -> Iterator[bytes]:
    """Yield the colours of a picture as three bytes each: the background, then each colour in `_SHADES` steps from the
    background.
    """
    yield _BACKGROUND.to_bytes(3, "big")
    for colour in (*_COLOURS, _GREY):
        for shade in range(1, _SHADES + 1):
            pairs = zip(_BACKGROUND.to_bytes(3, "big"), colour.to_bytes(3, "big"), strict=True)
            yield bytes(round(back + (front - back) * shade / _SHADES) for back, front in pairs)


def _png(pixels: _Pixels) -> bytes:
    """Return a picture of indexed colours as PNG. Rows have no filter, since most of it is background."""
    rows = np.zeros((HEIGHT, WIDTH + 1), np.uint8)
    rows[:, 1:] = pixels
    chunks: Sequence[tuple[bytes, bytes]] = (
        (b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(_palette())),
        (b"IDAT", zlib.compress(rows.tobytes(), 6)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
