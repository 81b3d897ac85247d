"""What `catalogue serve` answers: files of the site, newer ones, and what has changed."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.site.server import HOST, LiveSite, start_server


@pytest.fixture
def live(tmp_path: Path) -> Iterator[tuple[LiveSite, str]]:
    """A site below `/a/`, and its address."""
    folder = tmp_path / "site"
    (folder / "papers/one").mkdir(parents=True)
    (folder / "index.html").write_text("<body>home</body>", "utf-8")
    (folder / "papers/one/index.html").write_text("<body>one</body>", "utf-8")
    (folder / "404.html").write_text("<body>nothing</body>", "utf-8")
    (folder / "sw.js").write_text("self", "utf-8")
    (folder / "ü.bib").write_text("@misc", "utf-8")
    (folder / "away").symlink_to(tmp_path)
    (tmp_path / "secret").write_text("secret", "utf-8")
    site = LiveSite(folder, "/a/")
    server = start_server(site, 0)
    yield site, f"http://{HOST}:{server.server_port}"
    server.shutdown()
    server.server_close()


def read(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - ours
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_page_gets_the_script_and_other_files_stay(live: tuple[LiveSite, str]) -> None:
    _, at = live
    script = '<script src="/a/.live/live.js" data-pages="0"></script>'
    assert read(f"{at}/a/") == (200, f"<body>home{script}</body>")
    assert read(f"{at}/") == read(f"{at}/a/"), "what lies elsewhere leads to the site"
    assert read(f"{at}/a/papers/one") == (200, f"<body>one{script}</body>")
    assert read(f"{at}/a/%C3%BC.bib") == (200, "@misc")
    assert read(f"{at}/a/nosuch/") == (404, f"<body>nothing{script}</body>")
    assert "follow" in read(f"{at}/a/.live/live.js")[1]


@pytest.mark.parametrize("path", ["../secret", "%2e%2e/secret", "away/secret", "papers/../../secret", "sw.js", "%00"])
def test_nothing_outside_the_site_is_shown_and_no_service_worker(live: tuple[LiveSite, str], path: str) -> None:
    code, text = read(f"{live[1]}/a/{path}")
    assert code == 404 and "secret" not in text


def test_newer_pages_go_before_those_of_the_folder(live: tuple[LiveSite, str]) -> None:
    site, at = live
    site.renew({"papers/one/index.html": b"<body>newer</body>"})
    assert read(f"{at}/a/papers/one/")[1].startswith('<body>newer<script src="/a/.live/live.js" data-pages="1">')
    site.renew({})
    assert read(f"{at}/a/papers/one/")[1].startswith("<body>one")


def test_a_page_that_asks_is_answered_when_something_changes(live: tuple[LiveSite, str]) -> None:
    site, at = live
    ask = f"{at}/a/.live/state?page=/a/papers/one/&known="
    assert json.loads(read(f"{ask}-1")[1]) == {"state": 0, "pages": 0, "messages": []}
    assert site.open_pages() == ["papers/one/index.html"]
    told: list[object] = []
    waiting = threading.Thread(target=lambda: told.append(json.loads(read(f"{ask}0")[1])))
    waiting.start()
    site.tell(["a.yml:1: <b> is wrong"])
    waiting.join(30)
    assert told == [{"state": 1, "pages": 0, "messages": ["a.yml:1: <b> is wrong"]}]
    assert json.loads(read(f"{ask}x")[1])["state"] == 1


def test_without_a_site_there_is_a_page_for_messages(tmp_path: Path) -> None:
    assert b"live.js" in LiveSite(tmp_path / "none", "/").missing()


def test_a_browser_that_leaves_before_it_is_answered_is_no_error(
    live: tuple[LiveSite, str], capfd: pytest.CaptureFixture[str]
) -> None:
    site, at = live
    port = int(at.rpartition(":")[2])
    for page in ("/a/", "/a/papers/one/"):
        with socket.create_connection((HOST, port), timeout=30) as browser:
            browser.sendall(f"GET /a/.live/state?known=0&page={page} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            while page not in site._open:
                time.sleep(0.01)
            # Not told goodbye: the connection is reset.
            browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    waiting = threading.active_count()
    site.renew({})
    for _ in range(500):
        if threading.active_count() < waiting:
            break
        time.sleep(0.01)
    assert read(f"{at}/a/")[0] == 200
    assert capfd.readouterr().err == ""
