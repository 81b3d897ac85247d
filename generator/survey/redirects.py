"""The file `redirects.yml`: addresses that pages had. Every command that takes an address away adds it here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..files import is_there, read_text
from ..records.edition import Redirects
from .folder import REDIRECTS
from .yaml.parse import parse_record

_HEAD = """\
# Addresses that pages had, and where they lead now; null: the page is gone. Links from outside and bookmarks last by
# these lines. Commands write them; add one by hand for an address that you changed by hand.
"""


def led(redirects: Mapping[str, str | None], given_up: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the redirects with those in `given_up` added, sorted. Both map a former address to the one now; None says
    that the page is gone.

    A redirect to an address that is given up is changed to the new target, and one from an address that has a page
    again is dropped, so that there is neither a chain nor a circle.

    >>> led({"areas/a/": "areas/b/"}, {"areas/b/": "areas/a/"})
    {'areas/b/': 'areas/a/'}
    """
    result = dict(redirects)
    for old, new in given_up.items():
        result = {address: new if to == old else to for address, to in result.items()}
        result[old] = new
        if new is not None:
            result.pop(new, None)
    return dict(sorted(result.items()))


def render_redirects(folder: Path, redirects: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the text of redirects.yml, by its file name; None as the text deletes a file that is no longer needed.

    Lines that stay true are kept as they are, with the comments above them. Nothing is written.
    """
    path = folder / REDIRECTS
    if not redirects:
        return {REDIRECTS: None} if is_there(path) else {}
    old = read_text(path, folder) if is_there(path) else f"{_HEAD}redirects:\n"
    text = _edited(old, redirects)
    if parse_record(text, REDIRECTS, Redirects) != (Redirects(redirects=redirects), []):
        text = f"{_HEAD}redirects:\n" + "".join(map(_line, sorted(redirects.items())))
    return {REDIRECTS: text}


def _edited(text: str, redirects: Mapping[str, str | None]) -> str:
    """Return the text of redirects.yml in which each address of `redirects` leads where it says: a line that leads
    elsewhere is replaced, and missing lines are appended, sorted. Comments stay with the line below them.
    """
    head, key, body = text.partition("redirects:\n")
    rest = dict(redirects)
    kept, comments = [], ""
    for line in body.splitlines(keepends=True):
        if not line.strip() or line.lstrip().startswith("#"):
            comments += line
            continue
        said, _ = parse_record(f"redirects:\n{line}", REDIRECTS, Redirects)
        for address, to in said.redirects.items() if said else ():
            if address in rest:
                kept.append(comments + (line if rest[address] == to else _line((address, rest[address]))))
                del rest[address]
        comments = ""
    return head + key + "".join(kept) + comments + "".join(map(_line, sorted(rest.items())))


def _line(entry: tuple[str, str | None]) -> str:
    address, to = entry
    return f"  {address}: {'null' if to is None else to or '/'}\n"
