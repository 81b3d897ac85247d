"""The words of the interface, in the language of the survey.

The English text of a word or sentence is its key; `locale/LANGUAGE.yml` gives the
others. What a catalogue of words lacks stays English. A text may have places for
values, `{name}`; a text that counts has two English forms, and as many in another
language as that one tells apart: one (Chinese), two (German) or more (Polish), in
the order zero, one, two, few, many, other. `assets/js/i18n/translate.js` does the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

Forms = str | tuple[str, ...]
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the interface says; without translations, English."""

    language: str = "en"
    translations: Mapping[str, Forms] = field(default_factory=dict)

    def say(self, text: str, /, **values: Any) -> str:
        """The text in the survey's language, with the values in their places. A year is given as text."""
        found = self.translations.get(text, text)
        return self._filled(found if isinstance(found, str) else found[0], values)

    def count(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """`{count} paper` or `{count} papers`: the form that the number asks for, with the number at `{count}`."""
        found = self.translations.get(one)
        if found is None:
            form = one if count == 1 else many
        else:
            forms = (found,) if isinstance(found, str) else found
            form = forms[min(_kind_of(count, self.language), len(forms) - 1)]
        return self._filled(form, {"count": count, **values})

    def number(self, value: float, decimals: int | None = None) -> str:
        """A number as it is written in the survey's language: `1,089`, `1.089`; with so many decimals, or at most 3."""
        return _number(value, decimals, self.language)

    def date(self, day: datetime.date) -> str:
        """`March 1, 2026`, `1. März 2026`."""
        return str(format_date(day, "long", _locale(self.language)))

    def month(self, day: datetime.date) -> str:
        """The month of a day: `March 2026`, `März 2026`."""
        return str(format_skeleton("yMMMM", day, locale=_locale(self.language)))

    def _filled(self, text: str, values: Mapping[str, Any]) -> str:
        if not values:
            return text
        shown = {name: self.number(it) if isinstance(it, int | float) else it for name, it in values.items()}
        return text.format(**shown)


@cache
def _locale(language: str) -> Locale:
    """English for a language that Babel does not know."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def _number(value: float, decimals: int | None, language: str) -> str:
    form = None if decimals is None else "#,##0." + "0" * decimals
    return str(format_decimal(value, form, _locale(language)))


def _kind_of(count: int, language: str) -> int:
    """Which of the forms of a text in that language a number asks for."""
    rule = _locale(language).plural_form
    told = [category for category in _CATEGORIES if category in {*rule.tags, "other"}]
    return told.index(rule(count))
