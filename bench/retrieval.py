"""Measures the search on a test collection: `make eval COLLECTION=DIR [QRELS=FILE]`.

    python -m bench.retrieval DIR [FILE]

DIR holds `docs.jsonl` {id, title, abstract}, `queries.jsonl` {id, text}, and `qrels.tsv`: query, document and grade,
parted by tabs, below a line of headings; FILE takes the place of the last. The index is that of a site whose papers
have a title and an abstract and nothing else. Every query runs through the browser's modules under Node
(`bench/retrieval.js`), as text that the reader has finished. Prints one line of JSON:

- `collection`, `queries` (those that have a document of grade 1 or more; the means are over them);
- `ndcg@10` with gain 2^grade - 1, `recall@100`, `mrr@10`;
- `ndcg@10_interval`: where 95 of 100 means lie when queries are drawn anew (percentile bootstrap);
- `p50_ms`, `p95_ms`: from query to ranked papers, all queries, the files already read;
- `vectors`: `minilm` where the extra `embed` and the model are installed, else `none`;
- `index_bytes`: all files of the index, each compressed with gzip -9.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.judged import Collection, bare_catalogue, ndcg, read
from generator.build.sentence_model import DEFAULT_MODEL, Encoder, find_model
from generator.catalogue.languages import languages_of
from generator.catalogue.meaning.update import update_vectors
from generator.records.paper import Paper
from generator.records.vectors import Vectors
from generator.search.index import index
from generator.site.assets import asset_texts, vendor

HERE = Path(__file__).resolve().parent
DEPTH = 100
_DRAWS = 2_000


class Ranked(NamedTuple):
    """A query's papers by id, best first, and the time to rank all of them."""

    ids: Sequence[str]
    ms: float


def main() -> int:
    """Measure the collection named on the command line."""
    if len(sys.argv) not in (2, 3) or not sys.argv[1]:
        print("usage: make eval COLLECTION=DIR [QRELS=FILE]", file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    judgements = _judgements(folder, sys.argv[2] if len(sys.argv) > 2 else "qrels.tsv")
    missing = [path for path in (folder / "docs.jsonl", folder / "queries.jsonl", judgements) if not path.is_file()]
    if missing:
        print(f"{missing[0]} is absent; a collection has docs.jsonl, queries.jsonl and qrels.tsv", file=sys.stderr)
        return 2
    collection = read(folder, judgements)
    vectors = vectors_of(collection.papers)
    files = index(bare_catalogue(collection.papers, vectors))
    ranked = rank(files, [query["text"] for query in collection.queries])
    print(
        json.dumps(
            _measured(folder.resolve().name, collection, ranked, files) | {"vectors": "minilm" if vectors else "none"}
        )
    )
    return 0


def vectors_of(papers: Sequence[Paper]) -> Vectors | None:
    """Return the vectors that `catalogue embed` would make; None, with a word on the error output, without the
    model.
    """
    try:
        model = Encoder(find_model(DEFAULT_MODEL), DEFAULT_MODEL)
    except (LookupError, ModuleNotFoundError) as error:
        print(f"no vectors: {error}", file=sys.stderr)
        return None
    return update_vectors(papers, None, model, languages_of(bare_catalogue(papers), papers)).vectors


def rank(files: Mapping[str, str], texts: Sequence[str]) -> list[Ranked]:
    """Return what the modules of the site find for each text in an index, given as its files."""
    with tempfile.TemporaryDirectory(prefix="catalogue-eval-") as name:
        folder = Path(name)
        lay_out({**files, **asset_texts(), **vendor()}, folder)
        (folder / "queries.json").write_text(json.dumps([f"{text} " for text in texts]), encoding="utf-8")
        return [Ranked(*answer) for answer in run_node("retrieval.js", str(folder), str(DEPTH))]


def lay_out(files: Mapping[str, str], folder: Path) -> None:
    """Put a site's files into a folder from which Node can import its modules."""
    for path, text in {**files, "package.json": '{"type": "module"}'}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def run_node(script: str, *arguments: str) -> Any:
    """Return what a script beside this one prints, as JSON."""
    node = shutil.which("node")
    if node is None:
        raise SystemExit("Node.js is not installed; the browser's code runs under it")
    run = subprocess.run([node, str(HERE / script), *arguments], capture_output=True, text=True, encoding="utf-8")
    if run.returncode:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout)


def _measured(
    name: str, collection: Collection, ranked: Sequence[Ranked], files: Mapping[str, str]
) -> dict[str, str | int | float | list[float]]:
    gains, recalls, firsts = [], [], []
    for query, answer in zip(collection.queries, ranked, strict=True):
        if relevant := collection.judged.get(str(query["id"])):
            found = [collection.original[id] for id in answer.ids]
            gains.append(ndcg(found, relevant))
            recalls.append(len(relevant.keys() & set(found[:DEPTH])) / len(relevant))
            firsts.append(next((1 / place for place, id in enumerate(found[:10], 1) if id in relevant), 0.0))
    times = sorted(answer.ms for answer in ranked)
    return {
        "collection": name,
        "queries": len(gains),
        "ndcg@10": _mean(gains),
        "recall@100": _mean(recalls),
        "mrr@10": _mean(firsts),
        "ndcg@10_interval": interval(gains),
        "p50_ms": round(_percentile(times, 50), 2),
        "p95_ms": round(_percentile(times, 95), 2),
        "index_bytes": sum(len(gzip.compress(text.encode(), 9, mtime=0)) for text in files.values()),
    }


def interval(*collections: Sequence[float]) -> list[float]:
    """Return the 2.5th and 97.5th percentile of the mean of the collections' means, over 2,000 draws of their queries
    with replacement; the same each time.
    """
    chance = random.Random(1)  # noqa: S311 - draws for a statistic
    draws = sorted(
        statistics.fmean(statistics.fmean(chance.choices(gains, k=len(gains))) for gains in collections if gains)
        for _ in range(_DRAWS if any(collections) else 0)
    )
    return [round(_percentile(draws, percent), 4) for percent in (2.5, 97.5)]


def _mean(values: Sequence[float]) -> float:
    return round(statistics.fmean(values), 4) if values else 0.0


def _percentile(in_order: Sequence[float], percent: float) -> float:
    """Return the nearest-rank percentile."""
    return in_order[math.ceil(percent / 100 * len(in_order)) - 1] if in_order else 0.0


def _judgements(folder: Path, name: str) -> Path:
    """Return a file of the collection, or any other."""
    return folder / name if (folder / name).is_file() else Path(name)


if __name__ == "__main__":
    sys.exit(main())
