"""The files for programs that a build publishes of a catalogue, made as a build makes them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.build.staging import Staging
from generator.cache import Cache
from generator.catalogue import addresses
from generator.export.data.files import DataFile
from generator.records.catalogue import Catalogue
from generator.site.context import Site
from generator.site.kept.exports import KeptExports
from generator.site.rendering.noted import Digests
from generator.text.i18n import Translations

_BESIDE = addresses.beside(addresses.DATA, "").path


def published_files(catalogue: Catalogue, translations: Translations) -> dict[str, bytes]:
    """Return all files for programs and the page that tells of them, by path."""
    with TemporaryDirectory() as folder:
        staging = Staging(Path(folder), Path(folder) / "docs", {})
        site = Site(catalogue, translations)
        files = KeptExports(site, Digests(site), partial(Cache, Path(folder), version=""), staging).files()
        return {path: staging.read(path, file) for path, file in files.items()}


def data_files(catalogue: Catalogue, translations: Translations) -> tuple[DataFile, ...]:
    """Return the files beside the page of the data."""
    files = published_files(catalogue, translations)
    beside = {path.removeprefix(_BESIDE): content for path, content in files.items() if path.startswith(_BESIDE)}
    return tuple(DataFile(name, content) for name, content in beside.items() if not name.endswith(".md"))
