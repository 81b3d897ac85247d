"""What became of every entry of an import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..records.base import Problem
from ..records.entry import MendedEntry
from ..records.paper import Paper

Fate = Literal["new", "unchanged", "changed", "completed", "refused"]
"""`completed`: a record gained facts from an entry without an abstract."""


class Outcome(NamedTuple):
    """What became of one entry: `line` is worth a line of the ledger, `problem` says why it was refused."""

    fate: Fate
    line: str | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What became of every entry that was read, in the order of the import's steps."""

    outcomes: tuple[Outcome, ...] = ()
    doubts: tuple[Problem, ...] = ()
    """Warnings about what was read and may be wrong."""
    written: bool = False
    """Whether the records were written."""

    def count(self, fate: Fate) -> int:
        """How many entries this became of."""
        return sum(outcome.fate == fate for outcome in self.outcomes)

    @property
    def read(self) -> int:
        """How many entries were read, refused ones too."""
        return len(self.outcomes)

    @property
    def lines(self) -> tuple[str, ...]:
        """`file:line: new ID` and the like; nothing of an entry that changed nothing."""
        return tuple(outcome.line for outcome in self.outcomes if outcome.line)

    @property
    def refused(self) -> tuple[Problem, ...]:
        """Why entries were refused."""
        return tuple(outcome.problem for outcome in self.outcomes if outcome.problem)


def refuse(entry: MendedEntry, message: str) -> Outcome:
    """The outcome of an entry that is not taken, with its place and the reason."""
    return refused_by_reader(Problem(path=entry.entry.path, line=entry.entry.line, message=message))


def refused_by_reader(problem: Problem) -> Outcome:
    """The outcome of what a reader could not make an entry of."""
    return Outcome("refused", problem=problem)


def outcome_of_merge(entry: MendedEntry, old: Paper | None, new: Paper) -> Outcome:
    """What became of an entry with an abstract that made the record `new` of `old`."""
    if old is None:
        return Outcome("new", f"{entry.place}: new {new.id}")
    if old.provenance.source and old.provenance.source.sha256 != entry.sha256:
        return Outcome("changed", f"{entry.place}: changed {new.id}")
    return Outcome("unchanged", f"{entry.place}: derived anew {new.id}" if old != new else None)
