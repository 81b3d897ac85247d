"""The catalogue as files for programs."""

from __future__ import annotations

from ..catalogue.crosstabs import Crosstabs, crosstabs_of
from ..records.catalogue import Catalogue
from ..text.i18n import Translations
from .document import CatalogueDocument, render_document
from .gap_counts import render_gaps
from .schemas import editing_schemas, render_schema


def export(
    catalogue: Catalogue, translations: Translations | None = None, crosstabs: Crosstabs | None = None
) -> dict[str, str]:
    """The data files, by path below the docs folder. `crosstabs` are counted where they are not given."""
    crosstabs = crosstabs or crosstabs_of(catalogue, translations or Translations())
    return {
        "assets/data/catalogue.json": render_document(catalogue),
        "assets/data/gaps.json": render_gaps(catalogue, crosstabs),
        "assets/data/catalogue.schema.json": render_schema(CatalogueDocument, "A survey catalogue"),
        **{f"assets/data/{name}": text for name, text in editing_schemas().items()},
    }
