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

from generator.checks.site_configuration import site_folder
from generator.cli import main
from generator.scale.sites import build_sites, has_datatrove, surveys_in
from generator.search.joint import JOINT

pytestmark = pytest.mark.skipif(not has_datatrove(), reason="the extra `scale` is not installed")
WORDS = "lamp quay tide harbour wick gull rope chart".split()


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three small surveys, which `catalogue split` wrote."""
    folder = tmp_path_factory.mktemp("parts")
    entries = "".join(
        f"@article{{k{part}{at}, title={{Of the {word} {part}}}, year={{{2000 + part}}}, author={{Ada Quill}}}}\n"
        for part in range(3)
        for at, word in enumerate(WORDS)
    )
    (folder / "papers.bib").write_text(entries, encoding="utf-8")
    run(["import", str(folder / "papers.bib"), "--survey", str(folder / "whole")])
    into = folder / "parts"
    assert run(["split", "--by", "year", "--parts", "3", "--into", str(into), "--survey", str(folder / "whole")]) == 0
    return into


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
    """A hash of all files of all sites, and of their joint index."""
    sites = hashlib.sha256()
    places = [site_folder(survey) for survey in surveys_in(folder)]
    assert len(places) == 3
    for place in (*places, folder / JOINT):
        assert place.is_dir()
        for path in sorted(place.rglob("*")):
            if path.is_file():
                sites.update(f"{path.relative_to(folder)} ".encode() + path.read_bytes())
    return sites.hexdigest()


def clear(folder: Path) -> None:
    """Remove all that builds left, so that the next begins anew."""
    for survey in surveys_in(folder):
        for place in (survey, survey.parent):
            for name in ("site", "docs", ".cache", ".site.next"):
                shutil.rmtree(place / name, ignore_errors=True)
    for name in (".scale", JOINT):
        shutil.rmtree(folder / name, ignore_errors=True)


def test_a_folder_without_parts_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["scale", str(tmp_path)])
    assert result.exit_code == 2 and "catalogue split" in result.output


def test_slurm_is_given_the_sites_as_an_array_and_then_their_joint_index(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted = tmp_path / "submitted"
    sbatch = tmp_path / "sbatch"
    sbatch.write_text(
        f'#!/bin/sh\necho "$@" >> {submitted}\ncat "$(echo "$@" | sed \'s/.* //\')" >> {submitted}\n'
        "echo Submitted batch job 7\n",
        encoding="utf-8",
    )
    sbatch.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert build_sites(parts, 2, "slurm", "harbour").built == []
    said = submitted.read_text(encoding="utf-8")
    assert said.count("#SBATCH --partition=harbour") == 4, "the sites, their joint index, and what counts of each"
    assert (
        said.index("#SBATCH --array=0-2%2") < said.index("--dependency=afterok:7") < said.index("#SBATCH --array=0-0%1")
    )
    assert "launch_pickled_pipeline" in said
    clear(parts)


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
