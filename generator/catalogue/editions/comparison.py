"""Compares two published documents, paper by paper and field by field: what an edition changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...records.edition import Change
from .documents import Published, PublishedPaper

AREA = "area"
_OF_PAPERS = ("builds_on", "compares_with", "evaluated_on", "relations")
"""Fields that name other papers by their ids."""
_FACETS = "facets."
_NEW_IN = 3
"""Records that must have a field which none had before for it to count as a new one, and not as corrections."""


class Successors(NamedTuple):
    """What papers, areas and facet values of the earlier document have become.

    `papers` maps former ids to those now, `values` the (facet, key) of a value to the one now, or None if it is gone;
    `reasons` has the ids of removed papers with the curator's reason, if there is one.
    """

    papers: Mapping[str, str] = {}
    values: Mapping[tuple[str, str], tuple[str, str] | None] = {}
    reasons: Mapping[str, str | None] = {}


def compare(before: Published, now: Published, to: Successors) -> list[Change]:
    """Return the changes from the document `before` to the document `now`, in the order of `Change.kind`, and within a
    kind by paper id. An empty list if nothing changed.

    A paper with another id is the same paper if `to` says so; if two papers became one, that is a merge.
    """
    kept, merged = _same_papers(before, now, to)
    return [
        *(_of(now, "added", id) for id in now.papers if id not in kept),
        *(_of(now, "renamed", id, was=was) for id, was in kept.items() if id != was),
        *(_of(before, "merged", was).model_copy(update={"id": id, "was": was}) for was, id in merged.items()),
        *_moved(before, now, kept, to),
        *_corrected(before, now, kept, to),
        *(
            _of(before, "removed", id, reason=to.reasons.get(id))
            for id in before.papers
            if id not in {*kept.values(), *merged}
        ),
        *_taxonomy(before, now, to),
        *(Change(kind="field", field=field, after=str(count)) for field, count in _new_fields(before, now).items()),
    ]


def _of(document: Published, kind: str, id: str, **more: str | None) -> Change:
    return Change.model_validate({"kind": kind, "id": id, "title": document.papers[id].title, **more})


def _same_papers(before: Published, now: Published, to: Successors) -> tuple[dict[str, str], dict[str, str]]:
    """Return two mappings of ids: from the id now of each paper that is in both documents to its id before, and from
    the id before of each paper that was merged into another to that one's id now. `to` says what ids have become.

    Of several papers that became one, that with its id now is the same paper, else that with its title, else the first
    by id.
    """
    became = defaultdict(list)
    for id in before.papers:
        if (now_id := id if id in now.papers else to.papers.get(id, "")) in now.papers:
            became[now_id].append(id)
    kept = {
        now_id: min(ids, key=lambda it: (it != now_id, before.papers[it].title != now.papers[now_id].title, it))
        for now_id, ids in sorted(became.items())
    }
    merged = {id: now_id for now_id, ids in became.items() for id in ids if id != kept[now_id]}
    return kept, dict(sorted(merged.items()))


def _moved(before: Published, now: Published, kept: Mapping[str, str], to: Successors) -> Iterator[Change]:
    """Yield a change for each paper that is now in another area, unless its area only has another key. `kept` maps the
    ids of papers that are in both documents to their ids before.
    """
    for id, was in kept.items():
        old, new = before.papers[was].area, now.papers[id].area
        if old and (AREA, old) in to.values:
            target = to.values[AREA, old]
            if target is not None and target[1] == new:
                continue
        if old != new:
            areas = {"before": _title(before, old), "after": _title(now, new)}
            yield _of(now, "moved", id, field=AREA, **areas)


def _title(document: Published, area: str | None) -> str | None:
    return document.values.get((AREA, area), area) if area else None


def _corrected(before: Published, now: Published, kept: Mapping[str, str], to: Successors) -> Iterator[Change]:
    new_fields = _new_fields(before, now)
    for id, was in kept.items():
        old, new = _fields(before.papers[was], to), _fields(now.papers[id], Successors())
        titles = {**before.values, **now.values}
        for field in [*new, *(field for field in old if field not in new)]:
            if old.get(field) != new.get(field) and field.partition(".")[0] not in new_fields:
                texts = {key: _shown(field, own.get(field), titles) for key, own in (("before", old), ("after", new))}
                yield _of(now, "corrected", id, field=field, **texts)


def _fields(paper: PublishedPaper, to: Successors) -> dict[str, str]:
    """Return the fields of a paper as it was, in which other papers and values have the ids and keys that they have
    now, as `to` says. Values of a facet are in alphabetical order, since their own order says nothing.
    """
    fields = {key: text for key, text in paper.fields.items() if not key.startswith(_FACETS)}
    for key in _OF_PAPERS:
        if key in fields:
            fields[key] = " ".join(_led(word, to.papers) for word in fields[key].split(" "))
    values = defaultdict(set)
    for key, text in paper.fields.items():
        if key.startswith(_FACETS):
            for value in text.split(", "):
                choice = key.removeprefix(_FACETS), value
                if target := to.values.get(choice, choice):
                    values[target[0]].add(target[1])
    return fields | {f"{_FACETS}{facet}": ", ".join(sorted(keys)) for facet, keys in sorted(values.items())}


def _led(word: str, papers: Mapping[str, str]) -> str:
    bare = word.rstrip(",;")
    return papers.get(bare, bare) + word[len(bare) :]


def _shown(field: str, text: str | None, titles: Mapping[tuple[str, str], str]) -> str | None:
    """Return the text of a field with the titles of facet values in place of their keys; None if the text is None.
    `titles` has them by the keys of facet and value.
    """
    if text is None or not field.startswith(_FACETS):
        return text
    return ", ".join(titles.get((field.removeprefix(_FACETS), key), key) for key in text.split(", "))


def _new_fields(before: Published, now: Published) -> dict[str, int]:
    """Return the fields that no paper had before and at least `_NEW_IN` papers have now, as a newer version of the
    generator publishes more, each with the number of papers that have it.
    """
    had = {field.partition(".")[0] for paper in before.papers.values() for field in paper.fields}
    counts = Counter(
        field
        for paper in now.papers.values()
        for field in {field.partition(".")[0] for field in paper.fields}
        if field not in had
    )
    return {field: count for field, count in sorted(counts.items()) if count >= _NEW_IN and before.papers}


def _taxonomy(before: Published, now: Published, to: Successors) -> Iterator[Change]:
    """Yield a change for each area and value that came, went, or has another key or title now. `to` says what keys have
    become.
    """
    reached = set()
    for choice, title in before.values.items():
        target = choice if choice in now.values else to.values.get(choice)
        if target is not None and target in now.values:
            reached.add(target)
            if target != choice or now.values[target] != title:
                yield _of_taxonomy(choice[0], before, title, _in_facet(target, choice[0], now))
        else:
            yield _of_taxonomy(choice[0], before, title, None)
    for choice, title in now.values.items():
        if choice not in before.values and choice not in reached:
            yield _of_taxonomy(choice[0], now, None, title)


def _in_facet(choice: tuple[str, str], facet: str, document: Published) -> str:
    title = document.values[choice]
    return title if choice[0] == facet else f"{document.facets.get(choice[0], choice[0])}: {title}"


def _of_taxonomy(facet: str, document: Published, before: str | None, after: str | None) -> Change:
    name = AREA if facet == AREA else document.facets.get(facet, facet)
    return Change(kind="taxonomy", field=name, before=before, after=after)
