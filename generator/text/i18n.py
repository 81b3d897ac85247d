"""Translates the texts of the interface into the survey's language, by gettext.

Code and templates hold the English texts, which are the keys (msgid). `generator/locale/LANGUAGE.po` has the
translations; what is not translated stays English.

A text may have fields, `{name}`, which are filled with values. A text with a count has two English forms, and as many
in another language as the `Plural-Forms` of its file say: one (Chinese), two (German), three (Polish).

`generator/assets/js/i18n/translate.js` does the same in the browser.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Translations:
    """The interface texts in one language; without messages, they are English.

    `messages` maps an English text to its translation: one form, or as many as `plural_rule` distinguishes. `files`
    maps an English text to the source files that show it. `plural_rule` is the C expression of `Plural-Forms`, which
    gives the number of the form for a count `n`.
    """

    language: str = "en"
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plural_rule: str = "(n != 1)"

    def gettext(self, text: str, /, **values: Any) -> str:
        """Return the translation of a text, with `values` in its fields: `gettext("by {author}", author="Li")`.

        An `int` or `float` is written by `number`; give a year as text, so that it does not become `2,024`.
        """
        return self._filled(self.messages.get(text, (text,))[0], values)

    def ngettext(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """Return the translation in its form for `count`, with `values` in its fields.

        `one` and `many` are the English forms, such as `{count} paper` and `{count} papers`; `{count}` is filled with
        the count. Numbers are written as the language does (`1,089`), so a year is given as text.
        """
        forms = self.messages.get(one)
        form = forms[_plural(self.plural_rule)(count)] if forms else one if count == 1 else many
        return self._filled(form, {"count": count, **values})

    def both(self, one: str, other: str) -> str:
        """Return two things joined as this language does: `sails and wind`, `Segel und Wind`."""
        return str(format_list([one, other], locale=_locale(self.language)))

    def number(self, value: float, decimals: int | None = None) -> str:
        """Return a number, the `value`, as this language writes it, `1,089` or `1.089`, with so many `decimals`, or
        else at most three.
        """
        return _number(value, decimals, self.language)

    def date(self, day: datetime.date) -> str:
        """Return a date as this language writes it: `March 1, 2026`, `1. März 2026`."""
        return str(format_date(day, "long", _locale(self.language)))

    def month(self, day: datetime.date) -> str:
        """Return the month and year of a date as this language writes them: `March 2026`, `März 2026`."""
        return str(format_skeleton("yMMMM", day, locale=_locale(self.language)))

    def script(self, code: str) -> str:
        """Return the name of a script in this language, by its code in ISO 15924: `Grek` gives Greek or Griechisch.

        The code itself is returned if the language has no name for it.
        """
        return str(_locale(self.language).scripts.get(code, code))

    def _filled(self, text: str, values: Mapping[str, Any]) -> str:
        if not values or ("{" not in text and "}" not in text):
            return text
        for name, value in values.items():
            if isinstance(value, int | float):
                values = {**values, name: self.number(value)}
        return text.format_map(values)


ENGLISH = Translations()


def parse_translations(po: str, language: str) -> Translations:
    """Return the translations that the text of a `.po` file holds. Fuzzy and incomplete messages are left out, and stay
    English.

    Raises ValueError if the plural rule is not an expression in `n`, since scripts in the browser run it as code.
    """
    catalog = read_po(po.splitlines())
    _plural(catalog.plural_expr)
    messages, files = {}, {}
    for message in catalog:
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if not message.id or message.fuzzy or not forms or not all(forms):
            continue
        text = message.id if isinstance(message.id, str) else message.id[0]
        messages[text] = forms
        files[text] = tuple(path for path, _ in message.locations)
    return Translations(language=language, messages=messages, files=files, plural_rule=catalog.plural_expr)


@cache
def _plural(rule: str) -> Callable[[int], int]:
    """Return the function of n that a plural rule of gettext describes, such as `(n != 1)`: the number of the form to
    use.
    """
    return c2py(rule)


@cache
def _locale(language: str) -> Locale:
    """Return Babel's data of a language, given by its tag; those of English if Babel does not know it."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def _number(value: float, decimals: int | None, language: str) -> str:
    form = None if decimals is None else "#,##0." + "0" * decimals
    return str(format_decimal(value, form, _locale(language)))
