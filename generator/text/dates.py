"""Parses the dates of publications in the forms in which bibliographies write them."""

from __future__ import annotations

import datetime
import re
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale

from .analysis import fold

_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "da", "cs", "tr")
_NO_DATE = re.compile(
    r"(?i)\s*[(\[]?\s*(?:in press|in print|forthcoming|to appear|accepted|submitted|under review|ahead of print|"
    r"n\.?\s?d\.?|no date|undated|s\.?\s?d\.?|o\.?\s?j\.?|im druck|im erscheinen|sous presse|en prensa)\s*[)\]]?\s*"
)
_YEAR = re.compile(r"(?<!\d)(1\d{3}|2[01]\d\d)(?!\d)")
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_GENERATIONS = 100
"""Years from the first year of a text, within which another one ends a range; farther ones are of a reprint, say."""
_ABOUT = frozenset("ca circa um about around vers env environ hacia около ок spring summer autumn fall winter".split())
"""What stands beside a year and changes nothing of it, without case and accents."""


class ParsedDate(NamedTuple):
    """The year and the day that a text names, each None if it names none; `understood` says whether all of the text was
    parsed.
    """

    year: int | None = None
    day: datetime.date | None = None
    understood: bool = True


@lru_cache(maxsize=4096)
def parse_date(text: str) -> ParsedDate:
    """Return the year that a text names, from 1000 to 2199, and the day if it names one. Never raises.

    Of a range, the first date counts. A year and a month give no day; neither does a date such as 3/4/2024, which can
    be read in two ways.

    >>> parse_date("12 Mar 2024").day, parse_date("März 2024").year, parse_date("in press")
    (datetime.date(2024, 3, 12), 2024, ParsedDate(year=None, day=None, understood=False))
    """
    text = text.strip()
    if not text:
        return ParsedDate()
    if _NO_DATE.fullmatch(text):
        return ParsedDate(understood=False)
    if match := re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", text):
        return _full(match[1], match[2], match[3])
    if match := re.fullmatch(r"((?:1[89]|2[01])\d\d)(\d\d)(\d\d)", text):
        return _full(match[1], match[2], match[3])
    if match := re.match(r"(\d{4})年\s*(\d{1,2})月(?:\s*(\d{1,2})[日号])?", text):
        return _full(match[1], match[2], match[3]) if match[3] else ParsedDate(_in_range(match[1]))
    if match := re.fullmatch(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})", text):
        return _day_first(match)
    return _in_words(text)


def _full(year: str, month: str, day: str) -> ParsedDate:
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return ParsedDate(_in_range(year), understood=False)
    return ParsedDate(_in_range(year), date if _in_range(year) else None, understood=_in_range(year) is not None)


def _day_first(match: re.Match[str]) -> ParsedDate:
    """Return the date that was matched as `D.M.YYYY` or `M/D/YYYY`: `12.3.2024` is the twelfth of March, `3/25/2024`
    can only be March 25, and of `3/4/2024`, which can be read in two ways, only the year is taken.
    """
    first, separator, second, year = match.groups()
    if int(first) > 12 or separator == "." or first == second:
        return _full(year, second, first)
    if int(second) > 12:
        return _full(year, first, second)
    return ParsedDate(_in_range(year), understood=False)


def _in_words(text: str) -> ParsedDate:
    """Return the date of a text that names its month or season, or only has a year; not understood without a year."""
    found = _YEAR.search(text)
    if found is None:
        return ParsedDate(understood=False)
    year = found[1]
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    words = re.findall(r"[^\W\d_]+|\d+", rest)
    names = [(at, month) for at, word in enumerate(words) if (month := _month(fold(word)))]
    if not names:
        return ParsedDate(int(year), understood=_is_plain(int(year), rest, words))
    at, month = names[0]
    beside = [words[index] for index in (at - 1, at + 1) if 0 <= index < len(words) and words[index].isdigit()]
    if beside and 1 <= int(beside[0]) <= 31 and len(beside[0]) <= 2:
        return _full(year, str(month), beside[0])
    return ParsedDate(int(year))


def _is_plain(year: int, rest: str, words: list[str]) -> bool:
    """Return whether nothing stands beside a year but other numbers, single letters, seasons, or marks of a copyright
    or a guess: `rest` is the text without the year, and `words` are its words. A second year far from it is no number
    of this kind.
    """
    if any(abs(int(number) - year) > _GENERATIONS for number in _FOUR_DIGITS.findall(rest)):
        return False
    return all(word.isdigit() or len(word) == 1 or fold(word) in _ABOUT for word in words)


def _in_range(year: str) -> int | None:
    return int(year) if 1000 <= int(year) < 2200 else None


def _month(word: str) -> int | None:
    """Return the number of the month that a word without case and accents names, None if it names none. The names of
    other languages are loaded only for a word that is no English one.
    """
    return _months(_LANGUAGES[:1]).get(word) or (_months(_LANGUAGES).get(word) if word.isalpha() else None)


@cache
def _months(languages: tuple[str, ...]) -> dict[str, int]:
    """Return the number of each name of a month, long or short, without case and accents, in these languages; where two
    of them have the name for two months, in the first one.
    """
    names: dict[str, int] = {"sept": 9}
    for language in languages:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(language).months[context][width].items():
                    word = fold(name).strip(". ")
                    if word.isalpha() and len(word) > 2:
                        names.setdefault(word, number)
    return names
