"""What a reader sees and does, in Chromium. Every script ends with an empty console, and with no request elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from generator import pipeline
from generator.cli import main
from generator.index import index

from .chromium import CHROMIUM, PATIENCE

if TYPE_CHECKING:
    from .site_fixture import Site

pytest_plugins = ("tests.site_fixture",)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; nothing was tried in a browser"),
]
WIDE, NARROW = (1280, 900), (390, 844)
SHOWN = 50
"""Results that the explorer shows at once."""


class Reader:
    """A fresh profile's page, and what the browser complained of."""

    def __init__(self, browser: Browser, site: Site, **options: Any) -> None:
        width, height = options.pop("size", WIDE)
        self.site = site
        self.context: BrowserContext = browser.new_context(viewport={"width": width, "height": height}, **options)
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.context.on("request", lambda request: self._watch(request.url))

    def _watch(self, url: str) -> None:
        if not url.startswith((self.site.url, "data:", "blob:", "file:")):
            self.complaints.append(f"request: {url}")

    def open(self, path: str = "") -> None:
        self.page.goto(self.site.url + path)
        if path.startswith("explore/"):
            self.page.wait_for_function("/papers$/.test(document.querySelector('[data-explorer-count]').textContent)")

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
        """The papers shown, in order."""
        return self.page.evaluate("[...document.querySelectorAll('[data-paper-id]')].map((it) => it.dataset.paperId)")

    def count(self) -> int:
        """The number of papers that the explorer says it found."""
        numbers = re.findall(r"\d+", self.page.inner_text("[data-explorer-count]"))
        return int(numbers[0])

    def query(self) -> str:
        """The address from the question mark on."""
        return str(self.page.evaluate("location.search"))

    @property
    def box(self) -> Locator:
        return self.page.locator("[data-explorer-box]")

    def values(self, group: str) -> Locator:
        """The values that a facet offers."""
        return self.page.locator(f'[data-group="{group}"] a')

    def choose(self, group: str, title: str) -> int:
        """Click a facet's value, and the count that it promised."""
        details = self.page.locator(f'[data-group="{group}"]')
        if not details.evaluate("(it) => it.open"):
            details.locator("summary").click()
        link = details.locator("a", has=self.page.get_by_text(title, exact=True))
        promised = int(link.locator(".sc-count").inner_text())
        link.click()
        return promised

    def focused(self) -> str:
        """Where Enter would lead."""
        return str(self.page.evaluate("document.activeElement.href ?? ''"))

    def leave(self) -> None:
        self.page.wait_for_load_state("load")
        self.context.close()
        assert self.complaints == [], "the console is empty, and no other host was asked"


@pytest.fixture
def reader(browser: Browser, shipped: Site) -> Iterator[Reader]:
    """A reader of the shipped survey, at a wide screen."""
    it = Reader(browser, shipped)
    yield it
    it.leave()


