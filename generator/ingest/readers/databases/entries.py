"""Makes the entries of a file from its parts, for all formats alike; a part may be an XML element, an object, or
lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from ....processes import spread
from ....records.base import Problem, in_order
from ....records.entry import Entry
from ...normalise import to_entry
from ...raw import RawEntry

Part = TypeVar("Part")
_BATCH = 300
"""Parts of which entries are made together at least."""


def make_entries(
    parts: Iterable[tuple[int, Part]],
    to_raw: Callable[[Part, int], RawEntry],
    reader: str,
    path: str,
    problems: Iterable[Problem] = (),
) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each part of a file, in its order, and a problem for each part from which none can be made.

    `parts` are pairs of a line and what begins there. `to_raw(part, line)` makes the raw entry; it raises ValueError
    with a message for what is no paper. `reader` and `path` say which reader found it in which file. `problems` are
    those found before; the result holds them too, sorted by line. Fields that several entries pass over are counted in
    one note on the first entry, since a database gives all entries the same ones; a note on one entry alone (it holds a
    colon) stays with it. If there is nothing at all, that is one problem.
    """
    entries: list[Entry] = []
    all_problems = list(problems)
    passed_over: Counter[str] = Counter()
    for made, names in spread(lambda some: [_made(part, to_raw, reader, path) for part in some], [*parts], _BATCH):
        if isinstance(made, Problem):
            all_problems.append(made)
        else:
            entries.append(made)
            passed_over.update(names)
    if not entries and not all_problems:
        message = "holds no entry; widen the query, or export it anew"
        all_problems.append(Problem(path=path, line=1, message=message))
    if entries and passed_over:
        fields = ", ".join(f"{name} ({count})" for name, count in sorted(passed_over.items()))
        notes = (*entries[0].notes, f"passed over in the entries of this file: {fields}")
        entries[0] = entries[0].model_copy(update={"notes": notes})
    return entries, in_order(all_problems)


def _made(
    part: tuple[int, Part], to_raw: Callable[[Part, int], RawEntry], reader: str, path: str
) -> tuple[Entry | Problem, set[str]]:
    """Return the entry of one part of a file, given as its line and content, or the problem if it makes none; and the
    names of the fields that were passed over. `to_raw`, `reader` and `path` are those of `make_entries`.
    """
    line, content = part
    key = ""
    try:
        raw = to_raw(content, line)
        key = raw.key
        own = tuple(note for note in raw.passed_over if ":" in note)
        entry = to_entry(replace(raw, passed_over=own), reader, path)
    except ValueError as error:
        message = f"entry “{key[:60]}” {error}" if key else str(error)
        return Problem(path=path, line=line, message=message), set()
    return entry, {note for note in raw.passed_over if ":" not in note}
