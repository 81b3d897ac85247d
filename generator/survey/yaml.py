"""YAML that people edit: parses it with the line of every fault, and changes it so that comments survive."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ..records.base import Problem, in_order
from ..text.suggestions import suggest
from .emit import WIDTH, render_yaml

try:
    import ryaml
except ImportError:  # a machine for which there is none reads all with PyYAML
    ryaml = None  # type: ignore[assignment,unused-ignore]

_Model = TypeVar("_Model", bound=BaseModel)
_MOST = 2_000_000
"""Characters; the largest file of the shipped survey has 60,000."""
_MAY_ALIAS = re.compile(r"(?:^|[\s\[{,:-])[&*][^\s,\[\]{}]", re.MULTILINE)

_TAG = re.compile(r"(?:^|[\s\[{,:-])!", re.MULTILINE)
_OTHERWISE: Mapping[str, Sequence[tuple[str, re.Pattern[str]]]] = yaml.CSafeLoader.yaml_implicit_resolvers
"""By its first character: what PyYAML takes for something else than text where no quotes are around it."""
_LONGEST_WORD, _NUMERIC = 5, frozenset("-+.0123456789")
"""Characters of the longest word that is no text, `false`; how numbers and dates begin."""
_DATES, _DATE = frozenset({"added", "changed", "published"}), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Keys of a paper's file whose value is a date, whether a reader of YAML gives it as a date or as text."""

_TEXT, _LIST, _MAPPING = "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"


def _is_text(node: yaml.Node) -> bool:
    return node.tag == _TEXT and isinstance(node, yaml.ScalarNode)


_WANTED = {"int": "a number", "float": "a number", "date": "a day, as 2024-05-31", "bool": "true or false"}
_FORMS = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "keys with values"}
_HINTS = {
    "mapping values are not allowed": "; put a text that holds a colon in quotes",
    "cannot start any token": "; indent with spaces, not tabs, and put a text that begins with a sign in quotes",
}
"""What to do about what the YAML reader says."""


class _Loader(yaml.CSafeLoader):
    """PyYAML's safe loader in C, which refuses a key that is given twice in one mapping."""

    def construct_document(self, node: yaml.Node) -> Any:
        """Return the data of a document, given as its root node. Such documents hold no aliases, so that no node is met
        twice and each can be made at once.
        """
        return self._construct(node)

    def _construct(self, node: yaml.Node) -> Any:
        """Return the data of a node. Texts, lists and mappings with texts as keys, which most nodes are, are made here;
        all others by PyYAML.
        """
        if _is_text(node):
            return node.value
        if node.tag == _LIST and isinstance(node, yaml.SequenceNode):
            return [self._construct(item) for item in node.value]
        if node.tag == _MAPPING and isinstance(node, yaml.MappingNode):
            mapping = {key.value: self._construct(value) for key, value in node.value if _is_text(key)}
            if len(mapping) == len(node.value):
                return mapping
        return self.construct_object(node, deep=True)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen or key.tag == "tag:yaml.org,2002:merge":
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key.value!r} stands twice; remove one", key.start_mark
                    )
                seen.add(key.value)
        return mapping


def parse_yaml(text: str, path: str) -> tuple[Any, list[Problem]]:
    """Return the data of a YAML document, given as text, and no problem, or None and the one problem for which it
    cannot be parsed.

    Problems are: broken YAML, a key given twice, anchors and aliases, more than two million characters. `path` is for
    messages.
    """
    if len(text) > _MOST:
        return None, [Problem(path=path, message=f"has {len(text):,} characters, more than {_MOST:,}; split it")]
    try:
        if _may_alias(text):
            for token in yaml.scan(text, Loader=yaml.CSafeLoader):
                if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                    line = token.start_mark.line + 1
                    message = f"anchors and aliases (“{token.value}”) are not read; write the value out"
                    return None, [Problem(path=path, line=line, message=message)]
        return yaml.load(text, Loader=_Loader), []  # noqa: S506 - _Loader is a CSafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = " ".join(str(error.problem or error.context or "cannot be read").split())
        hint = next((hint for said, hint in _HINTS.items() if said in message), "")
        return None, [Problem(path=path, line=(mark.line + 1 if mark else 0), message=f"is not YAML: {message}{hint}")]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        code = error.character if isinstance(error.character, int) else ord(error.character)
        message = f"is not YAML: it holds the character U+{code:04X}; delete it"
        return None, [Problem(path=path, line=line, message=message)]
    except (yaml.YAMLError, ValueError, LookupError, RecursionError) as error:
        message = " ".join(str(error).split())[:200]
        return None, [Problem(path=path, message=f"is not YAML: {message}")]


