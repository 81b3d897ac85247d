"""Divides long lists into pages.

The first page of a list has the list's own address, `X.md`; the others are `X/2.md`, `X/3.md` …:
`areas/grounding/2.md`, `papers/index/2.md`. A list under headings repeats them on every page, and names the page on
which each heading begins. A list that fits is one page, without a `Pagination`.

    for page in paginate(addresses.area("grounding"), len(ids)):
        yield page.address, partial(_area_page, site, page, page.of_list(ids))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from markdown.extensions.toc import slugify

from ...catalogue.addresses import Address, page_of_list
from ..context import Site
from ..links import Front, Link

PER_PAGE = 130
"""Entries of a page. 130 papers with summaries and COinS are about 160 kB of HTML, and some 190 kB where titles are
long and full of letters that COinS encode, as French ones are.
"""

_Entry = TypeVar("_Entry")
_Record = TypeVar("_Record")
ListedPage = tuple[Address, Callable[[], _Record]]
"""A page of a list: its address, and the function that makes its data, a `partial` of a site and of what is the page's
own of the list. As long as the latter is the same, the page is made again only if something else that it shows has
changed.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page with a `number` of a list with `total` entries, of which each page has `per_page`; `first` is the
    address of the list's page 1. Pages are counted from 1, entries from 0.
    """

    first: Address
    number: int
    total: int
    per_page: int

    @property
    def of(self) -> int:
        """Return the number of pages of the list, at least 1."""
        return max(1, -(-self.total // self.per_page))

    @property
    def start(self) -> int:
        """Return the position of the first entry on this page, from 0."""
        return (self.number - 1) * self.per_page

    @property
    def stop(self) -> int:
        """Return the position behind the last entry on this page, from 0."""
        return min(self.number * self.per_page, self.total)

    @property
    def address(self) -> Address:
        """Return the address of this page."""
        return page_of_list(self.first, self.number)

    def of_list(self, entries: Sequence[_Entry]) -> Sequence[_Entry]:
        """Return those of the list's `entries` that are on this page."""
        return entries[self.start : self.stop]

    def of_groups(self, groups: Iterable[tuple[str, Sequence[_Entry]]]) -> Iterator[tuple[str, Sequence[_Entry]]]:
        """Yield the groups (heading, entries) that have entries on this page, each with these entries only."""
        at = 0
        for title, entries in groups:
            shown = entries[max(self.start - at, 0) : max(self.stop - at, 0)]
            at += len(entries)
            if shown:
                yield title, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """The links from a page of a list to its other pages.

    `number` of `of` pages is this one; it shows the entries `first` to `last` of `total`, counted from 1. In `pages`
    this page has no address. `jumps` lead to the page on which each heading of the list begins.
    """

    number: int
    of: int
    first: int
    last: int
    total: int
    previous: Link | None
    next: Link | None
    pages: tuple[Link, ...]
    jumps: tuple[Link, ...]


def paginate(first: Address, total: int, per_page: int = PER_PAGE) -> Iterator[Page]:
    """Yield the pages of a list with `total` entries, one even if it is empty; `first` is the address of page 1."""
    page = Page(first=first, number=1, total=total, per_page=per_page)
    for number in range(1, page.of + 1):
        yield replace(page, number=number)


def pagination(site: Site, page: Page, groups: Iterable[tuple[str, int]] = ()) -> Pagination | None:
    """Return the links from a page to the other pages of its list; None if it is the only one.

    `groups` are the headings of the whole list, each with the number of entries under it.
    """
    if page.of == 1:
        return None

    def link(number: int, text: str) -> Link:
        return Link(text=text, to=page_of_list(page.first, number))

    return Pagination(
        number=page.number,
        of=page.of,
        first=page.start + 1,
        last=page.stop,
        total=page.total,
        previous=link(page.number - 1, site.gettext("Previous page")) if page.number > 1 else None,
        next=link(page.number + 1, site.gettext("Next page")) if page.number < page.of else None,
        pages=tuple(
            Link(text=str(number)) if number == page.number else link(number, str(number))
            for number in range(1, page.of + 1)
        ),
        jumps=tuple(_jumps(page, groups)),
    )


def paged_front(site: Site, front: Front, page: Page) -> Front:
    """Return the front matter with the page's number in the title, and the addresses of the pages before and after it.

    The first page keeps its title, and only it announces the files of the list; of a list of one page, the front matter
    is returned unchanged.
    """
    if page.of == 1:
        return front
    title = front.title
    if page.number > 1:
        title = site.gettext("{title}, page {number}", title=title, number=page.number)
    return replace(
        front,
        title=title,
        exports=front.exports if page.number == 1 else (),
        previous=page_of_list(page.first, page.number - 1) if page.number > 1 else None,
        next=page_of_list(page.first, page.number + 1) if page.number < page.of else None,
    )


def page_with(first: Address, entry: int, per_page: int = PER_PAGE) -> Address:
    """Return the address of the page on which an entry of a list is, by its position from 0; `first` is that of
    page 1.
    """
    return page_of_list(first, entry // per_page + 1)


def _jumps(page: Page, groups: Iterable[tuple[str, int]]) -> Iterator[Link]:
    """Yield a link to each heading of a long list, on whichever page it is; to the top of its page if no anchor can be
    made of it. `groups` are titles with numbers of entries.
    """
    entry = 0
    for title, count in groups:
        to = page_with(page.first, entry, page.per_page)
        yield Link(text=title, to=replace(to, anchor=slugify(title, "-")))
        entry += count
