"""`catalogue edition`: an edition gets a number, says what it changed, and stays on the page after the next one."""

from __future__ import annotations

import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest

from tests.checks.test_references import snapshot
from tests.cli.test_cli import record, run


@pytest.fixture
def toy(toy: Path) -> Path:
    """The toy survey, of which no edition was made."""
    shutil.rmtree(toy / "editions")
    return toy


def build() -> Path:
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    return Path("docs")


def publish(name: str) -> str:
    """Build the survey and keep its catalogue.json; returns the path of the copy."""
    build()
    shutil.copy("docs/assets/data/catalogue.json", name)
    return name


def make(*arguments: str) -> str:
    result = run("edition", "--new", *arguments, "--survey", "toy")
    assert result.exit_code == 0, result.output
    return result.stdout


def refuse(*arguments: str) -> str:
    before = snapshot(Path("toy"))
    result = run("edition", "--new", *arguments, "--survey", "toy")
    assert result.exit_code == 1
    assert snapshot(Path("toy")) == before
    return result.stderr


def page(name: str = "changes/index") -> str:
    return (build() / f"{name}.md").read_text("utf-8").split("---\n", 2)[2]


def without_edition(toy: Path) -> None:
    """Let the survey's date be that of its editions and records."""
    path = toy / "survey.yml"
    path.write_text(path.read_text("utf-8").replace("edition: 2026-02-03\n", ""), encoding="utf-8")


def test_a_survey_without_editions_says_that_it_is_the_first(toy: Path) -> None:
    text = page()
    assert "This is the first edition, of February 3, 2026: 9 papers" in text
    assert "There is no earlier one to compare it with." in text
    assert run("edition", "--survey", "toy").stdout == "2026-02-03\n"


def test_editions_stay_on_the_page_and_in_the_feed(toy: Path) -> None:
    without_edition(toy)
    assert make() == "edition 1 of 2026-03-01: 9 papers, the first\n"
    first = publish("one.json")
    assert json.loads(Path(first).read_text("utf-8"))["edition_number"] == 1
    run("rename", "tide-tables", "tables", "--survey", "toy")
    run("remove", "weather-forgotten-islands", "--reason", "Not of {{ this }} *field*", "--survey", "toy")
    run("taxonomy", "rename", "pointing", "showing", "--title", "Showing <b>things</b>", "--survey", "toy")
    assert make("--since", first, "--date", "2026-04-01") == (
        "edition 2 of 2026-04-01: 8 papers; 1 renamed, 1 removed, 1 areas or tags changed\n"
    )
    second = publish("two.json")
    text = page()
    assert "tide-tables → tables" in text
    assert "Papers with another address: 1 · Papers removed: 1 · Areas and tags: 1\n" in text
    assert "Not of \\{\\{ this \\}\\} \\*field\\*" in text
    assert "<ins>Showing &lt;b>things&lt;/b></ins>" in text
    glimmer = toy / "papers" / "glimmer.yml"
    glimmer.write_text(glimmer.read_text("utf-8").replace("year: 2025", "year: 2024", 1), encoding="utf-8")
    make("--since", second, "--date", "2026-05-01")
    text = page()
    assert text.index("## [Edition 3, May 1, 2026]") < text.index("## [Edition 2, April 1, 2026]")
    assert "Year: <del>2025</del> <ins>2024</ins>" in text and "tide-tables → tables" in text
    assert "tide-tables → tables" in page("changes/edition-2") and "none before it" in page("changes/edition-1")
    feed = feedparser.parse((Path("docs") / "changes" / "feed.xml").read_bytes())
    assert not feed.bozo
    assert [entry.title.partition(",")[0] for entry in feed.entries] == ["Edition 3", "Edition 2", "Edition 1"]
    assert feed.entries[1].link == "https://toy.test/lamps/changes/edition-2/"
    assert run("edition", "--survey", "toy").stdout == "2026-05-01 (edition 3 of 2026-05-01)\n"


def test_an_edition_can_be_undone_and_tried(toy: Path) -> None:
    before = snapshot(toy)
    assert "(not written)" in make("--dry-run")
    assert snapshot(toy) == before
    make()
    assert run("undo", "--survey", "toy").exit_code == 0
    assert {name: text for name, text in snapshot(toy).items() if not name.startswith(".catalogue")} == before


def test_a_site_that_was_published_before_editions_had_numbers_is_the_first(toy: Path) -> None:
    before = json.loads(Path(publish("before.json")).read_text("utf-8"))
    assert "edition_number" not in before
    run("rename", "tide-tables", "tables", "--survey", "toy")
    assert make("--since", "docs").startswith("edition 2 of 2026-03-01")
    assert [record(toy / "editions" / f"{number}.yml")["papers"] for number in (1, 2)] == [9, 9]
    assert str(record(toy / "editions" / "1.yml")["date"]) == "2026-02-03"


def test_what_an_edition_published_can_not_be_lost(toy: Path) -> None:
    make()
    first = publish("one.json")
    assert "papers/tide-tables/\n" in (toy / "editions" / "addresses.txt").read_text("utf-8")
    (toy / "papers" / "tide-tables.yml").unlink()
    result = run("build", "--survey", "toy", "--docs", "docs")
    assert result.exit_code == 1 and "an edition published papers/tide-tables/" in result.stderr
    shutil.rmtree(toy / "editions")
    assert "the edition before published papers/tide-tables/, and nothing stands there" in refuse("--since", first)
    (toy / "redirects.yml").write_text("redirects: {papers/tide-tables: papers/glimmer}\n", encoding="utf-8")
    make("--since", first)


