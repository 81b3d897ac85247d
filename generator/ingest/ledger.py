"""The ledger of an import: what became of each entry."""

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
"""What became of an entry. `new`: a new paper; `unchanged`, `changed`: a paper of the survey that stayed or was
corrected; `completed`: a record gained what it lacked; `merged`: one new paper with another entry of this import;
`refused`: no entry could be made, or it is about a paper that a curator took out.
"""
FATES: tuple[Fate, ...] = ("new", "unchanged", "changed", "completed", "refused", "merged")
"""All fates, in the order in which a ledger counts them."""
_ALIKE = 3
"""Equal notes from which on they are one line."""
_LONGEST = 80


class Outcome(NamedTuple):
    """What became of one entry, or of a part of a file that is no entry. `path` and `line` (from 1) say where it
    begins; `message` gives details of its fate, empty if there are none.
    """

    fate: Fate
    path: str
    line: int
    entry: str | None = None
    """What the file itself calls the entry, such as a BibTeX key."""
    id: str | None = None
    """The id of the record that the entry is about; None if it was refused."""
    message: str = ""
    notes: tuple[str, ...] = ()
    """What was passed over or not understood, such as `year: “soon” names no year`."""
    problem: Problem | None = None
    """Why no entry could be made; None for all others."""
    doubt: str = ""
    """Why it may be about a paper that the survey already has, with advice; empty if there is no doubt."""

    @property
    def place(self) -> str:
        """Return where the entry begins, `path:line`, and in brackets what the file calls it."""
        return f"{self.path}:{self.line}" + (f" ({self.entry})" if self.entry else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The outcomes of all entries of an import: first the unreadable ones, then the others in their order."""

    outcomes: tuple[Outcome, ...] = ()
    doubts: tuple[Problem, ...] = ()
    """Warnings about records of the import that may be wrong."""
    written: bool = False
    """Whether the records have been written to the survey."""

    def count(self, fate: Fate) -> int:
        """Return how many entries have a fate, such as `new`."""
        return sum(outcome.fate == fate for outcome in self.outcomes)

    @property
    def read(self) -> int:
        """Return how many entries the files had, unreadable ones included."""
        return len(self.outcomes)

    @property
    def doubtful(self) -> int:
        """Return how many entries may be about a paper that the survey already has."""
        return sum(bool(outcome.doubt) for outcome in self.outcomes)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the ledger as lines to print, such as `raw.txt:12: new clip`.

        An unchanged entry has no line of its own. A note that more than three entries of a file have in common is one
        line.
        """
        return (*(line for outcome in self.outcomes for line in _lines(outcome)), *self._note_lines())

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return those of the lines that say what may be wrong: which entries are doubtful, and what was passed over or
        not understood.
        """
        return (*(line for outcome in self.outcomes for line in _doubt(outcome)), *self._note_lines())

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
        """Return the problems of all parts of files from which no entry could be made."""
        return tuple(outcome.problem for outcome in self.outcomes if outcome.problem)

    def counts(self, today: datetime.date, paths: Iterable[str]) -> ImportCounts:
        """Return the import's entry for `imports.yml`, dated `today`, with the names of the files at `paths`."""
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
        """Return the ledger as one mapping for JSON: `read`, the count of each fate (their sum is `read`), `doubtful`,
        `written`, and under `entries` one mapping for each outcome.
        """
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
    yield from _doubt(outcome)


def _doubt(outcome: Outcome) -> Iterator[str]:
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
    """Return the outcome of an entry: its fate, the id of the record that it is about, and texts for the curator, with
    the entry's location and notes filled in.
    """
    own = entry.entry
    return Outcome(fate, own.path, own.line, own.key, id, message, own.notes, doubt=doubt)


def refused_by_reader(problem: Problem) -> Outcome:
    """Return the outcome for a part of a file from which a reader could make no entry; its message is that of the
    problem.
    """
    return Outcome("refused", problem.path, problem.line, message=problem.message, problem=problem)


def outcome_of_known(entry: MendedEntry, old: Paper, new: Paper) -> Outcome:
    """Return the outcome of an entry about a paper of the survey, from its record before and after.

    It is `changed` if a value was corrected, `completed` if the record only gained values, else `unchanged`. The
    message names the fields, and what the entry states otherwise than the record.
    """
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
    """Return a clause on the values that a source states otherwise than the record does `new`, and did not before, in
    the record `old`: `says year “2020”, and clip keeps its own`. Empty if there are none.

    The clause begins with `; ` so that it can follow other text, unless `first` is true.
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
    """Return the names of the fields that the new record has and the old one had not; `text` stands for the
    abstract.
    """
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
    """Return the fields of the old record whose value the new one does not have, each with a sentence for the ledger;
    `text` with an empty one.
    """
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
