"""Which changes make `catalogue watch` build again."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import watchfiles

from generator.build import watch as module
from generator.resources import assets_folder, templates_folder


@pytest.fixture
def matters(monkeypatch: pytest.MonkeyPatch, toy: Path) -> Iterator[Callable[[Path], bool]]:
    """Whether a change of a path makes a build, as `watch` tells watchfiles."""
    filters: list[Callable[[watchfiles.Change, str], bool]] = []

    def record(
        *folders: Path, watch_filter: Callable[[watchfiles.Change, str], bool], **more: object
    ) -> Iterator[None]:
        assert toy in folders
        filters.append(watch_filter)
        yield

    builds: list[object] = []
    monkeypatch.setattr(watchfiles, "watch", record)
    monkeypatch.setattr(
        subprocess, "run", lambda command, **more: builds.append(command) or subprocess.CompletedProcess(command, 0)
    )
    module.watch(toy, toy / "docs")
    assert len(builds) == 1, "what watchfiles tells of is built"
    yield lambda path: filters[0](watchfiles.Change.modified, str(path))


@pytest.mark.parametrize(
    ("name", "builds"),
    [
        ("survey.yml", True),
        ("home.md", True),
        ("papers/lantern.yml", True),
        ("areas/reading.md", True),
        ("papers", True),
        ("papers/.lantern.yml.swp", False),
        ("papers/.#lantern.yml", False),
        ("papers/.abc.tmp", False),
        (".git/index", False),
        ("notes.txt", False),
        ("docs", False),
        ("docs/papers/lantern.md", False),
        ("site/papers/lantern/index.html", False),
        ("site/papers/own/notes.md", False),
    ],
)
def test_the_survey_s_inputs_and_nothing_that_a_build_writes(
    matters: Callable[[Path], bool], toy: Path, name: str, builds: bool
) -> None:
    assert matters(toy / name) is builds


def test_the_generator_s_own_files(matters: Callable[[Path], bool]) -> None:
    assert matters(Path(module.__file__))
    assert matters(templates_folder() / "paper.md.j2")
    assert matters(assets_folder() / "css" / "new.css")
    assert not matters(Path(module.__file__).parent / "__pycache__" / "watch.cpython-311.pyc")
    assert not matters(Path("/elsewhere/survey.yml"))


def test_a_folder_in_another_is_watched_once() -> None:
    folders = {Path("/a"), Path("/a/templates"), Path("/ab"), Path("/b/c")}
    assert module._outermost(folders) == [Path("/a"), Path("/ab"), Path("/b/c")]
