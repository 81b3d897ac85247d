"""The whole, as the README tells it.

import:  read → repair → name → derive → merge → records
build:   records → relate → assemble → render + index + export → offline → docs folder
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from .arrange import arrange, trustworthiness
from .assemble import assemble, edition_of, shown_names
from .check import authors_listed_twice, check
from .check_curated import check_curated
from .completeness import check_completeness
from .configuration import check_address, check_configuration, docs_folder
from .derive import compile_rules, derive, find_names
from .export import export
from .files import UnreadableError, read_text, refuse_in_tree
from .index import index, map_points
from .keys import digest_inputs
from .merge import Index, Text, add_facts, choose_id, fold_title, merge
from .offline import add_offline
from .packaged import asset_texts, read_words, starter_texts
from .readers import parse_entries
from .records import Catalogue, Coordinate, Entry, Paper, Problem, Settings, Survey, Systems, Taxonomy
from .relate import relate
from .render import render
from .repair import count_words, repair
from .survey import (
    MAP,
    folders_outside,
    ids_in_use,
    read_survey,
    render_map,
    render_paper,
    write_files,
)
from .terms import weigh_terms
from .vendor import vendor
from .write import Written, kept_by_hand, warnings_if_current, write
from .yaml_files import locate, parse_record

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and of how much."""


def _silent(what: str, done: int, total: int) -> None:
    del what, done, total


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


def import_files(
    files: Iterable[tuple[str, bytes]],
    folder: Path,
    today: datetime.date,
    *,
    keep_going: bool = False,
    progress: Progress = _silent,
) -> tuple[Ledger, list[Problem]]:
    """Read raw files into a survey's records.

    Nothing is written where an entry is refused, unless `keep_going`: then the
    good ones are. The problems returned are those of the survey's own files.
    """
    ledger = Ledger()
    starters = starter_texts(folder)
    survey, problems = _read_or_start(folder, starters)
    if survey is None:
        return ledger, problems
    entries: list[Entry] = []
    for path, data in files:
        found, refused = parse_entries(data, path)
        entries += found
        ledger.refused += refused
    ledger.read = len(entries) + len(ledger.refused)
    papers, changes = import_entries(entries, survey, ledger, today, progress)
    if ledger.refused and not keep_going:
        return ledger, []
    old = {paper.id: paper for paper in survey.papers}
    fresh = [papers[id] for id in sorted(changes) if id not in old or old[id].authors != papers[id].authors]
    written: dict[str, str | None] = dict(starters) if entries else {}
    for id in sorted(changes):
        record = folder / "papers" / f"{id}.yml"
        text = read_text(record, folder) if id in old else None
        written[f"papers/{id}.yml"] = render_paper(text, old.get(id), papers[id])
    write_files(folder, written)
    ledger.doubts += _located(list(authors_listed_twice(fresh, survey.authors, folder)), folder)
    ledger.written = True
    return ledger, []


def _read_or_start(folder: Path, starters: Mapping[str, str]) -> tuple[Survey | None, list[Problem]]:
    """The survey, or an empty one from the starter files where the folder holds none yet."""
    if "survey.yml" not in starters:
        return read_survey(folder)
    if problems := folders_outside(folder):
        return None, problems
    texts = dict(starters)
    for name in ("taxonomy.yml", "systems.yml"):
        try:
            texts[name] = starters[name] if name in starters else read_text(folder / name, folder)
        except (UnreadableError, UnicodeDecodeError) as error:
            return None, [Problem(path=str(folder / name), message=str(error))]
    settings, faults = parse_record(texts["survey.yml"], "survey.yml", Settings)
    taxonomy, more = parse_record(texts["taxonomy.yml"], str(folder / "taxonomy.yml"), Taxonomy)
    systems, most = parse_record(texts["systems.yml"], str(folder / "systems.yml"), Systems)
    if settings is None or taxonomy is None or systems is None:
        return None, [*faults, *more, *most]
    return Survey(settings=settings, taxonomy=taxonomy, systems=systems.systems), []


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
    targets = _match(full, ledger)
    named = find_names({str(i): (t.title, t.abstract) for i, t in targets.items()}, rules)
    ids = _assign_ids(targets, named, survey)
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
        _enter(ledger, text, old, new)
        if new != old:
            changes.add(id)
        papers[id] = new
        progress("merging", done, len(targets))
    _complete([text for text in texts if text.abstract is None], papers, changes, ledger, today)
    return papers, changes