def _parse_plain(text: str) -> Any:
    """Return the data of a document by the fast reader, ryaml; None if that is not installed, cannot read the text, or
    might read it otherwise than `parse_yaml`.

    It parses as PyYAML does, but has YAML 1.2's idea of what is a number, a truth or a date.
    """
    if ryaml is None or len(text) > _MOST or "0o" in text or ("!" in text and _TAG.search(text)) or _may_alias(text):
        return None
    try:
        data = ryaml.loads(text)  # type: ignore[attr-defined,unused-ignore]
    except (ValueError, TypeError, RecursionError):
        return None
    return data if isinstance(data, dict) and not _is_doubtful(data, text) else None


def _may_alias(text: str) -> bool:
    return ("&" in text or "*" in text) and _MAY_ALIAS.search(text) is not None


def _is_doubtful(data: dict[Any, Any], text: str) -> bool:
    """Return whether PyYAML might read a value in the data, which ryaml read from `text`, as something else."""
    waiting: list[Any] = [value for key, value in data.items() if not (key in _DATES and _is_date(value))]
    waiting += data
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            first = value[:1]
            if first in _OTHERWISE and value and (len(value) <= _LONGEST_WORD or first in _NUMERIC):
                is_other = any(pattern.match(value) for _, pattern in _OTHERWISE[first])
                if is_other and _stands_without_quotes(value, text):
                    return True
        elif isinstance(value, dict):
            waiting += value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, float) and repr(value) not in text:
            return True
    return False


def _stands_without_quotes(value: str, text: str) -> bool:
    """Return whether a word may stand in a YAML text as a value or key without quotes; True if that is unclear."""
    at = text.find(value)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(value) : at + len(value) + 1]
        if (not before or before in " \t\n[{,:") and (not after or after in " \t\n]},:"):
            return True
        at = text.find(value, at + 1)
    return False


def _is_date(value: object) -> bool:
    return isinstance(value, str) and _DATE.fullmatch(value) is not None


def parse_record(text: str, path: str, model: type[_Model]) -> tuple[_Model | None, list[Problem]]:
    """Return the record of type `model` that a YAML text holds and no problem, or None and every problem with its line.
    `path` is for messages.

    An empty text counts as a mapping without keys.
    """
    if isinstance(plain := _parse_plain(text), dict):
        with suppress(ValidationError):
            return model.model_validate(plain), []
    data, problems = parse_yaml(text, path)
    if problems:
        return None, problems
    if data is None:
        data = {}
    if not isinstance(data, dict):
        kind = {"str": "text", "list": "a list", "int": "a number", "float": "a number"}.get(
            type(data).__name__, "a value"
        )
        message = f"holds {kind} where keys with values are wanted"
        return None, [Problem(path=path, line=1, message=message)]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        faults = [
            Problem(path=path, line=_line_of(root, tuple(item["loc"])), message=_say(dict(item), model))
            for item in error.errors()
        ]
        return None, sorted(dict.fromkeys(faults), key=lambda fault: fault.line)


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


