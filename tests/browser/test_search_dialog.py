"""What a reader sees and does, in Chromium. Every script ends with an empty console, and with no request elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.reader import CONTRAST, NARROW, Reader
from tests.chromium import CHROMIUM

if TYPE_CHECKING:
    from tests.site_fixture import Site

pytest_plugins = ("tests.site_fixture",)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; nothing was tried in a browser"),
]


# --- the dialog -----------------------------------------------------------------


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_search_by_keyboard_from_a_paper_page(reader: Reader, keys: str) -> None:
    reader.open("papers/ferret/")
    reader.page.keyboard.press(keys)
    dialog = reader.page.locator("dialog[open]")
    reader.type("texthawk2")
    expect(dialog.locator("[data-paper-id]").first).to_have_attribute("data-paper-id", "texthawk2")
    reader.page.keyboard.press("ArrowDown")
    assert reader.focused() == reader.site.url + "papers/texthawk2/"
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/papers/texthawk2/")


def test_escape_closes_the_dialog_and_gives_the_focus_back(reader: Reader) -> None:
    reader.open("papers/ferret/")
    link = reader.page.locator(".sc-links a").first
    link.focus()
    reader.page.keyboard.press("/")
    reader.type("ocr")
    expect(reader.page.locator("dialog[open] [data-paper-id]").first).to_be_visible()
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("ArrowUp")
    expect(reader.page.locator("dialog[open] input")).to_be_focused()
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("dialog[open]")).to_have_count(0)
    expect(link).to_be_focused()


def test_enter_in_the_dialog_leads_to_all_results(reader: Reader) -> None:
    reader.open("areas/documents/")
    reader.page.click("[data-search-open]")
    reader.type("chart reading")
    best = reader.ids()
    assert best
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/explore/?q=chart+reading")
    assert reader.ids()[: len(best)] == best


HELD = """
() => {
  const post = Worker.prototype.postMessage;
  const kept = [];
  Worker.prototype.postMessage = function (...message) { kept.push(() => post.apply(this, message)); };
  window.letGo = () => { Worker.prototype.postMessage = post; kept.forEach((send) => send()); };
}
"""
"""Keeps what the page asks the search back until `letGo()`."""


def test_enter_before_the_answer_leads_to_what_is_typed(reader: Reader) -> None:
    reader.open("areas/documents/")
    reader.page.click("[data-search-open]")
    reader.type("chart")
    assert reader.ids()
    reader.page.evaluate(HELD)
    reader.page.keyboard.type(" reading")
    expect(reader.page.locator("dialog[open] ul")).to_have_attribute("aria-busy", "true")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/explore/?q=chart+reading")


def test_a_late_answer_leaves_the_focus_on_the_paper_that_was_chosen(reader: Reader) -> None:
    reader.open("areas/documents/")
    reader.page.click("[data-search-open]")
    reader.type("chart")
    before = reader.ids()
    reader.page.keyboard.type(" reading")
    after = reader.ids()
    kept = next(it for it in before if it in after and before.index(it) != after.index(it))
    for _ in range(len(" reading")):
        reader.page.keyboard.press("Backspace")
    assert reader.ids() == before
    reader.page.evaluate(HELD)
    reader.page.keyboard.type(" reading")
    for _ in range(before.index(kept) + 1):
        reader.page.keyboard.press("ArrowDown")
    chosen = reader.focused()
    assert chosen.endswith(f"/papers/{kept}/")
    reader.page.evaluate("letGo()")
    assert reader.ids() == after
    assert reader.focused() == chosen


def test_the_dialog_says_what_it_read_a_misspelt_word_as(reader: Reader) -> None:
    reader.open("papers/ferret/")
    reader.page.keyboard.press("/")
    reader.type("halucination")
    status = reader.page.locator("dialog [role=status]")
    expect(status).to_contain_text("for “hallucination” instead of “halucination”")
    expect(reader.page.locator("dialog mark").first).to_have_text(re.compile("hallucinat", re.IGNORECASE))


def test_what_is_typed_before_the_dialog_is_there_counts(reader: Reader) -> None:
    reader.open("papers/ferret/")
    held: list[Route] = []
    reader.page.route("**/assets/js/page/search_dialog.js", lambda route: held.append(route))
    with reader.page.expect_request("**/assets/js/page/search_dialog.js"):
        reader.page.keyboard.press("/")
    reader.page.keyboard.type("text")
    held[0].continue_()
    expect(reader.page.locator("dialog[open] input")).to_be_focused()
    reader.page.keyboard.type("hawk2")
    expect(reader.page.locator("dialog[open] input")).to_have_value("texthawk2")


def test_a_slash_within_a_text_stays_a_slash(reader: Reader) -> None:
    reader.open()
    reader.page.locator("form.sc-ask input").focus()
    reader.page.keyboard.type("a/b")
    expect(reader.page.locator("form.sc-ask input")).to_have_value("a/b")
    expect(reader.page.locator("dialog[open]")).to_have_count(0)


def test_the_form_on_the_home_page_leads_to_results(reader: Reader) -> None:
    reader.open()
    reader.page.fill("form.sc-ask input", "v* search")
    reader.page.click("form.sc-ask button")
    reader.page.wait_for_url("**/explore/?q=v*")
    expect(reader.page.locator("[data-paper-id]").first).to_have_attribute("data-paper-id", "v-star")
    expect(reader.box).to_have_value("v* search")


# --- screens, colours, no scripts -------------------------------------------------

KINDS = (
    "", "explore/", "areas/", "areas/documents/", "tags/", "tags/task/grounding/", "systems/", "systems/clip/",
    "authors/", "authors/zhe-gan/", "years/", "papers/", "papers/ferret/", "papers/dm2s2/", "papers/v-star/", "about/",
)  # fmt: skip
"""A page of every kind."""


def test_nothing_is_wider_than_a_narrow_screen(browser: Browser, shipped: Site, toy_site: Site) -> None:
    kinds = [(shipped, path) for path in KINDS if (shipped.html / path / "index.html").exists()]
    assert len(kinds) >= len(KINDS) - 2
    toy_kinds = ("", "papers/script-alert-title/", "papers/glimmer/", "papers/etat-general/", "nowhere/", "explore/")
    for site, paths in ((shipped, [path for _, path in kinds]), (toy_site, list(toy_kinds))):
        reader = Reader(browser, site, size=NARROW)
        for path in paths:
            reader.open(path)
            assert reader.excess() <= 0, path
        reader.expected = ("404 (",)
        reader.leave()


TEXTS = {
    "papers/ferret/": (
        "article h1", "article h2", "article p", "article p a", "article li", ".sc-meta p", ".sc-chips a",
        ".sc-cite code", "[data-copy]", ".md-tabs__link", ".md-footer a", ".sc-why summary",
    ),
    "explore/?q=document&area=documents": (
        ".sc-result p", ".sc-result .sc-meta", ".sc-result .sc-chip", ".sc-result mark", "[data-explorer-chips] a",
        "[data-explorer-facets] a", "[data-explorer-facets] .sc-count", "[data-explorer-count]",
        ".sc-x-help summary", "[data-explorer-sort]", "[data-explorer-view]",
    ),
    "": ("article p", "article li", ".sc-lead p", ".sc-count", ".sc-summary", "form.sc-ask button", ".sc-open span"),
}  # fmt: skip
"""What is read, on which page."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_and_chips_can_be_read_in_both_schemes(browser: Browser, shipped: Site, scheme: Any) -> None:
    reader = Reader(browser, shipped, color_scheme=scheme)
    for path, selectors in TEXTS.items():
        reader.open(path)
        ground = reader.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(int(part) for part in re.findall(r"\d+", ground)[:3]) < 384) is (scheme == "dark"), ground
        for selector in selectors:
            ratios = reader.page.evaluate(CONTRAST, selector)
            assert ratios, (path, selector)
            assert min(ratios) >= 4.5, (scheme, path, selector, min(ratios))
    reader.page.keyboard.press("/")
    reader.type("document")
    expect(reader.page.locator("dialog [data-paper-id]").first).to_be_visible()
    for selector in ("dialog .sc-s-title", "dialog .sc-meta", "dialog mark", "dialog .sc-s-hint"):
        assert min(reader.page.evaluate(CONTRAST, selector)) >= 4.5, (scheme, selector)
    reader.leave()


