"""Classifies the papers of a survey by its cues and by a curator's decisions. Import, build and `catalogue derive` use
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ..processes import spread
from ..records.evidence import AREA
from ..records.paper import Paper
from ..records.vectors import Vectors
from ..text.analysis import analyse
from ..text.languages import detect, language_of_tag
from .classify import Classification
from .classify.batch import ByRules, CuratedArea, classify_all, stands_alone
from .classify.cues import Cues, Introductions
from .classify.documents import Document
from .curated import is_curated_area

_BATCH = 200
"""Papers whose things are named together at least."""
_CURATED = "curated "
"""Stands before the ids of curated papers, so that they are no keys of papers that wait."""


def classify_papers(
    papers: Mapping[str, Paper],
    survey_papers: Iterable[Paper],
    cues: Cues,
    introduced: Mapping[str, Introductions] | None = None,
    vectors: Vectors | None = None,
) -> dict[str, Classification]:
    """Return the area and facets that the rules choose for each paper, with evidence, under the keys of `papers`.

    The `survey_papers` whose area a curator decided teach the classifier. For such a paper itself the result is what
    the cues say, for comparison. `introduced` has the things that each paper introduces, `vectors` are the survey's.
    """
    survey_papers = tuple(survey_papers)
    curated = curated_areas(survey_papers, vectors)
    documents = {key: as_document(paper, (introduced or {}).get(key, ()), vectors) for key, paper in papers.items()}
    settled = {key: document for key, document in documents.items() if papers[key].id in curated}
    waiting = {key: document for key, document in documents.items() if key not in settled}
    ids = {paper.id for paper in papers.values()}
    rest = [paper for paper in survey_papers if paper.id not in ids and paper.id not in curated]
    others = [as_document(paper, vectors=vectors) for paper in rest]
    taught = {f"{_CURATED}{id}": held for id, held in curated.items()}
    found = {**classify_all(settled, cues), **classify_all(waiting, cues, taught, others)}
    return {key: _by_id(found[key]) for key in papers}


def classifying(
    papers: Mapping[str, Paper],
    survey_papers: Iterable[Paper],
    cues: Cues,
    introduced: Callable[[str], Introductions],
    vectors: Vectors | None = None,
) -> Mapping[str, Classification]:
    """Return the area and facets that rules choose for each paper, as `classify_papers` does. Where the result for a
    paper depends on no other, it is found only when it is asked for, by the process that asks. `introduced` returns the
    things that a paper introduces, given its key in `papers`.
    """
    survey_papers = tuple(survey_papers)
    if stands_alone(cues, curated_areas(survey_papers, vectors)):
        return ByRules(papers.keys(), lambda key: as_document(papers[key], introduced(key)), cues)
    found = spread(lambda keys: [introduced(key) for key in keys], [*papers], _BATCH)
    return classify_papers(papers, survey_papers, cues, dict(zip(papers, found, strict=True)), vectors)


def _by_id(classification: Classification) -> Classification:
    """Return the classification with the ids of curated papers in place of the keys under which the classifier was
    given them.
    """
    if not any(classification.like):
        return classification
    like = tuple(tuple(key.removeprefix(_CURATED) for key in keys) for keys in classification.like)
    reason = classification.evidence.get(AREA)
    evidence = (
        {**classification.evidence, AREA: reason.model_copy(update={"like": like[0]})}
        if reason and like[0]
        else classification.evidence
    )
    return classification._replace(like=like, evidence=evidence)


def curated_areas(papers: Iterable[Paper], vectors: Vectors | None = None) -> dict[str, CuratedArea]:
    """Return the papers whose area a curator decided, by id, with their texts and areas.

    A curator decided if no rule's evidence supports the area, if it differs from the rule's choice, or if the record as
    a whole is `checked`. An area of None says that the curator left the paper unplaced.
    """
    return {
        paper.id: CuratedArea(as_document(paper, vectors=vectors), paper.derived.area)
        for paper in papers
        if is_curated_area(paper.derived) or (paper.provenance.checked and paper.derived.area)
    }


def as_document(paper: Paper, introduced: Introductions = (), vectors: Vectors | None = None) -> Document:
    """Return the text of a paper as the classifier reads it, with its vector.

    If `vectors` do not have the paper, its vector is the sum of its words' vectors; without `vectors`, it is empty.
    """
    known = paper.bibliographic
    document = Document(known.title, known.abstract, introduced, paper.derived.terms, keywords=known.keywords)
    if vectors is None:
        return document
    return document._replace(vector=vectors.of_paper(paper.id) or _sum_of_words(paper, vectors))


def _sum_of_words(paper: Paper, vectors: Vectors) -> tuple[int, ...]:
    """Return the sum of the vectors of a paper's words, read in its language, one number for each axis; empty if no
    word has a vector.
    """
    known = paper.bibliographic
    text = f"{known.title}\n{known.abstract or ' '.join(paper.derived.terms)}"
    return vectors.of_words(analyse(text, language=language_of_tag(known.lang) or detect(text)).sequence)
