"""Changes a taxonomy: renames, merges, removes, moves, splits and adds areas, facets and values.

Each function returns the new taxonomy and where the papers of every changed value go. No file is touched;
`regroup_files` makes the new texts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..records.base import ID_PATTERN
from ..records.paper import Paper
from ..records.reserved import Keyed, why_reserved
from ..records.taxonomy import Facet, Taxonomy, Value
from ..text.suggestions import suggest

AREA = "area"
Choice = tuple[str, str]
"""A pair of keys: that of a facet, or `area`; and that of one of its values."""


class RefusedError(Exception):
    """Raised, before anything is written, if a change cannot be made. The message says why and, where there is a
    remedy, what to do.
    """


class Regrouping(NamedTuple):
    """A taxonomy after a change.

    `moved` has each value whose key or facet changed or that is gone, with the one that its papers get in its place, or
    None. `facets` maps the old key of each renamed facet to the new one.
    """

    taxonomy: Taxonomy
    moved: Mapping[Choice, Choice | None]
    facets: Mapping[str, str] = {}


class Reference(NamedTuple):
    """What a curator names on the command line: an area (`facet` is `area`), a facet (`value` is None), or a value of a
    facet.
    """

    facet: str
    value: str | None

    def __str__(self) -> str:
        if self.value is None:
            return f"facet {self.facet!r}"
        return f"area {self.value!r}" if self.facet == AREA else f"value {self.facet}.{self.value}"

    @property
    def choice(self) -> Choice:
        """Return the area or value as a pair of keys. Raises RefusedError if it is a whole facet."""
        if self.value is None:
            raise RefusedError(f"{self.facet!r} is a facet; name one of its values, as {self.facet}.VALUE")
        return self.facet, self.value


def find(taxonomy: Taxonomy, text: str, left_over: Collection[Choice] = ()) -> Reference:
    """Return what `text` names: `FACET.VALUE` a value, `KEY` or `area.KEY` an area, `KEY` also a facet.

    `left_over` are values that records have and the taxonomy does not. Raises RefusedError, with similar names, if
    nothing has that name, or if both an area and a facet have it.
    """
    facets = {facet.key: [value.key for value in facet.values] for facet in taxonomy.facets}
    areas = [area.key for area in taxonomy.areas]
    head, dot, key = text.partition(".")
    if dot:
        known = areas if head == AREA else facets.get(head, [])
        if key in known:
            return Reference(head, key)
    elif text in areas and text in facets:
        raise RefusedError(f"{text!r} is an area and a facet; write area.{text} for the area")
    elif text in areas:
        return Reference(AREA, text)
    elif text in facets:
        return Reference(text, None)
    choice = (head, key) if dot else (AREA, text)
    if choice in left_over:
        return Reference(*choice)
    names = [*areas, *facets, *(f"{facet}.{value}" for facet, values in facets.items() for value in values)]
    near = suggest(text, names, most=3)
    hint = f"did you mean {', '.join(near)}?" if near else f"there are {', '.join(names[:20]) or 'none'}"
    raise RefusedError(f"no area, facet or FACET.VALUE is called {text!r}; {hint}")


def rename(taxonomy: Taxonomy, text: str, key: str, title: str | None = None) -> Regrouping:
    """Return the taxonomy after an area, facet or value got the key `key`, and a new title if one is given.

    `text` names it as for `find`; a facet's new key concerns all its values. Raises RefusedError if nothing has that
    name, if it is ambiguous, or if the new key is no key, reserved or taken.
    """
    named = find(taxonomy, text)
    named_before = named.facet if named.value is None else named.value
    if key != named_before:
        _refuse_key(taxonomy, named, key)
    update = {"key": key} | ({"title": title} if title else {})
    if named.value is None:
        facets = tuple(
            facet.model_copy(update=update) if facet.key == named.facet else facet for facet in taxonomy.facets
        )
        (facet,) = (facet for facet in taxonomy.facets if facet.key == named.facet)
        moved: dict[Choice, Choice | None] = {
            (facet.key, value.key): (key, value.key) for value in facet.values if key != facet.key
        }
        return Regrouping(taxonomy.model_copy(update={"facets": facets}), moved, {named.facet: key} if moved else {})
    values = [value.model_copy(update=update) if value.key == named.value else value for value in _of(taxonomy, named)]
    changed: dict[Choice, Choice | None] = {named.choice: (named.facet, key)} if key != named.value else {}
    return Regrouping(_with(taxonomy, named.facet, values), changed)


def merge(taxonomy: Taxonomy, texts: Sequence[str], into: str, left_over: Collection[Choice] = ()) -> Regrouping:
    """Return the taxonomy after areas, or values of one facet, were merged into another one, which gets those of their
    cues that it lacks. `texts` and `into` name them as for `find`.

    Values that only records have (`left_over`) can be merged too. Raises RefusedError if a name is unknown or
    ambiguous, if one is merged into itself, or if they are of different lists.
    """
    target = find(taxonomy, into)
    sources = [find(taxonomy, text, left_over) for text in texts]
    for source in sources:
        if source.choice == target.choice:
            raise RefusedError(f"{into!r} cannot be merged into itself")
        if source.facet != target.facet:
            raise RefusedError(f"{source} and {target} are not of one list; `catalogue taxonomy move` changes a facet")
    values = {value.key: value for value in _of(taxonomy, target)}
    joined = values[target.choice[1]]
    for source in sources:
        other = values.get(source.choice[1], joined)
        joined = joined.model_copy(
            update={
                "cues": {**joined.cues, **{cue: other.cues[cue] for cue in other.cues if cue not in joined.cues}},
                "title_cues": {
                    **joined.title_cues,
                    **{cue: other.title_cues[cue] for cue in other.title_cues if cue not in joined.title_cues},
                },
            }
        )
    gone = {source.choice[1] for source in sources}
    kept = [joined if value.key == joined.key else value for value in values.values() if value.key not in gone]
    return Regrouping(_with(taxonomy, target.facet, kept), {source.choice: target.choice for source in sources})


def remove(taxonomy: Taxonomy, text: str, left_over: Collection[Choice] = ()) -> Regrouping:
    """Return the taxonomy without an area, a facet or a value; a value that only records have (`left_over`) can be
    named too.

    Raises RefusedError if `text` names nothing, or is ambiguous.
    """
    named = find(taxonomy, text, left_over)
    if named.value is not None and named.choice in left_over:
        return Regrouping(taxonomy, {named.choice: None})
    if named.value is None:
        (facet,) = (facet for facet in taxonomy.facets if facet.key == named.facet)
        facets = tuple(other for other in taxonomy.facets if other is not facet)
        gone = {(facet.key, value.key): None for value in facet.values}
        return Regrouping(taxonomy.model_copy(update={"facets": facets}), gone)
    values = [value for value in _of(taxonomy, named) if value.key != named.value]
    return Regrouping(_with(taxonomy, named.facet, values), {named.choice: None})


def move(taxonomy: Taxonomy, text: str, to: str | None = None, before: str | None = None) -> Regrouping:
    """Return the taxonomy after a value was moved into the facet `to`, or an area, facet or value `before` another of
    its list. All are named as for `find`.

    Raises RefusedError if a name is unknown, if `to` is no facet or has such a value, if the lists differ, or if
    neither is given.
    """
    named = find(taxonomy, text)
    moved: dict[Choice, Choice | None] = {}
    if to is not None:
        facet = find(taxonomy, to)
        if facet.value is not None or named.value is None or named.facet == AREA:
            raise RefusedError(f"only a value can be moved into a facet, and {named} into {facet} is not that")
        if any(value.key == named.value for value in _of(taxonomy, facet)):
            raise RefusedError(f"{facet} already has a value {named.value!r}; rename one, or merge them")
        (value,) = (value for value in _of(taxonomy, named) if value.key == named.value)
        taxonomy = _with(taxonomy, named.facet, [other for other in _of(taxonomy, named) if other is not value])
        taxonomy = _with(taxonomy, facet.facet, [*_of(taxonomy, facet), value])
        moved = {named.choice: (facet.facet, named.value)}
        named = Reference(facet.facet, named.value)
    if before is not None:
        other = find(taxonomy, before)
        if other.facet != named.facet and (named.value is not None or other.value is not None):
            raise RefusedError(f"{named} and {other} are not of one list")
        taxonomy = _reordered(taxonomy, named, other)
    if to is None and before is None:
        raise RefusedError("say where: name a facet, or --before another of its list")
    return Regrouping(taxonomy, moved)


def split(taxonomy: Taxonomy, text: str, new: Value, cues: Sequence[str]) -> Regrouping:
    """Return the taxonomy with the area or value `new` behind the one that `text` names, from which it takes the
    `cues`.

    No paper changes. Raises RefusedError if `text` names none, if it lacks one of the cues, or if the new key is not
    free.
    """
    named = find(taxonomy, text)
    (old,) = (value for value in _of(taxonomy, named) if value.key == named.choice[1])
    _refuse_key(taxonomy, named, new.key)
    taken = {
        field: {cue: weight for cue, weight in getattr(old, field).items() if cue in cues}
        for field in ("cues", "title_cues")
    }
    if lacking := [cue for cue in cues if not any(cue in found for found in taken.values())]:
        raise RefusedError(f"{named} has no cue {lacking[0]!r}; it has {', '.join([*old.cues, *old.title_cues])}")
    old_left = old.model_copy(
        update={field: {c: w for c, w in getattr(old, field).items() if c not in cues} for field in taken}
    )
    added = new.model_copy(update={field: {**taken[field], **getattr(new, field)} for field in taken})
    values = [item for value in _of(taxonomy, named) for item in ((old_left, added) if value is old else (value,))]
    return Regrouping(_with(taxonomy, named.facet, values), {})


def add(taxonomy: Taxonomy, area: Value) -> Regrouping:
    """Return the taxonomy with a new area behind all others. Raises RefusedError if its key is no key, reserved or
    taken.
    """
    _refuse_key(taxonomy, Reference(AREA, area.key), area.key)
    return Regrouping(_with(taxonomy, AREA, [*taxonomy.areas, area]), {})


def left_over_values(taxonomy: Taxonomy, papers: Iterable[Paper]) -> dict[Choice, list[str]]:
    """Return the areas and values that records have and the taxonomy does not, each with the ids of their papers."""
    known = {(AREA, area.key) for area in taxonomy.areas}
    known |= {(facet.key, value.key) for facet in taxonomy.facets for value in facet.values}
    found: dict[Choice, list[str]] = {}
    for paper in papers:
        own = [(AREA, paper.derived.area)] if paper.derived.area else []
        own += [(facet, value) for facet, values in paper.derived.facets.items() for value in values]
        for choice in own:
            if choice not in known:
                found.setdefault(choice, []).append(paper.id)
    return found


def _reordered(taxonomy: Taxonomy, named: Reference, other: Reference) -> Taxonomy:
    """Return the taxonomy with the area, value or facet `named` moved to the place before `other` in their list."""
    if named.value is None:
        facets = {facet.key: facet for facet in taxonomy.facets}
        keys = _before(list(facets), named.facet, other.facet)
        return taxonomy.model_copy(update={"facets": tuple(facets[key] for key in keys)})
    values = {value.key: value for value in _of(taxonomy, named)}
    return _with(taxonomy, named.facet, [values[key] for key in _before(list(values), named.value, other.choice[1])])


def _before(keys: list[str], key: str, other: str) -> list[str]:
    if key == other:
        return keys
    rest = [one for one in keys if one != key]
    rest.insert(rest.index(other), key)
    return rest


def _of(taxonomy: Taxonomy, named: Reference) -> tuple[Value, ...]:
    """Return the areas if `named` is in them, else the values of the facet of `named`. Raises StopIteration if there is
    no such facet.
    """
    if named.facet == AREA:
        return taxonomy.areas
    return next(facet.values for facet in taxonomy.facets if facet.key == named.facet)


def _with(taxonomy: Taxonomy, facet: str, values: Sequence[Value]) -> Taxonomy:
    """Return the taxonomy with `values` as its areas if `facet` is `area`, else as the values of that facet."""
    if facet == AREA:
        return taxonomy.model_copy(update={"areas": tuple(values)})
    facets: list[Facet] = [
        one.model_copy(update={"values": tuple(values)}) if one.key == facet else one for one in taxonomy.facets
    ]
    return taxonomy.model_copy(update={"facets": tuple(facets)})


def _refuse_key(taxonomy: Taxonomy, named: Reference, key: str) -> None:
    """Raise RefusedError if `key` cannot be the new key of `named`: it is no key, is reserved, or is taken in its
    list.
    """
    if not re.fullmatch(ID_PATTERN, key) or len(key) > 80:
        raise RefusedError(f"{key!r} is no key; use lower-case letters, digits and single hyphens")
    keyed: Keyed = "facet" if named.value is None else "area" if named.facet == AREA else "value"
    if reason := why_reserved(keyed, key):
        raise RefusedError(f"{key!r} is {reason}; choose another key")
    taken = [facet.key for facet in taxonomy.facets] if keyed == "facet" else [v.key for v in _of(taxonomy, named)]
    if key in taken:
        raise RefusedError(f"the key {key!r} is taken; choose another, or `catalogue taxonomy merge`")
