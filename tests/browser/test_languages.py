"""The toy survey's site in German and in Chinese, as readers get it."""

from __future__ import annotations

import functools
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from selectolax.lexbor import LexborHTMLParser

from bench.texts import extract
from generator.pipeline import load_catalogue
from generator.resources import read_translations
from tests.browser.reader import NARROW, WIDE, Reader
from tests.chromium import CHROMIUM
from tests.once import made_once
from tests.site_fixture import ROOT, Site, make_site, served

LANGUAGES = {"de": "Suche", "es": "Explorar", "fr": "Explorer", "zh": "检索"}
"""With the title of the explorer."""
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; nothing was tried in a browser")


@pytest.fixture(scope="module")
def foreign(site_builder: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """All that is done for another language is one line of survey.yml."""
    built = {}
    for language in LANGUAGES:
        folder = made_once(tmp_path_factory, language, functools.partial(_make, language))
        site = Site(folder / "survey", folder / "built/docs", folder / "built/site", problems=(), said="")
        built[f"/{language}/"] = site
    with served(built) as sites:
        yield {language: sites[f"/{language}/"] for language in LANGUAGES}


def _make(language: str, folder: Path) -> None:
    survey = Path(shutil.copytree(ROOT / "tests/toy/survey", folder / "survey"))
    settings = survey / "survey.yml"
    settings.write_text(settings.read_text("utf-8") + f"language: {language}\n", encoding="utf-8")
    make_site(survey, folder / "built")


def _pages(site: Site) -> Iterator[tuple[str, LexborHTMLParser]]:
    for path in sorted(site.html.rglob("*.html")):
        yield path.relative_to(site.html).as_posix(), LexborHTMLParser(path.read_text("utf-8"))


def _texts(page: LexborHTMLParser) -> set[str]:
    """What a page shows and says: texts, names and hints; not code, which no language has."""
    said = [
        node.attributes.get(name)
        for name in ("aria-label", "title", "placeholder", "alt")
        for node in page.css(f"[{name}]")
    ]
    said += [node.attributes.get("content") for node in page.css("meta[name=description]")]
    page.strip_tags(["script", "style", "code", "pre", "kbd"])
    said += [node.text_content for node in page.root.traverse(include_text=True) if node.is_text_node]
    return {" ".join((text or "").split()) for text in said}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_the_language(language: str, foreign: dict[str, Site]) -> None:
    assert {page.root.attributes["lang"] for _, page in _pages(foreign[language])} == {language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_a_text_of_the_interface_in_english(language: str, foreign: dict[str, Site]) -> None:
    catalogue, _ = load_catalogue(foreign[language].survey)
    assert catalogue
    own = catalogue.model_dump_json(fallback=dict, warnings=False)  # some mappings are no dict
    translated = {text for text, forms in read_translations(language).messages.items() if text != forms[0]}
    texts = [(it.id,) if isinstance(it.id, str) else tuple(it.id) for it in extract() if it.id]
    english = {form for forms in texts if forms[0] in translated for form in forms}
    pattern = re.compile("|".join(f"(?:{_matching(form)})" for form in english if _letters(form) > 3))
    left = defaultdict(set)
    for path, page in _pages(foreign[language]):
        for text in _texts(page):
            if text and text not in own and pattern.fullmatch(text):
                left[text].add(path)
    assert not left


def _letters(form: str) -> int:
    return len(re.findall("[A-Za-z]", re.sub(r"\{\w+\}", "", form)))


def _matching(form: str) -> str:
    """A text as a pattern: any value in its places."""
    bare = re.sub(r"\*\*|<[^>]*>|\]\([^)]*\)|[\[`]", "", form)
    return re.sub(r"\\\{\w+\\\}", ".+", re.escape(bare))


@needs_browser
@pytest.mark.browser
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_explorer_speaks_german(browser: Browser, foreign: dict[str, Site], size: tuple[int, int]) -> None:
    reader = Reader(browser, foreign["de"], size=size)
    reader.open("explore/")
    count = reader.page.locator("[data-explorer-count]")
    expect(count).to_have_text("Alle 9 Arbeiten")
    expect(reader.page.locator('[data-group="area"] summary').first).to_have_text("Bereich")
    reader.search("lantern year:2020..")
    expect(reader.chips).to_contain_text("Jahr: ab 2020")
    reader.search("lantrens")
    expect(reader.page.locator("[data-explorer-note]")).to_contain_text("Ergebnisse für LANTERN")
    reader.search("zzqqxxzzqq")
    expect(reader.page.locator("[data-explorer-results]")).to_contain_text("Nichts gefunden.")
    assert reader.excess() == 0
    reader.leave()


@needs_browser
@pytest.mark.browser
def test_the_search_works_in_chinese(browser: Browser, foreign: dict[str, Site]) -> None:
    reader = Reader(browser, foreign["zh"])
    reader.open()
    reader.page.locator("[data-search-open]").click()
    reader.type("lantern")
    expect(reader.page.locator("dialog [data-paper-id]").first).to_have_attribute("data-paper-id", "lantern")
    expect(reader.page.locator("dialog [role=status]")).to_contain_text("篇论文")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("h1")).to_contain_text(LANGUAGES["zh"])
    assert "lantern" in reader.ids()
    reader.leave()
