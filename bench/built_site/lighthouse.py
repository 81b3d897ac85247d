"""Runs Lighthouse on the pages that readers meet first, as a slow telephone sees them.

    python -m bench.built_site.lighthouse SITE [--runs N] [KIND ...]        default: 3 runs, all kinds

Kinds of pages: home, an area, a paper, the explorer, the gap map; of several pages the largest. The site is served as
real hosts do (`host.py`), the profile is Lighthouse's own for mobiles: a slow fourth-generation network, and a
processor four times slower. Performance is the median of the runs, since it depends on what else the machine does;
everything else is the worst of them. Prints a Markdown table and what costs points. Ends with 1 where a number is
missed. Needs Chromium, Node and `npm ci`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.built_site.host import host
from bench.built_site.kinds import samples
from tests.chromium import CHROMIUM

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "node_modules/lighthouse/cli/index.js"
PAGES = ("home", "areas/*/", "papers/*/", "explore/", "gaps/")
"""Kinds of pages; one that the site lacks is left out."""
ASKED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
TIMES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
}


def main() -> int:
    """Measure the site given on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.built_site.lighthouse")
    parser.add_argument("site", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("kinds", nargs="*", default=PAGES)
    asked = parser.parse_intermixed_args()
    if CHROMIUM is None or shutil.which("node") is None or not PROGRAM.exists():
        print("Lighthouse was not run: it needs Chromium, Node.js and what npm ci installs")
        return 1
    addresses = {it.kind: it.address for it in samples(asked.site, both=False)}
    print(f"| page | {' | '.join(ASKED)} | {' | '.join(TIMES.values())} | layout shift | kB |")
    print("|---|" + "---:|" * (len(ASKED) + len(TIMES) + 2))
    faults = []
    with host({"/": asked.site}) as server:
        for kind in asked.kinds:
            if kind in addresses:
                reports = [_run(f"{server}/{addresses[kind]}") for _ in range(asked.runs)]
                faults += _show(addresses[kind] or "home", reports)
    print("\n".join(["", *faults] if faults else ["", "Every number is reached."]))
    return int(bool(faults))


def _run(url: str) -> dict[str, Any]:
    command = ["node", str(PROGRAM), url, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    command += [f"--only-categories={','.join(ASKED)}", "--no-enable-error-reporting"]
    env = {**os.environ, "CHROME_PATH": str(CHROMIUM)}
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env, check=False)
    if run.returncode != 0:
        raise SystemExit(f"Lighthouse failed on {url}:\n{run.stderr[-2000:]}")
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def _show(name: str, reports: list[dict[str, Any]]) -> list[str]:
    """Print a page's row, and give what is missed with the audits that cost it."""
    scores = {key: [100 * (it["categories"][key]["score"] or 0) for it in reports] for key in ASKED}
    reached = {key: statistics.median(all) if key == "performance" else min(all) for key, all in scores.items()}
    times = [_median(reports, key) for key in TIMES]
    shift = max(it["audits"]["cumulative-layout-shift"]["numericValue"] for it in reports)
    weight = _median(reports, "total-byte-weight") / 1000
    row = [f"{value:.0f}" for value in reached.values()] + [f"{value:,.0f} ms" for value in times]
    print(f"| {name} | {' | '.join(row)} | {shift:.3f} | {weight:.0f} |", flush=True)
    missed = [
        f"{name}: {key} {reached[key]:.0f}, asked {least}" for key, least in ASKED.items() if reached[key] < least
    ]
    missed += [f"{name}: layout shift {shift:.3f}, asked 0"] if round(shift, 3) else []
    return [line for it in missed for line in [it, *_costs(reports[-1], it.split(": ")[1].split(" ")[0])]]


def _median(reports: list[dict[str, Any]], audit: str) -> float:
    return statistics.median(it["audits"][audit]["numericValue"] for it in reports)


def _costs(report: dict[str, Any], category: str) -> list[str]:
    """Return the audits of a category that are not perfect, each with the first places that it names."""
    lines = []
    for reference in report["categories"].get(category, {}).get("auditRefs", ()):
        audit = report["audits"][reference["id"]]
        counts = reference["weight"] or audit.get("metricSavings")
        if counts and audit["score"] is not None and audit["score"] < 1:
            lines.append(f"  {audit['id']} ({audit['score']:.2f}): {audit['title']} {audit.get('displayValue', '')}")
            for item in (audit.get("details") or {}).get("items", ())[:5]:
                node = item.get("node", {}).get("snippet") or item.get("url") or item.get("description") or ""
                lines += [f"    {node[:150]}"] if node else []
    return lines


if __name__ == "__main__":
    sys.exit(main())
