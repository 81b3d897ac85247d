"""Areas by vectors: what papers mean teaches where words do not, and the papers that are near are told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from generator.catalogue.meaning.numbers import to_bytes, to_digits
from generator.derive.areas import as_document, classify_papers
from generator.derive.classify import Classification
from generator.derive.classify.cues import Cues
from generator.derive.explain import explain
from generator.records.evidence import AREA, Evidence
from generator.records.paper import Paper
from generator.records.survey import Settings, Survey
from generator.records.taxonomy import Taxonomy
from generator.records.vectors import PaperVector, Vectors
from generator.survey.edit import remove, rename
from generator.survey.folder import read_survey

TAXONOMY = Taxonomy.model_validate(
    {"areas": [{"key": "harbours", "title": "Harbours and quays"}, {"key": "lamps", "title": "Lamps and wicks"}]}
)
_ROUND = ("evening", "Monday", "Tuesday", "window", "street", "winter")


def vector(area: str, number: int) -> list[float]:
    """A direction for each area, with something of the paper's own."""
    return [{"harbours": 0.8, "lamps": -0.8}[area], 0.1 * (number % 5), 0.1 * (number % 3), 0.2]


def text(number: int) -> str:
    """A text whose words tell nothing of its area."""
    return f"On a {_ROUND[number // 2 % 6]} and a {_ROUND[number // 4 % 6]} we look at the {_ROUND[number // 6 % 6]}."


def vectors_of(areas: dict[str, str]) -> Vectors:
    """The vectors of papers that mean what their areas mean, and of two words that do."""
    own = {id: vector(area, int(id[1:])) for id, area in areas.items()}
    return Vectors(
        model="toy", licence="none", made_with="hand", mean=to_bytes([0] * 4), axes=(to_bytes([0] * 4),) * 4,
        papers={id: PaperVector(text="0" * 16, vector=to_bytes(row)) for id, row in own.items()},
        word_step=0.1,
        words={word: to_digits(vector(area, 0), 0.1) for word, area in (("crane", "harbours"), ("wick", "lamps"))},
    )  # fmt: skip


CURATED = {f"p{number:02}": ("harbours", "lamps")[number % 2] for number in range(40)}
PAPERS = [Paper(id=id, title=f"Of evening {id}", abstract=text(int(id[1:])), area=area) for id, area in CURATED.items()]
NEW = Paper(id="p90", title="Of evenings", abstract=text(3))

SURVEY = Survey(settings=Settings(title="t", description="d"), taxonomy=TAXONOMY)


def classified(paper: Paper, vectors: Vectors | None, papers: list[Paper] | None = None) -> Classification:
    return classify_papers({"new": paper}, PAPERS if papers is None else papers, Cues(TAXONOMY), None, vectors)["new"]


@pytest.mark.parametrize("area", ["harbours", "lamps"])
def test_vectors_tell_what_words_do_not(area: str) -> None:
    found = classified(NEW, vectors_of({**CURATED, "p90": area}))
    assert found.area == area
    reason = found.evidence[AREA]
    assert (reason.by, reason.words, reason.phrase) == ("learned", None, None), "no word decided"
    assert reason.like is not None and {CURATED[id] for id in reason.like} == {area}
    assert len(reason.like) == 3
    assert found.ranking[0][1] > 0.9
    assert classified(NEW, None).ranking[0][1] < 0.7, "words alone cannot tell"


def test_the_nearest_come_first() -> None:
    vectors = vectors_of({**CURATED, "p90": "lamps"})
    twin = vectors.papers["p07"].model_copy()
    found = classified(NEW, vectors.model_copy(update={"papers": {**vectors.papers, "p90": twin}}))
    assert found.evidence[AREA].like is not None
    assert found.evidence[AREA].like[0] in {"p07", "p37"}, "the same numbers modulo 3 and 5: the same vector"


def test_a_paper_that_is_new_since_embed_goes_by_the_vectors_of_its_words() -> None:
    vectors = vectors_of(CURATED)
    for word, area in (("crane", "harbours"), ("wick", "lamps")):
        paper = Paper(id="new", title=f"A {word} of evening", abstract=text(3))
        assert as_document(paper, vectors=vectors).vector == vectors.of_words([word])
        found = classified(paper, vectors)
        assert (found.area, found.evidence[AREA].by) == (area, "learned")
    unknown = classified(Paper(id="new", title="Of evenings", abstract=text(3)), vectors)
    assert not any(unknown.like), "nothing is near to a paper of which nothing is known"


def test_without_vectors_nothing_is_told_of_meaning() -> None:
    found = classified(NEW, None)
    assert not any(found.like)
    assert as_document(NEW).vector == ()


def test_explain_names_the_papers_that_are_near() -> None:
    paper = NEW.model_copy(
        update={"area": "lamps", "evidence": {AREA: Evidence(value="lamps", by="learned", like=("p01", "p07"))}}
    )
    told = explain(paper, SURVEY.model_copy(update={"papers": (*PAPERS, paper)}))
    assert "area: lamps — by learned near in meaning to p01, p07" in told


def test_vectors_of_unequal_length_are_a_problem_of_the_file() -> None:
    whole = vectors_of(CURATED).model_dump(mode="json")
    with pytest.raises(ValidationError, match="words: the vector of 'wick' has not 4 numbers"):
        Vectors.model_validate({**whole, "words": {**whole["words"], "wick": "07f"}})
    whole["papers"]["p03"]["vector"] = "80"
    with pytest.raises(ValidationError, match="papers: the vector of 'p03' has not 4 numbers"):
        Vectors.model_validate(whole)


def test_evidence_follows_a_paper_that_is_renamed_or_removed(toy: Path) -> None:
    survey, _ = read_survey(toy)
    assert survey is not None
    ids = [paper.id for paper in survey.papers]
    near = survey.papers[-1]
    like = Evidence(value=near.derived.area or "reading", by="learned", like=(ids[0], ids[1]))
    papers = (*survey.papers[:-1], near.model_copy(update={"evidence": {AREA: like}}))
    changed = survey.model_copy(update={"papers": papers})
    assert rename(changed, toy, ids[0], "another-id") == []
    again, _ = read_survey(toy)
    assert again is not None
    assert {paper.id: paper for paper in again.papers}[near.id].derived.evidence[AREA].like == ("another-id", ids[1])
    assert remove(again, toy, "another-id") == []
    again, _ = read_survey(toy)
    assert again is not None
    assert {paper.id: paper for paper in again.papers}[near.id].derived.evidence[AREA].like == (ids[1],)


_PRINTED = """
import json, sys
from tests.derive.test_likeness import CURATED, NEW, classified, vectors_of
found = classified(NEW, vectors_of({**CURATED, "p90": "lamps"}))
print(json.dumps([found.area, found.like, {str(k): v.model_dump(mode="json") for k, v in found.evidence.items()}]))
"""


@pytest.mark.proof
@pytest.mark.parametrize("settings", [{"OPENBLAS_NUM_THREADS": "2"}, {"OPENBLAS_CORETYPE": "Prescott"}])
def test_other_kernels_and_threads_give_the_same(settings: dict[str, str]) -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-c", _PRINTED], env={**os.environ, **more}, capture_output=True, check=True
        ).stdout
        for more in ({"OPENBLAS_NUM_THREADS": "1"}, settings)
    ]
    assert printed[0] == printed[1]
    assert json.loads(printed[0])[0] == "lamps"
