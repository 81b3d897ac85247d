"""What became of every entry."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..records.base import Problem
from ..records.entry import Text
from ..records.paper import Paper


@dataclass
class Ledger:
    """What became of every entry that was read."""

    read: int = 0
    new: int = 0
    unchanged: int = 0
    changed: int = 0
    completed: int = 0
    """Records that gained facts from an entry without an abstract."""
    lines: list[str] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    """Warnings about what was read and may be wrong."""
    repairs: int = 0
    written: bool = False


def enter(ledger: Ledger, text: Text, old: Paper | None, new: Paper) -> None:
    where = f"{text.entry.path}:{text.entry.line}"
    if old is None:
        ledger.new += 1
        ledger.lines.append(f"{where}: new {new.id}")
    elif old.source and old.source.sha256 != text.sha256:
        ledger.changed += 1
        ledger.lines.append(f"{where}: changed {new.id}")
    else:
        ledger.unchanged += 1
        if old != new:
            ledger.lines.append(f"{where}: derived anew {new.id}")
