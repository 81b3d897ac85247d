"""Changes the text of taxonomy.yml, and leaves every other byte as its curator wrote it.

Each list is treated as the texts of its items, an item with the comments right above it; items are dropped, moved and
added as wholes, and what changes inside an item is replaced there. What this cannot do (a list written in brackets) is
done by `update_yaml`, which may lose comments inside the list. The result is parsed again to make sure that it is
right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import yaml

from ..records.taxonomy import Facet, Taxonomy, Value
from .folder import as_plain, yaml_key
from .regroup import AREA, Regrouping
from .yaml.emit import render_yaml
from .yaml.parse import parse_record
from .yaml.update import update_yaml


class _Edit(NamedTuple):
    """A replacement in a text: the characters from index `start` up to `end` (not included) become `text`."""

    start: int
    end: int
    text: str


class _UneditableError(Exception):
    """Raised if taxonomy.yml is in a form that is not edited in place, such as a list on one line; it is then rendered
    anew.
    """


def update_taxonomy(text: str, old: Taxonomy, change: Regrouping) -> str:
    """Return the text of taxonomy.yml after a change; `text` is the present one, which holds `old`."""
    if old == change.taxonomy:
        return text
    try:
        edited = _edited(text, old, change)
        if parse_record(edited, "taxonomy.yml", Taxonomy) == (change.taxonomy, []):
            return edited
    except (_UneditableError, yaml.YAMLError):
        pass
    plain = as_plain(change.taxonomy)
    changes = {
        key: plain.get(key, []) for key in ("areas", "facets") if getattr(old, key) != getattr(change.taxonomy, key)
    }
    return update_yaml(text, changes, tuple(Taxonomy.model_fields))


def _edited(text: str, old: Taxonomy, change: Regrouping) -> str:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    new = change.taxonomy
    former = {
        moved: choice for choice, moved in change.moved.items() if moved is not None and _is_rename(change, choice)
    }
    former_facets = {key: before for before, key in change.facets.items()}
    edits: list[_Edit] = []
    if old.areas != new.areas:
        names = {area.key: former.get((AREA, area.key), (AREA, area.key))[1] for area in new.areas}
        edits.append(_list_edit(text, _child(root, "areas"), old.areas, new.areas, names))
    if old.facets != new.facets:
        names = {facet.key: former_facets.get(facet.key, facet.key) for facet in new.facets}
        edits.append(_list_edit(text, _child(root, "facets"), old.facets, new.facets, names, former))
    return _applied(text, edits)


def _is_rename(change: Regrouping, choice: tuple[str, str]) -> bool:
    """Return whether a change of the taxonomy only gives `choice`, an area or value, another key. False if something
    else becomes the same area or value, which is a merge, whose target keeps its own text.
    """
    return list(change.moved.values()).count(change.moved[choice]) == 1


def _list_edit(
    text: str,
    node: yaml.Node | None,
    old: Sequence[Value] | Sequence[Facet],
    new: Sequence[Value] | Sequence[Facet],
    former: Mapping[str, str],
    values: Mapping[tuple[str, str], tuple[str, str]] | None = None,
) -> _Edit:
    """Return the edit by which a list of the old text says `new`: items that stay keep their text and comments. `node`
    is the list in the old text and `old` what it holds; `former` has the old key for each new key; `values` has, for
    the values of renamed facets, what they were. Raises _UneditableError if the list is on one line or does not match
    `old`.
    """
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or len(node.value) != len(old) or not old:
        raise _UneditableError
    starts = [_item_start(text, item) for item in node.value]
    end = _content_end(text, node.value[-1])
    spans = dict(zip((item.key for item in old), zip(starts, [*starts[1:], end], strict=True), strict=True))
    nodes = dict(zip((item.key for item in old), node.value, strict=True))
    before = {item.key: item for item in old}
    indent = node.start_mark.column
    parts = []
    for item in new:
        key = former[item.key] if former[item.key] in before else item.key
        if key not in before:
            parts.append(_indented(render_yaml({"new": [as_plain(item)]}).partition("\n")[2], indent))
            continue
        start, stop = spans[key]
        edits = _item_edits(text, nodes[key], before[key], item, values or {})
        parts.append(_applied(text[start:stop], [_Edit(s - start, e - start, new_text) for s, e, new_text in edits]))
    return _Edit(starts[0], end, "".join(part if part.endswith("\n") else part + "\n" for part in parts))


def _item_edits(
    text: str,
    node: yaml.Node,
    old: Value | Facet,
    new: Value | Facet,
    former: Mapping[tuple[str, str], tuple[str, str]],
) -> list[_Edit]:
    """Return the edits within one area, value or facet of the text, whose node is given, by which it says `new` in
    place of `old`. `former` has for each facet and value of now what it was before. Raises _UneditableError for a form
    that is not edited in place.
    """
    edits: list[_Edit] = []
    for field in ("key", "title", "definition"):
        if getattr(old, field) != getattr(new, field):
            scalar = _child(node, field)
            if not isinstance(scalar, yaml.ScalarNode) or getattr(new, field) is None:
                raise _UneditableError
            edits.append(
                _Edit(scalar.start_mark.index, scalar.end_mark.index, _scalar(field, getattr(new, field), scalar))
            )
    if isinstance(old, Facet) and isinstance(new, Facet):
        if old.values != new.values:
            names = {value.key: former.get((new.key, value.key), (new.key, value.key))[1] for value in new.values}
            edits.append(_list_edit(text, _child(node, "values"), old.values, new.values, names))
    elif isinstance(old, Value) and isinstance(new, Value):
        for field in ("cues", "title_cues"):
            if getattr(old, field) != getattr(new, field):
                edits += _cue_edits(text, node, field, getattr(old, field), getattr(new, field))
    return edits


def _cue_edits(
    text: str, item: yaml.Node, field: str, old: Mapping[str, float], new: Mapping[str, float]
) -> list[_Edit]:
    """Return the edits of the text by which the cues of an item, in its field `cues` or `title_cues`, are `new` in
    place of `old`: weights are replaced, missing cues appended, others cut out. Raises _UneditableError for a form that
    is not edited in place.
    """
    node = _child(item, field)
    if node is None:
        end = _content_end(text, item)
        if isinstance(item, yaml.MappingNode) and item.flow_style:
            raise _UneditableError
        line = render_yaml({field: as_weights(new)})
        return [_Edit(end, end, _indented(line, item.start_mark.column))]
    if not isinstance(node, yaml.MappingNode) or len(node.value) != len(old):
        raise _UneditableError
    if node.flow_style:
        flow = yaml.safe_dump(as_weights(new), default_flow_style=True, allow_unicode=True, sort_keys=False, width=100)
        lines = flow.rstrip("\n").split("\n")
        joined = ("\n" + " " * (item.start_mark.column + 2)).join(line.strip() for line in lines)
        return [_Edit(node.start_mark.index, node.end_mark.index, joined)]
    edits = []
    for (_, weight), pair in zip(old.items(), node.value, strict=True):
        key = pair[0].value
        if key not in new:
            edits.append(_Edit(_line_start(text, pair[0].start_mark.index), _content_end(text, pair[1]), ""))
        elif new[key] != weight:
            edits.append(_Edit(pair[1].start_mark.index, pair[1].end_mark.index, f"{new[key]:g}"))
    added = {cue: weight for cue, weight in new.items() if cue not in old}
    if added:
        end = _content_end(text, node.value[-1][1])
        block = yaml.safe_dump(as_weights(added), default_flow_style=False, allow_unicode=True, sort_keys=False)
        edits.append(_Edit(end, end, _indented(block, node.start_mark.column)))
    return edits


def as_weights(cues: Mapping[str, float]) -> dict[str, float]:
    """Return cues with their weights, of which whole ones are whole numbers, as people write them: 2 for 2.0."""
    return {cue: int(weight) if float(weight).is_integer() else weight for cue, weight in cues.items()}


def _applied(text: str, edits: Sequence[_Edit]) -> str:
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """Return the node that a mapping has for a key; None if it has none, or is no mapping."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _item_start(text: str, node: yaml.Node) -> int:
    """Return the index in the text at which an item of a list begins: that of its dash's line, or of the first comment
    line right above it. Raises _UneditableError if something stands before the dash.
    """
    start = _line_start(text, node.start_mark.index)
    if not text[start : node.start_mark.index].strip() == "-":
        raise _UneditableError
    while start:
        above = _line_start(text, start - 1)
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    return start