def test_the_reader_can_choose_the_scheme(reader: Reader) -> None:
    reader.open()
    schemes = set()
    for _ in range(3):
        reader.page.locator("[data-md-component=palette] label:visible").click()
        schemes.add(reader.page.evaluate("document.body.dataset.mdColorScheme"))
    assert schemes == {"default", "slate"}


def test_without_scripts_the_lists_remain(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped, java_script_enabled=False)
    reader.open()
    reader.page.goto(shipped.url + "explore/")
    expect(reader.page.locator("[data-explorer]")).to_be_hidden()
    expect(reader.page.get_by_text("Searching and filtering need JavaScript")).to_be_visible()
    lists = reader.page.locator("article li a")
    addresses = [str(link.get_attribute("href")) for link in lists.all()]
    assert {"../papers/", "../areas/", "../tags/", "../years/", "../authors/"} <= set(addresses)
    for address in addresses:
        reader.open(address.removeprefix("../"))
        assert reader.page.locator("article a").count() > 10, address
    reader.page.goto(shipped.url + "papers/")
    links = reader.page.locator('.sc-list a[href^="../papers/"], .sc-list a[href^="./"], .sc-list li > a:first-child')
    assert links.count() >= 203
    links.first.click()
    expect(reader.page.locator(".sc-cite code")).to_be_visible()
    reader.page.locator("a[data-search-open]").click()
    reader.page.wait_for_url("**/explore/")
    reader.leave()


