"""Records of formats whose lines begin with a tag of two characters."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping


class Tags:
    """A record: its tags with their values in the order of the file, and which of them were read."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.values: list[tuple[str, str]] = []
        self._more: list[str] = []
        self._used: set[str] = set()

    def add(self, tag: str, value: str) -> None:
        """Take a line with a tag."""
        self._end()
        self.values.append((tag, value))

    def go_on(self, line: str) -> None:
        """Take a line without a tag into the value before it."""
        if self.values and line.strip():
            self._more.append(line.strip())

    def _end(self) -> None:
        if self._more:
            tag, value = self.values[-1]
            self.values[-1] = (tag, "\n".join((value, *self._more)))
            self._more = []

    def peek(self, tag: str) -> str:
        """Return the first value of a tag that says something, without counting the tag as read."""
        self._end()
        return next((value for name, value in self.values if name == tag and value), "")

    def first(self, *tags: str) -> str:
        """Return the first value of the first of these tags that has one."""
        for tag in tags:
            if value := self.peek(tag):
                self._used.add(tag)
                return value
        return ""

    def first_if(self, tag: str, value: str) -> None:
        """Count a tag as read if this is what it says."""
        if value and self.peek(tag) == value:
            self._used.add(tag)

    def all(self, *tags: str) -> list[str]:
        """Return the values of these tags in the order of the file."""
        self._end()
        self._used.update(tags)
        return [value for name, value in self.values if name in tags and value]

    def words(self, *tags: str) -> tuple[str, ...]:
        """Return keywords: one or more a value, parted by semicolons or lines."""
        pieces = [piece.strip() for value in self.all(*tags) for piece in re.split(r"[;\n]", value)]
        return tuple(filter(None, pieces))

    def unused(self, noise: Collection[str], names: Mapping[str, str]) -> tuple[str, ...]:
        """Return the tags that say something and were not read, by the names that people know."""
        self._end()
        read = {" ".join(value.split()) for name, value in self.values if name in self._used}
        tags = (
            name
            for name, value in self.values
            if value and name not in self._used and name not in noise and " ".join(value.split()) not in read
        )
        return tuple(names.get(tag, tag) for tag in dict.fromkeys(tags))


def joined_pages(first: str, last: str) -> str:
    """Return a first and a last page as a span. The first alone is returned if it is a span already or there is no last
    one, the last alone if there is no first.

    >>> joined_pages("7", "12"), joined_pages("7-12", "12"), joined_pages("A1--A5", "A5"), joined_pages("e08", "")
    ('7–12', '7-12', 'A1--A5', 'e08')
    """
    if not first or not last or first == last or re.search(r"\d\s*(?:--|[-–—])\s*[A-Za-z]*\d", first):
        return first or last
    return f"{first}–{last}"


def split_addresses(text: str) -> list[str]:
    """Return the web addresses of a value, which semicolons, blanks or lines part."""
    return [part.strip(" ;,<>") for part in re.split(r"[;\s]+(?=https?://|www\.)|\s+", text) if _is_address(part)]


def _is_address(text: str) -> bool:
    return bool(re.match(r"\W{0,2}(?:https?://|ftp://|www\.)", text))