@pytest.fixture
def server() -> Iterator[tuple[str, list[bytes]]]:
    """A site that answers with what is put into the list, or else with a redirect to a file."""
    answers: list[bytes] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there = self.path == "/lamps/assets/data/catalogue.json" and answers
            self.send_response(200 if there else 302 if self.path == "/away/x.json" else 404)
            if self.path == "/away/x.json":
                self.send_header("Location", "ftp://127.0.0.1/x")
            self.end_headers()
            self.wfile.write(answers[0] if there else b"")

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}", answers
    served.shutdown()
    served.server_close()


def test_the_edition_before_may_be_a_site(toy: Path, server: tuple[str, list[bytes]]) -> None:
    site, answers = server
    make()
    answers.append(Path(publish("one.json")).read_bytes())
    assert "nothing has changed since http://" in refuse("--since", f"{site}/lamps/")
    run("rename", "tide-tables", "tables", "--survey", "toy")
    with (toy / "survey.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"previous_catalogue: {site}/lamps\n")
    assert "1 renamed" in make()


def test_what_is_not_to_be_had_is_a_plain_message(toy: Path, server: tuple[str, list[bytes]]) -> None:
    site, _ = server
    make()
    path = toy / "survey.yml"
    path.write_text(path.read_text("utf-8").replace("https://toy.test/lamps/", "https://toy.example/"), "utf-8")
    assert "edition 1 is needed to say what changed: commit editions/1.yml, or give the address of the site" in refuse()
    assert "missing.json: cannot be read: No such file" in refuse("--since", "missing.json")
    assert "cannot be fetched: the server says 404" in refuse("--since", f"{site}/nothing/")
    assert "cannot be fetched" in refuse("--since", "http://127.0.0.1:9/x.json")
    assert "which is no web address" in refuse("--since", f"{site}/away/x.json")
    Path("page.json").write_text("<html>", encoding="utf-8")
    assert "page.json: is no JSON; give the catalogue.json of a published site" in refuse("--since", "page.json")
    number = {"schema": 1, "papers": [], "edition_number": 7}
    Path("seven.json").write_text(json.dumps(number), encoding="utf-8")
    assert "is edition 7, and the last one is 1" in refuse("--since", "seven.json")
    assert "later than 2025-01-01; give a later --date" in refuse(
        "--since", publish("one.json"), "--date", "2025-01-01"
    )


def test_a_first_edition_calls_no_paper_new(toy: Path) -> None:
    without_edition(toy)
    text = page("new")
    assert (
        "# What is new" in text and "## Newest papers" in text and "There is no earlier one to compare it with." in text
    )
    make("--date", "2020-01-01")
    assert "## Newest papers" in page("new"), "the edition before held none of these papers"
    assert "## Newest papers" in page("index") and "## What is new" not in page("index")


# --- what git knows ------------------------------------------------------------------------------


def git(*arguments: str) -> str:
    author = [word for key in ("name", "email") for word in ("-c", f"user.{key}=a@b.example")]
    done = subprocess.run(["git", *author, *arguments], cwd="toy", capture_output=True, text=True, check=True)
    return done.stdout


def commit(message: str) -> None:
    git("add", "--all", ".")
    git("commit", "--quiet", "--message", message)


@pytest.fixture
def repository(toy: Path) -> Path:
    """The toy survey in a repository with an edition 1, tagged, and a paper that was renamed after it."""
    without_edition(toy)
    git("init", "--quiet", "--initial-branch=main")
    commit("Begin")
    make()
    commit("Edition 1")
    git("tag", "first")
    run("rename", "tide-tables", "tables", "--survey", "toy")
    commit("Rename")
    return toy


@pytest.mark.parametrize("since", [(), ("--since", "1"), ("--since", "2026-03-01"), ("--since", "first")])
def test_an_edition_is_compared_with_what_its_commit_held(repository: Path, since: tuple[str, ...]) -> None:
    """Not with the site, which a CI system publishes at every change."""
    assert "9 papers; 1 renamed" in make(*since, "--date", "2026-04-01", "--dry-run")
    assert git("worktree", "list").count("\n") == 1 and git("status", "--porcelain") == ""


def test_a_name_that_is_no_edition_is_refused(repository: Path) -> None:
    assert "4: cannot be read: No such file" in refuse("--since", "4")
    make("--date", "2026-04-01")
    assert "no commit of this repository added editions/2.yml" in refuse("--since", "2", "--date", "2026-05-01")


def test_a_site_that_shows_later_changes_is_no_edition(toy: Path, server: tuple[str, list[bytes]]) -> None:
    site, answers = server
    without_edition(toy)
    make()
    glimmer = toy / "papers" / "glimmer.yml"
    glimmer.write_text(glimmer.read_text("utf-8").replace("changed: 2026-01-20", "changed: 2026-03-20", 1), "utf-8")
    answers.append(Path(publish("later.json")).read_bytes())
    said = refuse("--since", f"{site}/lamps/", "--date", "2026-04-01")
    assert "shows what changed up to 2026-03-20, after edition 1 of 2026-03-01; give that edition itself" in said


def test_records_that_changed_by_hand_are_dated(repository: Path) -> None:
    glimmer = repository / "papers" / "glimmer.yml"
    glimmer.write_text(glimmer.read_text("utf-8").replace("year: 2025", "year: 2024", 1), encoding="utf-8")
    assert run("date", "main", "--survey", "toy").stdout == "glimmer\n"
    assert str(record(glimmer)["changed"]) == "2026-03-01"
    again = run("date", "main", "--survey", "toy")
    assert (again.stdout, "nothing to do" in again.stderr) == ("", True)
    wrong = run("date", "mian", "--survey", "toy")
    assert wrong.exit_code == 1 and "mian:0: is no folder, and no commit, branch or tag" in wrong.stderr
    assert run("undo", "--survey", "toy").exit_code == 0
    assert str(record(glimmer)["changed"]) == "2026-01-20"
