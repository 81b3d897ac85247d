"""The elements of a head, with all that comes from outside escaped; what has nothing to say is left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ...text.escape import Markup, html_text, plain_text

_IN_SCRIPT = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})
"""Signs that could end a script element or a line of JavaScript; within a JSON string these escapes mean the same."""


def meta(name: str, content: str | None) -> Markup:
    """Return `<meta name=… content=…>`, or nothing if there is no content."""
    return _element("meta", {"name": name, "content": content}) if content and content.strip() else Markup("")


def meta_property(name: str, content: str | None) -> Markup:
    """Return `<meta property=… content=…>`, as Open Graph wants it, or nothing if there is no content."""
    return _element("meta", {"property": name, "content": content}) if content and content.strip() else Markup("")


def link(rel: str, href: str | None, **more: str | None) -> Markup:
    """Return `<link rel=… href=…>` with further attributes, or nothing if there is no address."""
    return _element("link", {"rel": rel, "href": href, **more}) if href else Markup("")


def linked_data(facts: Mapping[str, object]) -> Markup:
    """Return JSON-LD in a script element. Fields that are empty or None are left out, however deep they lie."""
    kept = _present(facts)
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)
    return Markup(f'<script type="application/ld+json">{text}</script>') if kept else Markup("")


def joined(tags: Iterable[Markup]) -> Markup:
    """Return the elements, one a line."""
    return Markup("\n".join(filter(None, tags)))


def _element(name: str, attributes: Mapping[str, str | None]) -> Markup:
    plain = {key: html_text(value) for key, value in attributes.items() if value}
    shown = "".join(f' {key}="{value}"' for key, value in plain.items() if value)
    return Markup(f"<{name}{shown}>")


def _present(value: object) -> object:
    """The value with plain texts, and without what says nothing."""
    if isinstance(value, str):
        return value.strip() if value.isprintable() and "  " not in value else plain_text(value)
    if isinstance(value, dict):
        items = ((key, _present(it)) for key, it in value.items())
        return {key: it for key, it in items if it not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [it for it in map(_present, value) if it not in (None, "", [], {})]
    return value
