"""Makes the new texts of a survey's files after a change of its taxonomy: taxonomy, records, essays, links in
Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ..files import is_there, read_text
from ..records.base import Problem
from ..records.evidence import AREA as AREA_EVIDENCE
from ..records.evidence import EvidenceKey
from ..records.paper import Paper
from ..records.survey import Survey
from .folder import render_paper
from .redirects import led, render_redirects
from .regroup import AREA, Choice, Regrouping
from .taxonomy_edit import update_taxonomy, written_like
from .yaml.parse import parse_record

TAXONOMY = "taxonomy.yml"


def regrouped_papers(survey: Survey, change: Regrouping) -> dict[str, Paper]:
    """Return the papers whose areas or values a change moves, by id, as they are after it."""
    found = {}
    for paper in survey.papers:
        moved = _regrouped(paper, change.moved) if change.moved else paper
        if moved != paper:
            found[paper.id] = moved
    return found


def regrouped_files(
    survey: Survey, folder: Path, change: Regrouping, papers: Mapping[str, Paper]
) -> tuple[dict[str, str | None], list[Problem]]:
    """Return the texts of all files that a change of the taxonomy alters, by name (None: to be deleted), and the
    problems.

    `papers` are the changed records as they will be. There is a problem for each link in Markdown to a page that would
    be gone; then the change should not be made. Nothing is written.
    """
    text = read_text(folder / TAXONOMY, folder) if is_there(folder / TAXONOMY) else ""
    files: dict[str, str | None] = {TAXONOMY: update_taxonomy(text, survey.taxonomy, change)}
    before = {paper.id: paper for paper in survey.papers}
    for id, paper in papers.items():
        name = f"papers/{id}.yml"
        files[name] = _rekeyed(read_text(folder / name, folder), before[id], paper, change)
    problems = _move_texts(survey, folder, change, files)
    if given_up := _given_up(survey, change):
        files |= render_redirects(folder, led(survey.redirects, given_up))
    return {name: text for name, text in files.items() if text is None or _differs(folder, name, text)}, problems


def _given_up(survey: Survey, change: Regrouping) -> dict[str, str | None]:
    """Return the addresses of pages that a change moves or takes away, each with the address to which it then leads, or
    None if the page is gone. What had no page, as a value that the taxonomy does not have, is left out.
    """
    pages = {(AREA, area.key) for area in survey.taxonomy.areas}
    pages |= {(facet.key, value.key) for facet in survey.taxonomy.facets for value in facet.values}
    return {_address(*choice): _address(*to) if to else None for choice, to in change.moved.items() if choice in pages}


def _address(facet: str, value: str) -> str:
    return f"areas/{value}/" if facet == AREA else f"tags/{facet}/{value}/"


def _differs(folder: Path, name: str, text: str) -> bool:
    return not is_there(folder / name) or read_text(folder / name, folder) != text


def _regrouped(paper: Paper, moved: Mapping[Choice, Choice | None]) -> Paper:
    """Return a paper with area, facet values and evidence as they are called after a change of the taxonomy; the paper
    itself if nothing of it changes. `moved` has what each area or value becomes, None if it is taken out.
    """

    def target(facet: str, value: str) -> Choice | None:
        """Return the facet and value that a value of a facet becomes, None if it is taken out; a value that does not
        change is returned as it is.
        """
        return moved.get((facet, value), (facet, value))

    update: dict[str, Any] = {}
    area = paper.derived.area
    if area is not None and (AREA, area) in moved:
        new_area = target(AREA, area)
        update["area"] = new_area[1] if new_area else None
    facets: dict[str, list[str]] = {}
    for facet, values in paper.derived.facets.items():
        for value in values:
            choice = target(facet, value)
            if choice and choice[1] not in facets.setdefault(choice[0], []):
                facets[choice[0]].append(choice[1])
    kept = {facet: tuple(values) for facet, values in facets.items() if values}
    if kept != dict(paper.derived.facets):
        update["facets"] = kept
    evidence = dict(_regrouped_evidence(paper, moved))
    if evidence != dict(paper.derived.evidence):
        update["evidence"] = evidence
    return paper.model_copy(update=update) if update else paper


def _regrouped_evidence(paper: Paper, moved: Mapping[Choice, Choice | None]) -> Iterator[tuple[EvidenceKey, Any]]:
    """Yield the evidence of a paper under the keys that it has after a change. `moved` has what each area or value
    becomes, None if it is taken out. If two values become one, the evidence of the value that keeps its key stays.
    """
    evidence = paper.derived.evidence
    for key, reason in evidence.items():
        if key == AREA_EVIDENCE and reason.value is not None and (AREA, reason.value) in moved:
            choice = moved[AREA, reason.value]
            if choice:
                yield key, reason.model_copy(update={"value": choice[1]})
        elif key.key is not None and (key.kind, key.key) in moved:
            choice = moved[key.kind, key.key]
            if choice and EvidenceKey(*choice) not in evidence:
                yield EvidenceKey(*choice), reason
        else:
            yield key, reason


def _rekeyed(text: str, old: Paper, new: Paper, change: Regrouping) -> str:
    """Return the text of a record after a change. If replacing keys in the old text gives the new record, only they are
    replaced and all else stays as it is written; otherwise the fields that differ are rendered anew.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    edited = text
    for node, key in sorted(_renamed_scalars(root, change), key=lambda pair: -int(pair[0].start_mark.index)):
        edited = edited[: node.start_mark.index] + written_like(node, key) + edited[node.end_mark.index :]
    return edited if parse_record(edited, "", Paper) == (new, []) else render_paper(text, old, new)


