"""What an edition changed: two published documents are compared, whatever stands in them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.editions.comparison import Successors, compare
from generator.catalogue.editions.documents import DocumentError, Published, parse_document
from generator.export.document import render_document
from generator.records.edition import Change
from generator.site.components.differences import differences
from tests.toy.catalogue import toy_catalogue


def document(*papers: dict[str, Any], areas: dict[str, str] | None = None, **facets: dict[str, str]) -> Published:
    """A document of schema 1 as the first version of the generator wrote it, with these papers and titles."""
    taxonomy = {
        "areas": [{"key": key, "title": title, "count": 1} for key, title in (areas or {}).items()],
        "facets": [
            {"key": key, "title": key.title(), "values": [{"key": one, "title": t} for one, t in values.items()]}
            for key, values in facets.items()
        ],
    }
    data = {"schema": 1, "title": "T", "edition": "2026-02-03", "taxonomy": taxonomy, "papers": list(papers)}
    return parse_document(json.dumps(data))


def paper(id: str, title: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"id": id, "title": title or f"On {id}", "path": f"papers/{id}/", **fields}


def told(changes: list[Change]) -> list[dict[str, Any]]:
    return [change.model_dump(exclude_none=True) for change in changes]


def test_a_document_has_not_changed_since_itself() -> None:
    now = parse_document(render_document(toy_catalogue()))
    assert compare(now, now, Successors()) == []
    assert len(now.papers) == len(toy_catalogue().papers)


def test_papers_that_came_went_moved_and_became_one_are_told_apart() -> None:
    before = document(paper("a"), paper("b"), paper("c"), paper("d", area="x"), paper("e"), areas={"x": "X", "y": "Y"})
    now = document(paper("a-new", "On a"), paper("b"), paper("d", area="y"), paper("f"), areas={"x": "X", "y": "Y"})
    to = Successors(papers={"a": "a-new", "c": "b"}, reasons={"e": "Out of scope"})
    assert told(compare(before, now, to)) == [
        {"kind": "added", "id": "f", "title": "On f"},
        {"kind": "renamed", "id": "a-new", "title": "On a", "was": "a"},
        {"kind": "merged", "id": "b", "title": "On c", "was": "c"},
        {"kind": "moved", "id": "d", "title": "On d", "field": "area", "before": "X", "after": "Y"},
        {"kind": "removed", "id": "e", "title": "On e", "reason": "Out of scope"},
    ]


def test_of_two_papers_that_became_a_third_id_the_one_with_its_title_was_renamed() -> None:
    before, now = document(paper("a"), paper("b")), document(paper("c", "On b"))
    assert [(it.kind, it.was) for it in compare(before, now, Successors(papers={"a": "c", "b": "c"}))] == [
        ("renamed", "b"),
        ("merged", "a"),
    ]


def test_corrections_are_told_field_by_field() -> None:
    before = document(
        paper("a", "Old", year=2023, ids={"doi": "10.1/a"}, authors=["A", "B"], facets={"task": ["t", "u"]}, x=1),
        paper("b", summary="Kept", checked=True),
        task={"t": "Tt", "u": "Uu"},
    )
    now = document(
        paper(
            "a", "New", year=2024, ids={"doi": "10.1/b", "arxiv": "1"}, authors=["B"], facets={"task": ["u", "t", "v"]}
        ),
        paper("b"),
        task={"t": "Tt", "u": "Uu", "v": "Vv"},
    )
    assert [(it.kind, it.id, it.field, it.before, it.after) for it in compare(before, now, Successors())] == [
        ("corrected", "a", "title", "Old", "New"),
        ("corrected", "a", "year", "2023", "2024"),
        ("corrected", "a", "authors", "A, B", "B"),
        ("corrected", "a", "ids.doi", "10.1/a", "10.1/b"),
        ("corrected", "a", "ids.arxiv", None, "1"),
        ("corrected", "a", "facets.task", "Tt, Uu", "Tt, Uu, Vv"),
        ("corrected", "b", "summary", "Kept", None),
        ("corrected", "b", "checked", "yes", None),
        ("taxonomy", None, "Task", None, "Vv"),
    ]


def test_another_key_of_an_area_a_tag_or_a_paper_is_one_change_and_not_one_of_every_record() -> None:
    def survey(area: str, facet: str, value: str, id: str) -> Published:
        own = {"area": area, "facets": {facet: [value]}, "builds_on": [id, "s"], "relations": [{"to": id, "kind": "k"}]}
        papers = [paper(f"p{number}", **own) for number in range(4)]
        return document(*papers, paper(id, "One"), areas={area: "Area"}, **{facet: {value: "Value"}})

    to = Successors(papers={"old": "new"}, values={("area", "a"): ("area", "b"), ("task", "t"): ("duty", "d")})
    changes = compare(survey("a", "task", "t", "old"), survey("b", "duty", "d", "new"), to)
    assert told(changes) == [
        {"kind": "renamed", "id": "new", "title": "One", "was": "old"},
        {"kind": "taxonomy", "field": "area", "before": "Area", "after": "Area"},
        {"kind": "taxonomy", "field": "Task", "before": "Value", "after": "Duty: Value"},
    ]


def test_a_field_that_a_newer_version_publishes_is_one_line() -> None:
    before = document(*(paper(f"p{number}") for number in range(4)))
    now = document(*(paper(f"p{number}", type="article", ids={"doi": "10.1/a"}) for number in range(4)))
    assert told(compare(before, now, Successors())) == [
        {"kind": "field", "field": "ids", "after": "4"},
        {"kind": "field", "field": "type", "after": "4"},
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html>404</html>", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "is no catalogue.json"),
        ('{"schema": 1}', "is no catalogue.json"),
        ('{"schema": 2, "papers": []}', "has the schema 2, and this version reads 1"),
    ],
)
def test_what_is_no_document_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        parse_document(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["a", "b", "../x", 7, None]), "title": st.sampled_from(["T", "\x00 <b>\u2028", "", 3])},
        optional=dict.fromkeys(("ids", "facets", "area", "year", "relations", "authors"), JSON),
    )
    | JSON,
    max_size=4,
)


@given(ROWS, JSON, JSON)
def test_hostile_documents_are_read_as_far_as_they_are_of_the_form(rows: Any, taxonomy: Any, edition: Any) -> None:
    data = {"schema": 1, "papers": rows, "taxonomy": taxonomy, "edition": edition, "edition_number": edition}
    read = parse_document(json.dumps(data))
    assert set(read.papers) <= {"a", "b"}
    for changes in (
        compare(read, document(paper("a")), Successors()),
        compare(document(paper("a")), read, Successors()),
    ):
        assert all("\x00" not in (change.title or "") for change in changes)


def test_a_long_text_is_shown_once_with_what_went_and_came() -> None:
    words = [f"w{number}" for number in range(40)]
    after = [*words[:20], "new", *words[21:]]
    shown = [(piece.kind, piece.text) for piece in differences(" ".join(words), " ".join(after))]
    assert shown == [
        ("same", "… w14 w15 w16 w17 w18 w19"),
        ("gone", "w20"),
        ("new", "new"),
        ("same", "w21 w22 w23 w24 w25 w26 …"),
    ]
    assert [piece.kind for piece in differences("2023", "2024")] == ["gone", "new"]
    assert [piece.kind for piece in differences(None, "2024")] == ["new"]
    assert [piece.text for piece in differences("a " * 50, "b " * 50)] == ["a " * 50, "b " * 50]


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "dd", "e"]), min_size=1, max_size=60).map(" ".join)


@given(TEXTS, TEXTS)
def test_what_is_shown_of_two_texts_is_in_them(before: str, after: str) -> None:
    for piece in differences(before, after):
        whole = {"same": f"{before} {after}", "gone": before, "new": after}[piece.kind]
        assert all(part.strip() in whole for part in piece.text.split("…"))
