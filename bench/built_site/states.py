"""What a page shows only after something was done or went wrong: dialogs, menus, empty results, errors, loading.

`states` gives them for a built site as data: where each begins, what a reader does there, and which panel then shows.
The pictures and the test of the layout use the same list, so a new state is looked at by both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from playwright.sync_api import Page

SOME = "re"
"""The beginning of words (reading, region, retrieval) that papers of any survey have."""
NONE = "zzqxwv"
"""A word of no survey."""
COMPARED = 5
"""Papers side by side: more than fit on a screen."""
PAGE, DIALOG = ".md-content", "dialog.sc-search"
BAR, SELECTION, BRING = "[data-explorer-bar]", "[data-selection]", "[data-bring-dialog]"
INDEX = "**/assets/search/**"
TERM = "a[href*='glossary/#'][title]"
REST = 300
"""Milliseconds in which a panel comes to rest."""


def _nothing(page: Page) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state of a page, and the way to it."""

    name: str
    """Of its pictures: "search-found"."""
    address: str
    """Where it begins, below the site's root: "papers/ferret/"."""
    panel: str
    """Selector of what shows then."""
    reach: Callable[[Page], None] = _nothing
    """What a reader does on the page; ends when the panel shows what it is to show."""
    prepare: Callable[[Page], None] = _nothing
    """What is done before the page is opened, as to break the line to the server."""


def open_state(page: Page, root: str, state: State) -> None:
    """Open the page and bring it into the state. `root` is the site's address, with a slash at its end."""
    state.prepare(page)
    page.goto(root + state.address)
    state.reach(page)
    page.locator(state.panel).wait_for()
    page.wait_for_timeout(REST)


def states(html: Path) -> list[State]:
    """Return the states of a built site, `html` being its folder; without those of pages that it has not."""
    sizes = {path.parent.name: path.stat().st_size for path in html.glob("papers/*/index.html")}
    papers = [name for name in sorted(sizes, key=lambda it: (-sizes[it], it)) if not name.isdigit()]
    compared = f"explore/compare/?ids={','.join(papers[:COMPARED])}"
    paper = f"papers/{papers[0]}/"
    return [
        *_search(paper),
        *_menus(paper, compared),
        *_explorer(),
        *_bring(papers[0]),
        State(name="compare-five", address=compared, panel=PAGE, reach=_wait("table.sc-vs")),
        State(name="compare-error", address=compared, panel=PAGE, reach=_wait_said, prepare=_break),
        State(name="compare-loading", address=compared, panel=PAGE, prepare=_stall),
        *_terms(html),
    ]


# --- by page ----------------------------------------------------------------------


def _search(paper: str) -> list[State]:
    """Return the states of the search dialog over the page of a paper, given by its address."""

    def state(name: str, asked: str, until: str, prepare: Callable[[Page], None] = _nothing) -> State:
        def reach(page: Page) -> None:
            page.click("[data-search-open]")
            page.fill(f"{DIALOG} input", asked)
            page.locator(until).first.wait_for()

        return State(name=f"search-{name}", address=paper, panel=DIALOG, reach=reach, prepare=prepare)

    settled = f"{DIALOG}:not(:has([aria-busy]))"
    return [
        state("empty", "", settled),
        state("found", SOME, f"{settled} li"),
        state("nothing", NONE, settled),
        state("error", SOME, settled, _break),
        state("loading", SOME, DIALOG, _stall),
    ]


def _menus(paper: str, compared: str) -> list[State]:
    """Return the states with the menu of formats open, in all its places, and with that of columns."""

    def picked(page: Page) -> None:
        _pick(page)
        _open_menu(SELECTION)(page)

    open_menu = ".sc-t-panel:not([hidden])"
    return [
        State(name="menu-explorer", address="explore/", panel=open_menu, reach=_open_menu(BAR)),
        State(name="menu-selection", address="explore/", panel=open_menu, reach=picked),
        State(name="menu-compare", address=compared, panel=open_menu, reach=_open_menu("[data-compare-tools]")),
        State(
            name="menu-paper", address=paper, panel=open_menu, reach=_click("[data-take-paper]", "[data-take-format]")
        ),
        State(
            name="menu-columns",
            address="explore/?view=table",
            panel="[data-explorer-boxes]",
            reach=_click("[data-explorer-columns] summary", "[data-explorer-boxes] label"),
        ),
    ]


