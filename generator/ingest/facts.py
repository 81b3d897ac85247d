"""Merges the facts that an entry states (title, authors, year, venue, identifiers …) into a record, field by field.

the record lacks the field                    it is filled, unless a curator deleted it
the same source gave it before                it is corrected
the entry is of the published version,
  another source gave it of a preprint        it is replaced; the preprint becomes one of the versions
another source gave it                        it stays; the entry's value is noted with its source
a curator gave it                             it stays
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..catalogue.citation import ROLES
from ..catalogue.identity import comparable, ids_of, rank_of
from ..records.entry import MendedEntry
from ..records.evidence import Evidence, EvidenceKey, Source
from ..records.paper import Citation, ExternalIds, Paper, Version
from ..records.provenance import all_sources, digest, facts_of, owners
from ..text.folding import fold_title, folded
from .sources import file_name, source_of

BY_FACTS = "facts: "
"""The beginning of `Evidence.by` for a value that came from a file of facts."""
_OF_PUBLICATION = frozenset(
    "type venue venue_year container volume issue pages publisher publisher_place edition series editors translators"
    " isbn issn ids.doi ids.acl".split()
)
"""Fields that tell of one version only."""
_COMPARED = frozenset({"authors", "year", "volume", "pages"})
"""Fields of which it is noted that a source says something else, and all ids; names of venues have too many forms."""
_LONGEST = 300


def add_facts(paper: Paper, entry: MendedEntry, claimed: Source | None = None, *, lead: bool = False) -> Paper:
    """Return the paper with the facts of an entry merged into it; the paper itself if the entry adds nothing.

    `claimed` is the source of the record whose entry this is, read anew; None if the entry is from a new source. `lead`
    is true if the record's text is taken from this entry; its source is then the record's first.
    """
    heard = _Hearing(paper, entry, claimed and _as_it_is(claimed, paper))
    for field, value in facts_of(entry.title, entry.entry.citation).items():
        heard.hear(field, value)
    return heard.paper(lead=lead)


def _as_it_is(claimed: Source, paper: Paper) -> Source | None:
    """Return the source of the record that stands for `claimed` now, since an earlier entry of the same import may have
    changed it; None if the record has it no more.
    """
    place = (claimed.reader, claimed.place, claimed.sha256)
    return next((one for one in all_sources(paper) if (one.reader, one.place, one.sha256) == place), None)


class _Hearing:
    """Joins the facts of one entry with a record: `hear` is called for each value that the entry states, then `paper`
    returns the record. `claimed` is the source of the record that the entry is; None for a new source.
    """

    def __init__(self, paper: Paper, entry: MendedEntry, claimed: Source | None) -> None:
        self.before, self.entry, self.claimed = paper, entry, claimed
        self.have = facts_of(paper.bibliographic.title, paper.bibliographic)
        self.owners = owners(paper)
        self.removed = {field for source in all_sources(paper) for field in source.gave} - self.have.keys()
        rank, other = rank_of(entry.entry.citation), rank_of(paper.bibliographic)
        self.order = 0 if rank is None or other is None else rank - other
        """Above 0 where the entry is of a later version of the paper than the record, below 0 for an earlier one."""
        source = claimed or source_of(entry)
        self.gave, self.says = dict(source.gave), dict(source.says)
        self.source = source
        self.taken: dict[str, Any] = {}
        have = paper.bibliographic
        self.of_versions = {have.venue_year, *(said for one in have.versions for said in (one.year, one.title))}
        """Years and titles of the versions, which are no other years and titles of the paper."""

    def hear(self, field: str, value: Any) -> None:
        """Handle the value that the entry states of a field: take it, note that it differs from the record's, or ignore
        it.

        A value is taken if the record has none, unless a curator removed it or it is about the publication and the
        entry is of an earlier version; and in place of one that a source gave, if the entry is of a later version of
        the paper or of that same source. Of years of two versions the earlier is taken. What a curator wrote stays.
        `paper` makes the record with what was taken.
        """
        if field not in self.have:
            if field not in self.removed and not (self.order < 0 and field in _OF_PUBLICATION):
                self._take(field, value)
        elif _is_equal(field, self.have[field], value):
            self._take_closer(field, value)
        elif field in {"year", "title"} and value in self.of_versions:
            self.says.pop(field, None)
        elif field in {"year", "published"} and self.order:
            self._take_first(field, value)
        elif field in self.owners and (self.order > 0 or self._is_own(field)):
            self._take(field, value)
        elif field in self.owners and not self.order and _is_compared(field, self.have[field], value):
            self.says[field] = _shown(value)

    def _is_own(self, field: str) -> bool:
        return self.claimed is not None and self.owners[field] is self.claimed

    def _take(self, field: str, value: Any) -> None:
        self.taken[field] = value
        self.gave[field] = digest(value)
        self.says.pop(field, None)

    def _take_closer(self, field: str, value: Any) -> None:
        """Handle the value of a field that says the same as the record's: take it only if the same source gave the
        record's in another form.
        """
        self.says.pop(field, None)
        if field in self.owners and self._is_own(field) and self.have[field] != value:
            self._take(field, value)

    def _take_first(self, field: str, value: Any) -> None:
        """Handle the value of a field that is the year or day of another version: take it only if it is earlier than
        the record's, since the year is that of the first publication, whichever source states it.
        """
        if field in self.owners and value < self.have[field]:
            self._take(field, value)

    def paper(self, *, lead: bool) -> Paper:
        """Return the record with what was taken and with its sources; the same object if nothing changed. `lead` says
        whether the entry is the one whose text the record has.
        """
        if self.order > 0:
            self._clear()
        version = self._version()
        changes = _changes(self.before, self.taken)
        changes |= self._of_names() | self._of_years(changes) | _links(self.before, self.entry)
        if version:
            changes["versions"] = (*self.before.bibliographic.versions, version)
        self._note_lost(self.before.bibliographic.model_copy(update=changes))
        update: dict[str, Any] = {"gave": self.gave, "says": self.says, "headings": self.entry.entry.headings}
        if lead or self.source is not self.before.provenance.source:
            update |= {"sha256": self.entry.sha256, "key": self.entry.entry.key or self.source.key}
        source = self.source.model_copy(update=update)
        changes |= self._sources(source, lead=lead)
        return self.before.model_copy(update=changes) if changes else self.before

    def _note_lost(self, now: Citation) -> None:
        """Note of the entry's arXiv id and DOI which neither the record, as it is `now`, nor one of its versions has:
        by it alone the next import may know that the entry is of this paper.
        """
        kept = [ids_of(ids) for ids in (now.ids, *(version.ids for version in now.versions))]
        for kind in ("arxiv", "doi"):
            if value := getattr(self.entry.entry.citation.ids, kind):
                brought = ids_of(ExternalIds().model_copy(update={kind: value}))
                if not all(any(ids <= have.get(key, set()) for have in kept) for key, ids in brought.items()):
                    self.says[f"ids.{kind}"] = value

    def _clear(self) -> None:
        """Take out the values that sources gave of the preprint's publication and that the entry, which is of a later
        version, does not state.
        """
        if self.taken:
            given = facts_of(self.entry.title, self.entry.entry.citation).keys()
            self.taken |= dict.fromkeys(_OF_PUBLICATION & self.owners.keys() - given)

    def _of_names(self) -> dict[str, Any]:
        """Return the changes of `people` (parts of names) and `title_latex`, which follow the people and the title that
        the record now has.
        """
        given, have = self.entry.entry.citation, self.before.bibliographic
        changes: dict[str, Any] = {}
        named = {name for role in ROLES for name in self.taken.get(role, getattr(have, role)) or ()}
        people = {name: parts for name, parts in {**given.people, **have.people}.items() if name in named}
        if people.keys() - have.people.keys():
            changes["people"] = people
        is_title = self.taken.get("title", have.title) == self.entry.title
        if is_title and given.title_latex != have.title_latex and ("title" in self.taken or not have.title_latex):
            changes["title_latex"] = given.title_latex
        return changes

    def _of_years(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return the change of `venue_year`, the year of the venue where it is later than that of the first
        publication; empty if it stays.
        """
        have, given = self.before.bibliographic, self.entry.entry.citation
        later = given.year if self.order > 0 else have.year if self.order < 0 else None
        year = changes.get("year", have.year)
        if not later or changes.get("venue_year") or (self.order < 0 and have.venue_year) or later == year:
            return {}
        return {"venue_year": later} if have.venue_year != later else {}

    def _version(self) -> Version | None:
        """Return the version to be added to `versions`: the entry's if it is of an earlier one than the record, the
        record's own if the entry's took its place. None if there is none, or the record has it already.
        """
        have, given = self.before.bibliographic, self.entry.entry.citation
        if self.order < 0:
            other = as_version(self.entry.title, given)
        elif self.order > 0 and self.taken:
            other = as_version(have.title, have)
        else:
            return None
        title = self.taken.get("title", have.title)
        if folded(other.title or "") == folded(title):
            other = other.model_copy(update={"title": None})
        return None if any(is_version(other, known) for known in have.versions) else other

    def _is_noted(self, source: Source) -> bool:
        """Return whether a new source is added to the record's sources. One with another title is in any case: nothing
        else may tell the next import that it is of this paper.
        """
        titles = fold_title(self.entry.title), fold_title(self.before.bibliographic.title)
        return titles[0] != titles[1] or _tells(source, all_sources(self.before))

    def _sources(self, source: Source, *, lead: bool) -> dict[str, Any]:
        """Return the changes of the record's `source` and `sources` that put `source`, the entry's, into them as it is
        now. `lead` says whether the record's text is taken from the entry, so that its source becomes the first.

        Fields that the entry gave in place of another source's are taken off that source, which is left out if nothing
        remains of it.
        """
        provenance = self.before.provenance
        before = [one for one in all_sources(self.before) if one is not self.claimed]
        others = [_without(one, self.taken.keys()) for one in before]
        emptied = [now for one, now in zip(before, others, strict=True) if now is not one and not _says_something(now)]
        if any(version.title for version in self.before.bibliographic.versions):
            emptied = []  # one of them may have that title, by which alone it is found again
        first: Source | None = source
        same_text = provenance.source is not None and provenance.source.sha256 == source.sha256
        if lead and (self.claimed is not None or not same_text):
            if provenance.source and not provenance.source.gave:  # written before sources were told apart
                first = source.model_copy(update={"place": provenance.source.place})
            rest = others
        elif self.claimed is not None and self.claimed is provenance.source:
            rest = others
        else:
            first = others.pop(0) if provenance.source else None
            at = provenance.sources.index(self.claimed) if self.claimed else len(others)
            rest = [
                *others[:at],
                *([source] if self.claimed or self._is_noted(source) else []),
                *others[at:],
            ]
        have = {"source": first, "sources": tuple(one for one in rest if not any(one is gone for gone in emptied))}
        return {key: value for key, value in have.items() if value != getattr(provenance, key)}


