"""What the records of several kinds of page are made of.

Texts are plain and hostile; the templates' `finalize` escapes them. A `Ready`
is ready for Markdown: a destination relative to the page, or text with links.
`templates/README.md` says which template takes which record.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..text.escape import Ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A text, and where it leads; `to` is None where there is no page. A template shows it as a link."""

    text: str
    to: Ready | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Ref):
    """A link with the number of papers behind it, and what it is in a line."""

    count: int
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Ref):
    """One paper in a list, by its title. `meta` is `First Author et al. · 2024 · Venue`, of what is known."""

    meta: str
    summary: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Papers under a heading."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refs:
    """Links under a label."""

    title: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Front matter, which the theme reads: `hide` names sidebars to leave out,
    `redirect` the page to go to instead, `previous` and `next` those of a list's
    other parts, all three below the site's root."""

    title: str
    description: str
    hide: tuple[str, ...] = ()
    redirect: Ready | None = None
    previous: Ready | None = None
    next: Ready | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A paper and a word on why it stands here: the shared terms, or the spelling it uses."""

    item: Item
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexGroup:
    """One heading of an index, with what it means."""

    title: str
    about: str | None
    entries: tuple[Counted, ...]


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
