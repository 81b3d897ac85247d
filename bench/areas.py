"""How well areas are told on labelled papers, as one line of JSON: make eval-areas LABELS=FILE [TAXONOMY=FILE]

LABELS is JSON Lines with `title`, `abstract` and `area`. TAXONOMY is a taxonomy.yml whose areas have these labels as
keys or titles; without it the labels are the titles of the areas, which have no cues then.

cues_only   nobody has curated anything
with_20     up to 20 papers of an area are curated, at most half of it; tested on the rest; mean of ten draws
cv10        ten-fold cross-validation on all papers
top3        as cv10: the right area is among the first three
ece         as cv10: the expected calibration error of the probabilities

vectors     `minilm` where the extra `embed` and the model are installed, so that papers have vectors as after
            `catalogue embed`; else `none`, as with the option --words

The first three are accuracies over all papers; one that stays unplaced counts as wrong.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from bench.retrieval import vectors_of
from generator.derive.areas import as_document
from generator.derive.classify.batch import CuratedArea
from generator.derive.classify.cues import Cues
from generator.derive.classify.documents import Document
from generator.derive.classify.evaluate import accuracy, calibration_error, cross_validate, guess_areas
from generator.records.paper import Bibliographic, Paper
from generator.records.taxonomy import Taxonomy, Value
from generator.text.cleaning import clean_text

_DRAWS = 10
_MOST = 20


def main(labels: str, taxonomy: str = "", *, words: bool = False) -> None:
    """Print the line."""
    rows = [json.loads(line) for line in Path(labels).read_text(encoding="utf-8").splitlines() if line.strip()]
    cues = Cues(_read_taxonomy(taxonomy) if taxonomy else _bare_titles([row["area"] for row in rows]))
    keys = {text: area.key for area in cues.taxonomy.areas for text in (area.key, area.title)}
    if unknown := sorted({row["area"] for row in rows} - keys.keys()):
        sys.exit(f"{taxonomy}: no area has the key or title {unknown[0]!r}; add it, or mend the label")
    documents, has_vectors = _documents(rows, words_only=words)
    labelled = {
        f"{number:06}": CuratedArea(document, keys[row["area"]])
        for number, (row, document) in enumerate(zip(rows, documents, strict=True))
    }
    tenfold = cross_validate(labelled, cues)
    figures = {
        "cues_only": accuracy(guess_areas(labelled, cues)),
        "with_20": sum(_draw(labelled, cues, seed) for seed in range(_DRAWS)) / _DRAWS,
        "cv10": accuracy(tenfold),
        "top3": accuracy(tenfold, first=3),
        "ece": calibration_error(tenfold),
    }
    areas = len({item.area for item in labelled.values()})
    rounded = {name: round(figure, 4) for name, figure in figures.items()}
    vectors = "minilm" if has_vectors else "none"
    print(json.dumps({"papers": len(labelled), "areas": areas, **rounded, "vectors": vectors}))


def _documents(rows: Sequence[Mapping[str, str]], *, words_only: bool) -> tuple[list[Document], bool]:
    """Return the papers as the classifier reads them, with vectors where these can be made, and whether they are."""
    texts = [(row["title"], row.get("abstract") or None) for row in rows]
    papers = [
        Paper(
            id=f"p{number:06}",
            bibliographic=Bibliographic(title=_clean(title), abstract=_clean(abstract or "") or None),
        )
        for number, (title, abstract) in enumerate(texts)
    ]
    vectors = None if words_only else vectors_of(papers)
    found = [as_document(paper, vectors=vectors) for paper in papers]
    documents = [Document(*text, vector=document.vector) for text, document in zip(texts, found, strict=True)]
    return documents, vectors is not None


def _clean(text: str) -> str:
    """Return a text without what no record may hold."""
    return " ".join(clean_text(text).text.split())


def _read_taxonomy(path: str) -> Taxonomy:
    return Taxonomy.model_validate(yaml.safe_load(Path(path).read_text(encoding="utf-8")))


def _bare_titles(labels: list[str]) -> Taxonomy:
    titles = sorted(set(labels))
    return Taxonomy(areas=tuple(Value(key=f"area-{number}", title=title) for number, title in enumerate(titles)))


def _draw(labelled: Mapping[str, CuratedArea], cues: Cues, seed: int) -> float:
    """Return the accuracy on the papers that are left when some of each area are drawn to be curated."""
    drawn = random.Random(seed)  # noqa: S311  draws papers, keeps no secret
    curated = {}
    for area in sorted({item.area for item in labelled.values()}):
        keys = [key for key, item in labelled.items() if item.area == area]
        curated |= {key: labelled[key] for key in sorted(drawn.sample(keys, min(_MOST, len(keys) // 2)))}
    return accuracy(guess_areas(labelled, cues, curated))


if __name__ == "__main__":
    main(*(option for option in sys.argv[1:] if option != "--words"), words="--words" in sys.argv)
