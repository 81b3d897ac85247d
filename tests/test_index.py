"""The index: what it counts, how it is written, and what it weighs."""

from __future__ import annotations

import gzip
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.index import FIELDS, index
from generator.records import Paper
from generator.tokens import terms
from tests.search_toy import catalogue, toy


def opened(files: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    head = json.loads(files["assets/search/index.json"])
    papers, postings = (json.loads(files[f"assets/search/{head['files'][key]}"]) for key in ("papers", "terms"))
    return head, papers, postings


def counts(files: dict[str, str]) -> dict[str, dict[str, dict[str, float]]]:
    """Term to paper to field to frequency: the postings read back the slow way."""
    head, papers, postings = opened(files)
    keys = [key for key, _ in head["fields"]]
    found: dict[str, dict[str, dict[str, float]]] = {}
    term = ""
    stretches = postings["postings"].split(" ") if postings["terms"] else []
    for coded, stretch in zip(postings["terms"].split(" ") if postings["terms"] else [], stretches, strict=True):
        term = term[: int(coded[0], 36)] + coded[1:]
        numbers = [0]
        scale = 1
        for char in stretch:
            digit = postings["digits"].index(char)
            numbers[-1] += digit % 46 * scale
            scale *= 46
            if digit < 46:
                numbers.append(0)
                scale = 1
        paper = -1
        for step, pattern in zip(numbers[0:-1:2], numbers[1::2], strict=True):
            paper += step + 1
            flat = postings["patterns"][pattern]
            fields = {keys[flat[at]]: flat[at + 1] for at in range(0, len(flat), 2)}
            found.setdefault(term, {})[papers["id"][paper]] = fields
    return found


def test_a_term_is_counted_by_field() -> None:
    found = counts(index(toy()))
    assert found["llavast"] == {"llava-st": {"title": 1, "names": 1}}
    assert found["ground"]["llava-st"] == {"abstract": 2, "tags": 1}
    assert found["205"] == {"mm15": {"summary": 1}}
    assert found["4338"] == {"mm15": {"facts": 1}}
    assert found["dm2s2"] == {"dm2s2": {"names": 2}}
    assert found["llava15"] == {"llava-st": {"abstract": 1, "mentions": 1}}
    assert found["vstar"] == {"vstar": {"title": 1, "names": 1}}
    assert found["模型"] == {"world": {"title": 1}}
    assert found["привет"] == {"world": {"title": 1}}
    assert "of" not in found


def test_words_of_a_record_stand_for_its_abstract_less_the_title() -> None:
    found = counts(index(toy()))
    assert found["set"] == {"dm2s2": {"title": 1, "abstract": 2}}
    assert found["deep"] == {"dm2s2": {"title": 1}}
    assert found["gate"] == {"dm2s2": {"abstract": 2}}


def test_stop_words_stay_in_names_only() -> None:
    papers = (Paper(id="all", title="All you need", name="ALL"),)
    assert counts(index(catalogue(papers)))["all"] == {"all": {"names": 1}}


def test_lengths_are_weighted_and_leave_out_authors() -> None:
    _, papers, _ = opened(index(toy()))
    lengths = dict(zip(papers["id"], papers["length"], strict=True))
    assert lengths["plain"] == 0
    weights = {key: weight for key, weight, _ in FIELDS}
    named = [*terms("DM²S²"), *terms("DM2S2")]
    title = terms("Deep Multi-Modal Sets")
    assert lengths["dm2s2"] == weights["title"] * len(title) + weights["names"] * len(named) + 4


def test_the_head_says_what_can_be_filtered_by() -> None:
    head, papers, _ = opened(index(toy()))
    assert head["format"] == 1
    assert [(one["key"], one["several"]) for one in head["dimensions"]] == [
        ("area", False),
        ("task", True),
        ("modality", True),
        ("year", False),
    ]
    assert head["dimensions"][0]["values"][-1] == ["unplaced", "Unplaced"]
    assert papers["values"]["area"][papers["id"].index("plain")] == [3]
    assert papers["values"]["task"][papers["id"].index("mm15")] == [0, 3]


def test_a_result_says_what_is_known_where_there_is_no_summary() -> None:
    _, papers, _ = opened(index(toy()))
    known = dict(zip(papers["id"], papers["known"], strict=True))
    assert known["llava-st"] == "Introduces ST-Align (dataset) · Mentions LLaVA-1.5, MS COCO"
    assert known["mm15"] == ""
    assert known["plain"] == ""


def test_the_bytes_are_stable_and_named_by_their_content() -> None:
    files = index(toy())
    assert files == index(toy())
    assert len(files) == 3
    other = index(catalogue((Paper(id="a", title="Another"),)))
    assert set(files) & set(other) == {"assets/search/index.json"}
    assert all(text.endswith("\n") and len(gzip.compress(text.encode())) < 4_000 for text in files.values())


def test_an_empty_catalogue_has_an_index() -> None:
    head, papers, postings = opened(index(catalogue(())))
    assert (head["papers"], papers["id"], postings["terms"], postings["postings"]) == (0, [], "", "")


TEXT = st.text(st.sampled_from("ab猫𠀀é-1 "), max_size=12)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=60))
def test_postings_read_back_are_the_counts(texts: list[tuple[str, str]]) -> None:
    papers = tuple(
        Paper(id=f"p{number:03}", title=f"t {title}", abstract=abstract)
        for number, (title, abstract) in enumerate(texts)
    )
    wanted: dict[str, dict[str, dict[str, float]]] = {}
    for paper in papers:
        for field, text in (("title", paper.title), ("abstract", paper.abstract or "")):
            for term in terms(text):
                fields = wanted.setdefault(term, {}).setdefault(paper.id, {})
                fields[field] = fields.get(field, 0) + 1
    found = counts(index(catalogue(papers)))
    for rest in found.values():
        for fields in rest.values():
            fields.pop("tags", None)
    assert {term: rest for term, rest in found.items() if term in wanted} == wanted
    assert list(found) == sorted(found)
