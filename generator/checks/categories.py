"""Checks that every paper has an area, and that the taxonomy has the areas and facet values of all records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from ..derive.curated import is_curated_area, is_curated_value
from ..records.base import Problem
from ..records.paper import Paper
from ..records.survey import Survey
from ..survey.regroup import AREA, Choice, left_over_values
from ..text.suggestions import suggest

_SINGLY = 5
"""Faults of one kind that are named one by one: more of them have one cause, and one message says what mends all."""
_NAMED = 8


def check_categories(survey: Survey, folder: PurePath) -> list[Problem]:
    """Return a warning for each unplaced paper, and an error for each area, facet or value that a record has and the
    taxonomy does not.

    Papers that a curator left unplaced are no problem. More than five faults of one kind become one problem.
    """
    return [*_unplaced(survey, folder), *_left_over(survey, folder)]


def near(wrong: str, known: Iterable[str]) -> str:
    """Return advice on an unknown key or id, `wrong`: the known one that is most similar, or a list of those that
    exist.
    """
    known = sorted(known)
    if nearest := suggest(wrong, known):
        return f"did you mean {nearest[0]!r}?"
    return f"known: {', '.join(known)}" if 0 < len(known) <= 25 else "add it or correct the id"


def _unplaced(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a warning for each paper without an area, except those that a curator left without; a single one, about
    taxonomy.yml, if there are more than `_SINGLY`, or if there are no areas at all.
    """
    papers = [p for p in survey.papers if p.derived.area is None and not is_curated_area(p.derived)]
    if papers and not survey.taxonomy.areas:
        message = "has no areas yet, so that no paper stands in one; `catalogue taxonomy suggest --write` drafts some"
        yield Problem(path=str(folder / "taxonomy.yml"), message=message, level="warning")
    elif len(papers) <= _SINGLY:
        for paper in papers:
            message = "nothing speaks for any area; set `area` or add cues to taxonomy.yml"
            yield Problem(path=str(folder / "papers" / f"{paper.id}.yml"), message=message, level="warning")
    else:
        message = (
            f"nothing speaks for any area of {len(papers)} papers ({_some([paper.id for paper in papers])}); "
            "`catalogue review` asks for each, and more cues place more"
        )
        yield Problem(path=str(folder / "taxonomy.yml"), message=message, level="warning")


def _left_over(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield an error for each area, facet and value in a record that taxonomy.yml does not have; a single one if there
    are more than `_SINGLY`.
    """
    found = dict(sorted(left_over_values(survey.taxonomy, survey.papers).items()))
    if sum(map(len, found.values())) > _SINGLY:
        yield _mended_by_command(survey, folder, found)
        return
    papers = {paper.id: paper for paper in survey.papers}
    areas = [area.key for area in survey.taxonomy.areas]
    facets = {facet.key: [value.key for value in facet.values] for facet in survey.taxonomy.facets}
    told: set[tuple[str, str]] = set()
    for (facet, value), ids in found.items():
        for id in ids:
            path = str(folder / "papers" / f"{id}.yml")
            if facet == AREA:
                yield Problem(path=path, message=f"unknown area {value!r}; {near(value, areas)}", at=("area",))
            elif facet not in facets:
                if (id, facet) not in told:
                    message = f"unknown facet {facet!r}; {near(facet, facets)}"
                    yield Problem(path=path, message=message, at=("facets", facet))
                told.add((id, facet))
            else:
                message = f"unknown value {value!r} of facet {facet!r}; {near(value, facets[facet])}"
                at = ("facets", facet, papers[id].derived.facets[facet].index(value))
                yield Problem(path=path, message=message, at=at)


def _mended_by_command(survey: Survey, folder: PurePath, left_over: Mapping[Choice, list[str]]) -> Problem:
    """Return one problem for all areas and values that the taxonomy does not have, with the commands that mend them.
    `left_over` has the ids of the papers with each.
    """
    papers = {paper.id: paper for paper in survey.papers}
    names = [value if facet == AREA else f"{facet}.{value}" for facet, value in left_over]
    curated = [
        name
        for name, (choice, ids) in zip(names, left_over.items(), strict=True)
        if any(_is_curated(papers[id], choice) for id in ids)
    ]
    mends = []
    if any(not _is_curated(papers[id], choice) for choice, ids in left_over.items() for id in ids):
        mends.append("`catalogue derive` decides anew what rules chose")
    if curated:
        mends.append(
            f"`catalogue taxonomy merge {curated[0]} INTO` or `catalogue taxonomy remove {curated[0]}` mends what a "
            f"curator chose (so for {_some(curated)})"
        )
    count = len({id for ids in left_over.values() for id in ids})
    message = f"{count} papers have what taxonomy.yml does not have ({_some(names)}); {'; '.join(mends)}"
    return Problem(path=str(folder / "taxonomy.yml"), message=message)


def _is_curated(paper: Paper, choice: Choice) -> bool:
    facet, value = choice
    return is_curated_area(paper.derived) if facet == AREA else is_curated_value(paper.derived, facet, value)


def _some(names: list[str]) -> str:
    """Return the first `_NAMED` names of a list for a message, and how many more there are: `a, b and 3 more`."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
