"""Glossary terms and tables in Chromium: definitions on hover and focus, rows found by words, all in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.reader import NARROW, Reader
from tests.chromium import CHROMIUM

if TYPE_CHECKING:
    from tests.site_fixture import Site

pytest_plugins = ("tests.site_fixture",)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; nothing was tried in a browser"),
]


def test_a_definition_shows_on_focus_and_hover_and_leaves_by_escape(reader: Reader) -> None:
    reader.open("areas/grounding/")
    page = reader.page
    term = page.locator("a[data-definition]").first
    box = page.get_by_role("tooltip")
    definition = term.get_attribute("data-definition")
    assert definition and term.get_attribute("title") is None, "the browser would show its own box as well"
    expect(box).to_be_hidden()
    term.focus()
    expect(box).to_have_text(definition)
    assert term.get_attribute("aria-describedby") == box.get_attribute("id")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    term.hover()
    expect(box).to_be_visible()
    box.hover()
    page.wait_for_timeout(400)
    expect(box).to_be_visible()
    page.mouse.move(0, 0)
    expect(box).to_be_hidden()
    term.click()
    assert "/glossary/#" in page.url


def test_a_definition_stays_on_a_narrow_screen(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped, size=NARROW)
    reader.open("areas/grounding/")
    for term in reader.page.locator("a[data-definition]").all()[:6]:
        term.focus()
        bounds = reader.page.get_by_role("tooltip").bounding_box()
        assert bounds and bounds["x"] >= 0 and bounds["x"] + bounds["width"] <= NARROW[0]
        assert reader.excess() <= 0
    reader.leave()


def test_without_scripts_the_definition_is_the_link_s_title(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped, java_script_enabled=False)
    reader.open("areas/grounding/")
    assert reader.page.locator('a[href*="glossary/#"]').first.get_attribute("title")
    reader.open("claims/")
    expect(reader.page.locator("[data-filter]")).to_be_hidden()
    reader.leave()


def test_claims_are_found_by_words_and_the_address_keeps_them(reader: Reader) -> None:
    reader.open("claims/?q=map%20coco")
    rows = reader.page.locator("tbody tr:visible")
    for word in ("map", "coco"):
        expect(rows.filter(has_not_text=word)).to_have_count(0)
    expect(rows).not_to_have_count(0)
    box = reader.page.get_by_label("Find on this page")
    expect(box).to_have_value("map coco")
    box.fill("no such words")
    expect(rows).to_have_count(0)
    expect(reader.page.locator("form [role=status]")).to_have_text("0 rows")
    assert reader.query() == "?q=no+such+words"
    box.fill("")
    expect(rows).to_have_count(reader.page.locator("tbody tr").count())
    assert reader.query() == ""


def test_claims_sort_by_their_value(reader: Reader) -> None:
    reader.open("claims/")
    reader.page.get_by_role("button", name="Value").click()
    values = reader.page.locator("tbody tr td:first-child").evaluate_all("(all) => all.map((it) => it.dataset.value)")
    numbers = [float(value) for value in values if value]
    assert numbers == sorted(numbers, reverse=True)
    assert all(not value for value in values[len(numbers) :]), "lines without a value stand last"


def test_the_counts_of_a_tag_s_table_are_what_the_explorer_finds(reader: Reader) -> None:
    reader.open("tags/task/grounding/")
    links = reader.page.locator(".sc-rows tbody tr td:nth-child(2) a")
    found = links.evaluate_all("(all) => all.slice(0, 3).map((it) => [it.href, it.textContent])")
    for address, count in found:
        reader.open(address.removeprefix(reader.site.url))
        assert reader.count() == int(count), address
