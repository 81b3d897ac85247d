"""The front matter of a page, as MkDocs reads it.

That of a generated page is a few lines of one form, which are read here; any other goes through YAML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from mkdocs.utils.meta import get_data

_FRONT = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)
_TEXT = r'"([^"\\]*(?:\\(?:["\\n]|uFEFF)[^"\\]*)*)"'
_LINE = re.compile(rf"([a-z]+):(?: {_TEXT})?|  - (?:([a-z]+): )?(?:{_TEXT}|(navigation|toc))|    ([a-z]+): {_TEXT}")
_PLAIN_KEYS = frozenset(("title", "description", "changed"))
"""Entries of nearly all pages, whose texts mostly need no escape."""
_NOT_PLAIN = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

Meta = Mapping[str, object]


def split_front_matter(source: str) -> tuple[str, Meta]:
    """Return the Markdown of a page and its front matter. `source` must have no control characters but line breaks."""
    match = _FRONT.match(source)
    if match and (match[1].isascii() or not _NOT_PLAIN.search(match[1])):
        meta = _parsed(match[1])
        if meta is not None:
            return source[match.end() :].lstrip("\n"), meta
    return get_data(source)


def _parsed(front: str) -> dict[str, object] | None:
    """The front matter, or None if it is of another form than the templates write."""
    meta: dict[str, object] = {}
    entries: list[object] | None = None
    for line in front.split("\n")[:-1]:
        name, _, plain = line.partition(': "')
        if name in _PLAIN_KEYS and plain.find('"') == len(plain) - 1 and "\\" not in plain and name not in meta:
            meta[name], entries = plain[:-1], None
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        key, text, field, entry, word, more, value = match.groups()
        if key:
            if key in meta:
                return None
            entries = None if text is not None else []
            meta[key] = entries if text is None else _unquoted(text)
        elif entries is None:
            return None
        elif more:
            last = entries[-1] if entries else None
            if not isinstance(last, dict) or more in last:
                return None
            last[more] = _unquoted(value)
        else:
            plain = word or _unquoted(entry)
            entries.append({field: plain} if field else plain)
    return None if [] in meta.values() else meta


def _unquoted(text: str) -> str:
    """What a text in double quotes says."""
    if "\\" not in text:
        return text
    if "\\\\" in text or "\\u" in text:
        return str(json.loads(f'"{text}"'))
    return text.replace('\\"', '"').replace("\\n", "\n")
