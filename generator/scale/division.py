"""Decides in which part of a divided survey a paper is imported that several parts are given.

A part tells what it has by keys (`keys_of_part`), which are identifiers, titles and what was read before, and by those
of its titles that have a rare word (`titles_of_part`). Only papers with a key that another part has too, or with nearly
a title of it, and what may be one paper with these in their own part, are compared (`shared_with`), as an import
compares entries. Each goes into one part (`assign`): the one that has it as a record, else the first that is given it.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from ..catalogue.identity import Work, compare_titles, work_of, work_of_paper
from ..ingest.grouping import Elsewhere, group_entries, rarest_words, work_of_refused
from ..ingest.sources import keys_of_reading, keys_of_sources
from ..records.entry import Entry, MendedEntry
from ..records.intake import RefusedPaper
from ..records.paper import Citation, Paper
from ..records.survey import Settings, Survey

_Paper = TypeVar("_Paper", Paper, RefusedPaper)
Titles = Mapping[str, tuple[str, ...]]
"""The titles of a part, by each of their two rarest words."""


class Shared(NamedTuple):
    """What a part has that may be one paper with what another part has: its new entries, by their numbers in the part's
    files, its records, and the papers that a curator took out of it.
    """

    entries: Mapping[int, MendedEntry]
    papers: tuple[Paper, ...]
    refused: tuple[RefusedPaper, ...]


class Moves(NamedTuple):
    """What becomes of a part's entries: those with the numbers `away` go into other parts, `here` come from others.

    `groups` has the number of the group of each entry that was compared and stays, by its number in the part's files,
    `groups_here` those of the entries that come, and `papers` those of the part's records and refused papers, by id.
    """

    away: frozenset[int] = frozenset()
    here: tuple[Entry, ...] = ()
    groups: Mapping[int, int] = {}
    groups_here: tuple[int, ...] = ()
    papers: Mapping[str, int] = {}

    def applied(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the entries to be imported into the part whose files hold `entries`."""
        return [*(entry for number, entry in enumerate(entries) if number not in self.away), *self.here]

    def elsewhere(self, count: int, rare: Mapping[str, int]) -> Elsewhere:
        """Return what decides which of the entries that `applied` returns are one paper; the part's files hold `count`
        entries, and `rare` are the rare words of all parts.
        """
        staying = [number for number in range(count) if number not in self.away]
        groups = {at: self.groups[number] for at, number in enumerate(staying) if number in self.groups}
        return Elsewhere(rare, groups | dict(enumerate(self.groups_here, len(staying))), self.papers)


class _Have(NamedTuple):
    """One of the entries, records or refused papers of a part, as a work, with the keys by which others may be found to
    be the same paper.
    """

    work: Work
    keys: frozenset[int]


def works_of(entries: Iterable[MendedEntry], survey: Survey) -> list[Work]:
    """Return all that a part has as works: its entries, its records, and the papers that a curator took out of it."""
    return [*map(_work, entries), *map(work_of_paper, survey.papers), *map(work_of_refused, survey.refused)]


def keys_of_part(entries: Iterable[MendedEntry], survey: Survey) -> array[int]:
    """Return the keys of all that a part has, sorted, eight bytes each: hashes of identifiers, of titles, and of what
    tells that an entry was read before.
    """
    return array("Q", sorted({key for own in _all_of(entries, survey) for key in own.keys}))


def titles_of_part(entries: Iterable[MendedEntry], survey: Survey, rare: Mapping[str, int]) -> Titles:
    """Return the titles of all that a part has, by each of their two rarest words; `rare` are those of all parts."""
    titles: dict[str, dict[str, None]] = defaultdict(dict)
    for work in works_of(entries, survey):
        for word in rarest_words(work, rare):
            titles[word][work.title] = None
    return {word: tuple(own) for word, own in titles.items()}


def shared_with(
    others: Iterable[array[int]],
    titles: Iterable[Titles],
    entries: Sequence[MendedEntry],
    survey: Survey,
    rare: Mapping[str, int],
) -> Shared:
    """Return what a part has that may be in one of the other parts too, of which the keys and the `titles` are given.
    `rare` are the rare words of all parts.
    """
    have = _all_of(entries, survey)
    own = frozenset().union(*(it.keys for it in have))
    keys = frozenset[int]().union(*(own.intersection(part) for part in others))
    near = _near(have, titles, rare)
    found = _connected(have, {at for at, it in enumerate(have) if at in near or not keys.isdisjoint(it.keys)}, rare)
    ends = len(entries), len(entries) + len(survey.papers)
    return Shared(
        {number: entry for number, entry in enumerate(entries) if number in found},
        tuple(paper for at, paper in enumerate(survey.papers, ends[0]) if at in found),
        tuple(paper for at, paper in enumerate(survey.refused, ends[1]) if at in found),
    )


