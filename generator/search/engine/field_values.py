"""Looks up the value of a filter, `field:value`, that a reader typed; `assets/js/search/field_values.js` does the same.

The docstring of `query` describes what a value may be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...text.analysis import plain, words
from ..parameters import QUERY

Vocabulary = Mapping[str, Mapping[str, str]]
"""From each closed facet to its values: from a value's key to its title."""

_YEARS = re.compile(" *(?:([0-9]{4})|([0-9]{4})?\\.\\.([0-9]{4})?) *")


def has_term(text: str) -> bool:
    """Return whether a text has at least one word that is not a stop word."""
    return any(True for _ in words(text, query=True))


class Values:
    """Looks up the values of filters, and caches each result, since a pasted page may repeat one a thousand times."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names: dict[str, dict[str, tuple[str, str]]] = {}
        self._keys: dict[tuple[str, str], str] = {}

    def of(self, field: str, value: str, quoted: bool) -> tuple[str, ...]:
        """Return the values that a filter gives to a field, which commas separate; an empty tuple if the field or one
        value is unknown.

        `of("task", "vqa,captioning", False)` is `("vqa", "captioning")`. A `quoted` value is first looked up as a
        whole.
        """
        if field not in QUERY.open_fields and field != "year" and field not in self._vocabulary:
            return ()
        whole = self.one(field, value) if quoted else ""
        if whole or (quoted and field in QUERY.open_fields):
            return (whole,) if whole else ()
        values = dict.fromkeys(self.one(field, part) for part in value.split(",") if plain(part))
        return tuple(values) if all(values) else ()

    def comes_with(self, field: str) -> bool:
        """Return whether `field` is no field but a value of `has`, so that `code:yes` can mean `has:code`."""
        return field not in self._vocabulary and field in self._vocabulary.get("has", {})

    def one(self, field: str, text: str) -> str:
        """Return the value that a text means in a field; an empty text if it means none.

        It is the key of a facet value, a span `FROM..TO` of years, or for an open field the folded words.
        """
        if field in QUERY.open_fields:
            folded = " ".join(plain(text))
            return folded if field != "title" or has_term(folded) else ""
        if field == "year":
            return years_of(text)
        wanted = "-".join(plain(text))
        if (field, wanted) not in self._keys:
            self._keys[field, wanted] = self.key(field, wanted)
        return self._keys[field, wanted]

    def key(self, field: str, wanted: str) -> str:
        """Return the key of the facet value whose key or title equals `wanted`, or else of the only one whose key or
        title begins with it; an empty text if there is none, or if there are several.

        `wanted` is folded and joined by hyphens.
        """
        if field not in self._names:
            titles = self._vocabulary[field].items()
            self._names[field] = {key: (key, "-".join(plain(title))) for key, title in titles}
        names = self._names[field]
        exact = [key for key, both in names.items() if wanted in both]
        begun = [key for key, both in names.items() if any(name.startswith(wanted) for name in both)]
        if not wanted:
            return ""
        return exact[0] if exact else begun[0] if len(begun) == 1 else ""


def years_of(text: str) -> str:
    """Return the span of years that a text means, as `FROM..TO`; an empty text if it means none.

    `2024` gives `2024..2024`, `2022..` gives `2022..`.
    """
    years = _YEARS.fullmatch(text)
    if not years:
        return ""
    if years[1]:
        return f"{years[1]}..{years[1]}"
    return f"{years[2] or ''}..{years[3] or ''}" if years[2] or years[3] else ""
