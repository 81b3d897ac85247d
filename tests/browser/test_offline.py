"""The service worker: what was seen works without a connection, and builds and surveys never meet."""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from generator.site.assets import asset_texts
from generator.site.service_worker import add_offline
from tests.chromium import CHROMIUM, PATIENCE
from tests.once import made_once
from tests.site_fixture import ROOT, Site, _Handler, make_site

pytest_plugins = ("tests.site_fixture",)

in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; nothing was tried in a browser"),
]


def marked(test: Any) -> Any:
    for mark in in_browser:
        test = mark(test)
    return test


# --- the script as it is made -----------------------------------------------------


def constants(files: dict[str, str]) -> tuple[str, list[str]]:
    """BUILD and FILES of the worker made for some files."""
    script = add_offline(files)["sw.js"]
    found = {
        name: json.loads(text) for name, text in re.findall(r"^const (BUILD|FILES) = (.*);$", script, re.MULTILINE)
    }
    return found["BUILD"], found["FILES"]


def test_the_worker_stands_at_the_root_and_only_there() -> None:
    files = {**asset_texts(), "index.md": "# Home\n"}
    made = add_offline(files)
    assert set(made) == set(files) - {"assets/js/sw.js"} | {"sw.js"}
    assert all(made[name] == files[name] for name in made if name != "sw.js")
    assert made == add_offline(dict(reversed(files.items())))


@pytest.mark.parametrize("name", ["index.md", "assets/search/index.json", "assets/js/sw.js", "assets/css/one.css"])
def test_any_other_content_is_another_build(name: str) -> None:
    files = {**asset_texts(), "index.md": "", "assets/search/index.json": "{}", "assets/css/one.css": ""}
    build, _ = constants(files)
    other, _ = constants({**files, name: files[name] + " "})
    assert re.fullmatch("[0-9a-f]{16}", build)
    assert build != other
    assert constants({**files, "new.md": ""})[0] != build


def test_a_small_index_is_needed_whole_and_a_large_one_as_it_is_used() -> None:
    head, shard = "assets/search/index.json", "assets/search/common-0-0a1b.json"
    files = {**asset_texts(), head: "{}", shard: "x" * 1000, "papers/one.md": ""}
    code = sorted(name for name in asset_texts() if name.endswith(".js") and name != "assets/js/sw.js")
    assert constants(files)[1] == sorted([*code, head, shard])
    assert constants({**files, shard: "x" * 4_000_000})[1] == code


def test_a_source_without_a_place_for_them_is_refused() -> None:
    files = asset_texts()
    with pytest.raises(RuntimeError, match="no line “const BUILD"):
        add_offline({**files, "assets/js/sw.js": files["assets/js/sw.js"].replace("const BUILD", "let BUILD")})


# --- as a reader has it -----------------------------------------------------------


class Host:
    """A server of several surveys, below paths that lie within one another; any can be put in another's place."""

    def __init__(self, builds: dict[str, Path]) -> None:
        self.builds = builds
        self.sites = {"/lamps/deep/": builds["two"], "/lamps/": builds["one"]}
        self.held = threading.Event()
        """While set, no page is answered."""
        handler = functools.partial(_Held, sites=self.sites, held=self.held)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def put(self, build: str, path: str = "/lamps/") -> None:
        self.sites[path] = self.builds[build]


class _Held(_Handler):
    """Says, as many hosts do, that a file is good for ten minutes."""

    def __init__(self, *arguments: object, held: threading.Event, **options: Any) -> None:
        self.held = held
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:  # noqa: N802 - the server's own name
        while self.held.is_set() and "." not in self.path:
            threading.Event().wait(0.05)
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


