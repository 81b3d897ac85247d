"""The catalogue in formats for other programs, one module for each format."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue.crosstabs import Crosstabs, crosstabs_of
from ..records.catalogue import Catalogue
from ..records.schemas import editing_schemas, render_schema
from ..text.i18n import Translations
from .atom import EDITIONS_FEED, render_editions
from .crawlers import crawler_files
from .data.citation import CITATION, ZENODO, render_citation_file, render_zenodo
from .data.files import DataFile
from .document import DOCUMENT, CatalogueDocument, render_document
from .gap_counts import render_gaps
from .lists import PaperTexts, render_lists
from .pictures import render_pictures


def export(
    catalogue: Catalogue,
    translations: Translations | None = None,
    crosstabs: Crosstabs | None = None,
    texts: PaperTexts | None = None,
    data: Sequence[DataFile] = (),
) -> dict[str, str | bytes]:
    """Return the files for other programs: from the path below the docs folder to text or bytes. Nothing is written.

    `crosstabs` and `texts` are made if they are not given. Titles in `gaps.json` are in the language of `translations`,
    English without it. `data` are the files beside the page of the data, which `data_files` makes. `map_points` makes
    `assets/data/map.json`, which is not among the files.
    """
    translations = translations or Translations()
    crosstabs = crosstabs or crosstabs_of(catalogue, translations)
    texts = texts or PaperTexts(catalogue, translations)
    return {
        DOCUMENT: render_document(catalogue, texts.document.values()),
        **export_others(catalogue, translations, crosstabs),
        **render_lists(texts),
        **{file.address.path: file.content for file in data},
    }


def export_others(catalogue: Catalogue, translations: Translations, crosstabs: Crosstabs) -> dict[str, str | bytes]:
    """Return those of the files that `export` returns which hold no text of each paper: schemas, feed of editions,
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
