"""Checks that no key already has another meaning, alone or joined with a second one in an address."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import PurePath

from ..catalogue.addresses import gap_table, served
from ..records.base import Problem
from ..records.reserved import Keyed, free_key, why_reserved
from ..records.survey import Survey

_Keys = tuple[str | int, ...]
"""The keys that lead to a value in its file."""


def reserved_keys(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield an error for each reserved key; the message says what it means already, and proposes a free key.

    Checked are the keys of areas, facets, values and reading paths, and the ids of people; also pairs of facets whose
    joined keys would give two pages of gaps one address. Ids of papers and systems are checked in `checks.references`.
    """
    for file, at, keyed, key in _keys(survey):
        if key and (reason := why_reserved(keyed, key)):
            name = "id of a person" if keyed == "person" else f"key of {_ARTICLES[keyed]}"
            hint = f"{free_key(keyed, key)!r} for example{_ALSO[keyed]}"
            message = f"the {name} may not be {key!r}, which is {reason}; rename it, to {hint}"
            yield Problem(path=str(folder / file), message=message, at=at)
    yield from _gaps(survey, folder)


_ARTICLES: dict[Keyed, str] = {"facet": "a facet", "value": "a value", "area": "an area", "path": "a reading path"}
_ALSO: dict[Keyed, str] = {
    "facet": ", here and under `facets` of the papers",
    "value": ", here and under `facets` of the papers",
    "area": ", here, as `area` of the papers and as the name of its essay",
    "path": "",
    "person": "",
}


def _keys(survey: Survey) -> Iterator[tuple[str, _Keys, Keyed, str | None]]:
    """Yield every key of areas, facets, values, reading paths and people as four things: the name of its file, its
    place there as keys and list positions, what it is the key of, and the key itself, which is None for a person
    without an id.
    """
    for number, area in enumerate(survey.taxonomy.areas):
        yield "taxonomy.yml", ("areas", number, "key"), "area", area.key
    for number, facet in enumerate(survey.taxonomy.facets):
        yield "taxonomy.yml", ("facets", number, "key"), "facet", facet.key
        for position, value in enumerate(facet.values):
            yield "taxonomy.yml", ("facets", number, "values", position, "key"), "value", value.key
    for number, path in enumerate(survey.paths):
        yield "paths.yml", ("paths", number, "key"), "path", path.key
    for number, author in enumerate(survey.authors):
        yield "authors.yml", ("authors", number, "id"), "person", author.id


def _gaps(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a problem for each pair of dimensions whose page of gaps would have the address of another pair's: `a-b` by
    `c`, and `a` by `b-c`.
    """
    keys = ["area", *(facet.key for facet in survey.taxonomy.facets), "year"]
    pairs: dict[str, tuple[str, str]] = {}
    for rows, columns in combinations(keys, 2):
        pair = f"{rows}-{columns}"
        first_rows, first_columns = pairs.setdefault(pair, (rows, columns))
        if (first_rows, first_columns) != (rows, columns):
            number = keys.index(rows) - 1
            message = (
                f"the gaps of {rows!r} by {columns!r} have the address of those of {first_rows!r} by "
                f"{first_columns!r}, {served(gap_table(pair))}; rename the facet {rows!r}"
            )
            yield Problem(path=str(folder / "taxonomy.yml"), message=message, at=("facets", number, "key"))
