"""What a reader returns for an entry before it is cleaned: the fields as its format has them, all of them text.

A reader only parses its format. `normalise` decides for all formats alike what the texts mean, and what a record may
hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..records.paper import LinkKind, PublicationType

Markup = Literal["plain", "latex", "html"]
"""The markup of a format's texts. JATS, the XML of journals, counts as `html`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawName:
    """A person or a group as a format writes them: in parts, or wholly in `full` as “Family, Given” or “Given Family”.

    `corporate` is true for a group; `orcid` may be an address.
    """

    full: str = ""
    given: str = ""
    particle: str = ""
    family: str = ""
    suffix: str = ""
    corporate: bool = False
    orcid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """The fields of one entry as its format writes them. A field that the entry lacks is empty.

    `markup` is that of all texts; `links` are pairs of what is found at an address, and the address; `headings` are
    those under which the entry stands.
    """

    line: int
    """The line on which the entry begins in its file, from 1."""
    key: str = ""
    """What the file itself calls the entry, such as a BibTeX key."""
    markup: Markup = "plain"
    type: PublicationType | None = None
    title: str = ""
    abstract: str = ""
    authors: tuple[RawName, ...] = ()
    editors: tuple[RawName, ...] = ()
    translators: tuple[RawName, ...] = ()
    year: str = ""
    date: str = ""
    """A date in any form that the format has: `2024-03`, `12 Mar 2024`; its year counts where `year` is empty."""
    venue: str = ""
    """The short name of the venue; without one, `container` is shortened."""
    venue_year: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    publisher_place: str = ""
    edition: str = ""
    series: str = ""
    archive: str = ""
    isbn: str = ""
    """One or several, separated by anything."""
    issn: str = ""
    language: str = ""
    """A code or a name in any form that the format has."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """From keys of `ExternalIds` to identifiers as they are written, with prefix or address."""
    links: tuple[tuple[LinkKind, str], ...] = ()
    keywords: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    """Names of fields that were not read, and remarks of the form `field: why`."""
