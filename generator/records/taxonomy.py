"""The areas and facets by which papers are sorted: the file `taxonomy.yml`."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, model_validator

from .base import Id, Line, Record


class Value(Record):
    """One value of a facet, or one area. `title` is what pages show, `definition` says which papers belong to it."""

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
    """A group of values, such as all tasks. A paper may have any number of them."""

    key: Id
    title: Line
    definition: Line | None = None
    values: tuple[Value, ...] = ()


class Taxonomy(Record):
    """The file `taxonomy.yml`: areas, of which a paper has at most one, and facets, of which it has any number of
    values.

    Raises ValidationError if two areas, two facets, or two values of one facet have the same key.
    """

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
"""The key that stands for an area where a paper has none, and the address of the page that lists these papers."""
