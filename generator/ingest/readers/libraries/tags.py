"""One record of a format whose lines begin with a tag of two characters, such as RIS, and helpers for its values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping


class Tags:
    """One record: its tags with their values in the order of the file. It remembers which tags were read.

    `line` is where the record begins, from 1; `values` are pairs of tag and value.
    """

    def __init__(self, line: int) -> None:
        self.line = line
        self.values: list[tuple[str, str]] = []
        self._more: list[str] = []
        self._used: set[str] = set()

    def add(self, tag: str, value: str) -> None:
        """Append a tag, such as `TI`, and the value that stands behind it."""
        self._end()
        self.values.append((tag, value))

    def go_on(self, line: str) -> None:
        """Append a line that has no tag to the value before it. Before the first tag, the line is ignored."""
        if self.values and line.strip():
            self._more.append(line.strip())

    def _end(self) -> None:
        if self._more:
            tag, value = self.values[-1]
            self.values[-1] = (tag, "\n".join((value, *self._more)))
            self._more = []

    def peek(self, tag: str) -> str:
        """Return the first value of the tag that is not empty, or an empty text. The tag does not count as read by
        this.
        """
        self._end()
        return next((value for name, value in self.values if name == tag and value), "")

    def first(self, *tags: str) -> str:
        """Return the first value that is not empty of the first of the tags that has one, or an empty text.

        Only the tag whose value is returned counts as read.
        """
        for tag in tags:
            if value := self.peek(tag):
                self._used.add(tag)
                return value
        return ""

    def first_if(self, tag: str, value: str) -> None:
        """Mark a tag as read if its first value equals `value`. Nothing is returned."""
        if value and self.peek(tag) == value:
            self._used.add(tag)

    def all(self, *tags: str) -> list[str]:
        """Return all values of the tags that are not empty, in the order of the file, and mark these tags as read."""
        self._end()
        self._used.update(tags)
        return [value for name, value in self.values if name in tags and value]

    def words(self, *tags: str) -> tuple[str, ...]:
        """Return the keywords in all values of the tags, split at semicolons and line breaks, and mark these tags as
        read.
        """
        pieces = [piece.strip() for value in self.all(*tags) for piece in re.split(r"[;\n]", value)]
        return tuple(filter(None, pieces))

    def unused(self, noise: Collection[str], names: Mapping[str, str]) -> tuple[str, ...]:
        """Return the tags with a value that were not read, each once and in the order of the file, for a note.

        Tags in `noise` are left out, and so are those whose value equals one that was read. `names` maps tags to the
        names that are returned in their place.
        """
        self._end()
        read = {" ".join(value.split()) for name, value in self.values if name in self._used}
        tags = (
            name
            for name, value in self.values
            if value and name not in self._used and name not in noise and " ".join(value.split()) not in read
        )
        return tuple(names.get(tag, tag) for tag in dict.fromkeys(tags))


def joined_pages(first: str, last: str) -> str:
    """Return a first and a last page as a span such as `7–12`.

    If there is no last page, or `first` is a span already, `first` is returned; without a first page, `last`.

    >>> joined_pages("7", "12"), joined_pages("7-12", "12"), joined_pages("A1--A5", "A5"), joined_pages("e08", "")
    ('7–12', '7-12', 'A1--A5', 'e08')
    """
    if not first or not last or first == last or re.search(r"\d\s*(?:--|[-–—])\s*[A-Za-z]*\d", first):
        return first or last
    return f"{first}–{last}"


def split_addresses(text: str) -> list[str]:
    """Return the web addresses in a text, separated by semicolons or white space; other words of it are left out."""
    return [part.strip(" ;,<>") for part in re.split(r"[;\s]+(?=https?://|www\.)|\s+", text) if _is_address(part)]


def _is_address(text: str) -> bool:
    return bool(re.match(r"\W{0,2}(?:https?://|ftp://|www\.)", text))
