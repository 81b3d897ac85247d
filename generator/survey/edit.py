"""Changes that concern more than one record: a new id for a paper, two papers joined, a paper taken out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..files import read_text
from ..records.base import ID_PATTERN, Problem
from ..records.evidence import Evidence, EvidenceKey
from ..records.intake import RefusedPaper
from ..records.paper import Paper
from ..records.relations import USES
from ..records.reserved import why_reserved
from ..records.survey import Survey
from .folder import MAP, VECTORS, ids_in_use, render_map, render_paper, render_vectors
from .intake import render_refused
from .journal import write_change
from .redirects import led, render_redirects
from .yaml.update import update_yaml


def rename(survey: Survey, folder: Path, old: str, new: str) -> list[Problem]:
    """Give the paper `old` the id `new`: rename its file, add `old` to its `former_ids`, and change all references to
    it.

    Returns the problems, in which case nothing is written: there is no such paper, or the new id is no id, reserved or
    taken. An empty list means that the files are written; `catalogue undo` takes the change back.
    """
    papers = {paper.id: paper for paper in survey.papers}
    where = str(folder / "papers" / f"{old}.yml")
    if old not in papers:
        return [Problem(path=where, message=f"there is no paper {old!r}")]
    if not re.fullmatch(ID_PATTERN, new) or len(new) > 80:
        message = f"{new!r} is no id; use lower-case letters, digits and single hyphens"
        return [Problem(path=where, message=message)]
    if reason := why_reserved("paper", new):
        return [Problem(path=where, message=f"{new!r} is {reason}; choose another id")]
    own_past = papers[old].former_ids
    if new in (ids_in_use(survey.papers) - set(own_past)) | {system.id for system in survey.systems}:
        return [Problem(path=where, message=f"the id {new!r} is taken; choose another")]
    if any(new in (paper.id, *paper.former_ids) for paper in survey.refused):
        return [Problem(path=where, message=f"{new!r} was the id of a paper in refused.yml; choose another")]
    former = tuple(id for id in dict.fromkeys((*own_past, old)) if id != new)
    moved = papers[old].model_copy(update={"id": new, "former_ids": former})
    text = read_text(Path(where), folder)
    files: dict[str, str | None] = {
        f"papers/{old}.yml": None,
        f"papers/{new}.yml": render_paper(text, papers[old], moved),
    }
    write_change(folder, files | _led(survey, folder, old, new), f"rename {old} {new}")
    return []


def absorb(survey: Survey, folder: Path, joined: Paper, other: str) -> None:
    """Write the record `joined`, delete that of the paper with the id `other`, and change all references to `other`
    into references to the joined paper.
    """
    papers = {paper.id: paper for paper in survey.papers}
    leads = _redirected(_redirected(joined, other, joined.id), joined.id, None)  # the two may have named each other
    files = _led(survey, folder, other, joined.id)
    files |= {f"papers/{other}.yml": None, f"papers/{joined.id}.yml": _rendered(folder, papers[joined.id], leads)}
    write_change(folder, files, f"merge {joined.id} {other}")


def _led(survey: Survey, folder: Path, old: str, new: str) -> dict[str, str | None]:
    """Return the new texts, by file name, of all files in which references to the paper `old` become references to
    `new`: other records, lists, map.yml, vectors.json and essays. The record of `old` itself, and files that do not
    name it, are left out. Nothing is written.
    """
    files: dict[str, str | None] = {
        f"papers/{paper.id}.yml": _rendered(folder, paper, changed)
        for paper in survey.papers
        if paper.id != old and (changed := _redirected(paper, old, new)) != paper
    }
    files |= _redirected_lists(survey, folder, old, new)
    files |= _redirected_map(survey, old, new) | _redirected_vectors(survey, old, new)
    for key, essay in survey.introductions.items():
        linked = re.sub(rf"(papers/){re.escape(old)}(\.md|/)", rf"\g<1>{new}\g<2>", essay)
        if linked != essay:
            files[f"areas/{key}.md"] = linked
    return files


def remove(survey: Survey, folder: Path, id: str, refused: RefusedPaper | None = None) -> list[Problem]:
    """Delete the record of the paper with an id, and all mentions of it and relations to it in other files; only these
    if the record is gone already, since somebody deleted it by hand.

    `refused` becomes an entry of refused.yml, if given; otherwise the addresses that editions published are noted in
    redirects.yml as gone. Returns the problems, in which case nothing is written: there is no such paper and nothing
    refers to one, or the essay of an area links to it.
    """
    papers = {paper.id: paper for paper in survey.papers}
    unknown = [Problem(path=str(folder / "papers" / f"{id}.yml"), message=f"there is no paper {id!r}")]
    if id not in papers and id in ids_in_use(survey.papers) | {system.id for system in survey.systems}:
        return unknown
    essays = [
        key for key, essay in survey.introductions.items() if re.search(rf"papers/{re.escape(id)}(\.md|/)", essay)
    ]
    if essays:
        message = f"links to {id}; take the link out first"
        return [Problem(path=str(folder / "areas" / f"{key}.md"), message=message) for key in essays]
    files: dict[str, str | None] = {f"papers/{id}.yml": None} if id in papers else {}
    for paper in survey.papers:
        if paper.id != id and (changed := _redirected(paper, id, None)) != paper:
            files[f"papers/{paper.id}.yml"] = _rendered(folder, paper, changed)
    files |= _redirected_lists(survey, folder, id, None)
    files |= _redirected_map(survey, id, None) | _redirected_vectors(survey, id, None)
    if refused:
        files |= render_refused(folder, (*survey.refused, refused))
    else:
        former = papers[id].former_ids if id in papers else ()
        pages = [f"papers/{one}/" for one in (id, *former)]
        if published := [page for page in pages if page in survey.published and survey.redirects.get(page) is None]:
            files |= render_redirects(folder, led(survey.redirects, dict.fromkeys(published)))
    if not files:
        return unknown
    write_change(folder, files, f"remove {id}")
    return []


def _redirected_lists(survey: Survey, folder: Path, old: str, new: str | None) -> dict[str, str]:
    """Return the new texts of authors.yml and paths.yml, of those that name the paper `old`, by file name: its id is
    replaced by `new`, or where that is None, taken out.
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    if any(old in author.papers for author in survey.authors):
        rows["authors"] = [author.model_dump(mode="json", exclude_defaults=True) for author in survey.authors]
        for row in rows["authors"]:
            if "papers" in row:
                row["papers"] = [new if id == old else id for id in row["papers"] if new or id != old]
    if any(step.paper == old for path in survey.paths for step in path.steps):
        rows["paths"] = [path.model_dump(mode="json", exclude_defaults=True) for path in survey.paths]
        for row in rows["paths"]:
            row["steps"] = [
                {**step, "paper": new} if step["paper"] == old else step
                for step in row.get("steps", ())
                if new or step["paper"] != old
            ]
    return {
        f"{name}.yml": update_yaml(read_text(folder / f"{name}.yml", folder), {name: listed})
        for name, listed in rows.items()
    }


