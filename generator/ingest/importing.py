"""The import as one function: repairs the entries, groups them by paper, derives values, and merges them into records.

It neither reads nor writes a file.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from ..catalogue.identity import Verdict, rank_of
from ..derive import derive_each, find_names, prepare, rules_of
from ..derive.headings import AreaTitles, place_by_heading, prefer_heading
from ..derive.text_counts import TextCounts, count_all
from ..processes import batches, share, spread
from ..records.base import Problem, Progress, no_progress
from ..records.entry import Entry, MendedEntry
from ..records.evidence import AREA, Source
from ..records.paper import Bibliographic, Derived, Paper
from ..records.provenance import headings_of
from ..records.survey import Survey
from ..text.languages import language_of_tag
from ..text.term_weights import weigh_terms
from .facts import add_facts
from .grouping import Elsewhere, Groups, group_entries
from .ledger import Ledger, Outcome, differences, outcome_of, outcome_of_known, refused_by_reader
from .matching import assign_ids
from .merge import dated, merge
from .readers.detect import parse_entries
from .repair import count_words, repair
from .sources import claim_sources

_BATCH = 500
"""Entries that are mended together at least."""
_BLANK = Paper(id="blank", bibliographic=Bibliographic(title="blank"))
"""What a new paper is derived from, with its own id and texts; it is validated when it becomes a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The result of an import, before anything is written."""

    changes: Mapping[str, Paper]
    """The records that are new or differ from the survey's, by id."""
    with_new_authors: tuple[Paper, ...]
    """Those of the changed records whose list of authors is new or differs."""
    ledger: Ledger


class Counts(NamedTuple):
    """Counts over all entries of which an import is given a part: `words` of `repair.count_words`, `texts` of
    `count_texts_of`, and what decides which entries are one paper.
    """

    words: Mapping[str, int]
    texts: TextCounts
    elsewhere: Elsewhere


def parse_files(files: Iterable[tuple[str, bytes]]) -> tuple[list[Entry], list[Problem]]:
    """Parse the bytes of files, given as pairs of path and bytes, each with the reader that recognises it.

    Returns the entries of all files in their order, and a problem for each part of a file that is no entry. Never
    raises.
    """
    parsed = [parse_entries(data, path) for path, data in files]
    return [entry for entries, _ in parsed for entry in entries], [fault for _, faults in parsed for fault in faults]


class _Group(NamedTuple):
    """Entries about one paper, by number: the record (None for a new paper), the source of it that each entry is (None
    for a new source), and the number of the entry that gives the record its text, None if none does.
    """

    old: Paper | None
    entries: tuple[int, ...]
    claimed: tuple[Source | None, ...]
    lead: int | None


def import_entries(
    entries: Sequence[Entry],
    unreadable: Iterable[Problem],
    survey: Survey,
    today: datetime.date,
    progress: Progress = no_progress,
    complete: Callable[[], Survey] | None = None,
    counts: Counts | None = None,
) -> Import:
    """Return the records that the entries make: new papers, and papers of the survey that are completed or corrected.

    `unreadable` are the problems that `parse_files` returned; they are the first lines of the ledger. `today` becomes
    the date of what is added or changed. `progress` is called while texts are derived and merged. An entry without an
    abstract makes a paper too; its values are derived from the title only. `counts` are given where the entries are a
    part of others. Nothing is written.
    """
    mended = _mend(entries, counts.words if counts else _count_words(entries))
    found = group_entries(mended, survey, counts.elsewhere if counts else None)
    groups = _with_records(found, mended, survey)
    texts = counts.texts if counts else _count(groups, mended)
    ids, derived = _derive(groups, mended, survey, progress, complete or (lambda: survey), texts)
    survey = complete() if complete else survey
    progress("merging", 0, len(groups))
    made = _merge_all(groups, ids, mended, derived, survey, today)
    progress("merging", len(groups), len(groups))
    merged = {paper.id: paper for paper, _ in made}
    outcomes = {at: outcome for _, told in made for at, outcome in told.items()}
    _tell_refused(found, mended, outcomes)
    _tell_doubts(found, outcomes)
    before = {paper.id: paper for paper in survey.papers}
    changes = {id: paper for id, paper in merged.items() if before.get(id) != paper}
    return Import(
        changes=changes,
        with_new_authors=_with_new_authors(changes, before),
        ledger=Ledger(outcomes=(*map(refused_by_reader, unreadable), *(outcomes[at] for at in sorted(outcomes)))),
    )


