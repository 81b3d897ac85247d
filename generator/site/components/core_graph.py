"""The lineage of an area: the core of its papers, newest first, and the relations between them.

Each relation has a row of its own, in words, below the newer of its two papers. A lane at the side ends at each older
paper; the relations to that paper join the lane, as in a drawing of commits:

        ●  2025  UFO
      ╭─┼─       contrasts with REF-VLM
    ╭─┼─┴─       alternative to GeoPixel
    │ ╰─●  2025  REF-VLM
    ├───┴─       applies GeoPixel
    ╰───●  2025  GeoPixel

Rows are text with links, so the drawing is its own text; a row may have any height.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...catalogue import addresses
from ...catalogue.relations import PaperRelation, rank
from ..context import Site
from ..links import Link
from .lineage import relation_phrases

PAPERS, RELATIONS, LANES = 12, 16, 6
"""The most that is drawn."""
_CANDIDATES = 60
"""Papers with most relations from which the core is peeled; so many are enough for any area."""
_STEP = 11
"""Pixels between lanes; the dots of papers stand half a step before the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A straight line of the drawing beside a row, in pixels. `part` is `through`, `up` or `down` for a vertical line
    at `x`, or `across` for a horizontal one from `x` to `end`.
    """

    part: str
    x: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreRelation(Link):
    """A row of the drawing for one relation of a newer paper to an older one.

    The link leads to the older paper, and `kind` is the relation in words. `strokes` are all lines drawn in this row:
    its own, and those of other relations that pass it.
    """

    kind: str
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorePaper(Link):
    """A row of the drawing for a paper, with the rows of its relations to older papers.

    `year` is None if the paper has none. `strokes` are the lines drawn in the paper's own row; those of the rows in
    `relations` are separate.
    """

    year: str | None
    strokes: tuple[Stroke, ...]
    relations: tuple[CoreRelation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreGraph:
    """The lineage drawing of an area, in `rows`, one for each paper that is drawn.

    `papers` counts all papers of the area, `relations` its pairs of related papers, each of which has its strongest
    relation only; `shown_relations` are those that are drawn. `width` is that of the lines beside the text, `dot` the
    place of the papers' dots in it from the left, both in pixels.
    """

    rows: tuple[CorePaper, ...]
    shown_relations: int
    papers: int
    relations: int
    width: int
    dot: int


class _Edge(NamedTuple):
    """A relation between two papers of an area, as seen from the one with the id `newer`."""

    newer: str
    relation: PaperRelation


class _Lane(NamedTuple):
    """A vertical line from a paper up to the newer papers that are related to it. Number 0 is next to the text; `start`
    is the row of the first relation to it, `end` that of the paper.
    """

    number: int
    start: int
    end: int


def core_graph(site: Site, ids: Sequence[str]) -> CoreGraph | None:
    """Return the lineage drawing of an area's papers, whose ids are given newest first; None if fewer than two
    relations can be drawn.
    """
    age = {paper_id: at for at, paper_id in enumerate(ids)}
    edges = _edges(site, age)
    inner = _pruned(edges, age)
    chosen = [edge for edge in edges if edge.newer in inner and edge.relation.other in inner]
    chosen.sort(key=lambda edge: (rank(edge.relation), age[edge.newer], age[edge.relation.other]))
    kept = chosen[:RELATIONS]
    lanes = _lanes(_positions(kept, age), kept)
    while fits := [edge for edge in kept if edge.relation.other in lanes]:
        if len(fits) == len(kept):
            break
        kept = fits  # without the others, rows move up and lanes become free: deal them out again
        lanes = _lanes(_positions(kept, age), kept)
    if len(kept) < 2:
        return None
    return _drawn(site, _positions(kept, age), lanes, papers=len(ids), total=len(edges))


def _edges(site: Site, age: Mapping[str, int]) -> list[_Edge]:
    """Return the strongest relation of each two papers of the area. `age` is a paper's position among them, 0 for the
    newest.
    """
    strongest: dict[tuple[str, str], _Edge] = {}
    for paper_id in age:
        for relation in site.relations.of(paper_id):
            if age.get(relation.other, -1) > age[paper_id]:
                strongest.setdefault((paper_id, relation.other), _Edge(paper_id, relation))
    return list(strongest.values())


def _pruned(edges: Iterable[_Edge], age: Mapping[str, int]) -> set[str]:
    """Return the ids of at most `PAPERS` papers with most relations to one another. Of the candidates the one with
    fewest relations is taken away again and again, of equal ones the oldest; `age` is a paper's position, 0 for the
    newest.
    """
    near: dict[str, set[str]] = {}
    for edge in edges:
        near.setdefault(edge.newer, set()).add(edge.relation.other)
        near.setdefault(edge.relation.other, set()).add(edge.newer)
    inner = set(sorted(near, key=lambda paper_id: (-len(near[paper_id]), age[paper_id]))[:_CANDIDATES])
    while len(inner) > PAPERS:
        inner.remove(
            min(inner, key=lambda paper_id: (len(near[paper_id] & inner), len(near[paper_id]), -age[paper_id]))
        )
    return inner


def _positions(edges: Iterable[_Edge], age: Mapping[str, int]) -> dict[str | _Edge, int]:
    """Return the row, from 0 at the top, of every paper that has a relation, by its id, and of every relation (edge).
    Papers are in the order of `age`, the newest first, and a relation stands below its newer paper.
    """
    by_newer: dict[str, list[_Edge]] = {}
    for edge in edges:
        by_newer.setdefault(edge.newer, []).append(edge)
        by_newer.setdefault(edge.relation.other, [])
    order: list[str | _Edge] = []
    for paper_id in sorted(by_newer, key=age.__getitem__):
        order.append(paper_id)
        # What reaches farthest comes first, so that the lanes below it lie within.
        own = sorted(by_newer[paper_id], key=lambda edge: -age[edge.relation.other])
        order += own
    return {item: at for at, item in enumerate(order)}


def _lanes(rows: Mapping[str | _Edge, int], edges: Iterable[_Edge]) -> dict[str, _Lane]:
    """Return a lane for each paper to which a relation leads, by its id; the shortest lane is next to the text. `rows`
    has the row of each paper and relation. A paper for which none of the `LANES` is free has none.
    """
    spans: dict[str, list[int]] = {}
    for edge in edges:
        spans.setdefault(edge.relation.other, [rows[edge.relation.other]]).append(rows[edge])
    taken: list[list[_Lane]] = [[] for _ in range(LANES)]
    lanes: dict[str, _Lane] = {}
    for paper_id, span in sorted(spans.items(), key=lambda it: (max(it[1]) - min(it[1]), it[1])):
        for number, others in enumerate(taken):
            lane = _Lane(number, min(span), max(span))
            if all(lane.end < other.start or other.end < lane.start for other in others):
                others.append(lane)
                lanes[paper_id] = lane
                break
    return lanes


def _drawn(
    site: Site, rows: Mapping[str | _Edge, int], lanes: Mapping[str, _Lane], papers: int, total: int
) -> CoreGraph:
    """Return the drawing of an area with so many `papers` and relations (`total`). `rows` has the row of each paper and
    relation that is drawn, `lanes` the lane of each paper that has one.
    """
    dot = (max(lane.number for lane in lanes.values()) + 1) * _STEP + _STEP // 2
    phrases = relation_phrases(site)
    drawn: list[CorePaper] = []
    for item, at in rows.items():
        if isinstance(item, _Edge):
            continue
        own = [edge for edge in rows if isinstance(edge, _Edge) and edge.newer == item]
        relations = tuple(
            CoreRelation(
                text=site.papers[edge.relation.other].label,
                to=addresses.paper(edge.relation.other),
                kind=phrases[edge.relation.kind],
                strokes=_strokes(rows[edge], edge.relation.other, lanes, dot, above=True, below=edge is not own[-1]),
            )
            for edge in own
        )
        paper = site.papers[item]
        drawn.append(
            CorePaper(
                text=paper.label,
                to=addresses.paper(item),
                year=str(paper.bibliographic.year) if paper.bibliographic.year else None,
                strokes=_strokes(at, item, lanes, dot, below=bool(own)),
                relations=relations,
            )
        )
    return CoreGraph(
        rows=tuple(drawn),
        shown_relations=sum(len(row.relations) for row in drawn),
        papers=papers,
        relations=total,
        width=dot + _STEP,
        dot=dot,
    )


def _strokes(
    at: int, paper_id: str, lanes: Mapping[str, _Lane], dot: int, *, above: bool = False, below: bool
) -> tuple[Stroke, ...]:
    """Return the lines of the row `at`: lanes that pass or end there, the way to the lane of the paper `paper_id`, and
    the stem from a paper's dot to its relations, which is there `above` and `below` the row's middle. `lanes` are those
    of papers, by id; `dot` is the dot's distance from the left, in pixels.
    """
    strokes = [Stroke(part=part, x=dot, end=dot) for part, there in (("up", above), ("down", below)) if there]
    for other, lane in lanes.items():
        x = dot - (lane.number + 1) * _STEP
        if lane.start < at < lane.end:
            strokes.append(Stroke(part="through", x=x, end=x))
        elif at in (lane.start, lane.end):
            strokes.append(Stroke(part="down" if at == lane.start else "up", x=x, end=x))
        if other == paper_id and lane.start <= at <= lane.end:
            strokes.append(Stroke(part="across", x=x, end=dot + _STEP if above else dot))
    return tuple(strokes)
