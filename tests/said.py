"""Every text that the interface says, found where it is said: in templates, pages, scripts and the theme."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from jinja2 import Environment, nodes

ROOT = Path(__file__).parent.parent
SCRIPTS = ROOT / "generator/assets/js"
TEMPLATES = ROOT / "templates"


class Text(NamedTuple):
    """A text by its English forms: one, or two where it counts; and the file that says it."""

    forms: tuple[str, ...]
    where: str


@cache
def said() -> tuple[Text, ...]:
    return (*_in_python(), *_in_scripts(), *_in_templates(), *in_theme())


def _in_python() -> Iterator[Text]:
    for path in sorted((ROOT / "generator").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute | ast.Name):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
            literal = [it.value for it in call.args if isinstance(it, ast.Constant) and isinstance(it.value, str)]
            if name == "say" and literal:
                yield Text((literal[0],), path.name)
            if name == "count" and len(literal) == 2:
                yield Text((literal[0], literal[1]), path.name)


def _in_scripts() -> Iterator[Text]:
    for path in sorted(SCRIPTS.rglob("*.js")):
        for forms in _calls(path.read_text("utf-8")):
            yield Text(forms, path.name)


def _calls(script: str) -> Iterator[tuple[str, ...]]:
    waiting: list[str] = []
    for text, before in strings(script):
        if before.endswith(('plural("",', 'plural("", ')) and waiting:
            yield waiting.pop(), text
        elif before.endswith("plural("):
            waiting = [text]
        elif re.search(r"\b(?:say|sentence)\($", before):
            yield (text,)


def strings(script: str) -> Iterator[tuple[str, str]]:
    """The strings of a script, each with the code before it, in which strings are empty and comments left out."""
    code, at, depths = "", 0, [0]
    while at < len(script):
        if found := _COMMENT.match(script, at):
            at = found.end()
        elif found := _STRING.match(script, at):
            yield json.loads(f'"{found[1]}"') if "\\" in found[1] and "\\x" not in found[1] else found[1], code
            code, at = code + '""', found.end()
        elif script[at] == "`" or (script[at] == "}" and len(depths) > 1 and depths[-1] == 0):
            if script[at] == "}":
                depths.pop()
            found = _PIECE.match(script, at + 1)
            assert found, script[at : at + 60]
            yield found[1], code
            code, at = code + '""', found.end()
            if found[2] == "${":
                depths.append(0)
        elif script[at] == "/" and re.search(r"(?:[(,=:\[!&|?{};]|\breturn|=>)\s*$|^$", code):
            found = _PATTERN.match(script, at)
            assert found, script[at : at + 60]
            code, at = code + "/", found.end()
        else:
            depths[-1] += {"{": 1, "}": -1}.get(script[at], 0)
            code, at = code + script[at], at + 1


_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_PIECE = re.compile(r"((?:[^`\\$]|\\.|\$(?!\{))*)(`|\$\{)", re.DOTALL)
_PATTERN = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*")


def _in_templates() -> Iterator[Text]:
    environment = Environment()  # noqa: S701 - nothing is rendered
    for path in sorted(TEMPLATES.glob("*.j2")):
        for call in environment.parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in {"say", "count"}:
                literal = [it.value for it in call.args if isinstance(it, nodes.Const) and isinstance(it.value, str)]
                yield Text(tuple(literal), path.name)


@cache
def in_theme() -> tuple[Text, ...]:
    """What the theme says itself, and what mkdocs.yml has it say: the colour switch, headings, the navigation."""
    found = []
    for path in sorted((TEMPLATES / "theme").rglob("*.html")):
        texts = re.findall(r'\bwords\.say\("([^"]*)"\)', path.read_text("utf-8"))
        found += [Text((text,), path.name) for text in texts]
    configuration = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=_Loader)  # noqa: S506
    found += [Text((it["toggle"]["name"],), "mkdocs.yml") for it in configuration["theme"]["palette"]]
    settings = [extension for extension in configuration["markdown_extensions"] if isinstance(extension, dict)]
    found += [Text((it,), "mkdocs.yml") for it in settings[0]["toc"].values() if isinstance(it, str)]
    return (*found, *(Text((title,), "mkdocs.yml") for title in _titles(configuration["nav"])))


def _titles(entries: list[dict[str, object]]) -> Iterator[str]:
    """Of what every survey has: the guide of this project is its own, and in English."""
    for entry in entries:
        for title, target in entry.items():
            if target not in ("guide.md", "benchmarks.md"):
                yield title
            if isinstance(target, list):
                yield from _titles(target)


class _Loader(yaml.SafeLoader):
    """Takes the tags of the site configuration for nothing."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
