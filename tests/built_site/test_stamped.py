"""The stamped site beside MkDocs' own: the same files with the same bytes, and the same verdict on links."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs.structure.files import File

from generator.resources import holds_theme, templates_folder
from generator.site.stamping.build import DifferentPageError, NotStampedError, Stamped, prepare, stamp_site
from tests.built_site.folders import differing, tree

if TYPE_CHECKING:
    from tests.site_fixture import Site

pytest_plugins = ("tests.site_fixture",)

OTHERWISE = {
    "no tabs, in German": ("  language: de", "  features: []", "site_url: https://example.org/a/deep/folder"),
    "other words at headings, no address": (
        "  features: [navigation.tabs, navigation.top, toc.follow]",
        "site_url: ''",
        "extra: {homepage: https://example.org/}",
        "markdown_extensions: [{toc: {permalink: true, permalink_title: Here}}]",
        "use_directory_urls: false",
    ),
}
"""Settings of the theme and of MkDocs beside the common ones."""


@pytest.fixture(autouse=True)
def date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")


def stamped(config: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, verify: int = 0) -> Stamped:
    monkeypatch.chdir(config.parent)
    return stamp_site(config, folder, verify)


@pytest.mark.parametrize("name", ["shipped", "toy"])
def test_all_files_have_the_bytes_of_mkdocs(
    sites: dict[str, Site], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.site_fixture import SHIPPED_ADDRESS, environment, epoch

    site = sites[name]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch(site.survey, environment()))
    if name == "shipped":
        monkeypatch.setenv("SITE_URL", SHIPPED_ADDRESS)
    else:
        monkeypatch.delenv("SITE_URL", raising=False)
    made = stamped(site.docs.parent / "mkdocs.yml", tmp_path / "site", monkeypatch)
    assert differing(site.html, tmp_path / "site") == []
    assert made.warnings == []
    # What is written by hand has no front matter; all that the generator writes can be stamped.
    assert set(made.by_mkdocs) <= {"architecture.md", "benchmarks.md"}
    assert made.pages == len(list(site.html.rglob("*.html"))) - 1  # beside 404.html


@pytest.mark.parametrize("change", ["none", "one more", "one less", "other data", "over the theme's"])
def test_files_that_were_listed_ahead_are_those_that_are_there(
    sites: dict[str, Site], change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.site_fixture import configure

    shutil.copytree(sites["toy"].docs, tmp_path / "docs")
    config = configure(sites["toy"].survey, tmp_path)
    monkeypatch.chdir(tmp_path)
    ahead = prepare(config)
    paper = min((tmp_path / "docs/papers").glob("*-*.md"))
    if change == "one more":
        shutil.copy(paper, paper.with_name("more.md"))
    elif change == "one less":
        paper.rename(paper.with_name("moved.md"))
    elif change == "other data":
        data = min((tmp_path / "docs/assets/search").glob("*.*"))
        data.rename(data.with_name(f"a-{data.name}"))
        (tmp_path / "docs/assets/.hidden").touch()
    elif change == "over the theme's":
        (tmp_path / "docs/assets/images").mkdir(exist_ok=True)
        (tmp_path / "docs/assets/images/favicon.png").write_bytes(b"mine")
    expected = stamp_site(config, tmp_path / "expected").warnings
    for name in ("once", "again"):
        assert stamp_site(config, tmp_path / name, ahead=ahead).warnings == expected
        assert differing(tmp_path / "expected", tmp_path / name) == []
    assert (tmp_path / f"once/papers/{paper.stem}/index.html").exists() == (change != "one less")


@pytest.mark.proof
@pytest.mark.parametrize("settings", OTHERWISE.values(), ids=OTHERWISE)
@pytest.mark.parametrize("name", ["shipped", "toy"])
def test_so_they_have_with_other_settings(
    sites: dict[str, Site], name: str, settings: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.site_fixture import configure, environment, run_mkdocs

    shutil.copytree(sites[name].docs, tmp_path / "docs")
    config = configured(configure(sites[name].survey, tmp_path), settings)
    run_mkdocs(config, environment(SOURCE_DATE_EPOCH="0"))
    made = stamped(config, tmp_path / "stamped", monkeypatch)
    assert differing(tmp_path / "site", tmp_path / "stamped") == []
    assert len(made.by_mkdocs) <= 1


@pytest.mark.proof
@pytest.mark.corpus
def test_so_has_a_thousand_papers_of_another_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bench.grow import _dump
    from generator.importing import import_survey
    from generator.pipeline import build_docs
    from tests.site_fixture import ROOT, environment, run_mkdocs

    papers = ROOT.parent / "shared/scale/acl-anthology.jsonl.xz"
    if not papers.exists():
        pytest.skip(f"no {papers} beside the project")
    _dump(1000, papers, tmp_path / "papers.jsonl")
    survey = tmp_path / "survey"
    import_survey([("papers.jsonl", (tmp_path / "papers.jsonl").read_bytes())], survey, datetime.date(2026, 1, 1))
    assert build_docs(survey, survey / "docs")[0]
    run_mkdocs(survey / "mkdocs.yml", environment(SOURCE_DATE_EPOCH="0"))
    made = stamped(survey / "mkdocs.yml", tmp_path / "stamped", monkeypatch)
    assert differing(survey / "site", tmp_path / "stamped") == []
    assert made.by_mkdocs == []
    assert made.pages > 1000


def configured(config: Path, settings: tuple[str, ...]) -> Path:
    """The configuration with other settings; those that begin with spaces are of the theme."""
    lines = config.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  custom_dir")) + 1
    names = tuple(line.split(":")[0] + ":" for line in settings if not line.startswith(" "))
    kept = [line for line in lines[at:] if not line.startswith(names)]
    theme = [line for line in settings if line.startswith(" ")]
    others = [line for line in settings if not line.startswith(" ")]
    config.write_text("\n".join([*lines[:at], *theme, *kept, *others]) + "\n", "utf-8")
    return config


@pytest.fixture
def few(toy_site: Site, tmp_path: Path) -> Iterator[Path]:
    """A site of three pages, one of them not in the navigation; gives the folder of its configuration."""
    from tests.site_fixture import configure

    (tmp_path / "docs/papers").mkdir(parents=True)
    front = '---\ntitle: "Lamps"\ndescription: "Of lamps."\n---\n\n# Lamps\n\n'
    (tmp_path / "docs/index.md").write_text(front + "[a paper](papers/one.md#what)\n", "utf-8")
    for name in ("one", "two"):
        (tmp_path / f"docs/papers/{name}.md").write_text(f"{front}## What\n\n[home](../index.md)\n", "utf-8")
    config = configure(toy_site.survey, tmp_path)
    text = config.read_text("utf-8")
    config.write_text(text[: text.index("nav:")] + "nav: [index.md]\n", "utf-8")
    yield tmp_path


def test_only_what_changed_is_opened_and_what_may_link_to_something_gone(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, shard, figure = (few / "docs" / name for name in ("papers/two.md", "data/shard-1.bin", "papers/figure.pdf"))
    paper.write_text(paper.read_text("utf-8") + "\n[the figure](figure.pdf)\n", "utf-8")
    shard.parent.mkdir()
    for file in (shard, figure):
        file.write_bytes(b"1")
    monkeypatch.chdir(few)
    before = stamp_site(few / "mkdocs.yml", few / "first").kept
    opened = []
    original = File.content_bytes.fget
    monkeypatch.setattr(File, "content_bytes", property(lambda self: opened.append(self.src_uri) or original(self)))
    shard.rename(shard.with_name("shard-2.bin"))
    (few / "docs/papers/one.md").touch()
    made = stamp_site(few / "mkdocs.yml", few / "second", before=before)
    assert opened == ["papers/one.md"], "whose time is another"
    assert sorted(tree(few / "second")) == [
        "404.html",
        "data/shard-2.bin",
        "index.html",
        "sitemap.xml",
        "sitemap.xml.gz",
    ]
    figure.unlink()
    [warning, _] = stamp_site(few / "mkdocs.yml", few / "third", before=made.kept).warnings
    assert "papers/two.md" in warning
    assert "figure.pdf" in warning


def test_warns_of_broken_links_as_mkdocs_does(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.site_fixture import environment

    paper = few / "docs/papers/two.md"
    broken = "[a](one.md#nothing) [b](three.md) [c](../index.md#lamps) [d](#no) [e](one) [f](/papers/one.md)\n"
    paper.write_text(paper.read_text("utf-8") + "\n" + broken, "utf-8")
    warnings = stamped(few / "mkdocs.yml", few / "stamped", monkeypatch).warnings
    assert warnings == mkdocs_says(few / "mkdocs.yml", environment(SOURCE_DATE_EPOCH="0"))
    assert len(warnings) == 6


def mkdocs_says(config: Path, env: dict[str, str]) -> list[str]:
    import subprocess
    import sys

    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config)]
    run = subprocess.run(command, env=env, cwd=config.parent, capture_output=True, text=True, timeout=100)
    lines = [" ".join(line.split()) for line in (run.stderr + run.stdout).splitlines()]
    return [line for line in lines if line and not line.startswith("INFO")]


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("hooks: [hook.py]", "the hook 'hook.py'"),
        ("plugins: [tags]", "the plugin 'material/tags'"),
        ("extra_templates: [one.html]", "the template 'one.html'"),
    ],
)
def test_what_may_change_pages_is_left_to_mkdocs(
    few: Path, setting: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (few / "hook.py").write_text("", "utf-8")
    (few / "docs/one.html").write_text("{{ config.site_name }}", "utf-8")
    with pytest.raises(NotStampedError, match=reason):
        stamped(configured(few / "mkdocs.yml", (setting,)), few / "stamped", monkeypatch)


def test_so_are_a_curators_own_templates(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (few / "mine").mkdir()
    config = few / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(
        text.replace(next(line for line in text.split("\n") if "custom_dir" in line), "  custom_dir: mine")
    )
    with pytest.raises(NotStampedError, match=f"the templates in {few / 'mine'}"):
        stamped(config, few / "stamped", monkeypatch)


def test_a_copy_of_the_generators_templates_is_none_of_a_curators(tmp_path: Path) -> None:
    """In another checkout of this repository, as the report on a change makes one."""
    copy = shutil.copytree(templates_folder() / "theme", tmp_path / "theme")
    assert holds_theme(copy)
    (copy / "main.html").write_text("{# mine #}", "utf-8")
    assert not holds_theme(copy)


def test_a_page_with_other_front_matter_is_built_by_mkdocs(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.site_fixture import environment, run_mkdocs

    page = few / "docs/papers/two.md"
    page.write_text(page.read_text("utf-8").replace("---\n\n#", "icon: material/lamp\n---\n\n#"), "utf-8")
    made = stamped(few / "mkdocs.yml", few / "stamped", monkeypatch)
    run_mkdocs(few / "mkdocs.yml", environment(SOURCE_DATE_EPOCH="0"))
    assert made.by_mkdocs == ["papers/two.md"]
    assert differing(few / "site", few / "stamped") == []


def test_a_page_that_differs_is_found(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.site.stamping import blocks

    monkeypatch.setattr(blocks, "_named", lambda shown: ("wrong", shown))
    with pytest.raises(DifferentPageError, match=r"papers/(one|two)\.md"):
        stamped(few / "mkdocs.yml", few / "stamped", monkeypatch, verify=2)
    monkeypatch.undo()
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    assert stamped(few / "mkdocs.yml", few / "again", monkeypatch, verify=2).warnings == []
