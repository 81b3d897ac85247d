"""Imports entries: repair, match, derive, merge. Pure: no file is read or written."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from ..derive import compile_rules, derive, find_names
from ..records.base import Problem, Progress
from ..records.entry import Entry, Text
from ..records.paper import Paper
from ..records.survey import Survey
from ..text.term_weights import weigh_terms
from .ledger import Ledger, enter
from .matching import Index, assign_ids, keep_distinct
from .merge import add_facts, merge
from .repair import count_words, repair


def _mend(entries: Sequence[Entry]) -> list[Text]:
    words = count_words(list(entries))
    return [Text(entry, *repair(entry, words)) for entry in entries]


def import_entries(
    entries: Sequence[Entry], survey: Survey, ledger: Ledger, today: datetime.date, progress: Progress
) -> tuple[dict[str, Paper], set[str]]:
    """All papers after the import, and the ids of those that differ from before; the ledger tells of every entry."""
    texts = _mend(entries)
    rules = compile_rules(survey.taxonomy, survey.systems)
    papers = {paper.id: paper for paper in survey.papers}
    full = [text for text in texts if text.abstract is not None]
    targets = keep_distinct(full, ledger)
    named = find_names({str(i): (t.title, t.abstract) for i, t in targets.items()}, rules)
    ids = assign_ids(targets, named, survey)
    drafts = {
        key: papers.get(ids[key], Paper(id=ids[key], title=text.title)).model_copy(
            update={"title": text.title, "abstract": text.abstract, "introduces": named[key].introduces}
            | ({} if ids[key] in papers and papers[ids[key]].name else {"name": named[key].name})
        )
        for key, text in targets.items()
    }
    everyone = {**papers, **{draft.id: draft for draft in drafts.values()}}
    progress("deriving", 0, len(drafts))
    derived = derive(drafts, named, everyone.values(), rules)
    changes: set[str] = set()
    for done, (key, text) in enumerate(targets.items(), 1):
        id = ids[key]
        old = papers.get(id)
        new = merge(
            old,
            text,
            derived[key],
            weigh_terms(text.title, text.abstract),
            id=id,
            today=today,
            keep_abstract=survey.settings.keep_abstracts,
        )
        ledger.repairs += len(text.repairs)
        enter(ledger, text, old, new)
        if new != old:
            changes.add(id)
        papers[id] = new
        progress("merging", done, len(targets))
    _complete([text for text in texts if text.abstract is None], papers, changes, ledger, today)
    return papers, changes


def _complete(
    texts: Sequence[Text], papers: dict[str, Paper], changes: set[str], ledger: Ledger, today: datetime.date
) -> None:
    """Add the facts of entries without an abstract to the papers they are about."""
    index = Index(papers.values())
    for text in texts:
        id = index.find(text)
        if id is None:
            message = f"has no abstract, and no paper is called “{text.title[:60]}”; import its text first"
            ledger.refused.append(Problem(path=text.entry.path, line=text.entry.line, message=message))
            continue
        new = add_facts(papers[id], text, today)
        if new == papers[id]:
            ledger.unchanged += 1
        else:
            ledger.completed += 1
            changes.add(id)
            papers[id] = new
