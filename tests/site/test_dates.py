"""The days that a site map tells are those of the records."""

from __future__ import annotations

import datetime

import yaml

from generator.catalogue.assemble import assemble
from generator.records.paper import Paper
from generator.records.survey import Settings, Survey
from generator.records.taxonomy import Taxonomy, Value
from generator.site.render import render


def changed(*papers: Paper) -> dict[str, str]:
    """The day of each page, as its front matter tells it."""
    survey = Survey(
        settings=Settings(title="t", description="d"),
        taxonomy=Taxonomy(areas=(Value(key="boats", title="Boats"),)),
        papers=papers,
    )
    pages = render(assemble(survey, {}, datetime.date(2026, 5, 1)))
    fronts = {path: yaml.safe_load(text.split("---\n", 2)[1]) for path, text in pages.items()}
    return {path: front.get("changed", "") for path, front in fronts.items()}


def test_a_paper_has_the_day_of_its_last_change_and_a_list_that_of_its_papers() -> None:
    days = changed(
        Paper.model_validate(
            {"id": "a", "title": "A", "added": "2026-01-02", "changed": "2026-03-04", "area": "boats"}
        ),
        Paper.model_validate({"id": "b", "title": "B", "added": "2026-02-03", "year": 2020, "former_ids": ["c"]}),
        Paper.model_validate({"id": "d", "title": "D", "year": 2021}),
    )
    assert (days["papers/a.md"], days["papers/b.md"], days["papers/d.md"]) == ("2026-03-04", "2026-02-03", "")
    assert (days["areas/boats.md"], days["areas/unplaced.md"]) == ("2026-03-04", "2026-02-03")
    assert (days["years/2020.md"], days["years/2021.md"]) == ("2026-02-03", "")
    assert days["papers/index.md"] == "2026-03-04"
    assert (days["index.md"], days["about.md"]) == ("2026-05-01", "2026-05-01")
    assert days["papers/c.md"] == "", "a page that only leads on is in no site map"
