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
    """Return the address of a page, relative to the site's root, in the one form that the site uses.

    Slashes at the ends, `.md` and `index` are removed, and one slash is put at the end; the home page is the empty
    text. Raises ValueError if something other than lower-case letters, digits, hyphens and slashes remains.

    >>> page_path("/areas/captions.md"), page_path("index.md")
    ('areas/captions/', '')
    """
    path = text.strip("/").removesuffix(".md")
    path = "" if path == "index" else path.removesuffix("/index")
    if not _PATH.fullmatch(path):
        raise ValueError(f"{text!r} is no address of a page; write it as it stands below the site, such as areas/maps/")
    return f"{path}/" if path else ""


PagePath = Annotated[str, AfterValidator(page_path)]
"""The address of a page, `areas/captions/`. A file may also write `areas/captions`, `/areas/captions/` or
`areas/captions.md`.
"""


class Redirects(Record):
    """`redirects.yml`: where the pages are now that had other addresses in earlier editions."""

    redirects: Mapping[PagePath, PagePath | None] = Field(
        default_factory=dict, description="Former address to the one now; with nothing behind it, the page is gone."
    )


ChangeKind = Literal["added", "renamed", "merged", "moved", "corrected", "removed", "taxonomy", "field"]
"""What kind of change an edition made. `merged`: a record became part of another; `moved`: a paper changed its area;
`taxonomy`: an area or a facet's value is new, renamed or gone; `field`: records have a field that none had before.
"""


class Change(Record):
    """One thing that an edition changed against the edition before.

    It holds texts, not only ids, so that it can still be shown when the paper is gone. Fields that do not apply to the
    `kind` of change are absent.
    """

    kind: ChangeKind
    id: Id | None = Field(None, description="The paper's, as it was in this edition.")
    title: Line | None = Field(None, description="The paper's.")
    was: Id | None = Field(None, description="The id before: of a renamed paper, or of one that was merged into `id`.")
    field: Line | None = Field(None, description="What was corrected: `year`, `ids.doi`, `facets.task`; `area`.")
    before: Line | None = Field(None, description="Absent: there was nothing.")
    after: Line | None = Field(None, description="Absent: there is nothing now.")
    reason: Line | None = Field(None, description="Why a paper was removed.")


class Edition(Record):
    """`editions/NUMBER.yml`: the survey as of a day, and what it changed against the edition before. A command writes
    it.

    `number` counts editions from 1, `date` is the day, `changes` are in the order in which pages list them.
    """

    number: int = Field(ge=1)
    date: datetime.date
    papers: int = Field(ge=0, description="How many it held.")
    since: datetime.date | None = Field(None, description="Date of the edition that it was compared with.")
    first: bool = Field(False, description="There was none before it to compare it with.")
    changes: tuple[Change, ...] = ()
