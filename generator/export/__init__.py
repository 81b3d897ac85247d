"""The catalogue as files for programs: one module a format."""

from __future__ import annotations

from ..records.catalogue import Catalogue
from ..text.i18n import Translations
from .document import CatalogueDocument, render_document
from .gap_counts import render_gaps
from .schemas import editing_schemas, render_schema


def export(catalogue: Catalogue, translations: Translations | None = None) -> dict[str, str]:
    """The text of each data file that programs read, by its path below the docs folder.

    Titles in `gaps.json` are in the language of `translations`, by default English. `assets/data/map.json` is not
    among them: `map_points` makes it.
    """
    return {
        "assets/data/catalogue.json": render_document(catalogue),
        "assets/data/gaps.json": render_gaps(catalogue, translations or Translations()),
        "assets/data/catalogue.schema.json": render_schema(CatalogueDocument, "A survey catalogue", extensible=True),
        **{f"assets/data/{name}": text for name, text in editing_schemas().items()},
    }
