"""The catalogue as files for programs."""

from __future__ import annotations

from ..records.catalogue import Catalogue
from ..text.i18n import Words
from .document import CatalogueDocument, render_document
from .gap_counts import render_gaps
from .schemas import editing_schemas, render_schema


def export(catalogue: Catalogue, words: Words | None = None) -> dict[str, str]:
    """The data files, by path below the docs folder."""
    return {
        "assets/data/catalogue.json": render_document(catalogue),
        "assets/data/gaps.json": render_gaps(catalogue, words or Words()),
        "assets/data/catalogue.schema.json": render_schema(CatalogueDocument, "A survey catalogue"),
        **{f"assets/data/{name}": text for name, text in editing_schemas().items()},
    }
