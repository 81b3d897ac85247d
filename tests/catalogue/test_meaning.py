"""Vectors of meaning: what moves and what stays, and that a query's words point where its papers do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build.sentence_model import find_model
from generator.catalogue.languages import languages_of
from generator.catalogue.meaning.learning import principal_axes
from generator.catalogue.meaning.numbers import from_bytes, from_digits, to_bytes, to_digits
from generator.catalogue.meaning.texts import text_of
from generator.catalogue.meaning.update import VectorsUpdate, update_vectors
from generator.checks.references import check
from generator.records.paper import Paper
from generator.records.vectors import Vectors
from generator.survey.edit import remove, rename
from generator.survey.folder import VECTORS, read_survey, render_paper, render_vectors
from generator.upkeep import embed_papers
from tests.toy.model import ToyModel
from tests.toy.search import catalogue, crowd

PAPERS = crowd(60).papers


def updated(papers: Sequence[Paper], old: Vectors | None, model: ToyModel, *, anew: bool = False) -> VectorsUpdate:
    return update_vectors(papers, old, model, languages_of(catalogue(tuple(papers)), papers), anew=anew)


def vectors_of(papers: Sequence[Paper], old: Vectors | None = None, *, anew: bool = False) -> Vectors:
    return updated(papers, old, ToyModel(), anew=anew).vectors


def test_the_words_of_a_text_point_to_it() -> None:
    """The browser sums them; nearest to the sum of a paper's words must be the paper itself, for nearly all."""
    vectors = vectors_of(PAPERS)
    ids = list(vectors.papers)
    rows = np.stack([from_bytes(vectors.papers[id].vector) for id in ids])
    right = 0
    for paper in PAPERS:
        known = [from_digits(vectors.words[word]) for word in text_of(paper).lower().split() if word in vectors.words]
        right += ids[int(np.argmax(rows @ np.sum(known, axis=0)))] == paper.id
    assert right >= 0.9 * len(PAPERS)


def test_one_changed_paper_moves_no_other_and_is_the_only_one_read() -> None:
    before = vectors_of(PAPERS)
    changed = PAPERS[7].model_copy(update={"title": "Zebras in unheard-of places"})
    model = ToyModel()
    after = updated([*PAPERS[:7], changed, *PAPERS[8:]], before, model).vectors
    assert model.read == [text_of(changed)]
    assert {id for id in before.papers if before.papers[id] != after.papers[id]} == {changed.id}
    assert before.words.items() <= after.words.items(), "known words stay, new ones are learned"
    assert "zebra" in after.words
    assert (before.mean, before.axes) == (after.mean, after.axes)


def test_the_questions_of_a_record_teach_their_words_and_make_it_stale() -> None:
    asked = Paper(id="asked", title=PAPERS[0].bibliographic.title, questions=("Which giraffe reads zeppelins?",))
    vectors = vectors_of([asked, *PAPERS[1:]])
    assert {"giraff", "zeppelin"} <= vectors.words.keys()
    rows = np.stack([from_bytes(vector.vector) for vector in vectors.papers.values()])
    giraffe = np.array(from_digits(vectors.words["giraff"]))
    assert list(vectors.papers)[int(np.argmax(rows @ giraffe))] == "asked"
    plain = asked.model_copy(update={"digest": asked.digest.model_copy(update={"questions": ()})})
    assert updated([plain, *PAPERS[1:]], vectors, ToyModel()).read == 1


def test_each_part_of_a_digest_counts_as_much_as_the_others() -> None:
    """A model reads only the beginning of a long text: what comes last must move the vector too."""
    long = Paper(id="long", title="Boats", summary="Boats sail. " * 60, results="Zeppelins land.")
    short = Paper(id="short", title="Boats", summary="Boats sail. " * 60)
    vectors = vectors_of([long, short, *PAPERS])
    one, other = (from_bytes(vectors.papers[id].vector) for id in ("long", "short"))
    zeppelin = np.array(from_digits(vectors.words["zeppelin"]))
    assert one @ zeppelin > other @ zeppelin + 0.2 * np.linalg.norm(zeppelin)


def test_nothing_new_changes_nothing_and_reads_nothing() -> None:
    vectors = vectors_of(PAPERS)
    model = ToyModel()
    assert updated(PAPERS, vectors, model).vectors == vectors
    assert model.read == []


def test_a_removed_paper_loses_its_vector_and_another_model_makes_all_anew() -> None:
    vectors = vectors_of(PAPERS)
    update = updated(PAPERS[1:], vectors, ToyModel())
    assert update.dropped == 1
    assert PAPERS[0].id not in update.vectors.papers
    other = updated(PAPERS, vectors.model_copy(update={"model": "another"}), ToyModel())
    assert (other.read, other.vectors) == (len(PAPERS), vectors)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_papers_have_vectors_too(count: int) -> None:
    vectors = vectors_of(PAPERS[:count]) if count else None
    if vectors:
        assert len(vectors.papers) == count
        assert vectors_of(PAPERS[: count + 1], vectors).papers.keys() == {paper.id for paper in PAPERS[: count + 1]}


