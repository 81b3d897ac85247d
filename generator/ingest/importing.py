"""Imports entries: repair, find names, match, derive, merge, complete. Pure: no file is read or written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..derive import compile_rules, derive, find_names
from ..records.base import Problem, Progress, no_progress
from ..records.entry import Entry, MendedEntry
from ..records.paper import Bibliographic, Derived, Paper
from ..records.survey import Survey
from ..text.term_weights import weigh_terms
from .ledger import Ledger, Outcome, outcome_of_merge, refuse, refused_by_reader
from .matching import Index, assign_ids, keep_distinct
from .merge import add_facts, merge
from .readers.detect import parse_entries
from .repair import count_words, repair


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The result of an import, as records that are not yet written."""

    changes: Mapping[str, Paper]
    """The records that are new or differ, by id."""
    with_new_authors: tuple[Paper, ...]
    """Those of them whose list of authors is new."""
    ledger: Ledger


def parse_files(files: Iterable[tuple[str, bytes]]) -> tuple[list[Entry], list[Problem]]:
    """Parse raw files, each given as (path, bytes); returns the entries of all, and a problem for each part that is no
    entry.
    """
    parsed = [parse_entries(data, path) for path, data in files]
    return [entry for entries, _ in parsed for entry in entries], [fault for _, faults in parsed for fault in faults]


def import_entries(
    entries: Sequence[Entry],
    unreadable: Iterable[Problem],
    survey: Survey,
    today: datetime.date,
    progress: Progress = no_progress,
) -> Import:
    """Make papers of entries: a new paper, or an existing one completed.

    `unreadable` are the problems of `parse_files`, with which the ledger begins. An entry without an abstract only adds
    facts to a paper of the survey or of this import. `today` becomes the date of what is added or changed.
    """
    mended = _mend(entries)
    distinct, repeated = keep_distinct([entry for entry in mended if entry.abstract is not None])
    ids, derived = _derive(distinct, survey, progress)
    merged, fates = _merge(distinct, ids, derived, survey, today, progress)
    bare = [entry for entry in mended if entry.abstract is None]
    before = {paper.id: paper for paper in survey.papers}
    completed, more = _complete(bare, before | merged, today)
    changes = {id: paper for id, paper in (merged | completed).items() if before.get(id) != paper}
    refused = [refused_by_reader(problem) for problem in unreadable]
    return Import(
        changes=changes,
        with_new_authors=tuple(
            changes[id]
            for id in sorted(changes)
            if id not in before or before[id].bibliographic.authors != changes[id].bibliographic.authors
        ),
        ledger=Ledger(outcomes=(*refused, *repeated, *fates, *more)),
    )


def _mend(entries: Sequence[Entry]) -> list[MendedEntry]:
    words = count_words(entries)
    return [MendedEntry(entry, *repair(entry, words)) for entry in entries]


def _derive(
    entries: Mapping[str, MendedEntry], survey: Survey, progress: Progress
) -> tuple[dict[str, str], dict[str, Derived]]:
    """The id of the record that each entry is about, and what the rules make of its text."""
    rules = compile_rules(survey.taxonomy, survey.systems)
    named = find_names({key: (entry.title, entry.abstract) for key, entry in entries.items()}, rules)
    ids = assign_ids(entries, {key: own.name for key, own in named.items()}, survey)
    papers = {paper.id: paper for paper in survey.papers}
    drafts = {
        key: papers.get(ids[key], Paper(id=ids[key], bibliographic=Bibliographic(title=entry.title))).model_copy(
            # What the new text introduces is found in it; the record may tell of an older text.
            update={"title": entry.title, "abstract": entry.abstract, "introduces": ()}
        )
        for key, entry in entries.items()
    }
    progress("deriving", 0, len(drafts))
    return ids, derive(drafts, named, survey.papers, rules)


def _merge(
    entries: Mapping[str, MendedEntry],
    ids: Mapping[str, str],
    derived: Mapping[str, Derived],
    survey: Survey,
    today: datetime.date,
    progress: Progress,
) -> tuple[dict[str, Paper], list[Outcome]]:
    """The record that each entry makes of the one it is about, by id. Two entries may be about one record."""
    before = {paper.id: paper for paper in survey.papers}
    keep_abstract = survey.settings.keep_abstracts
    merged: dict[str, Paper] = {}
    outcomes: list[Outcome] = []
    for done, (key, entry) in enumerate(entries.items(), 1):
        id = ids[key]
        old = merged.get(id, before.get(id))
        terms = {} if keep_abstract else weigh_terms(entry.title, entry.abstract)
        new = merge(old, entry, derived[key], terms, id=id, today=today, keep_abstract=keep_abstract)
        outcomes.append(outcome_of_merge(entry, old, new))
        merged[id] = new
        progress("merging", done, len(entries))
    return merged, outcomes


def _complete(
    entries: Sequence[MendedEntry], papers: Mapping[str, Paper], today: datetime.date
) -> tuple[dict[str, Paper], list[Outcome]]:
    """The papers to which entries without an abstract add facts, by id."""
    index = Index(papers.values())
    completed: dict[str, Paper] = {}
    outcomes: list[Outcome] = []
    for entry in entries:
        id = index.find(entry)
        if id is None:
            message = f"has no abstract, and no paper is called “{entry.title[:60]}”; import its text first"
            outcomes.append(refuse(entry, message))
            continue
        old = completed.get(id, papers[id])
        new = add_facts(old, entry, today)
        outcomes.append(Outcome("unchanged" if new == old else "completed"))
        completed[id] = new
    return completed, outcomes
