"""Writes plain data as YAML: the very bytes that PyYAML writes with the options of `render_yaml`, in half the time.

Most of what records hold is read as it stands or between single quotes; what needs more (line breaks, control
characters, characters beyond the basic plane, keys as long as a line) is left to PyYAML.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

import yaml

WIDTH = 110
"""A line is broken at the first space behind so many characters."""
_INDENT = 2
_LONGEST_KEY = 128
"""Bytes of a key that may stand on the line of its value."""
_ODD = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
"""What is not written as it stands: control characters, line breaks, byte order mark, all beyond the basic plane."""
_FIRST = frozenset(" #,[]{}&*!|>'\"%@`")
"""What a text without quotes cannot begin with."""
_FIRST_BEFORE_SPACE = re.compile(r"[-?:](?: |$)|---|\.\.\.")
"""The same, of two characters or more."""
_INSIDE_FLOW = re.compile(r"[,?\[\]{}:]")
"""What a text without quotes cannot hold within brackets."""
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._()/'-]*[A-Za-z0-9.)])?")
"""What needs no quotes anywhere, if it is longer than `false`."""
_LONGEST_WORD = 5
_OTHERWISE: Mapping[str, list[tuple[str, re.Pattern[str]]]] = yaml.CSafeDumper.yaml_implicit_resolvers
"""By its first character: what a reader takes for something else than text where no quotes are around it."""

TEXT, LIST, MAPPING = "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"
"""The tags of what nearly all data are made of."""


class NotPlainError(ValueError):
    """The data hold something that is left to PyYAML."""


def emit(data: Mapping[str, Any]) -> str:
    """Return the text of a mapping as YAML. Each key stands on a line of its own, as `key: value`; a list or a mapping
    that holds nothing but scalars is on one line, in brackets.

    Raises NotPlainError for data whose form only PyYAML knows, such as a mapping that as a whole holds nothing but
    scalars.
    """
    if _is_flat(data.values()):
        raise NotPlainError
    out: list[str] = []
    _mapping(data, 0, "", out)
    return "".join(out)


def _is_flat(values: Iterable[Any]) -> bool:
    for value in values:  # noqa: SIM110 - a loop takes half as long as `any`
        if type(value) is dict or type(value) is list:
            return False
    return True


def _mapping(data: Mapping[str, Any], indent: int, lead: str, out: list[str]) -> None:
    """Append the YAML of a mapping to `out`, piece by piece. Its keys are indented by `indent` spaces; the first one
    has the text `lead` in place of these. Raises NotPlainError.
    """
    for key, value in data.items():
        start = f"{lead}{_key(key, False)}:"
        lead = " " * indent
        kind = type(value)
        if kind is dict:
            if _is_flat(value.values()):
                out += (start, " ", _flow(value, indent, len(start) + 1), "\n")
            else:
                out += (start, "\n")
                _mapping(value, indent + _INDENT, " " * (indent + _INDENT), out)
        elif kind is list:
            if _is_flat(value):
                out += (start, " ", _flow(value, indent, len(start) + 1), "\n")
            else:
                out += (start, "\n")
                _sequence(value, indent, out)
        else:
            text = _scalar(value, False)
            out += (start, " ", _broken(text, indent + _INDENT, len(start) + 1), "\n")


def _sequence(items: list[Any], indent: int, out: list[str]) -> None:
    """Append the YAML of a list to `out`, piece by piece. The dash of each item is indented by `indent` spaces. Raises
    NotPlainError for a list that is itself in a list and holds more than scalars.
    """
    start = " " * indent + "-"
    for item in items:
        kind = type(item)
        if kind is dict and not _is_flat(item.values()):
            _mapping(item, indent + _INDENT, start + " ", out)
        elif kind is dict or (kind is list and _is_flat(item)):
            out += (start, " ", _flow(item, indent, len(start) + 1), "\n")
        elif kind is list:
            raise NotPlainError
        else:
            out += (start, " ", _broken(_scalar(item, False), indent + _INDENT, len(start) + 1), "\n")


def _flow(values: dict[str, Any] | list[Any], indent: int, column: int) -> str:
    """Return the YAML of a list or mapping of scalars, in brackets. It begins at the character `column` of its line,
    counted from 0; the lines around it are indented by `indent` spaces, its own further lines by one step more. Raises
    NotPlainError.
    """
    if type(values) is dict:
        pairs = [(f"{_key(key, True)}: ", _scalar(value, True)) for key, value in values.items()]
        opening, closing = "{", "}"
    else:
        pairs = [("", _scalar(value, True)) for value in values]
        opening, closing = "[", "]"
    whole = ", ".join([before + text for before, text in pairs])
    if column + 1 + len(whole) <= WIDTH:
        return f"{opening}{whole}{closing}"
    inner = indent + _INDENT
    out = [opening]
    column += 1
    for number, (before, text) in enumerate(pairs):
        if number:
            out.append(",")
            column += 1
        if column > WIDTH:
            out.append("\n" + " " * inner)
            column = inner
        elif number:
            out.append(" ")
            column += 1
        column += len(before)
        written = _broken(text, inner + _INDENT, column)
        out += (before, written)
        last = written.rfind("\n")
        column = column + len(written) if last < 0 else len(written) - last - 1
    out.append(closing)
    return "".join(out)


@lru_cache(1024)
def _key(key: Any, in_flow: bool) -> str:
    if type(key) is not str or not key or len(key.encode()) > _LONGEST_KEY:
        raise NotPlainError
    return _text(key, in_flow)


def _scalar(value: Any, in_flow: bool) -> str:
    """Return a value as YAML on one line, in quotes where it needs them; `in_flow` says that it stands within brackets.
    Raises NotPlainError for a value that is neither a text, an integer, a date, a truth value nor a plain decimal.
    """
    kind = type(value)
    if kind is str:
        return _text(value, in_flow)
    if kind is int or kind is datetime.date:
        return str(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is float and "." in (text := repr(value)) and "e" not in text:
        return text
    raise NotPlainError


def _text(value: str, in_flow: bool) -> str:
    if len(value) > _LONGEST_WORD and _PLAIN.fullmatch(value):
        return value
    if not value:
        return "''"
    if not (value.isascii() and value.isprintable()) and _ODD.search(value):
        raise NotPlainError
    first = value[0]
    if (
        first in _FIRST
        or value[-1] == " "
        or (first in "-?:." and _FIRST_BEFORE_SPACE.match(value))
        or (": " in value or " #" in value or value[-1] == ":")
        or (in_flow and _INSIDE_FLOW.search(value))
        or (first in _OTHERWISE and any(pattern.match(value) for _, pattern in _OTHERWISE[first]))
    ):
        return "'" + value.replace("'", "''") + "'"
    return value


def _broken(text: str, indent: int, column: int) -> str:
    """Return the YAML of a scalar with its lines broken. It begins at the character `column` of its line, and the lines
    below the first are indented by `indent` spaces.

    A line is broken at the first single space behind `WIDTH` characters; the space behind an opening quote, or before a
    closing one, stays.
    """
    if column + len(text) <= WIDTH:
        return text
    pieces: list[str] = []
    is_quoted = text[0] == "'"
    low, high = (2, len(text) - 2) if is_quoted else (0, len(text))
    start, at = 0, 0
    while (at := text.find(" ", max(at, low, start + WIDTH + 1 - column))) >= 0:
        if at < high and text[at - 1] != " " and text[at + 1] != " ":
            pieces.append(text[start:at])
            start, column = at + 1, indent
        at += 1
    pieces.append(text[start:])
    return ("\n" + " " * indent).join(pieces)


class _Dumper(yaml.SafeDumper):
    """Writes YAML in block style, but the innermost lists and mappings on one line."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


