"""Decides in which part of a divided survey a paper is imported that several parts are given.

A part tells what it has by keys (`keys_of_part`): identifiers and titles. Only papers with a key that another part has
too are compared (`shared_with`), as an import compares entries, and each goes into one part (`assign`): the one that
has it as a record, else the first that is given it.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from ..catalogue.identity import Work, work_of, work_of_paper
from ..ingest.grouping import group_entries, work_of_refused
from ..records.entry import Entry, MendedEntry
from ..records.intake import RefusedPaper
from ..records.paper import Paper
from ..records.survey import Settings, Survey

_Paper = TypeVar("_Paper", Paper, RefusedPaper)


class Shared(NamedTuple):
    """What a part has with a key that another part has too: its new entries, by their numbers in the part's files, its
    records, and the papers that a curator took out of it.
    """

    entries: Mapping[int, MendedEntry]
    papers: tuple[Paper, ...]
    refused: tuple[RefusedPaper, ...]


class Moves(NamedTuple):
    """What becomes of a part's entries: those with the numbers `away` go into other parts, `here` come from others."""

    away: frozenset[int] = frozenset()
    here: tuple[Entry, ...] = ()

    def applied(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the entries to be imported into the part whose files hold `entries`."""
        return [*(entry for number, entry in enumerate(entries) if number not in self.away), *self.here]


def keys_of_part(entries: Iterable[MendedEntry], survey: Survey) -> array[int]:
    """Return the keys of all that a part has, sorted, eight bytes each: hashes of identifiers and of titles."""
    works = [*map(_work, entries), *map(work_of_paper, survey.papers), *map(work_of_refused, survey.refused)]
    return array("Q", sorted({key for work in works for key in _keys(work)}))


def shared_with(others: Iterable[array[int]], entries: Sequence[MendedEntry], survey: Survey) -> Shared:
    """Return what a part has that may be in one of the other parts too, whose keys are given."""
    own = frozenset(keys_of_part(entries, survey))
    keys = frozenset[int]().union(*(own.intersection(part) for part in others))

    def is_shared(work: Work) -> bool:
        return any(key in keys for key in _keys(work))

    return Shared(
        {number: entry for number, entry in enumerate(entries) if is_shared(_work(entry))},
        tuple(paper for paper in survey.papers if is_shared(work_of_paper(paper))),
        tuple(paper for paper in survey.refused if is_shared(work_of_refused(paper))),
    )


def assign(parts: Sequence[Shared]) -> list[Moves]:
    """Return the moves of each part, so that each paper is imported into one.

    That is the part that has its record, or had it before a curator took it out; of a new paper, the first that is
    given an entry about it. Entries that may be one paper, but not surely, stay where they are.
    """
    entries = [(part, number) for part, shared in enumerate(parts) for number in shared.entries]
    papers = [_of_part(paper, part) for part, shared in enumerate(parts) for paper in shared.papers]
    refused = [_of_part(paper, part) for part, shared in enumerate(parts) for paper in shared.refused]
    settings = Settings(title="All parts", description="What they share.")
    known = Survey(settings=settings, papers=tuple(papers), refused=tuple(refused))
    found = group_entries([parts[part].entries[number] for part, number in entries], known)
    owned = [(_part_of(id), numbers) for id, numbers in found.known.items()]
    owned += [(_part_of(paper.id), numbers) for paper, numbers in found.refused]
    owned += [(min(entries[at][0] for at in numbers), numbers) for numbers in found.new]
    moved = sorted((at, owner) for owner, numbers in owned for at in numbers if entries[at][0] != owner)
    away: list[set[int]] = [set() for _ in parts]
    here: list[list[Entry]] = [[] for _ in parts]
    for at, owner in moved:
        part, number = entries[at]
        away[part].add(number)
        here[owner].append(parts[part].entries[number].entry)
    return [Moves(frozenset(some), tuple(others)) for some, others in zip(away, here, strict=True)]


def _of_part(paper: _Paper, part: int) -> _Paper:
    """Return a paper with an id that no paper of another part has."""
    return paper.model_copy(update={"id": f"{part}-{paper.id}"})


def _part_of(id: str) -> int:
    return int(id.partition("-")[0])


def _work(entry: MendedEntry) -> Work:
    return work_of(entry.title, entry.entry.citation, entry.abstract)


def _keys(work: Work) -> set[int]:
    """Return the hashes of a work's identifiers and of its title, by one of which two works that are surely one paper
    are found. Nearly equal titles have other hashes.
    """
    keys = [f"{kind}:{value}" for kind, values in work.ids.items() for value in values]
    keys += [f"title:{work.letters}"] if work.letters else []
    return {int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") for key in keys}
