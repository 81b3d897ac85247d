"""Long lists, cut into pages.

The first part of a list stands on the page that a reader knows, `X.md`; the
others are `X/2.md`, `X/3.md` …: `areas/grounding/2.md`, `papers/index/2.md`. A
list under headings keeps them on every page, and names the page on which each
heading begins. A list that fits is one page, with no `Paging`.

    for part in parts("areas/grounding.md", len(ids)):
        AreaPage(items=site.items(part.up, part.of_list(ids)), paging=paging(site, part), …)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from markdown.extensions.toc import slugify

from ...text.escape import Ready
from ..context import Lookup
from ..links import Front, Ref

PER_PAGE = 250
"""Entries of a page; 250 papers with their summaries are about 100 kB of HTML."""

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One page of a list of `total` entries, whose first page is `base`. Pages count from 1, entries from 0."""

    base: str
    number: int
    total: int
    per_page: int

    @property
    def of(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def start(self) -> int:
        return (self.number - 1) * self.per_page

    @property
    def stop(self) -> int:
        return min(self.number * self.per_page, self.total)

    @property
    def path(self) -> str:
        return _path(self.base, self.number)

    @property
    def up(self) -> str:
        """What leads from the page to the docs folder."""
        return "../" * self.path.count("/")

    @property
    def root(self) -> str:
        """What leads from the built page, which is a folder of its own, to the site's root."""
        return self.up if self.path.endswith("index.md") else f"../{self.up}"

    def built(self, ref: Ref) -> Ref:
        """A link of this page as raw HTML needs it: to the address of the built page."""
        if ref.to is None:
            return ref
        path, hash_, anchor = ref.to.removeprefix(self.up).partition("#")
        address = path.removesuffix("index.md") if path.endswith("index.md") else f"{path.removesuffix('.md')}/"
        return Ref(text=ref.text, to=Ready(f"{self.root}{address}{hash_}{anchor}"))

    def of_list(self, entries: Sequence[_Entry]) -> Sequence[_Entry]:
        return entries[self.start : self.stop]

    def of_groups(self, groups: Iterable[tuple[str, Sequence[_Entry]]]) -> Iterator[tuple[str, Sequence[_Entry]]]:
        """The groups of which this page shows something, each with what it shows."""
        at = 0
        for title, entries in groups:
            shown = entries[max(self.start - at, 0) : max(self.stop - at, 0)]
            at += len(entries)
            if shown:
                yield title, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Where a page stands among those of its list.

    `first` and `last` count entries from 1. Of `pages` this page's own has no
    destination. `jumps` lead to where each heading of the list begins.
    """

    number: int
    of: int
    first: int
    last: int
    total: int
    previous: Ref | None
    next: Ref | None
    pages: tuple[Ref, ...]
    jumps: tuple[Ref, ...]


def parts(path: str, total: int, per_page: int = PER_PAGE) -> Iterator[Part]:
    """The pages of a list of so many entries; one even where it is empty."""
    first = Part(base=path, number=1, total=total, per_page=per_page)
    for number in range(1, first.of + 1):
        yield replace(first, number=number)


def paging(site: Lookup, part: Part, groups: Iterable[tuple[str, int]] = ()) -> Paging | None:
    """How a page leads to the others of its list; None where there is no other.

    `groups` are the headings of the whole list with the number of entries under each.
    """
    if part.of == 1:
        return None

    def leads(number: int, text: str) -> Ref:
        return Ref(text=text, to=Ready(_way(part, _path(part.base, number))))

    return Paging(
        number=part.number,
        of=part.of,
        first=part.start + 1,
        last=part.stop,
        total=part.total,
        previous=leads(part.number - 1, site.gettext("Previous page")) if part.number > 1 else None,
        next=leads(part.number + 1, site.gettext("Next page")) if part.number < part.of else None,
        pages=tuple(
            Ref(text=str(number)) if number == part.number else leads(number, str(number))
            for number in range(1, part.of + 1)
        ),
        jumps=tuple(_jumps(part, groups)),
    )


def paged_front(site: Lookup, front: Front, part: Part) -> Front:
    """Front matter of a part: its number in the title, and what stands before and after it."""
    if part.of == 1:
        return front
    title = front.title
    if part.number > 1:
        title = site.gettext("{title}, page {number}", title=title, number=part.number)
    return replace(
        front,
        title=title,
        previous=_served(part.base, part.number - 1) if part.number > 1 else None,
        next=_served(part.base, part.number + 1) if part.number < part.of else None,
    )


def page_of(path: str, at: int, per_page: int = PER_PAGE) -> str:
    """The page of a list on which an entry stands, by its number from 0."""
    return _path(path, at // per_page + 1)


def _path(path: str, number: int) -> str:
    return path if number == 1 else f"{path.removesuffix('.md')}/{number}.md"


def _way(part: Part, path: str) -> str:
    """From a part to another page of its list: both stand in the list's folder or in one below it."""
    folder = part.base.rpartition("/")[0]
    below = path.removeprefix(f"{folder}/") if folder else path
    return below if part.number == 1 else f"../{below}"


def _served(base: str, number: int) -> Ready:
    """The address below the site's root, `areas/grounding/2/`."""
    return Ready(f"{_path(base, number).removesuffix('.md').removesuffix('/index')}/")


def _jumps(part: Part, groups: Iterable[tuple[str, int]]) -> Iterator[Ref]:
    """To each heading; to the top of its page where the heading has no Latin letter to make an anchor of."""
    at = 0
    for title, count in groups:
        path = page_of(part.base, at, part.per_page)
        anchor = slugify(title, "-")
        way = "" if path == part.path and anchor else _way(part, path)
        yield Ref(text=title, to=Ready(f"{way}#{anchor}" if anchor else way))
        at += count
