"""Says what is wrong in YAML that people edit, and in which line, as they can understand it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from ...records.base import Problem, in_order
from ...text.suggestions import suggest

_WANTED = {"int": "a number", "float": "a number", "date": "a day, as 2024-05-31", "bool": "true or false"}
_FORMS = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "keys with values"}


def faults_of(error: ValidationError, text: str, path: str, model: type[BaseModel]) -> list[Problem]:
    """Return what pydantic found wrong with a YAML text that should hold a record of type `model`, each fault with its
    line, in the order of the lines. `path` is that of the file.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    faults = [
        Problem(path=path, line=_line_of(root, tuple(item["loc"])), message=_say(dict(item), model))
        for item in error.errors()
    ]
    return sorted(dict.fromkeys(faults), key=lambda fault: fault.line)


def locate(problems: Iterable[Problem], read: Callable[[str], str]) -> list[Problem]:
    """Return the problems sorted by file and line, each with the line of the value that it is about (`Problem.at`).

    `read` returns the text of the file at a path.
    """
    located = []
    roots: dict[str, yaml.Node | None] = {}
    for problem in problems:
        if problem.at and not problem.line:
            if problem.path not in roots:
                roots[problem.path] = yaml.compose(read(problem.path), Loader=yaml.CSafeLoader)
            line = _line_of(roots[problem.path], problem.at)
            problem = problem.model_copy(update={"line": line, "at": ()})
        located.append(problem)
    return in_order(located)


def _line_of(node: yaml.Node | None, where: tuple[int | str, ...]) -> int:
    """Return the line, from 1, of the deepest node on the way `where`, keys and list positions from the root, that the
    file has.
    """
    line = 1
    for step in where:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if pair is None:
                continue
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _say(fault: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Return the message for a fault that pydantic lists: it names the key, quotes the value and says what to do."""
    where, kind, given = tuple(fault["loc"]), str(fault["type"]), fault.get("input")
    key = ".".join(str(step) for step in where)
    value = str(given)
    shown = repr(value if len(value) <= 60 else value[:60] + "…")
    if kind == "extra_forbidden":
        known = _keys_at(model, where[:-1])
        near = suggest(str(where[-1]), known)
        hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
        if "ids" in known and str(where[-1]) in _keys_at(model, (*where[:-1], "ids")):
            hint = f"write `ids: {{{where[-1]}: {value}}}`"
        return f"unknown key {key!r}; {hint}"
    if kind == "missing":
        return f"{key!r} is missing; add it"
    if kind == "string_type":
        form = "empty" if given is None else _FORMS.get(type(given), "a day")
        return f"{key!r} must be text, and {shown} is {form}; put it in quotes"
    if kind == "string_pattern_mismatch":
        pattern = str(fault["ctx"]["pattern"])
        hint = (
            "use lower-case letters, digits and single hyphens" if "a-z0-9" in pattern else f"it must match {pattern}"
        )
        return f"{key!r} may not be {shown}; {hint}"
    if wanted := _wanted(kind, fault, model):
        return f"{key!r} must be {wanted} (it is {shown})"
    message = str(fault["msg"]).removeprefix("Value error, ")
    if not key:
        return message
    return f"{key!r}: {message}" + ("" if kind == "value_error" else f" (it is {shown})")


def _wanted(kind: str, fault: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Return what a value must be, by the `kind` of a fault that pydantic lists; empty for other kinds."""
    limits: Mapping[str, Any] = fault.get("ctx", {})
    if kind in {"tuple_type", "list_type"}:
        return f"a list; write `[{fault.get('input')}]`"
    if kind in {"model_type", "model_attributes_type", "dict_type", "mapping_type"}:
        keys = ", ".join(f"{key}: …" for key in _keys_at(model, fault["loc"])[:3])
        return f"keys with values, as `{{{keys or 'key: value'}}}`"
    if kind in {"greater_than_equal", "less_than_equal"}:
        return f"at least {limits['ge']}" if "ge" in limits else f"at most {limits['le']}"
    return f"one of {limits['expected']}" if kind == "literal_error" else _WANTED.get(kind.partition("_")[0], "")


def _keys_at(model: Any, where: tuple[int | str, ...]) -> list[str]:
    """Return the keys that a mapping at `where` in a record of the type `model` may have, sorted, by its JSON Schema;
    empty if no mapping belongs there.
    """
    schema = model.model_json_schema(by_alias=True)
    node: Mapping[str, Any] = schema
    for step in where:
        while "$ref" in node or "anyOf" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node["anyOf"][0]
        node = node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step, {})
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    return sorted(node.get("properties", {}))
