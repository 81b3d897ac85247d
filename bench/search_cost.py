"""Measures what a search costs a reader: bytes from the server and time in Chromium.

    python -m bench.search_cost PAPERS [N ...]        default: 203 1000 10000

`203` is the survey that ships, other numbers are papers with an abstract from
the file PAPERS (JSON Lines, xz), with vectors of meaning by latent semantics. The modules of the site run in headless
Chromium against a server that compresses with gzip and counts. Queries are the first four words of titles evenly
spread, and a few questions, misspellings and phrases. `rows` is everything from nothing to the first 20 rows of a first
query, code and index and the counts that the explorer shows, in large surveys to ten in an early order; `first` the
same to the rows in their last order and the details of eight papers; `further` the bytes of a second query by a reader
who has made only one, details included; `cold` and `warm` the time from asking to the rows in their last order, in one
page for all queries, with files to be fetched and without (the shortest of three times); `blocked` the longest task of
the page, which shows each answer as the explorer does, likewise the shortest of three, 0 below 50 ms. Prints a
Markdown table.
"""

from __future__ import annotations

import gzip
import json
import lzma
import statistics
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.judged import bare_catalogue
from bench.latent import LatentModel
from generator.catalogue.languages import languages_of
from generator.catalogue.meaning.update import update_vectors
from generator.pipeline import load_catalogue
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.search.index import index
from generator.site.assets import asset_texts, vendor

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = 203
_FIRST = 30
"""Queries at least whose bytes are counted, each by a reader of its own."""
_TURNS = 3
_COLUMNS = {
    "papers": ("papers", "{:,}"),
    "files": ("files", "{:,}"),
    "index": ("index", "{:,.0f} kB"),
    "rows, mean": ("rows", "{:.0f} kB"),
    "rows, p95": ("rows95", "{:.0f} kB"),
    "first, mean": ("first", "{:.0f} kB"),
    "first, p95": ("first95", "{:.0f} kB"),
    "further, mean": ("further", "{:.0f} kB"),
    "further, p95": ("further95", "{:.0f} kB"),
    "cold, median": ("cold", "{:.1f} ms"),
    "cold, p95": ("cold95", "{:.1f} ms"),
    "warm, median": ("warm", "{:.1f} ms"),
    "warm, p95": ("warm95", "{:.1f} ms"),
    "blocked": ("blocked", "{:.0f} ms"),
    "index made in": ("made", "{:.1f} s"),
}
PAGE = """<!doctype html><title>search</title><script type="module">
import { client } from "./assets/js/search/client.js";
const worker = new Worker("assets/js/search/worker.js", { type: "module" });
const call = (name, ...args) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => data.error ? reject(new Error(data.error)) : "id" in data && resolve(data.result);
  worker.postMessage({ id: 0, call: name, args });
});
const asked = { choices: {}, sort: "relevance", from: 0, count: 20 };

window.ask = async (q, early) => {
  const open = (await call("head")).papers > 20_000 ? [] : ["area"];
  const { rows } = await call("ask", { ...asked, q, open, early: early ? 10 : 0 });
  if (!early) await call("storedFields", rows.slice(0, 8).map(({ position }) => position));
};
</script>"""
SHOWING = """<!doctype html><title>search</title><main></main><script type="module">
import { client } from "./assets/js/search/client.js";
import { Rows } from "./assets/js/explorer/rows.js";
import { parseState } from "./assets/js/search/state.js";
const tasks = [];
const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
watch.observe({ type: "longtask" });
const shown = new Rows(document.querySelector("main"), client.storedFields, async () => []);
const head = await client.head();
const asked = { choices: {}, sort: "relevance", from: 0, count: 20, open: head.papers > 20_000 ? [] : ["area"] };
window.ask = async (q) => {
  const started = performance.now();
  const answer = await client.ask({ ...asked, q });
  const took = performance.now() - started;
  await shown.render(answer, parseState(""), head, null);
  await new Promise((resume) => requestAnimationFrame(() => setTimeout(resume)));
  tasks.push(...watch.takeRecords());
  return [took, Math.max(0, ...tasks.splice(0).map(({ duration }) => duration))];
};
</script>"""
EXTRA = (
    "how do I read long scanned files",
    "halucination in sumarization",
    '"question answering" -speech',
    "why does the model make things up",
    "year:2020..2024 translation",
    "llava st grounding",
    "what is the best way to find the same thing in another language",
)


def main() -> int:
    """Run the benchmark for the sizes given on the command line."""
    if len(sys.argv) < 2:
        print("usage: python -m bench.search_cost PAPERS [N ...]")
        return 2
    sizes = [int(size) for size in sys.argv[2:]] or [SHIPPED, 1000, 10_000]
    rows = [_measure(size, Path(sys.argv[1])) for size in sizes]
    print(f"| {' | '.join(_COLUMNS)} |")
    print(f"|{len(_COLUMNS) * '---:|'}")
    for row in rows:
        print(f"| {' | '.join(form.format(row[key]) for key, form in _COLUMNS.values())} |")
    return 0


