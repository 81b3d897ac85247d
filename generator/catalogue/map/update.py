"""Brings a survey's map up to date with its papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...records.survey import Coordinate, Survey
from .layout import known_coordinates, lay_out, trustworthiness


@dataclass(frozen=True, slots=True, kw_only=True)
class MapUpdate:
    """Every paper's place by id; how many papers were placed and how many places dropped; trust from 0 to 1."""

    places: Mapping[str, Coordinate]
    placed: int
    dropped: int
    trustworthiness: float


def update_map(survey: Survey, *, anew: bool = False) -> MapUpdate:
    """A place for each paper of the survey that has none, or for all of them: `anew`, or where there is no map yet."""
    known = known_coordinates(survey)
    places = lay_out(survey.papers, known, anew=anew or survey.coordinates is None)
    return MapUpdate(
        places=places,
        placed=len(places) if anew else len(places) - len(known),
        dropped=len(survey.coordinates or {}) - len(known),
        trustworthiness=trustworthiness(survey.papers, places),
    )


def complete_map(survey: Survey) -> Survey:
    """The survey with a place for every paper, where it has a map at all."""
    if survey.coordinates is None:
        return survey
    return survey.model_copy(update={"coordinates": lay_out(survey.papers, known_coordinates(survey))})
