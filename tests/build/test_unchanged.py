"""A build with nothing to do looks at names, sizes and times alone, and overlooks no change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import unchanged
from generator.build.unchanged import left_by_last_build
from tests.cli.test_cli import run


@pytest.fixture
def built(toy: Path) -> Path:
    """The folder of a survey whose pages are built into `docs` beside it."""
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    return toy


DOCS = Path("docs")
SURVEY = Path("toy")


def test_nothing_changed_is_seen(built: Path) -> None:
    left = left_by_last_build(SURVEY, DOCS)
    assert left is not None
    assert {warning["level"] for warning in left.warnings} == {"warning"}


def _same_size_and_time(path: Path) -> None:
    facts, text = path.stat(), path.read_text(encoding="utf-8")
    path.write_text(text.swapcase(), encoding="utf-8")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        lambda built: _same_size_and_time(built / "papers/lantern.yml"),
        lambda built: (built / "papers/lantern.yml").unlink(),
        lambda built: (built / "papers/new.yml").write_text("id: new\n"),
        lambda built: (built / "areas/new.md").write_text("New.\n"),
        lambda built: (built / "survey.yml").rename(built / "other.yml"),
        lambda built: _same_size_and_time(DOCS / "index.md"),
        lambda built: (DOCS / "papers/lantern.md").unlink(),
        lambda built: (DOCS / "own.md").write_text("# Mine\n"),
        lambda built: (DOCS / "link.md").symlink_to("index.md"),
    ],
)
def test_any_change_is_seen(built: Path, change: Callable[[Path], object]) -> None:
    assert left_by_last_build(SURVEY, DOCS) is not None
    change(built)
    assert left_by_last_build(SURVEY, DOCS) is None


def test_another_address_is_seen(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://survey.example/")
    assert left_by_last_build(SURVEY, DOCS) is None


def test_another_library_or_generator_is_seen(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site/lunr-9.9.dist-info").mkdir(parents=True)
    with monkeypatch.context() as changed:
        changed.syspath_prepend(tmp_path / "site")
        assert left_by_last_build(SURVEY, DOCS) is None
    with monkeypatch.context() as changed:
        changed.setattr(unchanged, "generator_folders", lambda: (built, tmp_path / "site"))
        assert left_by_last_build(SURVEY, DOCS) is None
    assert left_by_last_build(SURVEY, DOCS) is not None


def test_another_folder_was_not_built(built: Path) -> None:
    assert left_by_last_build(SURVEY, Path("elsewhere")) is None
    assert left_by_last_build(SURVEY, None) is None, "no site was built"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"facts": 1}', '{"docs": 3, "facts": "", "warnings": []}', "null"])
def test_what_is_not_what_a_build_left_counts_for_nothing(built: Path, text: str) -> None:
    (built / ".cache/unchanged-docs.json").write_text(text)
    assert left_by_last_build(SURVEY, DOCS) is None


def test_warnings_are_repeated_and_count(built: Path) -> None:
    first = run("build", "--survey", "toy", "--docs", "docs", "--format", "json")
    again = run("build", "--survey", "toy", "--docs", "docs", "--format", "json")
    assert first.stdout == again.stdout != "[]\n"
    assert run("build", "--survey", "toy", "--docs", "docs", "--strict").exit_code == 1


def test_no_library_is_loaded_where_nothing_is_to_do(built: Path) -> None:
    kept = built / ".cache/unchanged-docs.json"
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"warnings": []}))
    command = ["build", "--survey", "toy", "--docs", "docs"]
    code = (
        "import sys; from generator.cli import main; main(sys.argv[1:], standalone_mode=False);"
        "print(sorted({'pydantic', 'numpy', 'jinja2', 'babel', 'yaml', 'mkdocs'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    assert "nothing changed" in done.stderr
    assert done.stdout == "[]\n"