def test_the_file_keeps_all_and_is_the_same_again(toy: Path) -> None:
    update, problems = embed_papers(toy, ToyModel())
    assert update and not problems
    text = (toy / VECTORS).read_text(encoding="utf-8")
    survey, problems = read_survey(toy)
    assert survey and survey.vectors == update.vectors
    assert render_vectors(survey.vectors) == text
    embed_papers(toy, ToyModel())
    assert (toy / VECTORS).read_text(encoding="utf-8") == text
    line = next(line for line in text.splitlines() if line.startswith(f'"{survey.papers[0].id}"'))
    assert line.count(survey.papers[0].id) == 1, "a line a paper"


def test_a_renamed_paper_keeps_its_vector_and_a_removed_one_loses_it(toy: Path) -> None:
    embed_papers(toy, ToyModel())
    survey, _ = read_survey(toy)
    assert survey and survey.vectors
    first, second = (paper.id for paper in survey.papers[:2])
    assert not rename(survey, toy, first, "another-name")
    survey, _ = read_survey(toy)
    assert survey
    assert not remove(survey, toy, second)
    after, problems = read_survey(toy)
    assert after and after.vectors, problems
    assert after.vectors.papers.keys() == {paper.id for paper in after.papers}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}', '{"papers": {"../x": {}}}'])
def test_a_broken_file_is_a_problem_with_a_way_out(toy: Path, text: str) -> None:
    (toy / VECTORS).write_text(text, encoding="utf-8")
    survey, problems = read_survey(toy)
    assert survey is None
    assert [problem.path for problem in problems] == [str(toy / VECTORS)]
    assert "catalogue embed --anew" in problems[0].message


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=60))
def test_numbers_survive_their_bytes(row: list[float]) -> None:
    assert all(math.isclose(own, back, abs_tol=0.005) for own, back in zip(row, from_bytes(to_bytes(row)), strict=True))


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=60), st.sampled_from([4, 8, 16]))
def test_a_digit_is_the_nearest_one(row: list[float], levels: int) -> None:
    step = 0.2
    for own, step_count in zip(row, from_digits(to_digits(row, step, levels), levels), strict=True):
        nearest = min(range(1 - levels, levels, 2), key=lambda one: abs(one * step - own))
        assert abs(step_count * step - own) <= abs(nearest * step - own) + 1e-9


def test_axes_point_the_same_way_on_every_machine() -> None:
    rows = np.random.default_rng(3).normal(size=(30, 8))
    _, axes = principal_axes(rows, 5)
    assert (axes[np.arange(5), np.abs(axes).argmax(axis=1)] > 0).all()


def test_a_model_is_found_in_a_folder_or_its_lack_is_told(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="holds no model"):
        find_model(str(tmp_path))
    (tmp_path / "onnx").mkdir()
    for name in ("onnx/model.onnx", "tokenizer.json"):
        (tmp_path / name).touch()
    assert find_model(str(tmp_path)).network == tmp_path / "onnx/model.onnx"


FRENCH = [
    Paper(id="reseaux", title="Réseaux de neurones pour la reconnaissance des images dans les hôpitaux"),
    Paper(id="abeilles", title="Les abeilles des villes et les fleurs qui sont dans les jardins"),
]


def test_words_are_stems_of_their_language_and_stop_words_have_no_vector() -> None:
    words = vectors_of([*PAPERS, *FRENCH]).words.keys()
    assert {"reseau", "abeil"} <= words
    assert not {"abeill", "dans", "les", "qui"} & words, "neither English stems nor French stop words"


def test_a_language_that_joins_is_read_by_its_rules_and_one_that_was_read_as_english_is_told() -> None:
    vectors = vectors_of(PAPERS)
    assert vectors.languages == ("en",)
    joined = vectors_of([*PAPERS, *FRENCH], vectors)
    assert joined.languages == ("en", "fr")
    older = joined.model_copy(update={"languages": ("en",)})
    assert vectors_of([*PAPERS, *FRENCH], older).languages == ("en",), "texts that are not read again are as they were"
    assert vectors_of([*PAPERS, *FRENCH], older, anew=True).languages == ("en", "fr")


def test_check_tells_of_vectors_by_the_rules_of_another_language(toy: Path) -> None:
    for paper in FRENCH:
        (toy / "papers" / f"{paper.id}.yml").write_text(render_paper(None, None, paper), encoding="utf-8")
    embed_papers(toy, ToyModel())
    survey, _ = read_survey(toy)
    assert survey and survey.vectors
    assert not [problem for problem in check(survey, toy) if problem.path.endswith(VECTORS)]
    older = survey.model_copy(update={"vectors": survey.vectors.model_copy(update={"languages": ("en",)})})
    (problem,) = [problem for problem in check(older, toy) if problem.path.endswith(VECTORS)]
    assert problem.level == "warning"
    assert "French" in problem.message and "`catalogue embed --anew`" in problem.message
