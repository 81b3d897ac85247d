"""JSON Schemas of the files that a curator edits, and of the published document."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from .edition import Redirects
from .intake import Imports, RefusedPapers
from .paper import Paper
from .survey import Authors, Coordinates, Glossary, ReadingPaths, Settings, Synonyms, Systems
from .taxonomy import Taxonomy


def editing_schemas() -> dict[str, str]:
    """Return the JSON Schemas of the files that a curator edits, by file name. With them, editors complete and check
    YAML.
    """
    return {
        "paper.schema.json": render_schema(Paper, "A paper's record: papers/ID.yml"),
        "taxonomy.schema.json": render_schema(Taxonomy, "Areas and facets: taxonomy.yml"),
        "systems.schema.json": render_schema(Systems, "Outside systems: systems.yml"),
        "survey.schema.json": render_schema(Settings, "A survey's settings: survey.yml"),
        "paths.schema.json": render_schema(ReadingPaths, "Reading paths: paths.yml"),
        "glossary.schema.json": render_schema(Glossary, "Terms of the field: glossary.yml"),
        "synonyms.schema.json": render_schema(Synonyms, "Words that mean the same: synonyms.yml"),
        "authors.schema.json": render_schema(Authors, "People whom names alone mistake: authors.yml"),
        "map.schema.json": render_schema(Coordinates, "Places on the map: map.yml"),
        "refused.schema.json": render_schema(RefusedPapers, "Papers that were taken out: refused.yml"),
        "imports.schema.json": render_schema(Imports, "What imports brought: imports.yml"),
        "redirects.schema.json": render_schema(Redirects, "Addresses that pages gave up: redirects.yml"),
    }


def render_schema(model: type[BaseModel], title: str, *, extensible: bool = False) -> str:
    """Return the JSON Schema (draft 2020-12) of a model as the text of a file, under a title.

    The schema forbids unknown keys where the model does, as all records do. An `extensible` schema forbids them
    nowhere, so that a program that validates with it also accepts later documents with more fields.
    """
    schema = model.model_json_schema(by_alias=True)
    if extensible:
        schema = _without_closed_objects(schema)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _without_closed_objects(schema: Any) -> Any:
    """Return a JSON Schema without any `additionalProperties: false`, so that fields of later versions are valid,
    too.
    """
    if isinstance(schema, dict):
        return {
            key: _without_closed_objects(value)
            for key, value in schema.items()
            if (key, value) != ("additionalProperties", False)
        }
    if isinstance(schema, list):
        return [_without_closed_objects(item) for item in schema]
    return schema
