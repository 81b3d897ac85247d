"""Measures what a search costs a reader: bytes from the server and time in Chromium.

    python -m bench.search_cost PAPERS [N ...]        default: 203 1000 10000

`203` is the survey that ships, other numbers are papers with an abstract from
the file PAPERS (JSON Lines, xz), with vectors of meaning by latent semantics. The modules of the site run in headless
Chromium against a server that compresses with gzip and counts. Queries are the first four words of titles evenly
spread, and a few questions, misspellings and phrases. `first` is everything from nothing to the answer of a first
query, code and index, 20 rows, the counts that the explorer shows, and the details of eight papers; `further` the bytes
of a second query by a reader who has made only one, details included; `cold` and `warm` the time from asking to the
ranked rows, in one page for all queries, with files to be fetched and without. Prints a Markdown table.
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
PAGE = """<!doctype html><title>search</title><script type="module">
import { client } from "./assets/js/search/client.js";
window.ask = async (q) => {
  const started = performance.now();
  const { papers } = await client.head();
  const open = papers > 20_000 ? [] : ["area"];
  const answer = await client.ask({ q, choices: {}, sort: "relevance", from: 0, count: 20, open });
  const took = performance.now() - started;
  if (window.withDetails) await client.storedFields(answer.rows.slice(0, 8).map(({ position }) => position));
  return [took, answer.total];
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
    print(
        "| papers | files | index | first, median | p95 | further, median | p95 | cold, median | p95 | warm, median "
        "| p95 | index made in |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        print(
            "| {papers:,} | {files:,} | {index:,.0f} kB | {first:.0f} kB | {first95:.0f} kB | {further:.0f} kB | "
            "{further95:.0f} kB | {cold:.1f} ms | {cold95:.1f} ms | {warm:.1f} ms | {warm95:.1f} ms | {made:.1f} s |"
            "".format(**row)
        )
    return 0


def _measure(size: int, scale: Path) -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    catalogue = _shipped() if size == SHIPPED else with_latent_vectors(bare_catalogue(read_papers(scale, size)))
    started = time.process_time()
    files = index(catalogue)
    made = time.process_time() - started
    served = {**files, **asset_texts(), **vendor(), "index.html": PAGE}
    packed = {path: gzip.compress(text.encode(), 9, mtime=0) for path, text in served.items()}
    server = _Server(packed)
    queries = _queries(catalogue)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        first, further = _bytes_of(browser, server, queries[:: max(1, len(queries) // 30)])
        page = browser.new_page()
        _open(page, server.address, details=False)
        cold = [page.evaluate("(q) => ask(q)", query)[0] for query in queries]
        warm = [page.evaluate("(q) => ask(q)", query)[0] for query in queries]
        browser.close()
    server.stop()
    return {
        "papers": len(catalogue.papers),
        "files": len(files),
        "index": sum(len(packed[path]) for path in files) / 1000,
        "first": statistics.median(first) / 1000,
        "first95": _p95(first) / 1000,
        "further": statistics.median(further) / 1000,
        "further95": _p95(further) / 1000,
        "cold": statistics.median(cold),
        "cold95": _p95(cold),
        "warm": statistics.median(warm),
        "warm95": _p95(warm),
        "made": made,
    }


def _bytes_of(browser: Any, server: _Server, queries: list[str]) -> tuple[list[int], list[int]]:
    """What a reader fetches for a first query, and for a second one after it."""
    first: list[int] = []
    further: list[int] = []
    for query, second in zip(queries, queries[1:] + queries[:1], strict=True):
        page = browser.new_context().new_page()
        _open(page, server.address, details=True)
        for text, taken in ((query, first), (second, further)):
            page.evaluate("(q) => ask(q)", text)
            taken.append(server.taken())
        page.context.close()
    return first, further


def _open(page: Any, address: str, details: bool) -> None:
    page.goto(address)
    page.wait_for_function("() => window.ask !== undefined")
    page.evaluate("(details) => void (window.withDetails = details)", details)


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
                sent[0] += len(body) if path != "index.html" else 0

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
    """The catalogue with vectors of its papers and words, by latent semantics."""
    languages = languages_of(catalogue, catalogue.papers)
    vectors = update_vectors(catalogue.papers, None, LatentModel(), languages).vectors
    return catalogue.model_copy(update={"vectors": vectors})


def read_papers(scale: Path, size: int) -> list[Paper]:
    """The first papers with an abstract of a file."""
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