def _with_new_authors(changes: Mapping[str, Paper], before: Mapping[str, Paper]) -> tuple[Paper, ...]:
    """Return those of the changed records, by id, that are new or whose authors differ from the ones before."""
    return tuple(
        changes[id]
        for id in sorted(changes)
        if id not in before or before[id].bibliographic.authors != changes[id].bibliographic.authors
    )


def count_texts_of(
    entries: Sequence[Entry], words: Mapping[str, int], survey: Survey, elsewhere: Elsewhere
) -> TextCounts:
    """Return the counts over the texts that entries give to records of a survey. Those of several parts of the entries
    can be merged; `words` counts the words of all parts, `elsewhere` is what they say together.
    """
    mended = _mend(entries, words)
    return _count(_with_records(group_entries(mended, survey, elsewhere), mended, survey), mended)


def _count(groups: Sequence[_Group], entries: Sequence[MendedEntry]) -> TextCounts:
    """Return the counts over the texts of those entries that give a group its text."""
    leads = [entries[group.lead] for group in groups if group.lead is not None]
    return count_all([(entry.title, entry.abstract) for entry in leads])


def _count_words(entries: Sequence[Entry]) -> Counter[str]:
    parts = share([partial(count_words, entries[part]) for part in batches(len(entries), _BATCH)])
    return sum(parts, Counter())


def _mend(entries: Sequence[Entry], words: Mapping[str, int]) -> list[MendedEntry]:
    repaired = spread(lambda some: [repair(entry, words) for entry in some], entries, _BATCH)
    return [MendedEntry(entry, *mended) for entry, mended in zip(entries, repaired, strict=True)]


def _with_records(found: Groups, entries: Sequence[MendedEntry], survey: Survey) -> list[_Group]:
    """Return the groups of known and new papers, in the order of their first entries."""
    papers = {paper.id: paper for paper in survey.papers}
    groups: list[_Group] = []
    for id, numbers in found.known.items():
        claimed = claim_sources(papers[id], [entries[at] for at in numbers])
        groups.append(_Group(papers[id], numbers, tuple(claimed), _lead(papers[id], numbers, claimed, entries)))
    for numbers in found.new:
        lead = next((at for at in numbers if entries[at].abstract), numbers[0])
        ordered = (lead, *(at for at in numbers if at != lead))
        groups.append(_Group(None, ordered, (None,) * len(ordered), lead))
    return sorted(groups, key=lambda group: min(group.entries))


def _lead(
    paper: Paper, numbers: Sequence[int], claimed: Sequence[Source | None], entries: Sequence[MendedEntry]
) -> int | None:
    """Return the number of the entry, one of `numbers`, from which the record's text is to be taken; None if the record
    keeps the text that it has.

    It is the entry that is the record's first source read anew (`claimed` has the source that each is), or one of a
    published version if the record is a preprint's, or any with an abstract if the record has no text. `entries` are
    all of the import.
    """
    source = paper.provenance.source
    has_text = bool(paper.bibliographic.abstract or paper.derived.terms)
    for at, own in zip(numbers, claimed, strict=True):
        same = source is not None and (own is source or source.sha256 == entries[at].sha256)
        if same and (entries[at].abstract or not has_text):
            return at
    with_text = [at for at in numbers if entries[at].abstract]
    if not with_text:
        return None
    rank, other = rank_of(entries[with_text[0]].entry.citation), rank_of(paper.bibliographic)
    published = rank is not None and other is not None and rank > other
    return with_text[0] if not has_text or source is None or published else None


