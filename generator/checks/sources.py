"""Checks what records say about their sources, and which other publications are the same paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from ..catalogue.duplicates import said_same
from ..catalogue.identity import parse_reference
from ..records.base import Problem
from ..records.paper import Paper
from ..records.provenance import all_sources, owners
from ..records.survey import Survey


def check_sources(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a warning for each field on which two sources differ without a curator's decision, for each id in `same_as`
    and `not_same_as` that names no record, and for each `same_as` between records that are not yet merged.

    A value that a curator wrote is a decision, and so is `checked: true` for the whole record. References of the form
    `KIND:ID` are not looked up. `folder` is the survey's, for the paths in the warnings.
    """
    ids = {id for paper in survey.papers for id in (paper.id, *paper.former_ids)}
    ids |= {paper.id for paper in survey.refused}
    for paper in survey.papers:
        for message, at in (*_conflicts(paper), *_sameness(paper, ids)):
            path = str(folder / "papers" / f"{paper.id}.yml")
            yield Problem(path=path, message=message, level="warning", at=at)
    for paper, other in said_same(survey.papers):
        message = f"is said to be {other.id!r} too; the next import joins them, "
        message += f"or `catalogue merge {paper.id} {other.id}` does now"
        path = str(folder / "papers" / f"{paper.id}.yml")
        yield Problem(path=path, message=message, level="warning", at=("same_as",))


def _conflicts(paper: Paper) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield a message, with the key of the paper's record that it is about, for each field that one source states
    otherwise than the source whose value the record has.

    A value that a curator wrote is a decision and gives none; a record that is `checked` gives none at all.
    """
    if paper.provenance.checked or not paper.provenance.sources:
        return
    decided = owners(paper)
    for source in all_sources(paper):
        for field, said in source.says.items():
            if field in decided and decided[field] is not source:
                message = (
                    f"{field}: {source.place} says “{said}”, {decided[field].place} what the record has; "
                    "write what is right, or `checked: true` if it is"
                )
                yield message, (field.partition(".")[0],)


def _sameness(paper: Paper, ids: set[str]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for field in ("same_as", "not_same_as"):
        for number, text in enumerate(getattr(paper.digest, field)):
            kind, value = parse_reference(text)
            if kind:
                continue
            if value not in ids:
                message = f"{field} names {text!r}, which is no record; write its id, or KIND:ID such as doi:10.1000/a"
                yield message, (field, number)
