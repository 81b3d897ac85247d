"""Parses YAML that people edit, and the records in it: with a problem for every fault, and its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ...records.base import Problem
from .emit import LIST, MAPPING, TEXT
from .faults import faults_of

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
        if node.tag == LIST and isinstance(node, yaml.SequenceNode):
            return [self._construct(item) for item in node.value]
        if node.tag == MAPPING and isinstance(node, yaml.MappingNode):
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


def _is_text(node: yaml.Node) -> bool:
    return node.tag == TEXT and isinstance(node, yaml.ScalarNode)


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
        return None, faults_of(error, text, path, model)
