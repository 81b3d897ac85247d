"""The words of the interface, in the language of the survey.

The English text of a word or sentence is its key; `words/LANGUAGE.yml` gives the
others. What a catalogue of words lacks stays English. A text may have places for
values, `{name}`; a text that counts has two English forms, and as many in another
language as that one has: one (Chinese) or two (German).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.records import Record

Forms = str | tuple[str, ...]


class Words(Record):
    """What the interface says; without translations, English."""

    language: str = "en"
    translations: Mapping[str, Forms] = {}

    def say(self, text: str, /, **values: Any) -> str:
        """The text in the survey's language, with the values in their places."""
        found = self.translations.get(text, text)
        return (found if isinstance(found, str) else found[0]).format(**values)

    def count(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """`{count} paper` or `{count} papers`: the form that the number asks for, with the number at `{count}`."""
        found = self.translations.get(one, (one, many))
        forms = (found,) if isinstance(found, str) else found
        return forms[0 if count == 1 else -1].format(count=count, **values)
