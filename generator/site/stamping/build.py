"""Builds a site: MkDocs makes the pages of the navigation and one page of each kind, all others are stamped.

    load ─▶ read the navigation's pages ─▶ read and write all others, in several processes ─▶ check the anchors

The files have the bytes that `mkdocs build` writes, and the warnings are MkDocs' own. Given what an earlier build kept,
only files that differ are written.
"""

from __future__ import annotations

import hashlib
import logging
import posixpath
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import accumulate, chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from mkdocs.commands import build as mkdocs_build
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from ...files import FileFacts, facts_of_files
from ...processes import processor_count, run_together
from ...resources import base_configuration, templates_folder
from .frames import Frames, UnknownFrameError, encoded
from .kept import Done, Kept, Sources, gone_files, may_link
from .output import copy, destination, write
from .reading import Reader, ReadPage, hash_of
from .theme import Ahead, Theme, listed, load_ahead, load_theme
from .unknown import fewest_verified, why_by_mkdocs

_SMALL = 800
"""Pages of a site from which on each processor gets a process for them; before, this one writes some of them, too."""
_SHARES = (2, 1)
"""How the pages of a small site are shared between another process and this one, which has the files to copy."""


class Stamped(NamedTuple):
    """The result of a build: the number of pages, the pages that MkDocs made beside those of the navigation, the
    warnings as MkDocs prints them, and what a later build needs (`kept`).
    """

    pages: int
    by_mkdocs: list[str]
    warnings: list[str]
    kept: Kept


class NotStampedError(Exception):
    """Raised if MkDocs must build the whole site; the message says why."""


class DifferentPageError(NotStampedError):
    """Raised if a page that was compared differs from what MkDocs makes of it."""


def stamp_site(
    configuration: Path,
    folder: Path,
    verify: int = 0,
    before: Kept | None = None,
    ahead: Ahead | None = None,
    docs: Mapping[str, FileFacts] | None = None,
) -> Stamped:
    """Build the site of a configuration, whose pages are written, in the empty folder `folder`.

    `verify` pages, chosen at random, are compared with what MkDocs makes of them. With `before`, what an earlier build
    kept, only files are written that differ from that build's. `ahead` is the result of `prepare`; `docs` are the facts
    of the files in the docs folder, if they are known. Raises NotStampedError for a configuration that can change pages
    in unknown ways, DifferentPageError if a compared page differs.
    """
    with _warnings() as warnings:
        theme = load_theme(configuration, folder, ahead, docs)
        if reason := why_by_mkdocs(theme.config):
            raise NotStampedError(reason)
        site = _Site(theme)
        in_navigation = site.read_navigation()
        look, sources = _look(theme), _sources(theme)
        kept = _kept(before, look, sources, [file for file in theme.pages if file.src_uri not in in_navigation])
        others = [file for file in theme.pages if file.src_uri not in in_navigation and file.src_uri not in kept]
        made = _made(site, others, in_navigation, sources, before)
        shared = kept | {page.path: page for page in made.pages}
        done = [page for page in made.pages if page.path not in in_navigation]
        site.write_rest(shared)
        for page in done:
            warnings += page.warnings
        site.check_anchors(shared)
        site.verify([page.path for page in done if not page.by_mkdocs], max(verify, fewest_verified()))
    if warnings:
        warnings.append(f"Aborted with {len(warnings)} warnings in strict mode!")
    by_mkdocs = [page.path for page in done if page.by_mkdocs]
    linked = (made.linked | before.linked if before else made.linked) & theme.addresses.keys()
    return Stamped(len(theme.pages), by_mkdocs, warnings, Kept(look, sources, shared, _names(theme), linked))


class _Made(NamedTuple):
    """Pages that were written, and the files to which those link that MkDocs did not read."""

    pages: list[Done]
    linked: frozenset[str]


def _made(
    site: _Site, others: Sequence[File], in_navigation: Mapping[str, ReadPage], sources: Sources, before: Kept | None
) -> _Made:
    """Write the pages of the navigation, which were read, and the `others`, copy what is no page, and return what was
    made. Without `before`, of which little changes, several processes share the work.
    """
    parts = _parts(others, sources)
    mine = parts.pop() if len(others) < _SMALL else []

    def rest() -> _Made:
        copy(site.theme, sources, before)
        navigation = site.write_navigation(in_navigation)
        pages, linked = site.write_pages(mine)
        return _Made([*navigation, *pages], linked)

    tasks: list[Callable[[], _Made]] = [*(partial(site.write_pages, part) for part in parts), rest]
    done = run_together(tasks) if before is None else [it() for it in tasks]
    return _Made([page for it in done for page in it.pages], frozenset().union(*(it.linked for it in done)))


def prepare(configuration: Path) -> Ahead | None:
    """Load what a site is stamped with, as far as it can be loaded before the pages are written. Return the files that
    the docs folder holds already; None if there are none, or if the configuration can't be read.
    """
    with _warnings():
        return load_ahead(configuration)


