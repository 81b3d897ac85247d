"""Removes from foreign text what no reader sees: control characters, direction marks, invisible characters."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby, islice
from typing import NamedTuple

_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
}
"""Control characters from 0x80 on that are letters and marks of Windows-1252, read in the wrong encoding."""
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
"""What text that is copied from a PDF holds instead of letters."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SOFT_HYPHEN = "\u00ad"
_HIDDEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff]"
)
"""Characters without a shape, a width or a meaning in running text."""
_JOINERS = re.compile("[\u200c\u200d]")
_NEEDS_JOINERS = re.compile(
    "[\u0600-\u08ff\u0900-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc\ufe0f\u2190-\u2bff\U0001f000-\U0001faff]"
)
"""Arabic, Indic, Tibetan, Myanmar, Khmer and Mongolian letters, and emoji: here a joiner is part of the spelling."""
_MAYBE_MARKS = re.compile(r"[^\w\s\x00-\u02ff]{9,}")
_MARKS_MOST = 8
"""Marks on one letter; Unicode's composed form takes time with the square of their number."""


class Cleaned(NamedTuple):
    """A text on one line, and a phrase for each kind of character that was removed and may have had a meaning."""

    text: str
    removed: tuple[str, ...] = ()


def clean_text(text: str) -> Cleaned:
    r"""Return a text on one line in Unicode's composed form (NFC), without invisible characters, and what was removed.

    White space of any kind and length becomes one space. Joiners stay where the script needs them. Soft hyphens and
    other characters without a meaning are removed without a word.

    >>> clean_text("Learn\u00ading\r\n to\u00a0Walk \u202eback")
    Cleaned(text='Learning to Walk back', removed=('the mark of direction U+202E',))
    """
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return Cleaned(text)
    removed: list[str] = []
    if any(char in text for char in map(chr, _LIGATURES)):
        text = text.translate(_LIGATURES)
    if not text.isprintable():
        text = _without_unprintable(text, removed)
    text = _HIDDEN.sub("", text)
    text = _MAYBE_MARKS.sub(_fewer_marks, text)
    return Cleaned(" ".join(unicodedata.normalize("NFC", text).split()), tuple(removed))


def _without_unprintable(text: str, removed: list[str]) -> str:
    """Return the text without control and format characters, except joiners where they belong. What a curator should
    know of is appended to `removed`.
    """
    text = text.replace(_SOFT_HYPHEN, "")
    if any(code in text for code in map(chr, _WINDOWS)):
        text = _as_windows(text, removed)
    text = _without(_CONTROL, "control character", text, removed)
    text = _without(_DIRECTION, "mark of direction", text, removed)
    return _JOINERS.sub(_joiner, _HIDDEN.sub("", text))


def _as_windows(text: str, removed: list[str]) -> str:
    """Return the text with control characters read as the letters of Windows-1252 that they were before somebody read
    them wrongly; each kind is appended to `removed`.
    """
    found = dict.fromkeys(char for char in text if ord(char) in _WINDOWS)
    removed.extend(f"the control character U+{ord(char):04X}, read as “{_WINDOWS[ord(char)]}”" for char in found)
    return text.translate(_WINDOWS)


def _without(pattern: re.Pattern[str], name: str, text: str, removed: list[str]) -> str:
    """Return the text without the characters that the pattern finds; each kind is appended to `removed`, called
    `name`.
    """
    found = dict.fromkeys(pattern.findall(text))
    removed.extend(f"the {name} U+{ord(char):04X}" for char in found)
    return pattern.sub("", text) if found else text


def _joiner(match: re.Match[str]) -> str:
    """Return the matched joiner if the character before it is of a script that spells with joiners and another one
    follows; else an empty text.
    """
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    after = match.string[match.end() : match.end() + 1]
    return match[0] if _NEEDS_JOINERS.match(before) and after and not after.isspace() else ""


def _fewer_marks(match: re.Match[str]) -> str:
    """Return the matched characters with at most `_MARKS_MOST` combining marks in each run of them."""
    runs = groupby(match[0], key=lambda char: bool(unicodedata.combining(char)))
    return "".join("".join(islice(run, _MARKS_MOST) if marks else run) for marks, run in runs)
