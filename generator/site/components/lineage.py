"""The lineage of a paper as a small drawing: left what it builds on and names, right what builds on it or resembles it.

The drawing is two lists, so that it is its own text; the style sheet draws the lines.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...catalogue.relations import SPOKEN, PaperRelation
from ...records.paper import Paper
from ...records.relations import RELATION_ENDS
from ..context import Site
from ..links import Link

AT_A_SIDE = 5
"""Lines that a side of the drawing holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageEntry(Link):
    """An entry of the drawing: a paper or system, linked, with the kind of its relation in words. Systems have no
    year.
    """

    kind: str
    year: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """The lineage drawing of a paper. `centre` is the paper's label, `year` its year as text. `before` is what it
    builds on, extends or names; `after` are its other relations, such as the papers that build on it. `more_before` and
    `more_after` count the entries left out.
    """

    centre: str
    year: str | None
    before: tuple[LineageEntry, ...]
    more_before: int
    after: tuple[LineageEntry, ...]
    more_after: int


def lineage(site: Site, paper: Paper, relations: list[PaperRelation]) -> Lineage | None:
    """Return the lineage drawing of a paper, or None if it has no relations. `relations` are the paper's, the strongest
    first; a paper or system to which it has several is drawn once, with the first.
    """
    strongest: dict[str, PaperRelation] = {}
    for relation in relations:
        strongest.setdefault(relation.other, relation)
    if not strongest:
        return None
    before = [relation for relation in strongest.values() if relation.kind in SPOKEN]
    after = [relation for relation in strongest.values() if relation.kind not in SPOKEN]
    phrases = relation_phrases(site)
    return Lineage(
        centre=paper.label,
        year=str(paper.bibliographic.year) if paper.bibliographic.year else None,
        before=tuple(_entry(site, relation, phrases) for relation in before[:AT_A_SIDE]),
        more_before=max(len(before) - AT_A_SIDE, 0),
        after=tuple(_entry(site, relation, phrases) for relation in after[:AT_A_SIDE]),
        more_after=max(len(after) - AT_A_SIDE, 0),
    )


def _entry(site: Site, relation: PaperRelation, phrases: dict[str, str]) -> LineageEntry:
    link = site.paper_or_system(relation.other)
    other = site.papers.get(relation.other)
    year = str(other.bibliographic.year) if other and other.bibliographic.year else None
    return LineageEntry(text=link.text, to=link.to, kind=phrases[relation.kind], year=year)


def relation_phrases(site: Site) -> dict[str, str]:
    """Return the words for each kind of relation, by its key, in the survey's language. They read from the paper to the
    other end of the relation: “extends”, “is extended by”.
    """
    return {key: site.gettext(end.label) for key, end in RELATION_ENDS.items()}
