"""Typed relations between papers, and of papers to systems, each seen from both of its ends.

A record states a relation once, from its own side: "FLAIR builds on CLIP". From the other side the same relation
has another kind: CLIP is the basis of FLAIR. A symmetric kind, such as `same-family`, is the same from both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..records.catalogue import Catalogue, Resolved
from ..records.paper import Paper, Relation
from ..records.relations import INVERSES, RELATION_ENDS, SYMMETRIC_RELATIONS, USES

STRENGTH = tuple(RELATION_ENDS)
"""The keys of all kinds of relations, from both ends, the strongest first: those that a curator states, those that a
record lists, those that a text names.
"""

SPOKEN = frozenset(INVERSES) - SYMMETRIC_RELATIONS
"""The kinds by which a paper refers to something older than itself: `extends`, `builds-on`, `names` …"""

_RANK = {kind: rank for rank, kind in enumerate(STRENGTH)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRelation:
    """A relation as one of its papers has it.

    `kind` is its kind from that paper's end, `other` the id of the paper or system at the other end, `note` the
    curator's remark. If FLAIR's record says that it builds on CLIP, CLIP has a relation of the inverse kind whose
    `other` is `flair`.
    """

    kind: str
    other: str
    note: str | None = None


class RelationIndex:
    """The relations of all papers of a catalogue, looked up by paper; those that only the other paper's record states
    are included.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        """Collect the relations that the catalogue's records state, and the inverse of each at its other end."""
        self._named_by = catalogue.named_by
        self._stated: dict[str, tuple[PaperRelation, ...]] = {}
        """By paper, what its own record states."""
        self._received: dict[str, list[PaperRelation]] = {}
        """By paper or system, what the records of others state of it, as seen from it."""
        self._weights: dict[str, int] = {}
        for paper in catalogue.papers:
            stated = self._stated[paper.id] = relations_stated_by(paper, catalogue.mentions)
            for relation in stated:
                turned = PaperRelation(kind=INVERSES[relation.kind], other=paper.id, note=relation.note)
                self._received.setdefault(relation.other, []).append(turned)

    def stated_by(self, paper_id: str) -> tuple[PaperRelation, ...]:
        """Return the relations that a paper's own record states, in the order of the record; none for an unknown id."""
        return self._stated.get(paper_id, ())

    def of(self, paper_id: str) -> list[PaperRelation]:
        """Return all relations of a paper, the strongest kind first (`rank`); within a kind, those to the most-named
        papers and systems first (`weight`).

        If both papers state a symmetric relation to each other, it is returned once, with this paper's note.
        """
        own = self._stated.get(paper_id, ())
        said = {(relation.kind, relation.other) for relation in own}
        others = (
            relation
            for relation in self._received.get(paper_id, ())
            if relation.kind not in SYMMETRIC_RELATIONS or (relation.kind, relation.other) not in said
        )
        return sorted(
            (*own, *others), key=lambda relation: (_RANK[relation.kind], -self.weight(relation.other), relation.other)
        )

    def weight(self, some_id: str) -> int:
        """Return how many papers name a system, or for a paper's id how many other papers state a relation to it; 0 for
        an id that nothing names.
        """
        if some_id not in self._weights:
            others = {relation.other for relation in self._received.get(some_id, ())}
            self._weights[some_id] = len(self._named_by.get(some_id, ())) or len(others)
        return self._weights[some_id]


def rank(relation: PaperRelation) -> int:
    """Return the rank of a relation's kind, by which lists of relations are sorted; the strongest kind has 0."""
    return _RANK[relation.kind]


def relations_stated_by(paper: Paper, mentions: Mapping[str, tuple[Resolved, ...]]) -> tuple[PaperRelation, ...]:
    """Return the relations that the record of a paper states, in its order; `mentions` has what each paper names."""
    told = _stated(paper, mentions.get(paper.id, ()))
    return tuple({(it.kind, it.other): it for it in told if it.other != paper.id}.values())


def _stated(paper: Paper, mentions: tuple[Resolved, ...]) -> Iterator[PaperRelation]:
    """Yield the relations that the record of a paper states, uses and `mentions` included. A mention is left out if a
    stronger relation to the same paper or system is stated.
    """
    told: set[str] = set()
    digest = paper.digest
    for relation in digest.relations:
        yield PaperRelation(kind=relation.kind, other=relation.to, note=relation.note)
        if relation.kind not in SYMMETRIC_RELATIONS:
            told.add(relation.to)
    for use in USES:
        for some_id in use.ids_in(digest):
            yield PaperRelation(kind=use.relation, other=some_id)
            told.add(some_id)
    for mention in mentions:
        if mention.id not in told:
            yield PaperRelation(kind="names", other=mention.id)


def one_way(papers: Sequence[Paper]) -> Iterator[tuple[Paper, int, Relation]]:
    """Yield the symmetric relations that only one of two papers states: that paper, the position in its `relations`,
    from 0, and the relation.

    Relations to something that is not in `papers` are left out.
    """
    stating = [paper for paper in papers if paper.digest.relations]  # few do
    ids = {paper.id for paper in papers} if stating else set()
    stated = {(paper.id, relation.kind, relation.to) for paper in stating for relation in paper.digest.relations}
    for paper in stating:
        for position, relation in enumerate(paper.digest.relations):
            mirrored = relation.kind in SYMMETRIC_RELATIONS and relation.to in ids
            if mirrored and (relation.to, relation.kind, paper.id) not in stated:
                yield paper, position, relation
