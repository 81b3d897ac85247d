"""Changes top-level keys in the text of a YAML file, and leaves every other byte as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from .yaml import parse_yaml, render_yaml, update_yaml


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
    """Return a YAML mapping's text with the values of some top-level keys replaced, added (in the place that `order`
    gives them) or, for None, taken out. None if that cannot be done by cutting lines: a comment stands in a value, or a
    new key would come last or below another's comment.
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
    """Return one key with its value as YAML lines. The second key that is rendered with it and cut off makes it block
    style: a mapping of texts alone would be put on one line.
    """
    return render_yaml({key: value, "end": []}).removesuffix("end: []\n")
