"""What `--help` says of each command: all that a newcomer needs, and an example that can be typed as it is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.cli.guide import COMMANDS, GROUPS, GUIDE, blocks

NOT_RUN = {"serve", "watch", "embed", "build", "report", "scale", "new"}
"""Commands whose examples run for ever, ask the network, or build sites as the pages of the guide do."""


def shown(name: str, width: int = 1000) -> str:
    """The help of a command, `taxonomy move`, on a terminal of a width."""
    return CliRunner().invoke(main, [*name.split(), "--help"], terminal_width=width).output


def example_of(name: str) -> str:
    """The commands with which a help ends, without what a shell would do with the output."""
    return re.sub(r" > \S+$", "", shown(name).rpartition("Example: ")[2].split("\n\n")[0].strip())


@pytest.fixture(scope="module")
def bees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The survey of the guide, with what the pages of the guide lay down, one decision, and one commit."""
    folder = tmp_path_factory.mktemp("help") / "bees"
    with pytest.MonkeyPatch.context() as patch:
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "Zoe Quill")
            patch.setenv(f"GIT_{role}_EMAIL", "zoe@bees.example")
        _run("new", str(folder), str(GUIDE / "library.bib"))
        shutil.copy(GUIDE / "library.bib", folder / "more.bib")
        for block in (*blocks("automate"), *blocks("curate")):
            if block.file in {"form.md", "preprint.csv"}:
                (folder / block.file).write_text(block.text, encoding="utf-8")
        _run("review", "--survey", str(folder), "--limit", "2", keys="1\n1\n")
        _run("import", str(folder / "preprint.csv"), "--survey", str(folder))
        for command in ("init --quiet --initial-branch=main", "add .", "commit --quiet --message=bees"):
            subprocess.run(["git", *command.split()], cwd=folder, check=True)
    return folder


def _run(*arguments: str, keys: str = "q\n") -> None:
    done = CliRunner().invoke(main, arguments, input=keys, catch_exceptions=False)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - NOT_RUN))
def test_the_example_of_a_command_does_what_it_says(
    name: str, bees: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(bees, tmp_path / "bees")
    monkeypatch.chdir(tmp_path / "bees")
    program, *arguments = shlex.split(example_of(name))
    assert (program, " ".join(arguments)[: len(name)]) == ("catalogue", name)
    _run(*arguments)


@pytest.mark.parametrize("name", ["", *GROUPS, *sorted(NOT_RUN)])
def test_an_example_that_is_not_run_is_one_that_is_understood(name: str) -> None:
    calls = [shlex.split(call) for call in example_of(name).split("; ")]
    assert f"catalogue {name}".strip() in example_of(name)
    for _, *words in (call for call in calls if call[0] == "catalogue"):
        typed = " ".join(words[:2]) if words[0] in GROUPS else words[0]
        known = {option for parameter in COMMANDS[typed].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, words


@pytest.mark.parametrize("name", ["", *GROUPS])
def test_a_list_of_commands_names_all_of_them_with_whole_sentences(name: str) -> None:
    below = [typed.removeprefix(f"{name} ") for typed in COMMANDS if typed.startswith(name)] if name else main.commands
    listed = {found[1]: found[2] for found in re.finditer(r"^  ([a-z]+)  +(\S.*)$", shown(name, 80), re.MULTILINE)}
    assert listed.keys() >= set(below)
    assert {command: text for command, text in listed.items() if not text.endswith(".") or text.endswith("..")} == {}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_help_explains_every_option_and_the_exit_code(name: str) -> None:
    options = [parameter for parameter in COMMANDS[name].params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not option.help] == []
    assert re.search(r"Exit code: 0 .*2 if the command is mistyped", shown(name))
    told = COMMANDS[name].help or ""
    missing = [it.human_readable_name for it in COMMANDS[name].params if isinstance(it, click.Argument)]
    assert [argument for argument in missing if argument.strip("[].") not in told] == []
