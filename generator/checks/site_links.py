"""Checks that each link of a built site leads to a page, an anchor or a file of the site.

It reads the HTML as it is published, whatever built it. Links to other hosts are not followed.
"""

from __future__ import annotations

import html
import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from ..processes import processor_count, run_together
from ..records.base import Problem

_ATTRIBUTE = re.compile(r'\s(href|src|action|poster|id|name|content)="([^"]*)"')
_REFRESH = re.compile(r"\d+; ?url=(.*)")
_OUTSIDE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_SMALL = 200
"""Pages of a site for which a second process would cost more than it saves."""


class _Page(NamedTuple):
    """What the check needs of one page: its path below the site (`name`), the anchors in it, and its links. A link is
    given by the file and the anchor to which it leads; it has the line and the text of the link.
    """

    name: str
    anchors: frozenset[str]
    links: Mapping[tuple[str, str], tuple[int, str]]


def check_site_links(site: Path, address: str = "", others: Iterable[str] = ()) -> list[Problem]:
    """Return a problem, with file and line, for each link, script, style or picture that leads to nothing in the site.

    `site` is the folder of the built site. `address` is the one at which it is published: links that begin with its
    path lead into the site. `others` are addresses of other sites of the survey, given from the first page of this one:
    a link to one of their first pages is no problem.
    """
    files = {path.relative_to(site).as_posix() for path in _files(site)}
    pages = sorted(name for name in files if name.endswith(".html"))
    base = urlsplit(address).path.rstrip("/") + "/"
    count = 1 if len(pages) < _SMALL else processor_count()
    parts = [partial(_read, site, base, pages[number::count]) for number in range(count)]
    read = sorted(page for part in run_together(parts) for page in part)
    anchors = {page.name: page.anchors for page in read}
    files |= {posixpath.normpath(posixpath.join(other, "index.html")) for other in others}
    return [
        Problem(path=str(site / page.name), line=line, message=message)
        for page in read
        for line, message in _faults(page, files, anchors)
    ]


def _files(folder: Path) -> Iterator[Path]:
    for where, _, names in os.walk(folder):
        for name in names:
            yield Path(where, name)


def _read(site: Path, base: str, names: Sequence[str]) -> list[_Page]:
    return [_page(name, base, (site / name).read_text(encoding="utf-8", errors="replace")) for name in names]


def _page(name: str, base: str, text: str) -> _Page:
    anchors: set[str] = set()
    links: dict[tuple[str, str], tuple[int, str]] = {}
    for match in _ATTRIBUTE.finditer(text):
        kind, value = match.groups()
        tag = text.rfind("<", 0, match.start())
        if tag < text.rfind(">", 0, match.start()):
            continue  # a text that shows HTML
        if kind in ("id", "name"):
            if kind == "id" or text.startswith("<a ", tag):
                anchors.add(html.unescape(value))
            continue
        refresh = _REFRESH.fullmatch(value) if kind == "content" else None
        if kind == "content" and refresh is None:
            continue
        to = html.unescape(refresh[1] if refresh else value)
        if not _OUTSIDE.match(to):
            links.setdefault(_target(name, base, to), (match.start(), to))
    lines = {key: (text.count("\n", 0, at) + 1, to) for key, (at, to) in links.items() if key[1] or to}
    return _Page(name, frozenset(anchors), lines)


def _target(name: str, base: str, to: str) -> tuple[str, str]:
    """Return where a link leads that stands on the page at the path `name`: the path of the file below the site and the
    anchor in it, empty without one. `base` is the path of the site's first page on its host; the path of a link to a
    folder ends in `index.html`, and one that leads out of the site begins with `../`.
    """
    path, _, anchor = to.partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith(base):
        whole = path[len(base) :]
    elif path.startswith("/"):
        whole = ".." + path
    else:
        whole = posixpath.join(posixpath.dirname(name), path) if path else name
    target = posixpath.normpath(whole) if whole else "."
    if path and (whole.endswith("/") or target == "." or not posixpath.splitext(target)[1]):
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    return target, unquote(anchor)


def _faults(page: _Page, files: Iterable[str], anchors: Mapping[str, frozenset[str]]) -> Iterator[tuple[int, str]]:
    for (target, anchor), (line, to) in page.links.items():
        if target not in files and target.removesuffix("/index.html") not in files:
            yield line, f"leads to {to!r}, which is no page or file of the site"
        elif anchor and target in anchors and anchor not in anchors[target] and anchor != "top":
            yield line, f"leads to {to!r}, but {target} has no anchor {anchor!r}"
