"""The catalogue in formats for other programs, one module for each format."""

from __future__ import annotations

from ..catalogue.crosstabs import Crosstabs
from ..records.catalogue import Catalogue
from ..records.schemas import editing_schemas, render_schema
from ..text.i18n import Translations
from .atom import EDITIONS_FEED, render_editions
from .crawlers import crawler_files
from .data.citation import CITATION, ZENODO, render_citation_file, render_zenodo
from .document import CatalogueDocument
from .gap_counts import render_gaps
from .pictures import render_pictures


def export_others(catalogue: Catalogue, translations: Translations, crosstabs: Crosstabs) -> dict[str, str | bytes]:
    """Return those files for other programs that hold no text of each paper, by path: schemas, feed of editions,
    counts, pictures, how the survey is cited, and what programs look for on every site.
    """
    return {
        EDITIONS_FEED.path: render_editions(catalogue, translations),
        "assets/data/gaps.json": render_gaps(catalogue, crosstabs),
        "assets/data/catalogue.schema.json": render_schema(CatalogueDocument, "A survey catalogue", extensible=True),
        **{f"assets/data/{name}": text for name, text in editing_schemas().items()},
        **crawler_files(catalogue, translations),
        **render_pictures(catalogue),
        CITATION.path: render_citation_file(catalogue, translations),
        ZENODO.path: render_zenodo(catalogue),
    }
