"""The published document: its models are those of the records, and what is empty is left out."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError

from generator.export.document import PublishedPaper, PublishedSystem, PublishedValue, render_document
from generator.pipeline import load_catalogue
from generator.records.paper import Paper
from generator.records.survey import System
from generator.records.taxonomy import Value
from generator.text.i18n import Translations
from tests.export.published import published_files
from tests.site_fixture import ROOT

_CATALOGUE, _ = load_catalogue(ROOT / "tests/toy/survey")
assert _CATALOGUE is not None
CATALOGUE = _CATALOGUE
SCHEMA: dict[str, Any] = json.loads(published_files(CATALOGUE, Translations())["assets/data/catalogue.schema.json"])
_IN_SCHEMA_1 = {
    "PublishedPaper": "abstract added aliases area authors builds_on changed checked compares_with evaluated_on "
    "evidence facets figures former_ids id idea ids introduces limits links map mentioned_by mentions name notes path "
    "problem published questions related relations results summary title venue venue_year year",
    "PublishedSystem": "about aliases family id kind link name papers",
    "PublishedValue": "count definition key title",
    "PublishedFacet": "definition key title values",
    "PublishedMention": "as id name",
    "PublishedNeighbour": "id why",
}
"""The fields that outside tools rely on. More may come, none may go."""


@pytest.mark.parametrize(
    ("model", "record", "left_out", "beside"),
    [
        (PublishedPaper, Paper, {"terms", "repairs", "source"}, {"path", "mentioned_by", "related", "map"}),
        (PublishedSystem, System, {"common_word"}, {"papers"}),
        (PublishedValue, Value, {"cues", "title_cues"}, {"count"}),
    ],
)
def test_a_published_model_has_the_fields_of_its_record(
    model: type[BaseModel], record: type[BaseModel], left_out: set[str], beside: set[str]
) -> None:
    fields = Paper.file_fields() if record is Paper else record.model_fields
    assert set(model.model_fields) == set(fields) - left_out | beside


@pytest.mark.parametrize("name", _IN_SCHEMA_1)
def test_no_field_of_schema_1_is_gone(name: str) -> None:
    assert set(_IN_SCHEMA_1[name].split()) - set(SCHEMA["$defs"][name]["properties"]) == set()


def test_a_document_of_tomorrow_fits_the_schema_of_today() -> None:
    document = json.loads(render_document(CATALOGUE))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for part in (document, document["papers"][0], document["systems"][0], document["taxonomy"]["areas"][0]):
        part["of_tomorrow"] = 1
    identified = next(paper for paper in document["papers"] if "ids" in paper and "links" in paper)
    identified["ids"]["of_tomorrow"] = identified["links"][0]["of_tomorrow"] = "x"
    assert list(validator.iter_errors(document)) == []


def test_a_paper_has_only_what_is_not_empty() -> None:
    bare = Paper(id=CATALOGUE.papers[0].id, title="Bare")
    context = CATALOGUE.places[bare.id].model_copy(update={"mentions": (), "mentioned_by": (), "related": ()})
    alone = CATALOGUE.model_copy(update={"papers": (bare,), "places": {bare.id: context}, "map": {}})
    assert json.loads(render_document(alone))["papers"] == [
        {"id": bare.id, "title": "Bare", "path": f"papers/{bare.id}/"}
    ]


def test_what_the_schema_forbids_is_not_published() -> None:
    wrong = CATALOGUE.papers[0].model_copy(update={"year": "last year"})
    with pytest.raises(ValidationError, match="last year"):
        render_document(CATALOGUE.model_copy(update={"papers": (wrong,)}))
