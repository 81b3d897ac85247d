"""The records of `tests/toy/records`, and views of them: the papers, areas and values that some tests are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.records.paper import Paper
from generator.records.survey import Survey
from generator.records.taxonomy import Taxonomy
from generator.survey.folder import read_survey


def _read() -> Survey:
    survey, problems = read_survey(Path(__file__).parent / "records")
    assert survey is not None and not problems, problems
    return survey


WORLD = _read()


def taxonomy_of(areas: Iterable[str], facets: Mapping[str, Iterable[str]]) -> Taxonomy:
    """The taxonomy with these areas and with these values of these facets, by key, in the taxonomy's own order."""
    taxonomy = WORLD.taxonomy
    chosen_areas, chosen_values = set(areas), {key: set(values) for key, values in facets.items()}
    assert chosen_areas <= {area.key for area in taxonomy.areas}
    assert chosen_values.keys() <= {facet.key for facet in taxonomy.facets}
    return Taxonomy(
        areas=tuple(area for area in taxonomy.areas if area.key in chosen_areas),
        facets=tuple(
            facet.model_copy(
                update={"values": tuple(value for value in facet.values if value.key in chosen_values[facet.key])}
            )
            for facet in taxonomy.facets
            if facet.key in chosen_values
        ),
    )


def papers_of(ids: Iterable[str], taxonomy: Taxonomy) -> tuple[Paper, ...]:
    """The papers of these ids, sorted by id, with the facet values that the taxonomy has."""
    chosen = set(ids)
    values = {facet.key: {value.key for value in facet.values} for facet in taxonomy.facets}
    papers = tuple(paper for paper in WORLD.papers if paper.id in chosen)
    assert len(papers) == len(chosen), chosen
    return tuple(paper.model_copy(update={"facets": _within(paper.derived.facets, values)}) for paper in papers)


def _within(facets: Mapping[str, tuple[str, ...]], values: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    kept = {key: tuple(held for held in facets[key] if held in values.get(key, ())) for key in facets}
    return {key: held for key, held in kept.items() if held}
