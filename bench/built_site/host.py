"""A web server as hosts of static sites are: it compresses, keeps connections open and says how long to keep what.

For measurements: Python's own server does none of this, and a page would seem slower than readers find it.
"""

from __future__ import annotations

import gzip
import http.server
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

KEPT = "max-age=600"
"""What GitHub Pages says of every file."""
TYPES = {".js": "text/javascript", ".md": "text/markdown", ".bib": "text/plain", ".ris": "text/plain"}
PACKED = ("text/", "application/json", "application/xml", "application/xhtml", "image/svg")


@contextmanager
def host(folders: Mapping[str, Path]) -> Iterator[str]:
    """Serve each folder below its prefix (`{"/": site}`), on a free port of this machine. Gives the server's address.

    A missing file gets its site's `404.html`; a folder without the last slash leads to the one with it.
    """

    class Handler(_Handler):
        sites = folders

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together
    disable_nagle_algorithm = True
    sites: Mapping[str, Path] = {}

    def handle(self) -> None:
        """Answer a browser; one that leaves before it has all is no error."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        prefix = next((it for it in sorted(self.sites, key=len, reverse=True) if path.startswith(it)), None)
        if prefix is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        folder = self.sites[prefix].resolve()
        file = (folder / path.removeprefix(prefix)).resolve()
        if file.is_dir() and not path.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", path + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        file = file / "index.html" if file.is_dir() else file
        if file.is_file() and file.is_relative_to(folder):
            self._send(HTTPStatus.OK, file)
        elif (folder / "404.html").is_file():
            self._send(HTTPStatus.NOT_FOUND, folder / "404.html")
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send(self, status: HTTPStatus, file: Path) -> None:
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        packs = kind.startswith(PACKED) and "gzip" in self.headers.get("Accept-Encoding", "")
        body = _packed(file.read_bytes()) if packs else file.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", kind + ("; charset=utf-8" if kind.startswith(PACKED) else ""))
        self.send_header("Cache-Control", KEPT)
        if kind.startswith(PACKED):
            self.send_header("Vary", "Accept-Encoding")
        if packs:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Silent."""


@cache
def _packed(body: bytes) -> bytes:
    """Compressed once, as hosts do: what a request costs is not the time of this."""
    return gzip.compress(body, 6, mtime=0)
