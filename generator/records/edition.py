"""Editions of a survey: what each of them changed, and the addresses that pages gave up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from .base import Record

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