def _measure(size: int, scale: Path) -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    catalogue = _shipped() if size == SHIPPED else with_latent_vectors(bare_catalogue(read_papers(scale, size)))
    started = time.process_time()
    files = index(catalogue)
    made = time.process_time() - started
    languages = languages_of(catalogue, catalogue.papers).all
    scripts = {**asset_texts(languages=languages), **vendor(languages)}
    served = {**files, **scripts, "index.html": PAGE, "shown.html": SHOWING}
    packed = {path: gzip.compress(text.encode(), 9, mtime=0) for path, text in served.items()}
    server = _Server(packed)
    queries = _queries(catalogue)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        rows, first, further = _bytes_of(browser, server, queries[:: max(1, len(queries) // _FIRST)])
        page = browser.new_page()
        _open(page, f"{server.address}shown.html")
        cold, *again = [[page.evaluate("(q) => ask(q)", query) for query in queries] for _ in range(1 + _TURNS)]
        warm = [min(took for took, _ in turns) for turns in zip(*again, strict=True)]
        blocked = max(min(task for _, task in turns) for turns in zip(*again, strict=True))
        browser.close()
    server.stop()
    return {
        "papers": len(catalogue.papers),
        "files": len(files),
        "index": sum(len(packed[path]) for path in files) / 1000,
        "rows": statistics.fmean(rows) / 1000,
        "rows95": _p95(rows) / 1000,
        "first": statistics.fmean(first) / 1000,
        "first95": _p95(first) / 1000,
        "further": statistics.fmean(further) / 1000,
        "further95": _p95(further) / 1000,
        "cold": statistics.median(took for took, _ in cold),
        "cold95": _p95([took for took, _ in cold]),
        "warm": statistics.median(warm),
        "warm95": _p95(warm),
        "blocked": blocked,
        "made": made,
    }


def _bytes_of(browser: Any, server: _Server, queries: list[str]) -> tuple[list[int], list[int], list[int]]:
    """Return what a reader fetches for the first rows of a first query, for all of it, and for a second one after
    it.
    """
    rows: list[int] = []
    first: list[int] = []
    further: list[int] = []
    for query, second in zip(queries, queries[1:] + queries[:1], strict=True):
        page = browser.new_context().new_page()
        _open(page, server.address)
        page.evaluate("(q) => ask(q, true)", query)
        rows.append(server.taken())
        page.evaluate("(q) => ask(q, false)", query)
        first.append(rows[-1] + server.taken())
        page.evaluate("(q) => ask(q, false)", second)
        further.append(server.taken())
        page.context.close()
    return rows, first, further


def _open(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_function("() => window.ask !== undefined")


class _Server:
    """Serves compressed files and counts the bytes that it sends."""

    def __init__(self, packed: dict[str, bytes]) -> None:
        sent = self._sent = [0]

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = self.path.partition("?")[0].lstrip("/") or "index.html"
                body = packed.get(path, b"")
                kind = {"js": "text/javascript", "html": "text/html", "json": "application/json"}
                self.send_response(200 if path in packed else 404)
                self.send_header("Content-Type", kind.get(path.rsplit(".", 1)[-1], "text/plain"))
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Cache-Control", "max-age=600")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                sent[0] += len(body) if not path.endswith(".html") else 0

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def taken(self) -> int:
        """Bytes sent since the last call."""
        sent, self._sent[0] = self._sent[0], 0
        return sent

    def stop(self) -> None:
        self._server.shutdown()


def _queries(catalogue: Catalogue) -> list[str]:
    step = max(1, len(catalogue.papers) // 150)
    titles = [" ".join(paper.bibliographic.title.split()[:4]).lower() for paper in catalogue.papers[::step]]
    return [f"{text} " for text in [*titles, *EXTRA]]


def _shipped() -> Catalogue:
    catalogue, problems = load_catalogue(ROOT / "survey")
    if catalogue is None:
        raise SystemExit("\n".join(map(str, problems)))
    return catalogue


def with_latent_vectors(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with vectors of its papers and words, by latent semantics."""
    languages = languages_of(catalogue, catalogue.papers)
    vectors = update_vectors(catalogue.papers, None, LatentModel(), languages).vectors
    return catalogue.model_copy(update={"vectors": vectors})


def read_papers(scale: Path, size: int) -> list[Paper]:
    """Return the first papers with an abstract of a file."""
    if not scale.exists():
        raise SystemExit(f"{scale} is absent: this size needs its papers")
    papers: list[Paper] = []
    with lzma.open(scale, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if len(papers) < size and row.get("abstract") and _clean(row["title"]):
                papers.append(
                    Paper(
                        id=f"p{len(papers):06}",
                        title=_clean(row["title"]),
                        abstract=_clean(row["abstract"]),
                        authors=tuple(name for name in map(_clean, row.get("authors") or ()) if name),
                        venue=_clean(row.get("venue") or "") or None,
                        year=int(row["year"]) if row.get("year") else None,
                    )
                )
    return papers


def _clean(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


if __name__ == "__main__":
    sys.exit(main())