def _renamed_scalars(root: yaml.Node | None, change: Regrouping) -> Iterator[tuple[yaml.ScalarNode, str]]:
    """Yield the YAML nodes in a record that hold the key of an area, facet or value that a change renames, each with
    its new key.
    """
    fields = {name.value: value for name, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    if (area := fields.get("area")) is not None:
        yield from _to(area, change.moved.get((AREA, area.value)))
    for facet, values in _pairs(fields.get("facets")):
        if facet.value in change.facets:
            yield facet, change.facets[facet.value]
        for value in values.value if isinstance(values, yaml.SequenceNode) else ():
            yield from _to(value, change.moved.get((facet.value, value.value)))
    for name, reason in _pairs(fields.get("evidence")):
        key = EvidenceKey.parse(name.value)
        if key == AREA_EVIDENCE:
            for field, value in _pairs(reason):
                if field.value == "value":
                    yield from _to(value, change.moved.get((AREA, value.value)))
        elif key.key is not None and (choice := change.moved.get((key.kind, key.key))):
            yield name, str(EvidenceKey(*choice))


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    return node.value if isinstance(node, yaml.MappingNode) else []


def _to(node: yaml.Node, choice: Choice | None) -> Iterator[tuple[yaml.ScalarNode, str]]:
    if isinstance(node, yaml.ScalarNode) and choice and node.value != choice[1]:
        yield node, choice[1]


def _move_texts(survey: Survey, folder: Path, change: Regrouping, files: dict[str, str | None]) -> list[Problem]:
    """Put the Markdown files that a change alters into `files`, by name: essays under the keys of their areas now,
    joined where two areas are; essays of areas that are gone, as None; and all texts with their links led to the new
    addresses. Returns a problem for each link to a page that is gone. Nothing is written.
    """
    texts = {f"areas/{key}.md": _markdown(folder, f"areas/{key}.md") for key in survey.introductions}
    for name in ("home.md", "method.md", "mkdocs.yml"):
        if is_there(folder / name):
            texts[name] = _markdown(folder, name)
    gone = [f"areas/{v}.md" for (f, v), to in change.moved.items() if f == AREA and to is None]
    problems = []
    for name, text in texts.items():
        if name in gone:
            files[name] = None
            continue
        linked = _relinked(text, name, change.moved)
        if linked != text:
            files[name] = linked
        for facet, value in (choice for choice, to in change.moved.items() if to is None):
            if re.search(_page(facet, value), text):
                message = f"links to {'areas' if facet == AREA else f'tags/{facet}'}/{value}; take the link out first"
                problems.append(Problem(path=str(folder / name), message=message))
    for (facet, value), to in change.moved.items():
        old, new = f"areas/{value}.md", f"areas/{to[1]}.md" if to else ""
        if facet == AREA and to and old in texts:
            own = files.get(old) or texts[old]
            other = files.get(new) or texts.get(new)
            files[new] = own if other is None else f"{other.rstrip()}\n\n{own}"
            files[old] = None
    return problems


def _markdown(folder: Path, name: str) -> str:
    return read_text(folder / name, folder)


def _page(facet: str, value: str) -> str:
    """Return a regular expression that matches the path of the page of an area (`facet` is `area`) or of a facet's
    value in Markdown, such as `areas/captions`, without the `.md` or `/` that must follow.
    """
    page = f"areas/{re.escape(value)}" if facet == AREA else f"tags/{re.escape(facet)}/{re.escape(value)}"
    return rf"(?<![\w-]){page}(?=\.md|/)"


def _relinked(text: str, name: str, moved: Mapping[Choice, Choice | None]) -> str:
    """Return a Markdown text with its links changed to where pages are after a change. `moved` has what each area or
    value becomes. `name` is the text's file: in an essay, `](KEY.md` is another area's page, too.
    """
    for (facet, value), to in moved.items():
        if to is None:
            continue
        page = f"areas/{to[1]}" if to[0] == AREA else f"tags/{to[0]}/{to[1]}"
        text = re.sub(_page(facet, value), page, text)
        if facet == AREA and name.startswith("areas/"):
            text = re.sub(rf"(\]\((?:\./)?){re.escape(value)}(?=\.md)", rf"\g<1>{to[1]}", text)
    return text
