"""Changes of the taxonomy by a curator's command, with their consequences for records, essays and links.

  regroup:  taxonomy → change it → move papers → classify those again that lost a value → files, written together
  derive:   records → classify again by the present taxonomy → records

`take_back` undoes each of them.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from .derive import Rules, compile_rules, rules_of
from .derive.areas import as_document, classify_papers, curated_areas
from .derive.classify import rank_areas
from .derive.classify.batch import can_learn
from .derive.classify.cues import Score
from .derive.classify.documents import Document
from .derive.classify.quoting import quote_words
from .derive.classify.review import NextDecision, Proposal, next_decisions
from .derive.curated import is_curated_area
from .derive.headings import is_by_heading, without_headings
from .derive.names import name_things
from .derive.reclassify import Reclassified, reclassify
from .derive.suggest import Suggestion, document_of, examples_of, suggest_missing_areas, suggest_taxonomy
from .files import UnreadableError, read_text
from .records.base import Problem, hold_error
from .records.evidence import AREA, CURATOR, Evidence, EvidenceKey
from .records.paper import Paper
from .records.survey import Survey
from .records.taxonomy import UNPLACED, Value
from .resources import read_translations
from .survey import regroup
from .survey.folder import read_survey, render_paper, write_files
from .survey.journal import last_change, undo, write_change
from .survey.regroup import Choice, RefusedError, Regrouping, left_over_values
from .survey.regroup_files import TAXONOMY, regrouped_files, regrouped_papers
from .survey.taxonomy import render_taxonomy

_SHOWN = 3
"""Words that are shown with what speaks for an area."""
_SHOWN_TITLE = 60
"""Characters that are shown of the title of a paper that is near."""


class Outcome(NamedTuple):
    """What a change did, or would do.

    `written` and `deleted` are names of files; `papers` counts changed papers, None if they were not counted; `areas`
    counts the papers that went from one area to another, by both titles. `by_terms` counts the papers whose abstracts
    are not kept, and `undecided` are the ids of those for which stored words do not decide.
    """

    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    papers: int | None = 0
    areas: Mapping[tuple[str, str], int] = {}
    by_terms: int = 0
    undecided: tuple[str, ...] = ()


def regroup_survey(
    folder: Path,
    make: Callable[[Survey], Regrouping],
    command: str,
    *,
    dry_run: bool = False,
    chosen: Collection[str] = (),
    split: tuple[Sequence[Choice], str] | None = None,
) -> tuple[Outcome | None, list[Problem]]:
    """Change a survey's taxonomy, with the records, essays and links that depend on it; either all files are written,
    or none.

    `make` makes the change for the survey that was read, and may raise RefusedError. Papers that lose a value without
    getting another are classified again. For a split, `split` has what was split and the key of the new value: the
    papers of the former are classified again, and those in `chosen` get the new one as a curator's decision. Returns
    the outcome and warnings, or None and the problems, in which case nothing is written; so with `dry_run`.
    """
    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    try:
        change = make(survey)
        source = split[0][-1] if split else None
        papers = _anew(survey, change, regrouped_papers(survey, change), source)
        if split and source:
            papers |= _chosen(survey, papers, chosen, source, (source[0], split[1]))
    except RefusedError as error:
        return None, [*problems, Problem(path=str(folder / TAXONOMY), message=str(error))]
    before = {paper.id: paper for paper in survey.papers}
    papers = {id: paper for id, paper in papers.items() if paper != before[id]}
    files, faults = regrouped_files(survey, folder, change, papers)
    if hold_error(faults):
        return None, [*problems, *faults]
    if files and not dry_run:
        write_change(folder, files, command)
    return _outcome(files, before, papers), problems


def _anew(survey: Survey, change: Regrouping, moved: Mapping[str, Paper], source: Choice | None) -> dict[str, Paper]:
    """Return the papers that a change moves, by id, with those classified anew whose area or value is gone; of a split,
    `source` is what was split, and all papers that had it are classified anew. `moved` has the papers as the change
    alone makes them.
    """
    gone = {choice for choice, to in change.moved.items() if to is None} | ({source} if source else set())
    lost = [moved.get(paper.id, paper) for paper in survey.papers if gone & _choices(paper)]
    rules = compile_rules(change.taxonomy, survey.systems, survey.vectors)
    anew = dict(reclassify(lost, rules, survey.papers).papers)
    if source:
        anew |= _out_of_headings([paper for paper in lost if is_by_heading(paper)], survey, rules)
    return {**moved, **anew}


def _out_of_headings(papers: Sequence[Paper], survey: Survey, rules: Rules) -> dict[str, Paper]:
    """Return, by id, those of the papers whose area a heading of their source names and for which the cues choose one
    of the new parts of that area. The source does not know the parts, so that they get them as a curator's decision.
    """
    known = {area.key for area in survey.taxonomy.areas}
    bare = {paper.id: without_headings(paper) for paper in papers}
    anew = reclassify(bare.values(), rules, survey.papers).papers
    parts = {paper.id: anew[paper.id].derived.area for paper in papers if paper.id in anew}
    return {
        paper.id: decide_area(paper, part) for paper in papers if (part := parts.get(paper.id)) and part not in known
    }


def _choices(paper: Paper) -> set[Choice]:
    """Return the area, as `("area", KEY)`, and the facet values of a paper."""
    own = {(facet, value) for facet, values in paper.derived.facets.items() for value in values}
    return own | ({(regroup.AREA, paper.derived.area)} if paper.derived.area else set())


def _chosen(
    survey: Survey, papers: Mapping[str, Paper], chosen: Collection[str], source: Choice, target: Choice
) -> dict[str, Paper]:
    """Return the papers that the curator chose, by their ids in `chosen`, for the new part of a split (`target`), each
    with it as the curator's decision. `papers` has those that the split changed already, and `source` is what was
    split. Raises RefusedError for an id that no paper has.
    """
    known = {paper.id: papers.get(paper.id, paper) for paper in survey.papers}
    changed = {}
    for id in chosen:
        if id not in known:
            raise RefusedError(f"there is no paper {id!r}")
        if source[0] == regroup.AREA:
            changed[id] = decide_area(known[id], target[1])
        else:
            old = known[id].derived.facets
            values = dict.fromkeys(target[1] if v == source[1] else v for v in (*old.get(source[0], ()), target[1]))
            evidence = {**known[id].derived.evidence, EvidenceKey(*target): Evidence(by=CURATOR)}
            evidence.pop(EvidenceKey(*source), None)
            changed[id] = known[id].model_copy(
                update={"facets": {**old, source[0]: tuple(values)}, "evidence": evidence}
            )
    return changed


def decide_area(paper: Paper, area: str | None) -> Paper:
    """Return the paper with an area as a curator's decision; None leaves it without an area, for the rules too."""
    evidence = {**paper.derived.evidence, AREA: Evidence(value=area, by=CURATOR)}
    return paper.model_copy(update={"area": area, "evidence": evidence})


