"""The front matter of a page, as MkDocs reads it.

That of a generated page is a few lines of one form, which are read here; any other goes through YAML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from mkdocs.utils.meta import get_data

_LINE = re.compile(r'([a-z]+):|  - (?:([a-z]+): )?(?:"(.*)|(navigation|toc))|    ([a-z]+): "(.*)')
_KEYS = frozenset(("title", "description", "language", "redirect", "previous", "next", "changed", "head"))
"""Entries that are a text."""
_NOT_PLAIN = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

Meta = Mapping[str, object]


def split_front_matter(source: str) -> tuple[str, Meta]:
    """Return the Markdown of a page and its front matter. `source` must have no control characters but line breaks."""
    end = source.find("\n---\n", 3) if source.startswith("---\n") else -1
    if end > 0:
        front = source[4 : end + 1]
        is_plain = front.replace("\n", "").isprintable() or not _NOT_PLAIN.search(front)
        meta = _parsed(front) if is_plain else None
        if meta is not None:
            return source[end + 5 :].lstrip("\n"), meta
    return get_data(source)


def _parsed(front: str) -> dict[str, object] | None:
    """The front matter, or None if it is of another form than the templates write."""
    meta: dict[str, object] = {}
    entries: list[object] | None = None
    for line in front.split("\n")[:-1]:
        name, _, quoted = line.partition(': "')
        if name in _KEYS and name not in meta and (plain := _unquoted(quoted)) is not None:
            meta[name], entries = plain, None
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        key, field, entry, word, more, value = match.groups()
        if key:
            if key in meta:
                return None
            meta[key] = entries = []
        elif entries is None:
            return None
        elif more:
            last, plain = entries[-1] if entries else None, _unquoted(value)
            if not isinstance(last, dict) or more in last or plain is None:
                return None
            last[more] = plain
        else:
            plain = word or _unquoted(entry)
            if plain is None:
                return None
            entries.append({field: plain} if field else plain)
    return None if not meta or [] in meta.values() else meta


def _unquoted(quoted: str) -> str | None:
    """What a text says after whose first quotation mark `quoted` stands; None if it is of another form."""
    if "\\" not in quoted:
        return quoted[:-1] if quoted.find('"') == len(quoted) - 1 else None
    plain = quoted.replace("\\\\", "")
    bare = plain.replace('\\"', "").replace("\\n", "").replace("\\uFEFF", "")
    if "\\" in bare or bare.find('"') != len(bare) - 1:
        return None
    if plain is not quoted or "\\u" in quoted:
        return str(json.loads(f'"{quoted}'))
    return quoted[:-1].replace('\\"', '"').replace("\\n", "\n")
