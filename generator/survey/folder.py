"""A survey's folder: reads all that a curator edits, and writes records back."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from ..files import (
    UnreadableError,
    create_files,
    is_there,
    list_files,
    read_bytes,
    read_text,
    refuse_outside,
)
from ..processes import spread
from ..records.base import Problem, Record
from ..records.edition import Edition, Redirects, page_path
from ..records.intake import Imports, RefusedPapers
from ..records.paper import FIELD_ORDER, Paper
from ..records.survey import (
    FORMAT,
    MAP_HEIGHT,
    MAP_WIDTH,
    Authors,
    Coordinates,
    Glossary,
    ReadingPaths,
    Settings,
    Survey,
    Synonyms,
    Systems,
)
from ..records.taxonomy import Taxonomy
from ..records.vectors import Vectors
from .papers import decode, read_papers
from .yaml.emit import render_yaml
from .yaml.faults import locate
from .yaml.parse import parse_record
from .yaml.update import update_keys

_Model = TypeVar("_Model", bound=Record)
MAP = "map.yml"
JOURNAL = ".catalogue"
"""The folder with the last changes, which `journal` keeps so that they can be undone."""
VECTORS = "vectors.json"
REFUSED = "refused.yml"
IMPORTS = "imports.yml"
REDIRECTS = "redirects.yml"
ADDRESSES = "editions/addresses.txt"
"""The file with each address that an edition published, one a line."""
_LISTS: Mapping[str, type[Record]] = {
    "systems": Systems,
    "authors": Authors,
    "glossary": Glossary,
    "paths": ReadingPaths,
    "refused": RefusedPapers,
    "imports": Imports,
    "redirects": Redirects,
}
"""Files that are one list or mapping each."""
_BATCH = 300
"""Records that are rendered, and files that are written, together at least."""
_MAP_HEAD = """\
# Where each paper stands on the map: to the right and down, on {width} by {height}. Papers that are near to each other
# in their words and tags stand near to each other here. Made by `catalogue map`, which gives a place to
# the papers that have none and moves no other; `catalogue map --anew` lays all out again.
papers:
"""


def read_survey(folder: Path) -> tuple[Survey | None, list[Problem]]:
    """Read a survey's folder. Returns the survey and its warnings; if any file has an error (it is missing, no YAML,
    not valid, of a newer form), None and every problem of every file.
    """
    problems: list[Problem] = []
    if not folder.is_dir():
        return None, [Problem(path=str(folder), message="is no folder; `catalogue import FILE --survey DIR` makes one")]
    if problems := folders_outside(folder):
        return None, problems
    if newer := _newer_format(folder):
        return None, [newer]
    settings = _read(folder, "survey.yml", Settings, problems, needed=True)
    optional = _read_lists(folder, problems)
    taxonomy = _read(folder, "taxonomy.yml", Taxonomy, problems) or Taxonomy()
    synonyms = _read(folder, "synonyms.yml", Synonyms, problems) or Synonyms()
    coordinates = _read(folder, MAP, Coordinates, problems)
    vectors = _read_vectors(folder, problems)
    papers, faults = read_papers(folder)
    problems += faults
    introductions = _read_essays(folder, problems)
    published, editions = _read_addresses(folder, problems), _read_editions(folder, problems)
    home, method = _optional(folder, "home.md", problems), _optional(folder, "method.md", problems)
    if settings is None or any(problem.level == "error" for problem in problems):
        return None, problems
    survey = Survey.model_construct(
        settings=settings,
        taxonomy=taxonomy,
        synonyms=synonyms,
        introductions=introductions,
        home=home,
        method=method,
        vectors=vectors,
        published=tuple(published),
        editions=tuple(editions),
        papers=tuple(sorted(papers, key=lambda paper: paper.id)),
        coordinates=None if coordinates is None else coordinates.papers,
        **optional,
    )
    return survey, problems


def read_settings(folder: Path) -> Settings | None:
    """Return the settings in a survey's survey.yml; None if it is missing or faulty."""
    return _read(folder, "survey.yml", Settings, [], needed=True)


def _read_lists(folder: Path, problems: list[Problem]) -> dict[str, Any]:
    """Return what authors.yml, systems.yml and the other files of `_LISTS` hold, by the field of `Survey`. A file that
    is missing or faulty gives the field's default; its problems are appended to `problems`.
    """
    lists: dict[str, Any] = {}
    for name, model in _LISTS.items():
        record = _read(folder, f"{name}.yml", model, problems) or model()
        for field in model.model_fields:
            lists["glossary" if field == "terms" else field] = getattr(record, field)
    return lists


