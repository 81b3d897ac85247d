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

from ...files import FileFacts
from .links import Anchors


class Done(NamedTuple):
    """What is known of a page that was written.

    `path` is its file in the docs folder. `source` is the hash of that file, empty if MkDocs had a part in making the
    page. `listed` are the entries of its front matter that other pages show, `anchors` the anchors in it, `wanted` the
    anchors of other pages to which it links, and `warnings` what MkDocs warned of in it.
    """

    path: str
    source: str
    listed: Mapping[str, object]
    anchors: frozenset[str]
    wanted: Anchors
    by_mkdocs: bool
    warnings: list[str]


class Sources(NamedTuple):
    """The files of which a site is made: the facts that tell a changed file without reading it, by its path in the docs
    folder or the theme, and of those of the theme, the folder.
    """

    facts: Mapping[str, FileFacts]
    folders: Mapping[str, str]

    def has_same(self, path: str, other: Sources) -> bool:
        """Return whether the file at a path is both here and in `other`, and has not changed."""
        facts = self.facts.get(path)
        return facts == other.facts.get(path) is not None and self.folders.get(path) == other.folders.get(path)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a build of the site knew.

    `look` is a hash of what all pages show of the site, `sources` is what it was made from, `pages` are those of its
    files that are pages, and `names` all files of the site. `linked` are the files to which a page links that may be
    kept; others may be among them.
    """

    look: str
    sources: Sources
    pages: Mapping[str, Done]
    names: frozenset[str]
    linked: frozenset[str]

    def page_made_of(self, path: str, sources: Sources, hash_now: Callable[[], str]) -> Done | None:
        """Return what is known of the page whose file has a path, if that file is the same as before; else None.

        `sources` has the facts of the files now. Only if they differ is the file read, by `hash_now`, which returns its
        hash.
        """
        page = self.pages.get(path)
        if page is None or not page.source:
            return None
        return page if self.sources.has_same(path, sources) or hash_now() == page.source else None


Gone = Mapping[str, re.Pattern[str]]
"""Files that are gone: what finds their names, by the folder in which they were."""


def gone_files(paths: Iterable[str]) -> Gone:
    """Return patterns that match the names of the files at `paths`, by folder. `may_link` finds with them the pages
    that may link to these files.
    """
    names: dict[str, list[str]] = {}
    for folder, _, name in (path.rpartition("/") for path in sorted(paths)):
        names.setdefault(folder, []).append(re.escape(name))
    return {folder: re.compile("|".join(own)) for folder, own in names.items()}


def may_link(path: str, source: str, gone: Gone) -> bool:
    """Return whether the page at a path, whose Markdown is `source`, may link to one of the files that are `gone`; True
    may be wrong, False is not.

    Such a link names the file's folder, unless that is the page's own or the topmost one, so few pages need be
    searched.
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
