"""JSON Schemas of the files that a curator edits."""

from __future__ import annotations

import json

from pydantic import BaseModel

from ..records.paper import Paper
from ..records.survey import Glossary, ReadingPaths, Settings, Systems
from ..records.taxonomy import Taxonomy


def editing_schemas() -> dict[str, str]:
    """JSON Schemas of the files that a curator edits, for editors that complete and check YAML."""
    return {
        "paper.schema.json": render_schema(Paper, "A paper's record: papers/ID.yml"),
        "taxonomy.schema.json": render_schema(Taxonomy, "Areas and facets: taxonomy.yml"),
        "systems.schema.json": render_schema(Systems, "Outside systems: systems.yml"),
        "survey.schema.json": render_schema(Settings, "A survey's settings: survey.yml"),
        "paths.schema.json": render_schema(ReadingPaths, "Reading paths: paths.yml"),
        "glossary.schema.json": render_schema(Glossary, "Terms of the field: glossary.yml"),
    }


def render_schema(model: type[BaseModel], title: str) -> str:
    schema = model.model_json_schema(by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