def _newer_format(folder: Path) -> Problem | None:
    """Return the one problem of a survey whose `format` in survey.yml is newer than this version of the generator
    reads; None if it is not. It is looked for first, since each key of a newer format would be one more problem.
    """
    path = folder / "survey.yml"
    text = _text(path, folder, []) if is_there(path) else None
    found = re.search(r"^format:\s*(\d+)\s*(?:#.*)?$", text or "", re.MULTILINE)
    if text is None or found is None or int(found[1]) <= FORMAT:
        return None
    message = f"format is {found[1]}, and this version reads up to {FORMAT}; install a newer survey-catalogue"
    return Problem(path=str(path), line=text.count("\n", 0, found.start()) + 1, message=message)


def folders_outside(folder: Path) -> list[Problem]:
    """Return a problem for each of the survey's own folders (`papers`, `areas` …) that is a link leading out of the
    survey.
    """
    problems = []
    for name in ("papers", "areas", "editions", JOURNAL):
        try:
            refuse_outside(folder / name, folder)
        except UnreadableError as error:
            problems.append(Problem(path=str(folder / name), message=str(error)))
    return problems


def input_files(folder: Path) -> list[Path]:
    """Return the paths of all files of a survey from which pages are made, whether valid or not.

    They are chosen by name, since the docs folder may be inside the survey's folder.
    """
    patterns = ("*.yml", "*.md", VECTORS, "papers/*.yml", "areas/*.md", "editions/*.yml", ADDRESSES)
    return [path for pattern in patterns for path in list_files(folder, pattern)]


def _read_essays(folder: Path, problems: list[Problem]) -> dict[str, str]:
    """Return the Markdown of each essay in `areas/`, by the key of its area; one that cannot be read is left out, and
    appended to `problems`.
    """
    texts = {path.stem: _text(path, folder, problems) for path in list_files(folder, "areas/*.md")}
    return {key: text for key, text in texts.items() if text is not None}


def _read_editions(folder: Path, problems: list[Problem]) -> list[Edition]:
    """Return the editions in `editions/`, sorted by number. Faulty files are left out; they and files that are not
    named by their number are appended to `problems`.
    """
    editions = []
    for path in list_files(folder, "editions/*.yml"):
        edition = _read(folder, f"editions/{path.name}", Edition, problems)
        if edition is not None:
            editions.append(edition)
            if path.name != f"{edition.number}.yml":
                message = f"the number {edition.number} is not the file's name; name the file {edition.number}.yml"
                problems.append(Problem(path=str(path), line=1, message=message))
    return sorted(editions, key=lambda edition: edition.number)


def _read_addresses(folder: Path, problems: list[Problem]) -> list[str]:
    """Return the addresses in editions/addresses.txt that editions published, in the order of the file, as `page_path`
    normalises them. A line that is no address is appended to `problems`.
    """
    addresses = []
    for number, line in enumerate((_optional(folder, ADDRESSES, problems) or "").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                addresses.append(page_path(line.strip()))
            except ValueError as error:
                problems.append(Problem(path=str(folder / ADDRESSES), line=number, message=str(error)))
    return addresses


def _read_vectors(folder: Path, problems: list[Problem]) -> Vectors | None:
    text = _optional(folder, VECTORS, problems)
    if text is None:
        return None
    try:
        return Vectors.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(map(str, fault["loc"]))
        message = f"{where}: {fault['msg']}; `catalogue embed --anew` writes the file again"
        problems.append(Problem(path=str(folder / VECTORS), message=message))
        return None


def render_vectors(vectors: Vectors) -> str:
    """Return the text of `vectors.json`, with one line for each paper, axis and word, so that few lines differ after a
    change.
    """
    data = vectors.model_dump(mode="json")
    lines = []
    for key, value in data.items():
        if isinstance(value, dict):
            rows = ",\n".join(
                f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(own)}" for name, own in value.items()
            )
            lines.append(f"{json.dumps(key)}: {{\n{rows}\n}}")
        elif isinstance(value, list):
            lines.append(f"{json.dumps(key)}: [\n" + ",\n".join(map(json.dumps, value)) + "\n]")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _text(path: Path, folder: Path, problems: list[Problem]) -> str | None:
    try:
        return decode(read_bytes(path, folder), path, problems)
    except UnreadableError as error:
        problems.append(Problem(path=str(path), message=str(error)))
        return None


def _optional(folder: Path, name: str, problems: list[Problem]) -> str | None:
    return _text(folder / name, folder, problems) if is_there(folder / name) else None


def _read(
    folder: Path, name: str, model: type[_Model], problems: list[Problem], *, needed: bool = False
) -> _Model | None:
    path = folder / name
    if not is_there(path):
        if needed:
            problems.append(Problem(path=str(path), message="is missing; `catalogue import` writes one to start from"))
        return None
    text = _text(path, folder, problems)
    if text is None:
        return None
    record, faults = parse_record(text, str(path), model)
    problems.extend(faults)
    return record


