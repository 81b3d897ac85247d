"""The tables of relations and uses: whole, of one mind with the records, and all of it translated."""

from __future__ import annotations

from typing import get_args

import pytest

from generator.catalogue.relations import SPOKEN, RelationIndex
from generator.catalogue.usage import FIELDS
from generator.records.paper import FIELD_ORDER, Paper, RelationKind
from generator.records.relations import INVERSES, RELATION_ENDS, RELATION_KINDS, SYMMETRIC_RELATIONS, USES, Use
from generator.resources import read_translations
from tests.site.test_lineage import mention, site


def test_every_kind_that_a_curator_may_write_is_in_the_table() -> None:
    of_texts = {use.relation for use in USES} | {"names"}
    assert {kind.stated.key for kind in RELATION_KINDS} == set(get_args(RelationKind)) | of_texts


def test_every_end_has_a_key_of_its_own_and_an_inverse() -> None:
    ends = [end.key for kind in RELATION_KINDS for end in (kind.stated, kind.inverse) if end]
    assert len(set(ends)) == len(ends) == len(RELATION_ENDS)
    assert set(INVERSES) | set(INVERSES.values()) == set(ends)
    assert {key for key, inverse in INVERSES.items() if key == inverse} == SYMMETRIC_RELATIONS
    assert {"contrasts-with", "alternative-to", "same-family", "same-benchmark"} == SYMMETRIC_RELATIONS
    assert {"extends", "applies", "builds-on", "compares-with", "measured-on", "names"} == SPOKEN


def test_every_use_is_a_list_of_a_record() -> None:
    fields = list(FIELD_ORDER)
    assert [use.field for use in USES] == sorted((use.field for use in USES), key=fields.index)
    for use in USES:
        paper = Paper.model_validate({"id": "x", "title": "X", use.field: ["b", "a"]})
        assert use.ids_of(paper) == ("b", "a")
        assert [other.ids_of(paper) for other in USES if other is not use] == [(), ()]
    assert FIELDS == ("builds_on", "evaluated_on", "compares_with")


@pytest.mark.parametrize("use", USES, ids=lambda use: use.field)
def test_a_use_is_told_from_both_ends(use: Use) -> None:
    user = Paper.model_validate({"id": "p1", "title": "One", use.field: ["p0"], "mentions": [mention("p0")]})
    ties: RelationIndex = site(Paper(id="p0", title="Zero"), user).relations
    assert [(tie.kind, tie.other) for tie in ties.of("p1")] == [(use.relation, "p0")]
    assert [(tie.kind, tie.other) for tie in ties.of("p0")] == [(INVERSES[use.relation], "p1")]


@pytest.mark.parametrize("language", ["de", "zh"])
def test_every_text_of_the_tables_is_translated(language: str) -> None:
    translations = read_translations(language)
    texts = {text for end in RELATION_ENDS.values() for text in (end.title, end.label)} | {use.label for use in USES}
    assert texts <= translations.messages.keys()
    assert all("generator/records/relations.py" in translations.files[text] for text in texts)