@pytest.fixture
def ranked(shipped: Site, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`catalogue search QUERY --json`, as ids. The survey is read and indexed once for all questions."""
    loaded = pipeline.load_catalogue(shipped.survey)
    assert loaded[0]
    files = index(loaded[0])
    monkeypatch.setattr(pipeline, "load_catalogue", lambda folder: loaded)
    monkeypatch.setattr("generator.index.index", lambda catalogue: files)

    def ask(query: str) -> list[str]:
        arguments = ["search", "--survey", str(shipped.survey), "--json", "--limit", str(SHOWN), "--", query]
        result = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return [found["id"] for found in json.loads(result.stdout)["results"]]

    return ask


# --- searching --------------------------------------------------------------------


def test_typing_a_name_ranks_its_paper_first(reader: Reader) -> None:
    reader.open("explore/")
    assert reader.count() == len(list((reader.site.survey / "papers").glob("*.yml")))
    for typed, first in (("texthawk2", "texthawk2"), ("mm1.5", "mm1-5"), ("v*", "v-star")):
        reader.box.fill("")
        counts = []
        for letter in typed:
            reader.page.keyboard.type(letter)
            counts.append(reader.count())
        assert counts[0] > counts[-1] >= 1, "the list follows every stroke"
        assert reader.ids()[0] == first
        assert reader.page.locator("[data-paper-id] mark").count(), "what matched is marked"


def test_results_come_in_the_order_of_the_command_line(reader: Reader, ranked: Any) -> None:
    reader.open("explore/")
    for query in (
        "texthawk2", "mm1.5", "v*", "visual grounding", "hallucination benchmark", "document understanding ocr",
        '"contrastive learning" -video', "year:2023..2024 region", "halucination", "image-text retr",
    ):  # fmt: skip
        wanted = ranked(query)
        assert wanted, query
        assert reader.search(query) == wanted, query


def test_a_misspelt_word_is_read_as_another_and_the_page_says_so(reader: Reader) -> None:
    reader.open("explore/")
    reader.search("halucination")
    expect(reader.page.locator("[data-explorer-note]")).to_contain_text("No paper has halucination")
    assert reader.count() > 0
    reader.search("hallucination")
    expect(reader.page.locator("[data-explorer-note]")).to_be_hidden()


def test_nothing_found_is_said(reader: Reader) -> None:
    reader.open("explore/")
    reader.search('"zzqx wvut" grounding')
    assert reader.count() == 0
    expect(reader.page.locator("[data-explorer-results]")).to_contain_text("Nothing found")


def test_more_results_come_on_demand_and_stay_after_back(reader: Reader) -> None:
    reader.open("explore/")
    assert len(reader.ids()) == SHOWN
    reader.page.click("[data-explorer-more]")
    assert len(reader.ids()) == 2 * SHOWN
    last = reader.ids()[-1]
    reader.page.locator("[data-result]").last.click()
    reader.page.wait_for_url(f"**/papers/{last}/")
    reader.page.go_back()
    expect(reader.page.locator("[data-paper-id]")).to_have_count(2 * SHOWN)


def test_the_form_on_the_home_page_leads_to_results(reader: Reader) -> None:
    reader.open()
    reader.page.fill("form.sc-ask input", "v* search")
    reader.page.click("form.sc-ask button")
    reader.page.wait_for_url("**/explore/?q=v*")
    expect(reader.page.locator("[data-paper-id]").first).to_have_attribute("data-paper-id", "v-star")
    expect(reader.box).to_have_value("v* search")


# --- facets and the address -------------------------------------------------------


def test_facets_narrow_and_keep_their_promise(reader: Reader) -> None:
    reader.open("explore/")
    before = reader.count()
    promised = reader.choose("area", "Grounding and region understanding")
    assert reader.count() == promised == len(reader.ids()) < before
    assert reader.query() == "?area=grounding"
    promised = reader.choose("task", "Hallucination")
    assert reader.count() == promised == len(reader.ids())
    assert reader.query() == "?area=grounding&task=hallucination"


def test_no_facet_offers_an_empty_list(reader: Reader) -> None:
    reader.open("explore/?area=documents&q=ocr")
    shown = reader.count()
    links = reader.page.locator("[data-explorer-facets] a:not([aria-current])")
    offers = links.evaluate_all(
        "(links) => links.map((it) => [it.dataset.state, +it.querySelector('.sc-count').textContent])"
    )
    assert len(offers) > 10
    assert all(count > 0 for _, count in offers)
    groups = reader.page.locator("[data-group]").evaluate_all(
        "(groups) => groups.filter((it) => !it.hidden && !it.querySelector('a')).map((it) => it.dataset.group)"
    )
    assert groups == [], "a facet without values is not shown"
    for state, count in [*offers[:3], *offers[-3:]]:
        reader.go(state)
        assert reader.count() == count, (state, shown)


def test_chips_take_a_filter_away(reader: Reader) -> None:
    reader.open("explore/?q=year:2024+ocr&area=documents&contribution=model")
    chips = reader.page.locator("[data-explorer-chips] a")
    expect(chips).to_have_count(4)
    narrow = reader.count()
    chips.filter(has_text="Contribution").click()
    assert reader.query() == "?q=year:2024+ocr&area=documents" or reader.query() == "?q=year%3A2024+ocr&area=documents"
    assert reader.count() >= narrow
    chips.filter(has_text="Year").click()
    expect(reader.box).to_have_value("ocr")
    chips.filter(has_text="Area").click()
    assert reader.query() == "?q=ocr"
    expect(reader.page.locator("[data-explorer-chips]")).to_be_hidden()
    reader.go("?q=ocr&area=documents&contribution=model")
    reader.page.locator("[data-explorer-chips] a", has_text="All filters").click()
    assert reader.query() == "?q=ocr"


def test_the_address_holds_the_state(reader: Reader) -> None:
    reader.open("explore/")
    reader.search("grounding")
    reader.choose("modality", "Video")
    reader.page.select_option("[data-explorer-sort]", "newest")
    assert reader.query() == "?q=grounding&modality=video&sort=newest"
    ids, count = reader.ids(), reader.count()
    reader.page.reload()
    expect(reader.page.locator("[data-explorer-count]")).to_contain_text(f"{count} of")
    assert reader.ids() == ids
    expect(reader.box).to_have_value("grounding")
    expect(reader.page.locator("[data-explorer-sort]")).to_have_value("newest")
    expect(reader.values("modality").filter(has_text="Video")).to_have_attribute("aria-current", "true")


def test_back_and_forward(reader: Reader) -> None:
    reader.open("explore/")
    reader.search("ocr")
    reader.page.keyboard.press("Enter")
    first = reader.ids()
    reader.choose("area", "Documents, OCR and text-rich images")
    second = reader.ids()
    assert second != first
    reader.page.go_back()
    assert (reader.query(), reader.ids()) == ("?q=ocr", first)
    reader.page.go_back()
    assert (reader.query(), reader.box.input_value()) == ("", "")
    expect(reader.page.locator("[data-explorer-count]")).to_contain_text("All")
    reader.page.go_forward()
    reader.page.go_forward()
    assert (reader.query(), reader.ids()) == ("?q=ocr&area=documents", second)


def test_sorting(reader: Reader) -> None:
    reader.open("explore/?q=grounding")
    found = sorted(reader.ids())
    best = reader.ids()
    orders = {}
    for sort in ("newest", "name", "relevance"):
        reader.page.select_option("[data-explorer-sort]", sort)
        orders[sort] = reader.ids()
    assert orders["relevance"] == best
    assert best not in (orders["newest"], orders["name"])
    if reader.count() <= SHOWN:
        assert sorted(orders["newest"]) == sorted(orders["name"]) == found
    reader.page.select_option("[data-explorer-sort]", "newest")
    lines = reader.page.locator("[data-paper-id] .sc-meta").all_inner_texts()
    years = [int(found[1]) for line in lines if (found := re.search(r"\b((?:19|20)\d\d)\b", line))]
    assert len(years) > 10
    assert years == sorted(years, reverse=True)


# --- the keyboard -----------------------------------------------------------------


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
    expect(reader.page.locator("dialog[open] [data-paper-id]").first).to_be_visible()
    best = reader.ids()
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/explore/?q=chart+reading")
    expect(reader.page.locator("[data-paper-id]").first).to_have_attribute("data-paper-id", best[0])
    assert reader.ids()[: len(best)] == best


def test_what_is_typed_before_the_dialog_is_there_counts(reader: Reader) -> None:
    reader.open("papers/ferret/")
    held: list[Route] = []
    reader.page.route("**/assets/js/dialog.js", lambda route: held.append(route))
    with reader.page.expect_request("**/assets/js/dialog.js"):
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


def test_the_explorer_by_keyboard_alone(reader: Reader) -> None:
    reader.open("explore/")
    reader.page.keyboard.press("/")
    expect(reader.box).to_be_focused()
    reader.page.keyboard.type("grounding")
    ids = reader.ids()
    for wanted in (ids[0], ids[1]):
        reader.page.keyboard.press("ArrowDown")
        assert reader.focused() == f"{reader.site.url}papers/{wanted}/"
    reader.page.keyboard.press("ArrowUp")
    reader.page.keyboard.press("ArrowUp")
    expect(reader.box).to_be_focused()
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Escape")
    expect(reader.box).to_be_focused()
    value = reader.values("area").nth(1)
    value.focus()
    reader.page.keyboard.press("Enter")
    assert "area=" in reader.query()
    assert reader.page.evaluate("document.activeElement.dataset.focus").startswith("area/"), "the focus stays"
    reader.box.focus()
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/papers/**")


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
            excess = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert reader.page.evaluate(excess) <= 0, path
        reader.complaints = [it for it in reader.complaints if "404 (" not in it]
        reader.leave()


def test_filters_open_and_close_on_a_narrow_screen(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped, size=NARROW)
    reader.open("explore/?q=grounding+segmentation+dataset")
    facets, button = reader.page.locator("[data-explorer-facets]"), reader.page.locator("[data-explorer-filters]")
    expect(facets).to_be_hidden()
    button.click()
    expect(facets).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert reader.choose("modality", "Image") == reader.count()
    expect(button).to_have_text("Filters (1)")
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    button.click()
    expect(facets).to_be_hidden()
    reader.leave()


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
TEXTS = {
    "papers/ferret/": (
        "article h1", "article h2", "article p", "article p a", "article li", ".sc-meta p", ".sc-chips a",
        ".sc-cite code", "[data-copy]", ".md-tabs__link", ".md-footer a", ".sc-why summary",
    ),
    "explore/?q=document&area=documents": (
        ".sc-result p", ".sc-result .sc-meta", ".sc-result .sc-chip", ".sc-result mark", "[data-explorer-chips] a",
        "[data-explorer-facets] a", "[data-explorer-facets] .sc-count", "[data-explorer-count]",
        ".sc-explorer__help", "[data-explorer-sort]",
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
    for selector in ("dialog .sc-search__title", "dialog .sc-meta", "dialog mark", "dialog .sc-search__hint"):
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
    reader.complaints = [it for it in reader.complaints if "CORS" not in it and "net::ERR_FAILED" not in it]
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
    reader.complaints = [it for it in reader.complaints if "404 (" not in it]
    reader.leave()


def test_a_former_address_sends_the_reader_on(browser: Browser, toy_site: Site) -> None:
    reader = Reader(browser, toy_site)
    reader.page.goto(toy_site.url + "papers/lantern-reader/")
    reader.page.wait_for_url("**/lamps/papers/lantern/")
    expect(reader.page.locator("h1")).to_contain_text("LANTERN")
    reader.leave()


def test_a_failed_index_is_said_and_tried_again(reader: Reader) -> None:
    reader.open("papers/ferret/")
    reader.page.route("**/assets/search/*.json", lambda route: route.abort())
    reader.page.keyboard.press("/")
    expect(reader.page.locator("dialog [role=status]")).to_contain_text("Search does not work just now")
    reader.page.unroute("**/assets/search/*.json")
    reader.type("ferret")
    expect(reader.page.locator("dialog [data-paper-id]").first).to_have_attribute("data-paper-id", "ferret")
    assert all("ERR_FAILED" in it for it in reader.complaints)
    reader.complaints.clear()


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
    expect(reader.page.locator("dialog .sc-search__title").first).to_have_text(title)
    assert reader.page.locator("dialog :is(script, img)").count() == 0
    reader.leave()
