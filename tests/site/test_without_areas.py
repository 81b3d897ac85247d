"""A survey without areas, tags and systems says nothing of areas on its papers, and speaks to readers on empty pages."""

from __future__ import annotations

import pytest

from generator.catalogue.assemble import assemble
from generator.records.paper import Paper
from generator.records.survey import Settings, Survey
from generator.site.render import render
from generator.text.i18n import Translations

PAPERS = tuple(
    Paper(id=f"b{at}", title=f"Law and boats {at}", year=1900 + at, authors=("Ada Quay",)) for at in range(4)
)
PAGES = {
    str(path): page
    for path, page in render(
        assemble(Survey(settings=Settings(title="t", description="d"), papers=PAPERS), {}, None), Translations()
    ).items()
}


def test_no_page_says_that_a_paper_is_unplaced() -> None:
    assert not [path for path, page in PAGES.items() if "Unplaced" in page]
    assert not [path for path in PAGES if path.startswith("areas/unplaced")]


@pytest.mark.parametrize(
    "page", ["areas/index.md", "tags/index.md", "systems/index.md", "claims/index.md", "built-on.md"]
)
def test_an_empty_page_speaks_to_readers(page: str) -> None:
    text = PAGES[page].split("---\n")[2]
    assert "survey" in text, "it says what is missing"
    assert ".yml" not in text and "records" not in text, "and asks no reader to edit a file"


def test_the_map_lists_all_papers_under_no_area() -> None:
    assert "Papers by area" not in PAGES["map/index.md"] and "## Papers\n" in PAGES["map/index.md"]
    assert PAGES["map/index.md"].count("](../papers/b") == len(PAPERS)