class _FastDumper(yaml.CSafeDumper):
    """Writes the same text as `_Dumper` six times as fast, but for characters beyond Unicode's basic plane, which it
    writes as escapes.
    """

    def represent_data(self, data: Any) -> yaml.Node:
        """Return the YAML node of a value of any type. Texts, lists and mappings, of which records mostly consist, are
        made here as PyYAML would make them; all others by PyYAML.
        """
        kind = type(data)
        if kind is str:
            return yaml.ScalarNode(TEXT, data)
        if kind is dict:
            pairs = [(self.represent_data(key), self.represent_data(value)) for key, value in data.items()]
            is_flat = all(map(_is_bare, chain.from_iterable(pairs)))
            return yaml.MappingNode(MAPPING, pairs, flow_style=is_flat)
        if kind is list:
            items = list(map(self.represent_data, data))
            return yaml.SequenceNode(LIST, items, flow_style=all(map(_is_bare, items)))
        return super().represent_data(data)

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: tuple[bool, bool]) -> str:
        """Return the tag that a reader would give to a node of a kind that has no tag of its own. PyYAML asks this
        twice of each node, with the node's `value` and whether the tag is `implicit`; nearly all are texts, which is
        told by their first character.
        """
        if kind is yaml.ScalarNode and (not implicit[0] or value[:1] not in _OTHERWISE):
            return TEXT
        tag: str = super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]
        return tag

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def _is_bare(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style


def render_yaml(data: Mapping[str, Any]) -> str:
    """Return the data as the text of a new YAML file: keys in the order given, the innermost lists and mappings on one
    line.
    """
    try:
        return emit(data)
    except NotPlainError:
        text = _dump(data, _FastDumper)
    return _dump(data, _Dumper) if "\\U" in text else text


def _dump(data: Mapping[str, Any], dumper: type[_Dumper | _FastDumper]) -> str:
    text: str = yaml.dump(
        dict(data), Dumper=dumper, sort_keys=False, allow_unicode=True, default_flow_style=None, width=WIDTH
    )
    return text
