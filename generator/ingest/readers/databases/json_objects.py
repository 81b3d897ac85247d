"""Finds the objects in a JSON text, each with the line on which it begins, even where parts of the text are broken."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping

from ....records.base import Problem

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")
_BETWEEN = re.compile(r"[ \t\n\r,]*")
"""What may stand between the values of a text; some write a comma at the end of each line."""


def parse_objects(text: str, path: str, lists: Collection[str]) -> tuple[list[tuple[int, object]], list[Problem]]:
    """Return the values of a JSON text that may be entries, each with its line, and a problem, with the file's `path`,
    for each broken place.

    The text is an object, a list, or several of these one after another, such as one a line. `lists` are keys, such as
    `results`, under which an object holds its entries: if an object has one of them, its items are returned in its
    place. After a broken place, reading goes on at the next line that begins with an object or a list.
    """
    scan = _Scan(text, path, lists)
    while not scan.at_end():
        try:
            scan.read_value()
        except (ValueError, RecursionError) as error:
            scan.recover(error)
    return scan.found, scan.problems


class _Scan:
    """A text that is read from its beginning: `at` is the index up to which it is read, `found` the values with their
    lines, `problems` what is broken. `lists` are the keys of objects under which lists of entries stand.
    """

    def __init__(self, text: str, path: str, lists: Collection[str]) -> None:
        self.text, self.path, self.lists = text, path, lists
        self.at = 0
        self.line, self.counted = 1, 0
        self.found: list[tuple[int, object]] = []
        self.problems: list[Problem] = []

    def at_end(self) -> bool:
        self.at = _BETWEEN.match(self.text, self.at).end()  # type: ignore[union-attr]
        return self.at >= len(self.text)

    def read_value(self) -> None:
        """Read the value at `at` into `found`: a list item by item, an object that holds a list of entries likewise,
        anything else as one entry. Raises ValueError or RecursionError if it is broken.
        """
        if self._peek() == "[":
            self._read_items()
        elif self._peek() == "{" and self._holds_list():
            self._read_members()
        else:
            line = self._line_of(self.at)
            self.found.append((line, self._decode()))

    def recover(self, error: Exception) -> None:
        """Note the broken place, and go on at the next line that begins with a bracket or brace, or at the end of the
        text.
        """
        line = self._line_of(self.at)
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deeply"
        next_line = re.compile(r"\n(?=[\[{])").search(self.text, self.at)
        rest = "" if next_line else ": what follows is not read"
        message = f"the JSON is broken here ({reason}){rest}; download it anew or mend it"
        self.problems.append(Problem(path=self.path, line=line, message=message))
        self.at = next_line.end() if next_line else len(self.text)

    def _read_items(self) -> None:
        self.at += 1
        while self._next_is_item("]"):
            self.read_value()

    def _read_members(self) -> None:
        """Read the object at `at`: as entries the members whose keys are in `lists`; all others, which describe the
        page of results, are passed over. Raises ValueError if it is broken.
        """
        self.at += 1
        while self._next_is_item("}"):
            key = self._decode()
            self._skip_space()
            if self._peek() != ":":
                raise ValueError("a colon is missing")
            self.at += 1
            self._skip_space()
            if key in self.lists and self._peek() in {"[", "{"}:
                self.read_value()
            else:
                self._decode()

    def _next_is_item(self, end: str) -> bool:
        """Return whether another item begins here; moves past a comma, and past the `end` of the list or object if that
        is here. Raises JSONDecodeError at the end of the text.
        """
        self._skip_space()
        if self._peek() == ",":
            self.at += 1
            self._skip_space()
        if self.at >= len(self.text):
            raise json.JSONDecodeError("the text ends in the middle", self.text, self.at)
        if self._peek() == end:
            self.at += 1
            return False
        return True

    def _holds_list(self) -> bool:
        """Return whether the object that begins here has one of `lists` as a key of its own; of a broken one its first
        2,000 characters tell.
        """
        try:
            value, _ = _DECODER.raw_decode(self.text, self.at)
        except (ValueError, RecursionError):
            keys = "|".join(map(re.escape, self.lists))
            return bool(re.compile(rf'"(?:{keys})"\s*:\s*[\[{{]').search(self.text, self.at, self.at + 2_000))
        return any(isinstance(value.get(key), list | dict) for key in self.lists)

    def _decode(self) -> object:
        value, self.at = _DECODER.raw_decode(self.text, self.at)
        return value

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip_space(self) -> None:
        self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]

    def _line_of(self, index: int) -> int:
        """Return the line, from 1, that holds the character of the text at `index`. It must be asked for in rising
        order of indices, so that each line break is counted once.
        """
        if index >= self.counted:
            self.line += self.text.count("\n", self.counted, index)
            self.counted = index
        return self.line


def as_object(value: object) -> Mapping[str, object]:
    """Return the value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """Return the value if it is a JSON list, else an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """Return a text without white space at its ends, a number as text, and an empty text for anything else."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def as_texts(value: object) -> Iterator[str]:
    """Yield the items of a list that are texts or numbers, as texts; or a value that is no list itself, if it is a text
    or number. Empty texts are left out.
    """
    for item in value if isinstance(value, list) else [value]:
        if text := as_text(item):
            yield text
