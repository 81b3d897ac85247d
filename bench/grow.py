"""Measures how import, build and site build grow with the number of papers, beside plain MkDocs.

    python -m bench.grow PAPERS [N ...]        default: 203 1000 10000

Papers come from the file PAPERS, JSON Lines compressed with xz (those with an
abstract, in the file's order). Every step is a
process of its own, timed from outside with the operating system's account of
it; peak memory is that of the step's process. `plain` is `mkdocs build` with
Material, the same navigation and extensions and nothing of ours on the very
same Markdown files. Prints a Markdown table, and to standard error one JSON
object a line and the largest page of each kind. Ends with 1 where a page is
above 200 kB.
"""

from __future__ import annotations

import json
import lzma
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.built_site.kinds import kind_of

ROOT = Path(__file__).resolve().parent.parent
PLAIN = """\
site_name: Plain
docs_dir: {docs}
site_dir: {site}
theme: {{name: material, font: false, features: [navigation.tabs]}}
plugins: [{{search: {{enabled: false}}}}]
markdown_extensions: [md_in_html, tables, {{toc: {{permalink: true}}}}]
nav: [index.md, explore/index.md, areas/index.md, tags/index.md, systems/index.md, authors/index.md, years/index.md]
not_in_nav: "*.md"
"""


LARGEST = 200_000
"""Bytes of HTML that no page is above, however many papers there are."""


class Cost(NamedTuple):
    """Wall and processor seconds, and peak resident memory in MiB."""

    wall: float
    cpu: float
    peak: float


def main() -> int:
    """Run the benchmark for the sizes given on the command line."""
    scale = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    sizes = [int(size) for size in sys.argv[2:]] or [203, 1000, 10_000]
    if scale is None or not scale.exists():
        print(f"{scale or 'PAPERS'} is absent: the benchmark needs a file of papers")
        return 1
    rows = []
    with tempfile.TemporaryDirectory(prefix="catalogue-bench-") as folder:
        for size in sizes:
            rows.append(_measure(size, scale, Path(folder) / str(size)))
            print(json.dumps(rows[-1]), file=sys.stderr)
    print(
        "| papers | import | build | again | site | plain site | all ÷ plain | ms a paper | peak MiB | largest page |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        print(
            "| {papers:,} | {import:.1f} s | {build:.1f} s | {again:.1f} s | {site:.1f} s | {plain:.1f} s | "
            "{ratio:.2f} | {each:.1f} | {peak:.0f} | {largest:,.0f} kB |".format(**row)
        )
    return int(any(1000 * row["largest"] > LARGEST for row in rows))


def _measure(size: int, scale: Path, folder: Path) -> dict[str, float]:
    survey, docs = folder / "survey", folder / "survey" / "docs"
    folder.mkdir(parents=True)
    dump = folder / "papers.jsonl"
    _dump(size, scale, dump)
    catalogue = [sys.executable, "-m", "generator"]
    imported = _run([*catalogue, "import", str(dump), "--survey", str(survey)], expect={0, 1})
    build = [*catalogue, "build", "--survey", str(survey), "--docs", str(docs)]
    built = _run(build)
    again = _run(build)
    plain = folder / "plain.yml"
    plain.write_text(PLAIN.format(docs=json.dumps(str(docs)), site=json.dumps(str(folder / "plain"))))
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file"]
    site = _run([*mkdocs, str(survey / "mkdocs.yml"), "--strict"])
    bare = _run([*mkdocs, str(plain)])
    pages = len(list((survey / "papers").glob("*.yml")))
    largest = _largest(survey / "site")
    shutil.rmtree(folder)
    return {
        "papers": pages,
        "import": imported.wall,
        "build": built.wall,
        "again": again.wall,
        "site": site.wall,
        "plain": bare.wall,
        "ratio": (built.wall + site.wall) / bare.wall,
        "each": 1000 * (built.wall + site.wall) / pages,
        "peak": max(built.peak, site.peak),
        "largest": largest / 1000,
    }


def _largest(site: Path) -> int:
    """Bytes of the largest page; says those of each kind."""
    kinds: dict[str, tuple[int, str]] = {}
    for path in site.rglob("*.html"):
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        kind = kind_of(address)
        kinds[kind] = max(kinds.get(kind, (0, "")), (path.stat().st_size, address))
    for size, address in sorted(kinds.values(), reverse=True):
        print(f"{size:>9,} {address or 'home'}", file=sys.stderr)
    return max(kinds.values())[0]


def _dump(size: int, scale: Path, path: Path) -> None:
    """The first papers with an abstract, no title twice."""
    titles: set[str] = set()
    with lzma.open(scale, "rt", encoding="utf-8") as source, path.open("w", encoding="utf-8") as out:
        for line in source:
            row = json.loads(line)
            title = "".join(char for char in row["title"].casefold() if char.isalnum())
            if row.get("abstract") and title and title not in titles:
                titles.add(title)
                out.write(line)
                if len(titles) == size:
                    return


def _run(command: list[str], expect: set[int] | None = None) -> Cost:
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"}
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    if process.stderr:
        process.stderr.close()
    if code not in (expect or {0}):
        raise SystemExit(f"{' '.join(command)} ended with {code}:\n{errors.decode()[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    sys.exit(main())
