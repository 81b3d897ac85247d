"""Resolves the links of pages to addresses as MkDocs does, and notes the anchors that they name.

A link that does not plainly lead to a file of the site raises `UnknownMarkdownError`: MkDocs then reads the page, and
warns in its own words.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import unquote

from mkdocs.utils import get_relative_url

from .inline import DESTINATION, Pieces
from .known import UnknownMarkdownError, escape_attribute

_INSIDE = re.compile(r"(?P<path>[\w./%+~,-]*)(?:\?[\w=%+.,-]+)?(?:#(?P<anchor>[^#?]*))?")
_PAGE = re.compile(r"(?!index\.|README\.)[a-z0-9-]+\.md")
"""The name of a page, which is the last part of its address too."""
_OUTSIDE = re.compile(r"(?:https?://|mailto:)[^\s]*")

Anchors = dict[tuple[str, str], str]
"""From a page's file and an anchor in it to the link that leads there, as it is written."""
Kept = TypeVar("Kept")
_SHORT = 200
_KEPT = 50_000
"""Lines of pages side by side whose HTML is kept at once: most come again on many pages."""


class _Beside:
    """What the pages of one folder share, such as the HTML of lines that were converted. `names` are the names of the
    folders on the way to them.
    """

    def __init__(self, folder: str, address: str) -> None:
        self.folder = folder
        self.names = frozenset(address.split("/"))
        self.links: dict[str, tuple[str, str, str, str]] = {}
        """Where a link leads: its address in the HTML, its file, that file's address, its anchor."""
        self.openings: dict[str, str] = {}
        """The start tags of links that are the same on all these pages."""
        self.places: dict[str, tuple[str, str]] = {}
        """From what links have before the name of a page to that page's folder, and to what their addresses have."""
        self.lines: dict[str, str] = {}
        self.items: dict[str, str] = {}
        self.pieces: defaultdict[int, dict[str, Pieces]] = defaultdict(dict)
        """The HTML of lines, of lines of lists, and of blocks, if their links are the same on all these pages."""


class PageLinks:
    """The links of one page. `anchors` are the anchors that they name, `own` is the page's name."""

    def __init__(self, site: SiteLinks, path: str, address: str, beside: _Beside) -> None:
        self.anchors: Anchors = {}
        self._site, self._path, self._address, self._beside = site, path, address, beside
        self.known = beside.pieces
        self.own = path.rpartition("/")[2].removesuffix(".md")
        self._openings = beside.openings
        self._is_alike = True

    def opening(self, to: str) -> str:
        """Return the start tag of a link to a destination; empty if something else than a destination stands there."""
        known = self._openings.get(to)
        if known is not None and self.own not in to:
            return known
        if not DESTINATION.fullmatch(to):
            return ""
        before, _, name = to.rpartition("/")
        page = name.removesuffix(".md")
        if place := self._beside.places.get(before) if _PAGE.fullmatch(name) and self.own not in to else None:
            folder, shown_folder = place
            if self._site.address_of(folder + name) == f"{folder}{page}/" and page not in self._beside.names:
                self._openings[to] = shown = f'<a href="{shown_folder}{page}/">'
                return shown
        was_alike, self._is_alike = self._is_alike, True
        address = self.address(to)
        shown = f'<a href="{address}">'
        if self._is_alike:
            self._openings[to] = shown
            target = self._beside.links[to][1]
            if _PAGE.fullmatch(name) and target.endswith(f"/{name}") and address.endswith(f"/{page}/"):
                self._beside.places[before] = target.removesuffix(name), address.removesuffix(f"{page}/")
        self._is_alike = self._is_alike and was_alike
        return shown

    def address(self, to: str) -> str:
        """Return the address of a link for the HTML, escaped. Raises UnknownMarkdownError if it leads to no file of the
        site.
        """
        known = self._beside.links
        found = known.get(to) or self._site.resolved(to, self._beside.folder, self._address)
        shown, target, target_address, anchor = found
        if anchor:
            self._is_alike = False
            self.anchors.setdefault((target or self._path, anchor), to)
        if "%" in to:
            self._is_alike = False  # whether it names the page itself is not plain to see
        if target_address and target_address.startswith(self._address):
            # Below this very page, or the page itself: not the same seen from the page beside it.
            self._is_alike = False
            return _shown(target_address, self._address, to)
        known[to] = found
        return shown

    def line(self, text: str, make: Callable[[str], str]) -> str:
        """Return the HTML of a line, given as Markdown: what `make` returns for it, or returned for an equal line of
        another page in the folder.
        """
        return self._kept(self._beside.lines, text, make)

    def item(self, line: str, make: Callable[[str], str]) -> str:
        """Return the HTML of a line that begins an item of a list, as `line` does."""
        return self._kept(self._beside.items, line, make)

    def learnt(self, source: str, depth: int, make: Callable[[str], Pieces]) -> Pieces:
        """Return the pieces of a block of Markdown within `depth` containers: what `make` returns for it, or returned
        for an equal block of another page in the folder. Long blocks, which seldom recur, are converted each time.
        """
        return self._kept(self.known[depth], source, make) if len(source) <= _SHORT else make(source)

    def _kept(self, known: dict[str, Kept], source: str, make: Callable[[str], Kept]) -> Kept:
        """Return the result for a piece of Markdown: that in `known`, else what `make` returns. A new result is put
        into `known`, for the other pages of the folder, if nothing in it depends on this page.
        """
        found = known.get(source)
        if found is not None and self.own not in source:
            return found
        was_alike, self._is_alike = self._is_alike, True
        made = make(source)
        if self._is_alike and self.own not in source:
            if len(known) >= _KEPT:
                known.clear()
            known[source] = made
        self._is_alike = self._is_alike and was_alike
        return made


