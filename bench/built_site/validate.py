"""Asks the Nu Html Checker about every page of a built site.

    python -m bench.built_site.validate SITE

Prints each kind of error and warning once, with the pages that have it. Ends with 1 where there is an error. Needs
Java, and the checker from npm (`npm ci`).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
JAVA = shutil.which("java")
QUICKLY = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Java without what pays only in the long run: half the processor's time for the pages of a test."""
FEW = 200
SHOWN = 3
"""Places named for each message."""
SLASHES = "Trailing slash on void elements"
"""Python-Markdown writes `<br />`, which is allowed; the checker mentions it thousands of times."""


@dataclass(frozen=True, slots=True)
class Message:
    """What the checker says of one place."""

    page: str
    level: str
    """`error`, `warning` or `info`."""
    text: str
    line: int
    extract: str


def main() -> int:
    """Check the site given on the command line."""
    if len(sys.argv) != 2:
        print("usage: python -m bench.built_site.validate SITE")
        return 2
    if fault := lacks():
        print(fault)
        return 1
    site = Path(sys.argv[1])
    pages = sorted(site.rglob("*.html"))
    messages = check(pages, site)
    together: dict[tuple[str, str], list[Message]] = defaultdict(list)
    for message in messages:
        together[message.level, message.text].append(message)
    for (level, text), found in sorted(together.items(), key=lambda it: (it[0][0], -len(it[1]))):
        print(f"{level}, {len(found):,} times: {text}")
        for message in found[:SHOWN]:
            print(f"  {message.page}:{message.line}: {message.extract}")
    errors = sum(message.level == "error" for message in messages)
    warnings = sum(message.level == "warning" for message in messages)
    print(f"{len(pages):,} pages: {errors:,} errors, {warnings:,} warnings")
    return int(errors > 0)


def lacks() -> str:
    """Return what is missing on this machine for the check, or nothing."""
    if JAVA is None:
        return "no Java: the pages were not validated; install the package default-jre-headless"
    if not JAR.exists():
        return "no node_modules/vnu-jar: the pages were not validated; run npm ci"
    return ""


def check(pages: Sequence[Path], site: Path) -> list[Message]:
    """Return what the checker says of these pages of a site, in their order."""
    quick = QUICKLY if len(pages) < FEW else ()
    command = [
        str(JAVA),
        "-Xss4m",
        *quick,
        "-jar",
        str(JAR),
        "--format",
        "json",
        "--exit-zero-always",
        *map(str, pages),
    ]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    found = []
    for message in json.loads(run.stderr or run.stdout)["messages"]:
        if not message["message"].startswith(SLASHES):
            page = message.get("url", "").removeprefix("file:")
            found.append(
                Message(
                    page=Path(page).relative_to(site.resolve()).as_posix() if page else "",
                    level=message.get("subType") or message["type"],
                    text=message["message"],
                    line=message.get("lastLine", 0),
                    extract=" ".join(message.get("extract", "").split()),
                )
            )
    return found


if __name__ == "__main__":
    sys.exit(main())
