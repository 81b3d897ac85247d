"""Reads YAML: a list of entries, a mapping of keys to entries, one entry, or a mapping that holds a list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml

from ....records.base import Problem
from ....records.entry import Entry
from ...normalise import to_entry
from .keys import map_keys
from .rows import has_title, parse_row

_KEY = re.compile(r"(?:- +)?[\"']?([^\W\d_][\w .@/()-]{0,60}?)[\"']?:(?:\s|$)")
_PART = re.compile(r"^(?=- |-$)", re.MULTILINE)
_NESTING_MOST = 50
_LENGTH_MOST = 20_000_000
_Found = tuple[int, object]
"""The line in which a value begins, and the value."""


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is YAML with entries. `path` is not used.

    It is if nine tenths of its outermost lines are keys or list items and one of the keys means a title. A Markdown
    page with YAML at its beginning is refused.
    """
    del path
    lines = [line for line in head.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if lines and re.match(r"%YAML|---\s*$", lines[0]):
        later = [at for at, line in enumerate(lines[1:], 1) if re.match(r"---\s*$", line)]
        if later and later[0] + 1 < len(lines) and not _KEY.match(lines[later[0] + 1]):
            return False
        lines = lines[1:]
    if not lines or not _KEY.match(lines[0].lstrip()):
        return False
    keys = [match[1] for line in lines if (match := _KEY.match(line.lstrip()))]
    outermost = [line for line in lines if not line[0].isspace()]
    if sum(bool(re.match(r"- |-$|\.\.\.|---", line) or _KEY.match(line)) for line in outermost) < 0.9 * len(outermost):
        return False
    return "title" in map_keys(key for key in keys if key.lower() not in {"name", "publication", "paper"})


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each mapping with a title, in the order of the text, and a problem with its line for every
    other part: a value that is no mapping, a mapping without a title, broken YAML, YAML nested deeper than 50 levels.
    `path` is that of the file, for both.

    If the text as a whole is broken, each item of its list is parsed by itself. A text that holds nothing gives one
    problem.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    for line, value in _values(text):
        if isinstance(value, _Broken):
            problems.append(Problem(path=path, line=value.line, message=str(value)))
            continue
        try:
            if not isinstance(value, Mapping):
                raise ValueError(
                    f"holds a {type(value).__name__} where an entry is wanted; give a mapping with a title"
                )
            entries.append(to_entry(parse_row(value, line)[0], "yaml", path))
        except (ValueError, RecursionError) as error:
            problems.append(Problem(path=path, line=line, message=str(error)))
    if not entries and not problems:
        problems.append(Problem(path=path, line=1, message="holds no entry; give mappings with a title"))
    return entries, problems


class _Broken(str):
    """Stands in the place of a part that is not YAML; its text says why, and `line` where."""

    line: int

    def __new__(cls, error: object, line: int) -> _Broken:
        made = super().__new__(cls, error)
        made.line = line
        return made


def _values(text: str) -> Iterator[_Found]:
    """Yield the values in a text that may be entries, each with its line; `_Broken` for what is not YAML. If the whole
    is not, each item of its list is read by itself.
    """
    found = list(_documents(text, 0))
    if not any(isinstance(value, _Broken) for _, value in found):
        yield from found
        return
    starts = [match.start() for match in _PART.finditer(text)]
    if len(starts) < 2:
        yield from found
        return
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield from _documents(text[start:end], text.count("\n", 0, start))


def _documents(text: str, before: int) -> Iterator[_Found]:
    """Yield the values of a YAML text, each with its line in the file, in which `before` lines stand above the text; a
    `_Broken` if it cannot be read.
    """
    if len(text) > _LENGTH_MOST or re.search(r"[\[{\s]{0,50}(?:[\[{]\s*){50}|(?:- ){50}", text):
        yield before + 1, _Broken("is nested deeper, or longer, than any list of papers; give a plain list", before + 1)
        return
    try:
        for node in yaml.compose_all(text, Loader=yaml.CSafeLoader):
            if node is not None:
                yield from _entries(node, before)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = before + min(mark.line + 1 if mark else 1, text.count("\n") + 1)  # it may name the one behind the last
        yield line, _Broken(f"is not YAML ({error.problem or error.context}); mend the line", line)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        yield before + 1, _Broken(f"is not YAML ({' '.join(str(error).split())[:120]}); mend it", before + 1)


def _entries(node: yaml.Node, before: int) -> Iterator[_Found]:
    """Yield the values below a node of YAML, each with its line in the file, in which `before` lines stand above the
    text of the node: the items of a list; a mapping with a title itself; of another mapping its longest list of papers,
    or its values, each with its key.
    """
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield item.start_mark.line + before + 1, _data(item)
        return
    value = _data(node)
    if not isinstance(node, yaml.MappingNode) or not isinstance(value, Mapping) or has_title(value):
        yield node.start_mark.line + before + 1, value
        return
    lists = [inner for _, inner in node.value if isinstance(inner, yaml.SequenceNode) and _have_titles(_data(inner))]
    if lists:
        yield from _entries(max(lists, key=lambda inner: len(inner.value)), before)
        return
    rows = [(key, inner) for key, inner in node.value if isinstance(inner, yaml.MappingNode)]
    if not _have_titles([_data(inner) for _, inner in rows]):
        keys = ", ".join(str(key) for key in value)[:80]
        yield (
            node.start_mark.line + before + 1,
            _Broken(f"holds no papers (its keys: {keys}); give a list of mappings with a title", before + 1),
        )
        return
    for key, inner in rows:
        row = _data(inner)
        named = row if isinstance(row, Mapping) and map_keys(map(str, row)).get("key") else {"key": key.value, **row}  # type: ignore[dict-item]
        yield key.start_mark.line + before + 1, named


def _data(node: yaml.Node) -> object:
    """Return the value of a node as plain data; if it has tags of other programs or cannot be built, the reason as a
    text.
    """
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        return f"{error}"
    finally:
        loader.dispose()


def _have_titles(values: object) -> bool:
    return isinstance(values, list) and any(isinstance(value, Mapping) and has_title(value) for value in values)
