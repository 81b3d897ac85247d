"""Selecting, comparing, taking away and bringing in, as a reader does it in Chromium."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from generator.export.bibtex import as_bibtex
from generator.survey.folder import read_survey
from tests.browser.reader import CONTRAST, NARROW, WIDE, Reader
from tests.chromium import CHROMIUM

if TYPE_CHECKING:
    from tests.site_fixture import Site

pytest_plugins = ("tests.site_fixture",)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; nothing was tried in a browser"),
]
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
THREE = ["ferret", "groma", "cola"]


class Picker(Reader):
    """A reader who picks papers."""

    def open(self, path: str = "") -> None:
        if not path.startswith("explore/compare/"):
            super().open(path)
            return
        self.page.goto(self.site.url + path)
        expect(self.page.locator("[data-compare-status]")).not_to_have_text(re.compile("^Loading"))

    def pick(self, *ids: str) -> None:
        for id in ids:
            self.page.locator(f'input[data-select="{id}"]').first.check()

    def picked(self) -> list[str]:
        """The selection as the browser keeps it."""
        kept = self.page.evaluate("Object.entries(localStorage).filter(([key]) => key.endsWith(':selection'))")
        return [id for _, ids in kept for id in json.loads(ids)]

    def store(self, content: str) -> None:
        """Put something else where the browser keeps the selection."""
        name = "Object.keys(localStorage).find((key) => key.endsWith(':selection'))"
        self.page.evaluate(f"(content) => localStorage.setItem({name}, content)", content)

    def show(self, ids: list[str]) -> None:
        self.open(f"explore/?ids={','.join(ids)}")
        expect(self.page.locator("[data-paper-id]")).to_have_count(len(ids))

    def bring(self, text: str) -> Locator:
        """Paste a list, and what is said of it."""
        self.page.locator("[data-selection] [data-bring]").click()
        self.page.fill("[data-bring-text]", text)
        self.page.get_by_role("button", name="Find these papers").click()
        said = self.page.locator("[data-bring-said]")
        expect(said).to_contain_text(re.compile("in this survey|no papers"))
        return said

    def take(self, where: str, format: str) -> tuple[str, str]:
        """Download a list from a menu: name and content of the file."""
        self.page.locator(f"{where} [data-take]").click()
        with self.page.expect_download() as download:
            self.page.locator(f"{where} [data-take-format={format}]").click()
        expect(self.page.locator(f"{where} [data-take-said]")).to_contain_text("Saved")
        self.page.keyboard.press("Escape")
        return download.value.suggested_filename, Path(download.value.path()).read_text(encoding="utf-8-sig")

    @property
    def bar(self) -> Locator:
        return self.page.locator("[data-selection]")

    @property
    def chosen(self) -> Locator:
        return self.page.locator("[data-selection-count]")

    @property
    def heads(self) -> Locator:
        """The papers of the comparison."""
        return self.page.locator("[data-compare] thead th")

    def compared(self) -> list[str]:
        return self.heads.evaluate_all("(heads) => heads.map((it) => it.dataset.paperId)")


@pytest.fixture
def open_reader(browser: Browser) -> Iterator[Callable[..., Picker]]:
    """Opens a survey as a fresh reader; each leaves in peace."""
    readers: list[Picker] = []

    def open_reader(site: Site, **options: Any) -> Picker:
        readers.append(Picker(browser, site, **options))
        return readers[-1]

    yield open_reader
    for it in readers:
        it.leave()


# --- the selection ----------------------------------------------------------------


@SIZES
def test_papers_are_picked_and_stay_picked(open_reader: Any, shipped: Site, size: Any) -> None:
    reader = open_reader(shipped, size=size)
    reader.open("explore/?q=grounding")
    expect(reader.chosen).to_have_text(re.compile("^Tick papers"))
    first, second, third = reader.ids()[:3]
    reader.pick(second, first)
    expect(reader.chosen).to_have_text("2 selected")
    assert reader.picked() == [second, first], "in the order of picking"
    box = reader.page.locator(f'input[data-select="{third}"]')
    box.focus()
    reader.page.keyboard.press("Space")
    expect(reader.chosen).to_have_text("3 selected")
    expect(box).to_be_focused()
    reader.page.reload()
    expect(reader.chosen).to_have_text("3 selected")
    expect(reader.page.locator("input[data-select]:checked")).to_have_count(3)
    reader.page.locator(f'input[data-select="{first}"]').uncheck()
    assert reader.picked() == [second, third]
    reader.search("")
    expect(reader.chosen).to_have_text("2 selected")
    reader.page.locator("[data-selection-clear]").click()
    expect(reader.chosen).to_have_text(re.compile("^Tick papers"))
    expect(reader.page.locator("input[data-select]:checked")).to_have_count(0)
    assert reader.page.evaluate("document.activeElement !== document.body"), "the focus is not lost"
    assert reader.picked() == []


def test_tabs_keep_in_step_and_surveys_apart(open_reader: Any, shipped: Site, toy_site: Site) -> None:
    reader = open_reader(shipped)
    reader.show(THREE)
    other = reader.context.new_page()
    other.goto(shipped.url + f"explore/?ids={','.join(THREE)}")
    reader.pick("groma")
    expect(other.locator("[data-selection-count]")).to_have_text("1 selected")
    expect(other.locator('input[data-select="groma"]')).to_be_checked()
    other.locator("[data-selection-clear]").click()
    expect(reader.page.locator('input[data-select="groma"]')).not_to_be_checked()
    reader.pick("groma")
    other.goto(toy_site.url + "explore/")  # on the same host
    expect(other.locator("[data-selection-count]")).to_have_text(re.compile("^Tick papers"))
    other.locator("input[data-select]").first.check()
    reader.page.reload()
    expect(reader.chosen).to_have_text("1 selected")
    host = toy_site.url.removesuffix("lamps/")
    reader.complaints = [it for it in reader.complaints if not it.startswith(f"request: {host}")]


@pytest.mark.parametrize(
    "content",
    ["{", "null", '"x"', '{"length": 9}', '["<img src=x onerror=alert(1)>", 7, null, "__proto__"]', "[" * 9_999],
)
def test_whatever_is_stored_harms_nothing(open_reader: Any, shipped: Site, content: str) -> None:
    reader = open_reader(shipped)
    reader.show(THREE)
    reader.pick("ferret")
    reader.store(content)
    reader.page.reload()
    expect(reader.chosen).to_have_text(re.compile("^Tick papers"))
    reader.pick("groma")
    expect(reader.chosen).to_have_text("1 selected")


def test_papers_that_the_survey_no_longer_has_are_put_back(open_reader: Any, shipped: Site) -> None:
    reader = open_reader(shipped)
    reader.show(THREE)
    reader.pick("ferret")
    reader.store('["gone","ferret"]')
    reader.page.reload()
    expect(reader.chosen).to_have_text("1 selected")
    assert reader.picked() == ["ferret"]


def test_without_a_store_the_selection_lasts_as_long_as_the_page(open_reader: Any, shipped: Site) -> None:
    reader = open_reader(shipped)
    reader.context.add_init_script(
        "for (const name of ['getItem', 'setItem', 'removeItem']) {"
        "  const was = Storage.prototype[name];"
        "  Storage.prototype[name] = function (key, ...rest) {"
        "    if (key.endsWith(':selection')) throw new DOMException('no', 'SecurityError');"
        "    return was.call(this, key, ...rest);"
        "  };"
        "}"
    )
    reader.show(THREE)
    reader.pick(*THREE)
    expect(reader.chosen).to_have_text("3 selected")
    expect(reader.page.locator("[data-selection-compare]")).to_be_visible()


def test_a_selection_is_shared_by_its_address(open_reader: Any, shipped: Site) -> None:
    reader = open_reader(shipped)
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.show(THREE)
    reader.pick("cola", "ferret")
    reader.page.locator("[data-selection-link]").click()
    expect(reader.page.locator("[data-selection-said]")).to_have_text("Address copied.")
    address = reader.page.evaluate("navigator.clipboard.readText()")
    assert address == shipped.url + "explore/?ids=cola,ferret"
    friend = open_reader(shipped)
    friend.open(address.removeprefix(shipped.url) + ",never-heard-of")
    expect(friend.page.locator("[data-paper-id]")).to_have_count(2)
    assert friend.ids() == ["cola", "ferret"]
    expect(friend.page.locator("[data-shared]")).to_contain_text("1 of them is not in this survey")
    friend.page.locator("[data-shared] [data-add]").click()
    expect(friend.chosen).to_have_text("2 selected")
    assert friend.picked() == ["cola", "ferret"]
    friend.page.get_by_role("link", name="Show all papers").click()
    expect(friend.page.locator("[data-shared]")).to_have_count(0)
    assert friend.count() > 100


# --- taking away and bringing in --------------------------------------------------


@SIZES
def test_a_selection_is_taken_away_and_brought_in(open_reader: Any, shipped: Site, tmp_path: Path, size: Any) -> None:
    reader = open_reader(shipped, size=size)
    reader.show(THREE)
    reader.pick(*reversed(THREE))
    survey, _ = read_survey(shipped.survey)
    assert survey is not None
    entries = {paper.id: as_bibtex(paper) for paper in survey.papers}
    taken = {}
    for format, ending in (("bibtex", "bib"), ("ris", "ris"), ("csl", "json"), ("csv", "csv"), ("markdown", "md")):
        name, taken[format] = reader.take("[data-selection]", format)
        assert name == f"survey-selection.{ending}"
    assert taken["bibtex"] == "".join(f"{entries[id]}\n\n" for id in reversed(THREE)).removesuffix("\n")
    assert taken["markdown"].startswith("- [COLA")
    assert shipped.url + "papers/cola/" in taken["markdown"]
    friend = open_reader(shipped, size=size)
    friend.open("explore/")
    for text in taken.values():
        said = friend.bring(text)
        expect(said).to_contain_text("3 of 3 papers are in this survey")
        expect(said.get_by_role("link", name="Show them")).to_have_attribute(
            "href", shipped.url + "explore/?ids=cola,groma,ferret"
        )
        friend.page.keyboard.press("Escape")
        expect(friend.page.locator("[data-selection] [data-bring]")).to_be_focused()
    file = tmp_path / "mine.bib"
    file.write_text(taken["bibtex"] + "@misc{x, title = {No <b>such</b> {\\'e}tude}}", encoding="utf-8")
    friend.page.locator("[data-selection] [data-bring]").click()
    friend.page.locator("[data-bring-file]").set_input_files(file)
    said = friend.page.locator("[data-bring-said]")
    expect(said).to_contain_text("3 of 4 papers are in this survey")
    expect(said.locator("li")).to_have_text("No <b>such</b> étude")
    said.locator("[data-add]").click()
    expect(friend.chosen).to_have_text("3 selected")
    friend.page.get_by_role("button", name="Close").click()
    assert friend.picked() == list(reversed(THREE))


def test_lists_without_our_ids_are_found(open_reader: Any, shipped: Site) -> None:
    reader = open_reader(shipped)
    reader.open("explore/")
    said = reader.bring(
        "1. FERRET: refer and ground anything anywhere at any granularity\n2. https://arxiv.org/pdf/2305.03689v2\n"
        "3. Never heard of this one"
    )
    expect(said).to_contain_text("2 of 3 papers are in this survey")
    expect(said.get_by_role("link")).to_have_attribute("href", shipped.url + "explore/?ids=ferret,cola")
    reader.page.keyboard.press("Escape")
    expect(reader.bring(" \n ")).to_have_text("There are no papers in this.")


def test_a_whole_result_list_is_taken_away(open_reader: Any, shipped: Site) -> None:
    reader = open_reader(shipped)
    reader.open("explore/?q=year:2024")
    menu = ".sc-take:not([data-selection] *)"
    expect(reader.page.locator(f"{menu} [data-take]")).to_contain_text(f"Take away these {reader.count()}")
    name, text = reader.take(menu, "csv")
    assert name == "survey-papers.csv"
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == reader.count() > 50
    assert [row["id"] for row in rows][: len(reader.ids())] == reader.ids(), "in the order of the results"
    expect(reader.page.locator(f"{menu} [data-take-said]")).to_contain_text(f"Saved {len(rows)} papers")
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.page.locator(f"{menu} [data-take]").click()
    reader.page.locator(f"{menu} [data-take-copy=csl]").click()
    expect(reader.page.locator(f"{menu} [data-take-said]")).to_have_text(f"Copied {len(rows)} papers as CSL-JSON.")
    copied = json.loads(reader.page.evaluate("navigator.clipboard.readText()"))
    assert [item["id"] for item in copied] == [row["id"] for row in rows]


def test_a_menu_opens_and_closes_by_keyboard(open_reader: Any, shipped: Site) -> None:
    reader = open_reader(shipped)
    reader.open("explore/")
    button = reader.page.locator("[data-take]").first
    button.focus()
    reader.page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    reader.page.keyboard.press("Tab")
    expect(reader.page.locator("[data-take-format=bibtex]").first).to_be_focused()
    reader.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    reader.page.keyboard.press("Enter")
    reader.box.click()
    expect(button).to_have_attribute("aria-expanded", "false")


# --- comparing --------------------------------------------------------------------


@SIZES
def test_papers_are_compared_side_by_side(open_reader: Any, shipped: Site, size: Any) -> None:
    reader = open_reader(shipped, size=size)
    reader.show(THREE)
    reader.pick("ferret")
    expect(reader.page.locator("[data-selection-compare]")).to_be_hidden()
    reader.pick("groma", "cola")
    reader.page.locator("[data-selection-compare]").click()
    reader.page.wait_for_url("**/explore/compare/?ids=ferret,groma,cola")
    expect(reader.heads).to_have_count(3)
    rows = reader.page.locator("[data-compare] tbody th")
    titles = rows.all_inner_texts()
    assert {"Area", "Task", "Year", "Figures", "Introduces", "Problem", "Idea", "Results"} <= set(titles)
    assert set(rows.evaluate_all("(rows) => rows.map((it) => it.scope)")) == {"row"}
    assert set(reader.heads.evaluate_all("(heads) => heads.map((it) => it.scope)")) == {"col"}
    area = reader.page.locator("[data-compare] tbody tr", has=reader.page.get_by_text("Area", exact=True))
    expect(area.locator("mark")).to_have_count(2)
    expect(area.locator("mark").first).to_have_text("Grounding and region understanding (in 2 of 3)")
    for sideways in ("document.documentElement", "document.body"):
        assert reader.page.evaluate(f"{sideways}.scrollWidth <= document.documentElement.clientWidth")
    place = reader.page.locator("[data-compare-table]")
    place.focus()
    expect(place).to_be_focused()
    if size == NARROW:
        assert place.evaluate("(it) => it.scrollWidth > it.clientWidth"), "it scrolls within itself"
        name = rows.first.bounding_box()
        place.evaluate("(it) => it.scrollTo(150, 0)")
        assert rows.first.bounding_box() == name, "what a row is about stays in sight"


def test_papers_are_taken_out_of_a_comparison(open_reader: Any, shipped: Site) -> None:
    reader = open_reader(shipped)
    reader.open("explore/compare/?ids=ferret,groma,cola")
    expect(reader.heads).to_have_count(3)
    reader.page.locator('[data-remove="groma"]').focus()
    reader.page.keyboard.press("Enter")
    expect(reader.heads).to_have_count(2)
    expect(reader.page.locator('[data-remove="cola"]')).to_be_focused()
    assert reader.query() == "?ids=ferret,cola"
    reader.page.go_back()
    expect(reader.heads).to_have_count(3)
    for id in THREE:
        reader.page.locator(f'[data-remove="{id}"]').click()
        expect(reader.page.locator(f'[data-remove="{id}"]')).to_have_count(0)
    expect(reader.page.locator("[data-compare-status]")).to_contain_text("Nothing to compare yet")
    expect(reader.page.get_by_role("link", name="To the explorer")).to_be_focused()


def test_any_address_of_a_comparison_is_answered(open_reader: Any, shipped: Site) -> None:
    reader = open_reader(shipped)
    status = reader.page.locator("[data-compare-status]")
    reader.open("explore/compare/")
    expect(status).to_contain_text("Nothing to compare yet")
    reader.open("explore/compare/?ids=ferret")
    expect(status).to_contain_text("One paper is nothing to compare")
    reader.open("explore/compare/?ids=ferret,never-heard-of,<script>alert(1)</script>,groma,__proto__,ferret")
    expect(status).to_contain_text("1 paper of the address is not in this survey")
    assert reader.compared() == ["ferret", "groma"]
    many = sorted(path.stem for path in (shipped.survey / "papers").glob("*.yml"))[:9]
    reader.open(f"explore/compare/?ids={','.join(many)}")
    expect(status).to_contain_text("the first 6 of 9")
    assert reader.compared() == many[:6]
    name, text = reader.take("[data-compare]", "ris")
    assert (name, text.count("ER  - ")) == ("survey-compared.ris", 6)
    reader.page.locator("[data-compare] [data-add]").click()
    assert reader.picked() == many[:6]
    reader.open("explore/compare/")
    expect(reader.heads).to_have_count(6)


def test_hostile_texts_stay_texts(open_reader: Any, toy_site: Site) -> None:
    reader = open_reader(toy_site)
    ids = ["script-alert-title", "glimmer", "etat-general", "fiber-coarse-ropes"]
    reader.show(ids)
    reader.pick(*ids)
    for format in ("bibtex", "ris", "csl", "csv", "markdown"):
        _, text = reader.take("[data-selection]", format)
        expect(reader.bring(text)).to_contain_text("4 of 4 papers are in this survey")
        reader.page.keyboard.press("Escape")
    reader.page.locator("[data-selection-compare]").click()
    expect(reader.heads).to_have_count(4)
    assert reader.compared() == ids
    allowed = "table caption thead tbody tr td th ul li a button span mark".upper().split()
    tags = reader.page.locator("[data-compare-table] *").evaluate_all(
        "(all) => [...new Set(all.map((it) => it.tagName))]"
    )
    assert set(tags) <= set(allowed)


# --- screens, colours, paper, no scripts ------------------------------------------


def test_the_bar_leaves_room_and_panels_stay_in_the_window(open_reader: Any, shipped: Site) -> None:
    for size, height in ((WIDE, 60), (NARROW, 70)):
        reader = open_reader(shipped, size=size)
        reader.open("explore/")
        reader.pick(*reader.ids()[:3])
        box = reader.bar.bounding_box()
        assert box and box["height"] <= height and box["y"] + box["height"] == pytest.approx(size[1], abs=1)
        for where in ("[data-selection]", ".sc-take:not([data-selection] *)"):
            reader.page.locator(f"{where} [data-take]").scroll_into_view_if_needed()
            reader.page.locator(f"{where} [data-take]").click()
            panel = reader.page.locator(".sc-t-panel:visible").bounding_box()
            assert panel and panel["x"] >= 0 and panel["x"] + panel["width"] <= size[0]
            assert panel["y"] >= 0 and panel["y"] + panel["height"] <= size[1]
            assert reader.page.evaluate("document.documentElement.scrollWidth") <= size[0]
            reader.page.keyboard.press("Escape")
        # The last result is not under the bar at the end of the page, and what has the focus never is.
        last = reader.page.locator("[data-result]").last
        reader.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        bar, link = reader.bar.bounding_box(), last.bounding_box()
        assert bar and link and link["y"] + link["height"] <= bar["y"]
        reader.page.evaluate("scrollTo(0, 0)")
        for _ in range(25):
            reader.page.keyboard.press("Tab")
            within = reader.page.evaluate("!!document.activeElement.closest('[data-paper-id]')")
            place = reader.page.evaluate("document.activeElement.getBoundingClientRect().bottom")
            bar = reader.bar.bounding_box()
            assert not within or (bar and place <= bar["y"] + 1), "the focus is in sight"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_it_can_be_read_in_both_schemes(open_reader: Any, shipped: Site, scheme: Any) -> None:
    reader = open_reader(shipped, color_scheme=scheme)
    reader.show(THREE)
    texts = ["[data-selection-count]", "[data-shared]", "[data-shared] a"]
    reader.page.locator("[data-selection] [data-bring]").click()
    reader.page.fill("[data-bring-text]", "ferret\nnone")
    reader.page.get_by_role("button", name="Find these papers").click()
    expect(reader.page.locator("[data-bring-said] li")).to_be_visible()
    for text in (*texts, "[data-bring-dialog] :is(p, h2, label, li, a, button)"):
        assert min(reader.page.evaluate(CONTRAST, text)) >= 4.5, (scheme, text)
    reader.page.keyboard.press("Escape")
    reader.pick(*THREE)
    reader.page.locator("[data-selection] [data-take]").click()
    expect(reader.page.locator("[data-selection] [data-take-format]").first).to_be_visible()
    for text in ("[data-selection] :is(a, button, span)", ".sc-t-panel :is(button, span)"):
        assert min(reader.page.evaluate(CONTRAST, text)) >= 4.5, (scheme, text)
    reader.page.keyboard.press("Escape")
    reader.page.locator("[data-selection-compare]").click()
    expect(reader.heads).to_have_count(3)
    for text in ("[data-compare] :is(th, td, li, mark, a, button, p, span)",):
        assert min(reader.page.evaluate(CONTRAST, text)) >= 4.5, (scheme, text)


def test_a_comparison_is_printed_whole(open_reader: Any, shipped: Site) -> None:
    reader = open_reader(shipped)
    reader.open("explore/compare/?ids=ferret,groma,cola")
    expect(reader.heads).to_have_count(3)
    reader.page.emulate_media(media="print")
    expect(reader.page.locator("[data-compare-tools]")).to_be_hidden()
    expect(reader.page.locator("[data-remove]").first).to_be_hidden()
    place = reader.page.locator("[data-compare-table]")
    assert place.evaluate(
        "(it) => it.scrollHeight <= it.clientHeight + 1 && getComputedStyle(it).overflow === 'visible'"
    )


def test_without_scripts_the_page_says_how_to_compare(open_reader: Any, shipped: Site) -> None:
    reader = open_reader(shipped, java_script_enabled=False)
    reader.page.goto(shipped.url + "explore/compare/")
    expect(reader.page.get_by_text("Comparing needs JavaScript")).to_be_visible()
    reader.page.get_by_role("link", name="all papers by title").click()
    reader.page.wait_for_url("**/papers/")
