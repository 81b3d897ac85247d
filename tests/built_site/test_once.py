"""What a run makes once: for all processes, and with one error for all where it fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.once import made_once


class Factory:
    """Stands in for pytest's own, as one process of a run sees it."""

    def __init__(self, base: Path) -> None:
        self.base = base
        base.mkdir()

    def getbasetemp(self) -> Path:
        return self.base


@pytest.fixture
def processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], pytest.TempPathFactory]:
    """The first process, the second …"""
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    return lambda number: Factory(tmp_path / f"popen-gw{number}")  # type: ignore[return-value]


def test_a_folder_is_made_by_the_first_who_asks(processes: Callable[[int], pytest.TempPathFactory]) -> None:
    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "page").write_text("Once.", encoding="utf-8")

    one, other = made_once(processes(0), "site", make), made_once(processes(1), "site", make)
    assert made == [one] == [other]
    assert (other / "page").read_text(encoding="utf-8") == "Once."


def test_what_failed_fails_for_all_with_the_same_reason(processes: Callable[[int], pytest.TempPathFactory]) -> None:
    asked = []

    def fail(folder: Path) -> None:
        asked.append(folder)
        raise RuntimeError("no lamp")

    with pytest.raises(RuntimeError, match="no lamp"):
        made_once(processes(0), "site", fail)
    for number in (1, 2):
        with pytest.raises(pytest.fail.Exception, match=r"(?s)site could not be made.*no lamp"):
            made_once(processes(number), "site", fail)
    assert len(asked) == 1, "nobody tries again"


def test_what_a_dead_process_left_is_made_anew(processes: Callable[[int], pytest.TempPathFactory]) -> None:
    def die(folder: Path) -> None:
        (folder / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made_once(processes(0), "site", die)
    folder = made_once(processes(1), "site", lambda folder: (folder / "whole").touch())
    assert [path.name for path in folder.iterdir()] == ["whole"]


def test_a_lone_process_shares_nothing_with_other_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    base = tmp_path / "run-7"
    folder = made_once(Factory(base), "site", lambda folder: None)  # type: ignore[arg-type]
    assert folder.is_relative_to(base)