def _tells(source: Source, others: Sequence[Source]) -> bool:
    """Return whether a source gave a value of the record, or states something or has a heading that none of the others
    has.
    """
    said = [item for other in others for item in other.says.items()]
    headings = {heading for other in others for heading in other.headings}
    return (
        bool(source.gave) or any(item not in said for item in source.says.items()) or not headings >= {*source.headings}
    )


def _without(source: Source, fields: Collection[str]) -> Source:
    """Return a source whose `gave` lacks some fields; the same object if it had none of them."""
    gave = {field: said for field, said in source.gave.items() if field not in fields}
    return source.model_copy(update={"gave": gave}) if gave != source.gave else source


def _says_something(source: Source) -> bool:
    return bool(source.gave or source.says or source.headings)


def _is_equal(field: str, have: Any, value: Any) -> bool:
    """Return whether two values of a field, the record's (`have`) and an entry's (`value`), say the same, however they
    are written. Titles must be equal to the letter.
    """
    if field.startswith("ids."):
        return comparable(field[4:], have) == comparable(field[4:], value)
    if isinstance(value, tuple):
        return [folded(one) for one in have] == [folded(one) for one in value]
    return folded(have) == folded(value) if isinstance(value, str) and field != "title" else bool(have == value)


def _is_compared(field: str, have: Any, value: Any) -> bool:
    """Return whether a source that states `value` where the record has `have` is to be noted: for titles if more than
    case and signs differ, for other fields if they are identifiers or in `_COMPARED`.
    """
    if field == "title":
        return fold_title(have) != fold_title(value)
    return field in _COMPARED or field.startswith("ids.")


