"""Classifies papers of a survey by its cues and by what its curator decided: import, build and `derive` ask here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..records.paper import Paper
from .classify import Classification
from .classify.batch import CuratedArea, classify_all
from .classify.cues import Cues, Introductions
from .classify.documents import Document
from .curated import is_curated_area


def classify_papers(
    papers: Mapping[str, Paper],
    survey_papers: Iterable[Paper],
    cues: Cues,
    introduced: Mapping[str, Introductions] | None = None,
) -> dict[str, Classification]:
    """Classify papers, given by any key; the result has the same keys.

    The papers of the survey that a curator placed teach the others. What is found of these themselves is what
    the rules say, which the curator confirms or overrules. `introduced` are the things that a paper introduces.
    """
    survey_papers = tuple(survey_papers)
    curated = curated_areas(survey_papers)
    documents = {key: as_document(paper, (introduced or {}).get(key, ())) for key, paper in papers.items()}
    settled = {key: document for key, document in documents.items() if papers[key].id in curated}
    waiting = {key: document for key, document in documents.items() if key not in settled}
    ids = {paper.id for paper in papers.values()}
    others = [as_document(paper) for paper in survey_papers if paper.id not in ids and paper.id not in curated]
    taught = {f"curated {id}": held for id, held in curated.items()}
    found = {**classify_all(settled, cues), **classify_all(waiting, cues, taught, others)}
    return {key: found[key] for key in papers}


def curated_areas(papers: Iterable[Paper]) -> dict[str, CuratedArea]:
    """Return the papers, by id, on whose area a curator decided: it has no rule behind it, or another than the rule
    chose, or the record was checked as a whole; or it was left unplaced by the curator's word.
    """
    return {
        paper.id: CuratedArea(as_document(paper), paper.derived.area)
        for paper in papers
        if is_curated_area(paper.derived) or (paper.provenance.checked and paper.derived.area)
    }


def as_document(paper: Paper, introduced: Introductions = ()) -> Document:
    """Return the text of a paper as the classifier reads it."""
    return Document(paper.bibliographic.title, paper.bibliographic.abstract, introduced, paper.derived.terms)
