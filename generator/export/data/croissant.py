"""The description of the data for search engines of data: Croissant 1.1, an extension of schema.org's Dataset.

It describes the records of the tables in JSON Lines, which every build writes.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ...catalogue import addresses
from ...records.catalogue import Catalogue
from ...records.survey import Settings
from ...text.escape import plain_text
from ..bibtex import survey_as_bibtex
from .files import FileFacts
from .tables import Column, Table

_TYPES = {
    "whole": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
    "truth": "sc:Boolean",
}
_TERMS = tuple(
    "arrayShape citeAs column containedIn equivalentProperty extract field fileObject fileProperty fileSet format"
    " includes isArray isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace"
    " samplingRate separator source subField transform".split()
)
"""Words of Croissant itself; all others are those of schema.org."""
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "description": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _TERMS},
}


def render_croissant(
    catalogue: Catalogue, tables: Iterable[Table], files: Sequence[FileFacts], translate: Callable[[str], str]
) -> str:
    """Return the text of `croissant.json`.

    `files` are the data files beside it. The records of each of `tables` are described that is among the files as JSON
    Lines. `translate` gives the columns' descriptions in the survey's language.
    """
    settings, edition = catalogue.settings, catalogue.edition
    names = {file.name for file in files}
    facts = {
        "@context": {**_CONTEXT, "@language": settings.language},
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        **about_survey(settings, edition),
        "version": f"{edition.year}.{edition.month}.{edition.day}" if edition else "1.0.0",
        "citeAs": survey_as_bibtex(settings, edition),
        "distribution": [_file(settings, file) for file in files],
        "recordSet": [
            _records(table, source, translate) for table in tables if (source := f"{table.name}.jsonl") in names
        ],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def about_survey(settings: Settings, edition: datetime.date | None) -> dict[str, Any]:
    """Return the properties of schema.org's Dataset, by name, for the survey as a whole, without those that are not
    known. `edition` is the date of the last one.
    """
    maker = plain_text(settings.author or settings.title)
    facts = {
        "name": plain_text(settings.title),
        "description": plain_text(settings.description),
        "url": addresses.absolute(settings, addresses.DATA) or None,
        "license": settings.licence_url or settings.licence,
        "creator": {"@type": "Organization", "name": maker},
        "datePublished": edition.isoformat() if edition else None,
        "inLanguage": settings.language,
        "isAccessibleForFree": True,
    }
    return {key: value for key, value in facts.items() if value is not None}


def _file(settings: Settings, file: FileFacts) -> dict[str, Any]:
    """Return the description of one file, with its SHA-256, by which who has it knows that it is whole. If the site's
    address is not known, the file's address is its name.
    """
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "contentUrl": addresses.absolute(settings, file.address) or file.name,
        "contentSize": f"{file.size} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def _records(table: Table, source: str, translate: Callable[[str], str]) -> dict[str, Any]:
    """Return the description, as JSON-LD, of the records of a table, which are read from the file with the id `source`.
    `translate` gives a text in the survey's language.
    """
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": translate(table.about),
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, column, source, translate) for column in table.columns],
    }


def _field(table: Table, column: Column, source: str, translate: Callable[[str], str]) -> dict[str, Any]:
    """Return the description, as JSON-LD, of a column of a table, which is read from the file with the id `source`.
    `translate` gives a text in the survey's language.
    """
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": translate(column.about),
        "dataType": _TYPES.get(column.kind, "sc:Text"),
    }
    if column.kind == "texts":
        field |= {"isArray": True, "arrayShape": "-1"}
    if column.refers == "papers.id":
        field["references"] = {"field": {"@id": column.refers.replace(".", "/")}}
    field["source"] = {"fileObject": {"@id": source}, "extract": {"column": column.name}}
    return field
