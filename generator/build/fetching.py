"""Fetches a text from the web that a curator names by its address."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urlsplit

from ..files import UnreadableError

_SECONDS = 30
_MOST = 200_000_000
"""Bytes; the catalogue of 10,000 papers has some 40 million."""
_SCHEMES = frozenset({"http", "https"})


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Lets urllib follow a redirect to web addresses only, so that none leads to a file."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Return the request for `newurl`, to which a server redirects. Raises UnreadableError if that is no web
        address. The other parameters are urllib's.
        """
        if urlsplit(newurl).scheme not in _SCHEMES:
            raise UnreadableError(f"redirects to {newurl!r}, which is no web address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch_text(address: str) -> str:
    """Return the text at a web address (http or https), which must be UTF-8.

    Raises UnreadableError, with a reason that follows the address, if the address is of another kind, the server does
    not answer within 30 seconds or answers with an error, or the text has more than 200 MB or is not UTF-8.
    """
    if urlsplit(address).scheme not in _SCHEMES:
        raise UnreadableError("is no http or https address")
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(), _WebOnly(),
        urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(),
    ):  # fmt: skip
        opener.add_handler(handler)
    try:
        with opener.open(address, timeout=_SECONDS) as answer:
            data: bytes = answer.read(_MOST + 1)
    except urllib.error.HTTPError as error:
        raise UnreadableError(f"cannot be fetched: the server says {error.code} {error.reason}") from error
    except (OSError, HTTPException, ValueError) as error:
        why = getattr(error, "reason", error)
        raise UnreadableError(f"cannot be fetched: {why}; without a network, give the path of the file") from error
    if len(data) > _MOST:
        raise UnreadableError(f"has more than {_MOST:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("is not UTF-8") from error
