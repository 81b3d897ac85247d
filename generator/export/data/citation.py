"""The files by which code hosts and archives cite the survey as a whole: `CITATION.cff` and `.zenodo.json`."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from ...catalogue import addresses
from ...records.catalogue import Catalogue
from ...records.survey import Settings
from ...text.escape import html_text, plain_text, yaml_text
from ...text.i18n import Translations

CITATION = addresses.beside(addresses.HOME, "CITATION.cff")
ZENODO = addresses.beside(addresses.HOME, ".zenodo.json")
_CREATIVE_COMMONS = re.compile(r"\bCC[ -](BY(?:-(?:NC|ND|SA)){0,2})[ -]([1-4]\.\d)\b", re.IGNORECASE)
_OF_ADDRESS = re.compile(
    r"//creativecommons\.org/(?:licenses/(?P<kind>[a-z-]+)|publicdomain/zero)/(?P<version>\d\.\d)/?"
)
_OTHERS = frozenset({"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "ODbL-1.0", "ODC-By-1.0"})
_ISO_639_3: Final = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fi": "fin", "fr": "fra",
    "he": "heb", "hi": "hin", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor", "nl": "nld", "no": "nor",
    "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie",
    "zh": "zho",
}  # fmt: skip
"""The codes of languages as Zenodo wants them."""


def render_citation_file(catalogue: Catalogue, translations: Translations) -> str:
    """Return the text of `CITATION.cff`, in version 1.2.0 of the Citation File Format."""
    settings, edition = catalogue.settings, catalogue.edition
    facts: dict[str, str | None] = {
        "cff-version": "1.2.0",
        "message": translations.gettext("If you use this survey, please cite it as below."),
        "type": "dataset",
        "title": plain_text(settings.title),
        "abstract": plain_text(settings.description),
        "version": edition.isoformat() if edition else None,
        "date-released": edition.isoformat() if edition else None,
        "license": licence_id(settings),
        "license-url": settings.licence_url,
        "url": settings.address,
        "repository-code": _repository(settings),
    }
    lines = [f"{key}: {_scalar(value)}" for key, value in facts.items() if value]
    return "\n".join([*lines, "authors:", f"- name: {_scalar(_maker(settings))}"]) + "\n"


def render_zenodo(catalogue: Catalogue) -> str:
    """Return the text of `.zenodo.json`, from which Zenodo takes title, authors and licence when it gives a release a
    DOI.
    """
    settings, edition = catalogue.settings, catalogue.edition
    licence = licence_id(settings)
    facts: dict[str, Any] = {
        "title": plain_text(settings.title),
        "upload_type": "dataset",
        "description": f"<p>{html_text(settings.description)}</p>",
        "creators": [{"name": _maker(settings)}],
        "access_right": "open" if licence else None,
        "license": licence and licence.lower(),
        "version": edition.isoformat() if edition else None,
        "publication_date": edition.isoformat() if edition else None,
        "language": _ISO_639_3.get(settings.language.partition("-")[0]),
        "keywords": [plain_text(area.title) for area in catalogue.taxonomy.areas],
        "related_identifiers": [{"identifier": settings.address, "relation": "isIdenticalTo", "scheme": "url"}]
        if settings.address
        else None,
    }
    return json.dumps({key: value for key, value in facts.items() if value}, ensure_ascii=False, indent=1) + "\n"


def licence_id(settings: Settings) -> str | None:
    """Return the SPDX identifier of the survey's licence, such as `CC-BY-4.0`; None if neither its name nor its address
    tells.
    """
    if settings.licence in _OTHERS:
        return settings.licence
    if found := _OF_ADDRESS.search(settings.licence_url or ""):
        kind = found["kind"]
        return f"CC-{kind.upper()}-{found['version']}" if kind else "CC0-1.0"
    if found := _CREATIVE_COMMONS.search(settings.licence):
        return f"CC-{found[1].upper()}-{found[2]}"
    return None


def _maker(settings: Settings) -> str:
    """Return who made the survey, or if that is not said, the survey's title: both formats of citations want a name."""
    return plain_text(settings.author or settings.title)


def _repository(settings: Settings) -> str | None:
    """Return the address of the survey's repository, without the way to a file in it; None if there is none."""
    return re.split(r"/(?:-/)?edit/", settings.repository)[0] if settings.repository else None


def _scalar(text: str) -> str:
    return str(yaml_text(text))
