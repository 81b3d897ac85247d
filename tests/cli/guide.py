"""The blocks of a page of the guide, and a terminal that runs those that are commands.

- ```` ```console ````: `$ command`, and below it what the command prints, `…` standing for anything. They run in the
  order of the page.
- ```` ```sh ````: commands that never end, or need the network; they are not run.
- any other block below a line that says ``Write `FILE`:`` is laid down as that file.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
from click.testing import CliRunner

from generator.cli import main

GUIDE = Path(__file__).resolve().parents[2] / "docs/guide"
PAGES = sorted(path.stem for path in GUIDE.glob("*.md"))
_BLOCK = re.compile(
    r"^(?:Write `(?P<file>[^`\n]+)`:\n\n)?```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_KEY = re.compile(r"q quit: (.*)$", re.MULTILINE)
"""What a curator types in a review, as its dialogue shows it."""


def _commands() -> dict[str, click.Command]:
    """Every command by what is typed: `check`, `taxonomy rename`."""
    found: dict[str, click.Command] = {}
    for name, command in main.commands.items():
        if isinstance(command, click.Group):
            found |= {f"{name} {below}": inner for below, inner in command.commands.items()}
        else:
            found[name] = command
    return found


COMMANDS = _commands()
GROUPS = [name for name, command in main.commands.items() if isinstance(command, click.Group)]


class Block(NamedTuple):
    """A fenced block: its language, its text, and the file that it is to be laid down as."""

    kind: str
    text: str
    file: str | None = None


class Call(NamedTuple):
    """A command of a page, and what it is said to print."""

    command: str
    output: str


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in their order."""
    text = (GUIDE / f"{page}.md").read_text(encoding="utf-8")
    return [Block(found["kind"], found["text"], found["file"]) for found in _BLOCK.finditer(text)]


def calls(text: str) -> Iterator[Call]:
    """The commands of a console block."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield Call(command, output)


def shell_lines(text: str) -> list[str]:
    """The lines of a block of commands that are not run, without their comments."""
    return [line for line in (re.sub(r"\s+#.*", "", line).strip() for line in text.splitlines()) if line]


class Terminal:
    """A folder in which the commands of a page are run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, call: Call) -> str:
        """What a command prints, both what it found and what it says of it. A traceback fails the test."""
        name, *arguments = shlex.split(call.command)
        if name == "catalogue":
            keys = "".join(f"{key}\n" for key in _KEY.findall(call.output))
            return CliRunner().invoke(main, arguments, input=keys, catch_exceptions=False).output
        if name == "cd":
            self.folder = self.folder / arguments[0]
            return ""
        if name == "ls":
            names = sorted(path.name for path in self.folder.iterdir() if not path.name.startswith("."))
            return "".join(f"{name}\n" for name in names)
        if name == "cp":
            assert arguments[0] == "-r"
            shutil.copytree(self.folder / arguments[1], self.folder / arguments[2])
            return ""
        if name in {"git", "sed", "touch"}:
            done = subprocess.run([name, *arguments], cwd=self.folder, capture_output=True, text=True, check=True)
            return done.stdout + done.stderr
        if name == "cat":
            return "".join((self.folder / file).read_text(encoding="utf-8") for file in arguments)
        raise AssertionError(f"the guide runs {name!r}, which this terminal does not know")


def agrees(shown: str, printed: str) -> bool:
    """Whether an output is as the guide shows it: the same lines but for blanks at their ends; `…` stands for any text,
    and for any lines where it is all of one. A line that says what is next may be left out.

    >>> agrees("a … c\\n…\\nz\\n", "a b c\\nd\\ne\\nz\\n"), agrees("a\\n", "a\\nb\\n")
    (True, False)
    """
    if not re.search(r"^next: ", shown, re.MULTILINE):
        printed = re.sub(r"^next: .+\n", "", printed, flags=re.MULTILINE)
    pattern = ""
    for line in shown.splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += (
                ".*".join(re.escape(part.rstrip()) if at else re.escape(part) for at, part in _parts(line)) + r"[ ]*\n"
            )
    return re.fullmatch(pattern, printed if printed.endswith("\n") or not printed else f"{printed}\n") is not None


def _parts(line: str) -> Iterator[tuple[int, str]]:
    return enumerate(line.rstrip().split("…"))
