"""The frames of pages: the HTML that the theme writes around a page's own texts, one frame for each kind of page.

MkDocs renders a page whose texts are marks. Where a mark occurs in its output, and how it is escaped, is a slot. All
other pages of the kind are this frame with their own texts in the slots. Pages are of one kind if they are in one
folder, have the same entries in their front matter and the same form of a table of contents: nothing else about a page
outside the navigation affects the theme's output.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, cast

from markupsafe import Markup, escape
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import normalize_url

from .contents import Contents
from .front_matter import Meta
from .theme import Theme

_TEXTS = frozenset(("title", "description"))
_ADDRESSES = frozenset(("redirect", "previous", "next"))
_AS_THEY_ARE = frozenset(("language", "hide", "modules", "gone"))
_UNSEEN = frozenset(("empty", "changed"))
"""Entries of the front matter that no page shows."""
_KNOWN = _TEXTS | _ADDRESSES | _AS_THEY_ARE | _UNSEEN | {"head", "exports"}
_SHOWN_KEPT = 4096
"""Tables of contents whose HTML is kept: many pages have the same one."""
_MARK = re.compile("zq[a-z0-9]+qz")
_ODD = "<b>&amp;\"'</b>"
"""What each way of escaping writes otherwise."""


class _Form(NamedTuple):
    """How the theme writes a text: as an address seen from the page (`is_relative`), and through `write`, which may
    escape it.
    """

    is_relative: bool
    write: Callable[[str], str]

    def of(self, value: str, file: File) -> str:
        # MkDocs asks for a page, of which it needs the address alone.
        return self.write(normalize_url(value, cast(Page, file)) if self.is_relative else value)


def _stripped(value: str) -> str:
    return str(Markup(value).striptags())  # noqa: S704 - as the filter of that name does


def _escaped(value: str) -> str:
    return str(escape(value))


_AS_IT_IS = _Form(False, str)
_OF_TEXT = (
    _Form(False, lambda value: _escaped(_stripped(value))),
    *(_Form(False, it) for it in (_stripped, _escaped, str)),
)
_OF_ADDRESS = tuple(_Form(is_relative, write) for is_relative in (True, False) for write in (_escaped, str))


class UnknownFrameError(Exception):
    """Raised for a page with something that only MkDocs can show."""


@dataclass(frozen=True, slots=True)
class PageTexts:
    """A page's own texts, which fill the slots of its frame: its file, front matter, HTML and table of contents."""

    file: File
    meta: Meta
    content: str
    contents: Contents


class _Frame:
    """What surrounds the texts of a kind of page. `parts` stand before, between and after `slots`, each of which is a
    field and how it is written.
    """

    def __init__(self, parts: Sequence[str], slots: Sequence[tuple[str, _Form]]) -> None:
        self._pieces = [b""] * (len(parts) + len(slots))
        self._pieces[::2] = map(encoded, parts)
        at: dict[tuple[str, _Form], list[int]] = {}
        for number, slot in enumerate(slots):
            at.setdefault(slot, []).append(2 * number + 1)
        self._slots = [(field, form, places) for (field, form), places in at.items()]

    def filled(self, fields: Mapping[str, str], file: File) -> bytes:
        pieces = self._pieces
        for field, form, places in self._slots:
            written = encoded(form.of(fields[field], file))
            for place in places:
                pieces[place] = written
        return b"".join(pieces)


def encoded(text: str) -> bytes:
    """Return the bytes of a page's HTML in UTF-8, as MkDocs writes them."""
    return text.encode("utf-8", errors="xmlcharrefreplace")


