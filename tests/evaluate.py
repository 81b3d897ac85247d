"""Compares what the rules make of the corpus with labels that people made by reading.

    python -m tests.evaluate [tune|report|readings] [--errors]

prints one JSON line. `tune` may be tuned on and its errors read (`--errors`);
`report` only reports, so its errors are never shown. `readings` are the other
135 papers: name, area and facets as a reader judged them, who saw nothing of
what the rules had found, and as the shipped records hold them.
"""

from __future__ import annotations

import datetime
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.importing import import_survey
from generator.records.paper import Paper
from generator.records.survey import Survey
from generator.survey.folder import read_survey
from generator.survey.yaml.update import update_yaml
from generator.text.folding import fold_title

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
PAGE = CORPUS / "trending-page.txt"
LABELS = Path(__file__).parent / "labels"
HALVES = ("tune", "report")
READINGS = "readings"
DAY = datetime.date(2026, 1, 5)
UNNAMED = {
    "Scaling Up Visual and Vision-Language Representation Learning With Noisy Text Supervision": "ALIGN",
    "Generating Images with Multimodal Language Models": "GILL",
    "Making Large Multimodal Models Understand Arbitrary Visual Prompts": "ViP-LLaVA",
}
"""Papers that never state the name they are known by; the shipped survey holds it as an alias."""


class Counts(NamedTuple):
    """What both have, what only the rules found, what only the labels have."""

    both: int = 0
    extra: int = 0
    missed: int = 0

    def plus(self, found: Iterable[object], wanted: Iterable[object]) -> Counts:
        """These counts with one paper's found and wanted items added."""
        have, want = set(found), set(wanted)
        both = len(have & want)
        return Counts(self.both + both, self.extra + len(have) - both, self.missed + len(want) - both)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.both / (self.both + self.extra) if self.both + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found; 1 where nothing was wanted."""
        return self.both / (self.both + self.missed) if self.both + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, over all items at once (micro)."""
        return 2 * self.both / (2 * self.both + self.extra + self.missed) if self.both else 0.0