def derive_survey(folder: Path, *, dry_run: bool = False) -> tuple[Outcome | None, list[Problem]]:
    """Classify all papers of a survey again by its present taxonomy, and write the records that differ, all or none.

    Returns the outcome and warnings, or None and the problems of a faulty survey. With `dry_run` nothing is written.
    """
    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    anew: Reclassified = reclassify(survey.papers, rules_of(survey))
    before = {paper.id: paper for paper in survey.papers}
    files: dict[str, str | None] = {
        f"papers/{id}.yml": render_paper(read_text(folder / "papers" / f"{id}.yml", folder), before[id], paper)
        for id, paper in anew.papers.items()
    }
    if files and not dry_run:
        write_change(folder, files, "derive")
    outcome = _outcome(files, before, anew.papers)
    return outcome._replace(by_terms=len(anew.by_terms), undecided=anew.undecided), problems


def suggest_for(
    survey: Survey, files: Iterable[tuple[str, bytes]], examples: int
) -> tuple[Suggestion, str, list[Problem]]:
    """Return a suggested taxonomy for the papers in raw files, given as (path, bytes), or without files for those of
    the survey.

    The three results are the suggestion, its text as taxonomy.yml, with `examples` titles of papers above each area,
    and the problems of the files. Nothing is written.
    """
    from .ingest.importing import parse_files  # a suggestion for records needs no readers

    entries, problems = parse_files(files)
    sources = [document_of(source) for source in (entries or survey.papers)]
    made = suggest_taxonomy(sources, read_translations(survey.settings.language))
    comments = examples_of(made, [source.title for source in sources], examples)
    return made, render_taxonomy(made.taxonomy, comments), problems


