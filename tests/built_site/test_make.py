"""`make site`: what comes from outside is text to it, and a broken link stops it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.checks.site_configuration import check_address
from tests.site_fixture import ROOT, environment

pytestmark = pytest.mark.skipif(
    not (ROOT / ".venv/.ready").exists() or not shutil.which("make"), reason="no make, or no .venv of its making"
)
NAME = "s\" 'x';touch HURT; $(touch HURT) $(shell touch HURT) `touch HURT` # ü % && touch HURT"
"""A folder's name, in which shell and make would each find something to run."""


def make(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run make on what is there: nothing is installed."""
    command = ["make", "--old-file=.venv/.ready", *arguments]
    env = {name: value for name, value in environment(**more).items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=env, cwd=ROOT)


def hurt() -> bool:
    return (ROOT / "HURT").exists()


def _survey_in(place: Path) -> Path:
    """A survey that nobody has built."""
    folder = place / NAME
    shutil.copytree(ROOT / "tests/toy/survey", folder, ignore=shutil.ignore_patterns("docs", "site", ".*"))
    (folder / "home.md").write_text("[A page](papers/glimmer.md)\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One survey for all tests that do not ask who built it before."""
    return _survey_in(tmp_path_factory.mktemp("a place"))


def test_any_folder_is_built_and_only_once(tmp_path: Path) -> None:
    survey = _survey_in(tmp_path)
    first = make("site", SURVEY=str(survey))
    assert (first.returncode, first.stdout) == (0, f"{survey}/site/ is built\n"), first.stderr
    said = [line for line in first.stderr.splitlines() if not line.endswith("(warning)")]
    assert len(said) == 2, "MkDocs is quiet where all is fine"
    assert said[0].endswith(" written, 0 removed") and said[1].startswith("next: ")
    assert (survey / "site/papers/glimmer/index.html").exists()
    again = make("site", f"SURVEY={survey}")
    assert (again.returncode, again.stdout) == (0, f"{survey}/site/ is up to date\n"), again.stderr
    assert not hurt()


@pytest.mark.parametrize("address", ["https://p.example/x';touch HURT;'/", "https://p.example/$(shell touch HURT)/"])
def test_an_address_is_validated_and_never_run(address: str) -> None:
    for result in (make("site", SITE_URL=address), make("generate", f"SITE_URL={address}")):
        assert result.returncode != 0
        assert f"SITE_URL:0: {address!r} has a character" in result.stderr
    assert not hurt()


@pytest.mark.parametrize(
    "address",
    [
        "https://p.example/x';id;'/", 'https://p.example/";id;"', "https://p.example/`id`/", "$(shell${IFS}id)",
        "javascript:alert(1)", "https://p.example/x/?y", "https://p.example/x&amp;y/", "https://p.example/x;y",
        "https://p.example/#x", "p.example", "//p.example", "https://", "https://p.example/<b>", "https://p.example/$x/",
        "https://p.example/(x)",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", address)
    [problem] = check_address()
    assert str(problem).startswith(f"SITE_URL:0: {address!r} ")


@pytest.mark.parametrize(
    "address", ["", "https://p.example", "http://localhost:8000/a%20b/~u/", "https://müsli.example/"]
)
def test_a_plain_address_is_fine(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", address)
    assert check_address() == []


def test_no_recipe_holds_the_texts_themselves() -> None:
    """As make would hand them to the shell."""
    odd = {"SURVEY": NAME, "SITE_URL": NAME, "PAPERS": NAME, "COLLECTION": NAME, "QRELS": NAME}
    goals = "site generate serve clean validate axe lighthouse screenshots bench search eval".split()
    for given in (make("-n", *goals, **odd), make("-n", *goals, *(f"{name}={value}" for name, value in odd.items()))):
        assert given.returncode == 0, given.stderr
        assert "HURT" not in given.stdout
        assert "$SURVEY" in given.stdout and "$SITE" in given.stdout
    assert not hurt()


def test_a_broken_link_stops_the_site(survey: Path) -> None:
    page = survey / "docs/own.md"
    page.parent.mkdir(exist_ok=True)
    for link, said in (("nosuch.md", "nosuch.md"), ("about.md#no-such-heading", "no-such-heading")):
        page.write_text(f"# Own\n\n[x]({link})\n", encoding="utf-8")
        result = make("site", SURVEY=str(survey))
        assert result.returncode != 0
        assert "MkDocs says: WARNING" in result.stderr and "own.md" in result.stderr and said in result.stderr
    page.unlink()
    home = (survey / "home.md").read_text(encoding="utf-8")
    (survey / "home.md").write_text(home + "\n[x](papers/glimer.md)\n", encoding="utf-8")
    result = make("site", SURVEY=str(survey))
    assert result.returncode != 0
    assert (
        "home.md:3: the link to 'papers/glimer.md' leads to no page of the site; did you mean 'papers/glimmer.md'?"
        in (result.stderr)
    )
    (survey / "home.md").write_text(home, encoding="utf-8")


def test_a_file_of_the_survey_is_not_taken_for_the_site_builder(survey: Path) -> None:
    for name in ("mkdocs.py", "generator.py"):
        (survey / name).write_text(f"open({str(ROOT / 'HURT')!r}, 'w')\n", encoding="utf-8")
    (survey / "docs/.site").unlink(missing_ok=True)
    command = [sys.executable, "-P", "-m", "generator", "build", "--survey", ".", "--site"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment(), cwd=survey)
    assert run.returncode == 0, run.stderr
    assert not hurt()


def test_an_address_in_the_configuration_is_validated_too(survey: Path) -> None:
    config = survey / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("https://toy.test/lamps/", "https://toy.test/'><b>/"), encoding="utf-8")
    result = make("site", SURVEY=str(survey))
    config.write_text(text, encoding="utf-8")
    assert result.returncode != 0
    assert "mkdocs.yml:0: site_url: " in result.stderr


def test_a_site_folder_elsewhere_is_not_emptied(survey: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    shutil.rmtree(survey / "site", ignore_errors=True)
    (survey / "site").symlink_to(tmp_path)
    result = make("site", SURVEY=str(survey))
    assert result.returncode != 0
    assert "site:0: leads by a link to" in result.stderr
    assert (tmp_path / "letters").exists()
    (survey / "site").unlink()
