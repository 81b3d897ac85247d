"""The table of contents of a page, nested as MkDocs nests it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown.extensions.toc import nest_toc_tokens
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc

from .known import Heading


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents of a page.

    `toc` are all entries; `shown` are those that the theme shows, without a single title above all others. `first` is
    the first anchor of the page, to which the link leads that skips the navigation.
    """

    toc: TableOfContents
    shown: Sequence[AnchorLink]
    first: str

    @property
    def form(self) -> tuple[bool, bool, bool]:
        """Return what the theme's templates distinguish: whether there are entries, a title above them, and entries to
        show.
        """
        return bool(self.toc.items), self._has_title, bool(self.shown)

    @property
    def _has_title(self) -> bool:
        return bool(self.toc.items) and self.toc.items[0].level == 1

    def like(self, first: str, shown: Sequence[AnchorLink]) -> TableOfContents:
        """Return a table of contents of the same form with other entries, `shown`. Where this one has a title above all
        others, the title of the new one leads to the anchor `first`.
        """
        if not self.toc.items:
            return TableOfContents([])
        if self._has_title:
            title = AnchorLink("", first, 1)
            title.children = list(shown)
            return TableOfContents([title])
        return TableOfContents(list(shown))


def contents_of(headings: Sequence[Heading]) -> Contents:
    """Return the table of contents of a page with these headings; it is empty without any."""
    if headings and headings[0].level == 1 and (len(headings) == 1 or _is_below(headings[1:])):
        level, anchor, name = headings[0]
        title = AnchorLink(name, anchor, level)
        shown = _nested(tuple(headings[1:]))
        title.children = list(shown)
        return Contents(TableOfContents([title]), shown, anchor)
    return nested_contents(TableOfContents(list(_nested(tuple(headings)))))


def _is_below(headings: Sequence[Heading]) -> bool:
    """Return whether the first heading is of the highest level among them, and none is a title (level 1)."""
    return 1 < headings[0].level == min(heading.level for heading in headings)


@lru_cache(maxsize=4096)
def _nested(headings: Sequence[Heading]) -> tuple[AnchorLink, ...]:
    """Return the entries of the table of contents that headings make, each with the entries below it. Results are
    cached, since many pages have the same headings.
    """
    tokens = [{"level": it.level, "id": it.id, "name": it.name} for it in headings]
    return tuple(get_toc(nest_toc_tokens(tokens)).items)  # type: ignore[arg-type] # of which it needs no more


def nested_contents(toc: TableOfContents) -> Contents:
    """Return the table of contents that MkDocs made of a page as `Contents`."""
    items = toc.items
    shown = items[0].children if items and items[0].level == 1 else items
    return Contents(toc, tuple(shown), items[0].id if items else "")
