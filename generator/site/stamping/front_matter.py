"""The front matter of a page, parsed as MkDocs parses it.

That of a generated page is a few lines of one form, which are parsed here; any other goes through YAML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from json.decoder import scanstring  # type: ignore[attr-defined] # the library names it as its own

from mkdocs.utils.meta import get_data

_LINE = re.compile(r'([a-z]+):|  - (?:([a-z]+): )?(?:"(.*)|(navigation|toc))|    ([a-z]+): "(.*)')
_KEYS = frozenset(("title", "description", "language", "redirect", "previous", "next", "changed", "head"))
"""Entries that are a text."""
_ODD = tuple(map(re.compile, (b"\xc2(?=[\x80-\x9f])", b"\xe2(?=\x80[\xa8\xa9])", b"\xef(?=\xbb\xbf|\xbf[\xbe\xbf])")))
"""What YAML refuses, or takes for the end of a line, in UTF-8. Each begins with a byte that is fast to find."""

Meta = Mapping[str, object]


def split_front_matter(source: str, data: bytes) -> tuple[str, Meta]:
    """Return the Markdown of a page and its front matter as a mapping; it is empty if the page has none.

    `source` is the page's text, which must have no control characters of ASCII but line breaks, and `data` the same in
    UTF-8.
    """
    end = source.find("\n---\n", 3) if source.startswith("---\n") else -1
    if end > 0:
        front = source[4 : end + 1]
        meta = None if _holds_odd(data[: data.find(b"\n---\n", 3)]) else _parsed(front)
        if meta is not None:
            return source[end + 5 :].lstrip("\n"), meta
    return get_data(source)


def _holds_odd(data: bytes) -> bool:
    """Return whether a text, given in UTF-8, has a character that YAML refuses or reads as another."""
    return not data.isascii() and any(odd.search(data) for odd in _ODD)


def _parsed(front: str) -> dict[str, object] | None:
    """Return the front matter, given as the text between its two lines of dashes, as a mapping from keys to texts, or
    to lists for `exports` and the like; None if it is of another form than the templates write.
    """
    meta: dict[str, object] = {}
    entries: list[object] | None = None
    at, whole = 0, len(front)
    while at < whole:
        colon = front.find(': "', at)
        name = front[at:colon] if colon > 0 else ""
        if name in _KEYS and name not in meta and (found := _text_at(front, colon + 3)):
            (meta[name], at), entries = found, None
            continue
        end = front.index("\n", at)
        match = _LINE.fullmatch(front, at, end)
        at = end + 1
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
    """Return the text whose opening quotation mark stands before `quoted`; None if it is of another form."""
    found = _text_at(f"{quoted}\n", 0)
    return found[0] if found else None


def _text_at(front: str, at: int) -> tuple[str, int] | None:
    """Return the text in double quotes whose content begins in `front` at the offset `at`, and the offset of the next
    line. None if it does not end its line, or if JSON and YAML read it differently.
    """
    try:
        text, end = scanstring(front, at, True)
    except ValueError:
        return None
    if not front.startswith("\n", end):
        return None
    escapes = end - 1 - at - len(text)
    if ("\\" in text or escapes != front.count("\\", at, end)) and _has_numbers(front[at:end]):
        return None
    return text, end + 1


def _has_numbers(quoted: str) -> bool:
    r"""Return whether a quoted text has characters written by their numbers, such as `\u00e9`, which JSON and YAML do
    not all read alike.
    """
    return quoted.count("\\u") > quoted.count("\\uFEFF")
