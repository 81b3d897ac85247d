"""Adds to BibTeX entries the fields that they take from others: by `crossref` those of the book or proceedings that a
paper is in, by `xdata` those that several entries share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .syntax import BibEntry

_OWN = frozenset(
    "crossref xref xdata ids entryset entrysubtype execute label options presort related relatedoptions relatedstring "
    "relatedtype shorthand shorthandintro sortkey sorttitle sortname shorttitle indextitle indexsorttitle abstract "
    "annotation annote note pages doi url urldate eprint eprinttype archiveprefix primaryclass pmid keywords keyword "
    "groups file comment comments author shortauthor pagetotal numpages title subtitle titleaddon".split()
)
"""What an entry never has from the book it stands in."""
_AS_BOOK = {
    "title": "booktitle",
    "subtitle": "booksubtitle",
    "titleaddon": "booktitleaddon",
    "author": "bookauthor",
}
_PARTS = frozenset(
    "inproceedings conference incollection inbook suppbook suppcollection inreference bookinbook".split()
)
_IN_PERIODICAL = frozenset(("article", "suppperiodical", "review"))
_MULTIVOLUME = frozenset("mvbook mvcollection mvproceedings mvreference".split())
_LONGEST = 10
"""Entries from one to the next; no library has more."""


def inherit(entries: Sequence[BibEntry]) -> list[BibEntry]:
    """Return the entries, in the same order, each with the fields that it inherits by `crossref` and `xdata`.

    An entry's own field wins over an inherited one; a book's `title` becomes the `booktitle` of a paper in it. A parent
    that the file lacks, or a circle of parents, adds a line to the entry's `notes`.

    >>> from .syntax import parse_bibtex
    >>> child, parent = inherit(parse_bibtex("@inbook{a, crossref={b}} @book{b, title={On Sails}, year={2019}}"))
    >>> child.fields["booktitle"], child.fields["year"]
    ('On Sails', '2019')
    """
    by_key: dict[str, BibEntry] = {}
    for entry in entries:
        by_key.setdefault(entry.key, entry)
    for entry in entries:
        by_key.setdefault(entry.key.lower(), entry)
    return [_Inheriting(by_key).filled(entry) for entry in entries]


class _Inheriting:
    """Fills in one entry from the entries that its `crossref` and `xdata` name; `notes` grows with each that does not
    exist or leads in a circle.
    """

    def __init__(self, by_key: Mapping[str, BibEntry]) -> None:
        self.by_key = by_key
        self.notes: list[str] = []

    def filled(self, entry: BibEntry) -> BibEntry:
        if not entry.fields.keys() & {"crossref", "xdata"}:
            return entry
        fields = self._with_shared(entry, (entry.key,))
        child = entry
        trail: tuple[str, ...] = (entry.key,)
        while key := child.fields.get("crossref", "").strip():
            parent = self._parent("crossref", key, trail)
            if parent is None:
                break
            trail = (*trail, parent.key)
            for name, value in self._with_shared(parent, trail).items():
                if target := _inherited_as(name, entry.type, parent.type):
                    fields.setdefault(target, value)
            child = parent
        return replace(entry, fields=fields, notes=(*entry.notes, *self.notes))

    def _with_shared(self, entry: BibEntry, trail: tuple[str, ...]) -> dict[str, str]:
        """Return the fields of an entry with those that it lacks from the entries that its `xdata` names, and theirs.
        `trail` are the keys on the way to it, by which a circle is seen.
        """
        fields = dict(entry.fields)
        waiting = [(key, trail) for key in _keys(fields.get("xdata", ""))]
        seen: set[str] = set()
        while waiting and len(seen) < 20:
            key, trail = waiting.pop(0)
            if key in seen and key not in trail:
                continue
            seen.add(key)
            if shared := self._parent("xdata", key, trail):
                for name, value in shared.fields.items():
                    if name not in {"xdata", "crossref"}:
                        fields.setdefault(name, value)
                waiting += [(more, (*trail, shared.key)) for more in _keys(shared.fields.get("xdata", ""))]
        return fields

    def _parent(self, field: str, key: str, trail: tuple[str, ...]) -> BibEntry | None:
        parent = self.by_key.get(key) or self.by_key.get(key.lower())
        if parent is None:
            self.notes.append(f"{field}: the file has no entry “{key[:60]}”")
        elif parent.key in trail:
            circle = " → ".join((*trail[trail.index(parent.key) :], parent.key))
            self.notes.append(f"{field}: goes in a circle ({circle[:200]})")
        elif len(trail) > _LONGEST:
            self.notes.append(f"{field}: leads over more than {_LONGEST} entries; the rest is passed over")
        else:
            return parent
        return None


def _keys(text: str) -> list[str]:
    return [key.strip() for key in text.split(",")[:200] if key.strip()]


def _inherited_as(name: str, child: str, parent: str) -> str | None:
    """Return the name that a parent's field has in the child, by the types of both, such as `booktitle` for `title`;
    None if the child does not inherit it.
    """
    if child in _PARTS and name in _AS_BOOK:
        return f"main{name}" if parent in _MULTIVOLUME and name != "author" else _AS_BOOK[name]
    if child in _IN_PERIODICAL and name in {"title", "subtitle"}:
        return f"journal{name}"
    if child in {"book", "collection", "proceedings", "reference"} and parent in _MULTIVOLUME and name == "title":
        return "maintitle"
    if name == "author" and parent == child:
        return name
    return None if name in _OWN else name
