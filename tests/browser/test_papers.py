"""Papers' and areas' pages in a browser: tables that sort, a paper taken away in any format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader
from tests.chromium import CHROMIUM

if TYPE_CHECKING:
    pass

pytest_plugins = ("tests.site_fixture",)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; nothing was tried in a browser"),
]


def test_a_comparison_sorts_by_click_and_key(reader: Reader) -> None:
    reader.open("areas/grounding/")
    table = reader.page.locator("[data-sortable] table")
    first = table.locator("tbody tr td:first-child")
    before = first.all_inner_texts()
    head = table.locator("th").nth(1)
    head.locator("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    texts = table.locator("tbody tr td:nth-child(2)").all_inner_texts()
    said = [it for it in texts if it != "–"]
    assert said == sorted(said, key=str.casefold) and texts[-1] == "–", "what is missing stands last"
    reader.page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    reader.page.keyboard.press("Enter")
    assert first.all_inner_texts() == before and not head.get_attribute("aria-sort")


def test_a_paper_is_taken_away_as_ris(reader: Reader) -> None:
    reader.open("papers/ferret/")
    reader.page.click("[data-take-paper]")
    with reader.page.expect_download() as waiting:
        reader.page.click("[data-take-format=ris]")
    text = waiting.value.path().read_text("utf-8")
    assert text.startswith("TY  - ") and "Ferret: Refer and Ground Anything" in text and text.count("TY  - ") == 1


def test_a_drawing_of_lineage_fits_a_narrow_screen_and_leads_on(reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 390, "height": 800})
    reader.open("papers/evlm/")
    assert not reader.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    reader.page.locator(".sc-lineage a").first.click()
    reader.page.wait_for_url(lambda url: not url.endswith("papers/evlm/"))