class Frames:
    """The frames of a site, each made when a page first needs it."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._made: dict[Hashable, _Frame | None] = {}
        self._item = theme.environment.get_template("partials/toc-item.html")
        self._items: dict[tuple[str, str], str] = {}
        self._shown: dict[Sequence[AnchorLink], str] = {}
        self._between = ""
        self._replaced: tuple[tuple[str, str], ...] = ()
        urls = [page.url for page in theme.nav.pages]
        self._leading = {"assets/", *urls, *(part for url in urls for part in accumulate(url.split("/"), _joined))}
        base = theme.config.site_url
        self._base = base and base.rstrip("/") + "/"

    def stamp(self, texts: PageTexts) -> bytes:
        """Return the bytes of a page's file, equal to those that MkDocs makes: its kind's frame, filled with its texts.
        Raises UnknownFrameError if only MkDocs can make it.
        """
        kind = self._kind(texts)
        if kind not in self._made:
            self._made[kind] = None
            self._made[kind] = self._frame(texts)
        frame = self._made[kind]
        if frame is None:
            raise UnknownFrameError("the theme shows it in an unknown way")
        return frame.filled(self._fields(texts), texts.file)

    def _kind(self, texts: PageTexts) -> Hashable:
        meta, url = texts.meta, texts.file.url
        if not _KNOWN.issuperset(meta) or not isinstance(meta.get("title"), str) or url in self._leading:
            raise UnknownFrameError("its front matter has other entries than the generator writes")
        form = tuple(
            (key, str(value) if key in _AS_THEY_ARE else len(value) if isinstance(value, list) else bool(value))
            for key, value in meta.items()
            if key not in _UNSEEN
        )
        return url.rstrip("/").rpartition("/")[0], form, texts.contents.form, "<h1" in texts.content

    def _fields(self, texts: PageTexts) -> dict[str, str]:
        """Return the texts of a page by the names of the slots that they fill. Raises UnknownFrameError if the head of
        the page holds a text that the theme replaces.
        """
        content = texts.content
        head = str(texts.meta.get("head") or "")
        items = self._shown.get(texts.contents.shown)
        if items is None:
            items = self._between.join(map(self._shown_item, texts.contents.shown))
            if len(self._shown) < _SHOWN_KEPT:
                self._shown[texts.contents.shown] = items
        for old, new in self._replaced:
            if old in content:
                content = content.replace(old, new)
            if old in head:
                raise UnknownFrameError("its head holds what the theme replaces")
        fields = {"content": content, "head": head, "items": items, "first": texts.contents.first}
        fields["canonical"] = f"{self._base}{texts.file.url}"
        for key, value in texts.meta.items():
            if key == "exports" and isinstance(value, list):
                fields |= {f"{name}{number}": str(it[name]) for number, it in enumerate(value) for name in it}
            elif isinstance(value, str) and key != "head":
                fields[key] = value
        return fields

    def _shown_item(self, link: AnchorLink) -> str:
        """Return the HTML of an entry of the table of contents, with those below it, as the theme shows it."""
        known = self._items.get((link.id, link.title)) if not link.children else None
        if known is None:
            known = self._item.render(toc_item=link)
            if not link.children:
                self._items[link.id, link.title] = known
        return known

    def _frame(self, texts: PageTexts) -> _Frame:
        """Return the frame of a page's kind: what the theme makes of a page in its place whose texts are marks, cut at
        these. Raises UnknownFrameError if a mark does not come out in a known form.
        """
        marks = self._marks(texts)
        page = Page(None, texts.file, self._theme.config)
        texts.file.page = None
        page.markdown, page.meta = "", self._marked_meta(texts.meta, marks)
        page.content, replaced = _marked_content("<h1" in texts.content, self._theme.replaced)
        links = [AnchorLink(f"zqitem{number}qz", f"zqitem{number}qz", 2) for number in (0, 1)]
        page.toc = texts.contents.like(marks["first"], links if texts.contents.shown else [])
        if page.canonical_url:
            page.canonical_url = marks["canonical"]
        whole = self._theme.whole_page(page)
        ways: dict[str, tuple[str, _Form]] = {}
        for field, mark in marks.items():
            for form in _forms(field):
                ways.setdefault(form.of(mark, texts.file), (field, form))
        if texts.contents.shown:
            whole = self._with_items_marked(whole, links)
            ways["zqitemsqz"] = ("items", _AS_IT_IS)
        whole = self._with_content_marked(whole, replaced)
        ways["zqcontentqz"] = ("content", _AS_IT_IS)
        found = re.split("(" + "|".join(map(re.escape, sorted(ways, key=len, reverse=True))) + ")", whole)
        parts = tuple(found[::2])
        if any(map(_MARK.search, parts)):
            raise UnknownFrameError("the theme shows a text of the page in an unknown way")
        return _Frame(parts, tuple(ways[mark] for mark in found[1::2]))

    def _marks(self, texts: PageTexts) -> dict[str, str]:
        marks = {"first": "zqfirstqz", "canonical": f"zqcanonicalqz{_ODD}", "head": "zqheadqz"}
        marks |= {key: f"zq{key}qz{_ODD}zq{key}qz" for key in _TEXTS}
        marks |= {key: f"zq{key}qz&x/" for key in _ADDRESSES}
        exports = texts.meta.get("exports")
        for number in range(len(exports) if isinstance(exports, list) else 0):
            marks |= {f"{key}{number}": f"zq{key}{number}qz{_ODD}zq{key}{number}qz" for key in ("title", "type")}
            marks[f"path{number}"] = f"zqpath{number}qz&x/"
        return marks

    def _marked_meta(self, meta: Meta, marks: Mapping[str, str]) -> dict[str, object]:
        """Return a page's front matter with each text that has a slot replaced by its mark; `marks` has these by the
        names of the slots. Empty texts stay, since the theme asks whether a text is empty.
        """
        marked: dict[str, object] = {}
        for key, value in meta.items():
            if key == "exports" and isinstance(value, list):
                marked[key] = [{name: marks[f"{name}{number}"] for name in it} for number, it in enumerate(value)]
            else:
                marked[key] = marks[key] if key in marks and value else value
        return marked

    def _with_items_marked(self, whole: str, links: Sequence[AnchorLink]) -> str:
        """Return `whole`, the HTML of a page, with one mark in place of its table of contents, whose two entries are
        `links`; and note what stands between two entries. Raises UnknownFrameError if the entries are not found.
        """
        first, second = (self._item.render(toc_item=link) for link in links)
        at = whole.find(first)
        end = whole.find(second, at)
        if at < 0 or end < 0 or whole.count(first) != 1:
            raise UnknownFrameError("the theme shows the table of contents in an unknown way")
        self._between = whole[at + len(first) : end]
        return f"{whole[:at]}zqitemsqz{whole[end + len(second) :]}"

    def _with_content_marked(self, whole: str, replaced: Sequence[str]) -> str:
        """Return `whole`, the HTML of a page, with one mark in place of its content; and note what the theme made of
        each text in `replaced`, which the content holds. Raises UnknownFrameError if the content is not found.
        """
        match = re.search(r"(?:<h1>)?zqcontentaqz(.*?)zqcontentbqz", whole, re.DOTALL)
        became = match[1].split("zqsepqz") if match else []
        if match is None or len(became) != len(replaced):
            raise UnknownFrameError("the theme shows the content in an unknown way")
        self._replaced = tuple((old, new) for old, new in zip(replaced, became, strict=True) if old != new)
        return whole[: match.start()] + "zqcontentqz" + whole[match.end() :]


def _forms(field: str) -> tuple[_Form, ...]:
    """Return the forms in which the theme may write a field."""
    name = field.rstrip("0123456789")
    if name in _ADDRESSES or name == "path":
        return _OF_ADDRESS
    return _OF_TEXT if name in _TEXTS or name in ("type", "canonical") else (_AS_IT_IS,)


def _joined(before: str, part: str) -> str:
    return f"{before.rstrip('/')}/{part}/" if part else before


def _marked_content(has_title: bool, replaced: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return a page's content that holds, between marks, each of the texts `replaced`, which the theme's templates
    might replace; and these texts. With `has_title` a heading `<h1>` stands before them.
    """
    return f"{'<h1>' if has_title else ''}zqcontentaqz{'zqsepqz'.join(replaced)}zqcontentbqz", replaced
