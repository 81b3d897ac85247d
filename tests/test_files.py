"""No file of a survey is read, published or overwritten through a link that leaves the survey's folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import files
from generator.cli import main
from tests.checks.test_references import SOUND, lay, snapshot
from tests.checks.test_references import here as here
from tests.cli.test_cli import ONE
from tests.site_fixture import environment

SECRET = "the-password-of-this-machine"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture
def secret(here: Path) -> Iterator[Path]:
    """A file beside the survey that nobody may read through it, nor change."""
    path = here / "secret"
    path.write_text(SECRET, encoding="utf-8")
    yield path
    assert path.read_text(encoding="utf-8") == SECRET
    said = "".join(file.read_text("utf-8", "replace") for folder in ("d", "s") for file in own_files(here / folder))
    assert SECRET not in said


def own_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


NAMES = ["home.md", "areas/boats.md", "papers/x.yml", "papers/good.yml", "survey.yml", "taxonomy.yml", "map.yml"]


def replace_by_link(path: Path, target: Path | str) -> None:
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(target)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("relative", [False, True])
def test_a_link_out_of_the_survey_is_refused(name: str, relative: bool, here: Path, secret: Path) -> None:
    path = here / "s" / name
    replace_by_link(path, os.path.relpath(secret, path.parent) if relative else secret)
    for command in ("check", "build"):
        result = run(command, "--survey", "s")
        assert result.exit_code == 1
        assert f"s/{name}:0: leads by a link to {secret.resolve()}, outside of s; put there what it leads to" in (
            result.stderr
        )
        assert SECRET not in result.output
    assert not (here / "docs").exists()


def test_the_site_configuration_too(here: Path, secret: Path) -> None:
    replace_by_link(here / "s" / "mkdocs.yml", secret)
    result = run("check", "--survey", "s")
    assert result.exit_code == 1
    assert "s/mkdocs.yml:0: leads by a link to" in result.stderr


@pytest.mark.parametrize("name", ["papers", "areas"])
def test_a_folder_that_is_a_link_is_refused(name: str, here: Path) -> None:
    elsewhere = here / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "boats.md").write_text(SECRET, encoding="utf-8")
    (here / "page.txt").write_text(ONE, encoding="utf-8")
    shutil.rmtree(here / "s" / name, ignore_errors=True)
    (here / "s" / name).symlink_to(elsewhere)
    before = snapshot(here)
    for command in ("check", "build", "import page.txt", "map"):
        result = run(*command.split(), "--survey", "s")
        assert result.exit_code == 1
        assert f"s/{name}:0: leads by a link to" in result.stderr, command
    assert snapshot(here) == before
    (here / "s/survey.yml").unlink()
    assert run("import", "page.txt", "--survey", "s").exit_code == 1, "nor where the survey is new"
    assert {path.name for path in elsewhere.iterdir()} == {"boats.md"}


def test_nothing_is_written_through_a_link(here: Path, secret: Path) -> None:
    (here / "page.txt").write_text(ONE, encoding="utf-8")
    assert run("import", "page.txt", "--survey", "s").exit_code == 0
    sound = here / "kite.yml"
    record = (here / "s/papers/kite.yml").read_bytes()
    sound.write_bytes(record)
    for target in (secret, sound):  # a record that is as it should be, but elsewhere
        replace_by_link(here / "s/papers/kite.yml", target)
        for command in ("import page.txt", "rename good better", "rename kite better", "remove good", "map"):
            assert run(*command.split(), "--survey", "s").exit_code == 1, command
    assert sound.read_bytes() == record
    # Where only the new file's name is taken by a link, the link is what goes.
    (here / "s/papers/kite.yml").unlink()
    replace_by_link(here / "s/papers/.better.yml", secret)
    assert run("rename", "good", "better", "--survey", "s").exit_code == 0


def test_a_link_that_stays_is_followed(here: Path) -> None:
    lay(here / "s", {"texts/home.md": "Welcome aboard.\n"})
    (here / "s/home.md").symlink_to("texts/home.md")
    (here / "t").symlink_to("s")
    assert run("build", "--survey", "t", "--docs", "d").exit_code == 0
    assert "Welcome aboard" in (here / "d/index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("target", "said"),
    [("nowhere", "s/home.md:0: is a link to * where nothing is; take it out"), ("home.md", "s/home.md:0: * link")],
)
def test_a_link_that_leads_nowhere(target: str, said: str, here: Path) -> None:
    (here / "s/home.md").symlink_to(target)
    result = run("check", "--survey", "s")
    assert result.exit_code == 1
    for part in said.split(" * "):
        assert part in result.stderr


def test_hidden_files_are_no_records(here: Path) -> None:
    """An editor's lock is a link that leads nowhere."""
    (here / "s/papers/.#good.yml").symlink_to("somebody@somewhere.1234")
    (here / "s/papers/.good.yml.swp").write_bytes(b"\0\xff")
    assert run("build", "--survey", "s", "--docs", "d").exit_code == 0