def _near(have: Sequence[_Have], others: Iterable[Titles], rare: Mapping[str, int]) -> set[int]:
    """Return which of a part's works have nearly a title of another part, by number."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(have):
        for word in rarest_words(own.work, rare):
            by_word[word].append(at)
    found: set[int] = set()
    for titles in others:
        for word in by_word.keys() & titles.keys():
            works = [work_of(title, Citation(), None) for title in titles[word]]
            found.update(
                at for at in by_word[word] if any(compare_titles(have[at].work, it) != "other" for it in works)
            )
    return found


def _are_near(one: Work, other: Work) -> bool:
    """Return whether two works have nearly the same title, or the same."""
    return compare_titles(one, other) != "other"


def _connected(have: Sequence[_Have], found: Iterable[int], rare: Mapping[str, int]) -> set[int]:
    """Return the numbers in `found` with those of all of a part's works that may be one paper with these, by keys or by
    nearly equal titles, or with one of those, and so on.
    """
    by_key: dict[int | str, list[int]] = defaultdict(list)
    for at, own in enumerate(have):
        own_keys: Iterable[int | str] = (*own.keys, *rarest_words(own.work, rare))
        for key in own_keys:
            by_key[key].append(at)
    connected = set(found)
    waiting = [*connected]
    while waiting:
        own = have[waiting.pop()]
        beside = {at for key in own.keys for at in by_key[key]}
        beside |= {
            at for word in rarest_words(own.work, rare) for at in by_key[word] if _are_near(own.work, have[at].work)
        }
        waiting += beside - connected
        connected |= beside
    return connected


def assign(parts: Sequence[Shared], rare: Mapping[str, int]) -> list[Moves]:
    """Return the moves of each part, so that each paper is imported into one; `rare` are the rare words of all parts.

    That is the part that has its record, or had it before a curator took it out; of a new paper, the first that is
    given an entry about it. Entries that may be one paper, but not surely, stay where they are.
    """
    entries = [(part, number) for part, shared in enumerate(parts) for number in shared.entries]
    papers = [_of_part(paper, part) for part, shared in enumerate(parts) for paper in shared.papers]
    refused = [_of_part(paper, part) for part, shared in enumerate(parts) for paper in shared.refused]
    settings = Settings(title="All parts", description="What they share.")
    known = Survey(settings=settings, papers=tuple(papers), refused=tuple(refused))
    found = group_entries([parts[part].entries[number] for part, number in entries], known, Elsewhere(rare))
    groups = [(paper.id, found.known.get(paper.id, ())) for paper in papers]
    of_refused = {paper.id: numbers for paper, numbers in found.refused}
    groups += [(paper.id, of_refused.get(paper.id, ())) for paper in refused]
    groups += [("", numbers) for numbers in found.new]
    made = [_Made() for _ in parts]
    for group, (id, numbers) in enumerate(groups):
        owner = _part_of(id) if id else min(entries[at][0] for at in numbers)
        if id:
            made[owner].papers[id.partition("-")[2]] = group
        for at in numbers:
            part, number = entries[at]
            if part == owner:
                made[part].groups[number] = group
            else:
                made[part].away.add(number)
                made[owner].here[at] = parts[part].entries[number].entry, group
    return [it.moves() for it in made]


class _Made:
    """The moves of a part while they are decided; `here` is by the number of the entry among those of all parts."""

    def __init__(self) -> None:
        self.away: set[int] = set()
        self.here: dict[int, tuple[Entry, int]] = {}
        self.groups: dict[int, int] = {}
        self.papers: dict[str, int] = {}

    def moves(self) -> Moves:
        """Return the moves, entries in the order of their numbers."""
        coming = [self.here[at] for at in sorted(self.here)]
        return Moves(
            frozenset(self.away),
            tuple(entry for entry, _ in coming),
            self.groups,
            tuple(group for _, group in coming),
            self.papers,
        )


def _of_part(paper: _Paper, part: int) -> _Paper:
    """Return a paper with an id that no paper of another part has."""
    return paper.model_copy(update={"id": f"{part}-{paper.id}"})


def _part_of(id: str) -> int:
    return int(id.partition("-")[0])


def _work(entry: MendedEntry) -> Work:
    return work_of(entry.title, entry.entry.citation, entry.abstract)


def _all_of(entries: Iterable[MendedEntry], survey: Survey) -> list[_Have]:
    """Return the entries, the records and the refused papers of a part, in this order."""
    have = [_Have(work := _work(it), _keys(work, keys_of_reading(it, it.sha256))) for it in entries]
    have += [_Have(work := work_of_paper(it), _keys(work, keys_of_sources(it))) for it in survey.papers]
    return [*have, *(_Have(work := work_of_refused(it), _keys(work, ())) for it in survey.refused)]


def _keys(work: Work, read: Iterable[str]) -> frozenset[int]:
    """Return the hashes of a work's identifiers, of its title, and of what tells that an entry was `read` before, by
    one of which two works that are surely one paper are found. Nearly equal titles have other hashes.
    """
    keys = [*read, *(f"{kind}:{value}" for kind, values in work.ids.items() for value in values)]
    keys += [f"title:{work.letters}"] if work.letters else []
    return frozenset(int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") for key in keys)
