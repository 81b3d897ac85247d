"""The free choice of the gap map, in Chromium; ends with an empty console, and with no request elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.reader import CONTRAST, NARROW, WIDE, Reader
from tests.chromium import CHROMIUM

if TYPE_CHECKING:
    from tests.site_fixture import Site

pytest_plugins = ("tests.site_fixture",)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; nothing was tried in a browser"),
]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_rows_and_columns_are_chosen_and_stand_in_the_address(
    browser: Browser, shipped: Site, size: tuple[int, int]
) -> None:
    reader = Reader(browser, shipped, size=size)
    page = reader.page
    table = page.locator(".sc-cross")
    reader.open("gaps/")
    ready = table.inner_text()
    corner = table.locator("thead th").first
    expect(corner).to_have_text("Area")

    rows, columns, show = page.get_by_label("Rows"), page.get_by_label("Columns"), page.get_by_label("Show")
    rows.select_option("task")
    expect(corner).to_have_text("Task")
    assert page.url.endswith("gaps/?rows=task&columns=contribution")
    show.select_option("share")
    expect(page.get_by_role("status").filter(has_text="Papers by Task and Contribution")).to_have_count(1)
    show.select_option("count")
    columns.select_option("task")
    expect(corner).to_have_text("Contribution")  # no dimension is crossed with itself: they change places
    page.get_by_role("button", name="Swap").click()
    expect(corner).to_have_text("Task")
    show.select_option("difference")
    expect(table.locator("tbody td").first).to_have_text(re.compile(r"^[+−]?\d"))
    assert page.url.endswith("?rows=task&columns=contribution&show=difference")

    page.go_back()
    expect(show).to_have_value("count")
    reader.open("gaps/")
    expect(corner).to_have_text("Area")
    assert table.inner_text() == ready
    reader.leave()


def test_an_address_opens_its_table_and_a_cell_its_papers(browser: Browser, shipped: Site) -> None:
    reader = Reader(browser, shipped)
    page = reader.page
    reader.open("gaps/?rows=year&columns=area")
    expect(page.get_by_label("Rows")).to_have_value("year")
    expect(page.get_by_label("Columns")).to_have_value("area")
    cell = page.locator(".sc-cross tbody td a").last
    count = int(cell.inner_text())
    cell.click()
    page.wait_for_url(re.compile(r"/explore/\?year=\d+&area="))
    assert reader.count() == count
    reader.leave()


def test_every_shade_leaves_its_number_readable(browser: Browser, shipped: Site) -> None:
    for scheme in ("light", "dark"):
        reader = Reader(browser, shipped, color_scheme=scheme)
        reader.open("gaps/?rows=area&columns=task&show=difference")
        expect(reader.page.locator(".sc-less").first).to_be_visible()
        contrasts = reader.page.evaluate(CONTRAST, ".sc-cross :is(td, td a)")
        assert min(contrasts) >= 4.5, scheme
        reader.leave()