def parts_of(survey: Survey, text: str) -> Suggestion:
    """Return the groups into which the papers of an area or facet value could be split. Raises RefusedError if `text`
    names none.
    """
    choice = regroup.find(survey.taxonomy, text).choice
    papers = [paper for paper in survey.papers if choice in _choices(paper)]
    return suggest_taxonomy(papers, read_translations(survey.settings.language))


def left_over(survey: Survey) -> Collection[Choice]:
    """Return the areas and facet values that records have and the taxonomy does not."""
    return left_over_values(survey.taxonomy, survey.papers).keys()


def take_back(folder: Path, *, dry_run: bool = False) -> tuple[str | None, Outcome, list[Problem]]:
    """Undo the last change that a command made in a survey's folder; with `dry_run` only say what would be undone.

    Returns the command that was undone (None if there is nothing to undo, or it cannot be undone), the files, and the
    problems. What made the survey itself is not undone: that would delete all of it.
    """
    try:
        change = last_change(folder)
        if change is None:
            return None, Outcome(), []
        if change.before.get("survey.yml", "") is None:
            message = f"was made by `{change.what}`, the first change there is; delete the folder if you want it gone"
            return None, Outcome(), [Problem(path=str(folder), message=message)]
        problems = undo(folder, change, dry_run=dry_run)
    except UnreadableError as error:
        return None, Outcome(), [Problem(path=str(folder), message=str(error))]
    return None if problems else change.what, _outcome(change.before, {}, {})._replace(papers=None), problems


def _outcome(files: Mapping[str, str | None], before: Mapping[str, Paper], papers: Mapping[str, Paper]) -> Outcome:
    """Return the names of the files that a change writes and deletes (None as their text), and how many papers it moves
    from which area to which. `before` has the papers before, `papers` those that change, both by id.
    """
    areas = Counter(
        (before[id].derived.area or UNPLACED, paper.derived.area or UNPLACED)
        for id, paper in papers.items()
        if before[id].derived.area != paper.derived.area
    )
    return Outcome(
        written=tuple(sorted(name for name, text in files.items() if text is not None)),
        deleted=tuple(sorted(name for name, text in files.items() if text is None)),
        papers=len(papers),
        areas=dict(sorted(areas.items())),
    )


@dataclass(frozen=True)
class Decision:
    """A question to a curator: which area a paper belongs to. `why` says why it is asked, and is empty if nothing is
    unsure; `tell` computes the `proposals`.
    """

    paper: Paper
    why: str
    tell: Callable[[], tuple[tuple[str, str], ...]]

    @cached_property
    def proposals(self) -> tuple[tuple[str, str], ...]:
        """Return the areas in question, the best first, each with its reasons in words.

        They are computed from the paper's text when they are first asked for.
        """
        return self.tell()


@dataclass(frozen=True)
class NewArea:
    """A question to a curator: whether an area should be made for these unplaced papers with a common subject."""

    area: Value
    papers: tuple[Paper, ...]


