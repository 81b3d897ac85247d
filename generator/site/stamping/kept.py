"""What a build of the site leaves for the next one, so that it can tell which pages and files need not be made again.

A page is kept if its Markdown, the look of the site and the code are the same, and no page or file is gone to which it
could link: of a link's target it shows the address only, which no edit changes. Pages that MkDocs made itself are
always made again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from .links import Anchors


class Done(NamedTuple):
    """A page that was written.

    `path` is its file, `source` the hash of what it was made from (empty if MkDocs had a part in it). `listed` are the
    entries of its front matter that other pages show, `anchors` the anchors in it, `wanted` those to which it links;
    `warnings` are MkDocs' about it.
    """

    path: str
    source: str
    listed: Mapping[str, object]
    anchors: frozenset[str]
    wanted: Anchors
    by_mkdocs: bool
    warnings: list[str]


class Facts(NamedTuple):
    """What tells a changed file without reading it: the folder that it is from, its size, and the time of its last
    change.
    """

    folder: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What a build of the site knew.

    `look` is a hash of what all pages show of the site, `files` are what it was made from, by their path in the docs
    folder or the theme, `pages` those of them that are pages, and `names` the files of the site.
    """

    look: str
    files: Mapping[str, Facts]
    pages: Mapping[str, Done]
    names: frozenset[str]

    def page_made_of(self, path: str, facts: Facts, hash_now: Callable[[], str]) -> Done | None:
        """Return what is known of a page if its file is the same as before; else None.

        The file is only read, by `hash_now`, if its facts differ.
        """
        page = self.pages.get(path)
        if page is None or not page.source:
            return None
        return page if self.files.get(path) == facts or hash_now() == page.source else None


Gone = Mapping[str, re.Pattern[str]]
"""Files that are gone: what finds their names, by the folder in which they were."""


def gone_files(paths: Iterable[str]) -> Gone:
    """Return, by folder, a pattern for the names of these files, with which `may_link` finds pages that may link to
    them.
    """
    names: dict[str, list[str]] = {}
    for folder, _, name in (path.rpartition("/") for path in sorted(paths)):
        names.setdefault(folder, []).append(re.escape(name))
    return {folder: re.compile("|".join(own)) for folder, own in names.items()}


def may_link(path: str, source: str, gone: Gone) -> bool:
    """Return whether the page at a path may link to one of the files that are gone; True may be wrong, False is not.

    Such a link names the file's folder, unless that is the page's own or the topmost, so few pages need be searched.
    """
    if "%" in source:
        source = f"{source}\n{unquote(source)}"
    own = path.rpartition("/")[0]
    for folder, names in gone.items():
        last = folder.rpartition("/")[2]
        if (not folder or own == folder or own.startswith(f"{folder}/") or f"{last}/" in source) and names.search(
            source
        ):
            return True
    return False