def as_yaml(paper: Paper) -> dict[str, Any]:
    """Return a paper as the keys and plain values of its file, in the order of `FIELD_ORDER`; absent values are left
    out.
    """
    data = as_plain(paper)
    return {key: data[key] for key in FIELD_ORDER if key in data}


def as_plain(record: Record) -> dict[str, Any]:
    """Return a record as keys and plain values that YAML can hold; absent values and defaults are left out."""
    data: dict[str, Any] = _listed(
        record.model_dump(mode="python", by_alias=True, exclude_defaults=True, exclude_none=True)
    )
    return data


def _listed(value: Any) -> Any:
    """Return a value with each tuple in it as a list and each whole float as an int, as people write them in YAML."""
    if isinstance(value, Mapping):
        return {key: _listed(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_listed(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def render_paper(old_text: str | None, old: Paper | None, new: Paper) -> str:
    """Return the text of the file of a paper, `new`.

    If there is an `old_text`, which holds `old`, only the keys that differ in `new` are changed in it, so that comments
    stay.
    """
    fresh = as_yaml(new)
    if old_text is None or old is None:
        return render_yaml(fresh)
    before = as_yaml(old)
    changes: dict[str, Any] = {key: value for key, value in fresh.items() if before.get(key) != value}
    changes.update({key: None for key in before if key not in fresh})
    return update_keys(old_text, changes, FIELD_ORDER) if changes else old_text


def render_map(coordinates: Mapping[str, tuple[int, int]]) -> str:
    """Return the text of map.yml, given the coordinates of each paper by id: `id: [x, y]` on a line for each, sorted by
    id.
    """
    lines = [f"  {yaml_key(id)}: [{x}, {y}]\n" for id, (x, y) in sorted(coordinates.items())]
    return _MAP_HEAD.format(width=MAP_WIDTH, height=MAP_HEIGHT) + "".join(lines)


def yaml_key(id: str) -> str:
    """Return an id as a key of YAML: `flair`, but `"2024"` and `"no"` in quotes, which YAML would otherwise not read as
    text.
    """
    return id if yaml.safe_load(id) == id else f'"{id}"'


def paper_files(
    folder: Path, old: Iterable[Paper], new: Mapping[str, Paper], others: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Return the texts of the files of the `new` papers (by id) and of the `others`, by file name. Nothing is written.

    If a paper is also in `old`, only the keys that differ are changed in its file. `others` maps file names to texts,
    None for a file to delete.
    """
    before = {paper.id: paper for paper in old}
    names = {id: f"papers/{id}.yml" for id in sorted(new)}
    texts = {id: read_text(folder / name, folder) for id, name in names.items() if id in before}
    rendered = spread(
        lambda ids: [render_paper(texts.get(id), before.get(id), new[id]) for id in ids], list(names), _BATCH
    )
    return {**others, **dict(zip(names.values(), rendered, strict=True))}


def write_files(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write files, given by name below the folder; None as a text deletes the file.

    All are written to temporary files first and then moved, so that no file is ever half written. A link in place of a
    file is replaced, not followed. Raises UnreadableError, before anything is written, if a folder leads out of the
    survey.
    """
    refuse_folders_outside(folder, files)
    above = {name: name.rpartition("/") for name, text in files.items() if text is not None}
    folders = {parent: os.fspath(folder / parent) for parent, _, _ in above.values()}
    for parent in folders:
        (folder / parent).mkdir(parents=True, exist_ok=True)
    own = secrets.token_hex(8)  # what no other process calls its files
    staged: list[tuple[str, str]] = []
    moved = 0
    try:
        # Plain paths and calls of the system: an object for each of very many files costs as much as the writing.
        for number, (parent, _, last) in enumerate(above.values()):
            temporary = f"{folders[parent]}{os.sep}.{own}-{number}.tmp"
            staged.append((temporary, f"{folders[parent]}{os.sep}{last}"))
        contents = [(path, (files[name] or "").encode()) for name, (path, _) in zip(above, staged, strict=True)]
        spread(create_files, contents, _BATCH)
        for temporary, path in staged:
            os.replace(temporary, path)
            moved += 1
    finally:
        for temporary, _ in staged[moved:]:
            Path(temporary).unlink(missing_ok=True)
    for name, text in files.items():
        if text is None:
            (folder / name).unlink(missing_ok=True)


def refuse_folders_outside(folder: Path, files: Iterable[str]) -> None:
    """Raise UnreadableError if a folder of the files, given by name below the survey's, leads out of it."""
    for above in {name.rpartition("/")[0] for name in files}:
        refuse_outside(folder / above, folder)


def locate_in_files(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    """Return the problems, each with the line of the value that it is about, which is looked up in the survey's
    files.
    """
    return locate(problems, lambda path: read_text(Path(path), folder))


def ids_in_use(papers: Iterable[Paper]) -> set[str]:
    """Return all ids that the papers have and had."""
    return {taken for paper in papers for taken in (paper.id, *paper.former_ids)}
