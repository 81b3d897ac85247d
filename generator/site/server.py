"""Serves a site that is being edited from this machine, with messages about errors on its pages.

Each page gets a script (`assets/serve/live.js`), whose request for `.live/state` is answered as soon as anything has
changed: with the number of the present state of the pages, and the messages.
"""

from __future__ import annotations

import json
import mimetypes
import socket
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from ..files import UnreadableError, read_bytes
from ..resources import assets_folder

HOST = "127.0.0.1"
_FIRST, _TRIED = 8000, 20
"""The port that is tried first where none is asked for, and how many from it on."""
_PATIENCE = 20.0
"""Seconds that a page waits for news before it asks again."""
_LIVE = ".live/"
"""Below the site's address: what is for the script alone."""
_EMPTY = (
    "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n<title>catalogue serve</title>\n<body></body>\n</html>\n"
)
"""What stands at every address while there is no site."""
_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript"}


def free_port(wanted: int | None = None) -> int | None:
    """Return `wanted` if that port is free, else None; without it the first free port from 8000 to 8019, or None."""
    for port in (wanted,) if wanted else range(_FIRST, _FIRST + _TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    return None


class LiveSite:
    """The site in a folder, served below the path `base`; some of its pages may be newer than those in the folder."""

    def __init__(self, folder: Path, base: str) -> None:
        self._folder = folder
        self.base = base
        self._newer: dict[str, bytes] = {}
        self._open: dict[str, float] = {}
        self._state = self._pages = 0
        self._messages: list[str] = []
        self._changed = threading.Condition()

    def tell(self, messages: Iterable[str]) -> None:
        """Show messages on every open page, in place of the earlier ones; without any, those disappear."""
        with self._changed:
            self._messages = list(messages)
            self._state += 1
            self._changed.notify_all()

    def renew(self, newer: Mapping[str, bytes], messages: Iterable[str] = ()) -> None:
        """Make all open pages load again, and show messages on them. `newer` are files, by path, that are newer than
        those in the site's folder.
        """
        with self._changed:
            self._newer = dict(newer)
            self._pages += 1
        self.tell(messages)

    def open_pages(self) -> list[str]:
        """Return the files of the pages that are open in a browser, by their paths below the site's folder."""
        least = time.monotonic() - _PATIENCE - 1
        with self._changed:
            return [self._name(page) for page, asked in self._open.items() if asked > least]

    def wait(self, known: int, page: str) -> dict[str, object]:
        """Return the present state as soon as it differs from `known`, or after 20 seconds. `page` is the address of
        the page that asks; it counts as open in a browser from now on (`open_pages`).

        The keys are `state`, a number that rises with every change, `pages`, one that rises when pages were made anew,
        and `messages`, which are the same for whoever asks.
        """
        with self._changed:
            self._open = {page: time.monotonic(), **self._open} if len(self._open) < 1000 else {}
            self._open[page] = time.monotonic()
            self._changed.wait_for(lambda: self._state != known, _PATIENCE)
            return {"state": self._state, "pages": self._pages, "messages": self._messages}

    def file(self, address: str) -> tuple[bytes, str] | None:
        """Return the bytes and the name of the file that is served at an address, which begins with `base`; None if the
        site has no such file.
        """
        name = self._name(address)
        if ".." in name.split("/"):
            return None
        with self._changed:
            data = self._newer.get(name)
            pages = self._pages
        try:
            data = read_bytes(self._folder / name, self._folder, most=float("inf")) if data is None else data
        except (UnreadableError, ValueError):
            return None
        return (_with_script(data, self.base, pages) if name.endswith(".html") else data), name

    def missing(self) -> bytes:
        """Return the bytes of the page for an address without a file."""
        found = self.file(f"{self.base}404.html")
        return found[0] if found else _with_script(_EMPTY.encode(), self.base, self._pages)

    def _name(self, address: str) -> str:
        """Return the path, below the site's folder, of the file that is served at an address, which begins with
        `base`.
        """
        path = unquote(address[len(self.base) :])
        return f"{path}index.html" if path.endswith("/") or not path else path


def _with_script(page: bytes, base: str, pages: int) -> bytes:
    script = f'<script src="{base}{_LIVE}live.js" data-pages="{pages}"></script>'.encode()
    before, end, after = page.rpartition(b"</body>")
    return before + script + end + after if end else page + script


def start_server(site: LiveSite, port: int) -> ThreadingHTTPServer:
    """Start serving a site at a port, in threads of its own, and return the server. Raises OSError if the port is
    taken.
    """
    server = ThreadingHTTPServer((HOST, port), partial(_Handler, site))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"

    def __init__(self, site: LiveSite, *arguments: object) -> None:
        self._site = site
        super().__init__(*arguments)  # type: ignore[arg-type]

    def handle(self) -> None:
        """Answer the requests of one browser, until it leaves: one that opens another page waits for no answer."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Answer with a file of the site, with the script of `.live/live.js`, or at `.live/state` with what has
        changed, once something has. Any other address redirects to the site.
        """
        asked, base = urlsplit(self.path), self._site.base
        if not asked.path.startswith(base):
            self._answer(HTTPStatus.FOUND, b"", "text/plain", {"Location": base})
        elif asked.path == f"{base}{_LIVE}live.js":
            self._answer(HTTPStatus.OK, (assets_folder() / "serve" / "live.js").read_bytes(), _TYPES[".js"])
        elif asked.path == f"{base}{_LIVE}state":
            given = parse_qs(asked.query)
            known, page = given.get("known", ["-1"])[0], given.get("page", [base])[0]
            told = self._site.wait(int(known) if known.isascii() and known.isdigit() else -1, page)
            self._answer(HTTPStatus.OK, json.dumps(told).encode(), "application/json")
        else:
            self._file(asked.path)

    def do_HEAD(self) -> None:
        """Answer with the head of what `do_GET` gives."""
        self.do_GET()

    def _file(self, address: str) -> None:
        # A service worker would show what it kept; without one, a page is what stands here.
        found = None if address == f"{self._site.base}sw.js" else self._site.file(address)
        if found:
            data, name = found
            ending = Path(name).suffix
            self._answer(HTTPStatus.OK, data, _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "text/plain")
        elif not address.endswith("/") and self._site.file(f"{address}/"):
            self._answer(HTTPStatus.MOVED_PERMANENTLY, b"", "text/plain", {"Location": f"{address}/"})
        else:
            self._answer(HTTPStatus.NOT_FOUND, self._site.missing(), _TYPES[".html"])

    def _answer(self, status: HTTPStatus, data: bytes, kind: str, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(data)), "Cache-Control": "no-store", **(more or {})}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing, whatever the message, since whoever edits looks at the page."""