class SiteLinks:
    """The links of all pages of a site. `addresses` maps the path of each file to its address in the site, `linked` are
    the files to which a link has led so far.
    """

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self.linked: set[str] = set()
        self._addresses = addresses
        self._known: dict[tuple[str, str], _Beside] = {}

    def of_page(self, path: str, address: str) -> PageLinks:
        """Return the links of the page whose file is at `path` in the docs folder, and whose address in the site is
        `address`.
        """
        folder, _, name = path.rpartition("/")
        beside = address if name == "index.md" else address.rstrip("/").rpartition("/")[0]
        known = self._known.get((folder, beside))
        if known is None:
            known = self._known[folder, beside] = _Beside(folder, beside)
        return PageLinks(self, path, address, known)

    def address_of(self, path: str) -> str | None:
        """Return the address in the site of the file to which a link leads, given by its path in the docs folder; None
        if there is no such file.
        """
        self.linked.add(path)
        return self._addresses.get(path)

    def resolved(self, to: str, folder: str, address: str) -> tuple[str, str, str, str]:
        """Return the address that a link's destination `to` becomes in the HTML, and its target's path in the docs
        folder, address in the site, and anchor. `folder` is that of the page with the link, `address` the page's
        address in the site.

        For a link out of the site the last three are empty. Raises UnknownMarkdownError if it leads to no file of the
        site.
        """
        if _OUTSIDE.fullmatch(to):
            return escape_attribute(to), "", "", ""
        inside = _INSIDE.fullmatch(to)
        if inside is None or to.startswith(("/", "#")) != (not inside["path"]):
            raise UnknownMarkdownError(to)
        path, anchor = inside["path"], inside["anchor"] or ""
        if not path:
            return escape_attribute(to), "", "", anchor
        target = posixpath.normpath(posixpath.join(folder, unquote(path)))
        target_address = self.address_of(target)
        if target_address is None:
            raise UnknownMarkdownError(to)
        return _shown(target_address, address, to), target, target_address, anchor


def _shown(target: str, address: str, to: str) -> str:
    """Return the relative address, escaped for HTML, that leads from the page at `address` to the one at `target`, with
    the query and the anchor of the link's destination `to`. The first two are addresses in the site.
    """
    before, _, anchor = to.partition("#")
    _, mark, query = before.partition("?")
    return escape_attribute(f"{get_relative_url(target, address)}{mark}{query}{'#' if anchor else ''}{anchor}")
