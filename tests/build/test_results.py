"""What builds found out of papers is there for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.build.results import KeptResults
from generator.cache import Cache

NAMES = [f"result {number}" for number in range(200)]
"""More than there are files in a cache, so that several share one."""


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.files._cache", lambda: tmp_path / "own")


def test_what_a_change_does_not_ask_for_is_kept_for_one_that_does(tmp_path: Path) -> None:
    """A new summary asks for nothing by which papers are near, and a title behind it does."""
    found: list[str] = []

    def build(names: Sequence[str], digest: bytes) -> None:
        kept = KeptResults(Cache(tmp_path, "results", "1"))
        for name in names:
            kept.of_all(name, digest, lambda name=name: found.append(name))  # type: ignore[misc]
        kept.save()

    build(NAMES, b"first")
    build(NAMES[::2], b"second")
    found.clear()
    build(NAMES[1::2], b"first")
    assert found == []
