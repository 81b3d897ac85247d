"""The wheel holds all that a survey needs, and works where there is no repository."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from generator.resources import wheel_name, wheel_of_generator
from tests.site_fixture import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("survey_catalogue-*.whl"))


def test_the_wheel_holds_all_that_a_survey_needs_and_no_survey(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = set(_files("generator")) | {f"generator/{path}" for path in _files("templates")}
    assert wanted - names == set()
    assert [name for name in names if not name.startswith("generator/") and ".dist-info/" not in name] == []


def _files(folder: str) -> list[str]:
    """The files of a folder, by path below the repository, but for what is compiled where it is used."""
    files = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file())
    return [path.as_posix() for path in files if "__pycache__" not in path.parts]


def test_a_survey_gets_the_same_wheel(wheel: Path) -> None:
    """But for what describes it, which may be older than the files of a checkout."""
    built, made = zipfile.ZipFile(wheel), zipfile.ZipFile(io.BytesIO(wheel_of_generator()))
    assert wheel.name == wheel_name()
    for archive in (built, made):
        assert {"METADATA", "RECORD", "WHEEL"} <= {name.rpartition("/")[2] for name in archive.namelist()}
    contents = [{name: it.read(name) for name in it.namelist() if ".dist-info/" not in name} for it in (built, made)]
    assert contents[0] == contents[1]


@pytest.mark.proof
def test_an_installed_wheel_works_alone(wheel: Path, tmp_path: Path) -> None:
    """In a path with spaces and letters beyond ASCII, beside a folder that is called as the package is."""
    here = tmp_path / "ein Ort für Übersichten"
    (here / "generator").mkdir(parents=True)
    (here / "generator" / "__init__.py").write_text("raise SystemExit('the wrong one')\n", "utf-8")
    entries = [
        {
            "title": f"Counting bees by ear, part {number}",
            "abstract": "Bees hum. We count them by ear in a garden. " * 4,
        }
        for number in range(3)
    ]
    (here / "bees.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True, timeout=300)
    scripts = tmp_path / "venv" / "bin"
    subprocess.run([scripts / "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True, timeout=300)
    # The libraries are those of this environment, behind what was installed; its own link to the checkout is not read.
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "SITE_URL"}}
    [packages] = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    for command in (["new", "Bienen zählen", "bees.jsonl"], ["build", "--survey", "Bienen zählen", "--site"]):
        done = subprocess.run([scripts / "catalogue", *command], cwd=here, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert "<title>Bienen zählen</title>" in (here / "Bienen zählen/site/index.html").read_text("utf-8")