class Previews:
    """Makes single pages of a site from other Markdown than that in the docs folder, for whoever edits and looks."""

    def __init__(self, configuration: Path) -> None:
        """Load the theme, the navigation and the addresses as they are now."""
        with _warnings():
            theme = load_theme(configuration)
            self._site = None if why_by_mkdocs(theme.config) else _Site(theme)
            self._in_navigation = self._site.read_navigation() if self._site else {}

    def pages(self, wanted: Iterable[str], render: Callable[[set[str]], Mapping[str, str]]) -> dict[str, bytes]:
        """Return the files of pages, by their paths below the site's folder: of those `wanted`, the ones for which
        `render` has a text.

        `render` is given paths below the docs folder. The result is empty if only MkDocs can make the pages.
        """
        if self._site is None:
            return {}
        named = {file.dest_uri: file for file in self._site.theme.pages}
        files = {named[name].src_uri: named[name] for name in wanted if name in named}
        with _warnings():
            return {
                files[path].dest_uri: self._site.preview(files[path], text, path in self._in_navigation)
                for path, text in render(set(files)).items()
            }


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what MkDocs warns of while the `with` block runs."""
    heard: list[str] = []
    logger = logging.getLogger("mkdocs")
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(f"{record.levelname} - {record.getMessage()}")  # type: ignore[method-assign]
    kept = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [handler], False
    try:
        yield heard
    finally:
        logger.handlers, logger.propagate = kept


def _look(theme: Theme) -> str:
    """Return a hash of all that pages show of the site besides their own content and the navigation's pages."""
    own = Path(theme.config.config_file_path), base_configuration(), *sorted(templates_folder().glob("theme/**/*.*"))
    digest = hashlib.sha256(theme.look().encode("utf-8", "surrogateescape"))
    for path in own:
        digest.update(f"\0{path}\0".encode("utf-8", "surrogateescape") + path.read_bytes())
    return digest.hexdigest()


def _sources(theme: Theme) -> Sources:
    """Return the facts of each file of which the site of a theme is made."""
    facts, folders = {}, {}
    of_folder: dict[str, Mapping[str, FileFacts]] = {}
    for path in theme.addresses:
        found = theme.docs.get(path)
        if found is None:  # it is the theme's, or is in a folder of the docs to which a link leads, or hidden
            file = theme.files.src_uris[path]
            folder = folders[path] = file.src_dir or ""
            if folder not in of_folder:
                of_folder[folder] = facts_of_files(Path(folder), hidden=False)
            found = of_folder[folder].get(path) or _facts_of(Path(file.abs_src_path or ""))
        facts[path] = found
    return Sources(facts, folders)


def _facts_of(path: Path) -> FileFacts:
    """Return size and time of a file in a folder to which a link leads. Raises OSError if there is none."""
    facts = path.stat()
    return FileFacts(facts.st_size, facts.st_mtime_ns)


def _kept(before: Kept | None, look: str, sources: Sources, pages: Sequence[File]) -> dict[str, Done]:
    """Return what is known of those `pages` that need not be made again, by path. `before` is what the last build kept,
    `look` and `sources` are what `_look` and `_sources` return now.

    A page is only opened if its facts differ, or if a file is gone to which some page links.
    """
    if before is None or before.look != look:
        return {}
    gone = gone_files(before.linked - sources.facts.keys())
    kept = {}
    for file in pages:
        page = before.page_made_of(file.src_uri, sources, partial(_hash, file))
        if page and not (gone and may_link(file.src_uri, file.content_bytes.decode(errors="replace"), gone)):
            kept[file.src_uri] = page
    return kept


def _hash(file: File) -> str:
    return hash_of(file.content_bytes)


def _names(theme: Theme) -> frozenset[str]:
    """Return the paths of all files of a theme's site, also of a page that comes out empty and is not written."""
    templates = theme.config.theme.static_templates
    files = theme.files.src_uris
    return frozenset(
        [*(files[path].dest_uri for path in theme.addresses), *templates, *(f"{it}.gz" for it in templates)]
    )


