"""The page that `catalogue serve` shows: it follows what is saved, and says what is wrong as plain text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.site.server import HOST, LiveSite, start_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_a_page_loads_itself_again_and_shows_messages_as_text(browser: Browser, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    (tmp_path / "index.html").write_text("<!doctype html><title>t</title><body><p>before</p></body>", "utf-8")
    site = LiveSite(tmp_path, "/")
    server = start_server(site, 0)
    try:
        page = browser.new_page()
        page.goto(f"http://{HOST}:{server.server_port}/")
        site.tell(["papers/a.yml:3: is not YAML: <img src=x onerror=alert(1)>"])
        expect(page.get_by_role("alert")).to_have_text("papers/a.yml:3: is not YAML: <img src=x onerror=alert(1)>")
        assert page.locator("img").count() == 0
        page.set_viewport_size({"width": 390, "height": 800})
        site.tell([f"{'folder/' * 20}papers/a.yml:3: is not YAML"])
        expect(page.get_by_role("alert")).to_contain_text("folder/papers")
        assert page.get_by_role("alert").evaluate("(box) => box.scrollWidth <= box.clientWidth"), (
            "none of it is cut off"
        )
        site.tell(["papers/a.yml:3: is not YAML", "papers/b.yml:4: is no record"])
        expect(page.get_by_role("alert").locator("p")).to_have_text(
            ["papers/a.yml:3: is not YAML", "papers/b.yml:4: is no record"]
        )
        room = "(box) => parseFloat(document.body.style.marginBottom) >= box.offsetHeight"
        assert page.get_by_role("alert").evaluate(room), "the end of the page is not behind the messages"
        site.renew({"index.html": b"<!doctype html><title>t</title><body><p>after</p></body>"})
        expect(page.locator("body > p")).to_have_text("after")
        expect(page.get_by_role("alert")).to_have_count(0)
        page.close()
    finally:
        server.shutdown()
        server.server_close()