def _match(texts: Sequence[Text], ledger: Ledger) -> dict[str, Text]:
    """The texts to merge, keyed by their number; twins within the input are entered or refused."""
    seen: dict[str, Text] = {}
    kept: dict[str, Text] = {}
    for number, text in enumerate(texts):
        title = fold_title(text.title)
        first = seen.setdefault(title, text)
        where = f"{text.entry.path}:{text.entry.line}"
        if first is text:
            kept[str(number)] = text
        elif first.sha256 == text.sha256:
            ledger.unchanged += 1
            ledger.lines.append(f"{where}: the same entry as line {first.entry.line}")
        else:
            message = f"has the title of line {first.entry.line} with another abstract (“{text.title[:60]}”); keep one"
            ledger.refused.append(Problem(path=text.entry.path, line=text.entry.line, message=message))
    return kept


def _assign_ids(targets: Mapping[str, Text], named: Mapping[str, NamedTuple], survey: Survey) -> dict[str, str]:
    """The record that each text belongs to: an existing id, or a new one."""
    index = Index(survey.papers)
    taken = ids_in_use(survey.papers) | {system.id for system in survey.systems}
    ids = {key: found for key, text in targets.items() if (found := index.find(text))}
    names = {key: named[key].name for key in targets if key not in ids}  # type: ignore[attr-defined]
    shared = Counter(name.casefold() for name in names.values() if name)
    for key, name in names.items():
        ids[key] = choose_id(targets[key].title, name, taken, shared=bool(name and shared[name.casefold()] > 1))
        taken.add(ids[key])
    return ids


def _enter(ledger: Ledger, text: Text, old: Paper | None, new: Paper) -> None:
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


# --- build -------------------------------------------------------------------


def load_catalogue(folder: Path) -> tuple[Catalogue | None, list[Problem]]:
    """The assembled catalogue of a survey folder, or every problem that forbids it."""
    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    survey = derive_missing(survey)
    problems = [*problems, *_located(check(survey, folder), folder)]
    if _holds_errors(problems):
        return None, problems
    return _assembled(survey), problems


def _assembled(survey: Survey) -> Catalogue:
    related = relate(survey.papers, shown_names(survey), survey.settings.related)
    if survey.coordinates is not None:
        survey = survey.model_copy(update={"coordinates": arrange(survey.papers, known_places(survey))})
    return assemble(survey, related, edition_of(survey))


def _located(problems: list[Problem], folder: Path) -> list[Problem]:
    return locate(problems, lambda path: read_text(Path(path), folder))


def _holds_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.level == "error" for problem in problems)


def known_places(survey: Survey) -> dict[str, Coordinate]:
    """The papers' places in map.yml, also where that knows a paper by a former id."""
    stored = survey.coordinates or {}
    names = {paper.id: [id for id in (paper.id, *paper.former_ids) if id in stored] for paper in survey.papers}
    return {id: stored[found[0]] for id, found in names.items() if found}


@dataclass(frozen=True)
class Mapped:
    """What became of a map: numbers of papers, and how far its neighbourhoods can be trusted (0 to 1)."""

    papers: int
    placed: int
    dropped: int
    trustworthiness: float


def map_folder(folder: Path, *, anew: bool = False) -> tuple[Mapped | None, list[Problem]]:
    """Write a survey's map.yml: a place for each paper that has none, or all laid out `anew`."""
    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    survey = derive_missing(survey)
    known = known_places(survey)
    places = arrange(survey.papers, known, anew=anew or survey.coordinates is None)
    write_files(folder, {MAP: render_map(places)})
    dropped = len(survey.coordinates or {}) - len(known)
    placed = len(places) if anew else len(places) - len(known)
    return Mapped(len(places), placed, dropped, trustworthiness(survey.papers, places)), problems


