"""Where the links of a page lead, as MkDocs turns them into addresses, and which anchors they name.

What does not plainly lead to a file of the site raises `UnknownMarkdownError`: then MkDocs reads the page, and says in
its own words what is wrong.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from mkdocs.utils import get_relative_url

from .known import UnknownMarkdownError, escape_attribute

_INSIDE = re.compile(r"(?P<path>[\w./%+~,-]*)(?:#(?P<anchor>[^#?]*))?")
_OUTSIDE = re.compile(r"(?:https?://|mailto:)[^\s]*")

Anchors = dict[tuple[str, str], str]
"""From a page's file and an anchor in it to the link that leads there, as it is written."""


class SiteLinks:
    """The links of all pages of a site; `addresses` maps the path of each file to its address in the site."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self._addresses = addresses
        self._known: dict[tuple[str, str], dict[str, tuple[str, str, str, str]]] = {}
        """For pages side by side: from a link to its address in the HTML, its file, that file's address, its anchor."""

    def of_page(self, path: str, address: str, anchors: Anchors) -> Callable[[str], str]:
        """Return what turns the links of the page at `path` into escaped addresses; it notes in `anchors` which anchors
        they name.
        """
        folder, beside = posixpath.dirname(path), posixpath.dirname(address.rstrip("/"))
        if posixpath.basename(path) == "index.md":
            beside = address
        known = self._known.setdefault((folder, beside), {})

        def leads(to: str) -> str:
            found = known.get(to)
            if found is None:
                found = known[to] = self._resolved(to, folder, address)
            shown, target, target_address, anchor = found
            if anchor:
                anchors.setdefault((target or path, anchor), to)
            if target_address and target_address.startswith(address):
                # Below this very page, or the page itself: not the same seen from the page beside it.
                shown = _shown(target_address, address, anchor)
            return shown

        return leads

    def _resolved(self, to: str, folder: str, address: str) -> tuple[str, str, str, str]:
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
