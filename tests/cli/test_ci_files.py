"""What CI systems run: a survey's workflows and this repository's are valid, safe, and call one script."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bench.container import steps
from generator import upkeep
from generator.cli import main
from generator.survey import starter

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "generator/starter/ci"
GITHUB = (ROOT / ".github/workflows/site.yml", STARTER / "github.yml")
GITLAB = (ROOT / ".gitlab-ci.yml", STARTER / "gitlab.yml")
SCHEMAS = [
    *(("github-workflows", path) for path in GITHUB),
    *(("gitlab-ci", path) for path in GITLAB),
    ("github-issue-forms", STARTER / "paper.yml"),
]


@pytest.mark.parametrize(("schema", "path"), SCHEMAS, ids=lambda value: value if isinstance(value, str) else value.name)
def test_the_files_are_valid_by_the_schema_of_who_runs_them(schema: str, path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", GITHUB, ids=["repository", "starter"])
def test_the_workflow_is_safe(path: Path, tmp_path: Path) -> None:
    """By zizmor; and no job that runs a pull request's files may write or has a secret."""
    workflow = tmp_path / ".github/workflows/site.yml"
    workflow.parent.mkdir(parents=True)
    text = path.read_text(encoding="utf-8")
    workflow.write_text(text, encoding="utf-8")
    zizmor = Path(sys.executable).parent / "zizmor"
    done = subprocess.run([zizmor, "--offline", "--quiet", workflow], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "secrets." not in text
    jobs = yaml.safe_load(text)["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert not any("run" in step for step in jobs["deploy"]["steps"]), "what may publish runs nothing of the survey"
    default = "github.ref_name == github.event.repository.default_branch"
    assert default in jobs["deploy"]["if"]
    assert "github.event_name == 'push'" in jobs["deploy"]["if"]
    uses = re.findall(r"uses: (.*)", text)
    assert uses
    assert [use for use in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []


def test_the_container_file_can_be_followed_without_containers() -> None:
    """`make container` does these steps in a clean Debian."""
    found = [*steps((STARTER / "Containerfile").read_text(encoding="utf-8"))]
    assert [name for name, _ in found] == ["FROM", "COPY", "WORKDIR", "RUN", "WORKDIR", "CMD"]
    assert "--require-hashes" in dict(found)["RUN"] and "catalogue build" in dict(found)["CMD"]


def test_this_repository_runs_what_a_new_survey_gets() -> None:
    """The same files, but for where the script, the survey and the libraries stand."""
    own, new = (path.read_text(encoding="utf-8") for path in GITHUB)
    variables = re.findall(r"^          (?:SURVEY|REQUIREMENTS|CATALOGUE): .*\n", own, re.MULTILINE)
    assert len(variables) == 3
    for line in variables:
        own = own.replace(line, "")
    script = "bash generator/starter/ci/site.sh"
    assert own.replace(script, "bash ci/site.sh").replace("'requirements.txt'", "'ci/**'") == new
    own, new = (path.read_text(encoding="utf-8") for path in GITLAB)
    place = "SURVEY=survey REQUIREMENTS=requirements.txt CATALOGUE=--editable=. "
    assert (
        own.replace(place + script, "bash ci/site.sh").replace(
            "[requirements.txt]", "[ci/requirements.txt, ci/catalogue.txt]"
        )
        == new
    )


@pytest.mark.proof
def test_the_script_checks_and_builds_a_survey_and_reports_a_change(tmp_path: Path) -> None:
    survey = tmp_path / "a survey é"
    catalogue = [sys.executable, "-P", "-m", "generator"]
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    env |= {f"GIT_{role}_{what}": "a@b.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

    def run(*command: str | Path, **more: str) -> str:
        done = subprocess.run(
            command, cwd=survey if survey.exists() else tmp_path, env=env | more, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(*catalogue, "new", str(survey), str(ROOT / "docs/guide/library.bib"))
    run("git", "init", "--quiet", "--initial-branch=main")
    run("git", "add", "--all")
    run("git", "commit", "--quiet", "--message=Begin")
    run(*catalogue, "remove", "field-guide-bees", "--survey", ".")
    env.pop("PYTHONPATH")
    said = run("bash", "ci/site.sh", BASE="main", PYTHON=sys.executable)
    assert "== build took" in said
    assert (survey / "site/index.html").is_file()
    report = (survey / "report.md").read_text(encoding="utf-8")
    assert "Papers: 8 → 7 (1 removed)" in report and "processor seconds of a build from nothing" in report
    assert run("git", "status", "--porcelain").splitlines() == [" D papers/field-guide-bees.yml", "?? refused.yml"]
    assert "installed already" in run("bash", "ci/site.sh", PYTHON=sys.executable)
    assert run("git", "worktree", "list").count("\n") == 1


def test_a_new_survey_carries_the_generator_that_no_index_has(tmp_path: Path) -> None:
    survey = tmp_path / "bees"
    assert CliRunner().invoke(main, ["new", str(survey)]).exit_code == 0
    name = (survey / "ci/catalogue.txt").read_text("utf-8").strip()
    with zipfile.ZipFile(survey / "ci" / name) as wheel:
        assert wheel.testzip() is None
        names = wheel.namelist()
        about = next(it for it in names if it.endswith(".dist-info/RECORD")).removesuffix("RECORD")
        recorded = [row.split(",")[0] for row in wheel.read(f"{about}RECORD").decode().splitlines()]
        assert recorded == names
        installed = importlib.metadata.distribution("survey-catalogue").read_text("entry_points.txt") or ""
        assert "catalogue = generator." in installed
        assert wheel.read(f"{about}entry_points.txt").decode() == installed
    assert f"pip install ci/{name}\n" in (survey / "README.md").read_text("utf-8")
    (survey / "ci" / name).rename(survey / "ci/survey_catalogue-0.0.1-py3-none-any.whl")
    (survey / "ci/site.sh").write_text("echo old\n", "utf-8")
    (survey / ".gitlab-ci.yml").write_text("# my own\n", "utf-8")
    result = CliRunner().invoke(main, ["ci", "--survey", str(survey)])
    assert "3 files changed" in result.stderr, "the script, the wheel of before and that of now"
    assert [path.name for path in (survey / "ci").glob("*.whl")] == [name]
    assert (survey / ".gitlab-ci.yml").read_text("utf-8") == "# my own\n"
    assert "nothing to do" in CliRunner().invoke(main, ["ci", "--survey", str(survey)]).stderr


def test_a_generator_of_an_index_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (starter, upkeep):
        monkeypatch.setattr(module, "is_from_index", lambda: True)
    assert CliRunner().invoke(main, ["new", str(tmp_path / "bees")]).exit_code == 0
    assert (tmp_path / "bees/ci/catalogue.txt").read_text("utf-8").startswith("survey-catalogue==")
    assert not [*(tmp_path / "bees/ci").glob("*.whl")]
