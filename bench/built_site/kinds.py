"""One or two pages of every kind of a built site, for the checks that cannot look at all of them.

Nothing here lists the kinds: a page's kind is the shape of its address (`papers/*/`, `tags/*/*/`), so a new kind of
page is looked at as soon as it is built. Of each kind the largest and the smallest page are taken, since most faults
come from very much or nothing at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

COMPARED = 3
"""Papers side by side in the sample of the page that compares."""
MOVED = '<meta http-equiv="refresh"'
GONE = '<meta name="robots" content="noindex">'
WRITTEN_ONCE = re.compile(r"[^/]*/?")
"""Addresses that are a kind of their own: the home page, and whatever stands at the top."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A page that stands for its kind."""

    kind: str
    """`papers/*/`; what was added to an address stands behind it: `explore/ ?view=table`, `papers/*/ moved`."""
    address: str
    """Below the site's root: "papers/ferret/", "explore/?view=table", "404.html"."""
    moved: bool = False
    """Whether the page sends its reader on."""

    @property
    def name(self) -> str:
        """For a file: `papers-ferret`, `explore-view-table`, `home`."""
        return re.sub(r"[^a-z0-9]+", "-", self.address.lower()).strip("-") or "home"


def samples(html: Path, *, both: bool = True) -> list[Sample]:
    """Return the largest page of every kind, and with `both` the smallest too, in the order of kinds.

    `html` is the folder of a built site. Equal sizes: the address that comes first.
    """
    sizes: dict[str, dict[str, int]] = defaultdict(dict)
    moved = set()
    for path in sorted(html.rglob("*.html")):
        address = path.relative_to(html).as_posix().removesuffix("index.html")
        kind = kind_of(address)
        text = path.read_text(encoding="utf-8")
        if MOVED in text:
            moved.add(address)
            kind += " moved"
        elif GONE in text:
            kind += " gone"
        sizes[kind][address] = path.stat().st_size
    found = []
    for kind, pages in sorted(sizes.items()):
        by_size = sorted(pages, key=lambda it: (-pages[it], it))
        chosen = dict.fromkeys([by_size[0], by_size[-1]] if both else by_size[:1])
        found += [Sample(kind, address, address in moved) for address in chosen]
    return found + _states(sizes)


def kind_of(address: str) -> str:
    """Return the shape of an address: what stands within a folder counts by its depth, not by its name.

    A further part of a long list (`papers/2/`) is told from what else is there by its number, a year by its length.
    """
    if WRITTEN_ONCE.fullmatch(address):
        return address or "home"
    folder, *rest = address.split("/")
    return "/".join([folder, *(_shape(part) for part in rest)])


def _shape(part: str) -> str:
    return "" if not part else "N" if part.isdigit() and len(part) < 4 else "*"


def _states(sizes: dict[str, dict[str, int]]) -> list[Sample]:
    """Return pages that show something else by what their address asks for."""
    asked: list[tuple[str, str]] = []
    papers = sorted(sizes.get("papers/*/", {}), key=lambda it: (-sizes["papers/*/"][it], it))
    ids = [address.split("/")[1] for address in papers[:COMPARED]]
    if "explore/" in sizes and ids:
        asked += [("explore/", f"?q={ids[0]}")]
        asked += [("explore/", f"?view={view}") for view in ("table", "cards", "map")]
        asked += [("explore/", "?q=zzqxwv")]
    if "explore/compare/" in sizes.get("explore/*/", {}) and ids:
        asked += [("explore/compare/", f"?ids={','.join(ids)}")]
    return [Sample(f"{kind_of(page)} {query}", page + query) for page, query in asked]
