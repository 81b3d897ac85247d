"""A reader's filled form becomes a record on a branch of its own, or is refused and nothing is written."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.ingest.readers.detect import parse_entries
from generator.resources import starter_text
from tests.checks.test_references import snapshot
from tests.cli.test_cli import run

QUESTIONS = [
    part["attributes"]["label"] for part in yaml.safe_load(starter_text("ci/paper.yml"))["body"] if "id" in part
]


def filled(**answers: str) -> str:
    """The text of an issue, as the form makes it of answers by the first word of their question."""
    parts = []
    for question in QUESTIONS:
        answer = answers.pop(question.split()[0].lower(), "_No response_")
        parts.append(f"### {question}\n\n{answer}\n")
    assert answers == {}
    return "\n".join(parts)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@b.example")
    return subprocess.run(
        ["git", "-C", folder, *identity, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def repository(toy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The toy survey, committed."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@b.example")
    git(toy, "init", "--quiet", "--initial-branch=main")
    git(toy, "add", "--all")
    git(toy, "commit", "--quiet", "--message=Begin")
    return toy


def propose(text: str, *more: str) -> tuple[int, str]:
    Path("form.md").write_text(text, encoding="utf-8")
    result = run("propose", "form.md", "--survey", "toy", *more)
    return result.exit_code, result.output


def record(survey: Path, id: str) -> dict[str, object]:
    read = yaml.safe_load((survey / "papers" / f"{id}.yml").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def test_a_new_paper_comes_on_a_branch_of_its_own(repository: Path) -> None:
    text = filled(
        title="On the Wicks of Candles",
        authors="Ada Lund\nKwame Osei",
        year="2024-05-16",
        doi="10.1234/wicks",
        abstract="We measure wicks.\n\n### Not a question\n\nand burn them.",
        why="A lamp of a kind.",
    )
    code, said = propose(text)
    assert (code, said.splitlines()[0]) == (0, "wicks-candles: new paper")
    assert git(repository, "branch", "--show-current") == "paper/wicks-candles"
    assert git(repository, "status", "--porcelain") == ""
    assert git(repository, "diff", "--name-only", "main").splitlines()[-1] == "papers/wicks-candles.yml"
    paper = record(repository, "wicks-candles")
    assert paper["authors"] == ["Ada Lund", "Kwame Osei"]
    assert (paper["published"], paper["ids"]) == (yaml.safe_load("2024-05-16"), {"doi": "10.1234/wicks"})
    assert "and burn them." in str(paper["abstract"])
    assert "of a kind" not in (repository / "papers/wicks-candles.yml").read_text("utf-8")


@pytest.mark.parametrize("page", ["papers/lantern/", "https://lamps.example/survey/papers/lantern/#cite", "lantern"])
def test_a_correction_changes_what_it_says_and_nothing_else(toy: Path, page: str) -> None:
    before = record(toy, "lantern")
    assert propose(filled(page=page, year="1999", authors="Someone Else"), "--no-branch")[0] == 0
    after = record(toy, "lantern")
    assert (after["year"], after["authors"]) == (1999, ["Someone Else"])
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert changed <= {"year", "authors", "people", "published", "changed"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Just some words.", "form.md:1: "),
        (filled(), "neither “Title” nor “Page in this survey” is filled in"),
        (filled(page="papers/nobody/", title="x"), "there is no paper 'nobody' in the survey"),
        (filled(page="../../etc/passwd"), "'../../etc/passwd' is no page of a paper; give it as papers/ID/"),
        (filled(page="papers/lantern/"), "says nothing that lantern does not say already"),
        (filled(title="Twice") + "\n### Title\n\nAnd again\n", "the question 'Title' is there twice"),
        (filled(title="x" * 2_000), "title"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_written(toy: Path, text: str, said: str) -> None:
    before = snapshot(toy)
    code, output = propose(text, "--no-branch")
    assert (code, said in output) == (1, True), output
    assert snapshot(toy) == before


def test_what_is_not_committed_is_left_alone(repository: Path) -> None:
    (repository / "home.md").write_text("Work in hand.", encoding="utf-8")
    code, said = propose(filled(title="On the Wicks of Candles"))
    assert (code, "has changes that are not committed" in said) == (1, True)
    assert git(repository, "branch", "--show-current") == "main"


def test_the_reader_knows_the_questions_of_the_form_that_comes_with_a_survey() -> None:
    from generator.ingest.readers import form

    assert list(form._KEYS) == QUESTIONS


@given(st.dictionaries(st.sampled_from([question.split()[0].lower() for question in QUESTIONS]), st.text(max_size=200)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_answers_make_one_entry_or_one_reason(answers: dict[str, str]) -> None:
    entries, problems = parse_entries(filled(**answers).encode("utf-8", "replace"), "form.md")
    assert len(entries) + len(problems) == 1
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9-]+", entry.key or "-")
        assert all(link.url.startswith(("http://", "https://")) for link in entry.links)
