"""Measures the search beside others: `python -m bench.rivals [COLLECTIONS]`. Prints two Markdown tables of nDCG@10.

The first is of the queries in `tests/labels/queries.jsonl` on the survey that ships, by half and kind; the second of
the collections in a folder given on the command line. All run in one go, over the same texts:

- ours: the browser's modules under Node, as the site has them;
- lunr.js: the file that mkdocs ships, with its own scoring, the fields title, name, summary and text;
- MiniSearch: the same fields, as it comes, and with lunr's stemmer, beginnings and spelling (`prefix`, `fuzzy: 0.2`):
  the better of the two, by the mean over all queries;
- ZBSearch: the same fields, as it comes, with its stemmer and whole words alone, and with its stemmer and spelling
  (`tolerance: 1`): the best of the three;
- Pagefind: in Chromium, over the articles of the built site's paper pages, for it reads pages and not records.

MiniSearch, ZBSearch and Pagefind are development tools in `package.json` for this measurement alone; neither the site
nor any test needs them. Where npm has no Pagefind for the machine, its row is left out.

Only means are printed, so that nobody tunes on the reporting half.
"""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from bench.judged import bare_catalogue, ndcg, read
from bench.retrieval import rank, run_node, vectors_of
from generator.pipeline import load_catalogue
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.search.index import index
from generator.text.analysis import plain

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "tests" / "labels" / "queries.jsonl"
PAGEFIND = ROOT / "node_modules" / "@pagefind"
KINDS = ("name", "misspelling", "topic", "question", "fact", "system")

Found = Mapping[str, Sequence[Sequence[str]]]
"""By engine, for each query the ids found, best first."""


def main() -> int:
    """Measure on the survey and on the public collections."""
    queries = [json.loads(line) for line in QUERIES.read_text(encoding="utf-8").splitlines()]
    catalogue, problems = load_catalogue(ROOT / "survey")
    if catalogue is None:
        raise SystemExit("\n".join(map(str, problems)))
    texts = [query["text"] for query in queries]
    found = {
        "ours": [answer.ids for answer in rank(index(catalogue), texts)],
        **_others([_fields(catalogue, paper) for paper in catalogue.papers], texts),
    }
    if (pagefind := _pagefind(texts)) is not None:
        found[f"Pagefind {_pagefind_version()}"] = pagefind
    _print_survey(queries, _best(found, queries))
    if len(sys.argv) > 1:
        _print_collections(sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()))
    else:
        print("\nno folder of test collections given: not compared on public collections")
    return 0


def _fields(catalogue: Catalogue, paper: Paper) -> dict[str, str]:
    """Return all that the record says, as an engine of joined fields takes it."""
    place = catalogue.places.get(paper.id)
    area = [one.title for one in catalogue.taxonomy.areas if one.key == paper.derived.area]
    titles = {(facet.key, value.key): value.title for facet in catalogue.taxonomy.facets for value in facet.values}
    tags = [titles.get((facet, value), value) for facet, values in paper.derived.facets.items() for value in values]
    text: Iterable[str | None] = [
        *(
            paper.digest.problem,
            paper.digest.idea,
            paper.digest.results,
            paper.bibliographic.abstract,
            paper.bibliographic.venue,
        ),
        *(*paper.derived.figures, *paper.digest.questions, *paper.bibliographic.authors, *area, *tags, *_terms(paper)),
        *(f"{thing.name} {thing.about or thing.kind}" for thing in paper.derived.introduces),
        *(mention.as_ for mention in (place.mentions if place else ())),
    ]
    return {
        "id": paper.id,
        "title": paper.bibliographic.title,
        "name": " ".join([paper.derived.name or "", *paper.derived.aliases]),
        "summary": paper.digest.summary or "",
        "text": "\n".join(part for part in text if part),
    }


def _terms(paper: Paper) -> Iterable[str]:
    """Return the words kept of an abstract that is not, as often as they stood there: those of the title count three
    more.
    """
    title = Counter(plain(paper.bibliographic.title)) if not paper.bibliographic.abstract else {}
    counts = (
        {} if paper.bibliographic.abstract else {term: round(weight) for term, weight in paper.derived.terms.items()}
    )
    return (term for term, count in counts.items() for _ in range(count - 3 * title.get(term, 0)))


def _others(documents: Sequence[Mapping[str, str]], texts: Sequence[str]) -> Found:
    """Return what lunr.js, MiniSearch and ZBSearch find."""
    with tempfile.TemporaryDirectory(prefix="catalogue-rivals-") as name:
        folder = Path(name)
        lunr = files("mkdocs").joinpath("contrib", "search", "templates", "search", "lunr.js")
        (folder / "lunr.cjs").write_text(lunr.read_text(encoding="utf-8"), encoding="utf-8")
        task = {"documents": documents, "queries": texts}
        (folder / "task.json").write_text(json.dumps(task), encoding="utf-8")
        answer: Found = run_node("rivals.js", str(folder))
        return answer


