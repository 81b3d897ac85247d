"""Where the links of a page lead, as MkDocs turns them into addresses, and which anchors they name.

What does not plainly lead to a file of the site raises `UnknownMarkdownError`: then MkDocs reads the page, and says in
its own words what is wrong.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from mkdocs.utils import get_relative_url

from .known import UnknownMarkdownError, escape_attribute

_INSIDE = re.compile(r"(?P<path>[\w./%+~,-]*)(?:#(?P<anchor>[^#?]*))?")
_OUTSIDE = re.compile(r"(?:https?://|mailto:)[^\s]*")

Anchors = dict[tuple[str, str], str]
"""From a page's file and an anchor in it to the link that leads there, as it is written."""
_KEPT = 50_000
"""Lines of pages side by side whose HTML is kept at once: most come again on many pages."""


class _Beside(NamedTuple):
    """What pages side by side have in common: where a link leads (its address in the HTML, its file, that file's
    address, its anchor), and the HTML of lines whose links are the same on all these pages.
    """

    links: dict[str, tuple[str, str, str, str]]
    lines: dict[str, str]


class PageLinks:
    """The links of one page. `anchors` are the anchors that they name, `own` the page's name."""

    def __init__(self, site: SiteLinks, path: str, address: str, beside: _Beside) -> None:
        self.anchors: Anchors = {}
        self._site, self._path, self._address, self._beside = site, path, address, beside
        self._own = posixpath.basename(path).removesuffix(".md")
        self._is_alike = True

    def address(self, to: str) -> str:
        """Return the address of a link as it stands in the HTML, escaped."""
        known = self._beside.links
        found = known.get(to) or self._site.resolved(to, posixpath.dirname(self._path), self._address)
        shown, target, target_address, anchor = found
        if anchor:
            self._is_alike = False
            self.anchors.setdefault((target or self._path, anchor), to)
        if target_address and target_address.startswith(self._address):
            # Below this very page, or the page itself: not the same seen from the page beside it.
            self._is_alike = False
            return _shown(target_address, self._address, anchor)
        known[to] = found
        return shown

    def line(self, text: str, make: Callable[[str], str]) -> str:
        """Return the HTML of a line: what `make` gives, or what it gave for the same line of a page beside."""
        lines = self._beside.lines
        known = lines.get(text)
        if known is not None and self._own not in text:
            return known
        self._is_alike = True
        made = make(text)
        if self._is_alike and self._own not in text:
            if len(lines) >= _KEPT:
                lines.clear()
            lines[text] = made
        return made


class SiteLinks:
    """The links of all pages of a site; `addresses` maps the path of each file to its address in the site."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self._addresses = addresses
        self._known: dict[tuple[str, str], _Beside] = {}

    def of_page(self, path: str, address: str) -> PageLinks:
        """Return the links of the page at `path`."""
        folder, beside = posixpath.dirname(path), posixpath.dirname(address.rstrip("/"))
        if posixpath.basename(path) == "index.md":
            beside = address
        known = self._known.get((folder, beside))
        if known is None:
            known = self._known[folder, beside] = _Beside({}, {})
        return PageLinks(self, path, address, known)

    def resolved(self, to: str, folder: str, address: str) -> tuple[str, str, str, str]:
        """Return where a link leads from a page at `address`. Raises UnknownMarkdownError where it does not."""
        if _OUTSIDE.fullmatch(to):
            return escape_attribute(to), "", "", ""
        inside = _INSIDE.fullmatch(to)
        if inside is None or to.startswith(("/", "#")) != (not inside["path"]):
            raise UnknownMarkdownError(to)
        path, anchor = inside["path"], inside["anchor"] or ""
        if not path:
            return escape_attribute(to), "", "", anchor
        target = posixpath.normpath(posixpath.join(folder, unquote(path)))
        target_address = self._addresses.get(target)
        if target_address is None:
            raise UnknownMarkdownError(to)
        return _shown(target_address, address, anchor), target, target_address, anchor


def _shown(target: str, address: str, anchor: str) -> str:
    """A link to an anchor of the page at `target` as that at `address` has it, escaped."""
    return escape_attribute(get_relative_url(target, address) + (f"#{anchor}" if anchor else ""))
