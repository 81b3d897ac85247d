"""How papers stand to one another and to outside systems: every tie that a record states, seen from both its ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..records.catalogue import Catalogue, Resolved
from ..records.paper import Paper, Relation
from ..records.relations import INVERSES, RELATION_ENDS, SYMMETRIC_RELATIONS, USES

STRENGTH = tuple(RELATION_ENDS)
"""Kinds of ties, the strongest first: what a curator judged, then what a record lists, then what a text names."""

SPOKEN = frozenset(INVERSES) - SYMMETRIC_RELATIONS
"""Kinds that this paper's own text speaks of, and the things of which came before it."""

_RANK = {key: rank for rank, key in enumerate(STRENGTH)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """`other` is the id of a paper or a system; `note` is the curator's word on a relation."""

    kind: str
    other: str
    note: str | None = None


class Ties:
    """All ties of a catalogue, by paper."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._named_by = catalogue.named_by
        self._stated: dict[str, tuple[Tie, ...]] = {}
        self._towards: dict[str, list[Tie]] = {}
        """By paper, what the records of others say of it."""
        self._weights: dict[str, int] = {}
        for paper in catalogue.papers:
            place = catalogue.places.get(paper.id)
            told = _stated(paper, place.mentions if place else ())
            stated = {(tie.kind, tie.other): tie for tie in told if tie.other != paper.id}
            self._stated[paper.id] = tuple(stated.values())
            for tie in stated.values():
                there = Tie(kind=INVERSES[tie.kind], other=paper.id, note=tie.note)
                self._towards.setdefault(tie.other, []).append(there)

    def of(self, paper_id: str) -> list[Tie]:
        """The strongest first; of one kind, what most papers name first; then by id.

        What two papers say of each other alike (`contrasts-with`) stands once, in this paper's words.
        """
        own = self._stated.get(paper_id, ())
        said = {(tie.kind, tie.other) for tie in own}
        others = (
            tie
            for tie in self._towards.get(paper_id, ())
            if tie.kind not in SYMMETRIC_RELATIONS or (tie.kind, tie.other) not in said
        )
        return sorted((*own, *others), key=lambda tie: (_RANK[tie.kind], -self.weight(tie.other), tie.other))

    def weight(self, some_id: str) -> int:
        """How many papers name a system, or say something of a paper."""
        if some_id not in self._weights:
            others = {tie.other for tie in self._towards.get(some_id, ())}
            self._weights[some_id] = len(self._named_by.get(some_id, ())) or len(others)
        return self._weights[some_id]


def rank(tie: Tie) -> int:
    return _RANK[tie.kind]


def _stated(paper: Paper, mentions: tuple[Resolved, ...]) -> Iterator[Tie]:
    """What a record says, without that it names what it also builds on, compares with or is measured on."""
    told: set[str] = set()
    for relation in paper.relations:
        yield Tie(kind=relation.kind, other=relation.to, note=relation.note)
        if relation.kind not in SYMMETRIC_RELATIONS:
            told.add(relation.to)
    for use in USES:
        for some_id in use.ids_of(paper):
            yield Tie(kind=use.relation, other=some_id)
            told.add(some_id)
    for mention in mentions:
        if mention.id not in told:
            yield Tie(kind="names", other=mention.id)


def one_way(papers: Sequence[Paper]) -> Iterator[tuple[Paper, int, Relation]]:
    """Relations that hold both ways and that the other paper does not state: who states it, as which, and it."""
    ids = {paper.id for paper in papers}
    stated = {(paper.id, relation.kind, relation.to) for paper in papers for relation in paper.relations}
    for paper in papers:
        for number, relation in enumerate(paper.relations):
            mirrored = relation.kind in SYMMETRIC_RELATIONS and relation.to in ids
            if mirrored and (relation.to, relation.kind, paper.id) not in stated:
                yield paper, number, relation