def _content_end(text: str, node: yaml.Node) -> int:
    """Return the index in the text of the first line after a node, comments below it not counted as its part."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        return end
    line_end = text.find("\n", end)
    return len(text) if line_end < 0 else line_end + 1


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def written_like(node: yaml.ScalarNode, key: str) -> str:
    """Return a key as it is to be written in place of the YAML scalar `node`: in the same quotes. A scalar that only
    had quotes because YAML would not have read it as text, such as "2024", tells nothing; then the key gets those that
    it needs.
    """
    if node.style in {"'", '"'} and yaml_key(node.value) == node.value:
        return f"{node.style}{key}{node.style}"
    return yaml_key(key)


def _scalar(field: str, value: str, node: yaml.ScalarNode) -> str:
    """Return the value of a field, which is a text, as a YAML scalar with the quotes of the node that it replaces.
    Raises _UneditableError if that is a block of several lines.
    """
    if field == "key":
        return written_like(node, value)
    if node.style in {"|", ">"}:
        raise _UneditableError
    text: str = yaml.safe_dump(value, default_style=node.style, allow_unicode=True, width=10_000)
    return text.partition("\n...")[0].strip()


def _indented(text: str, columns: int) -> str:
    return "".join(" " * columns + line for line in text.splitlines(keepends=True))