def _derive(
    groups: Sequence[_Group],
    entries: Sequence[MendedEntry],
    survey: Survey,
    progress: Progress,
    complete: Callable[[], Survey],
    counts: TextCounts,
) -> tuple[dict[int, str], dict[int, Derived]]:
    """Return the ids of the new papers, by the number of their first entry; and what the rules make of the texts, by
    the number of the entry that gives the text. `complete` returns the survey with its taxonomy, for which it may have
    to wait; `counts` are those over all texts.
    """
    rules = rules_of(survey)
    leads = {str(group.lead): group for group in groups if group.lead is not None}
    texts = {key: entries[int(key)] for key in leads}
    bare = {key: (entry.title, entry.abstract) for key, entry in texts.items()}
    named = find_names(bare, rules, survey.papers, counts)
    new = {key: texts[key] for key, group in leads.items() if group.old is None}
    ids = assign_ids(new, {key: named[key].name for key in new}, survey)
    drafts = {key: _draft(ids.get(key), texts[key], group, entries) for key, group in leads.items()}
    progress("deriving", 0, len(drafts))
    survey = complete()
    rules = rules_of(survey)
    derived = derive_each(drafts, named, prepare(drafts, named, survey.papers, rules, counts))
    titles = AreaTitles(survey.taxonomy)
    return (
        {int(key): id for key, id in ids.items()},
        {int(key): _headed(values, leads[key], entries, titles) for key, values in derived.items()},
    )


def _draft(id: str | None, text: MendedEntry, group: _Group, entries: Sequence[MendedEntry]) -> Paper:
    """Return a group's record, or a blank one with a new `id`, with the texts from which values are derived."""
    keywords = _keywords(group, entries)
    # What the new text introduces is found in it; the record may tell of an older text.
    texts = {"title": text.title, "abstract": text.abstract, "keywords": keywords, "introduces": ()}
    return (group.old or _BLANK.model_copy(update={"id": id})).model_copy(update=texts)


def _keywords(group: _Group, entries: Sequence[MendedEntry]) -> tuple[str, ...]:
    """Return the keywords of a group's record or, if it has none, those of the first of its entries that has some, the
    one that gives the text before all others.
    """
    order = [at for at in (group.lead, *group.entries) if at is not None]
    given = (entries[at].entry.citation.keywords for at in order)
    kept = group.old.bibliographic.keywords if group.old else ()
    return kept or next(filter(None, given), ())


def _headed(derived: Derived, group: _Group, entries: Sequence[MendedEntry], titles: AreaTitles) -> Derived:
    """Return the values that the rules chose, `derived`, with another area if a heading names one under which an entry
    of the group, or a source of its record, stands.
    """
    said = [heading for at in group.entries for heading in entries[at].entry.headings]
    before = group.old.derived.evidence.get(AREA) if group.old else None
    return prefer_heading(derived, [*said, *(headings_of(group.old) if group.old else ())], titles, before)


def _merge_all(
    groups: Sequence[_Group],
    ids: Mapping[int, str],
    entries: Sequence[MendedEntry],
    derived: Mapping[int, Derived],
    survey: Survey,
    today: datetime.date,
) -> list[tuple[Paper, dict[int, Outcome]]]:
    """Return the record of each group, and what became of its entries, by their numbers. `ids` and `derived` are what
    `_derive` returned.
    """
    titles = AreaTitles(survey.taxonomy)

    def merge_some(some: Sequence[_Group]) -> list[tuple[Paper | None, dict[int, Outcome]]]:
        made = []
        for group in some:
            outcomes: dict[int, Outcome] = {}
            id = group.old.id if group.old else ids[group.entries[0]]
            paper = _merge(group, id, entries, derived, survey, today, outcomes)
            paper = dated(group.old, place_by_heading(paper, titles, group.old), today)
            made.append((None if paper is group.old else paper, outcomes))
        return made

    made = spread(merge_some, groups, _BATCH)
    return [(paper or _known(group), outcomes) for group, (paper, outcomes) in zip(groups, made, strict=True)]


