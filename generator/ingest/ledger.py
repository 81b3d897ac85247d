"""The ledger of an import: what became of every entry."""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from ..records.base import Problem
from ..records.entry import MendedEntry
from ..records.intake import ImportCounts
from ..records.paper import Paper
from ..records.provenance import all_sources, facts_of, headings_of

Fate = Literal["new", "unchanged", "changed", "completed", "refused", "merged"]
"""`completed`: a record gained what it lacked. `merged`: one new paper with another entry of this import. `refused`:
no entry, or of a paper that a curator took out.
"""
FATES: tuple[Fate, ...] = ("new", "unchanged", "changed", "completed", "refused", "merged")
_ALIKE = 3
"""Equal notes from which on they are one line."""
_LONGEST = 80


class Outcome(NamedTuple):
    """What became of one entry. `fate` says it in a word, `message` in more, if there is more to say."""

    fate: Fate
    path: str
    line: int
    entry: str | None = None
    """What the file itself calls the entry."""
    id: str | None = None
    """Of the record."""
    message: str = ""
    notes: tuple[str, ...] = ()
    """What was passed over or not understood, each beginning with its field."""
    problem: Problem | None = None
    """Why it could not be read."""
    doubt: str = ""
    """Why it may be a paper that the survey has."""

    @property
    def place(self) -> str:
        """Return file and line, and what the file calls the entry."""
        return f"{self.path}:{self.line}" + (f" ({self.entry})" if self.entry else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The outcomes of all entries of an import: first what could not be read, then in the order of the entries."""

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
    def doubtful(self) -> int:
        """Return the number of new entries that may be about a paper that the survey has."""
        return sum(bool(outcome.doubt) for outcome in self.outcomes)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the printed ledger, such as `raw.txt:12: new clip`; an entry that changed nothing has no line. Equal
        notes of many entries are one line.
        """
        return (*(line for outcome in self.outcomes for line in _lines(outcome)), *self._note_lines())

    def _note_lines(self) -> Iterator[str]:
        by_note: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
        for outcome in self.outcomes:
            for note in outcome.notes:
                by_note[outcome.path, note].append(outcome)
        for (path, note), outcomes in by_note.items():
            if len(outcomes) > _ALIKE:
                yield f"{path}: {note} in {len(outcomes)} entries, first in line {outcomes[0].line}"
            else:
                yield from (f"{outcome.place}: {note}" for outcome in outcomes)

    @property
    def refused(self) -> tuple[Problem, ...]:
        """Return the problems for which entries were refused."""
        return tuple(outcome.problem for outcome in self.outcomes if outcome.problem)

    def counts(self, today: datetime.date, paths: Iterable[str]) -> ImportCounts:
        """Return what `imports.yml` says of the import."""
        unreadable = len(self.refused)
        return ImportCounts(
            date=today,
            files=tuple(dict.fromkeys(re.split(r"[/\\\\]", path)[-1] or path for path in paths)),
            read=self.read,
            new=self.count("new"),
            known=self.count("unchanged") + self.count("changed") + self.count("completed"),
            merged=self.count("merged"),
            excluded=self.count("refused") - unreadable,
            unreadable=unreadable,
        )

    def as_document(self) -> dict[str, Any]:
        """Return the ledger as one document: the counts, whose sum is `read`, and what became of each entry."""
        counts = Counter(outcome.fate for outcome in self.outcomes)
        return {
            "read": self.read,
            **{fate: counts[fate] for fate in FATES},
            "doubtful": self.doubtful,
            "written": self.written,
            "entries": [_row(outcome) for outcome in self.outcomes],
        }


def _lines(outcome: Outcome) -> Iterator[str]:
    if outcome.fate == "new":
        yield f"{outcome.place}: new {outcome.id}" + (f"; {outcome.message}" if outcome.message else "")
    elif outcome.message and not outcome.problem:
        yield f"{outcome.place}: {outcome.message}"
    if outcome.doubt:
        yield f"{outcome.place}: doubtful: {outcome.doubt}"


def _row(outcome: Outcome) -> dict[str, Any]:
    said = (outcome.message, outcome.doubt, *outcome.notes)
    return {
        "path": outcome.path,
        "line": outcome.line,
        "entry": outcome.entry,
        "outcome": outcome.fate,
        "id": outcome.id,
        "message": "; ".join(filter(None, said)),
    } | ({"doubtful": True} if outcome.doubt else {})


def outcome_of(entry: MendedEntry, fate: Fate, id: str | None = None, message: str = "", doubt: str = "") -> Outcome:
    """Return the outcome of an entry, with its notes."""
    own = entry.entry
    return Outcome(fate, own.path, own.line, own.key, id, message, own.notes, doubt=doubt)


def refused_by_reader(problem: Problem) -> Outcome:
    """Return the outcome for a part of a file of which a reader could make no entry."""
    return Outcome("refused", problem.path, problem.line, message=problem.message, problem=problem)


def outcome_of_known(entry: MendedEntry, old: Paper, new: Paper) -> Outcome:
    """Return the outcome of an entry about a paper that there was: changed, completed or unchanged."""
    fate: Fate = "unchanged"
    told: list[str] = []
    if corrections := _corrections(old, new):
        fate = "changed"
        told = [f"changed {new.id}", *filter(None, corrections.values())]
    elif gained := _gains(old, new):
        fate = "completed"
        told = [f"completed {new.id} with {', '.join(gained)}"]
    elif old.derived != new.derived:
        told = [f"derived anew {new.id}"]
    return outcome_of(entry, fate, new.id, "; ".join(told) + differences(old, new, first=not told))


def differences(old: Paper, new: Paper, *, first: bool = False) -> str:
    """Return in words what an entry says otherwise than the record of its paper, to be put after others unless it is
    the first thing said.
    """
    known = {(field, said) for source in all_sources(old) for field, said in source.says.items()}
    says = [
        f"{field} {_quoted(said)}"
        for source in all_sources(new)
        for field, said in source.says.items()
        if (field, said) not in known
    ]
    told = f"says {', '.join(says)}, and {new.id} keeps its own" if says else ""
    return told if first or not told else f"; {told}"


def _gains(old: Paper, new: Paper) -> list[str]:
    """What a record has and had not."""
    was, now = (facts_of(paper.bibliographic.title, paper.bibliographic) for paper in (old, new))
    gained = [field for field in now if field not in was]
    if len(new.bibliographic.versions) > len(old.bibliographic.versions):
        gained.append("versions")
    if set(headings_of(new)) - set(headings_of(old)):
        gained.append("headings")
    if set(new.derived.links) - set(old.derived.links):
        gained.append("links")
    return gained + (["text"] if _has_text(new) and not _has_text(old) else [])


def _corrections(old: Paper, new: Paper) -> dict[str, str]:
    """What a record has otherwise than before, each with a sentence."""
    was, now = (facts_of(paper.bibliographic.title, paper.bibliographic) for paper in (old, new))
    told = {
        field: f"{field} was {_quoted(value)}, "
        + (f"is {_quoted(now[field])}" if field in now else "which is of another version")
        for field, value in was.items()
        if now.get(field) != value
    }
    before, after = old.provenance.source, new.provenance.source
    if before and after and before.sha256 != after.sha256 and _has_text(old):
        told["text"] = ""
    return told


def _has_text(paper: Paper) -> bool:
    return bool(paper.bibliographic.abstract or paper.derived.terms)


def _quoted(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else re.sub(r"\s+", " ", str(value))
    return f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}”"
