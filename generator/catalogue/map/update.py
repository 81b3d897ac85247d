"""Updates the map of a survey after papers were added or removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...records.survey import Coordinate, Survey
from ..vectors import Rows
from .layout import known_coordinates, lay_out, trustworthiness


@dataclass(frozen=True, slots=True, kw_only=True)
class MapUpdate:
    """The updated map.

    `places` maps every paper's id to its coordinates. `placed` counts the papers that got coordinates now, `dropped`
    the entries of the old map that belong to no paper of the survey. `trustworthiness` is that of the whole map, 0 to
    1, NaN for fewer than 21 papers, None of a quick map.
    """

    places: Mapping[str, Coordinate]
    placed: int
    dropped: int
    trustworthiness: float | None


def update_map(survey: Survey, *, anew: bool = False, quick: bool = False) -> MapUpdate:
    """Return the map with coordinates for each paper that has none; the others keep theirs. Writes nothing.

    With `anew`, or if the survey has no map yet, all papers are laid out; `quick` then computes a single, less
    trustworthy layout.
    """
    known = known_coordinates(survey)
    places = lay_out(survey.papers, known, survey.vectors, anew=anew or survey.coordinates is None, quick=quick)
    return MapUpdate(
        places=places,
        placed=len(places) if anew else len(places) - len(known),
        dropped=len(survey.coordinates or {}) - len(known),
        trustworthiness=None if quick else trustworthiness(survey.papers, places, survey.vectors),
    )


def complete_map(survey: Survey, rows: Callable[[], Rows]) -> Survey:
    """Return the survey with coordinates for every paper. A survey without a map is returned as it is.

    `rows` returns the vectors of the papers by words and tags; it is called if a paper has no place.
    """
    if survey.coordinates is None:
        return survey
    places = lay_out(survey.papers, known_coordinates(survey), survey.vectors, rows=rows)
    return survey.model_copy(update={"coordinates": places})
