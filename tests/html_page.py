"""What the tests ask of a page of HTML, or of a piece of one, read as a browser reads it."""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

_INLINE = frozenset(
    "a abbr b button code em i input kbd label mark option select small span strong sub summary sup".split()
)
"""Elements that end no word. All others stand on lines of their own."""
_ADDRESSES = ("href", "src", "action", "data", "poster", "cite", "formaction")
_LOADING = {
    "script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src", "embed": "src",
    "track": "src", "object": "data", "form": "action",
}  # fmt: skip
"""What a browser fetches or sends to by itself. Links of a page's head are told apart by their `rel`."""
_LOADED_RELS = frozenset("stylesheet icon preload modulepreload prefetch preconnect dns-prefetch manifest".split())


class _Within(NamedTuple):
    """Where a node stands: in the article, in something that is not shown, in code."""

    article: bool
    hidden: bool = False
    code: bool = False


class Page:
    """A page, or a piece of one: a piece is an article as a whole.

    Elements stand in the order of their beginnings, each with its attributes. What is no element and no text stands
    among them as `!comment` or `!instruction`.
    """

    def __init__(self, source: str) -> None:
        is_document = re.match(r"\s*<(?:!doctype|html)\b", source, re.IGNORECASE) is not None
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.article: list[str] = []
        """Names of the elements of the article."""
        self.scripts: list[str] = []
        """The texts of scripts in the page itself; data that no browser runs are none."""
        self._visible: list[str] = []
        self._without_code: list[str] = []
        self._read(LexborHTMLParser(source, is_fragment=not is_document), in_article=not is_document)
        self.text = self.text.strip("\n")
        self.words = "".join(self._visible).split()
        """The visible words of the article."""
        self.words_without_code = " ".join("".join(self._without_code).split())
        """As `words`, without what stands in code, as one text."""

    def _read(self, tree: LexborHTMLParser, *, in_article: bool) -> None:
        """Read every node in its order, without recursion: a page may be thousands of elements deep."""
        waiting: list[tuple[LexborNode | str | None, _Within]] = [(tree.root, _Within(article=in_article))]
        while waiting:
            node, within = waiting.pop()
            if isinstance(node, str):
                self._show(node, within)
            elif node is not None:
                waiting.append((node.next, within))
                if node.is_element_node:
                    edge = "" if node.tag in _INLINE else " "
                    self._show(edge, within)
                    waiting += [(edge, within), (node.child, self._begin(node, within))]
                elif node.is_text_node:
                    self.text += node.text_content or ""
                    self._show(node.text_content or "", within)
                else:
                    self.elements.append(("!comment" if node.is_comment_node else "!instruction", {}))

    def _begin(self, node: LexborNode, within: _Within) -> _Within:
        """Note an element; where what it holds stands."""
        tag, attributes = str(node.tag), {key: value or "" for key, value in node.attributes.items()}
        self.elements.append((tag, attributes))
        if within.article:
            self.article.append(tag)
        if tag == "script" and attributes.get("type") != "application/ld+json":
            self.scripts.append(node.text())
        # A heading's own link is the theme's, and no text of the page.
        hidden = within.hidden or tag in {"script", "style"} or attributes.get("class") == "headerlink"
        return _Within(within.article or tag == "article", hidden, within.code or tag == "code")

    def _show(self, text: str, within: _Within) -> None:
        if within.article and not within.hidden:
            self._visible.append(text)
            if not within.code:
                self._without_code.append(text)

    @property
    def ids(self) -> list[str]:
        """The ids of its elements."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def links(self) -> list[tuple[str, str, str]]:
        """Every address in it, as element, attribute, address; where it sends the reader on, too."""
        found = []
        for tag, attributes in self.elements:
            found += [(tag, key, attributes[key]) for key in _ADDRESSES if key in attributes]
            if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
                found.append((tag, "content", attributes.get("content", "").partition("url=")[2]))
        return found

    @property
    def loads(self) -> list[str]:
        """The addresses that a browser fetches by itself."""
        found = []
        for tag, attributes in self.elements:
            if _LOADING.get(tag) in attributes:
                found.append(attributes[_LOADING[tag]])
            if tag == "link" and _LOADED_RELS & set(attributes.get("rel", "").split()):
                found.append(attributes.get("href", ""))
            found += re.findall(r"url\(\s*['\"]?([^'\")]+)", attributes.get("style", ""))
            found += [part.split()[0] for part in attributes.get("srcset", "").split(",") if part.strip()]
        return found
