"""The guide: each command on its pages prints what the page shows, and every command is on one of them."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from generator.ingest.readers.detect import READERS
from tests.cli.guide import COMMANDS, GROUPS, GUIDE, PAGES, Terminal, agrees, blocks, calls, shell_lines

DAY = "1778889600"
"""The day of the guide, 16 May 2026."""
TEXT = {page: (GUIDE / f"{page}.md").read_text(encoding="utf-8") for page in PAGES}


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """An empty folder but for the library that the guide speaks of."""
    for name in ("SITE_URL", "GIT_CONFIG_GLOBAL"):
        monkeypatch.delenv(name, raising=False)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Zoe Quill")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "zoe@bees.example")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    monkeypatch.chdir(tmp_path)
    shutil.copy(GUIDE / "library.bib", tmp_path)
    return Terminal(tmp_path)


def _follow(page: str, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what a page says, in its order."""
    for block in blocks(page):
        if block.file:
            (terminal.folder / block.file).write_text(block.text, encoding="utf-8")
        if block.kind != "console":
            continue
        for call in calls(block.text):
            printed = terminal.run(call)
            monkeypatch.chdir(terminal.folder)
            assert agrees(call.output, printed), f"{page}.md: $ {call.command}\n{printed}"


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_the_page_shows(
    page: str, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, site_builder: None
) -> None:
    """A page goes on where “Start” ends: in the folder of the survey that `catalogue new` made."""
    if page != "start":
        terminal.run(next(calls("$ catalogue new bees library.bib\n")))
        terminal.folder /= "bees"
        monkeypatch.chdir(terminal.folder)
    _follow(page, terminal, monkeypatch)


def test_an_output_that_differs_is_found() -> None:
    assert agrees("a … c\n…\nz\n", "a b c\nd\ne\nz\n")
    assert agrees("…\n", "") and agrees("", "")
    for shown, printed in (
        ("a\n", "a\nb\n"),
        ("a … c\n", "a b d\n"),
        ("", "a\n"),
        ("a\n…\nz\n", "a\nb\n"),
        ("a.c\n", "abc\n"),
    ):
        assert not agrees(shown, printed)


def test_what_is_not_run_exists() -> None:
    """Commands that serve for ever or need the network: their names and options are right."""
    lines = [line for page in PAGES for block in blocks(page) if block.kind == "sh" for line in shell_lines(block.text)]
    assert len(lines) >= 5
    for line in lines:
        name, *arguments = shlex.split(line)
        assert name in {"catalogue", "pipx", "pip"}, line
        if name == "catalogue":
            command = COMMANDS[arguments[0]]
            known = {option for parameter in command.params for option in parameter.opts}
            assert {argument for argument in arguments if argument.startswith("--")} <= known, line


def test_every_command_is_on_a_page() -> None:
    guide = "\n".join(TEXT.values())
    missing = [name for name in COMMANDS if not re.search(rf"catalogue\s{name}\b", guide)]
    assert missing == []


def test_every_command_that_is_named_exists() -> None:
    named = {name for text in TEXT.values() for name in re.findall(r"`catalogue ([a-z]+(?: [a-z]+)?)", text)}
    known = {*COMMANDS, *GROUPS}
    assert {name for name in named if name not in known and name.split()[0] not in known} == set()


def test_every_reader_is_in_the_table_of_formats() -> None:
    rows = [line.strip("| ").split(" | ") for line in TEXT["readers"].splitlines() if line.startswith("| ")]
    named = [name for row in rows[1:] for name in re.findall(r"`([^`]+)`", row[1])]
    assert sorted(named) == sorted(reader.name for reader in READERS)