@pytest.mark.parametrize("name", ["home.md", "mkdocs.yml", "d/.catalogue.json", "d/x.md"])
def test_a_named_pipe_is_not_waited_for(name: str, here: Path) -> None:
    path = here / "s" / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path)
    command = "check" if name == "mkdocs.yml" else "build --docs s/d"
    asked = [sys.executable, "-P", "-m", "generator", *command.split(), "--survey", "s"]
    result = subprocess.run(asked, capture_output=True, text=True, timeout=60, env=environment(), cwd=here)
    assert result.returncode == 1
    assert f"s/{name}:0: is a named pipe where a file is wanted; move it away" in result.stderr


def test_sockets_and_devices(here: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s/home.md")
    assert "s/home.md:0: cannot be read: No such device or address" in run("check", "--survey", "s").stderr
    with pytest.raises(files.UnreadableError, match="is a device where a file is wanted"):
        files.read_bytes(Path("/dev/zero"), Path("/dev"))


def test_reading_is_bounded(here: Path) -> None:
    with (here / "s/home.md").open("wb") as stream:
        stream.truncate(files.MOST + 1)
    result = run("check", "--survey", "s")
    assert result.exit_code == 1
    assert "s/home.md:0: has 16,000,001 bytes, more than 16,000,000; split it or take it out" in result.stderr


# --- the docs folder, which MkDocs copies as it stands -------------------------


@pytest.mark.parametrize("name", ["secret.txt", "images/logo.png", "page.md", "index.md", "papers/good.md"])
def test_what_the_docs_folder_links_to_is_not_published(name: str, here: Path, secret: Path) -> None:
    (here / "d/images").mkdir(parents=True)
    (here / "d/papers").mkdir()
    for _ in "before", "after":
        replace_by_link(here / "d" / name, secret)
        result = run("build", "--survey", "s", "--docs", "d")
        assert result.exit_code == 1
        assert f"d/{name}:0: leads by a link to" in result.stderr
        (here / "d" / name).unlink()
        assert run("build", "--survey", "s", "--docs", "d").exit_code == 0, "and now where a build has been"


@pytest.mark.parametrize("name", ["images", "papers", ""])
def test_nor_what_a_folder_in_it_links_to(name: str, here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "id_rsa").write_text(SECRET, encoding="utf-8")
    if name:
        (here / "d").mkdir()
    (here / "d" / name).symlink_to(elsewhere)
    result = run("build", "--survey", "s", "--docs", "d")
    assert result.exit_code == 1
    assert "leads by a link to" in result.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["id_rsa"]


def test_a_page_that_is_a_link_is_not_written_through(here: Path) -> None:
    assert run("build", "--survey", "s", "--docs", "d").exit_code == 0
    (here / "d/own.md").write_text("Mine.\n", encoding="utf-8")
    replace_by_link(here / "d/papers/good.md", "../own.md")
    result = run("build", "--survey", "s", "--docs", "d")
    assert result.exit_code == 1
    assert "d/papers/good.md:0: is a link where the generator writes a file; delete it" in result.stderr
    assert (here / "d/own.md").read_text(encoding="utf-8") == "Mine.\n"


def test_a_manifest_that_names_other_files_takes_nothing(here: Path, secret: Path) -> None:
    assert run("build", "--survey", "s", "--docs", "d").exit_code == 0
    manifest = here / "d/.catalogue.json"
    text = manifest.read_text(encoding="utf-8").replace('"files": {', f'"files": {{"../secret": "", "{secret}": "",')
    manifest.write_text(text, encoding="utf-8")
    (here / "s/papers/good.yml").write_text(SOUND["papers/good.yml"] + "year: 2020\n", encoding="utf-8")
    assert run("build", "--survey", "s", "--docs", "d").exit_code == 0
    assert secret.exists()


# --- the user's cache --------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "_cache", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def test_what_is_cached_is_found_again_and_nothing_else(cache: Path) -> None:
    assert files.read_cached("a/b") is None
    files.write_cached("a/b", b"kept")
    assert files.read_cached("a/b") == b"kept"
    files.write_cached("a/b", b"newer")
    assert files.read_cached("a/b") == b"newer"
    assert [path.name for path in (cache / "a").iterdir()] == ["b"], "no half-written file is left"


def test_a_cache_that_others_may_write_is_left_alone(cache: Path) -> None:
    files.write_cached("a/b", b"kept")
    (cache / "a").chmod(0o777)
    assert files.read_cached("a/b") is None


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(cache: Path) -> None:
    cache.write_text("a file in its place", encoding="utf-8")
    files.write_cached("a/b", b"kept")
    assert files.read_cached("a/b") is None
