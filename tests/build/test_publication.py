"""A published folder is whole at every moment, whatever happens to the build that replaces it."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest

from generator.build import publication
from generator.build.publication import bring_up_twin, one_build, publish_changes, staged


def _write(folder: Path, text: str, count: int = 20) -> None:
    for number in range(count):
        (folder / f"page{number}").mkdir()
        (folder / f"page{number}" / "index.html").write_text(text, encoding="utf-8")


def _read(folder: Path) -> set[str]:
    return {path.read_text(encoding="utf-8") for path in folder.rglob("index.html")}


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_the_new_folder_takes_the_old_one_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(publication, "_exchange", lambda one, other: False)
    site = tmp_path / "site"
    for text in ("first", "second", "third"):
        with staged(site) as folder:
            _write(folder, text)
        assert _read(site) == {text}
        assert [path.name for path in tmp_path.iterdir()] == ["site"], "nothing is left beside it"


def test_a_build_that_fails_changes_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with staged(site) as folder:
        _write(folder, "first")
    with pytest.raises(RuntimeError), staged(site) as folder:
        _write(folder, "second", 3)
        raise RuntimeError
    assert _read(site) == {"first"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_is_hidden_in_the_published_folder_is_kept(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / ".git").mkdir(parents=True)
    (site / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    (site / ".nojekyll").write_text("", encoding="utf-8")
    (site / ".away").symlink_to("nowhere")
    (site / "old.html").write_text("old", encoding="utf-8")
    with staged(site) as folder:
        (folder / ".nojekyll").write_text("new", encoding="utf-8")
    assert sorted(path.name for path in site.iterdir()) == [".away", ".git", ".nojekyll"]
    assert ((site / ".git/HEAD").read_text("utf-8"), (site / ".nojekyll").read_text("utf-8")) == ("ref", "new")


def test_what_is_hidden_and_generated_is_kept_only_if_it_is_made_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _fill(site, {".zenodo.json": "old", ".nojekyll": ""})
    with staged(site, [".zenodo.json"]) as folder:
        _write(folder, "new")
    assert {path.name for path in site.iterdir() if path.is_file()} >= {".nojekyll"}
    assert not (site / ".zenodo.json").exists()


def test_a_link_goes_on_leading_to_the_site(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "site").symlink_to("public")
    with staged(tmp_path / "site") as folder:
        _write(folder, "first")
    assert (tmp_path / "site").is_symlink()
    assert _read(tmp_path / "public") == {"first"}


def _build(site: Path, text: str) -> None:
    with one_build(site.parent), staged(site) as folder:
        _write(folder, text, 200)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # a fork beside the reader's thread
def test_a_reader_sees_one_whole_site_while_builds_are_killed(tmp_path: Path) -> None:
    """Twenty builds, each killed at a random moment, beside a reader who looks at a page again and again."""
    site = tmp_path / "site"
    _build(site, "0")
    missed: list[str] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            try:
                (site / "page19" / "index.html").read_text(encoding="utf-8")
            except FileNotFoundError:
                missed.append("404")

    reader = threading.Thread(target=look)
    reader.start()
    dice = random.Random(4)  # noqa: S311 - no secret
    context = multiprocessing.get_context("fork")
    try:
        for number in range(20):
            process = context.Process(target=_build, args=(site, str(number)))
            process.start()
            time.sleep(dice.uniform(0, 0.06))
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
            texts = _read(site)
            assert len(texts) == 1, f"pages of {texts} are mixed"
            assert sum(1 for _ in site.rglob("index.html")) == 200
    finally:
        stop.set()
        reader.join()
    _build(site, "last")
    assert _read(site) == {"last"}, "a killed build holds up no other"
    assert missed == []


def test_two_builds_wait_for_each_other(tmp_path: Path) -> None:
    seen: list[str] = []

    def build(name: str) -> None:
        with one_build(tmp_path):
            seen.append(name)
            time.sleep(0.1)
            seen.append(name)

    builds = [threading.Thread(target=build, args=(name,)) for name in "ab"]
    for thread in builds:
        thread.start()
    for thread in builds:
        thread.join()
    assert list(tmp_path.iterdir()) == [], "no file is left behind"
    assert seen in (["a", "a", "b", "b"], ["b", "b", "a", "a"])


CONTENTS = (
    {"a": "1", "b/c": "1", "b/d": "1"},
    {"a": "2", "b/c": "1", "e/f/g": "2"},
    {"b": "3"},
    {"b/c": "4", "a": "3"},
)
"""What is published one after the other; a file becomes a folder, and a folder a file."""


@pytest.mark.parametrize("can_link", [True, False], ids=["links", "copies"])
@pytest.mark.parametrize("ahead", [True, False], ids=["twin ahead", "twin then"])
def test_changes_are_published_with_all_that_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_link: bool, ahead: bool
) -> None:
    if not can_link:
        monkeypatch.setattr(os, "link", _no_link)
    site = tmp_path / "site"
    with staged(site) as folder:
        _fill(folder, CONTENTS[0])
    (site / ".nojekyll").touch()
    before, behind = CONTENTS[0], None
    for now in (*CONTENTS[1:], *CONTENTS, CONTENTS[-1]):
        seen = site.resolve().stat().st_ino
        if ahead:
            bring_up_twin(site, behind)
            behind = set()
        gone, changed = _publish(site, before, now, behind)
        assert {name: (site / name).read_text("utf-8") for name in _names(site)} == {**now, ".nojekyll": ""}
        assert site.stat().st_ino != seen, "the published folder is another one, not one that is written to"
        before, behind = now, {*gone, *changed}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.next", "changes", "site"]


def _no_link(*arguments: object, **more: object) -> None:
    raise OSError("no links here")


def _fill(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def _publish(
    site: Path, before: dict[str, str], now: dict[str, str], behind: set[str] | None
) -> tuple[set[str], set[str]]:
    """Publish what is otherwise now; returns the files that went, and those that came or changed."""
    changes = site.with_name("changes")
    shutil.rmtree(changes, ignore_errors=True)
    changes.mkdir()
    changed = {name for name in now if before.get(name) != now[name]}
    gone = {name for name in before if name not in now}
    _fill(changes, {name: now[name] for name in changed})
    publish_changes(changes, gone, site, behind)
    return gone, changed


def _build_changes(site: Path, text: str) -> None:
    """Publish 20 of 200 pages anew as a build does, with a note of what the twin lacks."""
    note = site.with_name("note")
    with one_build(site.parent):
        known = note.read_text("utf-8") if note.exists() else ""
        note.unlink(missing_ok=True)
        changes = site.with_name("changes")
        shutil.rmtree(changes, ignore_errors=True)
        pages = {f"page{number}/index.html": text for number in range(20)}
        _fill(changes, pages)
        publish_changes(changes, (), site, pages if known == str(site.stat().st_ino) else None)
        note.write_text(str(site.stat().st_ino), "utf-8")


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # as above
def test_so_it_sees_where_only_changes_are_published(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with staged(site) as folder:
        _write(folder, "0", 200)
    dice = random.Random(5)  # noqa: S311 - no secret
    context = multiprocessing.get_context("fork")
    for number in range(1, 25):
        process = context.Process(target=_build_changes, args=(site, str(number)))
        process.start()
        time.sleep(dice.uniform(0, 0.04))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        texts = {(site / f"page{page}" / "index.html").read_text("utf-8") for page in range(20)}
        assert len(texts) == 1, f"pages of {texts} are mixed"
        assert (site / "page199/index.html").read_text("utf-8") == "0"
        assert sum(1 for _ in site.rglob("index.html")) == 200
    _build_changes(site, "last")
    assert (site / "page0/index.html").read_text("utf-8") == "last"