def _known(group: _Group) -> Paper:
    """Return the record that a group has already. Raises ValueError if it has none."""
    if group.old is None:
        raise ValueError("the group has no record")
    return group.old


def _merge(
    group: _Group,
    id: str,
    entries: Sequence[MendedEntry],
    derived: Mapping[int, Derived],
    survey: Survey,
    today: datetime.date,
    outcomes: dict[int, Outcome],
) -> Paper:
    """Return the record, with the given id, that the entries of a group make. `derived` has what the rules made of
    texts, by the number of the entry; what became of each entry is put into `outcomes`, by its number. Raises
    ValueError for a group without entries.
    """
    keep = survey.settings.keep_abstracts
    paper = group.old
    lead = entries[group.entries[0]]
    for at, source in zip(group.entries, group.claimed, strict=True):
        entry, before = entries[at], paper
        if before is None or at == group.lead:
            language = language_of_tag(entry.entry.citation.lang)
            terms = {} if keep or not entry.abstract else weigh_terms(entry.title, entry.abstract, language=language)
            new = merge(before, entry, derived[at], terms, id=id, today=today, keep_abstract=keep, claimed=source)
        else:
            new = dated(before, add_facts(before, entry, source), today)
        if before is None:
            outcomes[at] = outcome_of(entry, "new", id)
        elif group.old:
            outcomes[at] = outcome_of_known(entry, before, new)
        elif entry.sha256 == lead.sha256 and before == new:
            outcomes[at] = outcome_of(entry, "unchanged", id, f"the same entry as {_where(lead, entry)}")
        else:
            outcomes[at] = _outcome_of_other(entry, lead, before, new)
        paper = new
    if paper is None:
        raise ValueError(f"the group of {id} has no entries")
    return paper


def _outcome_of_other(entry: MendedEntry, lead: MendedEntry, before: Paper, new: Paper) -> Outcome:
    """Return the outcome of an entry about a new paper whose record another entry (`lead`) begins."""
    if lead.abstract and not entry.abstract:
        facts = outcome_of_known(entry, before, new)
        if facts.fate != "changed":
            return facts
    message = f"merged into {new.id}, as {_where(lead, entry)}" + differences(before, new)
    return outcome_of(entry, "merged", new.id, message)


def _where(one: MendedEntry, other: MendedEntry) -> str:
    """Return where an entry is, as seen from another: `line 3`, or with its path if that is another one."""
    return f"line {one.entry.line}" if one.entry.path == other.entry.path else one.place


def _tell_refused(found: Groups, entries: Sequence[MendedEntry], outcomes: dict[int, Outcome]) -> None:
    """Put an outcome into `outcomes` for each entry about a paper that a curator took out."""
    for paper, numbers in found.refused:
        since = f" on {paper.date}" if paper.date else ""
        reason = f" ({paper.reason})" if paper.reason else ""
        message = f"{paper.id} was taken out of the survey{since}{reason}; delete it in refused.yml to import it again"
        for at in numbers:
            outcomes[at] = outcome_of(entries[at], "refused", message=message)


def _tell_doubts(found: Groups, outcomes: dict[int, Outcome]) -> None:
    """Put into `outcomes`, for each new paper that may be the same as another one, a text on it: what speaks for that,
    what against, and what the curator may write.
    """
    for at, (other, verdict) in found.doubts.items():
        new = next(one for numbers in found.new if at in numbers for one in numbers if outcomes[one].fate == "new")
        id = other if isinstance(other, str) else outcomes[other].id
        outcomes[new] = outcomes[new]._replace(doubt=_doubt(str(id), verdict, outcomes[new].id))


def _doubt(other: str, verdict: Verdict, own: str | None) -> str:
    reasons, against = ", ".join(verdict.reasons), ", ".join(verdict.against)
    return (
        f"may be {other}: {reasons}; but {against}; if it is, `catalogue merge {other} {own}`, "
        f"if not, write `not_same_as: [{other}]` in {own}"
    )
