"""What docs/architecture.md says of the code holds: paths, folders, words, libraries; and the paths in the README."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")


def _paths(name: str) -> set[str]:
    """What stands in code spans of a document and looks like a path."""
    text = re.sub(r"(?ms)^```\w*$.*?^```$", "", (ROOT / name).read_text(encoding="utf-8"))
    spans = re.findall(r"`([^`\n]+)`", text)
    return {span for span in spans if re.fullmatch(r"[\w.-]+(/[\w.*-]+)*/?", span) and ("/" in span or "." in span)}


PATHS = sorted({path for name in ("docs/architecture.md", "README.md", "CONTRIBUTING.md") for path in _paths(name)})
_NO_PATHS = {".po", ".venv", ".venv/bin/catalogue", "site/", "report.jsonl", "taxonomy.yml", "systems.yml"}
"""An ending, what is made, and files that are named without their folder."""
_YOURS = re.compile(r"NAME|LANGUAGE|\bID\b|\*")
"""What stands for a name of the reader's choice."""


def _section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def _rows(title: str) -> list[list[str]]:
    """The cells of the rows of a section's table, without its head."""
    rows = [line.strip("| ").split(" | ") for line in _section(title).splitlines() if line.startswith("|")]
    return rows[2:]


def test_paths_were_found() -> None:
    assert {"generator/pipeline.py", "generator/ingest/readers/NAME.py", "docs/guide/readers.md", "mkdocs.yml"} <= set(
        PATHS
    )


@pytest.mark.parametrize("path", sorted(set(PATHS) - _NO_PATHS))
def test_every_path_exists(path: str) -> None:
    """Of a file that is yet to be written, the folder exists, and other files of its kind lie there."""
    if not _YOURS.search(path):
        assert (ROOT / path).exists(), path
        assert (ROOT / path).is_dir() == path.endswith("/"), path
    else:
        like = _YOURS.sub("*", path)
        assert next(ROOT.glob(like), None), f"nothing is like {path}"


def test_what_stands_in_a_file_is_found_there() -> None:
    """`READERS` after `generator/ingest/readers/detect.py`, `check_survey` before “in `generator/pipeline.py`”."""
    text = " ".join(_section("How to add").split())
    named = re.findall(r"`(\w+)` in `([\w/]+\.py)`", text)
    for item in re.split(r" \d\. ", text):
        if opening := re.match(r"`([a-z_/]+\.py)`:", item):
            named += [(name, opening[1]) for name in re.findall(r"`([A-Za-z_]+)`", item)]
    assert {"READERS", "check_survey", "page_units", "LANGUAGES"} <= {name for name, _ in named}
    assert [(name, path) for name, path in named if name not in (ROOT / path).read_text(encoding="utf-8")] == []


def test_every_folder_of_the_generator_is_described_once() -> None:
    files = (path for path in (ROOT / "generator").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    folders = {folder.relative_to(ROOT) for path in files for folder in path.parents if folder.is_relative_to(ROOT)}
    wanted = sorted(f"{folder.as_posix()}/" for folder in folders if len(folder.parts) > 1)
    assert sorted(row[0].strip("`") for row in _rows("The floors")) == wanted


def test_the_drawing_has_the_floors_of_the_import_rules_in_their_order() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = [re.findall(r"\w+", layer) for layer in rules[0]["layers"]]
    drawing = _section("The floors").split("```")[1]
    drawn = [re.findall(r"\w+", line) for line in drawing.splitlines() if re.match(r" [a-z]", line)]
    exist = [[name for name in layer if _exists(name)] for layer in layers]
    assert [[name for name in line if _exists(name)] for line in drawn] == exist


def _exists(floor: str) -> bool:
    return (ROOT / "generator" / floor).is_dir() or (ROOT / "generator" / f"{floor}.py").is_file()


def test_words_are_sorted_and_explained_once() -> None:
    words = [row[0] for row in _rows("Words")]
    assert len(words) >= 30
    assert words == sorted(set(words))
    assert all(len(row) == 2 and row[1] for row in _rows("Words"))


def test_every_library_says_why_and_none_is_named_that_is_not_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = project["optional-dependencies"]
    wanted = [*project["dependencies"], *groups["embed"], *groups["parquet"], *groups["scale"], *groups["dev"]]
    used = {re.split(r"[><=\s\[]", entry)[0].lower() for entry in wanted} | _node_packages()
    used = {name for name in used if not name.startswith("types-")}
    table = {row[0]: row[1] for row in _rows("Libraries")}
    assert list(table) == sorted(table)
    assert used - set(table) == set(), "a row says what each library does here"
    to_come = {name for name, why in table.items() if why.startswith("*to come*")}
    assert set(table) - to_come == used & set(table), "a library that is used is no longer to come"
    assert to_come & used == set()


def _node_packages() -> set[str]:
    """Of what npm installs, the linter. The rest are other searches and audits of pages, which `bench/` runs."""
    return {name for name in ("eslint",) if f'"{name}"' in (ROOT / "package.json").read_text(encoding="utf-8")}
