"""The map in Chromium: pointing, keys, filters, both schemes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.reader import NARROW, WIDE, Reader
from tests.chromium import CHROMIUM

if TYPE_CHECKING:
    from tests.site_fixture import Site

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
  const { client } = await import(`${root}assets/js/search/client.js`);
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
    expect(page.locator("[data-map-hint]")).to_contain_text("Point at a mark")
    expect(panel).to_be_hidden()
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


TOLD = """() => {
  const { left, top, right, bottom } = document.querySelector("[data-map-panel]").getBoundingClientRect();
  return [left, top, right, bottom];
}"""
"""Where the window shows what is told of a paper."""

MARKS = """async (root) => {
  const { points, width, height } = await (await fetch(`${root}assets/data/map.json`)).json();
  const frame = document.querySelector("canvas").getBoundingClientRect();
  const header = document.querySelector("header").getBoundingClientRect().bottom;
  const all = Array.from({ length: points.length / 3 }, (_, at) =>
    [frame.left + (points[3 * at] * frame.width) / width, frame.top + (points[3 * at + 1] * frame.height) / height]);
  const seen = all.filter(([, y]) => y > header + 8 && y < innerHeight - 8);
  const outermost = (by) => seen.reduce((best, one) => (by(one) < by(best) ? one : best));
  return [([x]) => x, ([x]) => -x, ([, y]) => y, ([, y]) => -y].map(outermost);
}"""
"""The marks farthest to the left, right, top and bottom of those that the window shows."""


def assert_beside(reader: Reader, x: float, y: float) -> None:
    """What is told stands within the window, below the header, and not over its mark."""
    width, height = reader.page.viewport_size["width"], reader.page.viewport_size["height"]
    header = reader.page.evaluate("document.querySelector('header').getBoundingClientRect().bottom")
    left, top, right, bottom = reader.page.evaluate(TOLD)
    assert left >= 0 and top >= header and right <= width and bottom <= height
    assert not (left < x < right and top < y < bottom)
    assert max(left - x, x - right, top - y, y - bottom) < 40, "it is near"
    assert reader.excess() == 0


@pytest.mark.parametrize("path", ["map/", "explore/?view=map"], ids=["page", "explorer"])
@pytest.mark.parametrize("size", [WIDE, NARROW, (844, 390)], ids=["wide", "narrow", "low"])
def test_a_paper_is_told_of_beside_its_mark_at_every_edge(
    browser: Browser, shipped: Site, size: tuple[int, int], path: str
) -> None:
    reader = Reader(browser, shipped, size=size)
    page = reader.page
    reader.open(path)
    canvas, panel = page.locator("canvas"), page.locator("[data-map-panel]")
    expect(canvas).to_be_visible()
    for scrolled in (0, 200):
        page.evaluate("(by) => scrollTo({ top: by, behavior: 'instant' })", scrolled)
        canvas.evaluate("(it) => it.getBoundingClientRect().top > innerHeight - 60 && it.scrollIntoView()")
        for x, y in page.evaluate(MARKS, shipped.url):
            page.mouse.move(x, y)
            expect(panel).to_be_visible()
            assert_beside(reader, x, y)
            page.mouse.move(1, 1)
            expect(panel).to_be_hidden()
    reader.leave()


def test_the_pointer_may_go_to_what_is_told_and_escape_takes_it_away(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped)
    page = reader.page
    reader.open("map/")
    panel = page.locator("[data-map-panel]")
    expect(page.locator("canvas")).to_be_visible()
    x, y = page.evaluate(MARK, ["evlm", shipped.url])
    page.mouse.move(x, y)
    expect(panel).to_be_visible()
    left, top, right, bottom = page.evaluate(TOLD)
    page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=4)
    page.wait_for_timeout(500)
    expect(panel).to_contain_text("EVLM")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.mouse.move(x, y)
    expect(panel).to_be_visible()
    page.mouse.click((left + right) / 2, bottom - 12)
    expect(page).to_have_url(re.compile(r"/papers/evlm/$"))
    reader.leave()


@pytest.mark.parametrize("path", ["map/", "explore/?view=map"], ids=["page", "explorer"])
def test_the_first_tap_tells_of_a_paper_and_the_second_opens_it(browser: Browser, shipped: Site, path: str) -> None:
    for second in ("mark", "panel"):
        reader = Reader(browser, shipped, size=NARROW, has_touch=True, is_mobile=True)
        page = reader.page
        reader.open(path)
        panel = page.locator("[data-map-panel]")
        page.locator("canvas").scroll_into_view_if_needed()
        expect(page.locator(".sc-m-hint")).to_contain_text("Two fingers zoom")
        expect(page.locator(".sc-m-hint")).not_to_contain_text("wheel")
        x, y = page.evaluate(MARK, ["evlm", shipped.url])
        page.touchscreen.tap(x, y)
        expect(panel).to_contain_text("EVLM")
        page.wait_for_timeout(500)
        expect(panel).to_be_visible()
        assert_beside(reader, x, y)
        if second == "mark":
            page.touchscreen.tap(x, y)
        else:
            panel.locator(".sc-meta").tap()
        expect(page).to_have_url(re.compile(r"/papers/evlm/$"))
        reader.leave()


def test_a_tap_beside_the_map_takes_away_what_is_told(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped, size=NARROW, has_touch=True, is_mobile=True)
    page = reader.page
    reader.open("map/")
    expect(page.locator("canvas")).to_be_visible()
    page.touchscreen.tap(*page.evaluate(MARK, ["evlm", shipped.url]))
    expect(page.locator("[data-map-panel]")).to_be_visible()
    page.get_by_role("heading", level=1).tap()
    expect(page.locator("[data-map-panel]")).to_be_hidden()
    reader.leave()


def test_two_fingers_zoom(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped, size=NARROW, has_touch=True, is_mobile=True)
    page = reader.page
    reader.open("map/")
    canvas = page.locator("canvas")
    expect(canvas).to_have_css("touch-action", "pan-y")
    box = canvas.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = reader.context.new_cdp_session(page)
    for kind, apart in (("touchStart", 20), ("touchMove", 40), ("touchMove", 80), ("touchEnd", None)):
        points = [] if apart is None else [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(canvas).to_have_css("touch-action", "none")  # as long as the whole map is not seen
    assert page.evaluate("visualViewport.scale") == 1, "the map grows, not the page"
    page.get_by_role("button", name="Whole map").press("Enter")  # on a busy machine a tap may become a long press
    expect(canvas).to_have_css("touch-action", "pan-y")
    reader.leave()


def test_arrow_keys_show_what_they_come_to(browser: Browser, shipped: Site) -> None:
    for path in ("map/", "explore/?view=map"):
        reader = Reader(browser, shipped, size=(1280, 700))
        page = reader.page
        reader.open(path)
        page.locator("canvas").focus()
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
        name = ""
        for _ in range(8):
            page.keyboard.press("ArrowDown")
            expect(page.locator("[data-map-panel]")).to_be_visible()
            at = page.locator("[data-map-panel] a").get_attribute("href") or ""
            last, name = name, at.split("/")[-2]
            if last == name:
                break
            assert_beside(reader, *page.evaluate(MARK, [name, shipped.url]))
        page.keyboard.press("ArrowUp")
        expect(page.locator("canvas")).to_be_focused()
        assert page.evaluate("scrollY") > 0, "the page went along"
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        expect(page.locator("[data-map-panel]")).to_be_visible()
        page.keyboard.press("Shift+Tab")
        expect(page.locator("[data-map-panel]")).to_be_hidden()
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
