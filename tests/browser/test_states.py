"""Every state of `bench.built_site.states` in Chromium: what is in a panel stays in it and can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from bench.built_site.audit import NARROW, SCHEMES, WIDE, new_context
from bench.built_site.states import State, open_state, states
from tests.chromium import CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.site_fixture import Site

pytest_plugins = ("tests.site_fixture",)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; nothing was tried in a browser"),
]
LAYOUT = """
(selector) => {
  const panel = document.querySelector(selector);
  const name = (it) => it.outerHTML.replace(/\\s+/g, " ").slice(0, 110);
  const shown = (it) => it.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const within = [...panel.querySelectorAll("*")].filter((it) => shown(it) && !it.closest("svg, .sc-unseen"));
  const scrolls = (it) => getComputedStyle(it).overflow !== "visible";
  const faults = [];
  const fault = (rule, it, more = "") => faults.push(`${rule}: ${name(it)} ${more}`);

  // What scrolls within itself cuts off what is in it; upwards and downwards the panel itself may.
  const cutOff = (it) => {
    for (let up = it.parentElement; up && up !== panel; up = up.parentElement) if (scrolls(up)) return true;
    return false;
  };
  const frame = panel.getBoundingClientRect();
  const long = scrolls(panel);
  for (const it of within) {
    const box = it.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || cutOff(it)) continue;
    const aside = Math.max(frame.left - box.left, box.right - frame.right);
    const out = long ? aside : Math.max(aside, frame.top - box.top, box.bottom - frame.bottom);
    if (out > 1) fault("outside the panel", it, `by ${out}`);
  }
  const inner = frame.left + parseFloat(getComputedStyle(panel).paddingLeft);
  for (const it of within.filter((it) => it.matches("li"))) {
    const { display, listStyleType, listStylePosition, fontSize } = getComputedStyle(it);
    const marked = display === "list-item" && listStyleType !== "none" && listStylePosition === "outside";
    if (marked && it.getBoundingClientRect().left - inner < parseFloat(fontSize)) fault("its marker hangs outside", it);
  }
  if (long && panel.scrollWidth > panel.clientWidth) fault("wider than the panel's inside", panel);

  // What has an edge keeps apart from what else has one, but for buttons that stand for one choice.
  const edged = (it) => getComputedStyle(it).borderWidth !== "0px" && !it.closest("[aria-pressed], label");
  const controls = within.filter((it) => it.matches("input, textarea, select, button, .sc-button") && edged(it));
  for (const one of controls) {
    for (const other of controls) {
      const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
      const gap = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
      if (one !== other && gap < 2 && !cutOff(one)) fault("touches another", one, name(other));
    }
  }

  // Each is touched at nine points of each of its lines; what is hit there has to be itself, or what it stands in.
  // What lies behind a bar that stays on the screen is behind it for a while only.
  const clickable = "a[href], button, input, select, textarea, summary, label";
  const bars = [...document.querySelectorAll(".md-header, .md-tabs, .sc-some")].filter((bar) => !bar.contains(panel));
  for (const it of within.filter((it) => it.matches(clickable) && !it.disabled)) {
    it.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    for (const line of it.getClientRects()) {
      for (const x of [0.15, 0.5, 0.85]) {
        for (const y of [0.3, 0.5, 0.7]) {
          const hit = document.elementFromPoint(line.left + x * line.width, line.top + y * line.height);
          const free = !hit || hit.contains(it) || it.contains(hit);
          const behind = bars.some((bar) => bar.contains(hit) && !bar.contains(it));
          if (!free && !behind) fault("covered", it, `by ${name(hit)}`);
        }
      }
    }
  }

  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth - clientWidth} pixels too wide`);
  const { left, right } = panel.getBoundingClientRect();
  if (left < 0 || right > clientWidth + 1) fault("out of the window", panel);
  for (const it of document.body.children) {
    const ours = it.matches("dialog, [role=tooltip]");
    if (ours && !it.matches(".md-typeset")) fault("not dressed as text of the page, with class md-typeset", it);
  }
  return [...new Set(faults)];
}
"""
"""What is wrong with how a panel, the first that the selector finds, is laid out."""
MARKED = """
(selector) => {
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.cssText = "background: var(--mark); color: var(--text)";
  const wanted = [getComputedStyle(probe).backgroundColor, getComputedStyle(probe).color].join();
  probe.remove();
  const marks = [...document.querySelectorAll(`${selector} mark`)];
  const seen = marks.map((it) => [getComputedStyle(it).backgroundColor, getComputedStyle(it).color].join());
  return { count: marks.length, wrong: seen.filter((it) => it !== wanted).map((it) => `${it} instead of ${wanted}`) };
}
"""
"""How many words are marked in a panel, and the colours of those that have not the theme's."""


@contextmanager
def opened(context: BrowserContext, root: str, state: State) -> Iterator[Page]:
    """A page in the state, for a reader who was never here."""
    page = context.new_page()
    page.add_init_script("localStorage.clear()")
    open_state(page, root, state)
    yield page
    page.close()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_a_panel_holds_is_in_it_and_can_be_reached(browser: Browser, shipped: Site, width: int) -> None:
    context = new_context(browser, width, "light")
    faults, marks = [], 0
    for state in states(shipped.html):
        with opened(context, shipped.url, state) as page:
            faults += [f"{state.name}: {it}" for it in page.evaluate(LAYOUT, state.panel)]
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.locator(f"body[data-md-color-scheme={'slate' if scheme == 'dark' else 'default'}]").wait_for()
                found = page.evaluate(MARKED, state.panel)
                marks += found["count"]
                faults += [f"{state.name}, {scheme}: a mark is {it}" for it in dict.fromkeys(found["wrong"])]
    context.close()
    assert not faults, "\n".join(faults)
    assert marks > 20, "without marks their colour was not looked at"