def import_page(folder: Path) -> None:
    """A survey of the corpus by rules alone, with the repository's taxonomy and systems, names as shipped."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("survey.yml", "taxonomy.yml", "systems.yml"):
        (folder / name).write_bytes((ROOT / "survey" / name).read_bytes())
    page = [("trending-page.txt", PAGE.read_bytes())]
    import_survey(page, folder, DAY)
    add_aliases(folder)
    import_survey(page, folder, DAY)


def add_aliases(folder: Path) -> None:
    """Give the papers of `UNNAMED` the alias that makes them linkable."""
    wanted = {fold_title(title): alias for title, alias in UNNAMED.items()}
    for paper in _survey(folder).papers:
        alias = wanted.get(fold_title(paper.bibliographic.title))
        if alias and alias not in paper.derived.aliases:
            path = folder / "papers" / f"{paper.id}.yml"
            text = path.read_text(encoding="utf-8")
            path.write_text(update_yaml(text, {"aliases": [*paper.derived.aliases, alias]}), encoding="utf-8")


def read_labels(half: str) -> list[dict[str, Any]]:
    """The labels of one half, in the page's order."""
    lines = (LABELS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def evaluate(folder: Path, half: str) -> dict[str, Any]:
    """The figures of one half for a survey that `import_page` made; shares from 0 to 1."""
    survey = _survey(folder)
    spellings = _spellings(survey)
    pairs = list(_pairs(survey.papers, read_labels(half)))
    links = introduces = facets = mentions = Counts()
    for paper, label in pairs:
        links = links.plus(_links(paper), _wanted_links(label))
        introduces = introduces.plus({thing.name for thing in paper.derived.introduces}, _wanted_names(label))
        facets = facets.plus(_facets(paper.derived.facets), _facets(label["facets"]))
        mentions = mentions.plus({m.id for m in paper.derived.mentions}, _wanted_ids(label, spellings))
    papers = len(pairs)
    area = [paper.derived.area == label["area"] for paper, label in pairs]
    near = [paper.derived.area in (label["area"], *label["area_alternatives"]) for paper, label in pairs]
    figures = {
        "name": sum(paper.derived.name == label["name"] for paper, label in pairs) / papers,
        "links_precision": links.precision,
        "links_recall": links.recall,
        "area": sum(area) / papers,
        "area_or_alternative": sum(near) / papers,
        "facets_f1": facets.f1,
        "mentions_precision": mentions.precision,
        "mentions_recall": mentions.recall,
        "introduces_precision": introduces.precision,
        "introduces_recall": introduces.recall,
    }
    return {"half": half, "papers": papers, **{key: round(value, 4) for key, value in figures.items()}}


def evaluate_readings(folder: Path) -> dict[str, Any]:
    """Name, area and facets against the shipped records of all papers that no label is for."""
    labelled = {fold_title(label["title"]) for half in HALVES for label in read_labels(half)}
    shipped = {fold_title(paper.bibliographic.title): paper for paper in _survey(ROOT / "survey").papers}
    pairs = [
        (p, shipped[t]) for p in _survey(folder).papers if (t := fold_title(p.bibliographic.title)) not in labelled
    ]
    facets = Counts()
    for paper, reading in pairs:
        facets = facets.plus(_facets(paper.derived.facets), _facets(reading.derived.facets))
    return {
        "half": READINGS,
        "papers": len(pairs),
        "name": round(sum(paper.derived.name == reading.derived.name for paper, reading in pairs) / len(pairs), 4),
        "area": round(sum(paper.derived.area == reading.derived.area for paper, reading in pairs) / len(pairs), 4),
        "facets_f1": round(facets.f1, 4),
    }


def errors(folder: Path) -> Iterator[str]:
    """What differs from the labels of the half that may be read, a line each."""
    survey = _survey(folder)
    spellings = _spellings(survey)
    for paper, label in _pairs(survey.papers, read_labels("tune")):
        if paper.derived.name != label["name"]:
            yield f"{paper.id}: name {paper.derived.name!r}, wanted {label['name']!r}"
        if paper.derived.area != label["area"]:
            yield f"{paper.id}: area {paper.derived.area}, wanted {label['area']} or {label['area_alternatives']}"
        for what, have, want in (
            ("links", _links(paper), _wanted_links(label)),
            ("introduces", {thing.name for thing in paper.derived.introduces}, _wanted_names(label)),
            ("facets", _facets(paper.derived.facets), _facets(label["facets"])),
            ("mentions", {m.id for m in paper.derived.mentions}, _wanted_ids(label, spellings)),
        ):
            if have != want:
                extra, missed = sorted(map(str, have - want)), sorted(map(str, want - have))
                yield f"{paper.id}: {what} extra {extra}, missed {missed}"


def _survey(folder: Path) -> Survey:
    survey, problems = read_survey(folder)
    if survey is None:
        raise ValueError("; ".join(map(str, problems)))
    return survey


def _pairs(papers: Iterable[Paper], labels: Iterable[dict[str, Any]]) -> Iterator[tuple[Paper, dict[str, Any]]]:
    by_title = {fold_title(paper.bibliographic.title): paper for paper in papers}
    for label in labels:
        yield by_title[fold_title(label["title"])], label


def _links(paper: Paper) -> set[object]:
    return {(link.kind, link.url) for link in paper.derived.links}


def _wanted_links(label: Mapping[str, Any]) -> set[object]:
    return {(link["kind"], link["url"]) for link in label["links"]}


def _wanted_names(label: Mapping[str, Any]) -> set[str]:
    return {thing["name"] for thing in label["introduces"]}


def _facets(facets: Mapping[str, Sequence[str]]) -> set[str]:
    return {f"{facet}.{value}" for facet, values in facets.items() for value in values}


def _spellings(survey: Survey) -> dict[str, str]:
    """Exact and folded spelling to id; of two with one spelling the system stays, then the first paper."""
    spellings: dict[str, str] = {}
    things = [(s.id, (s.name, *s.aliases)) for s in survey.systems]
    things += [(p.id, tuple(filter(None, (p.derived.name, *p.derived.aliases)))) for p in survey.papers]
    for id, names in things:
        for name in names:
            spellings.setdefault(name, id)
    for id, names in things:
        for name in names:
            spellings.setdefault(_fold(name), id)
    return spellings


def _wanted_ids(label: Mapping[str, Any], spellings: Mapping[str, str]) -> set[str]:
    return {spellings.get(name) or spellings.get(_fold(name)) or _fold(name) for name in label["mentions"]}


def _fold(name: str) -> str:
    return "~" + re.sub(r"[^a-z0-9+]", "", name.lower())


def _main(arguments: Sequence[str]) -> int:
    half = next((word for word in arguments if not word.startswith("-")), "tune")
    if half not in (*HALVES, READINGS):
        print(f"there is no half {half!r}; choose tune, report or readings", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "survey"
        import_page(folder)
        print(json.dumps(evaluate_readings(folder) if half == READINGS else evaluate(folder, half)))
        if "--errors" in arguments and half == "tune":
            for line in errors(folder):
                print(line)
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
