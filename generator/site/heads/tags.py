"""The elements of a head. All that comes from outside is escaped; an element without content is an empty text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from ...records.bulk import compact_json
from ...text.escape import Markup, html_text, plain_text

_IN_SCRIPT = tuple((char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029")
"""Signs that could end a script element or a line of JavaScript; within a JSON string these escapes mean the same."""


_NOTHING = Markup("")


def meta(name: str, content: str | None) -> Markup:
    """Return `<meta name=… content=…>`, or an empty text without content."""
    return Markup(f'<meta name="{name}" content="{html_text(content)}">') if content and content.strip() else _NOTHING


def meta_property(name: str, content: str | None) -> Markup:
    """Return `<meta property=… content=…>`, in which `name` is the property, as Open Graph requires; an empty text
    without content.
    """
    if not content or not content.strip():
        return _NOTHING
    return Markup(f'<meta property="{name}" content="{html_text(content)}">')


@lru_cache(maxsize=256)  # of a paper's links most are those of many other papers
def link(rel: str, href: str | None, **more: str | None) -> Markup:
    """Return `<link rel=… href=…>` with further attributes, or an empty text without an address."""
    return _element("link", {"rel": rel, "href": href, **more}) if href else _NOTHING


def linked_data(nodes: Iterable[str]) -> Markup:
    """Return JSON-LD in a script element: a graph of nodes, each given as `as_json` returns it. Without nodes the
    result is empty.
    """
    text = ",".join(nodes)
    if not text:
        return _NOTHING
    for char, escaped in _IN_SCRIPT:  # which takes a tenth of what `translate` takes
        text = text.replace(char, escaped)
    graph = f'{{"@context":"https://schema.org","@graph":[{text}]}}'
    return Markup(f'<script type="application/ld+json">{graph}</script>')


def as_json(facts: Mapping[str, object]) -> str:
    """Return a node of a graph as JSON. Empty and None fields are left out at any depth."""
    return compact_json(_present(facts))


def joined(tags: Iterable[Markup]) -> Markup:
    """Return the tags, one a line, without empty ones."""
    return Markup("\n".join(filter(None, tags)))


def _element(name: str, attributes: Mapping[str, str | None]) -> Markup:
    plain = {key: html_text(value) for key, value in attributes.items() if value}
    shown = "".join(f' {key}="{value}"' for key, value in plain.items() if value)
    return Markup(f"<{name}{shown}>")


def _present(value: object) -> object:
    """Return a JSON value with its texts plain, and without what is empty; numbers and false stay."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, dict):
        kept: dict[str, object] = {}
        for key, it in value.items():
            shown = it if not it else plain_text(it) if it.__class__ is str else _present(it)
            if shown or isinstance(shown, int):
                kept[key] = shown
        return kept
    if isinstance(value, list | tuple):
        return [shown for it in value if (shown := _present(it)) or isinstance(shown, int)]
    return value
