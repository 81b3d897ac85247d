"""Where addresses lead that pages gave up, for programs and for hosts that redirect by themselves."""

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
    """Return `redirects.json`, which has every address that was given up and the one now (null: the page says that it
    is gone), and `_redirects`, which some hosts read and answer with the status 301; the latter only where there is
    something to say.
    """
    to: dict[str, str | None] = {**moves.moved, **dict.fromkeys(moves.gone)}
    files = {"redirects.json": json.dumps({"redirects": dict(sorted(to.items()))}, indent=0) + "\n"}
    if moves.moved:
        root = quote(urlsplit(settings.base_url).path.rstrip("/"), safe="/%")
        lines = [f"{root}/{address} {root}/{end} 301\n" for address, end in sorted(moves.moved.items())]
        files["_redirects"] = "".join(lines)
    return files


def feeds_that_moved(files: Mapping[str, _Content], moves: Moves) -> dict[str, _Content]:
    """Return the feeds of lists that moved, at their former addresses too: who follows one goes on to read it."""
    return {
        f"{address}{FEED.file}": files[f"{to}{FEED.file}"]
        for address, to in moves.moved.items()
        if to and f"{to}{FEED.file}" in files
    }
