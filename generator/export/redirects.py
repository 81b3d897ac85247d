"""Files that tell programs and hosts where former addresses of pages lead now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import quote, urlsplit

from ..catalogue.editions.moves import Moves
from ..records.survey import Settings
from .lists import FEED

_Content = TypeVar("_Content")


def render_redirects(settings: Settings, moves: Moves) -> dict[str, str]:
    """Return the files `redirects.json` and `_redirects`, by name. Nothing is written.

    `redirects.json` maps every former address to the present one, or to null if the page is gone. `_redirects` makes
    some hosts answer with status 301; it is missing if no page moved.
    """
    to: dict[str, str | None] = {**moves.moved, **dict.fromkeys(moves.gone)}
    files = {"redirects.json": json.dumps({"redirects": dict(sorted(to.items()))}, indent=0) + "\n"}
    if moves.moved:
        root = quote(urlsplit(settings.base_url).path.rstrip("/"), safe="/%")
        lines = [f"{root}/{address} {root}/{end} 301\n" for address, end in sorted(moves.moved.items())]
        files["_redirects"] = "".join(lines)
    return files


def feeds_that_moved(files: Mapping[str, _Content], moves: Moves) -> dict[str, _Content]:
    """Return the feeds of lists whose page moved, by their former paths, so that subscribers go on to receive them.

    `files` has the feeds by their present paths.
    """
    return {
        f"{address}{FEED.file}": files[f"{to}{FEED.file}"]
        for address, to in moves.moved.items()
        if to and f"{to}{FEED.file}" in files
    }
