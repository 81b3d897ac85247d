"""Areas of many papers: learnt from a curator, told by titles, and not told where nothing speaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.derive import compile_rules, derive, find_names
from generator.derive.areas import classify_papers, curated_areas
from generator.derive.classify.batch import CuratedArea, can_learn, classify_all
from generator.derive.classify.cues import Cues
from generator.derive.classify.documents import Document
from generator.derive.classify.evaluate import (
    accuracy,
    calibration_error,
    cross_validate,
    evaluate_areas,
    judge_cues,
    report_lines,
    score_areas,
)
from generator.records.evidence import AREA, CURATOR, Evidence
from generator.records.paper import Paper
from generator.records.taxonomy import Taxonomy
from generator.survey.folder import read_survey

SHARED = Path(__file__).parent.parent.parent.parent / "shared"
SHIPPED = Path(__file__).parent.parent.parent / "survey"
TAXONOMY = Taxonomy.model_validate(
    {"areas": [{"key": "harbours", "title": "Harbours and quays"}, {"key": "lamps", "title": "Lamps and wicks"}]}
)
_THINGS = {"harbours": ("crane", "pilot", "tide", "buoy", "anchor"), "lamps": ("oil", "glow", "flame", "shade", "bulb")}


def labelled(number: int) -> dict[str, CuratedArea]:
    """So many papers of two areas in turn, whose words tell the area though no title of an area stands in them."""
    found = {}
    for n in range(number):
        area = ("harbours", "lamps")[n % 2]
        words = [_THINGS[area][(n // 2 + step) % 5] for step in range(3)]
        text = f"We watch a {words[0]} near the {words[1]} on a {('Monday', 'Tuesday', 'Friday')[n % 3]} evening."
        found[f"p{n:02}"] = CuratedArea(Document(f"On the {words[2]} of evening {n}", text), area)
    return found


def test_learning_needs_thirty_papers() -> None:
    new = {"new": Document("A crane and a buoy", "The crane lifts the anchor.")}
    few, enough = labelled(29), labelled(30)
    assert not can_learn(few)
    assert can_learn(enough)
    assert not can_learn({key: held._replace(area="lamps") for key, held in enough.items()})
    assert classify_all(new, Cues(TAXONOMY), few)["new"].area is None
    assert classify_all(new, Cues(TAXONOMY), enough)["new"].area == "harbours"


def test_the_words_that_decided_stand_in_the_paper() -> None:
    document = Document("A Crane and a buoy", "At the quay, tides lift the anchor.")
    found = classify_all({"new": document}, Cues(TAXONOMY), labelled(40))["new"]
    reason = found.evidence[AREA]
    assert (reason.by, reason.value) == ("learned", "harbours")
    assert reason.words is not None
    assert reason.words
    assert all(word in f"{document.title} {document.abstract}" for word in reason.words)
    assert reason.phrase is not None
    assert reason.phrase in document.title
    assert reason.score == round(found.ranking[0][1], 2) >= 0.5
    assert sum(share for _, share in found.ranking) == pytest.approx(1)


def test_the_same_papers_give_the_same_result() -> None:
    new = {"a": Document("A crane", "A tide."), "b": Document("A flame", "A bulb of oil.")}
    first, second = (classify_all(new, Cues(TAXONOMY), labelled(40)) for _ in range(2))
    assert first == second


def test_a_paper_of_another_field_stays_unplaced_by_the_model_too() -> None:
    foreign = {"x": Document("Tax law of medieval towns", "Charters, tithes and guild statutes are compared.")}
    found = classify_all(foreign, Cues(TAXONOMY), labelled(40))["x"]
    assert (found.area, found.facets, found.evidence) == (None, {}, {})


def test_bare_titles_place_papers_by_their_words() -> None:
    documents = {
        "a": Document("The quays of old harbours", None),
        "b": Document("Trimming wicks", "A lamp burns."),
        "c": Document("Tithes", "Of guilds."),
    }
    found = classify_all(documents, Cues(TAXONOMY))
    assert {key: placed.area for key, placed in found.items()} == {"a": "harbours", "b": "lamps", "c": None}
    assert found["b"].evidence[AREA].words is not None


def test_a_curators_area_is_never_changed_and_teaches() -> None:
    papers = [
        Paper.model_validate({"id": key, "title": held.document.title, "abstract": held.document.abstract}).model_copy(
            update={"area": held.area}
        )
        for key, held in labelled(40).items()
    ]
    wrong = papers[0].model_copy(update={"area": "lamps", "evidence": {AREA: Evidence(value="harbours", by=CURATOR)}})
    ruled = papers[1].model_copy(update={"evidence": {AREA: Evidence(value="lamps", by="cue “bulb”")}})
    survey_papers = [wrong, ruled, *papers[2:]]
    curated = curated_areas(survey_papers)
    assert curated["p00"].area == "lamps"
    assert "p01" not in curated
    found = classify_papers({"p00": wrong, "p01": ruled}, survey_papers, Cues(TAXONOMY))
    assert found["p01"].evidence[AREA].by == "learned"
    assert AREA not in found["p00"].evidence  # settled: only rules speak on it, and these have no cue


def test_measures_of_guesses() -> None:
    guesses = cross_validate(labelled(60), Cues(TAXONOMY))
    assert len(guesses) == 60
    assert accuracy(guesses) == accuracy(guesses, first=2) == 1.0
    assert 0 <= calibration_error(guesses) < 0.2
    assert [(score.area, score.papers, score.f1) for score in score_areas(guesses)] == [
        ("harbours", 30, 1.0),
        ("lamps", 30, 1.0),
    ]


def test_cues_that_never_fire_or_mislead() -> None:
    taxonomy = Taxonomy.model_validate(
        {
            "areas": [
                {"key": "harbours", "title": "Harbours", "cues": {"crane": 1, "zeppelin": 1, "flame": 3}},
                {"key": "lamps", "title": "Lamps", "cues": {"bulb": 1}},
            ]
        }
    )
    silent, misleading = judge_cues(labelled(40), Cues(taxonomy))
    assert [(use.area, use.cue) for use in silent] == [("harbours", "zeppelin")]
    assert [(use.area, use.cue) for use in misleading] == [("harbours", "flame")]


def test_a_title_speaks_for_an_area_without_cues_among_others() -> None:
    taxonomy = Taxonomy.model_validate(
        {
            "areas": [
                {"key": "lamps", "title": "Lamps and wicks", "cues": {"lamp": 2}},
                {"key": "harbours", "title": "Harbours, quays and methods"},
                {"key": "theory", "title": "Theory"},
            ]
        }
    )
    texts = {
        "quay": ("The quays of old towns", "We count them."),
        "lamp": ("A lamp", "It stands on a quay, and this lamp burns."),
        "neither": ("A method", "We find a method and a theory of it."),
        "theory": ("A theory of tides", "It is short."),
    }
    cues = Cues(taxonomy)
    found = classify_all({key: Document(*text) for key, text in texts.items()}, cues)
    assert {key: placed.area for key, placed in found.items()} == {
        "quay": "harbours", "lamp": "lamps", "neither": None, "theory": None,
    }  # fmt: skip
    reason = found["quay"].evidence[AREA]
    assert (reason.by, reason.value, reason.phrase) == ("title of the area", "harbours", "The quays of")
    assert reason.score is not None and reason.score < 5, "one word of a title says less than a cue"
    everyone = Taxonomy(areas=tuple(area.model_copy(update={"cues": {}}) for area in taxonomy.areas))
    assert not Cues(everyone).scores(*texts["quay"]), "titles alone are compared with all papers, not looked up"
    silent, misleading = judge_cues({key: CuratedArea(Document(*text), "lamps") for key, text in texts.items()}, cues)
    assert (silent, misleading) == ([], []), "what a title says is no cue to be mended"


def test_what_the_curator_left_unplaced_counts() -> None:
    cues = Cues(
        Taxonomy.model_validate({"areas": [{"key": "lamps", "title": "Lamps", "cues": {"lamp": 2, "wick": 1}}]})
    )
    placed = {"a": CuratedArea(Document("A lamp of oil", "A lamp."), "lamps")}
    left = {
        "b": CuratedArea(Document("Tithes of guilds", "Of towns."), None),
        "c": CuratedArea(Document("The lamp genre in opera", "A lamp."), None),
        "d": CuratedArea(Document("Under the lamp: memoirs", "A lamp."), None),
    }
    report = evaluate_areas({**placed, **left}, cues, [Document("On a wick")])
    assert (report["papers"], report["unplaced"]) == (4, 3)
    assert report["cues_only"]["accuracy"] == 0.5
    assert (report["cues_only"]["unplaced"], report["cues_only"]["rightly_unplaced"]) == (1, 1)
    assert [(score["area"], score["papers"]) for score in report["cues_only"]["areas"]] == [("lamps", 1)]
    assert report["silent"] == [], "another paper of the survey holds it"
    assert [(use["cue"], use["right"], use["wrong"]) for use in report["misleading"]] == [("lamp", 1, 2)]
    lines = list(report_lines(report))
    assert lines[0] == "4 papers on whose area the curator decided, 3 of them left unplaced"
    assert "  unplaced 1, 1 of them rightly; right area among the first three 0.500" in lines


def test_unplaced_papers_do_not_teach() -> None:
    left = {f"x{n}": CuratedArea(Document(f"Tithes {n}"), None) for n in range(20)}
    assert not can_learn({**labelled(29), **left})
    guesses = cross_validate({**labelled(40), **left}, Cues(TAXONOMY))
    assert all(guess.area is None for guess in guesses if guess.truth is None)
    assert accuracy(guesses) == 1.0
    new = {"new": Document("A crane and a buoy", "The crane lifts the anchor.")}
    assert classify_all(new, Cues(TAXONOMY), {**labelled(40), **left})["new"].area == "harbours"


@pytest.mark.corpus
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there")
@pytest.mark.parametrize(
    ("with_papers", "with_vectors"),
    [(False, False), (True, False), (True, True)],
    ids=["by-cues", "by-what-was-curated", "by-vectors-too"],
)
def test_papers_of_another_field_stay_unplaced_in_the_shipped_survey(with_papers: bool, with_vectors: bool) -> None:
    survey, problems = read_survey(SHIPPED)
    assert survey is not None, problems
    rows = map(json.loads, (SHARED / "cases" / "foreign-60.jsonl").read_text(encoding="utf-8").splitlines())
    papers = {
        f"foreign-{n}": Paper.model_validate({"id": f"foreign-{n}", "title": row["title"], "abstract": row["abstract"]})
        for n, row in enumerate(rows)
    }
    rules = compile_rules(survey.taxonomy, survey.systems, survey.vectors if with_vectors else None)
    assert not with_vectors or rules.vectors is not None
    texts = {id: (paper.bibliographic.title, paper.bibliographic.abstract) for id, paper in papers.items()}
    derived = derive(papers, find_names(texts, rules), survey.papers if with_papers else (), rules)
    placed = [id for id, found in derived.items() if found.area]
    assert len(placed) <= 3, placed
    tagged = [id for id, found in derived.items() if set(found.facets) - {"contribution"}]
    assert len(tagged) <= 3, tagged
