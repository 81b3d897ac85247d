"""What a build of the site leaves for the next one: which pages and files it need not make again.

A page stays as it was published if its Markdown, the look of the site and the code are the same, and no page or file is
gone that it could link to: of what it links to it shows the address alone, which no edit changes. Pages that MkDocs
made itself are always made again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from .links import Anchors


class Done(NamedTuple):
    """A page that was written: its file, the hash of what it was made of (empty where MkDocs had a part in it), what
    other pages ask of it, and what was warned of.
    """

    path: str
    source: str
    listed: Mapping[str, object]
    anchors: frozenset[str]
    wanted: Anchors
    by_mkdocs: bool
    warnings: list[str]


class Facts(NamedTuple):
    """What tells one state of a file from another without reading it: the folder that it came from, its size and when
    it was changed.
    """

    folder: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What a build of the site knew: `look` is a hash of what all pages show of it, `files` are what it was made of, by
    their path in the docs folder or the theme, `pages` those of them that are pages, and `names` the files of the site.
    """

    look: str
    files: Mapping[str, Facts]
    pages: Mapping[str, Done]
    names: frozenset[str]

    def page_made_of(self, path: str, facts: Facts, hash_now: Callable[[], str]) -> Done | None:
        """Return what is known of a page if its file is the same; it is only read if it could be another."""
        page = self.pages.get(path)
        if page is None or not page.source:
            return None
        return page if self.files.get(path) == facts or hash_now() == page.source else None


def naming(paths: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds a page that may link to one of these files; None if there are none."""
    names = {path.rpartition("/")[2] for path in paths}
    return re.compile("|".join(map(re.escape, sorted(names)))) if names else None


def may_link(source: str, gone: re.Pattern[str]) -> bool:
    """Whether a page may link to one of the files that are gone."""
    return bool(gone.search(source) or ("%" in source and gone.search(unquote(source))))
