"""What processes write beside the docs folder comes into it, and what stands there untouched is not written again."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from generator.build.staging import Stored, staging
from generator.build.write import remember_standing, standing, write
from generator.cache import Cache


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return tmp_path / "survey" / "docs"


def build(docs: Path, files: dict[str, str | bytes]) -> dict[str, Stored]:
    """Write files as a build does; returns those that stood there already."""
    cache = Cache(docs.parent, "written", "1")
    with staging(docs, standing(docs, cache)) as beside:
        made = beside.put(files)
        written, problems = write(docs, made)
        assert written, problems
    remember_standing(docs, cache)
    return {name: it for name, it in made.items() if isinstance(it, Stored)}


def test_files_come_in_their_place_and_nothing_stays_beside(docs: Path) -> None:
    assert build(docs, {"a/one.md": "one", "two.bin": b"\0\xff", "same.md": "one"}) == {}
    found = {path.relative_to(docs).as_posix(): path.read_bytes() for path in docs.rglob("*") if path.is_file()}
    del found[".catalogue.json"]
    assert found == {"a/one.md": b"one", "two.bin": b"\0\xff", "same.md": b"one"}
    assert sorted(path.name for path in docs.parent.iterdir()) in ([".cache", "docs"], ["docs"])


def test_what_stands_there_is_not_written_again(docs: Path) -> None:
    build(docs, {"one.md": "one", "two.md": "two"})
    before = (docs / "one.md").stat()
    assert build(docs, {"one.md": "one", "two.md": "other"}).keys() == {"one.md"}
    assert (docs / "one.md").stat() == before
    assert (docs / "two.md").read_text() == "other"


def test_what_somebody_has_touched_is_looked_at(docs: Path) -> None:
    build(docs, {"one.md": "one", "two.md": "two", "three.md": "three"})
    facts = (docs / "one.md").stat()
    time.sleep(0.01)
    (docs / "one.md").write_text("eno")
    os.utime(docs / "one.md", ns=(facts.st_atime_ns, facts.st_mtime_ns))
    (docs / "two.md").unlink()
    (docs / "three.md").rename(docs / "3.md")
    assert build(docs, {"one.md": "one", "two.md": "two", "three.md": "three"}) == {}
    assert [(docs / name).read_text() for name in ("one.md", "two.md", "three.md")] == ["one", "two", "three"]


def test_a_file_that_goes_leaves_and_one_of_another_s_content_is_known(docs: Path) -> None:
    build(docs, {"one.md": "one", "two.md": "one"})
    build(docs, {"two.md": "one"})
    assert not (docs / "one.md").exists()
    build(docs, {"one.md": "one", "two.md": "one", "new.md": "one"})
    assert [(docs / name).read_text() for name in ("one.md", "two.md", "new.md")] == ["one"] * 3


def test_what_a_killed_build_left_is_deleted(docs: Path) -> None:
    beside = docs.parent / ".docs.made"
    beside.mkdir(parents=True)
    (beside / "half").write_text("half")
    build(docs, {"one.md": "one"})
    assert not beside.exists()


def test_a_build_that_fails_leaves_no_folder(docs: Path) -> None:
    def fail() -> None:
        with staging(docs, {}) as beside:
            beside.put({"one.md": "one"})
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        fail()
    assert not docs.parent.exists()