def update_yaml(text: str, changes: Mapping[str, Any], order: Sequence[str] = ()) -> str:
    """Return the text of a YAML file with the top-level keys in `changes` set to new values; None removes a key.

    All else stays, comments, order and style included, but long lines may be wrapped anew. A new key is inserted before
    the first key that follows it in `order`.
    """
    from ruamel.yaml import YAML  # loaded here: only an import that changes an existing record needs it
    from ruamel.yaml.emitter import Emitter

    class WholeKeys(Emitter):
        """Never breaks a line inside a key, which some readers of YAML refuse."""

        def write_plain(self, text: Any, split: Any = True) -> None:
            """Write a text as a scalar without quotes; `split` says whether the line may break in it."""
            width = self.best_width
            self.best_width = width if split else len(text) + self.column + width
            super().write_plain(text, split)
            self.best_width = width

    editor = YAML(typ="rt")
    editor.Emitter = WholeKeys
    editor.preserve_quotes = True
    editor.width = WIDTH
    editor.allow_duplicate_keys = False
    document = editor.load(text)
    for key, value in changes.items():
        if value is None:
            document.pop(key, None)
        elif key in document or key not in order:
            document[key] = _plain(editor, value)
        else:
            later = set(order[order.index(key) :])
            place = next((n for n, have in enumerate(document) if have in later), len(document))
            document.insert(place, key, _plain(editor, value))
    out = io.StringIO()
    editor.dump(document, out)
    return re.sub(r"[ \t]+$", "", out.getvalue(), flags=re.MULTILINE)


def _plain(editor: Any, value: Any) -> Any:
    """Return a value as ruamel.yaml (`editor`) would have read it from the form in which `render_yaml` writes it."""
    if isinstance(value, dict | list):
        return editor.load(render_yaml({"value": value}))["value"]
    return value


def update_keys(text: str, changes: Mapping[str, Any], order: Sequence[str]) -> str:
    """Return the text of a YAML file with the top-level keys in `changes` set to new values; None removes a key.

    All else stays as it is, byte for byte. A new key is inserted before the first key that follows it in `order`. If
    the lines of a key cannot be cut out (it holds a comment, or several keys share a line), `update_yaml` does the
    work, which may wrap other lines anew.
    """
    edited = _edited(text, changes, order)
    if edited is not None:
        before, _ = parse_yaml(text, "")
        after, _ = parse_yaml(edited, "")
        given = {key: value for key, value in changes.items() if value is not None}
        values, _ = parse_yaml(render_yaml(given), "") if given else ({}, [])
        if after == {key: value for key, value in {**before, **values}.items() if changes.get(key, 0) is not None}:
            return edited
    return update_yaml(text, changes, order)


def _edited(text: str, changes: Mapping[str, Any], order: Sequence[str]) -> str | None:
    """Return a YAML mapping's text with the changes made: values of top-level keys are replaced, added (in the place
    that `order` gives them) or, for None, taken out. None if that cannot be done by cutting lines: a comment stands in
    a value, or a new key would come last or below another's comment.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style or not root.value:
        return None
    starts = {key.value: key.start_mark.index for key, _ in root.value}
    names = list(starts)
    ends = dict(zip(names, [*list(starts.values())[1:], len(text)], strict=True))
    edits: list[tuple[int, int, str]] = []
    for key, value in changes.items():
        new = "" if value is None else _rendered(key, value)
        if key in starts:
            start, end = starts[key], ends[key]
            if "#" in text[start:end] or text[start - 1 : start] not in {"", "\n"}:
                return None
            edits.append((start, start + len(text[start:end].rstrip()) + 1, new))
        elif value is not None:
            later = set(order[order.index(key) :]) if key in order else set()
            at = next((starts[name] for name in names if name in later), None)
            if at is None or text[:at].rpartition("\n")[0].rpartition("\n")[2].startswith("#"):
                return None  # at the end, or under a comment that belongs to the key below
            edits.append((at, at, new))
    # From the end on; of several new keys at one place the last first, so that they come to stand in their order.
    edits.reverse()
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _rendered(key: str, value: Any) -> str:
    """Return a key with its value as YAML lines. A second key is rendered with it and cut off, since a mapping that
    holds nothing but a mapping of texts would be put on one line.
    """
    return render_yaml({key: value, "end": []}).removesuffix("end: []\n")
