"""Readers: a file's bytes to entries, and a message for all that is none."""

from __future__ import annotations

from typing import Any

import pytest

from generator.ingest.readers.detect import parse_entries
from tests.cases import assert_messages, cases, filled


@pytest.mark.parametrize("case", cases("readers", "input path encoding bom fill entries problems"))
def test_reads(case: dict[str, Any]) -> None:
    fill = case.get("fill", {})
    data = filled(case["input"], fill).encode(case.get("encoding", "utf-8"))
    if case.get("bom"):
        data = b"\xef\xbb\xbf" + data
    path = case.get("path", "page.txt")
    entries, problems = parse_entries(data, path)
    assert_messages(problems, case["problems"])
    got = [entry.model_dump(exclude={"reader"}, exclude_defaults=True) for entry in entries]
    assert got == [_wanted(entry, path, fill) for entry in case["entries"]]


def _wanted(entry: dict[str, Any], path: str, fill: dict[str, Any]) -> dict[str, Any]:
    wanted = {"path": path, **entry}
    if "abstract" in wanted:
        wanted["abstract"] = filled(wanted["abstract"], fill)
    if facts := wanted.pop("facts", None):
        links = tuple(facts.pop("links", ()))
        wanted |= {"citation": {key: tuple(v) if isinstance(v, list) else v for key, v in facts.items()}}
        if links:
            wanted["links"] = links
    return {key: tuple(value) if isinstance(value, list) else value for key, value in wanted.items()}