def _pagefind(texts: Sequence[str]) -> list[list[str]] | None:
    """Return what Pagefind finds on the built site; None where it, the site or Chromium is not there."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    pages = ROOT / "site" / "papers"
    program = next(PAGEFIND.glob("*/bin/pagefind_extended"), None)
    if not (chromium and program and pages.is_dir()):
        print("Pagefind was not measured: it takes npm ci, Chromium, and make site\n", file=sys.stderr)
        return None
    with tempfile.TemporaryDirectory(prefix="catalogue-pagefind-") as name:
        shutil.copytree(pages, Path(name) / "papers")
        (Path(name) / "papers" / "index.html").unlink(missing_ok=True)  # the list of all papers
        command = [str(program), "--site", name, "--root-selector", "article", "--quiet"]
        subprocess.run(command, check=True, capture_output=True)
        handler = functools.partial(_Quiet, directory=name)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            return _in_chromium(chromium, f"http://127.0.0.1:{server.server_port}", texts)
        finally:
            server.shutdown()


def _pagefind_version() -> str:
    package = next(PAGEFIND.glob("*/package.json"))
    return str(json.loads(package.read_text(encoding="utf-8"))["version"])


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Silent."""


def _in_chromium(chromium: str, url: str, texts: Sequence[str]) -> list[list[str]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{url}/papers/")
        found: list[list[str]] = page.evaluate(_ASK, texts)
        browser.close()
    return found


_ASK = """async (texts) => {
  const pagefind = await import("/pagefind/pagefind.js");
  const answers = [];
  for (const text of texts) {
    const { results } = await pagefind.search(text);
    const pages = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    answers.push(pages.map(({ url }) => /papers\\/([^/]+)/.exec(url)?.[1] ?? ""));
  }
  return answers;
}"""


def _best(found: Found, queries: Sequence[Mapping[str, Any]]) -> dict[str, Sequence[Sequence[str]]]:
    """With the best way alone of an engine that was asked in several: they differ after the comma."""
    means = {engine: _mean(_gains(answers, queries)) for engine, answers in found.items()}
    best: dict[str, str] = {}
    for engine in found:
        name = engine.split(",")[0]
        best[name] = max(best.get(name, engine), engine, key=lambda way: means[way])
    return {engine: found[engine] for engine in best.values()}


def _gains(answers: Sequence[Sequence[str]], queries: Sequence[Mapping[str, Any]]) -> list[float]:
    return [ndcg(found, query["relevant"]) for found, query in zip(answers, queries, strict=True)]


def _print_survey(queries: Sequence[Mapping[str, Any]], found: Found) -> None:
    rows = []
    for half in ("report", "tune"):
        for engine, answers in found.items():
            gains = _gains(answers, queries)

            def mean(kind: str = "", half: str = half, gains: Sequence[float] = gains) -> float:
                pairs = zip(queries, gains, strict=True)
                return _mean([gain for query, gain in pairs if query["half"] == half and kind in ("", query["kind"])])

            rows.append((half, engine, *(f"{mean(kind):.3f}" for kind in KINDS), f"{mean():.3f}"))
    _print_table(("half", "engine", *KINDS, "all"), rows)


def _print_collections(folders: Sequence[Path]) -> None:
    """Lunr has a document's title and abstract as its fields."""
    scores: dict[str, list[float]] = {}
    for folder in folders:
        collection = read(folder, folder / "qrels.tsv")
        queries = [query for query in collection.queries if query["id"] in collection.judged]
        texts = [query["text"] for query in queries]
        documents = [
            {"id": one.id, "title": one.bibliographic.title, "text": one.bibliographic.abstract or ""}
            for one in collection.papers
        ]
        catalogue = bare_catalogue(collection.papers, vectors_of(collection.papers))
        ours = [answer.ids for answer in rank(index(catalogue), texts)]
        for engine, answers in {"ours": ours, **_others(documents, texts)}.items():
            pairs = zip(queries, answers, strict=True)
            gains = [ndcg([collection.original[id] for id in ids], collection.judged[one["id"]]) for one, ids in pairs]
            scores.setdefault(engine, []).append(_mean(gains))
    print()
    rows = [(engine, *(f"{one:.3f}" for one in means), f"{_mean(means):.3f}") for engine, means in scores.items()]
    _print_table(("engine", *(folder.name for folder in folders), "mean"), rows)


def _print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    line: Callable[[Sequence[str]], str] = lambda cells: f"| {' | '.join(cells)} |"  # noqa: E731 - a cell's frame
    print(line(heads))
    print(f"|{'|'.join('---' if head in ('half', 'engine') else '---:' for head in heads)}|")
    for row in rows:
        print(line(row))


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0


if __name__ == "__main__":
    sys.exit(main())
