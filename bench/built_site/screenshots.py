"""Takes pictures of every kind of page of a built site, and of what shows only after a click or a failure.

    python -m bench.built_site.screenshots SITE FOLDER [--refresh] [ADDRESS ...]

The pictures are `FOLDER/NAME-WIDTH-SCHEME.png`, on a desktop and a telephone, in light and dark: whole pages up to a
length, and as much as a screen holds of each state in `states.py`. Older ones are removed first. With addresses
(`papers/ferret/`) or names of states (`search-found`) only these. With `--refresh` only the README's pictures in
docs/images/ are taken anew. Needs Chromium.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench.built_site.audit import HEIGHTS, NARROW, SCHEMES, WIDE, Scheme, new_context, open_sample
from bench.built_site.host import host
from bench.built_site.kinds import Sample, kind_of, samples
from bench.built_site.states import State, open_state, states
from tests.chromium import ARGUMENTS, CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IMAGES = Path(__file__).resolve().parents[2] / "docs/images"
README: tuple[tuple[str, Sample, int, Scheme], ...] = (
    ("home", Sample("home", ""), WIDE, "light"),
    ("map", Sample("map/", "map/"), WIDE, "dark"),
    ("gaps", Sample("gaps/*/", "gaps/area-task/"), WIDE, "light"),
    ("paper", Sample("papers/*/", "papers/evlm/"), WIDE, "light"),
    ("area", Sample("areas/*/", "areas/grounding/"), WIDE, "dark"),
)
"""What the README may show, by the picture's name: pages of the survey that ships, as much as a screen holds."""
LONGEST = 6000
"""Pixels of a page that are worth looking at."""


def main() -> int:
    """Take the pictures asked for on the command line."""
    arguments = [it for it in sys.argv[1:] if it != "--refresh"]
    if len(arguments) < 2:
        print("usage: python -m bench.built_site.screenshots SITE FOLDER [--refresh] [ADDRESS ...]")
        return 2
    if CHROMIUM is None:
        print("no Chromium: no pictures were taken")
        return 1
    from playwright.sync_api import sync_playwright

    site, folder, *asked = arguments
    with host({"/": Path(site)}) as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        if "--refresh" in sys.argv:
            for name, sample, width, scheme in README:
                path = IMAGES / f"{name}-{width}-{scheme}.png"
                _take(browser, server, sample, width, scheme, path, whole=False)
        else:
            _take_all(browser, server, Path(site), Path(folder), asked)
        browser.close()
    return 0


def _take_all(browser: Browser, server: str, site: Path, folder: Path, asked: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    shown = [it for it in states(site) if not asked or it.name in asked]
    addresses = [it for it in asked if it not in {state.name for state in shown}]
    pages = [Sample(kind_of(it), it) for it in addresses] if asked else samples(site)
    looks = list(itertools.product((WIDE, NARROW), SCHEMES))
    for width, scheme in looks:
        for sample in pages:
            _take(browser, server, sample, width, scheme, folder / f"{sample.name}-{width}-{scheme}.png", whole=True)
        for state in shown:
            _take(browser, server, state, width, scheme, folder / f"{state.name}-{width}-{scheme}.png", whole=False)
    print(f"{(len(pages) + len(shown)) * len(looks)} pictures in {folder}/")


def _take(
    browser: Browser, server: str, what: Sample | State, width: int, scheme: Scheme, path: Path, *, whole: bool
) -> None:
    context = new_context(browser, width, scheme)
    page = context.new_page()
    if isinstance(what, State):
        open_state(page, f"{server}/", what)
    else:
        open_sample(page, f"{server}/", what)
    if whole:
        length = int(page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": width, "height": max(HEIGHTS[width], min(length, LONGEST))})
    page.screenshot(path=path)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
