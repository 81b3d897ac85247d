"""Reads a page's file: front matter, HTML, headings, anchors, links to anchors.

The Markdown of generated pages goes through the converter in this folder, any other page through MkDocs' own, which
also warns as usual.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from ...files import read_at_once
from .blocks import Permalink, convert
from .contents import contents_of, nested_contents
from .frames import PageTexts
from .front_matter import split_front_matter
from .known import UnknownMarkdownError, escape_attribute
from .links import Anchors, SiteLinks
from .theme import Theme

_EXTENSIONS = frozenset(("fenced_code", "md_in_html", "tables", "toc"))
_CONTROL = {*range(10), *range(11, 32), 127}
_WITHOUT_CONTROL = bytes(0 if byte in _CONTROL else byte for byte in range(256))
_TOC = frozenset(("permalink", "permalink_title", "title"))


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page's texts, the anchors in it, and those to which it links (`wanted`).

    `by_mkdocs` says whether MkDocs converted its Markdown; `hash` is that of its file.
    """

    texts: PageTexts
    markdown: str
    anchors: frozenset[str]
    wanted: Anchors
    by_mkdocs: bool
    hash: str


class Reader:
    """Reads the pages of a site."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._links = SiteLinks(theme.addresses)
        self._permalink = _permalink(theme.config)

    @property
    def linked(self) -> frozenset[str]:
        """Return the files to which pages link that were read and that MkDocs did not read."""
        return frozenset(self._links.linked)

    def read(self, file: File) -> ReadPage:
        """Return a page as it was read: front matter, HTML, contents, anchors, links to anchors, and a hash of its
        file.

        MkDocs converts what the generator's own converter does not know, and pages without a title in the front matter;
        its warnings about them are logged as usual.
        """
        data = read_at_once(file.abs_src_path) if file.abs_src_path else file.content_bytes
        source, digest = _plain_source(data), hash_of(data)
        markdown, meta = split_front_matter(source, data)
        if self._permalink and "title" in meta:
            links = self._links.of_page(file.src_uri, file.url)
            try:
                made = convert(markdown, links, self._permalink)
            except UnknownMarkdownError:
                pass
            else:
                texts = PageTexts(file, meta, made.html, contents_of(made.headings))
                return ReadPage(texts, markdown, made.anchors, links.anchors, False, digest)
        return self._by_mkdocs(file, digest)

    def _by_mkdocs(self, file: File, digest: str) -> ReadPage:
        page = file.page or Page(None, file, self._theme.config)
        page.read_source(self._theme.config)
        page.render(self._theme.config, self._theme.files)
        texts = PageTexts(file, page.meta, page.content or "", nested_contents(page.toc))
        wanted = {
            (to.src_uri, anchor): link
            for to, links in (page.links_to_anchors or {}).items()
            for anchor, link in links.items()
        }
        return ReadPage(texts, page.markdown or "", frozenset(page.present_anchor_ids or ()), wanted, True, digest)


def hash_of(data: bytes) -> str:
    """Return the SHA-256, in hexadecimal, of the bytes of a page's file."""
    return hashlib.sha256(data).hexdigest()


def _plain_source(data: bytes) -> str:
    """Return the text of a page's file, given as bytes; empty if it has characters that a reader of Markdown could
    change. Raises UnicodeDecodeError for bytes that are no UTF-8.
    """
    return "" if data.startswith(codecs.BOM_UTF8) or 0 in data.translate(_WITHOUT_CONTROL) else data.decode()


def _permalink(config: Mapping[str, object]) -> Permalink | None:
    """Return the function that makes the link at a heading's end. None if the configuration of MkDocs reads Markdown
    otherwise than the common one does.
    """
    settings = config["mdx_configs"]
    extensions = config["markdown_extensions"]
    if not isinstance(settings, Mapping) or not isinstance(extensions, list) or set(extensions) != _EXTENSIONS:
        return None
    toc = settings.get("toc") or {}
    others = {key for key, value in settings.items() if value and key != "toc"}
    if others or not _TOC.issuperset(toc) or toc.get("permalink") is not True:
        return None
    title = escape_attribute(str(toc.get("permalink_title", "Permanent link")))
    return partial(_linked, title)


def _linked(title: str, anchor: str) -> str:
    shown = f' title="{title}"' if title else ""
    return f'<a class="headerlink" href="#{anchor}"{shown}>&para;</a>'
