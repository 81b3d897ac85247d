"""Makes a raw entry from a row of keys and values, under whatever names the row has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ....records.paper import LinkKind, PublicationType
from ...raw import RawEntry, RawName
from .keys import fold_key, map_keys
from .values import as_people, as_text, as_texts, as_type, kind_of_link

_EMPTY: tuple[object, ...] = (None, "", [], {})
_BLANK = re.compile(r"\s*(?:[-–—/?.]+|n/?a|nan|none|null|\[\])\s*", re.IGNORECASE)
"""What tables write where they have nothing to say."""
_PLAIN = tuple("year venue_year venue container volume issue publisher publisher_place edition key language".split())
_IDS = ("arxiv", "doi", "acl", "pubmed", "openalex", "semantic_scholar")
_LINKS: dict[str, LinkKind] = {
    "pdf": "other",
    "code": "code",
    "project": "project",
    "data_url": "data",
    "video": "video",
    "demo": "demo",
    "model": "model",
}
_WRAPPERS = ("content", "info", "fields", "paper", "bibjson", "_source", "metadata", "attributes", "record")
"""Keys under which services put the fields of an entry."""


def unwrap(row: Mapping[str, object]) -> Mapping[str, object]:
    """Return a row with the fields of an entry at its top level.

    If the row has no title of its own but holds, under a key such as `content` or `fields`, an object with one, that
    object's fields are merged into it. Otherwise the row is returned as it is.

    >>> unwrap({"id": "x", "content": {"title": {"value": "On Sails"}}})
    {'id': 'x', 'title': {'value': 'On Sails'}}
    """
    if not has_title(row):
        for key in _WRAPPERS:
            inner = row.get(key)
            if isinstance(inner, Mapping) and has_title(inner):
                return {**{name: value for name, value in row.items() if name != key}, **inner}
    return row


def has_title(row: Mapping[str, object]) -> bool:
    """Return whether one of the row's keys means a title, in any known spelling, and has a text that is not blank."""
    return any(as_text(row.get(key)).strip() for key in map_keys(map(str, row)).get("title", ()))


def parse_row(row: Mapping[str, object], line: int, *, name_unread: bool = True) -> tuple[RawEntry, tuple[str, ...]]:
    """Return the raw entry that a row makes, and the keys of values that were not read.

    `line` is where the row begins, from 1. `passed_over` of the raw entry lists what was not understood, and the unread
    keys too unless `name_unread` is False. Nothing raises: without a title, the raw entry's title is empty.
    """
    reading = _Row({str(key): value for key, value in unwrap(row).items()})
    return reading.entry(line, name_unread=name_unread), reading.unread()


def _bare(value: object) -> object:
    """Return a value without the `{"value": …}` in which some services wrap each."""
    return value["value"] if isinstance(value, Mapping) and set(value) == {"value"} else value


def _is_blank(key: str, value: str) -> bool:
    return bool(_BLANK.fullmatch(value)) and "title" not in map_keys([key])


