"""`catalogue new`: a survey that stands by itself, made from the papers' own words, with nothing of another field."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from generator.cli import main
from generator.resources import import_folder
from tests.built_site.folders import tree
from tests.site_fixture import ROOT, environment

WORDS = {
    "bees": "Honey bees find nectar by dancing. The bees of a hive tell one another where flowers stand.",
    "glaciers": "Glaciers lose ice where summers are warm. The ice of a glacier tells how much snow has fallen.",
}


def papers(count: int) -> str:
    """JSON Lines of two fields that have nothing to do with the shipped survey."""
    lines = []
    for number in range(count):
        subject = sorted(WORDS)[number % 2]
        entry = {
            "title": f"A study of {subject} in valley {number + 1}",
            "abstract": f"{WORDS[subject]} We counted {number + 10} of them in one valley over three years of work.",
            "authors": ["Ada Ant", f"Ben {chr(65 + number % 26)}ee"],
            "year": 2000 + number % 5,
        }
        lines.append(json.dumps(entry) + "\n")
    return "".join(lines)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, where git knows somebody."""
    monkeypatch.chdir(tmp_path)
    for name in ("SITE_URL", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "gitconfig").write_text('[user]\n\tname = Zoë # \\"Quote\\" O\'Hara\n'.replace("# ", ""), "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    (tmp_path / "lib.jsonl").write_text(papers(40), "utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def settings(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((folder / "survey.yml").read_text("utf-8"))
    return data


def test_four_commands_from_nothing_to_a_site(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("new", "bees-and-ice", "lib.jsonl")
    assert result.exit_code == 0, result.output
    assert "40 read, 40 new" in result.stdout
    assert result.stdout.splitlines()[-3:] == [
        "next:", "  cd bees-and-ice", "  catalogue serve          # look at the site"
    ]  # fmt: skip
    monkeypatch.chdir("bees-and-ice")
    assert run("check").exit_code == 0
    built = run("build", "--site")
    assert built.exit_code == 0, built.output
    home = Path("site/index.html").read_text("utf-8")
    assert "<title>Bees and ice</title>" in home
    assert re.findall(r'class="md-tabs__link">([^<]+)', home) == [
        "Home", "Explore", "Map", "Gaps", "Areas", "Tags", "Authors", "Years", "About"
    ]  # fmt: skip
    assert run("build", "--site").stdout == "site/ is up to date\n"


def test_a_new_survey_holds_nothing_of_another(here: Path) -> None:
    run("new", "mine", "lib.jsonl")
    shipped = yaml.safe_load((ROOT / "survey/taxonomy.yml").read_text("utf-8"))
    words = {shipped["areas"][n]["title"].lower() for n in range(len(shipped["areas"]))}
    words |= {"multimodal", "survey catalogue contributors", str(here), str(ROOT), "site-packages"}
    for path in Path("mine").rglob("*"):
        if path.is_file() and path.suffix in {".yml", ".md"}:
            text = path.read_text("utf-8").lower()
            assert [word for word in words if word in text] == [], path
    taxonomy = yaml.safe_load(Path("mine/taxonomy.yml").read_text("utf-8"))
    titles = " ".join(area["title"] for area in taxonomy["areas"]).lower()
    assert re.search(r"bees|hive|nectar", titles) and re.search(r"ice|glacier", titles)
    assert not Path("mine/systems.yml").exists() and not Path("mine/glossary.yml").exists()


def test_the_author_is_whom_git_knows_or_nobody(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new", "known")
    assert settings(here / "known")["author"] == 'Zoë "Quote" O\'Hara'
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    run("new", "unknown", "lib.jsonl")
    assert "author" not in settings(here / "unknown")
    assert run("build", "--survey", "unknown", "--docs", "docs").exit_code == 0
    about, home = (Path("docs", name).read_text("utf-8") for name in ("about.md", "index.md"))
    assert "The texts of this survey may be used under" in about and "None" not in about + home
    assert "author = {" not in home


@pytest.mark.parametrize("name", ["ein Ordner mit Ümlauten", "论文", "a'b\"c $HOME `x` #1", "- no: yes", "[x](y) *z*"])
def test_any_name_of_a_folder_makes_a_sound_survey(here: Path, name: str) -> None:
    result = run("new", f"./{name}", "lib.jsonl")
    assert result.exit_code == 0, result.output
    assert run("check", "--survey", name).exit_code == 0
    assert settings(here / name)["title"].lower() == name.replace("-", " ").strip().lower()


def test_what_is_there_is_not_touched(here: Path) -> None:
    (here / "full").mkdir()
    (here / "full" / "thesis.tex").write_text("mine", "utf-8")
    result = run("new", "full", "lib.jsonl")
    assert result.exit_code == 2
    assert (
        "full is there already and not empty" in result.stderr
        and "catalogue import FILE --survey full" in result.stderr
    )
    assert [path.name for path in (here / "full").iterdir()] == ["thesis.tex"]
    (here / "empty" / ".git").mkdir(parents=True)
    assert run("new", "empty", "lib.jsonl").exit_code == 0


def test_undo_does_not_take_back_the_survey_itself(here: Path) -> None:
    (here / "few.jsonl").write_text(papers(2), "utf-8")
    assert run("new", "bees", "few.jsonl").exit_code == 0
    result = run("undo", "--survey", "bees")
    assert result.exit_code == 1 and "delete the folder if you want it gone" in result.stderr
    assert (here / "bees/survey.yml").is_file() and len(list((here / "bees/papers").iterdir())) == 2


def test_one_bad_entry_costs_no_other(here: Path) -> None:
    (here / "bad.jsonl").write_text(papers(4) + "{not json\n", "utf-8")
    result = run("new", "most", "bad.jsonl")
    assert result.exit_code == 0
    assert "5 read, 4 new" in result.stdout and "1 refused" in result.stdout
    assert "bad.jsonl:5: " in result.stderr


def test_a_file_that_nobody_reads_starts_nothing(here: Path) -> None:
    (here / "photo.bin").write_bytes(bytes(range(256)))
    result = run("new", "nothing", "photo.bin")
    assert result.exit_code == 1
    assert "photo.bin" in result.stderr and "nothing written: no paper could be read" in result.stderr
    assert not (here / "nothing").exists()


def test_the_language_is_that_of_the_papers(here: Path) -> None:
    german = [
        {"title": f"Die Karte {n}", "abstract": "Der Wald und die Wiese sind auf der Karte. " * 5} for n in range(4)
    ]
    (here / "de.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in german), "utf-8")
    run("new", "deutsch", "de.jsonl")
    run("new", "english", "lib.jsonl")
    assert [settings(here / name)["language"] for name in ("deutsch", "english")] == ["de", "en"]


def test_plain_mkdocs_builds_the_same_site(here: Path) -> None:
    run("new", "mine", "lib.jsonl")
    built = run("build", "--survey", "mine", "--site")
    assert built.exit_code == 0, built.output
    epoch = run("edition", "--survey", "mine", "--epoch").stdout.strip()
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict", "--site-dir", str(here / "plain")]
    env = environment(SOURCE_DATE_EPOCH=epoch)
    done = subprocess.run(command, cwd=here / "mine", env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert tree(here / "plain") == tree(here / "mine" / "site")


def test_what_mkdocs_yml_says_comes_first(here: Path) -> None:
    run("new", "mine", "lib.jsonl")
    config = here / "mine" / "mkdocs.yml"
    more = "copyright: Nobody’s\nnav:\n- Start: index.md\ntheme:\n  name: material\n  palette:\n    primary: teal\n"
    config.write_text(config.read_text("utf-8") + more, "utf-8")
    assert run("build", "--survey", "mine", "--site").exit_code == 0
    home = (here / "mine/site/index.html").read_text("utf-8")
    assert "Nobody’s" in home and 'data-md-color-primary="teal"' in home
    assert re.findall(r'class="md-tabs__link">([^<]+)', home) == ["Start"]


def test_serve_shows_the_site_follows_a_change_and_stops(here: Path) -> None:
    run("new", "mine", "lib.jsonl")
    command = [sys.executable, "-P", "-m", "generator", "serve", "--survey", "mine"]
    env = environment(PYTHONPATH=str(import_folder()), PYTHONUNBUFFERED="1")
    server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = re.match(r"(http://127\.0\.0\.1:\d+/) shows the survey", line)
        assert address, line
        follow_changes(address[1], sorted(Path("mine/papers").glob("*.yml"))[0])
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)  # closes the pipe, too
    assert server.returncode == 0


def follow_changes(site: str, record: Path) -> None:
    """Save a record with another title, broken, and whole again, and look at its page."""
    page = f"papers/{record.stem}/"

    def read(address: str) -> str:
        return str(urllib.request.urlopen(f"{site}{address}", timeout=60).read().decode())  # noqa: S310 - ours

    def news(known: object, *, until: Callable[[dict[str, Any]], object] = lambda told: True) -> dict[str, Any]:
        for _ in range(9):
            told: dict[str, Any] = json.loads(read(f".live/state?known={known}&page=/{page}"))
            if told["state"] != known and until(told):
                return told
            known = told["state"]
        raise AssertionError(told)

    told = news(0, until=lambda told: told["pages"])
    assert "<title>Mine</title>" in read("")
    text = record.read_text("utf-8")
    for title in ("Otters", "Ospreys"):
        record.write_text(re.sub("(?m)^title:.*", f"title: {title}", text), "utf-8")
        # The server may look between the moment when a file is emptied and the one when it is written.
        told = news(told["state"], until=lambda told: not told["messages"])
        assert f"<title>{title} - Mine</title>" in read(page)
    record.write_text("title: [<b>", "utf-8")
    told = news(told["state"], until=lambda told: any("is not YAML" in it for it in told["messages"]))
    assert told["messages"][0].startswith(f"mine/papers/{record.name}:2: is not YAML"), told
    assert "<title>Ospreys - Mine</title>" in read(page), "the page stays as it was"
    record.write_text(text, "utf-8")
    told = news(told["state"], until=lambda told: not told["messages"])
    assert "Ospreys" not in read(page)


def test_a_port_that_is_taken_is_named(here: Path) -> None:
    import socket

    run("new", "mine")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", "--survey", "mine", "--port", str(port))
    assert result.exit_code == 2
    assert f"port {port} is taken; give another one with --port" in result.stderr


def test_an_editor_finds_the_schema_of_each_file(here: Path) -> None:
    result = run("new", "mine")
    assert result.exit_code == 0, result.output
    for name in ("survey.yml", "taxonomy.yml"):
        line, _, text = (here / "mine" / name).read_text(encoding="utf-8").partition("\n")
        schema = line.removeprefix("# yaml-language-server: $schema=")
        assert schema != line
        jsonschema.validate(yaml.safe_load(text), json.loads((here / "mine" / schema).read_text(encoding="utf-8")))


def test_a_taxonomy_that_is_suggested_again_still_names_its_schema(here: Path) -> None:
    assert run("new", "mine").exit_code == 0
    line = (here / "mine/taxonomy.yml").read_text(encoding="utf-8").partition("\n")[0]
    assert run("taxonomy", "suggest", "--write", "--force", "--survey", "mine").exit_code == 0
    assert (here / "mine/taxonomy.yml").read_text(encoding="utf-8").partition("\n")[0] == line
