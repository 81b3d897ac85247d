"""What a record knows of a book is still there when another survey reads the export."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from generator.catalogue.assemble import assemble
from generator.export.bibtex import as_bibtex
from generator.export.csl import as_csl
from generator.export.publication import as_publication
from generator.export.ris import as_ris
from generator.ingest.readers.bibtex import reader as bibtex
from generator.ingest.readers.libraries import csl_json, ris
from generator.records.paper import Paper
from generator.records.survey import Settings, Survey
from generator.text.i18n import Translations

BOOK = Paper(
    id="chronik",
    title="Die Chronik der Stadt",
    type="book",
    year=1881,
    authors=("Ada Quay",),
    publisher="P & Q",
    publisher_place="Zürich",
    edition="2",
    series="Städte & Sagen, 7",
    archive="Toy Archive, B 12",
    translators=("Vincent van Gogh", "Bo Lee"),
)
UNPUBLISHED_BY_ANYONE = BOOK.model_copy(update={"publisher": None, "edition": "Revised"})


def _with(write: Callable[..., str]) -> Callable[[Paper], str]:
    catalogue = assemble(Survey(settings=Settings(title="t", description="d")), {}, None)
    return lambda paper: write(as_publication(catalogue, paper, Translations()))


@pytest.mark.parametrize("paper", [BOOK, UNPUBLISHED_BY_ANYONE], ids=["published", "without a publisher"])
@pytest.mark.parametrize(
    ("write", "reader"),
    [(as_bibtex, bibtex), (_with(as_ris), ris), (_with(as_csl), csl_json)],
    ids=["BibTeX", "RIS", "CSL"],
)
def test_a_book_keeps_place_edition_series_shelf_mark_and_translators(
    paper: Paper, write: Callable[[Paper], str], reader: ModuleType
) -> None:
    (entry,), problems = reader.parse(write(paper), "a")
    assert not problems
    fields = "type year authors publisher publisher_place edition series archive translators"
    for field in fields.split():
        assert getattr(entry.citation, field) == getattr(paper.bibliographic, field), field