def check_folder(folder: Path) -> list[Problem]:
    """All that can be said against a survey folder, finished records and site configuration included."""
    survey, problems = read_survey(folder)
    if survey is None:
        return problems
    survey = derive_missing(survey)
    found = check(survey, folder)
    found += [*_check_curated(survey, folder, _holds_errors(found)), *check_completeness(survey, folder)]
    return [*problems, *_located(found, folder), *check_configuration(folder, survey.settings)]


def _check_curated(survey: Survey, folder: Path, unsound: bool) -> list[Problem]:
    """What is wrong with home.md and the essays. All pages are made only where a link leads to an unusual one."""
    areas = (f"areas/{area.key}.md" for area in survey.taxonomy.areas)
    likely = {*areas, *(f"papers/{id}.md" for id in ids_in_use(survey.papers))}
    problems = check_curated(survey, folder, None if unsound else likely)
    if unsound or not _holds_errors(problems):
        return problems
    return check_curated(survey, folder, {*render(_assembled(survey)), *kept_by_hand(docs_folder(folder))})


def derive_missing(survey: Survey) -> Survey:
    """Fill in what hand-written records with an abstract leave to the rules."""
    bare = [paper for paper in survey.papers if paper.abstract and not paper.evidence]
    if not bare:
        return survey
    rules = compile_rules(survey.taxonomy, survey.systems)
    named = find_names({paper.id: (paper.title, paper.abstract) for paper in bare}, rules)
    drafts = {p.id: p.model_copy(update={"name": p.name or named[p.id].name}) for p in bare}
    everyone = {paper.id: drafts.get(paper.id, paper) for paper in survey.papers}
    derived = derive(drafts, named, everyone.values(), rules)
    for id, found in derived.items():
        own = {key: value for key in found.model_fields_set if (value := getattr(everyone[id], key, None))}
        update = {key: getattr(found, key) for key in found.model_fields_set if key not in own}
        everyone[id] = everyone[id].model_copy(update=update)
    return survey.model_copy(update={"papers": tuple(everyone[paper.id] for paper in survey.papers)})


def build(folder: Path, docs: Path) -> tuple[Written | None, list[Problem]]:
    """Generate a survey's pages and data into a docs folder; quick where nothing changed."""
    faults = [Problem(path=str(path), message=message) for path, message in refuse_in_tree(docs)]
    if faults := [*faults, *check_address()]:
        return None, faults
    inputs = digest_inputs(folder)
    warnings = warnings_if_current(docs, inputs)
    if warnings is not None:
        return Written(0, 0, 0), [_moved(warning, folder) for warning in warnings]
    catalogue, problems = load_catalogue(folder)
    if catalogue is None:
        return None, problems
    words = read_words(catalogue.settings.language)
    files = add_offline(
        {
            **render(catalogue, words),
            **index(catalogue, words),
            **map_points(catalogue, words),
            **export(catalogue, words),
            **asset_texts(words),
            **vendor(),
        }
    )
    problems = sorted(
        [*problems, *check_curated(catalogue, folder, {*files, *kept_by_hand(docs)})],
        key=lambda problem: (problem.path, problem.line, problem.message),
    )
    if _holds_errors(problems):
        return None, problems
    # Kept as seen from the folder, so that two builds in different places have the same bytes.
    written, faults = write(
        docs, files, inputs, [_moved(problem, None, folder) for problem in problems], epoch_of(catalogue.edition)
    )
    return written, [*problems, *faults]


def epoch_of(edition: datetime.date | None) -> int:
    """Midnight UTC of an edition's date, in seconds since 1970."""
    day = edition or datetime.date(1980, 1, 1)
    return int(datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC).timestamp())


def _moved(problem: Problem, base: Path | None, away: Path | None = None) -> Problem:
    """A problem with its path put below `base`, or taken from below `away`."""
    path = base / problem.path if base else Path(problem.path).relative_to(away or ".")
    return problem.model_copy(update={"path": str(path)})
