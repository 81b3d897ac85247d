"""A survey is a promise: what was written in an earlier format is read, built, and brought into today's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from generator.cli import main
from generator.records.survey import FORMAT
from tests.site_fixture import ROOT

FROZEN = ROOT / "tests" / "frozen"
"""A small survey as the version before formats were numbered wrote it, and the schema of its catalogue.json."""


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The frozen survey, alone in a folder, as `old`; git knows who works here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SITE_URL", raising=False)
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Ada Ant\n", "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    shutil.copytree(FROZEN / "format-0", tmp_path / "old")
    return tmp_path / "old"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_an_old_survey_is_read_and_its_data_fit_the_old_schema(old: Path) -> None:
    built = run("build", "--survey", "old", "--docs", "docs")
    assert built.exit_code == 0, built.output
    document = json.loads(Path("docs/assets/data/catalogue.json").read_text("utf-8"))
    assert [paper["id"] for paper in document["papers"]] == ["lantern", "tide-tables"]
    assert document["papers"][0]["mentions"][0]["id"] == "clip"
    schema = json.loads((FROZEN / "catalogue.schema-1.json").read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []


def test_what_its_site_stands_on_is_missed_and_made_anew(old: Path) -> None:
    before = run("check", "--survey", "old")
    assert before.exit_code == 1
    assert "old/mkdocs.yml:0: INHERIT: '../mkdocs.yml' is not there; `catalogue migrate` makes do" in before.stderr
    assert "old/mkdocs.yml:0: custom_dir: '../templates/theme' is not there" in before.stderr
    planned = run("migrate", "--survey", "old", "--dry-run")
    assert planned.stdout.splitlines() == [
        "old/mkdocs.yml: would be brought into today's form", "old/survey.yml: would be brought into today's form"
    ]  # fmt: skip
    assert run("migrate", "--survey", "old").exit_code == 0
    settings = yaml.safe_load((old / "survey.yml").read_text("utf-8"))
    assert (settings["format"], settings["author"], settings["title"]) == (FORMAT, "Ada Ant", "Format 0")
    assert "# What this survey is called" in (old / "survey.yml").read_text("utf-8"), "comments stay"
    assert run("check", "--survey", "old").exit_code == 0
    built = run("build", "--survey", "old", "--site")
    assert built.exit_code == 0, built.output
    assert "survey-catalogue" in (old / "mkdocs.yml").read_text("utf-8")
    assert run("migrate", "--survey", "old").stdout == "nothing to do: the survey has today's form\n"


def test_a_migration_is_undone(old: Path) -> None:
    before = {path.name: path.read_bytes() for path in old.glob("*.yml")}
    run("migrate", "--survey", "old")
    assert {path.name: path.read_bytes() for path in old.glob("*.yml")} != before
    assert run("undo", "--survey", "old").exit_code == 0
    assert {path.name: path.read_bytes() for path in old.glob("*.yml")} == before


def test_own_settings_of_the_site_stay(old: Path) -> None:
    config = old / "mkdocs.yml"
    text = (
        config.read_text("utf-8")
        .replace('copyright: ""', 'copyright: "Ours"')
        .replace("- Home: index.md", "- Own: own.md")
    )
    config.write_text(text, "utf-8")
    run("migrate", "--survey", "old")
    site = yaml.safe_load(config.read_text("utf-8").replace("!ENV", ""))
    assert (site["copyright"], site["nav"][0], site["plugins"]) == ("Ours", {"Own": "own.md"}, ["survey-catalogue"])
    assert "INHERIT" not in site and "theme" not in site and "docs_dir" not in site


def test_a_survey_without_a_site_configuration_gets_one(old: Path) -> None:
    (old / "mkdocs.yml").unlink()
    missed = run("check", "--survey", "old")
    assert "old/mkdocs.yml:0: is missing; `catalogue migrate` writes one (warning)" in missed.stderr
    run("migrate", "--survey", "old")
    assert yaml.safe_load((old / "mkdocs.yml").read_text("utf-8"))["site_name"] == "Format 0"


def test_a_newer_survey_is_refused_with_one_message(old: Path) -> None:
    with (old / "survey.yml").open("a", encoding="utf-8") as file:
        file.write(f"colour_of_tomorrow: blue\nformat: {FORMAT + 1}\n")
    for command in (["check"], ["build", "--docs", "docs"], ["migrate"]):
        result = run(*command, "--survey", "old")
        assert result.exit_code == 1
        said = [line for line in result.stderr.splitlines() if "old/" in line]
        assert len(said) == 1
        assert said[0].endswith(
            f"format is {FORMAT + 1}, and this version reads up to {FORMAT}; install a newer survey-catalogue"
        )
