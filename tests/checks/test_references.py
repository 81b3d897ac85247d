"""What bad input gets: every problem at once, with its file and line, and nothing written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.cli.console import counted
from generator.survey.folder import JOURNAL
from tests.cases import assert_messages, cases, filled

SOUND = {
    "survey.yml": "title: Toys\ndescription: Toys.\nbase_url: https://toy.test/\n",
    "mkdocs.yml": "site_name: Toys\nplugins: [survey-catalogue]\n",
    "taxonomy.yml": "areas:\n- {key: boats, title: Boats}\n"
    "facets:\n- {key: kind, title: Kind, values: [{key: model, title: Model}]}\n",
    "systems.yml": "systems:\n- {id: beacon, name: Beacon, kind: model}\n",
    "papers/good.yml": "id: good\ntitle: A Good Paper\narea: boats\n",
}


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, but for the journal of what can be undone and caches."""
    files = (path for path in folder.rglob("*") if path.is_file() and not {JOURNAL, ".cache"} & set(path.parts))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a sound survey in `s`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SITE_URL", raising=False)
    lay(tmp_path / "s", SOUND)
    return tmp_path


def lay(folder: Path, files: dict[str, str], encoding: str = "utf-8") -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))


KEYS = "files latin_1 fill messages any_order exit strict_exit"


@pytest.mark.parametrize("case", cases("check", KEYS))
def test_checks(case: dict[str, Any], here: Path) -> None:
    lay(here / "s", {name: filled(text, case.get("fill", {})) for name, text in case.get("files", {}).items()})
    lay(here / "s", case.get("latin_1", {}), "latin-1")
    before = snapshot(here)
    result = CliRunner().invoke(main, ["check", "--survey", "s"])
    *messages, counts, to_do = result.stderr.splitlines()
    wanted = case["messages"]
    assert_messages(sorted(messages) if case.get("any_order") else messages, wanted)
    errors = sum(not message.endswith("(warning)") for message in wanted)
    assert counts == f"{counted(errors, 'error')}, {counted(len(wanted) - errors, 'warning')}"
    assert to_do == f"next: {'mend the errors, then catalogue check' if errors else 'catalogue build --site'}"
    assert result.exit_code == case["exit"]
    strict = CliRunner().invoke(main, ["check", "--survey", "s", "--strict"])
    assert strict.exit_code == case.get("strict_exit", case["exit"])
    if case["exit"] == 1 and "mkdocs.yml" not in case.get("files", {}):
        build = CliRunner().invoke(main, ["build", "--survey", "s", "--docs", "d"])
        assert (build.exit_code, build.stderr.splitlines()) == (1, messages), "build refuses what check refuses"
    assert snapshot(here) == before, "nothing is written"


def test_json_and_github(here: Path) -> None:
    lay(here / "s", {"papers/bad.yml": "id: bad\ntitle: Bad\nyaer: 100% 2024\narea: boats\n"})
    as_json = CliRunner().invoke(main, ["check", "--survey", "s", "--format", "json"])
    message = "unknown key 'yaer'; did you mean 'year'?"
    assert json.loads(as_json.stdout) == [{"path": "s/papers/bad.yml", "line": 3, "message": message, "level": "error"}]
    github = CliRunner().invoke(main, ["check", "--survey", "s", "--format", "github"])
    assert github.stdout == f"::error file=s/papers/bad.yml,line=3::{message}\n"
    assert as_json.exit_code == github.exit_code == 1


def test_github_escapes_percent_and_warns_at_line_1(here: Path) -> None:
    lay(here / "s", {"papers/bad.yml": "id: bad\ntitle: 100%0A Bad\n", "papers/100%.txt": ""})
    result = CliRunner().invoke(main, ["check", "--survey", "s", "--format", "github"])
    lines = result.stdout.splitlines()
    assert "::warning file=s/papers/100%25.txt,line=1::is no record (records end in .yml); move it away" in lines
    assert any(line.startswith("::warning file=s/papers/bad.yml,line=1::nothing speaks") for line in lines)


def test_json_of_a_sound_survey_is_an_empty_list(here: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--survey", "s", "--format", "json"])
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_no_such_survey(here: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--survey", "nowhere"])
    assert result.exit_code == 1
    assert "nowhere:0: is no folder; `catalogue import FILE --survey DIR` makes one" in result.stderr
    assert not (here / "nowhere").exists()


def test_survey_without_settings(here: Path) -> None:
    (here / "s" / "survey.yml").unlink()
    result = CliRunner().invoke(main, ["check", "--survey", "s"])
    assert "s/survey.yml:0: is missing" in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize(
    "arguments", [["chek"], ["check", "--frmt"], ["check", "--format", "xml"], ["import"], ["rename", "a"]]
)
def test_wrong_usage(arguments: list[str], here: Path) -> None:
    assert CliRunner().invoke(main, arguments).exit_code == 2


@pytest.mark.parametrize("name", ["papers/bad.yml", "survey.yml", "areas/boats.md"])
def test_unreadable_path(name: str, here: Path) -> None:
    path = here / "s" / name
    path.unlink(missing_ok=True)
    path.mkdir(parents=True)
    result = CliRunner().invoke(main, ["check", "--survey", "s"])
    assert result.exit_code == 1
    assert f"s/{name}:0: is a folder where a file is wanted; move it away" in result.stderr
