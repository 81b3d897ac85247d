"""What a curator writes beside the papers, one record for each file, and the survey as a whole."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from .base import Id, Line, Record, Url, web_address
from .edition import Edition, PagePath
from .intake import ImportCounts, RefusedPaper
from .paper import Paper, ThingKind
from .taxonomy import Taxonomy
from .vectors import Vectors

_AnyUrl = Annotated[str, AfterValidator(lambda address: web_address(address) if address else "")]
"""A web address, or none."""
MAP_WIDTH, MAP_HEIGHT = 1000, 700
"""The map's coordinates are whole numbers from 0 to these."""
Coordinate = tuple[Annotated[int, Field(ge=0, le=MAP_WIDTH)], Annotated[int, Field(ge=0, le=MAP_HEIGHT)]]
"""A point on the map: how far to the right of its left edge, and how far below its upper edge."""


class System(Record):
    """A system, data set, benchmark or metric that comes from outside the survey: an entry of `systems.yml`.

    `aliases` are other names by which texts call it, `about` says in a few words what it is.
    """

    id: Id
    name: Line
    kind: ThingKind
    family: Id | None = Field(None, description="Id of the entry this is a version or variant of.")
    aliases: tuple[Line, ...] = ()
    about: Line | None = None
    link: Url | None = None
    common_word: bool = Field(False, description="Also an ordinary word: match the exact case only.")


class Systems(Record):
    """The file `systems.yml`."""

    systems: tuple[System, ...] = ()


class Synonyms(Record):
    """The file `synonyms.yml`: groups of words with one meaning. A search for one word of a group also finds the
    others.
    """

    groups: tuple[tuple[Line, ...], ...] = ()


class Term(Record):
    """A technical term and its meaning: an entry of `glossary.yml`."""

    term: Line
    short: Line | None = Field(None, description="Its abbreviation.")
    also: tuple[Line, ...] = Field((), description="Other spellings that texts use; exact.")
    definition: Line


class Glossary(Record):
    """The file `glossary.yml`."""

    terms: tuple[Term, ...] = ()


class Step(Record):
    """One paper of a reading path; `paper` is its id, `note` says why it is read at this point."""

    paper: Id
    note: Line | None = None


class ReadingPath(Record):
    """A reading path, a short course through the survey in papers: an entry of `paths.yml`. `key` is part of its
    address.
    """

    key: Id
    title: Line
    about: Line | None = Field(None, description="What the path leads to.")
    steps: tuple[Step, ...] = Field((), description="In reading order.")


class ReadingPaths(Record):
    """The file `paths.yml`."""

    paths: tuple[ReadingPath, ...] = ()


class Author(Record):
    """A person whose papers cannot be told from names alone: an entry of `authors.yml`.

    `id` is the last part of the address of the person's page; it is made from the name if it is absent.
    """

    name: Line = Field(description="As it should be shown.")
    also: tuple[Line, ...] = Field((), description="Other spellings of the same person.")
    papers: tuple[Id, ...] = Field((), description="Only these papers' bearer of the name (splits namesakes).")
    id: Id | None = None


class Authors(Record):
    """The file `authors.yml`."""

    authors: tuple[Author, ...] = ()


class Coordinates(Record):
    """The file `map.yml`, which `catalogue map` writes: where each paper stands on the map, by paper id."""

    papers: Mapping[Id, Coordinate] = Field(default_factory=dict)


_NOBODYS = re.compile(r"(?:.+\.)?(?:example|example\.(?:com|net|org))\.?")
"""Host names that are reserved for examples (RFC 2606), so that no site can be there."""


@lru_cache(maxsize=16)
def is_placeholder(address: str) -> bool:
    """Return whether the host of a web address is reserved for examples (RFC 2606), such as `example.org`."""
    return bool(_NOBODYS.fullmatch(urlsplit(address).hostname or ""))


FORMAT = 1
"""The newest form of a survey's files that this version reads; 0 is the form before it was numbered."""


class Budgets(Record):
    """The largest site that is published, by the limits of hosts that publish for nothing. `catalogue build` fails
    beyond it.
    """

    files: int = Field(20_000, ge=1, description="Files; Cloudflare Pages takes 20,000.")
    file_bytes: int = Field(26_214_400, ge=1, description="Bytes of one file; Cloudflare Pages takes 25 MiB.")
    site_bytes: int = Field(1_000_000_000, ge=1, description="Bytes of all files; GitHub Pages takes 1 GB.")
    page_bytes: int = Field(500_000, ge=1, description="Bytes of one page, before compression.")
    first_search_bytes: int = Field(400_000, ge=1, description="Bytes, compressed, that a first search fetches.")