def open_decisions(survey: Survey) -> tuple[list[NewArea], list[Decision]]:
    """Return two lists: areas that unplaced papers could form, the largest first; and the papers whose area no curator
    decided, in the order in which a decision helps most.

    If enough areas are decided to train a model, it proposes the areas, with probabilities; otherwise the cues do.
    """
    rules = rules_of(survey)
    waiting = {
        paper.id: paper
        for paper in survey.papers
        if not is_curated_area(paper.derived) and not paper.provenance.checked
    }
    known = {id: paper.bibliographic for id, paper in waiting.items()}
    places = {id: name_things(text.title, text.abstract, rules.known).places for id, text in known.items()}
    rankings = {
        id: rank_areas(rules.cues.scores(text.title, text.abstract, places[id]), survey.taxonomy)
        for id, text in known.items()
    }
    found = classify_papers(waiting, survey.papers, rules.cues, places, rules.vectors)
    learned = found if can_learn(curated_areas(survey.papers)) else {}
    unplaced = [id for id, classified in found.items() if classified.area is None and waiting[id].derived.area is None]
    translations = read_translations(survey.settings.language)
    missing = suggest_missing_areas(survey.papers, frozenset(unplaced), survey.taxonomy, translations)
    new_areas = [NewArea(lacking.area, tuple(waiting[id] for id in lacking.papers)) for lacking in missing]
    settled = {id: str(paper.derived.area) for id, paper in waiting.items() if is_by_heading(paper)}
    titles = {paper.id: paper.bibliographic.title for paper in survey.papers}
    return new_areas, [
        Decision(
            waiting[next_one.id],
            next_one.why,
            partial(_told, waiting[next_one.id], next_one, rankings, learned, titles),
        )
        for next_one in next_decisions(rankings, learned, settled)
    ]


def make_area(folder: Path, new: NewArea) -> list[Problem]:
    """Add a new area to a survey's taxonomy, and put its papers into it as a curator's decision; `undo` can take it
    back.

    Returns the problems, in which case nothing is written.
    """
    survey, problems = read_survey(folder)
    if survey is None:
        return problems
    ids = {paper.id for paper in new.papers}
    papers = {paper.id: decide_area(paper, new.area.key) for paper in survey.papers if paper.id in ids}
    try:
        change = regroup.add(survey.taxonomy, new.area)
    except RefusedError as error:
        return [Problem(path=str(folder / TAXONOMY), message=str(error))]
    files, faults = regrouped_files(survey, folder, change, papers)
    if hold_error(faults):
        return faults
    write_change(folder, files, f"review: the area {new.area.key}")
    return []


def _told(
    paper: Paper,
    next_one: NextDecision,
    rankings: Mapping[str, Sequence[tuple[str, Score]]],
    learned: Collection[str],
    titles: Mapping[str, str],
) -> tuple[tuple[str, str], ...]:
    """Return the areas for which something speaks, the best first, each with its reasons in words. `rankings` has the
    areas with their scores by cues, by paper id; `learned` are the ids of the papers for which the model proposes
    areas, and `titles` are those of papers by id.
    """
    if paper.id in learned:
        document = as_document(paper)
        reasons = {proposal.area: _by_model(proposal, document, titles) for proposal in next_one.proposals}
        area, score = next(iter(rankings[paper.id]), (None, None))
        if area and score and score.total > 0:
            said = "cues: " + ", ".join(cue.text for cue in score.cues[:_SHOWN])
            reasons[area] = f"{reasons[area]}; {said}" if area in reasons else said
    else:
        reasons = {proposal.area: ", ".join(proposal.words) for proposal in next_one.proposals}
    own = paper.derived.area
    said = paper.derived.evidence[AREA].by if is_by_heading(paper) else "the record says so"
    if own and (own not in reasons or is_by_heading(paper)):
        reasons = {own: said, **{area: reason for area, reason in reasons.items() if area != own}}
    return tuple(reasons.items())


def _by_model(proposal: Proposal, document: Document, titles: Mapping[str, str]) -> str:
    """Return what the model says for the area that `proposal` proposes, in words: its probability, the words of the
    document that decided, and a paper that is near. `titles` are those of papers by id.
    """
    words = [quoted.words for quoted in quote_words(document, proposal.words)[:_SHOWN]]
    near = [
        f"like “{textwrap.shorten(titles.get(id, id), _SHOWN_TITLE, placeholder=' …')}”" for id in proposal.like[:1]
    ]
    return ", ".join([f"{proposal.share:.0%}", *words, *near])


def write_paper(folder: Path, before: Paper, after: Paper) -> None:
    """Write one record of a survey into the file of `before.id`, in which only what differs between `before` and
    `after` changes; both must have one id. The change is not noted for `catalogue undo`.

    Raises UnreadableError if the file is missing or leads out of the survey, OSError if it cannot be written.
    """
    name = f"papers/{before.id}.yml"
    write_files(folder, {name: render_paper(read_text(folder / name, folder), before, after)})