# --- other ways -------------------------------------------------------------------


def test_the_reference_is_copied_with_a_click(reader: Reader) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.open("papers/ferret/")
    reader.page.click("[data-copy]")
    expect(reader.page.locator("[data-copy]")).to_have_text("Copied")
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@") and "Ferret: Refer and Ground Anything" in copied and copied.endswith("}")
    assert copied == reader.page.inner_text(".sc-cite code").strip()


def test_the_reference_is_selected_where_the_clipboard_is_closed(reader: Reader) -> None:
    reader.open("papers/ferret/")
    refuse = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }"
    reader.page.evaluate(refuse)
    reader.page.click("[data-copy]")
    expect(reader.page.locator("[data-copy]")).to_have_text("Selected")
    selected = reader.page.evaluate("getSelection().toString().trim()")
    assert selected == reader.page.inner_text(".sc-cite code").strip()


def test_a_file_opened_off_a_disk_says_how_to_get_search(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped)
    reader.page.goto((shipped.html / "explore" / "index.html").as_uri())
    sentence = reader.page.get_by_text("python -m http.server")
    expect(sentence).to_be_visible()
    expect(reader.page.locator("[data-explorer]")).to_be_hidden()
    # The browser itself says that it loads no module from a disk; nothing else may go wrong.
    reader.expected = ("CORS", "net::ERR_FAILED")
    reader.leave()


def test_a_missing_page_offers_search_below_any_path(browser: Browser, toy_site: Site) -> None:
    reader = Reader(browser, toy_site)
    reader.open("no/such/page/")
    expect(reader.page.locator("h1")).to_have_text("Page not found")
    reader.page.keyboard.press("/")
    reader.type("glimmer")
    expect(reader.page.locator("dialog [data-paper-id]").first).to_have_attribute("data-paper-id", "glimmer")
    reader.page.keyboard.press("Escape")
    reader.page.fill("form.sc-ask input", "lantern")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/lamps/explore/?q=lantern")
    expect(reader.page.locator("[data-paper-id]").first).to_have_attribute("data-paper-id", "lantern")
    # That the page itself is missing is what the browser notes.
    reader.expected = ("404 (",)
    reader.leave()


def test_a_former_address_sends_the_reader_on(browser: Browser, toy_site: Site) -> None:
    reader = Reader(browser, toy_site)
    reader.page.goto(toy_site.url + "papers/lantern-reader/")
    reader.page.wait_for_url("**/lamps/papers/lantern/")
    expect(reader.page.locator("h1")).to_contain_text("LANTERN")
    reader.leave()


def test_a_failed_index_is_said_and_tried_again(reader: Reader) -> None:
    reader.open("papers/ferret/")
    reader.page.route("**/assets/search/**", lambda route: route.abort())
    reader.page.keyboard.press("/")
    expect(reader.page.locator("dialog [role=status]")).to_contain_text("Search does not work just now")
    reader.page.unroute("**/assets/search/**")
    reader.type("ferret")
    expect(reader.page.locator("dialog [data-paper-id]").first).to_have_attribute("data-paper-id", "ferret")
    reader.expected = ("ERR_FAILED",)