@pytest.fixture(scope="module")
def builds(toy_site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two builds of the toy survey with other content, and one whose index counts as large."""
    folder = made_once(tmp_path_factory, "offline", lambda folder: _make_builds(toy_site.html, folder))
    return {"one": toy_site.html, "two": folder / "two/site", "large": folder / "large"}


def _make_builds(one: Path, folder: Path) -> None:
    survey = folder / "changed"
    shutil.copytree(ROOT / "tests/toy/survey", survey, ignore=shutil.ignore_patterns("docs", "site"))
    record = survey / "papers/tide-tables.yml"
    record.write_text(
        re.sub(r"(?m)^title: .*$", 'title: "Zephyr tables"', record.read_text(encoding="utf-8")), encoding="utf-8"
    )
    two = make_site(survey, folder / "two").html
    worker = Path(shutil.copytree(one, folder / "large")) / "sw.js"
    worker.write_text(re.sub(r'"assets/search/[^"]*",', "", worker.read_text("utf-8")), encoding="utf-8")
    script = two / "assets/js/explorer/main.js"
    script.write_text(script.read_text(encoding="utf-8") + "// two\n", encoding="utf-8")
    for path in two.rglob("*"):
        os.utime(path, (path.stat().st_mtime + 3600,) * 2)


@pytest.fixture
def host(builds: dict[str, Path]) -> Iterator[Host]:
    host = Host(builds)
    yield host
    host.held.clear()
    host.server.shutdown()
    host.server.server_close()


@pytest.fixture
def open_page(browser: Browser, host: Host) -> Iterator[Callable[[str], Page]]:
    """Opens an address of the host, and waits until its worker is in charge. One profile a test."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)

    def open_page(path: str) -> Page:
        page = context.new_page()
        page.goto(host.url + path)
        page.wait_for_function("() => navigator.serviceWorker.controller")
        return page

    yield open_page
    context.close()


LIST = """async () => Promise.all((await caches.keys()).map(async (name) =>
  (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))"""


def wait_kept(page: Page, *paths: str) -> None:
    """Wait until a cache holds these addresses of the page's host."""
    for _ in range(PATIENCE // 100):
        names = {name for files in page.evaluate(LIST) for name in files}
        if names.issuperset(paths):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"not kept: {sorted({*paths} - names)}")


def kept(page: Page) -> dict[str, dict[str, str]]:
    """Name of each cache to the path and text of each file in it. (Looking into one that goes makes it anew, empty.)"""
    found: dict[str, dict[str, str]] = page.evaluate(
        """async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) => {
          const cache = await caches.open(name);
          const files = (await cache.keys()).map(async ({ url }) =>
            [new URL(url).pathname, await (await cache.match(url))?.text() ?? ""]);
          return [name, Object.fromEntries(await Promise.all(files))];
        })))"""
    )
    return {name: files for name, files in found.items() if files}


def of_search(site: Path, path: str) -> list[str]:
    """The addresses of all that a search needs, with a style sheet of the theme."""
    files = [file for file in site.rglob("*") if file.is_file()]
    needed = ("assets/search/", "assets/js/", "assets/stylesheets/main.", "explore/index.html")
    names = [file.relative_to(site).as_posix() for file in files]
    return [
        path + name.removesuffix("index.html")
        for name in names
        if name.startswith(needed) and not name.endswith(".map")
    ]


def found(page: Page) -> str:
    """What the explorer shows, once it has answered."""
    page.wait_for_function("() => document.querySelector('[data-explorer-results] [data-result]')")
    return page.locator("[data-explorer-results]").inner_text()


def strangers(files: dict[str, str], site: Path, path: str) -> list[str]:
    """Those of the files kept for a path that are not a build's."""
    found = []
    for name, text in files.items():
        below = name.removeprefix(path)
        file = site / (f"{below}index.html" if not below or below.endswith("/") else below)
        if not file.is_file() or file.read_bytes().decode("utf-8", "replace") != text:
            found.append(name)
    return found


@marked
def test_a_seen_page_is_there_and_an_unseen_one_says_so(open_page: Callable[[str], Page]) -> None:
    page = open_page("/lamps/")
    wait_kept(page, "/lamps/", "/lamps/assets/js/page/main.js")
    (files,) = kept(page).values()
    assert not [name for name in files if "/assets/search/" in name], "the search was not used"
    title = page.title()
    page.context.set_offline(True)
    page.reload()
    assert page.title() == title
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    page.goto(f"{page.url}papers/glimmer/")
    expect(page.get_by_role("heading")).to_have_text("No connection")
    assert page.get_by_role("link").all_inner_texts() == ["Home"]
    page.get_by_role("link", name="Home").click()
    assert page.title() == title


@marked
def test_the_search_works_once_it_was_used(open_page: Callable[[str], Page], host: Host) -> None:
    page = open_page("/lamps/explore/")
    online = found(page)
    wait_kept(page, *of_search(host.builds["one"], "/lamps/"))
    page.context.set_offline(True)
    page.goto(f"{host.url}/lamps/explore/?q=tide")
    assert "Tide" in found(page)
    page.goto(f"{host.url}/lamps/explore")
    assert found(page) == online
    assert page.url == f"{host.url}/lamps/explore/"
    page.goto(f"{host.url}/lamps/explore/index.html")
    assert found(page) == online


@marked
def test_the_dialog_makes_the_explorer_work_too(open_page: Callable[[str], Page], host: Host) -> None:
    page = open_page("/lamps/")
    page.keyboard.press("/")
    expect(page.locator("dialog[open]")).to_be_visible()
    wait_kept(page, *of_search(host.builds["one"], "/lamps/"))
    page.context.set_offline(True)
    page.goto(f"{host.url}/lamps/explore/?q=tide")
    assert "Tide" in found(page)
    page.goto(f"{host.url}/lamps/papers/glimmer/")
    assert page.get_by_role("link").all_inner_texts() == ["Search the papers", "Home"]


@marked
def test_of_a_large_index_what_was_fetched_is_kept(open_page: Callable[[str], Page], host: Host) -> None:
    host.put("large")
    open_page("/lamps/").close()
    page = open_page("/lamps/explore/?q=tide")
    online = found(page)
    wait_kept(page, "/lamps/explore/", "/lamps/assets/search/index.json", "/lamps/assets/js/page/search_dialog.js")
    page.wait_for_timeout(1000)
    (files,) = kept(page).values()
    whole = [name for name in of_search(host.builds["large"], "/lamps/") if "/search/" in name]
    assert not {*whole} <= {*files}
    page.context.set_offline(True)
    page.reload()
    assert found(page) == online


@marked
def test_a_rebuilt_site_is_seen_at_once_and_never_mixed(open_page: Callable[[str], Page], host: Host) -> None:
    one, two = host.builds["one"], host.builds["two"]
    page = open_page("/lamps/explore/?q=tables")
    assert "Zephyr" not in found(page)
    wait_kept(page, *of_search(one, "/lamps/"))
    (old,) = kept(page)
    assert not strangers(kept(page)[old], one, "/lamps/")

    page.context.set_offline(True)
    host.put("two")
    page.reload()
    assert "Zephyr" not in found(page)

    page.context.set_offline(False)
    page.reload()
    assert "Zephyr" in found(page)
    assert page.evaluate("async () => (await fetch('../assets/js/explorer/main.js')).text()").endswith("// two\n")
    for cache, files in kept(page).items():
        assert not strangers(files, one if cache == old else two, "/lamps/")
    wait_kept(page, *of_search(two, "/lamps/"))
    ((new, files),) = kept(page).items()
    assert new != old
    assert not strangers(files, two, "/lamps/")

    page.context.set_offline(True)
    page.reload()
    assert "Zephyr" in found(page)


@marked
def test_two_surveys_on_a_host_do_not_meet(open_page: Callable[[str], Page], host: Host) -> None:
    one, two = host.builds["one"], host.builds["two"]
    outer, inner = open_page("/lamps/explore/?q=tables"), open_page("/lamps/deep/explore/?q=tables")
    wait_kept(outer, *of_search(one, "/lamps/"), *of_search(two, "/lamps/deep/"))
    caches = {name.rsplit(" ", 1)[0]: files for name, files in kept(outer).items()}
    assert set(caches) == {"catalogue /lamps/", "catalogue /lamps/deep/"}
    assert not strangers(caches["catalogue /lamps/"], one, "/lamps/")
    assert not strangers(caches["catalogue /lamps/deep/"], two, "/lamps/deep/")

    host.put("two")
    outer.reload()
    wait_kept(outer, *of_search(two, "/lamps/"))
    caches = {name.rsplit(" ", 1)[0]: files for name, files in kept(outer).items()}
    assert set(caches) == {"catalogue /lamps/", "catalogue /lamps/deep/"}
    assert [strangers(files, two, name.split(" ")[1]) for name, files in caches.items()] == [[], []]
    outer.context.set_offline(True)
    inner.reload()
    assert "Zephyr" in found(inner)


@marked
def test_what_does_not_come_is_shown_as_kept(open_page: Callable[[str], Page], host: Host) -> None:
    page = open_page("/lamps/explore/")
    online = found(page)
    wait_kept(page, *of_search(host.builds["one"], "/lamps/"))
    host.held.set()
    page.reload()
    assert found(page) == online


@marked
def test_data_to_take_away_is_not_kept(open_page: Callable[[str], Page]) -> None:
    page = open_page("/lamps/")
    wait_kept(page, "/lamps/")
    page.evaluate("async () => (await fetch('assets/data/catalogue.json')).text()")
    page.evaluate("async () => (await fetch('assets/icons/mark.svg')).text()")
    wait_kept(page, "/lamps/assets/icons/mark.svg")
    page.goto(page.url + "papers.json")
    page.go_back()
    wait_kept(page, "/lamps/")
    names = [name for files in kept(page).values() for name in files]
    assert not [name for name in names if "/data/" in name or name.endswith(("sw.js", "papers.json"))]


@marked
def test_a_missing_page_is_the_host_s_and_not_kept(open_page: Callable[[str], Page], host: Host) -> None:
    page = open_page("/lamps/")
    wait_kept(page, "/lamps/")
    page.goto(f"{host.url}/lamps/nowhere/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    page.wait_for_timeout(1000)
    assert not [name for files in kept(page).values() for name in files if "nowhere" in name]
    page.context.set_offline(True)
    try:
        page.reload()
    except Error:
        pytest.fail("an unseen page gave nothing at all")
    expect(page.get_by_role("heading")).to_have_text("No connection")
