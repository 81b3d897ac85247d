"""Divides a survey into several, each small enough for a host, with one search over all of them.

Each part is a survey of its own, beside its `mkdocs.yml`: it has its papers' records, the taxonomy and the lists of
names, and in its settings the addresses of the others. A paper of another part that its records name is an outside
system there; relations to one, and links in texts, end at the border and are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urljoin

from ..catalogue.addresses import PAPER_PATTERN
from ..catalogue.assemble import assemble
from ..checks.budgets import WHOLE, shares_of
from ..checks.site_configuration import configuration_file, read_configuration
from ..files import is_there, list_files, read_text
from ..records.base import Problem
from ..records.paper import Paper
from ..records.relations import USES
from ..records.survey import Settings, Survey, System
from ..records.taxonomy import UNPLACED
from ..resources import read_translations
from ..search.joint import JOINT
from ..search.lengths import mean_length
from ..survey.folder import (
    MAP,
    VECTORS,
    read_survey,
    render_map,
    render_paper,
    render_vectors,
    write_files,
)
from ..survey.papers import record_sizes
from ..survey.starter import starter_files
from ..survey.yaml.emit import render_yaml
from ..survey.yaml.update import update_keys, update_yaml
from .pieces import By, Piece, pieces_of

_SAMPLE = 2_000
"""Papers at most by which the mean length of all is measured."""
_COPIED = ("taxonomy.yml", "synonyms.yml", "glossary.yml", "method.md", "refused.yml")
"""Files that are the same in each part."""
_PAPER = PAPER_PATTERN.removesuffix(r"\.md")
_LINK = re.compile(rf"\[([^][]*)\]\((?:\.\./)*{_PAPER}(?:\.md|/)?(?:#[^)\s]*)?\)")
"""A link of Markdown to a paper of the survey."""


def split_survey(folder: Path, by: By, into: Path, parts: int = 0) -> tuple[list[Piece], list[Problem]]:
    """Write the parts of a survey as folders below `into`, which must not be there yet or be empty.

    Each part has consecutive years, or areas in the order of the taxonomy, and no more papers and bytes than its host
    takes, or the papers are divided into some `parts` of like size. A year that is larger is divided by area, an area
    by year (`pieces`). Returns the parts, and the problems; with an error nothing is written.
    """
    survey, problems = read_survey(folder)
    if survey is None:
        return [], problems
    if is_there(into) and any(into.iterdir()):
        return [], [Problem(path=str(into), message="is not empty; name a new folder for the parts")]
    titles = {area.key: area.title for area in survey.taxonomy.areas}
    titles[UNPLACED] = read_translations(survey.settings.language).gettext("Unplaced")
    sizes, budgets = record_sizes(folder), survey.settings.budgets
    weighed = [(paper, shares_of(sizes[paper.id], budgets)) for paper in survey.papers]
    pieces = pieces_of(weighed, titles, by, WHOLE, parts)
    if len(pieces) < 2:
        message = f"all {len(survey.papers):,} papers are one part by {by}; nothing to divide"
        return [], [Problem(path=str(folder), message=message)]
    sample = survey.papers[:: -(-len(survey.papers) // _SAMPLE)]
    length = mean_length(assemble(survey.model_copy(update={"papers": sample}), {}, None), sample)
    for piece in pieces:
        settings = _settings(survey.settings, piece, pieces, length)
        write_files(into / piece.key / "survey", _files(folder, survey, piece, settings))
        write_files(into / piece.key, {"mkdocs.yml": _configuration(folder, into / piece.key, settings)})
    return pieces, []


def _settings(settings: Settings, own: Piece, pieces: Sequence[Piece], length: int) -> dict[str, object]:
    """Return the settings of a part, `own`, that differ from those of the whole survey, by key. `pieces` are all parts;
    `length` is the mean length of all papers.
    """
    sites = [{"title": piece.title, "address": f"../{piece.key}/"} for piece in pieces if piece is not own]
    base = settings.base_url and urljoin(f"{settings.base_url.rstrip('/')}/", f"{own.key}/")
    return {
        "title": f"{settings.title}: {own.title}",
        **({"base_url": base} if base else {}),
        "sites": sites,
        "joint_index": f"../{JOINT}/",
        "mean_length": length,
    }


def _configuration(folder: Path, target: Path, settings: Mapping[str, object]) -> str:
    """Return the text of the mkdocs.yml of a part in the folder `target`: that of the survey in `folder` with the name
    and address in `settings`, or if that needs files that are not beside the part, a new one.
    """
    path, title = configuration_file(folder), str(settings["title"])
    said, _ = read_configuration(path) if path else ({}, [])
    theme = said.get("theme")
    led = [said.get("INHERIT"), theme.get("custom_dir") if isinstance(theme, dict) else None]
    if path is None or not all((target / str(to)).exists() for to in led if to):
        return starter_files(target, taxonomy="", title=title)["mkdocs.yml"]
    text = read_text(path, path.parent)
    for key, value in {"site_name": title, "site_url": settings.get("base_url", "")}.items():
        line = f"{key}: {json.dumps(value, ensure_ascii=False)}"
        text = re.sub(rf"^{key}:(?! *!ENV).*$", lambda _, line=line: line, text, flags=re.MULTILINE)  # type: ignore[misc]
    return text


def _files(folder: Path, survey: Survey, piece: Piece, settings: Mapping[str, object]) -> dict[str, str]:
    """Return the texts of a part's files, by their names below its survey folder. `settings` are those that differ from
    the whole survey's.
    """
    own = {paper.id for paper in piece.papers}
    files = {name: read_text(folder / name, folder) for name in _COPIED if is_there(folder / name)}
    files["survey.yml"] = update_keys(read_text(folder / "survey.yml", folder), settings, tuple(Settings.model_fields))
    for paper in piece.papers:
        files[f"papers/{paper.id}.yml"] = _record(folder, paper, own)
    areas = {paper.derived.area for paper in piece.papers}
    essays = [path for path in list_files(folder, "areas/*.md") if path.stem in areas]
    for path in (*essays, *(path for path in [folder / "home.md"] if is_there(path))):
        name = path.relative_to(folder).as_posix()
        files[name] = _LINK.sub(lambda link: link[0] if link[2] in own else link[1], read_text(path, folder))
    return files | _lists(folder, survey, piece, own)


def _record(folder: Path, paper: Paper, own: set[str]) -> str:
    """Return the text of a paper's file, without its relations to papers of other parts; `own` has the ids of the
    papers of its part.
    """
    text = read_text(folder / "papers" / f"{paper.id}.yml", folder)
    kept = tuple(relation for relation in paper.digest.relations if relation.to in own)
    if len(kept) == len(paper.digest.relations):
        return text
    return render_paper(text, paper, paper.model_copy(update={"relations": kept}))


def _lists(folder: Path, survey: Survey, piece: Piece, own: set[str]) -> dict[str, str]:
    """Return the texts of authors.yml, paths.yml and systems.yml of a part, by name, with only what concerns its papers
    (`own`).
    """
    rows: dict[str, list[dict[str, object]]] = {
        "authors": [
            author.model_copy(update={"papers": tuple(id for id in author.papers if id in own)}).model_dump(
                mode="json", exclude_defaults=True
            )
            for author in survey.authors
            if not author.papers or own.intersection(author.papers)
        ],
        "paths": [
            path.model_dump(mode="json", exclude_defaults=True)
            for path in survey.paths
            if all(step.paper in own for step in path.steps)
        ],
        "systems": [
            system.model_dump(mode="json", exclude_defaults=True)
            for system in (*survey.systems, *_elsewhere(survey, piece.papers, own))
        ],
    }
    files = {}
    for name, listed in rows.items():
        is_known = is_there(folder / f"{name}.yml")
        if is_known:
            files[f"{name}.yml"] = update_yaml(read_text(folder / f"{name}.yml", folder), {name: listed})
        elif listed:
            files[f"{name}.yml"] = render_yaml({name: listed})
    if survey.coordinates is not None:
        files[MAP] = render_map({id: place for id, place in survey.coordinates.items() if id in own})
    if survey.vectors is not None:
        papers = {id: vector for id, vector in survey.vectors.papers.items() if id in own}
        files[VECTORS] = render_vectors(survey.vectors.model_copy(update={"papers": papers}))
    return files


def _elsewhere(survey: Survey, papers: Iterable[Paper], own: set[str]) -> list[System]:
    """Return the papers of other parts that the given papers of one part name, as outside systems; `own` has the ids of
    the part's papers.
    """
    named = {id for paper in papers for id in _named_by(paper)}
    known = {system.id for system in survey.systems}
    others = [it for it in survey.papers if it.id in named and it.id not in own and it.id not in known]
    # A spelling stands for one system only, while papers of one name may stand beside each other.
    taken = {spelling for system in survey.systems for spelling in (system.name, *system.aliases)}
    names: dict[str, str] = {}
    for paper in others:
        title = paper.bibliographic.title
        spellings = (paper.derived.name, title, f"{title} ({paper.id})")
        names[paper.id] = next(it for it in spellings if it and (it not in taken or it == spellings[-1]))
        taken.add(names[paper.id])
    return [_as_system(paper, names[paper.id], taken) for paper in others]


def _as_system(paper: Paper, name: str, taken: set[str]) -> System:
    """Return a paper as an outside system of this name, with those of its aliases that are not `taken`; they are then
    taken.
    """
    aliases = tuple(alias for alias in paper.derived.aliases if alias not in taken)
    taken.update(aliases)
    title = paper.bibliographic.title
    return System(
        id=paper.id,
        name=name,
        kind=paper.derived.introduces[0].kind if paper.derived.introduces else "method",
        aliases=aliases,
        about=None if name.startswith(title) else title,
    )


def _named_by(paper: Paper) -> set[str]:
    """Return the ids of all papers and systems that a record mentions or uses."""
    return {
        *(mention.id for mention in paper.derived.mentions),
        *(id for use in USES for id in use.ids_of(paper)),
    }