# --- hostile ----------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "{{ 7 * 7 }}",
    "'; DROP TABLE--", '"', '""" "', "((((", "[a-", ".*+?^${}()|[]\\", "%", "%E0%A4%A", "&area=documents#", "year:",
    "year:9999..1 area:nowhere", "-", '- -"" -a', "\ud83d", "\u202egnitaler\u0000\u0007",
    "государство 图像 صورة 🙂", "__proto__ constructor toString", "z" * 5000, "ocr " * 2000,
)  # fmt: skip


def test_any_text_gets_an_answer(reader: Reader) -> None:
    assert len(HOSTILE) >= 20
    reader.open("explore/")
    for number, text in enumerate(HOSTILE):
        reader.box.evaluate(
            "(box, text) => { box.value = text; box.dispatchEvent(new Event('input', { bubbles: true })); }", text
        )
        assert 0 <= reader.count() <= 203, text
        assert reader.page.locator("[data-explorer] script, [data-explorer] img").count() == 0
        if number % 2 and len(text) < 100:  # and the address that holds it gives it back
            typed, ids = reader.box.input_value(), reader.ids()
            reader.go(reader.query())
            assert reader.box.input_value() == typed.replace("\ud83d", "\ufffd")
            assert reader.ids() == ids


def test_any_address_gets_an_answer(reader: Reader) -> None:
    reader.open("explore/")
    for query in (
        "?q=%", "?q=%E0%A4%A&area=%ZZ", "?area=nowhere&task=,,&year=x..y", "?__proto__=x&constructor=y&toString=z",
        "?sort=sideways&q", "?area=documents&area=grounding", "?q=a&q=b&=c&&", "?year=2022..2024&year=..", "?<b>=<i>",
    ):  # fmt: skip
        reader.go(query)
        assert 0 <= reader.count() <= 203, query
    reader.open("explore/?q=%E0%A4%A&area=%ZZ&__proto__=x&sort=sideways")
    assert reader.count() == 0, "no paper stands in an area that there is not"


def test_hostile_records_run_nothing_and_show_as_text(browser: Browser, toy_site: Site) -> None:
    reader = Reader(browser, toy_site)
    title = '<script>alert("title")</script> *Stars* & [Links](javascript:alert(1)) in {{ 7 * 7 }} Titles'
    for path in ("papers/script-alert-title/", "papers/", "areas/reading/", "papers/glimmer/"):
        reader.open(path)
        assert reader.page.locator("article :is(script, img, iframe, i, b)").count() == 0, path
        assert reader.page.locator('[href^="javascript:"], [onerror], [onclick]').count() == 0, path
    reader.open("papers/script-alert-title/")
    assert title in reader.page.inner_text("h1")
    assert reader.page.title().startswith(title)
    reader.open("explore/?q=stars")
    expect(reader.page.locator("[data-result]").first).to_have_text(title)
    reader.open("papers/lantern/")
    reader.page.keyboard.press("/")
    reader.type("stars")
    expect(reader.page.locator("dialog .sc-s-title").first).to_have_text(title)
    assert reader.page.locator("dialog :is(script, img)").count() == 0
    reader.leave()


LEFT_EDGES = """() => ["sc-s-title", "sc-meta"].map((name) => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(`dialog [data-paper-id] .${name}`));
  return Math.round(range.getBoundingClientRect().left);
})"""


def test_a_title_from_right_to_left_stands_above_its_authors(reader: Reader) -> None:
    def translate(route: Route) -> None:
        cards = [{**card, "title": "الشبكات العصبية", "name": ""} for card in route.fetch().json()]
        route.fulfill(json=cards)

    reader.page.route("**/cards-*.json", translate)
    reader.open()
    reader.page.keyboard.press("/")
    reader.type("hallucination")
    expect(reader.page.locator("dialog .sc-s-title").first).to_have_text("الشبكات العصبية")
    title, authors = reader.page.evaluate(LEFT_EDGES)
    assert title == authors
