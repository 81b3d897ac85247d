"""One record a paper: joins what was read and derived with what the survey has.

A curated value always wins. A value counts as derived where the record's
evidence says that a rule chose just this; everything else that stands in a
record is a curator's, and so is the absence of what the evidence says a rule
chose.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from ..derive.curated import keep_curated_evidence, keep_curated_facets, keep_curated_value
from ..records.entry import MendedEntry
from ..records.evidence import Evidence, EvidenceKey, Source
from ..records.paper import Bibliographic, Citation, Derived, Mention, Paper, Provenance
from ..text.folding import fold_title

_Item = TypeVar("_Item")
FACTS = "facts: "
"""Begins `by` of a value that a file of facts gave."""


def merge(
    old: Paper | None,
    entry: MendedEntry,
    derived: Derived,
    terms: Mapping[str, float],
    *,
    id: str,
    today: datetime.date,
    keep_abstract: bool,
) -> Paper:
    """Return the paper that results from an entry with an abstract: `old` with what is new, or a new paper if `old` is
    None.

    `derived` holds the values that the rules chose; those of a curator win. `terms` are the weighted words of the
    abstract, which are stored if the abstract may not be kept. A changed paper gets the date `today`; if the entry says
    nothing new, a paper equal to `old` is returned.
    """
    before = old or Paper(id=id, bibliographic=Bibliographic(title=entry.title), provenance=Provenance(added=today))
    kept_facts = {key: reason for key, reason in before.derived.evidence.items() if reason.by.startswith(FACTS)}
    fields = _derived_fields(before.derived, derived) | {
        "title": entry.title
        if old is None or fold_title(old.bibliographic.title) == fold_title(entry.title)
        else old.bibliographic.title,
        "abstract": entry.abstract if keep_abstract else None,
        "terms": {} if keep_abstract else dict(terms),
        "repairs": entry.repairs,
        "evidence": {**kept_facts, **derived.evidence, **keep_curated_evidence(before.derived)},
        "source": _source(before.provenance, entry),
    }
    new = add_facts(before.model_copy(update=fields), entry)
    return new if old is None or new == old else new.model_copy(update=_dated(before.provenance, today))


def _derived_fields(before: Derived, derived: Derived) -> dict[str, Any]:
    """Each field that rules and curators both write, merged by its own key of evidence."""
    return {
        "name": keep_curated_value("name", before, before.name, derived.name),
        "aliases": _list("aliases", before, before.aliases, derived.aliases, str, _take),
        "area": keep_curated_value("area", before, before.area, derived.area),
        "facets": keep_curated_facets(before, derived.facets),
        "links": _list("links", before, before.links, derived.links, lambda link: link.url, _keep_kind),
        "introduces": _list(
            "introduces",
            before,
            before.introduces,
            derived.introduces,
            lambda thing: thing.name,
            _keep_kind,
        ),
        "figures": _list("figures", before, before.figures, derived.figures, str, _take),
        "mentions": _list("mentions", before, before.mentions, derived.mentions, lambda m: m.id, _keep_spelling),
    }


def _source(before: Provenance, entry: MendedEntry) -> Source:
    """Where the text came from: the place where it was first read stays."""
    place = before.source.place if before.source else _file_name(entry) + f":{entry.entry.line}"
    return Source(reader=entry.entry.reader, place=place, sha256=entry.sha256)


def _file_name(entry: MendedEntry) -> str:
    return entry.entry.path.rpartition("/")[2]


def add_facts(paper: Paper, entry: MendedEntry, today: datetime.date | None = None) -> Paper:
    """Return the paper with the facts of the entry (authors, year, ids …) that it lacks, dated `today` if it gained
    any.
    """
    given, have = entry.entry.citation, paper.bibliographic
    changes: dict[str, Any] = {
        key: value
        for key in Citation.model_fields
        if key not in {"ids", "people"} and (value := getattr(given, key)) and not getattr(have, key)
    }
    if people := {name: parts for name, parts in given.people.items() if name not in have.people}:
        changes["people"] = {**have.people, **people}
    if ids := {kind: id for kind, id in vars(given.ids).items() if id and not getattr(have.ids, kind)}:
        changes["ids"] = have.ids.model_copy(update=ids)
    links, evidence = list(paper.derived.links), dict(paper.derived.evidence)
    for link in entry.entry.links:
        known = {have.url.rstrip("/").lower() for have in links}
        same_kind = any(have.kind == link.kind for have in links)
        key = EvidenceKey("links", link.url)
        removed = key in paper.derived.evidence and link not in paper.derived.links
        if link.url.rstrip("/").lower() not in known and not same_kind and not removed:
            links.append(link)
            evidence[key] = Evidence(value=link.kind, by=FACTS + _file_name(entry))
    if tuple(links) != paper.derived.links:
        changes |= {"links": tuple(links), "evidence": evidence}
    if changes and today:
        changes |= _dated(paper.provenance, today)
    return paper.model_copy(update=changes) if changes else paper


def _dated(provenance: Provenance, today: datetime.date) -> dict[str, datetime.date]:
    return {} if provenance.added == today else {"changed": today}


def _list(
    field: str,
    before: Derived,
    now: Sequence[_Item],
    derived: Sequence[_Item],
    key: Callable[[_Item], str],
    join: Callable[[_Item, _Item, Evidence | None], _Item],
) -> tuple[_Item, ...]:
    """A list's items: derived ones that no curator removed, and those without a rule's evidence."""
    have = {key(item): item for item in now}
    fresh = {key(item): item for item in derived}
    removed = {reason.key for reason in before.evidence if reason.kind == field and reason.key not in have}
    items = [
        join(have[name], item, before.evidence.get(EvidenceKey(field, name))) if name in have else item
        for name, item in fresh.items()
        if name not in removed
    ]
    for name, item in have.items():
        reason = before.evidence.get(EvidenceKey(field, name))
        if name not in fresh and (reason is None or reason.by.startswith(FACTS)):
            items.append(item)
    return tuple(items)


def _take(have: _Item, fresh: _Item, reason: Evidence | None) -> _Item:
    del have, reason
    return fresh


def _keep_spelling(have: Mention, fresh: Mention, reason: Evidence | None) -> Mention:
    """A curator's spelling stays; one that a rule gave follows the text."""
    return have if reason is None or (reason.value is not None and have.as_ != reason.value) else fresh


def _keep_kind(have: Any, fresh: Any, reason: Evidence | None) -> Any:
    """The fresh item, with a kind and a description that a curator gave."""
    update: dict[str, Any] = {}
    if reason is None or have.kind != reason.value:
        update["kind"] = have.kind
    if getattr(have, "about", None):
        update["about"] = have.about
    return fresh.model_copy(update=update) if update else fresh
