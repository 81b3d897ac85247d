"""The areas and facets that a curator sorts papers by."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, model_validator

from .base import Id, Line, Record


class Value(Record):
    """One value of a facet, or one area."""

    key: Id
    title: Line
    definition: Line | None = None
    cues: Mapping[Line, float] = Field(
        default_factory=dict,
        description="Phrase to weight. Words match in singular and plural; a word ending in `*` matches as a start; "
        "an upper-case word matches in that case only; a negative weight speaks against the value.",
    )
    title_cues: Mapping[Line, float] = Field(default_factory=dict, description="Cues that count in the title only.")


class Facet(Record):
    """A group of values of which a paper may have any number."""

    key: Id
    title: Line
    definition: Line | None = None
    values: tuple[Value, ...] = ()


class Taxonomy(Record):
    """`taxonomy.yml`: areas (one a paper) and facets (any number a paper)."""

    areas: tuple[Value, ...] = ()
    facets: tuple[Facet, ...] = ()
    area_margin: float = Field(1.0, ge=0, description="Score points the best area must lead by to be sure.")
    title_weight: float = Field(3.0, ge=0, description="How often a cue in the title counts.")
    background_weight: float = Field(0.5, ge=0, description="How often a cue counts in the abstract's background.")
    facet_bar: float = Field(2.0, gt=0, description="Score from which a facet value holds.")

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Taxonomy:
        for what, keys in [
            ("area", [area.key for area in self.areas]),
            ("facet", [facet.key for facet in self.facets]),
            *[(f"value of facet {f.key}", [v.key for v in f.values]) for f in self.facets],
        ]:
            for key in keys:
                if keys.count(key) > 1:
                    raise ValueError(f"{what} {key!r} stands twice; remove one")
        return self


UNPLACED = "unplaced"
"""Key of the page that lists papers for which nothing speaks for any area."""
