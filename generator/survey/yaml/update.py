"""Changes YAML that people edit, so that comments, order and style survive."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from .emit import WIDTH, render_yaml
from .parse import parse_yaml


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
