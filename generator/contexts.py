"""What each template of `templates/` is given: one frozen record a kind of page.

Texts are plain and hostile; the templates' `finalize` escapes them. A `Ready`
is ready for Markdown: a destination relative to the page, or text with links.
`templates/README.md` says which template takes which record.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.escape import Ready


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
    `redirect` the page to go to instead, below the site's root."""

    title: str
    description: str
    hide: tuple[str, ...] = ()
    redirect: Ready | None = None


# --- the paper page ----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a paper has a value.

    `by` is the rule that spoke, or None where no rule did; `curated` says that
    the curator decided; `ruled` is what the rule would have chosen instead;
    `dropped` that the curator left the rule's value out.
    """

    what: str
    value: Ref
    phrase: str | None = None
    place: str | None = None
    by: str | None = None
    curated: bool = False
    ruled: str | None = None
    dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A named thing that the paper introduces."""

    name: str
    kind: str
    about: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Ref):
    """Something the paper names. `spelt` is its spelling there, where it differs from the name."""

    spelt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A paper and a word on why it stands here: the shared terms, or the spelling it uses."""

    item: Item
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A curator's relation: how this paper stands to the other, in words."""

    how: str
    other: Ref
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A repair of the raw text."""

    rule: str
    place: str
    was: str
    became: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """`papers/ID.md`. `name` and `aliases` are there only where the title does not begin with them."""

    front: Front
    title: str
    name: str | None
    aliases: str
    authors: tuple[Ref, ...]
    year: Ref | None
    venue: str | None
    links: tuple[Ref, ...]
    tags: tuple[Refs, ...]
    reasons: tuple[Reason, ...]
    summary: str | None
    problem: Ready | None
    idea: Ready | None
    results: Ready | None
    figures: tuple[str, ...]
    introduces: tuple[Thing, ...]
    abstract: Ready | None
    read_at: tuple[Ref, ...]
    mentions: tuple[Named, ...]
    named_papers: tuple[Named, ...]
    mentioned_by: tuple[Item, ...]
    related: tuple[Noted, ...]
    relations: tuple[Judged, ...]
    bases: tuple[Refs, ...]
    limits: str | None
    notes: str | None
    bibtex: str
    repairs: tuple[Mended, ...]
    area: Ref | None
    previous: Ref | None
    next: Ref | None
    edit: Ready | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectPage:
    """`papers/FORMER.md`: where a paper with a former id went."""

    front: Front
    now: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """`explore/compare.md`: a frame that a script fills."""

    front: Front
    title: str


# --- pages of lists ----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """`index.md`. `years` is the range as text, `2015–2026`, or a single year.

    `welcome` is the curator's Markdown of home.md, inserted as it stands.
    """

    front: Front
    title: str
    description: str
    papers: int
    areas: tuple[Counted, ...]
    systems: int
    people: int
    years: str | None
    welcome: Ready | None
    newest: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Defined:
    """A glossary term as its heading says it, what it means, and its other spellings, joined with commas."""

    heading: str
    definition: str
    also: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryPage:
    """`glossary.md`, by first letter."""

    front: Front
    title: str
    terms: tuple[Defined, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPage:
    """`areas/KEY.md`. `introduction` is the curator's Markdown, inserted as it stands."""

    front: Front
    title: str
    definition: str | None
    introduction: Ready | None
    tags: tuple[Counted, ...]
    items: tuple[Item, ...]
    edit: Ready | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePage:
    """`tags/FACET/VALUE.md`. `beside` counts the values of the other facets and areas among its papers."""

    front: Front
    facet: str
    title: str
    definition: str | None
    beside: tuple[Counted, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPage:
    """`systems/ID.md`. The note of each paper is the spelling that it uses, where it is another."""

    front: Front
    name: str
    kind: str
    aliases: str
    about: str | None
    link: Ready | None
    family: Ref | None
    versions: tuple[Counted, ...]
    papers: tuple[Noted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """`authors/ID.md`. `with_` are the people written with most often."""

    front: Front
    name: str
    areas: tuple[Counted, ...]
    with_: tuple[Counted, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexGroup:
    """One heading of an index, with what it means."""

    title: str
    about: str | None
    entries: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """`areas/index.md`, `tags/index.md`, `systems/index.md`. `lead` says what is counted, in what order."""

    front: Front
    title: str
    lead: str
    groups: tuple[IndexGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """One author of the index: a link to the person's page, or without one their papers."""

    name: Ref
    count: int
    papers: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The authors under one letter."""

    title: str
    people: tuple[Bearer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """`authors/index.md`. `pages_from` is how many papers make a page."""

    front: Front
    people: int
    pages_from: int
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedPage:
    """`papers/index.md` and `years/index.md`: all papers under headings. `lead` says in what order."""

    front: Front
    title: str
    lead: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """`about.md`."""

    front: Front
    title: str
    papers: int
    areas: int
    facets: str
    edition: str | None
    author: str
    licence: str
    licence_url: Ready | None
    keeps_abstracts: bool
    checked: int
    bibtex: str
    repository: Ready | None
