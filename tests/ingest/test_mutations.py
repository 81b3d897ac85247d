"""Two thousand broken bibliographies through the whole import: no traceback, no hang, no entry lost without a word."""

from __future__ import annotations

import datetime
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.ingest.importing import import_entries, parse_files
from generator.records.survey import Settings, Survey

FORMATS = Path(__file__).parents[3] / "shared/formats"
COUNT = 2_000
SECONDS = 5
BYTES = 60_000
"""Of a file that is mutated: beginnings of large ones, so that two thousand take minutes."""
JUNK = (
    *(b"\0", b'"', b"'", b"{", b"}", b"[", b"]", b"<", b">", b"&", b"\\", b"$", b"@", b",", b"\t", b"\n", b"\r\n\r\n"),
    *(
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xae",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"ER  - \n",
        b"@article{",
    ),
    *(b"(" * 999, b"[" * 999, b"{" * 999, b"<a>" * 999, b"\\" * 99, b"$$" * 99, b"9" * 400, b"- " * 99),
)


def samples() -> list[tuple[str, bytes]]:
    files = sorted(path for path in FORMATS.rglob("*") if path.is_file() and ".expected." not in path.name)
    return [(path.name, path.read_bytes()[:BYTES]) for path in files]


def mutations() -> Iterator[tuple[str, bytes]]:
    chance = random.Random(8)  # noqa: S311 - the same mutations every time, nothing secret
    files = samples()
    for number in range(COUNT):
        name, data = chance.choice(files)
        for _ in range(chance.randint(1, 6)):
            start = chance.randint(0, len(data))
            end = min(len(data), start + chance.choice((1, 1, 10, 200, 5_000)))
            data = chance.choice(
                (
                    data[:start] + data[end:],
                    data[:start] + chance.choice(JUNK) + data[start:],
                    data[:start] + data[start:end] * 2 + data[end:],
                    data[:start],
                    data[:start]
                    + bytes(byte ^ (1 << chance.randrange(8)) for byte in data[start : start + 3])
                    + data[end:],
                    data[:start] + chance.choice(files)[1][:end],
                )
            )
        yield f"{number}-{name}", data


@pytest.mark.proof
def test_broken_bibliographies_are_read_or_refused() -> None:
    if not FORMATS.is_dir():
        pytest.skip("no ../shared/formats beside the project: no files to break")
    survey = Survey(settings=Settings(title="Broken", description="Broken files."))
    for name, data in mutations():
        start = time.process_time()
        entries, problems = parse_files([(name, data)])
        made = import_entries(entries, problems, survey, datetime.date(2026, 1, 1))
        assert time.process_time() - start < SECONDS, name
        assert entries or problems or not data.strip(), f"{name}: nothing was said of it"
        ledger = made.ledger
        fates = ("new", "unchanged", "changed", "completed", "merged", "refused")
        assert ledger.read == sum(ledger.count(fate) for fate in fates), name
        assert ledger.read == len(entries) + len(problems), name
