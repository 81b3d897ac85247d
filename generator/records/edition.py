"""Editions of a survey: what each of them changed, and the addresses that pages gave up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .base import Id, Line, Record

_PATH = re.compile(r"(?:[a-z0-9-]+(?:/[a-z0-9-]+)*)?")


def page_path(text: str) -> str:
    """Return the address of a page below the site's root as the site serves it: `areas/captions/`; empty for the home
    page. Raises ValueError if it is none.
    """
    path = text.strip("/").removesuffix(".md")
    path = "" if path == "index" else path.removesuffix("/index")
    if not _PATH.fullmatch(path):
        raise ValueError(f"{text!r} is no address of a page; write it as it stands below the site, such as areas/maps/")
    return f"{path}/" if path else ""


PagePath = Annotated[str, AfterValidator(page_path)]
"""`areas/captions/`, also written `areas/captions`, `/areas/captions/` or `areas/captions.md`."""


class Redirects(Record):
    """`redirects.yml`: addresses that pages had."""

    redirects: Mapping[PagePath, PagePath | None] = Field(
        default_factory=dict, description="Former address to the one now; with nothing behind it, the page is gone."
    )


ChangeKind = Literal["added", "renamed", "merged", "moved", "corrected", "removed", "taxonomy", "field"]
"""`merged`: into another record; `moved`: to another area; `taxonomy`: an area or a value; `field`: one that no record
had before."""


class Change(Record):
    """One thing that an edition changed. Texts are kept as they were, so that they can be read when a paper is gone."""

    kind: ChangeKind
    id: Id | None = Field(None, description="The paper's, as it was in this edition.")
    title: Line | None = Field(None, description="The paper's.")
    was: Id | None = Field(None, description="The id before: of a renamed paper, or of one that was merged into `id`.")
    field: Line | None = Field(None, description="What was corrected: `year`, `ids.doi`, `facets.task`; `area`.")
    before: Line | None = Field(None, description="Absent: there was nothing.")
    after: Line | None = Field(None, description="Absent: there is nothing now.")
    reason: Line | None = Field(None, description="Why a paper was removed.")


class Edition(Record):
    """`editions/NUMBER.yml`: the survey as of a day, and what it changed in the edition before. A command writes it."""

    number: int = Field(ge=1)
    date: datetime.date
    papers: int = Field(ge=0, description="How many it held.")
    since: datetime.date | None = Field(None, description="Date of the edition that it was compared with.")
    first: bool = Field(False, description="There was none before it to compare it with.")
    changes: tuple[Change, ...] = ()