def _parts(pages: Sequence[File], sources: Sources) -> list[list[File]]:
    """Return the pages, cut into a list for each process with about as many bytes in each; a small site is cut into
    two. `sources` has the size of each page.
    """
    shares = _SHARES if len(pages) < _SMALL else (1,) * processor_count()
    parts: list[list[File]] = [[] for _ in range(sum(shares))]
    sizes = [sources.facts[page.src_uri].size for page in pages]
    before, whole = 0, sum(sizes) + 1
    for page, size in zip(pages, sizes, strict=True):
        parts[before * len(parts) // whole].append(page)
        before += size
    ends = list(accumulate(shares))
    return [list(chain.from_iterable(parts[end - share : end])) for share, end in zip(shares, ends, strict=True)]


class _Site:
    """Makes the pages of a site with a theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._reader = Reader(theme)
        self._frames = Frames(theme)

    def read_navigation(self) -> dict[str, ReadPage]:
        """Read the pages in the navigation, of which all others show something, and return them by path."""
        read = {}
        for page in self.theme.nav.pages:
            made = read[page.file.src_uri] = self._reader.read(page.file)
            _give(page, made)
        return read

    def write_pages(self, files: Iterable[File]) -> _Made:
        """Write pages that are not in the navigation, and return what is known of each, in the order of `files`."""
        with _warnings() as warnings:
            pages = [self._write_page(file, warnings) for file in files]
        return _Made(pages, self._reader.linked)

    def _write_page(self, file: File, warnings: list[str]) -> Done:
        warnings.clear()
        made = self._reader.read(file)
        whole, is_stamped = self._whole(file, made)
        write(destination(file), whole)
        return _done(file, made, not is_stamped, list(warnings))

    def _whole(self, file: File, made: ReadPage) -> tuple[bytes, bool]:
        """Return the bytes of a page, given what was read of its file, and whether it was stamped; else MkDocs built
        it.
        """
        try:
            return self._frames.stamp(made.texts), True
        except UnknownFrameError:
            page = file.page or Page(None, file, self.theme.config)
            _give(page, made)
            return encoded(self.theme.whole_page(page)), False

    def preview(self, file: File, text: str, in_navigation: bool) -> bytes:
        """Return the bytes of the page that a file would make if it held `text`. `in_navigation` says whether the
        navigation lists the page, so that MkDocs makes it.
        """
        file.content_string = text
        made = self._reader.read(file)
        if not in_navigation or file.page is None:
            return self._whole(file, made)[0]
        _give(file.page, made)
        return encoded(self.theme.whole_page(file.page))

    def write_navigation(self, read: Mapping[str, ReadPage]) -> list[Done]:
        """Write the pages of the navigation as MkDocs makes them, and return what is known of each. `read` has, by
        path, what was read of each.
        """
        for page in self.theme.nav.pages:
            write(page.file.abs_dest_path, encoded(self.theme.whole_page(page)))
        return [_done(made.texts.file, made, True, []) for made in read.values()]

    def write_rest(self, pages: Mapping[str, Done]) -> None:
        """Write what lists all pages, such as the site map, and the page for an address that does not exist. `pages`
        has, by path, what is known of each.
        """
        theme = self.theme
        date, in_navigation = get_build_date(), {page.file.src_uri for page in theme.nav.pages}
        for file in theme.pages:
            if file.src_uri not in in_navigation:
                file.page = _Listed(_canonical(theme, file), pages[file.src_uri].listed, date)  # type: ignore[assignment]
        for template in theme.config.theme.static_templates:
            mkdocs_build._build_theme_template(template, theme.environment, theme.files, theme.config, theme.nav)

    def check_anchors(self, pages: Mapping[str, Done]) -> None:
        """Warn, as MkDocs does, of links to anchors that no page has. `pages` has, by path, what is known of each page
        of the site.
        """
        for file in self.theme.pages:
            for (target, anchor), link in pages[file.src_uri].wanted.items():
                if target not in pages or anchor in pages[target].anchors:
                    continue
                target_file = self.theme.files.src_uris[target]
                page, other = (Page(None, it, self.theme.config) for it in (file, target_file))
                page.links_to_anchors = {target_file: {anchor: link}}
                (page if other.file is file else other).present_anchor_ids = set(pages[target].anchors)
                target_file.page = page if target_file is file else other
                page.validate_anchor_links(files=self.theme.files, log_level=self.theme.config.validation.links.anchors)

    def verify(self, stamped: Sequence[str], count: int) -> None:
        """Compare `count` random stamped pages with what MkDocs makes of them. Raises DifferentPageError for the first
        that differs.
        """
        for path in random.sample(stamped, min(count, len(stamped))):
            file = self.theme.files.src_uris[path]
            page = Page(None, file, self.theme.config)
            page.read_source(self.theme.config)
            page.render(self.theme.config, self.theme.files)
            if Path(file.abs_dest_path).read_bytes() != encoded(self.theme.whole_page(page)):
                raise DifferentPageError(f"the page of {path} would differ from what MkDocs makes of it")


class _Listed(NamedTuple):
    """What the site map shows of a page, under the names by which MkDocs' templates ask for it; dates are
    `YYYY-MM-DD`.
    """

    canonical_url: str | None
    meta: Mapping[str, object]
    update_date: str


def _give(page: Page, made: ReadPage) -> None:
    """Set on MkDocs' own object for a page what was read of its file."""
    page.markdown, page.meta = made.markdown, dict(made.texts.meta)
    page.content, page.toc = made.texts.content, made.texts.contents.toc


def _done(file: File, made: ReadPage, by_mkdocs: bool, warnings: list[str]) -> Done:
    is_own = not by_mkdocs and not made.by_mkdocs
    source = made.hash if is_own else ""
    return Done(file.src_uri, source, listed(made.texts.meta), made.anchors, made.wanted, by_mkdocs, warnings)


def _canonical(theme: Theme, file: File) -> str | None:
    base = theme.config.site_url
    return urljoin(posixpath.join(base, ""), "" if file.url in (".", "./") else file.url) if base else None
