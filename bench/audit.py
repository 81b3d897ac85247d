"""Looks at every kind of page of a built site in Chromium, and names what is wrong with it.

    python -m bench.audit SITE

Asked of each page, in light and dark, on a desktop and on a telephone: axe finds nothing, nothing shifts while the page
loads, nothing is wider than the screen, what a finger taps is 44 pixels high and wide, the console is empty, and no
other host is asked. Prints what was found, the same fault once; ends with 1 where there is any. Needs Chromium and
`npm ci`.
"""

from __future__ import annotations

import itertools
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from bench.host import host
from bench.kinds import MOVED, Sample, samples
from tests.chromium import ARGUMENTS, CHROMIUM, PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""All rules that axe has by default, of every level and with best practices, and one that it leaves to the asker."""
WIDE, NARROW, NARROWEST = 1280, 390, 320
HEIGHTS = {WIDE: 900, NARROW: 844, NARROWEST: 640}
SHOWN = 6
"""Places named for each rule, and pages for each place."""
SETTLED = """
() => {
  const results = document.querySelector("[data-explorer-results]");
  return !results || (results.childElementCount > 0 && !results.hasAttribute("aria-busy"));
}
"""
SHIFTS = """
window.shifts = [];
const note = (list) => window.shifts.push(...list.getEntries());
new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
"""
SHIFTED = """
() => window.shifts.filter((it) => !it.hadRecentInput).map((it) => {
  const moved = it.sources.map(({ node }) => node?.outerHTML ?? node?.parentElement?.outerHTML ?? "");
  return `${it.value.toFixed(4)} by ${moved.map((html) => html.slice(0, 100)).join(" and ")}`;
})
"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TAPPED = """
(least) => {
  const all = document.querySelectorAll("a[href], button, summary, select, input, textarea, [role=button], label[for]");
  const tapped = [...all].map((it) => (/^(checkbox|radio)$/.test(it.type) ? it.closest("label") ?? it : it));
  // A link in a sentence is as high as its line (WCAG 2.5.5): one that stands among other text.
  const inText = (it) => {
    if (getComputedStyle(it).display !== "inline") return false;
    const block = it.closest("p, li, td, th, dd, dt, figcaption, caption, h1, h2, h3, h4, summary");
    return block !== null && [...block.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim());
  };
  const shown = tapped.filter((it) => it.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  const small = shown.filter((it) => {
    const { width, height } = it.getBoundingClientRect();
    return width > 1 && height > 1 && (width < least || height < least) && !inText(it);
  });
  return [...new Set(small)].map((it) => {
    const { width, height } = it.getBoundingClientRect();
    return `${Math.round(width)} × ${Math.round(height)} ${it.outerHTML.replace(/\\s+/g, " ").slice(0, 130)}`;
  });
}
"""
LEAST = 43.5
"""Pixels that a finger needs; half a pixel may be lost in rounding."""


class Look(NamedTuple):
    """How a page is looked at."""

    scheme: Literal["light", "dark"]
    width: int


class Fault(NamedTuple):
    """What is wrong: which rule, and a place on the page."""

    rule: str
    place: str


LOOKS = tuple(itertools.starmap(Look, itertools.product(("light", "dark"), (WIDE, NARROW))))


def main() -> int:
    """Look at the site given on the command line."""
    if len(sys.argv) != 2:
        print("usage: python -m bench.audit SITE")
        return 2
    if fault := lacks():
        print(fault)
        return 1
    from playwright.sync_api import sync_playwright

    site = Path(sys.argv[1])
    all_samples = samples(site)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with host({"/": site}) as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for sample, look in itertools.product(all_samples, LOOKS):
            for rule, place in audit(browser, f"{server}/", sample, look):
                found[rule][place].append(f"{sample.address or 'home'} ({look.scheme}, {look.width})")
        browser.close()
    for rule, places in sorted(found.items()):
        _print(rule, places)
    count = sum(len(where) for places in found.values() for where in places.values())
    kinds = len({sample.kind for sample in all_samples})
    print(f"{len(all_samples)} pages of {kinds} kinds, {len(LOOKS)} looks each: {count:,} faults")
    return int(count > 0)


def _print(rule: str, places: dict[str, list[str]]) -> None:
    """A rule, the places that break it most often, and the pages on which each stands."""
    print(f"{rule}: {sum(map(len, places.values())):,}")
    ordered = sorted(places.items(), key=lambda it: (-len(it[1]), it[0]))
    for place, where in ordered[:SHOWN]:
        pages = list(dict.fromkeys(where))
        print(f"  {place}\n    on {', '.join(pages[:SHOWN])}{f' and {len(pages) - SHOWN} more' * (len(pages) > SHOWN)}")
    if len(ordered) > SHOWN:
        print(f"  … and {len(ordered) - SHOWN:,} other places")


def lacks() -> str:
    """What is missing on this machine for the check, or nothing."""
    if CHROMIUM is None:
        return "no Chromium: no page was looked at"
    if not AXE.exists():
        return "no node_modules/axe-core: no page was looked at; run npm ci"
    return ""


def audit(browser: Browser, root: str, sample: Sample, look: Look) -> list[Fault]:
    """Everything that is wrong with a page, seen in one way. `root` is the site's address, with a slash at its end."""
    finger = look.width != WIDE
    context = browser.new_context(
        viewport={"width": look.width, "height": HEIGHTS[look.width]},
        color_scheme=look.scheme,
        has_touch=finger,
        is_mobile=finger,
        service_workers="block",
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(SHIFTS)
    faults: list[Fault] = []
    try:
        page = context.new_page()
        _listen(page, context, root, faults)
        open_sample(page, root, sample)
        faults += [Fault("layout shift", it) for it in page.evaluate(SHIFTED)]
        faults += _axe(page)
        for width in (look.width, *([NARROWEST] if look.width == NARROW else [])):
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            if (excess := page.evaluate(WIDER)) > 0:
                faults.append(Fault("wider than the screen", f"{excess} pixels at {width}"))
        if finger:
            faults += [Fault("small to tap", it) for it in page.evaluate(TAPPED, LEAST)]
    finally:
        context.close()
    return faults


def open_sample(page: Page, root: str, sample: Sample) -> None:
    """Open the page and wait until it has come to rest. One that sends its reader on is kept from doing so."""
    if sample.moved:
        page.route(root + sample.address, _hold)
    page.goto(root + sample.address)
    page.wait_for_function(SETTLED)
    page.wait_for_timeout(300)


def _hold(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=response.text().replace(MOVED, "<meta data-held"))


def _listen(page: Page, context: BrowserContext, root: str, faults: list[Fault]) -> None:
    def hear(text: str) -> None:
        if "Service Worker registration blocked" not in text:
            faults.append(Fault("console", text))

    def watch(url: str) -> None:
        if not url.startswith((root, "data:", "blob:")):
            faults.append(Fault("request to another host", url))

    page.on("console", lambda message: hear(message.text))
    page.on("pageerror", lambda error: hear(str(error)))
    context.on("request", lambda request: watch(request.url))


def _axe(page: Page) -> Iterator[Fault]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("(rules) => axe.run(document, rules)", RULES)
    for violation in found["violations"]:
        for node in violation["nodes"]:
            html = " ".join(node["html"].split())[:130]
            yield Fault(f"axe: {violation['id']} ({violation['impact']}): {violation['help']}", html)


if __name__ == "__main__":
    sys.exit(main())
