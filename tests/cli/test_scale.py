"""The sites of a divided survey as tasks of datatrove: the same bytes, however many run at once and often it broke."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.scale.sites import has_datatrove, surveys_in

pytestmark = pytest.mark.skipif(not has_datatrove(), reason="the extra `scale` is not installed")
WORDS = "lamp quay tide harbour wick gull rope chart".split()


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three small surveys, in the form in which `catalogue split` writes them."""
    folder = tmp_path_factory.mktemp("parts")
    for part in range(3):
        entries = "".join(
            f"@article{{k{part}{at}, title={{Of the {word} {part}}}, year={{{2000 + part}}}, author={{Ada Quill}}}}\n"
            for at, word in enumerate(WORDS)
        )
        (folder / f"{part}.bib").write_text(entries, encoding="utf-8")
        run(["import", str(folder / f"{part}.bib"), "--survey", str(folder / str(part) / "survey")])
    return folder


def run(words: list[str], most: float | None = None) -> int | None:
    """Run the command; kill it, and all that it started, after `most` seconds. Returns its code, None if killed."""
    call = [sys.executable, "-c", "from generator.cli import main; main()", *words]
    with subprocess.Popen(
        call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            return process.wait(most)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None


def digest(folder: Path) -> str:
    """A hash of all files of all sites."""
    sites = hashlib.sha256()
    for survey in surveys_in(folder):
        for path in sorted((survey / "site").rglob("*")):
            if path.is_file():
                sites.update(f"{path.relative_to(folder)} ".encode() + path.read_bytes())
    return sites.hexdigest()


def clear(folder: Path) -> None:
    """Remove all that builds left, so that the next begins anew."""
    for survey in surveys_in(folder):
        for name in ("site", "docs", ".cache", ".site.next"):
            shutil.rmtree(survey / name, ignore_errors=True)
    shutil.rmtree(folder / ".scale", ignore_errors=True)


def test_a_folder_without_parts_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["scale", str(tmp_path)])
    assert result.exit_code == 2 and "catalogue split" in result.output


@pytest.mark.proof
def test_any_number_of_workers_and_any_number_of_breaks_give_the_same_bytes(parts: Path) -> None:
    made = {}
    for workers in (1, 2, 4):
        clear(parts)
        assert run(["scale", str(parts), "--workers", str(workers)]) == 0
        made[workers] = digest(parts)
    assert len(set(made.values())) == 1
    clear(parts)
    chance = random.Random(14)  # noqa: S311 - the same moments every time
    killed = sum(run(["scale", str(parts), "--workers", "2"], chance.uniform(1, 9)) is None for _ in range(20))
    assert killed > 0
    assert run(["scale", str(parts), "--workers", "2"]) == 0
    assert digest(parts) == made[1]