class _Row:
    """A row while it is read: `keys` leads from each field to the keys that mean it, `read` are the keys that were
    used, `notes` what was not understood.
    """

    def __init__(self, row: Mapping[str, object]) -> None:
        bare = {key: _bare(value) for key, value in row.items()}
        self.row = {key: value for key, value in bare.items() if not (isinstance(value, str) and _is_blank(key, value))}
        self.keys = map_keys(self.row)
        self.read: set[str] = set()
        self.notes: list[str] = []

    def value(self, field: str) -> object:
        """Return the value of the first key that means a field and holds something, None without one; other keys with
        an equal value count as read, too.
        """
        chosen: object = None
        if field not in self.keys:
            return None
        for key in self.keys[field]:
            value = self.row[key]
            if value in _EMPTY:
                continue
            if chosen is None:
                chosen = value
                self.read.add(key)
            elif as_text(value) == as_text(chosen):
                self.read.add(key)
        return chosen

    def text(self, field: str) -> str:
        """Return the text of a field, empty without one. A value that is no text does not count as read."""
        if field not in self.keys:
            return ""
        value = self.value(field)
        text = as_text(value)
        if value is not None and not text:
            self.read.difference_update(self.keys[field])
        return text

    def entry(self, line: int, *, name_unread: bool) -> RawEntry:
        """Return the raw entry that the row makes; it begins on a line, from 1. `passed_over` names what was not
        understood, and unless `name_unread` is False the keys that were not read.
        """
        parents = self._parents()
        kind = self.value("type")
        links = self._links()
        plain = {field: self.text(field) for field in _PLAIN}
        filled = {field: text or parents.get(field, "") for field, text in plain.items()}
        values: dict[str, Any] = {
            "type": self._type(kind),
            "title": self.text("title"),
            "abstract": self._abstract(),
            "authors": self._people("authors"),
            "editors": self._people("editors"),
            "translators": self._people("translators"),
            "date": self._date(plain["year"]),
            "pages": self._pages(),
            "isbn": " ".join(as_texts(self.value("isbn"))),
            "issn": self._all("issn"),
            "series": ", ".join(filter(None, (self.text("series"), self.text("series_number")))),
            "archive": self._all("archive", ", "),
            "ids": self._ids(),
            "links": links,
            "keywords": as_texts(self.value("keywords")),
            "headings": as_texts(self.value("headings"), r"\s*[;|\n]\s*"),
        }
        notes = (*self.notes, *(self.unread() if name_unread else ()))
        return RawEntry(line=line, passed_over=notes, **(values | filled))

    def _parents(self) -> dict[str, str]:
        """Return what Hayagriva's YAML says of the journal or proceedings under `parent`, by field; empty without
        it.
        """
        parent = self.row.get("parent")
        parent = parent[0] if isinstance(parent, list) and parent else parent
        if not isinstance(parent, Mapping):
            return {}
        self.read.add("parent")
        inner = _Row({str(key): value for key, value in parent.items()})
        same = ("volume", "issue", "publisher", "publisher_place")
        return {"container": inner.text("title")} | {key: inner.text(key) for key in same}

    def _type(self, value: object) -> PublicationType | None:
        kind = as_type(value)
        if value is not None and kind is None:
            self.notes.append(f"type: “{as_text(value)[:60]}” is no type of publication that is known")
        return kind

    def _abstract(self) -> str:
        value = self.value("abstract")
        if isinstance(value, Mapping) and not as_text(value):
            return " ".join(f"{key}: {as_text(text)}" for key, text in value.items() if as_text(text))
        return self.text("abstract")

    def _people(self, field: str) -> tuple[RawName, ...]:
        value = self.value(field)
        if value is None:
            return ()
        people, passed = as_people(value)
        self.notes.extend(f"{field}: {what}" for what in passed)
        return people

    def _date(self, year: str) -> str:
        """Return the date as a text; if the row has keys for month and day instead, what they make with the year. Empty
        without either.
        """
        month, day = self.text("month").strip(), self.text("day").strip()
        if date := self.text("date"):
            return date
        if year and month:
            return (
                "-".join(filter(None, (year, month.zfill(2), day.zfill(2) if day else "")))
                if month.isdigit()
                else (f"{day} {month} {year}".strip())
            )
        return ""

    def _pages(self) -> str:
        first, last = self.text("first_page").strip(), self.text("last_page").strip()
        if first:
            return f"{first}–{last}" if last and last != first else first
        return self.text("pages")

    def _all(self, field: str, between: str = " ") -> str:
        """Return the texts of all keys that mean a field, each once, joined by `between`."""
        texts = [text for key in self.keys.get(field, ()) for text in as_texts(self.row[key])]
        self.read.update(key for key in self.keys.get(field, ()) if as_texts(self.row[key]))
        return between.join(dict.fromkeys(texts))

    def _ids(self) -> dict[str, str]:
        ids = {kind: self.text(kind) for kind in _IDS}
        for key in ("externalIds", "ids", "identifiers", "external_ids"):
            inner = self.row.get(key)
            if isinstance(inner, Mapping):
                self.read.add(key)
                for kind, keys in map_keys(map(str, inner)).items():
                    if kind in _IDS and not ids[kind]:
                        ids[kind] = as_text(inner[keys[0]])
        return {kind: text for kind, text in ids.items() if text}

    def _links(self) -> tuple[tuple[LinkKind, str], ...]:
        links: list[tuple[LinkKind, str]] = []
        for field in ("url", *_LINKS):
            for key in self.keys.get(field, ()):
                for url in _addresses(self.row[key]):
                    links.append((_LINKS.get(field) or kind_of_link(url), url))
                    self.read.add(key)
        return tuple(dict.fromkeys(links))

    def unread(self) -> tuple[str, ...]:
        """Return the first 60 characters of each key that holds something and was not read."""
        return tuple(key[:60] for key, value in self.row.items() if key not in self.read and value not in _EMPTY)


def _addresses(value: object) -> list[str]:
    """Return the web addresses in a value: a text, a list, or an object with `url`. Those of other schemes, such as
    `ftp:`, are kept, so that they can be refused by name.
    """
    if isinstance(value, Mapping):
        value = next((inner for key, inner in value.items() if fold_key(str(key)) in {"url", "href", "link"}), None)
    if isinstance(value, list):
        return [url for item in value for url in _addresses(item)]
    return [url for url in as_text(value).split() if ":" in url or url.lower().startswith("www.")]
