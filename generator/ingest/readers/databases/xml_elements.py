"""Parses XML from strangers safely: entities are not expanded, and no file or address is opened."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from typing import TypeAlias

from lxml import etree

from ....records.base import Problem

Element: TypeAlias = etree._Element
"""The type of an XML element, which lxml gives a private name."""

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ROOT = re.compile(
    r"\s*(?:<\?[^<>]*\?>\s*|<!--.{0,4000}?-->\s*|<!DOCTYPE[^\[<>]*(?:\[[^\]]*\]\s*)?>\s*)*<([\w:.-]+)", re.DOTALL
)
_KEPT = frozenset({"sub", "sup", "p", "br"})
"""Elements in running text that mean something for its characters; of others only the content counts."""


def root_name(head: str) -> str:
    """Return the name of the root element of an XML text, of which `head` is the beginning, without its prefix; an
    empty text if `head` does not begin as XML.

    >>> root_name('<?xml version="1.0"?><!-- made by hand --><a:feed>')
    'feed'
    """
    match = _ROOT.match(head)
    return match[1].rpartition(":")[2] if match else ""


def parse_elements(text: str, path: str, names: Collection[str]) -> tuple[list[tuple[int, Element]], list[Problem]]:
    """Return the elements of an XML text that have one of the names, each with its line, and the problems of the text,
    with the file's `path`.

    `names` are without prefixes; the elements are in the order in which they end. Broken XML gives one problem with its
    line, beside the elements before that place. A text that declares entities gives that problem only, and no elements.
    """
    if entity := re.search(r"<!ENTITY\b", text):
        line = text.count("\n", 0, entity.start()) + 1
        message = "the XML declares entities of its own (<!ENTITY), which no database does; delete the declarations"
        return [], [Problem(path=path, line=line, message=message)]
    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    problems = []
    try:
        parser.feed(_DECLARATION.sub(_blank, text).encode("utf-8", "replace"))
        parser.close()
    except etree.XMLSyntaxError as error:
        reason = " ".join((error.msg or "no XML").split())[:200]
        message = f"the XML is broken here ({reason}): what follows is not read; download it anew or mend it"
        problems.append(Problem(path=path, line=error.lineno or 1, message=message))
    return list(_events(parser, names)), problems


def _blank(match: re.Match[str]) -> str:
    """Return what replaces a matched XML declaration: its line breaks, so that line numbers stay. The declaration goes
    since the encoding that it names is no longer that of the text.
    """
    return "\n" * match[0].count("\n")


def _events(parser: etree.XMLPullParser, names: Collection[str]) -> Iterator[tuple[int, Element]]:
    try:
        for _, element in parser.read_events():
            if local_name(element) in names:
                yield element.sourceline or 1, element
    except etree.XMLSyntaxError:
        return  # told already


def local_name(element: Element) -> str:
    """Return an element's name without its namespace; an empty text for a comment, an instruction or an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> list[Element]:
    """Return the child elements with one of the names, or all if no name is given, in the order of the text.

    None has no children: the result is an empty list.
    """
    return [] if element is None else [c for c in element if (local_name(c) in names if names else local_name(c))]


def child(element: Element | None, *steps: str) -> Element | None:
    """Return the descendant that the steps lead to, each step being the first child of that name; None if there is
    none.
    """
    for step in steps:
        element = next(iter(children(element, step)), None)
    return element


def markup_of(element: Element | None) -> str:
    r"""Return an element's content as HTML; an empty text for None.

    Characters are escaped; `sub`, `sup`, `p` and `br` stay as tags, and of other elements only their content; a formula
    in `tex-math` stands between `\(` and `\)`.
    """
    if element is None:
        return ""
    pieces = [html.escape(element.text or "", quote=False)]
    for node in element:
        if node.tag is etree.Entity:
            pieces.append(node.text or "")
        elif name := local_name(node):
            pieces.append(_formula(node) if name == "tex-math" else _tagged(name, markup_of(node)))
        pieces.append(html.escape(node.tail or "", quote=False))
    return "".join(pieces)


def content_of(element: Element | None, *steps: str) -> str:
    """Return the content, as `markup_of` gives it, of the descendant that the steps lead to; an empty text if there is
    none.
    """
    return markup_of(child(element, *steps)).strip()


def _tagged(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>" if name in _KEPT else content


def _formula(element: Element) -> str:
    """Return a formula in LaTeX's parentheses; spaces at `<` and `>` keep these from being read as tags."""
    formula = " ".join("".join(element.itertext()).replace("<", "< ").replace(">", " >").split())
    return rf"\({formula}\)" if formula else ""
