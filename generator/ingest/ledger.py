"""The ledger of an import: what became of every entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..records.base import Problem
from ..records.entry import MendedEntry
from ..records.paper import Paper

Fate = Literal["new", "unchanged", "changed", "completed", "refused"]
"""`completed`: a record gained facts from an entry without an abstract."""


class Outcome(NamedTuple):
    """What became of one entry. `fate` says it in a word, `line` is a line for the printed ledger (None if there is
    nothing to print), `problem` says why the entry was refused.
    """

    fate: Fate
    line: str | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The outcomes of all entries of an import, in the order of its steps."""

    outcomes: tuple[Outcome, ...] = ()
    doubts: tuple[Problem, ...] = ()
    """Warnings about what was read and may be wrong."""
    written: bool = False
    """Whether the records were written."""

    def count(self, fate: Fate) -> int:
        """Return the number of entries with this fate."""
        return sum(outcome.fate == fate for outcome in self.outcomes)

    @property
    def read(self) -> int:
        """Return the number of entries that were read, refused ones included."""
        return len(self.outcomes)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the printed ledger, such as `raw.txt:12: new clip`; an entry that changed nothing has no line."""
        return tuple(outcome.line for outcome in self.outcomes if outcome.line)

    @property
    def refused(self) -> tuple[Problem, ...]:
        """Return the problems for which entries were refused."""
        return tuple(outcome.problem for outcome in self.outcomes if outcome.problem)


def refuse(entry: MendedEntry, message: str) -> Outcome:
    """Return the outcome of an entry that is refused; the problem holds the entry's file and line, and the message."""
    return refused_by_reader(Problem(path=entry.entry.path, line=entry.entry.line, message=message))


def refused_by_reader(problem: Problem) -> Outcome:
    """Return the outcome for a part of a file of which a reader could make no entry."""
    return Outcome("refused", problem=problem)


def outcome_of_merge(entry: MendedEntry, old: Paper | None, new: Paper) -> Outcome:
    """Return the outcome of an entry with an abstract: a new paper if `old` is None, else a changed or unchanged
    one.
    """
    if old is None:
        return Outcome("new", f"{entry.place}: new {new.id}")
    if old.provenance.source and old.provenance.source.sha256 != entry.sha256:
        return Outcome("changed", f"{entry.place}: changed {new.id}")
    return Outcome("unchanged", f"{entry.place}: derived anew {new.id}" if old != new else None)
