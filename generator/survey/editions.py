"""The files in `editions/`: one for each edition, with what it changed, and the list of all addresses that were
published.
"""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from ..records.edition import Change, Edition
from .folder import ADDRESSES, as_plain

_HEAD = """\
# What edition {number} changed; the page of changes shows it. `catalogue edition --new` wrote it.
"""
_ADDRESSES_HEAD = """\
# Every address that an edition published, below the site's own. A build that would lose one of them fails: what moved
# is in redirects.yml or among a record's former_ids. `catalogue edition --new` adds the new ones.
"""
_MOST = 1_200_000
"""Characters of an edition's file; a YAML file of two million is not read."""
_LENGTHS = (1000, 200, 60)
"""To how many characters the texts before and after a correction are cut where the file would be too long."""


def render_edition(edition: Edition) -> str:
    """Return the text of an edition's file, with one line for each change. Nothing is written.

    If the file would have more than 1.2 million characters, the texts before and after corrections are shortened.
    """
    for length in (None, *_LENGTHS):
        changes = [change if length is None else _cut(change, length) for change in edition.changes]
        lines = "".join(f"- {_line(change)}" for change in changes)
        if len(lines) <= _MOST:
            break
    head = yaml.safe_dump(as_plain(edition.model_copy(update={"changes": ()})), sort_keys=False)
    return _HEAD.format(number=edition.number) + head + (f"changes:\n{lines}" if lines else "")


def render_addresses(addresses: Iterable[str]) -> str:
    """Return the text of `editions/addresses.txt`: the addresses sorted, each once; that of the home page is left
    out.
    """
    return _ADDRESSES_HEAD + "".join(f"{address}\n" for address in sorted(set(addresses) - {""}))


def edition_files(editions: Iterable[Edition], addresses: Iterable[str]) -> dict[str, str | None]:
    """Return the texts of the files of new editions, and of the list of all addresses that editions published, by file
    name. Nothing is written.
    """
    files: dict[str, str | None] = {f"editions/{one.number}.yml": render_edition(one) for one in editions}
    return {**files, ADDRESSES: render_addresses(addresses)}


def _cut(change: Change, length: int) -> Change:
    cut = {key: text for key in ("before", "after") if (text := getattr(change, key)) and len(text) > length}
    return change.model_copy(update={key: f"{text[:length].rstrip()} …" for key, text in cut.items()})


def _line(change: Change) -> str:
    return yaml.safe_dump(
        as_plain(change), default_flow_style=True, sort_keys=False, allow_unicode=True, width=float("inf")
    )
