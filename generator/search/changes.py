"""The inverted index of papers, and that of nearly the same papers, of which only those lists are made that differ.

What one paper brings is in a few hundred of half a million lists. Only these are joined and weighed anew, and put in
the place of the old ones; the others are copied in long stretches, as text. It takes that all other papers keep their
positions, and that neither the mean length of papers nor the number from which on a bigram is common changes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..catalogue.languages import Languages
from .facets import OpenCounts
from .inverting.contributions import Contributions
from .inverting.keys import Keys
from .inverting.ragged import Numbers
from .inverting.tables import Table, merged, places_among
from .tiers import Tiers, counts_of_terms, key_of_languages, least_common, mean_of, tiers_of, words_in


class Inverted(NamedTuple):
    """The inverted index of some papers (`tiers`), and how many of them have each value of the open fields
    (`counts`).
    """

    tiers: Tiers
    counts: OpenCounts

    def small(self) -> Inverted:
        """Return the same in the form in which a build keeps it for the next one."""
        tiers = self.tiers._replace(common=self.tiers.common.small(), rare=self.tiers.rare.small())
        return Inverted(tiers, self.counts)


class Change(NamedTuple):
    """What is new of some papers. `now` gives for each position before the one that the paper has now, and -1 for a
    paper that is gone or brings something else; `found` is what the new and the changed papers bring, and `at` has
    their positions now.
    """

    now: NDArray[np.int32]
    found: Contributions
    at: Numbers


class _Part(NamedTuple):
    """The keys of a table on which a change has an effect: `before`, those that it had, with their numbers of papers;
    and those that it has now, with all their rows.
    """

    before: Mapping[str, int]
    now: Table

    def all_keys(self) -> set[str]:
        """Return all keys, those that are gone included."""
        return {*self.before, *self.now.keys}


def inverted(found: Contributions, languages: Languages, mean_length: float | None) -> Inverted:
    """Return the inverted index of what papers bring to it. `mean_length` is that by which impacts are weighed, None
    for the papers' own.
    """
    return Inverted(tiers_of(found, languages.all, mean_length), found.counts_of_values())


def with_change(
    before: Inverted, brought: Contributions, change: Change, languages: Languages, mean_length: float | None
) -> Inverted | None:
    """Return the inverted index after a change, given the one `before`, and what papers brought to it, in the form in
    which a build keeps it (`Contributions.small`). None if the change has an effect on too much.
    """
    lengths = _lengths(brought, change)
    if lengths is None or (not mean_length and mean_of(brought.lengths) != mean_of(lengths)):
        return None
    terms, surfaces, values = (
        _part(old, change.now, new._replace(papers=change.at[new.papers].astype(np.int32)))
        for old, new in zip(brought[:3], change.found[:3], strict=True)
    )
    mean_length = mean_length or mean_of(lengths)
    lists = tiers_of(Contributions(terms.now, surfaces.now, values.now, lengths), languages.all, mean_length)
    old, changed = before.tiers, terms.all_keys()
    common = changed.union(map(key_of_languages, surfaces.all_keys())) if len(languages.all) > 1 else changed
    tiers = Tiers(
        old.common.with_lists(common, lists.common),
        old.rare.with_lists(changed, lists.rare),
        _words(old.words, brought, terms, surfaces),
    )
    return Inverted(tiers, _counts(before.counts, values))


def _lengths(brought: Contributions, change: Change) -> NDArray[np.float64] | None:
    """Return the lengths of all papers after a change; None if it moves papers that stay, or another number makes
    bigrams common.
    """
    now, old = change.now, len(brought.lengths)
    stay = np.flatnonzero(now >= 0)
    count = len(stay) + len(change.at)
    if count < old or (now[stay] != stay).any() or least_common(count) != least_common(old):
        return None
    lengths = np.zeros(count)
    lengths[:old] = brought.lengths
    lengths[change.at] = change.found.lengths
    return lengths


def _part(old: Table, now: NDArray[np.int32], new: Table) -> _Part:
    """Return the keys of a table on which a change has an effect. `now` is that of `Change`, and `new` the table of the
    papers that are new or changed.
    """
    rows = np.flatnonzero(np.isin(old.papers, np.flatnonzero(now < 0).astype(old.papers.dtype)))
    places, inserted = places_among(old.keys, new.keys)
    at = np.union1d(np.searchsorted(old.ends, rows, side="right") - 1, places[~inserted])
    own = old.pick(at)
    return _Part(dict(zip(own.keys, own.frequencies().tolist(), strict=True)), merged(own, now, new))


def _counts(before: OpenCounts, values: _Part) -> OpenCounts:
    """Return how many papers have each value of the open fields after a change of `values`."""
    counts = {field: dict(own) for field, own in before.items()}
    now = dict(zip(values.now.keys, values.now.frequencies().tolist(), strict=True))
    for text in values.all_keys():
        field, key, name = text.split("\t", 2)
        if text in now:
            counts.setdefault(field, {})[key, name] = now[text]
        else:
            del counts[field][key, name]
    return counts


# --- the words among which corrections look --------------------------------------


def _words(before: Mapping[str, int], brought: Contributions, terms: _Part, surfaces: _Part) -> dict[str, int]:
    """Return the words among which corrections look, given those `before`, what papers brought, and the terms and the
    words on which the change has an effect.
    """
    counts = counts_of_terms(terms.now)

    def count_of(term: str, otherwise: int) -> int:
        if term in counts or term in terms.before:
            return counts.get(term, otherwise)
        at = bisect_left(brought.terms.keys, term)
        known = at < len(brought.terms.keys) and brought.terms.keys[at] == term
        return int(brought.terms.ends[at + 1] - brought.terms.ends[at]) if known else otherwise

    stay = {*surfaces.now.keys}
    gone = surfaces.before.keys() - stay
    stems = [
        term
        for term in terms.all_keys()
        if counts.get(term, 0).bit_length() != terms.before.get(term, 0).bit_length()
        and (term in counts or not {" ", ":"} & {*term})
    ]
    words = dict(before)
    for surface in gone:
        words.pop(surface[: surface.index("\t")], None)
    words |= words_in({*stay, *_with_stems(brought.surfaces.keys, stems)} - gone, count_of)
    return words if list(words) == list(before) else dict(sorted(words.items()))


def _with_stems(surfaces: Keys, stems: Iterable[str]) -> Iterator[str]:
    """Yield the words, with all their stems, that have one of some `stems`."""
    for stem in stems:
        sought = f"\t{stem}".encode("utf-8", "surrogatepass")
        start = surfaces.data.find(sought)
        while start >= 0:
            at = int(np.searchsorted(surfaces.ends, start, side="right")) - 1
            stop = start + len(sought)
            if stop == surfaces.ends[at + 1] or surfaces.data[stop : stop + 1] == b"\t":
                yield surfaces[at]
            start = surfaces.data.find(sought, stop)
