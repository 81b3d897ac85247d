"""Looks at every kind of page of a built site in Chromium, and names what is wrong with it.

    python -m bench.built_site.audit SITE

Asked of each page, on a desktop and on a telephone: axe finds nothing, in light and in dark; nothing shifts while the
page loads, nothing is wider than the screen, what a finger taps is 44 pixels high and wide, the console is empty, and
no other host is asked. Prints what was found, the same fault once; ends with 1 where there is any. Needs Chromium and
`npm ci`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from bench.built_site.host import host
from bench.built_site.kinds import MOVED, Sample, samples
from tests.chromium import ARGUMENTS, CHROMIUM, PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""All rules that axe has by default, of every level and with best practices, and one that it leaves to the asker."""
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules whose answer depends on the scheme."""
REST = 300
"""Milliseconds in which what a page does of itself after loading comes to an end."""
WIDE, NARROW, NARROWEST = 1280, 390, 320
HEIGHTS = {WIDE: 900, NARROW: 844, NARROWEST: 640}
SHOWN = 6
"""Places named for each rule, and pages for each place."""
SETTLED = """
() => {
  const filled = (place) => place.childElementCount > 0 && !place.hasAttribute("aria-busy");
  const places = [...document.querySelectorAll("[data-explorer-results], [data-compare-tools]")];
  return places.every(filled) && (!document.querySelector("[data-map]") || document.querySelector("canvas") !== null);
}
"""
SHIFTS = """
window.shifts = [];
const note = (list) => window.shifts.push(...list.getEntries());
new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
"""
# Nobody types here: what a browser calls a shift after input follows the setting of a telephone's screen.
SHIFTED = """
(least) => window.shifts.filter((it) => it.value >= least).map((it) => {
  const moved = it.sources.map(({ node }) => node?.outerHTML ?? node?.parentElement?.outerHTML ?? "");
  return `${it.value.toFixed(4)} by ${moved.map((html) => html.slice(0, 100)).join(" and ")}`;
})
"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TAPPED = """
(least) => {
  const all = document.querySelectorAll("a[href], button, summary, select, input, textarea, [role=button], label[for]");
  const tapped = [...all].map((it) => (/^(checkbox|radio)$/.test(it.type) ? it.closest("label") ?? it : it));
  // WCAG 2.5.5 leaves out a link in a text, as high as its line, and one whose place in a picture says something.
  const inText = (it) => {
    if (it.closest("svg")) return true;
    if (getComputedStyle(it).display !== "inline") return false;
    const block = it.closest("p, li, td, th, dd, dt, div, figcaption, caption, h1, h2, h3, h4, summary");
    if (block?.matches("p, td, th, h2, h3")) return true;
    return block !== null && [...block.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim());
  };
  // The name of a field that can be seen is no target of its own.
  const isName = (it) => it instanceof HTMLLabelElement && it.control?.matches("[type=search], textarea, select");
  const shown = tapped.filter((it) => it.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  const small = shown.filter((it) => {
    const { width, height } = it.getBoundingClientRect();
    return width > 1 && height > 1 && (width < least || height < least) && !inText(it) && !isName(it);
  });
  return [...new Set(small)].map((it) => {
    const { width, height } = it.getBoundingClientRect();
    return `${Math.round(width)} × ${Math.round(height)} ${it.outerHTML.replace(/\\s+/g, " ").slice(0, 130)}`;
  });
}
"""
SHIFT = 0.0005
"""What Lighthouse, which gives three decimals, no longer calls 0."""
LEAST = 43.5
"""Pixels that a finger needs; half a pixel may be lost in rounding."""


Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")


class Fault(NamedTuple):
    """What is wrong with a page: which rule it breaks, where, and how that was seen."""

    rule: str
    place: str
    page: str
    look: str


def main() -> int:
    """Look at the site given on the command line."""
    if len(sys.argv) != 2:
        print("usage: python -m bench.built_site.audit SITE")
        return 2
    if fault := lacks():
        print(fault)
        return 1
    from playwright.sync_api import sync_playwright

    site = Path(sys.argv[1])
    all_samples = samples(site)
    faults: list[Fault] = []
    with host({"/": site}) as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        faults += audit(browser, f"{server}/", all_samples, WIDE, SCHEMES)
        faults += audit(browser, f"{server}/", all_samples, NARROW, SCHEMES[::-1])
        browser.close()
    print("\n".join(report(faults)))
    kinds = len({sample.kind for sample in all_samples})
    print(f"{len(all_samples)} pages of {kinds} kinds: {len(faults):,} faults")
    return int(bool(faults))


def report(faults: Iterable[Fault]) -> list[str]:
    """Return each rule, the places that break it on the most pages, and those pages."""
    rules: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fault in faults:
        rules[fault.rule][fault.place].append(f"{fault.page or 'home'} ({fault.look})")
    lines = []
    for rule, places in sorted(rules.items()):
        lines.append(f"{rule}: {sum(map(len, places.values())):,}")
        ordered = sorted(places.items(), key=lambda it: (-len(it[1]), it[0]))
        for place, where in ordered[:SHOWN]:
            rest = f" and {len(where) - SHOWN} more" if len(where) > SHOWN else ""
            lines += [f"  {place}", f"    on {', '.join(where[:SHOWN])}{rest}"]
        if len(ordered) > SHOWN:
            lines.append(f"  … and {len(ordered) - SHOWN:,} other places")
    return lines


def lacks() -> str:
    """Return what is missing on this machine for the check, or nothing."""
    if CHROMIUM is None:
        return "no Chromium: no page was looked at"
    if not AXE.exists():
        return "no node_modules/axe-core: no page was looked at; run npm ci"
    return ""


def audit(
    browser: Browser, root: str, looked_at: Iterable[Sample], width: int, schemes: Sequence[Scheme] = SCHEMES
) -> list[Fault]:
    """Everything that is wrong with pages at a width, which are looked at one after the other in one window.

    Each is loaded in the first scheme and asked everything there; in others only about colours. `root` is the site's
    address, with a slash at its end.
    """
    faults: list[Fault] = []
    sample, scheme = Sample("", ""), schemes[0]

    def find(rule: str, place: str) -> None:
        faults.append(Fault(rule, place, sample.address, f"{scheme}, {width}"))

    context = new_context(browser, width, scheme)
    context.add_init_script(SHIFTS)
    try:
        page = context.new_page()
        # Each page comes as to a reader who was never here.
        context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        _listen(page, context, root, find)
        for sample in looked_at:
            scheme = schemes[0]
            page.emulate_media(color_scheme=scheme)
            open_sample(page, root, sample)
            for shift in page.evaluate(SHIFTED, SHIFT):
                find("layout shift", shift)
            page.evaluate(AXE.read_text(encoding="utf-8"))
            _ask_axe(page, RULES, find)
            _measure(page, width, find)
            for scheme in schemes[1:]:
                page.emulate_media(color_scheme=scheme)
                page.wait_for_timeout(REST)
                _ask_axe(page, COLOURS, find)
    finally:
        context.close()
    return faults


def new_context(browser: Browser, width: int, scheme: Scheme) -> BrowserContext:
    """Return a desktop or a telephone, with nothing in its memory."""
    finger = width != WIDE
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme=scheme,
        has_touch=finger,
        is_mobile=finger,
        service_workers="block",
    )
    context.set_default_timeout(PATIENCE)
    return context


def open_sample(page: Page, root: str, sample: Sample) -> None:
    """Open the page and wait until it has come to rest. One that sends its reader on is kept from doing so."""
    if sample.moved:
        page.route(root + sample.address, _hold)
    page.goto(root + sample.address)
    page.wait_for_function(SETTLED)
    page.wait_for_timeout(REST)


def _hold(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=response.text().replace(MOVED, "<meta data-held"))


def _listen(page: Page, context: BrowserContext, root: str, find: Callable[[str, str], None]) -> None:
    def hear(text: str) -> None:
        if "Service Worker registration blocked" not in text:
            find("console", text)

    def watch(url: str) -> None:
        if not url.startswith((root, "data:", "blob:")):
            find("request to another host", url)

    page.on("console", lambda message: hear(message.text))
    page.on("pageerror", lambda error: hear(str(error)))
    context.on("request", lambda request: watch(request.url))


def _measure(page: Page, width: int, find: Callable[[str, str], None]) -> None:
    """What is too wide, on the narrowest telephones too, and too small for a finger."""
    if width != WIDE:
        for place in page.evaluate(TAPPED, LEAST):
            find("small to tap", place)
    for narrow in (width, *([NARROWEST] if width == NARROW else [])):
        page.set_viewport_size({"width": narrow, "height": HEIGHTS[narrow]})
        if (excess := page.evaluate(WIDER)) > 0:
            find("wider than the screen", f"{excess} pixels at {narrow}")
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


def _ask_axe(page: Page, rules: dict[str, Any], find: Callable[[str, str], None]) -> None:
    for violation in page.evaluate("(rules) => axe.run(document, rules)", rules)["violations"]:
        for node in violation["nodes"]:
            html = " ".join(node["html"].split())[:130]
            find(f"axe: {violation['id']} ({violation['impact']}): {violation['help']}", html)


if __name__ == "__main__":
    sys.exit(main())
