"""Builds a site: MkDocs makes what the navigation holds and one page of each kind, all others are stamped.

    load ─▶ read the navigation's pages ─▶ read and write all others, in several processes ─▶ check the anchors

What is written has the bytes that `mkdocs build` writes, and what is warned of are its words.
"""

from __future__ import annotations

import logging
import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from mkdocs.commands import build as mkdocs_build
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.utils import clean_directory

from ...build.processes import processor_count, run_together
from .frames import Frames, UnknownFrameError
from .links import Anchors
from .reading import Reader, ReadPage
from .theme import Theme, load_theme

_SMALL = 2000
"""Pages of a site for which a second process would cost more than it saves."""
_NOT_LISTED = frozenset(("head", "description", "exports", "modules", "hide"))
"""Entries of the front matter that no list of pages needs."""


class Stamped(NamedTuple):
    """The result of a build: how many pages there are, which of them MkDocs made beside those of the navigation, and
    what was warned of, as MkDocs prints it.
    """

    pages: int
    by_mkdocs: list[str]
    warnings: list[str]


class _Done(NamedTuple):
    """A page that was written: its file, what other pages ask of it, and what was warned of."""

    path: str
    listed: Mapping[str, object]
    anchors: frozenset[str]
    wanted: Anchors
    by_mkdocs: bool
    warnings: list[str]


def stamp_site(configuration: Path) -> Stamped:
    """Build the site that a configuration describes, whose pages are written."""
    with _warnings() as warnings:
        site = _Site(load_theme(configuration))
        clean_directory(site.theme.config.site_dir)
        in_navigation = site.read_navigation()
        others = [file for file in site.theme.pages if file.src_uri not in in_navigation]
        tasks = [partial(site.write_pages, part) for part in _parts(others)]
        done = [page for part in run_together([*tasks, partial(_copy, site.theme)]) for page in part]
        shared = {page.path: page for page in [*done, *site.write_navigation(in_navigation)]}
        site.write_rest(shared)
        for page in done:
            warnings += page.warnings
        site.check_anchors(shared)
    return Stamped(len(site.theme.pages), [page.path for page in done if page.by_mkdocs], warnings)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what MkDocs warns of while the `with` block runs."""
    heard: list[str] = []
    logger = logging.getLogger("mkdocs")
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(f"{record.levelname} - {record.getMessage()}")  # type: ignore[method-assign]
    logger.addHandler(handler)
    kept, logger.propagate = logger.propagate, False
    try:
        yield heard
    finally:
        logger.propagate = kept
        logger.removeHandler(handler)


def _copy(theme: Theme) -> list[_Done]:
    """Copy what needs no page: scripts, styles, data."""
    theme.files.copy_static_files()
    return []


def _parts(files: Sequence[File]) -> list[Sequence[File]]:
    """The pages, cut where their sizes are alike, into as many parts as there are processors."""
    count = 1 if len(files) < _SMALL else processor_count()
    sizes = [os.stat(file.abs_src_path or "").st_size for file in files]
    parts: list[list[File]] = [[] for _ in range(count)]
    before, whole = 0, sum(sizes) + 1
    for file, size in zip(files, sizes, strict=True):
        parts[before * count // whole].append(file)
        before += size
    return [part for part in parts if part]


class _Site:
    """The site that is being built."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._reader = Reader(theme)
        self._frames = Frames(theme)

    def read_navigation(self) -> dict[str, ReadPage]:
        """Read the pages of the navigation, of which all others show something."""
        read = {}
        for page in self.theme.nav.pages:
            made = read[page.file.src_uri] = self._reader.read(page.file)
            _give(page, made)
        return read

    def write_pages(self, files: Iterable[File]) -> list[_Done]:
        """Write pages that the navigation does not hold."""
        with _warnings() as warnings:
            return [self._write_page(file, warnings) for file in files]

    def _write_page(self, file: File, warnings: list[str]) -> _Done:
        warnings.clear()
        made = self._reader.read(file)
        try:
            whole, is_stamped = self._frames.stamp(made.texts), True
        except UnknownFrameError:
            page = file.page or Page(None, file, self.theme.config)
            _give(page, made)
            whole, is_stamped = self.theme.whole_page(page), False
        _write(file.abs_dest_path, whole)
        return _done(file, made, not is_stamped, list(warnings))

    def write_navigation(self, read: Mapping[str, ReadPage]) -> list[_Done]:
        """Write the pages of the navigation, each as MkDocs makes it."""
        for page in self.theme.nav.pages:
            _write(page.file.abs_dest_path, self.theme.whole_page(page))
        return [_done(made.texts.file, made, True, []) for made in read.values()]

    def write_rest(self, pages: Mapping[str, _Done]) -> None:
        """Write what lists all pages, and the page for an address that does not exist."""
        theme = self.theme
        for file in theme.pages:
            file.page = file.page or _Listed(_canonical(theme, file), pages[file.src_uri].listed)  # type: ignore[assignment]
        for template in theme.config.theme.static_templates:
            mkdocs_build._build_theme_template(template, theme.environment, theme.files, theme.config, theme.nav)

    def check_anchors(self, pages: Mapping[str, _Done]) -> None:
        """Warn, as MkDocs does, of links to anchors that are not there."""
        for file in self.theme.pages:
            for (target, anchor), link in pages[file.src_uri].wanted.items():
                if target not in pages or anchor in pages[target].anchors:
                    continue
                target_file = self.theme.files.src_uris[target]
                page, other = (Page(None, it, self.theme.config) for it in (file, target_file))
                page.links_to_anchors = {target_file: {anchor: link}}
                (page if other.file is file else other).present_anchor_ids = set(pages[target].anchors)
                target_file.page = page if target_file is file else other
                page.validate_anchor_links(
                    files=self.theme.files, log_level=self.theme.config.validation.links.anchors
                )


class _Listed(NamedTuple):
    """What a list of all pages knows of one."""

    canonical_url: str | None
    meta: Mapping[str, object]


def _give(page: Page, made: ReadPage) -> None:
    """Give MkDocs' page what was read."""
    page.markdown, page.meta = made.markdown, dict(made.texts.meta)
    page.content, page.toc = made.texts.content, made.texts.contents.toc


def _done(file: File, made: ReadPage, by_mkdocs: bool, warnings: list[str]) -> _Done:
    listed = {key: value for key, value in made.texts.meta.items() if key not in _NOT_LISTED}
    return _Done(file.src_uri, listed, made.anchors, made.wanted, by_mkdocs, warnings)


def _canonical(theme: Theme, file: File) -> str | None:
    base = theme.config.site_url
    return urljoin(posixpath.join(base, ""), "" if file.url in (".", "./") else file.url) if base else None


def _write(path: str, text: str) -> None:
    """Write a page; like MkDocs not where there is nothing to write."""
    if text.strip():
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text.encode("utf-8", errors="xmlcharrefreplace"))
