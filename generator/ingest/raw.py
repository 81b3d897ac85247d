"""What a reader hands on: the fields of one entry as its format has them, all of them text.

A reader only takes a format apart. What the texts mean, and what is clean enough for a record, `normalise` decides for
all formats alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..records.paper import LinkKind, PublicationType

Markup = Literal["plain", "latex", "html"]
"""What the texts of a format are written in. JATS counts as `html`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawName:
    """A person or group as a format gives them: in parts, or all in `full`, which may be “Family, Given” or
    “Given Family”.
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
    """The fields of one entry; a field that the format or the entry lacks is empty."""

    line: int
    """Where the entry begins in its file, from 1."""
    key: str = ""
    """What the file itself calls the entry."""
    markup: Markup = "plain"
    type: PublicationType | None = None
    title: str = ""
    abstract: str = ""
    authors: tuple[RawName, ...] = ()
    editors: tuple[RawName, ...] = ()
    year: str = ""
    date: str = ""
    """A date in any form that the format has: `2024-03`, `12 Mar 2024`; its year counts where `year` is empty."""
    venue: str = ""
    """A short name; where it is empty one is made of `container`."""
    venue_year: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    isbn: str = ""
    """One or several, parted by anything."""
    issn: str = ""
    language: str = ""
    """A code or a name in any form that the format has."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """Keys of `ExternalIds` to identifiers as written, prefixes and addresses included."""
    links: tuple[tuple[LinkKind, str], ...] = ()
    keywords: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    """Fields and forms that the reader does not read, each with its reason if there is one."""
