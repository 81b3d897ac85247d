"""What the survey says of itself: how much it covers, until the last known month, and what a model proposed."""

from __future__ import annotations

import datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.records.catalogue import Catalogue
from generator.records.evidence import AREA, Evidence
from generator.records.paper import Paper
from generator.resources import read_translations
from generator.site.components.coverage import coverage
from generator.site.context import Site
from generator.site.pages.about import about_page
from generator.site.pages.changes import news_pages
from generator.site.pages.home import home_page
from generator.site.render import render
from generator.text.i18n import Translations
from tests.toy.catalogue import toy_catalogue

DAY = datetime.date


def _site(*dates: tuple[int | None, DAY | None], translations: Translations | None = None, **settings: object) -> Site:
    toy = toy_catalogue()
    papers = tuple(
        Paper(id=f"p{number}", title=f"P {number}", year=year, published=day, added=DAY(2026, 5, 1))
        for number, (year, day) in enumerate(dates)
    )
    changed = toy.settings.model_copy(update={"previous_edition": None, **settings})
    made: Catalogue = toy.model_copy(
        update={"papers": papers, "settings": changed, "edition": DAY(2026, 5, 2), "map": {}}
    )
    return Site(made, translations or Translations())


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ((), "0 papers"),
        (((None, None), (None, None)), "2 papers"),
        (((2024, None),), "1 paper, published in 2024"),
        (((2024, DAY(2024, 3, 1)), (2024, DAY(2024, 5, 1))), "2 papers, published in 2024"),
        (((2014, None), (2025, DAY(2025, 3, 7)), (None, None)), "3 papers, published from 2014 to March 2025"),
        (((2014, DAY(2014, 2, 1)), (2025, None)), "2 papers, published from 2014 to 2025"),
        (((None, DAY(2020, 1, 31)), (2019, None)), "2 papers, published from 2019 to January 2020"),
    ],
)
def test_coverage(dates: tuple[tuple[int | None, DAY | None], ...], said: str) -> None:
    assert coverage(_site(*dates)) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "2 Arbeiten, erschienen von 2014 bis März 2025"), ("zh", "2 篇论文，发表于 2014 年至 2025年3月")],
)
def test_coverage_in_other_languages(language: str, said: str) -> None:
    assert coverage(_site((2014, None), (2025, DAY(2025, 3, 7)), translations=read_translations(language))) == said


def test_home_about_and_new_say_it() -> None:
    site = _site((2014, None), (2025, DAY(2025, 3, 7)))
    assert home_page(site).coverage == "Edition of May 2, 2026: 2 papers, published from 2014 to March 2025"
    assert about_page(site).span == "from 2014 to March 2025"
    ((_, new),) = news_pages(site)
    assert (new.since, new.coverage, new.dated) == ("", "2 papers, published from 2014 to March 2025", True)
    ((_, later),) = news_pages(_site((2014, None), (2015, None), previous_edition=DAY(2026, 5, 1)))
    assert (later.since, later.count, later.coverage) == ("May 1, 2026", 0, "2 papers, published from 2014 to 2015")
    ((_, bare),) = news_pages(_site((None, None)))
    assert (bare.coverage, bare.dated, about_page(_site((None, None))).span) == ("1 paper", False, None)


def test_about_tells_how_many_areas_a_model_proposed() -> None:
    """A rule's areas, and those where the curator chose another, are not counted."""
    proposed = Evidence(value="sea", by="learned", score=0.8)
    areas = {"a": ("sea", proposed), "b": ("sky", proposed), "c": ("sea", Evidence(value="sea", by="cue “sea”"))}
    papers = tuple(
        Paper.model_validate({"id": id, "title": id, "area": area, "evidence": {"area": reason}})
        for id, (area, reason) in areas.items()
    )
    made = toy_catalogue().model_copy(update={"papers": papers, "map": {}})
    assert about_page(Site(made, Translations())).learned == 1


def test_papers_that_are_near_in_meaning_are_linked() -> None:
    made = toy_catalogue()
    like = Evidence(value="grounding", by="learned", words=("a <i>word</i>",), like=("fiber", "hostile", "gone"))
    papers = tuple(
        paper.model_copy(update={"area": "grounding", "evidence": {AREA: like}}) if paper.id == "flair" else paper
        for paper in made.papers
    )
    page = render(made.model_copy(update={"papers": papers}))["papers/flair.md"]
    item = LexborHTMLParser(page.partition("Why here?</summary>")[2]).css_first("li")
    assert item is not None
    assert "learned: a <i>word</i> · near in meaning to FIBER," in " ".join(item.text().split())
    assert (item.css("a")[0].text(), item.css("a")[0].attributes["href"]) == ("FIBER", "../../papers/fiber/")
    assert item.css("b") == item.css("i") == [], "no text is markup"
    assert item.text().strip().endswith("gone"), "one that is no more is named, not linked"
    assert len(item.css("a")) == 2