def _redirected_map(survey: Survey, old: str, new: str | None) -> dict[str, str | None]:
    """Return the new text of map.yml by its name, in which `new` has the place of the paper `old`, or with None for
    `new` nobody has; empty if the map does not hold `old`.
    """
    if survey.coordinates is None or old not in survey.coordinates:
        return {}
    rest = {id: place for id, place in survey.coordinates.items() if id not in (old, new)}
    return {MAP: render_map(rest | ({new: survey.coordinates[old]} if new else {}))}


def _redirected_vectors(survey: Survey, old: str, new: str | None) -> dict[str, str | None]:
    """Return the new text of vectors.json by its name, in which `new` has the vector of the paper `old`, or with None
    for `new` nobody has; empty if the file does not hold `old`.
    """
    if survey.vectors is None or old not in survey.vectors.papers:
        return {}
    papers = {id: vector for id, vector in survey.vectors.papers.items() if id not in (old, new)}
    papers |= {new: survey.vectors.papers[old]} if new else {}
    return {VECTORS: render_vectors(survey.vectors.model_copy(update={"papers": dict(sorted(papers.items()))}))}


def _rendered(folder: Path, old: Paper, new: Paper) -> str:
    text = read_text(folder / "papers" / f"{old.id}.yml", folder)
    return render_paper(text, old, new)


def _led_evidence(reason: Evidence, old: str, new: str | None) -> Evidence:
    """Return the evidence with the id `old` replaced by `new` in `like`, the papers that were nearest; taken out if
    `new` is None.
    """
    if old not in (reason.like or ()):
        return reason
    ids = (new if id == old else id for id in reason.like or ())
    return reason.model_copy(update={"like": tuple(dict.fromkeys(id for id in ids if id)) or None})


def _redirected(paper: Paper, old: str, new: str | None) -> Paper:
    """Return the paper with each reference to the id `old` (mentions, relations, uses, evidence) replaced by one to
    `new`, or taken out if `new` is None. Of references that become equal the first stays; a paper without any is
    returned as it is.
    """
    update: dict[str, Any] = {}
    if any(mention.id == old for mention in paper.derived.mentions):
        mentions = [m.model_copy(update={"id": new}) if m.id == old else m for m in paper.derived.mentions]
        update["mentions"] = tuple({m.id: m for m in reversed(mentions) if m.id}.values())[::-1]
    if any(relation.to == old for relation in paper.digest.relations):
        relations = [r.model_copy(update={"to": new}) if r.to == old else r for r in paper.digest.relations]
        update["relations"] = tuple({(r.to, r.kind): r for r in reversed(relations) if r.to}.values())[::-1]
    for use in USES:
        if old in (ids := use.ids_of(paper)):
            update[use.field] = tuple(dict.fromkeys(id for id in (new if id == old else id for id in ids) if id))
    key = EvidenceKey("mentions", old)
    evidence = {other: _led_evidence(reason, old, new) for other, reason in paper.derived.evidence.items()}
    if key in evidence:
        evidence = {
            (EvidenceKey("mentions", new) if other == key else other): reason
            for other, reason in evidence.items()
            if new or other != key
        }
    if evidence != paper.derived.evidence:
        update["evidence"] = evidence
    return paper.model_copy(update=update) if update else paper