def _explorer() -> list[State]:
    """Return the states of the explorer: with facets open, papers picked, help, nothing found, and without its
    index.
    """

    def state(
        name: str, query: str, reach: Callable[[Page], None], prepare: Callable[[Page], None] = _nothing
    ) -> State:
        return State(name=f"explorer-{name}", address=f"explore/{query}", panel=PAGE, reach=reach, prepare=prepare)

    return [
        state("facets", f"?q={SOME}", _open_facets),
        state("picked", f"?q={SOME}", _pick),
        state("help", "", _click(".sc-x-help summary", ".sc-x-help dl")),
        state("nothing", f"?q={NONE}", _wait("[data-explorer-results]:not([aria-busy]) > *")),
        state("error", "", _wait_said, _break),
        state("loading", "", _nothing, _stall),
    ]


def _bring(paper: str) -> list[State]:
    """Return the states of the dialog that takes a list in: as it opens, with an answer, and with a text that is no
    list.
    """

    def state(name: str, text: str) -> State:
        def reach(page: Page) -> None:
            _settle(page)
            page.click(f"{SELECTION} [data-bring]")
            page.fill(f"{BRING} textarea", text)
            if text:
                page.click(f"{BRING} [type=submit]")
                page.locator(f"{BRING} form:has([type=submit]:enabled):has([data-bring-said]:not(:empty))").wait_for()

        return State(name=f"bring-{name}", address="explore/", panel=BRING, reach=reach)

    lost = "\n".join(
        f"{at}. A paper about {NONE}, whose title is long, that this survey does not have" for at in range(9)
    )
    return [state("empty", ""), state("found", f"{paper}\n{lost}"), state("nothing", "# ")]


def _terms(html: Path) -> list[State]:
    """Return the state of a definition beside its term, on the first page that has one; empty if none has."""
    pages = sorted(html.glob("areas/*/index.html"))
    page = next((it for it in pages if LexborHTMLParser(it.read_text(encoding="utf-8")).css_matches(TERM)), None)
    if page is None:
        return []
    address = page.parent.relative_to(html).as_posix() + "/"
    return [State(name="term", address=address, panel=".sc-term:not([hidden])", reach=_focus("[data-definition]"))]


# --- what a reader does -----------------------------------------------------------


def _settle(page: Page) -> None:
    page.locator("[data-explorer-results]:not([aria-busy]) > *").first.wait_for()


def _wait(selector: str) -> Callable[[Page], None]:
    return lambda page: page.locator(selector).first.wait_for()


def _wait_said(page: Page) -> None:
    """Wait until the line that says what loads says a sentence: that it failed, and why."""
    page.locator("[data-explorer-count], [data-compare-status]").filter(has_text=re.compile("[.。]")).first.wait_for()


def _click(selector: str, until: str) -> Callable[[Page], None]:
    def reach(page: Page) -> None:
        page.locator(selector).first.click()
        page.locator(until).first.wait_for()

    return reach


def _focus(selector: str) -> Callable[[Page], None]:
    return lambda page: page.locator(selector).first.focus()


def _open_menu(place: str) -> Callable[[Page], None]:
    return _click(f"{place} [data-take]:enabled", f"{place} [data-take-format]")


def _pick(page: Page) -> None:
    """Tick the first two papers."""
    _settle(page)
    for at in range(2):
        page.locator("[data-select]").nth(at).check()
    page.locator(f"{SELECTION} [data-take]").wait_for()


def _open_facets(page: Page) -> None:
    _settle(page)
    if page.locator("[data-explorer-filters]").is_visible():
        page.click("[data-explorer-filters]")
    for group in page.locator("[data-group]:not([open]) > summary").all()[:2]:
        group.click()
    _settle(page)


# --- the line to the server -------------------------------------------------------


def _break(page: Page) -> None:
    page.route(INDEX, lambda route: route.abort())


def _stall(page: Page) -> None:
    """Let the page ask for the index and wait: the browser holds the requests, and nobody lets them go."""
    session = page.context.new_cdp_session(page)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": INDEX.replace("**", "*")}]})
