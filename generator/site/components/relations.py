"""The relations of a paper, stated in its own record or in others, grouped by kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from ...catalogue import addresses
from ...catalogue.relations import SPOKEN, PaperRelation
from ...records.evidence import EvidenceKey
from ...records.paper import Paper
from ...records.relations import RELATION_ENDS, SYMMETRIC_RELATIONS
from ...text.escape import plain_text
from ...text.sentences import sentence_at
from ..context import Site
from ..links import Link
from .evidence import place_words

AT_ONCE = 24
"""Things of one kind that are listed; hundreds may name a paper."""
_LONGEST = 400
"""Characters of a sentence that is shown; a longer one is no sentence but a list or a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationEntry(Link):
    """A paper or system to which the paper has a relation, linked, with its year as text if it has one.

    `spelt` is how the text spells it, None if by its name. `quote` is the phrase that mentions it, at `place`, in the
    text of the paper that mentions the other. `note` is the curator's remark.
    """

    year: str | None
    note: str | None
    spelt: str | None
    quote: str | None
    place: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationGroup:
    """The relations of one kind, `entries`, under its title. `more` is a link that says how many are left out and leads
    to all; None if none is.
    """

    title: str
    entries: tuple[RelationEntry, ...]
    more: Link | None


def relation_groups(site: Site, paper: Paper, relations: list[PaperRelation]) -> tuple[RelationGroup, ...]:
    """Return the relations of a paper, given the strongest first, grouped by kind in that order."""
    kinds = [(kind, list(alike)) for kind, alike in groupby(relations, key=lambda relation: relation.kind)]
    return tuple(
        RelationGroup(
            title=site.gettext(RELATION_ENDS[kind].title),
            entries=tuple(_related(site, paper, relation) for relation in alike[:AT_ONCE]),
            more=_more(site, paper, kind, len(alike) - AT_ONCE),
        )
        for kind, alike in kinds
    )


def _more(site: Site, paper: Paper, kind: str, count: int) -> Link | None:
    """Return a link “and 3 more” to the other papers that have the same relation to the paper; without an address if
    the explorer has no filter for the kind, None if `count` is 0.
    """
    if count <= 0:
        return None
    to = addresses.explorer({"mentions": paper.id}) if kind == "named-by" else None
    return Link(text=site.ngettext("and {count} more", "and {count} more", count), to=to)


def _related(site: Site, paper: Paper, relation: PaperRelation) -> RelationEntry:
    link = site.paper_or_system(relation.other)
    other = site.papers.get(relation.other)
    spelt = quote = place = None
    if relation.kind in SPOKEN:
        spelt, quote, place = _words(site, paper, relation.other)
    elif other and relation.kind not in SYMMETRIC_RELATIONS:
        spelt, quote, place = _words(site, other, paper.id)
    named = site.papers[paper.id].label if relation.kind not in SPOKEN else link.text
    return RelationEntry(
        text=link.text,
        to=link.to,
        year=str(other.bibliographic.year) if other and other.bibliographic.year else None,
        note=relation.note,
        spelt=spelt if spelt != named else None,
        quote=quote,
        place=place,
    )


def _words(site: Site, speaker: Paper, named: str) -> tuple[str | None, str | None, str | None]:
    """Return how a paper, `speaker`, spells the paper or system with the id `named`, the words around it, and where
    they stand; each None if unknown.

    The words are the whole sentence if the abstract is kept, else the phrase that is kept as evidence.
    """
    place = site.catalogue.places.get(speaker.id)
    mention = next((it for it in place.mentions if it.id == named), None) if place else None
    evidence = speaker.derived.evidence.get(EvidenceKey("mentions", named))
    where = place_words(site, evidence.place) if evidence and evidence.place else None
    sentence = (
        _sentence(speaker.bibliographic.abstract, mention.as_) if mention and speaker.bibliographic.abstract else None
    )
    return mention.as_ if mention else None, sentence or (evidence.phrase if evidence else None), where


def _sentence(abstract: str, spelling: str) -> str | None:
    """Return the first sentence of an abstract that has a spelling in it as a word; None if there is none, or it is too
    long.
    """
    text = plain_text(abstract)
    match = re.search(rf"(?<!\w){re.escape(plain_text(spelling))}(?!\w)", text)
    if not match:
        return None
    start, end = sentence_at(text, match.start())
    sentence = text[start:end].strip()
    return sentence if len(sentence) <= _LONGEST else None
