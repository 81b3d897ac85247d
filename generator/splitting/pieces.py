"""Decides which papers of a survey are in one part, so that each part is within what its host takes.

A paper has a place: its year, its area, and when it joined; or its area first and then its year. A part is a run of
places.

    years (or areas) that fit stay whole, and lie together as long as they fit:   2019–2020 │ 2021 │ …
    one that does not fit is cut between its areas (or years):                    2024: Parsing, Dialogue │ 2024: Ethics
    one of these that does not fit is cut between papers, by when they joined:    2024: Ethics (1) │ 2024: Ethics (2)

The papers of the first day are divided into parts of like size. Those of each later day go to the parts in whose run
their places lie, and only a part that grows too large is divided again. So papers that are added leave all others where
they are, with the same address, but for those of a part that has no more room.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import add, attrgetter
from typing import Literal, NamedTuple

from ..records.paper import Paper

By = Literal["year", "area"]
Shares = tuple[int, ...]
"""How much papers take of each of several budgets. They weigh what they take of the one of which they take most."""
_LAST = 2
"""The depth at which each paper is a cell of its own."""
_TITLES = 3
"""Areas that the title of a part names; "…" stands for others."""


class Piece(NamedTuple):
    """A part of a survey: the name of its folder (`key`), its title beside that of the survey, and its papers."""

    key: str
    title: str
    papers: tuple[Paper, ...]


class _Row(NamedTuple):
    """A paper with its place: its year and the number of its area, or the other way round. Papers of one place stand in
    the order in which they joined.
    """

    place: tuple[int, int]
    joined: tuple[datetime.date, str]
    shares: Shares
    paper: Paper


_order = attrgetter("place", "joined")


class _Part(NamedTuple):
    """A part: the papers in `rows`, whose places begin with the same `depth` numbers. `first` and `last` of its papers
    when it was made name it; those that are added later may lie beyond them.
    """

    depth: int
    first: _Row
    last: _Row
    rows: list[_Row]


def pieces_of(
    papers: Iterable[tuple[Paper, Shares]], titles: Mapping[str, str], by: By, most: int, parts: int = 0
) -> list[Piece]:
    """Divide papers, each given with its shares, into parts that take at most `most` of each budget.

    With `parts` there are at least about so many, and all papers count as those of the first day. `titles` has the
    title of each area by its key, in the order of the taxonomy, and last that of papers without one.

    Papers without a year are with the last one of the day on which they joined, those without an area are an area of
    their own. A paper that is heavier than `most` is a part by itself.
    """
    days = _days(papers, tuple(titles), by)
    if parts:
        days = [[row for day in days for row in day]]
    divided: list[_Part] = []
    for day in days:
        divided = _grown(divided, day, most) if divided else _divided(day, 0, most, parts)
    return _named(divided, tuple(titles.items()), by)


def _days(papers: Iterable[tuple[Paper, Shares]], areas: Sequence[str], by: By) -> list[list[_Row]]:
    """Return the papers of each day on which some joined, the first day first. Those without a day come first."""
    order = {key: number for number, key in enumerate(areas)}
    last = 0
    days = []
    for day, own in groupby(sorted(papers, key=lambda pair: _joined(pair[0])), key=lambda pair: _joined(pair[0])[0]):
        given = list(own)
        last = max(last, *(paper.bibliographic.year or 0 for paper, _ in given))
        rows = []
        for paper, shares in given:
            year, area = paper.bibliographic.year or last, order.get(paper.derived.area or "", len(order) - 1)
            rows.append(_Row((year, area) if by == "year" else (area, year), (day, paper.id), shares, paper))
        days.append(rows)
    return days


def _joined(paper: Paper) -> tuple[datetime.date, str]:
    return paper.provenance.added or datetime.date.min, paper.id


# --- parts by weight -----------------------------------------------------------


def _divided(rows: Iterable[_Row], depth: int, most: int, parts: int = 0) -> list[_Part]:
    """Divide papers whose places begin with the same `depth` numbers into parts that weigh at most `most`; with `parts`
    into at least about so many.
    """
    rows = sorted(rows, key=_order)
    aim = min(most, -(-_weight(rows) // parts)) if parts else most
    cells = [
        list(cell)
        for _, cell in groupby(rows, key=lambda row: _order(row) if depth == _LAST else row.place[: depth + 1])
    ]
    divided = []
    for is_too_heavy, some in groupby(cells, key=lambda cell: depth < _LAST and _weight(cell) > most):
        if is_too_heavy:
            divided += [part for cell in some for part in _divided(cell, depth + 1, most)]
        else:
            divided += [_Part(depth, run[0], run[-1], run) for run in _even(list(some), aim)]
    return divided


def _even(cells: Sequence[list[_Row]], most: int) -> list[list[_Row]]:
    """Join cells that follow each other into as few runs as weigh at most `most`, and of like weight. A cell that is
    heavier stays whole.
    """
    shares = [_sum(cell) for cell in cells]
    heaviest = max(map(max, shares))
    bounds = range(heaviest, max(most, heaviest) + 1)
    fewest = len(_runs(shares, bounds[-1]))
    bound = bounds[bisect_left(bounds, -fewest, key=lambda bound: -len(_runs(shares, bound)))]
    ends = _runs(shares, bound)
    return [[row for cell in cells[start:end] for row in cell] for start, end in zip([0, *ends], ends, strict=False)]


def _runs(shares: Sequence[Shares], most: int) -> list[int]:
    """Return where runs of cells with these shares end, each as long as it weighs at most `most`, as any cell does."""
    ends: list[int] = []
    run: Shares = ()
    for number, own in enumerate(shares):
        run = tuple(map(add, run, own)) if run else own
        if max(run) > most:
            ends.append(number)
            run = own
    return [*ends, len(shares)]


def _sum(rows: Iterable[_Row]) -> Shares:
    return tuple(map(sum, zip(*(row.shares for row in rows), strict=True)))


def _weight(rows: Iterable[_Row]) -> int:
    return max(_sum(rows))


# --- papers of a later day -----------------------------------------------------


def _grown(parts: Sequence[_Part], day: Iterable[_Row], most: int) -> list[_Part]:
    """Return the parts with the papers of a later day, each in the part where its place is; a part that then weighs
    more than `most` is divided.
    """
    grown = list(parts)
    for row in sorted(day, key=_order):
        after = bisect_right(grown, _order(row), key=lambda part: _order(part.first))
        beside = grown[max(after - 1, 0) : after + 1]
        part = max(beside, key=lambda part: (_shared(part, row), _takes(part, row)))
        if not _takes(part, row):
            part = _Part(_shared(part, row), row, row, [])
            grown.insert(after, part)
        part.rows.append(row)
    return [
        piece
        for part in grown
        for piece in ([part] if _weight(part.rows) <= most else _divided(part.rows, part.depth, most))
    ]


def _shared(part: _Part, row: _Row) -> int:
    """Return how many numbers at the beginning of a paper's place are those of all papers of a part."""
    numbers = range(min(part.depth, len(row.place)))
    return next((number for number in numbers if part.first.place[number] != row.place[number]), part.depth)


