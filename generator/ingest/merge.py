"""Merges an entry, and the values derived from it, into a paper's record.

A curator's value always wins. A value counts as a rule's if the evidence in the record names a rule and this very
value; every other value is a curator's. If the evidence names a value that the record no longer has, the curator
deleted it, and it does not come back.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from ..derive.curated import keep_area_evidence, keep_curated_evidence, keep_curated_facets, keep_curated_value
from ..records.entry import MendedEntry
from ..records.evidence import AREA, Evidence, EvidenceKey, Source
from ..records.paper import Bibliographic, Derived, Mention, Paper, Provenance
from ..records.provenance import digest
from ..text.folding import fold_title
from .facts import BY_FACTS, add_facts
from .sources import source_of

_Item = TypeVar("_Item")


def merge(
    old: Paper | None,
    entry: MendedEntry,
    derived: Derived,
    terms: Mapping[str, float],
    *,
    id: str,
    today: datetime.date,
    keep_abstract: bool,
    claimed: Source | None = None,
) -> Paper:
    """Return the record of a paper after an entry gave it its text: `old` with what is new, or a new record if `old` is
    None.

    `derived` holds the values that rules chose for the text; a curator's win. `terms` are the weighted words of the
    abstract; they are stored if `keep_abstract` is false, in place of the abstract. `claimed` is the source of `old`
    whose entry this is, read anew. A changed record gets `today` as its date of change; if nothing is new, a record
    equal to `old` is returned.
    """
    before = old or _new_paper(id, entry, today)
    claimed = claimed if old else before.provenance.source
    kept_facts = {key: reason for key, reason in before.derived.evidence.items() if reason.by.startswith(BY_FACTS)}
    fields = _derived_fields(before.derived, derived) | {
        "title": _title(before, entry),
        "abstract": entry.abstract if keep_abstract else None,
        "terms": {} if keep_abstract or not entry.abstract else dict(terms),
        "repairs": entry.repairs,
        "evidence": {**kept_facts, **_evidence(before.derived, derived), **keep_curated_evidence(before.derived)},
    }
    new = add_facts(before.model_copy(update=fields), entry, claimed, lead=True)
    return new if old is None else dated(old, new, today)


def _evidence(before: Derived, derived: Derived) -> dict[EvidenceKey, Evidence]:
    """Return the evidence of what the rules chose now, `derived`, by key. An area that a curator set keeps the evidence
    in `before` that says so.
    """
    reason = keep_area_evidence(before, derived.area, derived.evidence.get(AREA))
    return {key: said for key, said in {**derived.evidence, AREA: reason}.items() if said}


def _new_paper(id: str, entry: MendedEntry, today: datetime.date) -> Paper:
    source = source_of(entry).model_copy(update={"gave": {"title": digest(entry.title)}})
    return Paper(
        id=id, bibliographic=Bibliographic(title=entry.title), provenance=Provenance(added=today, source=source)
    )


def _title(before: Paper, entry: MendedEntry) -> str:
    """Return the title of the record in the form of the entry, its first source, if both are equal but for case and
    signs; else as it is. Records of before sources were noted count as equal to theirs.
    """
    title, source = before.bibliographic.title, before.provenance.source
    follows = source is None or not source.gave
    return entry.title if follows and fold_title(title) == fold_title(entry.title) else title


def dated(old: Paper | None, new: Paper, today: datetime.date) -> Paper:
    """Return `new` with `today` as the date of its change, if it differs from `old` and was not added on that day.

    A new paper (`old` is None) is returned as it is.
    """
    if old is None or new == old or old.provenance.added == today:
        return new
    return new.model_copy(update={"changed": today})


def _derived_fields(before: Derived, derived: Derived) -> dict[str, Any]:
    """Return the fields that rules and curators both write, each merged: what a curator set or took out stays, all else
    is as derived now.
    """
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


def _list(
    field: str,
    before: Derived,
    now: Sequence[_Item],
    derived: Sequence[_Item],
    key: Callable[[_Item], str],
    join: Callable[[_Item, _Item, Evidence | None], _Item],
) -> tuple[_Item, ...]:
    """Return the merged items of the list `field`: those derived now that no curator took out, in their order, then
    those of the record, `now`, that a curator or a source added.

    `key` returns the name by which items are compared, and `join` makes one item of the record's, the derived one and
    the evidence of the record's. `before` has that evidence.
    """
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
        if name not in fresh and (reason is None or reason.by.startswith(BY_FACTS)):
            items.append(item)
    return tuple(items)


def _take(have: _Item, fresh: _Item, reason: Evidence | None) -> _Item:
    del have, reason
    return fresh


def _keep_spelling(have: Mention, fresh: Mention, reason: Evidence | None) -> Mention:
    """Return the record's mention if a curator wrote it or changed its spelling, else the derived one. `reason` is the
    evidence of the former; None if it is a curator's.
    """
    return have if reason is None or (reason.value is not None and have.as_ != reason.value) else fresh


def _keep_kind(have: Any, fresh: Any, reason: Evidence | None) -> Any:
    """Return the derived item `fresh` with the kind and the description that a curator gave to the record's one,
    `have`. `reason` is the evidence of `have`; None if it is a curator's.
    """
    update: dict[str, Any] = {}
    if reason is None or have.kind != reason.value:
        update["kind"] = have.kind
    if getattr(have, "about", None):
        update["about"] = have.about
    return fresh.model_copy(update=update) if update else fresh
