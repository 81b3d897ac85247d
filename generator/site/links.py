"""What the records of several kinds of page are made of.

Texts are plain and hostile; the templates' `finalize` escapes them. `Markup` is Markdown or HTML that goes in as it
is. An `Address` counts from the root of the site; the template that shows it makes it relative to its page.
`templates/README.md` says which template takes which record.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..catalogue.addresses import Address
from ..text.escape import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text, and the page of the site that it leads to. A template shows it as a link; as its text without a page."""

    text: str
    to: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalLink:
    """A text, and the address outside the site that it leads to, escaped by `escape.url`; often there is none."""

    text: str
    to: Markup | None = None


@dataclass(frozen=True, slots=True)
class LinkedText:
    """Markdown with links into the site, in pieces: an address stands where its link's destination will.

    `LinkedText((Markup("beats [CLIP]("), paper("clip"), Markup(")")))` is shown on a page of an area as
    `beats [CLIP](../papers/clip.md)`.
    """

    pieces: tuple[Markup | Address, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLink(Link):
    """A link with the number of papers behind it, and what it is in a line."""

    count: int
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Link):
    """One paper in a list, by its title. `meta` is `First Author et al. · 2024 · Venue`, of what is known."""

    meta: str
    summary: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Papers under a heading."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroup:
    """Links under a label."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Front matter, which the theme reads.

    `hide` names sidebars to leave out, `redirect` is the page to go to instead, `previous` and `next` are the list's
    pages before and after this one.
    """

    title: str
    description: str
    hide: tuple[str, ...] = ()
    redirect: Address | None = None
    previous: Address | None = None
    next: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestItem:
    """A paper near to that of the page; `note` is the terms that both share, joined with commas."""

    item: Item
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexGroup:
    """One heading of an index, with what it means."""

    title: str
    about: str | None
    entries: tuple[CountedLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """`areas/index.md`, `tags/index.md`. `lead` says what is counted, in what order."""

    front: Front
    title: str
    lead: str
    groups: tuple[IndexGroup, ...]


def front(title: str, about: str | None, survey: str, hide: tuple[str, ...] = ()) -> Front:
    """Front matter of a page; without a description, its title within the survey's."""
    return Front(title=title, description=about or f"{title} · {survey}", hide=hide)