def _takes(part: _Part, row: _Row) -> bool:
    """Return whether a paper may be in a part beside its neighbours."""
    return _shared(part, row) == part.depth


# --- names ---------------------------------------------------------------------


def _named(parts: Iterable[_Part], areas: Sequence[tuple[str, str]], by: By) -> list[Piece]:
    """Return the parts with their keys and titles; `areas` has the key and the title of each area."""
    pieces: dict[str, Piece] = {}
    for cell, some in groupby(parts, key=lambda part: part.first.place[: part.depth]):
        for number, part in enumerate(some, 1):
            rows = sorted(part.rows, key=_order)
            names = [_name(part, rows, depth, areas, by) for depth in range(min(part.depth + 1, _LAST))]
            if part.depth and len(areas) == 1:
                del names[by == "year"]
            counted = (f"-{number}", f" ({number})") if len(cell) == _LAST else ("", "")
            key = "-".join(key for key, _ in names) + counted[0]
            while key in pieces:
                key += "-"
            title = ": ".join(title for _, title in names) + counted[1]
            pieces[key] = Piece(key, title, tuple(row.paper for row in rows))
    return _told_apart(list(pieces.values()))


def _told_apart(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the parts, those of the same title numbered: `Ropes, …` and `Ropes, …` become `Ropes, … (1)` and (2)."""
    again = Counter(piece.title for piece in pieces)
    met: Counter[str] = Counter()
    told = []
    for piece in pieces:
        met[piece.title] += 1
        is_alone = again[piece.title] == 1
        told.append(piece if is_alone else piece._replace(title=f"{piece.title} ({met[piece.title]})"))
    return told


def _name(part: _Part, rows: Sequence[_Row], depth: int, areas: Sequence[tuple[str, str]], by: By) -> tuple[str, str]:
    """Return what the key and the title of a part say of one number of its papers' places, that at `depth`: of years or
    of areas. A key tells of the part as it was made, the title as it is with these rows.
    """
    if (depth == 0) == (by == "year"):
        now = _span(rows[0].place[depth], rows[-1].place[depth])
        return _span(part.first.place[depth], part.last.place[depth]), now.replace("-", "–")
    listed = [areas[number][1] for number in sorted({row.place[depth] for row in rows})]
    return areas[part.first.place[depth]][0], ", ".join([*listed[:_TITLES], *(["…"] if len(listed) > _TITLES else [])])


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