def _site_address(address: str) -> str:
    """Return the address of another site with a slash at its end: an absolute web address, or a path from this site's
    first page such as `../2021/`. Raises ValueError if it is neither, or holds `?` or `#`.
    """
    if "://" in address or not re.fullmatch(r"(?:\.\./)*(?:[A-Za-z0-9][A-Za-z0-9._~-]*/?)*", address):
        address = web_address(address)
        if re.search("[?#]", address):
            raise ValueError(f"{address!r} holds a ? or #; give the address of the site's first page")
    return address if address.endswith("/") else f"{address}/"


class OtherSite(Record):
    """Another site of a survey that is published as several sites: an entry of `sites` in `survey.yml`."""

    title: Line
    address: Annotated[Line, AfterValidator(_site_address)] = Field(
        description="Of its first page: a web address, or a path from this site's first page, such as ../2021/"
    )


class Settings(Record):
    """The file `survey.yml`: what the survey is called, and how its site is built."""

    format: int = Field(0, ge=0, description="Form of the survey's files; `catalogue migrate` raises it.")
    title: Line
    description: Line
    base_url: _AnyUrl = Field("", description="Address of the published site; empty: nothing names it yet.")
    repository: Url | None = Field(None, description="Where the survey's files are edited; absent: no edit links.")
    author: Line | None = Field(None, description="Who made the survey; absent: nobody is named.")
    licence: Line = Field("CC BY 4.0", description="Of the survey's own texts.")
    licence_url: Url | None = "https://creativecommons.org/licenses/by/4.0/"
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Za-z]{2,4})?$")] = "en"
    keep_abstracts: bool = Field(True, description="Store and show abstracts; false where they may not be published.")
    edition: datetime.date | None = Field(
        None, description="Date of this edition; absent: the newest date in the records."
    )
    previous_edition: datetime.date | None = Field(
        None, description="Date of the edition before this; what was added or changed later is new. Absent: the first."
    )
    previous_catalogue: Line | None = Field(
        None, description="Path or address of the last edition's catalogue.json. Absent: the one of the published site."
    )
    author_pages_from: int = Field(3, ge=1, description="Papers an author needs to get a page.")
    system_pages_from: int = Field(2, ge=1, description="Papers that must name a system for it to get a page.")
    related: int = Field(6, ge=0, le=50, description="Nearest papers listed with each paper.")
    sites: tuple[OtherSite, ...] = Field(
        (), max_length=50, description="The other sites of this survey, over which one search goes."
    )
    joint_index: Annotated[Line, AfterValidator(_site_address)] | None = Field(
        None, description="Address of the joint index of all sites, such as ../joint-index/; absent: there is none."
    )
    mean_length: int | None = Field(
        None, ge=1, description="Mean length of a paper in the search of all `sites`, the same in each of them."
    )
    budgets: Budgets = Field(
        Budgets.model_construct(), description="Limits of the host; a site beyond them is not published."
    )
    raw_html: bool = Field(
        False, description="Hand home.md and the essays on as they stand, HTML and scripts included; false: as text."
    )

    @property
    def address(self) -> str:
        """Return the address of the published site; empty if `base_url` is empty or is a placeholder such as
        example.org.
        """
        return "" if is_placeholder(self.base_url) else self.base_url


class Survey(Record):
    """All that a curator edits, as read from one folder. What the folder lacks is empty or None."""

    settings: Settings
    taxonomy: Taxonomy = Taxonomy.model_construct()
    systems: tuple[System, ...] = ()
    synonyms: Synonyms = Synonyms.model_construct()
    authors: tuple[Author, ...] = ()
    introductions: Mapping[Id, str] = Field(default_factory=dict, description="Area key to Markdown of areas/KEY.md.")
    glossary: tuple[Term, ...] = ()
    home: str | None = Field(None, description="Markdown of home.md, shown on the home page.")
    method: str | None = Field(None, description="Markdown of method.md: how the survey was made, shown on About.")
    paths: tuple[ReadingPath, ...] = ()
    papers: tuple[Paper, ...] = ()
    vectors: Vectors | None = None
    coordinates: Mapping[Id, Coordinate] | None = Field(
        None, description="Paper id, also a former one, to its place on the map; None where there is no map.yml."
    )
    refused: tuple[RefusedPaper, ...] = Field((), description="Papers that were taken out: refused.yml.")
    imports: tuple[ImportCounts, ...] = Field((), description="What each import brought: imports.yml.")
    redirects: Mapping[PagePath, PagePath | None] = Field(
        default_factory=dict, description="Former address to the one now, None where the page is gone: redirects.yml."
    )
    editions: tuple[Edition, ...] = Field((), description="The first one first: editions/NUMBER.yml.")
    published: tuple[PagePath, ...] = Field(
        (), description="Addresses that editions published: editions/addresses.txt."
    )