def _shown(value: Any) -> str:
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _changes(paper: Paper, taken: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes of a paper's bibliographic part, by key. `taken` has the new values by field: `ids.KIND` is
    joined with the other identifiers, and None becomes an empty tuple where the field is a list.
    """
    changes = {field: value for field, value in taken.items() if not field.startswith("ids.")}
    for field, value in changes.items():
        if value is None and isinstance(getattr(paper.bibliographic, field), tuple):
            changes[field] = ()
    if ids := {field[4:]: value for field, value in taken.items() if field.startswith("ids.")}:
        changes["ids"] = paper.bibliographic.ids.model_copy(update=ids)
    return changes


def as_version(title: str, citation: Citation) -> Version:
    """Return the version of a paper that a title and a citation describe, with those identifiers that belong to this
    version alone.

    The DOI that arXiv gives is left out, and of a preprint's identifiers all but arXiv's and the DOI.
    """
    ids = citation.ids
    if ids.arxiv and ids.doi and ids.doi.lower().startswith("10.48550/"):
        ids = ids.model_copy(update={"doi": None})
    if rank_of(citation) == 0:  # what finds the paper in any case is no part of the preprint
        ids = ExternalIds(arxiv=ids.arxiv, doi=ids.doi)
    return Version(
        type=citation.type, title=title, venue=citation.venue or citation.container, year=citation.year, ids=ids
    )


def is_version(one: Version, other: Version) -> bool:
    """Return whether two descriptions are of one version of a paper.

    They are if an identifier is equal that both have; if they share no kind of identifier, type, venue and year must be
    equal.
    """
    ids, others = vars(one.ids), vars(other.ids)
    both = [(kind, ids[kind], others[kind]) for kind in ids if ids[kind] and others[kind]]
    if both:
        return any(comparable(kind, own) == comparable(kind, its) for kind, own, its in both)
    return (one.type, one.venue, one.year) == (other.type, other.venue, other.year)


def _links(paper: Paper, entry: MendedEntry) -> dict[str, Any]:
    """Return the changes of `links` and `evidence` by the entry's addresses that the paper lacks; empty if there are
    none. One address of each kind is enough, and none that a curator took out comes back.
    """
    links, evidence = list(paper.derived.links), dict(paper.derived.evidence)
    for link in entry.entry.links:
        known = {have.url.rstrip("/").lower() for have in links}
        same_kind = any(have.kind == link.kind for have in links)
        key = EvidenceKey("links", link.url)
        removed = key in paper.derived.evidence and link not in paper.derived.links
        if link.url.rstrip("/").lower() not in known and not same_kind and not removed:
            links.append(link)
            evidence[key] = Evidence(value=link.kind, by=BY_FACTS + file_name(entry))
    return {"links": tuple(links), "evidence": evidence} if tuple(links) != paper.derived.links else {}
