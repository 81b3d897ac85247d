"""The map in Chromium: pointing, keys, filters, both schemes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from .chromium import CHROMIUM
from .reader import NARROW, WIDE, Reader

if TYPE_CHECKING:
    from .site_fixture import Site

pytest_plugins = ("tests.site_fixture",)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; nothing was tried in a browser"),
]
INK = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let strong = 0;
  for (let at = 3; at < data.length; at += 4) strong += data[at] > 200;
  return strong;
}"""
"""How much of the canvas is drawn in full strength."""


MARK = """async ([id, root]) => {
  const { client } = await import(`${root}assets/js/client.js`);
  const [at] = await client.find([id]);
  const map = await (await fetch(`${root}assets/data/map.json`)).json();
  const { left, top, width, height } = document.querySelector("canvas").getBoundingClientRect();
  return [left + (map.points[3 * at] * width) / map.width, top + (map.points[3 * at + 1] * height) / map.height];
}"""
"""Where a paper's mark stands on the screen, by the site's data."""

BELOW = """
() => document.querySelector("article h2").getBoundingClientRect().top
  - document.querySelector("[data-map]").getBoundingClientRect().top
"""
"""Pixels from the map's top to what stands below it; the theme's tabs, which go as a reader scrolls, are above."""


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pointing_tells_of_a_paper_and_a_click_opens_it(browser: Browser, shipped: Site, size: tuple[int, int]) -> None:
    reader = Reader(browser, shipped, size=size)
    page = reader.page
    reader.open("map/")
    panel = page.locator("[data-map-panel]")
    expect(panel).to_contain_text("Point at a mark")
    assert reader.excess() == 0
    page.locator("canvas").scroll_into_view_if_needed()
    height = page.evaluate(BELOW)
    x, y = page.evaluate(MARK, ["evlm", shipped.url])
    page.mouse.move(x, y)
    expect(panel).to_contain_text("EVLM")
    assert page.evaluate(BELOW) == height, "nothing shifts"
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile(r"/papers/evlm/$"))
    reader.leave()


def test_arrow_keys_go_from_paper_to_paper_and_enter_opens(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped)
    page = reader.page
    reader.open("map/")
    link = page.locator("[data-map-panel] a")
    page.locator("canvas").focus()
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "+", "ArrowLeft"):
        before = link.first.inner_text() if seen else ""
        page.keyboard.press(key)
        if key != "+":
            expect(link).not_to_have_text(before or "nothing")
            seen.append(link.inner_text())
    assert len(set(seen)) >= 3
    page.keyboard.press("Escape")
    expect(link).to_have_count(0)
    page.keyboard.press("ArrowRight")
    to = link.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(str(to))
    reader.leave()


def test_filters_of_the_explorer_apply(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped)
    page = reader.page
    reader.open("map/?area=grounding&q=region")
    status = page.locator("[data-map-status]")
    expect(status).to_contain_text(re.compile(r"\d+ of \d+ papers match"))
    count = int(re.findall(r"\d+", status.inner_text())[0])
    few = page.locator("canvas").evaluate(INK)
    page.get_by_text("Show all papers").click()
    expect(status).to_contain_text("203 papers ·")
    expect(page.locator("canvas")).to_be_visible()  # before that, an area of the legend leads to its page
    page.locator("[data-map-area=documents]").click()
    expect(status).to_contain_text(" papers match")
    assert reader.query() == "?area=documents"
    page.locator("[data-map-area=documents]").click()
    expect(status).to_contain_text("203 papers ·")
    page.wait_for_timeout(100)
    assert page.locator("canvas").evaluate(INK) > few, "more is in full strength"
    page.go_back()
    expect(status).to_contain_text(" papers match")
    reader.open("map/?area=grounding&q=region")
    expect(status).to_contain_text(" papers match")
    page.get_by_text("Filter in the explorer").click()
    page.wait_for_url("**/explore/?**")
    assert reader.count() == count
    expect(page.locator("[data-explorer-view=map]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-explorer-results] canvas")).to_be_visible()
    reader.view("list")
    assert len(reader.ids()) == min(count, 20)
    reader.leave()


def test_colours_follow_the_palette(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped, color_scheme="light")
    page = reader.page
    reader.open("map/")
    canvas = page.locator("canvas")
    expect(canvas).to_be_visible()
    page.wait_for_timeout(200)
    light = canvas.evaluate("(it) => it.toDataURL()")
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    page.wait_for_timeout(200)
    assert canvas.evaluate("(it) => it.toDataURL()") != light
    reader.leave()


def test_without_scripts_the_map_is_a_drawing_with_links(browser: Browser, shipped: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(shipped.url + "map/")
    assert page.locator("[data-map-picture] use").count() == 203
    expect(page.locator("[data-map-panel]")).to_be_hidden()
    page.locator('[data-map-picture] a[href$="papers/evlm/"]').first.click(force=True)
    expect(page).to_have_url(re.compile(r"/papers/evlm/$"))
    context.close()
