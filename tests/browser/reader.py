"""A reader in Chromium, for the tests of what readers see and do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.chromium import PATIENCE

if TYPE_CHECKING:
    from tests.site_fixture import Site

WIDE, NARROW = (1280, 900), (390, 844)
SETTLED = """
() => {
  const results = document.querySelector("[data-explorer-results]");
  return results.childElementCount > 0 && !results.hasAttribute("aria-busy");
}
"""
"""Whether the explorer shows the answer to what was asked last."""
CONTRAST = """
(selector) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], a: a / 255 };
  };
  const over = (top, under) => top.rgb.map((part, at) => part * top.a + under[at] * (1 - top.a));
  const ground = (element) => {
    if (!element) return [255, 255, 255];
    const own = read(getComputedStyle(element).backgroundColor);
    return own.a === 1 ? own.rgb : over(own, ground(element.parentElement));
  };
  // Relative luminance and contrast as WCAG 2 defines them.
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const opacity = (element) => (element ? getComputedStyle(element).opacity * opacity(element.parentElement) : 1);
  const shown = [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility() && it.textContent.trim());
  return shown.map((it) => {
    const below = ground(it);
    const own = read(getComputedStyle(it).color);
    const [one, other] = [light(over({ ...own, a: own.a * opacity(it) }, below)), light(below)];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  });
}
"""
"""The contrasts of all texts that a selector finds."""


class Reader:
    """A fresh profile's page, and what the browser complained of.

    Without the service worker, which has tests of its own, unless `service_workers` allows it.
    """

    def __init__(self, browser: Browser, site: Site, **options: Any) -> None:
        width, height = options.pop("size", WIDE)
        self.site = site
        options = {"service_workers": "block", **options}
        self.context: BrowserContext = browser.new_context(viewport={"width": width, "height": height}, **options)
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.expected: tuple[str, ...] = ()
        """Of complaints that a test provokes: what each of them holds, whenever it comes."""
        self.page.on("console", lambda message: self._note(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self._note(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self._note(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.context.on("request", lambda request: self._watch(request.url))

    def _note(self, complaint: str) -> None:
        if "Service Worker registration blocked by Playwright" not in complaint:
            self.complaints.append(complaint)

    def _watch(self, url: str) -> None:
        if not url.startswith((self.site.url, "data:", "blob:", "file:")):
            self._note(f"request: {url}")

    def open(self, path: str = "") -> None:
        self.page.goto(self.site.url + path)
        if path.partition("?")[0] == "explore/":
            self.settle()

    def settle(self) -> None:
        """Wait until the explorer shows what was asked for last."""
        self.page.wait_for_function(SETTLED)

    def go(self, query: str) -> None:
        """Turn the explorer to another address, as Back and Forward do."""
        self.page.evaluate("(query) => history.pushState(null, '', query || location.pathname)", query)
        self.page.evaluate("dispatchEvent(new Event('popstate'))")

    def search(self, text: str) -> list[str]:
        """Type into the explorer's box, and the ids of what is shown then."""
        self.box.fill(text)
        return self.ids()

    def type(self, text: str) -> None:
        """Type into the dialog, once it is there."""
        expect(self.page.locator("dialog[open] input")).to_be_focused()
        self.page.keyboard.type(text)

    def ids(self) -> list[str]:
        """The papers shown, in order, once they answer what was asked last."""
        if self.page.locator("[data-explorer]").count():
            self.settle()
        if self.page.locator("dialog[open]").count():
            expect(self.page.locator("dialog[open] [aria-busy]")).to_have_count(0)
        return self.page.evaluate("[...document.querySelectorAll('[data-paper-id]')].map((it) => it.dataset.paperId)")

    def count(self) -> int:
        """The number of papers that the explorer says it found."""
        self.settle()
        numbers = re.findall(r"\d+", self.page.inner_text("[data-explorer-count]"))
        return int(numbers[0])

    def query(self) -> str:
        """The address from the question mark on."""
        return str(self.page.evaluate("location.search"))

    @property
    def box(self) -> Locator:
        return self.page.locator("[data-explorer-box]")

    @property
    def chips(self) -> Locator:
        return self.page.locator("[data-explorer-chips] .sc-chip")

    def group(self, key: str) -> Locator:
        """A facet, opened."""
        details = self.page.locator(f'[data-group="{key}"]')
        if not details.evaluate("(it) => it.open"):
            # By key: what arrives between the press and the release of a mouse may move the group from under it.
            details.locator("summary").press("Enter")
        expect(details.locator("li").first).to_be_visible()
        self.settle()
        return details

    def values(self, group: str) -> Locator:
        """The values that a facet offers."""
        return self.page.locator(f'[data-group="{group}"] a')

    def choose(self, group: str, title: str) -> int:
        """Click a facet's value, and the count that it promised."""
        link = self.group(group).locator("a", has=self.page.get_by_text(title, exact=True))
        promised = int(link.locator(".sc-count").inner_text())
        link.click()
        return promised

    def sort(self, key: str) -> list[str]:
        """Choose an order, and the ids of what is shown then."""
        self.page.select_option("[data-explorer-sort]", key)
        return self.ids()

    def view(self, key: str) -> None:
        """Choose a view."""
        self.page.click(f'[data-explorer-view="{key}"]')
        self.settle()

    def focused(self) -> str:
        """Where Enter would lead."""
        return str(self.page.evaluate("document.activeElement.href ?? ''"))

    def excess(self) -> int:
        """Pixels by which the page is wider than the screen."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(width))

    def leave(self) -> None:
        self.page.wait_for_load_state("load")
        self.context.close()
        unexpected = [it for it in self.complaints if not any(text in it for text in self.expected)]
        assert unexpected == [], "the console is empty, and no other host was asked"
