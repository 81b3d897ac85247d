"""The records that several kinds of page share: links, entries of lists, front matter.

Texts are plain and may be hostile; the templates' `finalize` escapes them. `Markup` is Markdown or HTML that is used as
it is. An `Address` counts from the root of the site; the template that shows it makes it relative to its page.
`templates/README.md` lists which template takes which record.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..catalogue.addresses import Address
from ..text.escape import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text that links to a page of the site. Without an address, a template shows the text alone."""

    text: str
    to: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalLink:
    """A text that links to an address outside the site, escaped by `escape.url`. Without an address it is shown
    alone.
    """

    text: str
    to: Markup | None = None


@dataclass(frozen=True, slots=True)
class LinkedText:
    """Markdown with links into the site, as a sequence of pieces: Markup, and an Address for each link's destination.

    `LinkedText((Markup("beats [CLIP]("), paper("clip"), Markup(")")))` is shown on the page of an area as
    `beats [CLIP](../papers/clip.md)`.
    """

    pieces: tuple[Markup | Address, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLink(Link):
    """A link with the count of papers that it leads to, and a line about it (`about`), None without one."""

    count: int
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Link):
    """A paper as an entry of a list: its title, linked; `meta` is `First Author et al. · 2024 · Venue`, as far as
    known; `summary` is the curator's sentence on it, None without one.

    `coins` is an invisible element for reference managers.
    """

    meta: str
    summary: str | None
    coins: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Papers under a heading (`title`), as entries of a list (`items`)."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroup:
    """Links under a heading, the `title`."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Link):
    """A file that holds a page's list for programs; `text` is the name of its format, or that of the feed, and
    `media_type` is such as `application/x-bibtex`.
    """

    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The front matter of a page, which MkDocs and its theme read.

    `hide` names sidebars to leave out. `redirect` is the page to which this one redirects. `previous` and `next` are
    the pages before and after this one in a long list. `exports` are the files that the head announces, `modules` the
    scripts that the page starts with. An `empty` page has nothing to list and is left out of the navigation. A page
    that is `gone` says what became of a former one; search engines are told not to list it.
    """

    title: str
    description: str
    hide: tuple[str, ...] = ()
    redirect: Address | None = None
    previous: Address | None = None
    next: Address | None = None
    exports: tuple[Export, ...] = ()
    modules: tuple[str, ...] = ()
    empty: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestItem:
    """A paper near to that of the page; `note` are the words and tags that both share, joined with commas. With
    `by_meaning`, these would not make them near by themselves.
    """

    item: Item
    note: str
    by_meaning: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexGroup:
    """A heading of an index (`title`) with its entries; `about` says what the heading means."""

    title: str
    about: str | None
    entries: tuple[CountedLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The data of an index page, `areas/index.md` or `paths/index.md`: its title, its entries in groups, and `lead`, a
    sentence on what is counted, and the order.
    """

    front: Front
    title: str
    lead: str
    groups: tuple[IndexGroup, ...]


def front(
    title: str, about: str | None, survey: str, hide: tuple[str, ...] = (), exports: tuple[Export, ...] = ()
) -> Front:
    """Return the front matter of a page with a title. Its description is `about`, or else the page's title and that of
    the `survey`. `hide` names sidebars to leave out, `exports` are the files that the head announces.
    """
    return Front(title=title, description=about or f"{title} · {survey}", hide=hide, exports=exports)
