"""The links of a built site: whatever leads to nothing is named, with its page and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.checks.site_links import check_site_links
from generator.cli import main

GOOD = """<html id="top-of-page"><link href="a/style.css"><a href="p/one/">1</a> <a href="p/one/#x&amp;y">2</a>
<a href="https://other.example/none">3</a> <a href="mailto:a@b.example">4</a> <a href="#here">5</a> <a name="here"></a>
<a href="/deep/p/one/">6</a> <a href="p/one">7</a> <a href="./">8</a> <a href="">9</a> <a href="?q=1">10</a>
<code>&lt;a href="nowhere/"&gt;</code> <img src="a/a%20picture.png"> <a href="p/../p/one/index.html?v=1#x&amp;y">11</a>
<script>const link = {href: "nowhere.js"}</script> <meta content="0; url=p/one/"> <meta name="description" content="x">
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("p/one", "a"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "index.html").write_text(GOOD, "utf-8")
    (tmp_path / "p/one/index.html").write_text('<h1 id="x&amp;y">One</h1><a href="../..">home</a>', "utf-8")
    (tmp_path / "a/style.css").write_text("", "utf-8")
    (tmp_path / "a/a picture.png").write_text("", "utf-8")
    return tmp_path


def test_a_whole_site_has_no_problem(site: Path) -> None:
    assert check_site_links(site, "https://here.example/deep/") == []


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ('<a href="p/two/">x</a>', "'p/two/', which is no page"),
        ('<a href="p/two">x</a>', "'p/two', which is no page"),
        ('<a href="/p/one/">x</a>', "'/p/one/', which is no page"),
        ('<a href="../index.html">x</a>', "'../index.html', which is no page"),
        ('<a href="p/one/#y">x</a>', "'p/one/#y', but p/one/index.html has no anchor 'y'"),
        ('<a href="#description">x</a>', "'#description', but index.html has no anchor 'description'"),
        ('<script src="a/main.js"></script>', "'a/main.js', which is no page or file"),
        ('<img alt="" src="a/b.png">', "'a/b.png'"),
        ('<form action="search/">', "'search/'"),
        ('<meta http-equiv="refresh" content="0; url=../gone/">', "'../gone/'"),
    ],
)
def test_what_leads_nowhere_is_named_with_its_line(site: Path, link: str, wrong: str) -> None:
    page = site / "index.html"
    page.write_text(GOOD + link, "utf-8")
    (problem,) = check_site_links(site, "https://here.example/deep/")
    assert (problem.path, problem.line, problem.level) == (str(page), 6, "error")
    assert wrong in problem.message


def test_many_pages_are_read_in_several_processes(site: Path) -> None:
    for number in range(250):
        (site / f"p/{number}.html").write_text(f'<a href="{number + 1}.html">next</a>', "utf-8")
    assert [problem.path for problem in check_site_links(site, "https://here.example/deep/")] == [
        str(site / "p/249.html")
    ]


def test_the_command_ends_with_1_where_a_link_is_broken(site: Path, toy: Path) -> None:
    run = CliRunner().invoke(main, ["check", "--survey", str(toy), "--site", str(site / "p")])
    assert run.exit_code == 1
    assert "one/index.html:1: leads to '../..', which is no page or file of the site" in run.stderr
    assert "1 error, 0 warnings\n" in run.stderr
