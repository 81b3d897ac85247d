"""What shows sites to the browsers of tests and measurements: a reader who leaves is no error."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bench.built_site.host import host
from tests.site_fixture import Site, served


@contextmanager
def in_tests(folder: Path) -> Iterator[str]:
    with served({"/": Site(folder, folder, folder, (), "")}) as sites:
        yield sites["/"].url


def in_measurements(folder: Path) -> AbstractContextManager[str]:
    return host({"/": folder})


@pytest.mark.parametrize("start", [in_tests, in_measurements])
def test_a_browser_that_leaves_in_the_middle_of_a_file_is_no_error(
    start: Callable[[Path], AbstractContextManager[str]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "large.bin").write_bytes(bytes(30_000_000))
    with start(tmp_path) as at, socket.create_connection(("127.0.0.1", urlsplit(at).port or 0), timeout=30) as browser:
        browser.sendall(b"GET /large.bin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert b" 200 " in browser.recv(100)
        # Not told goodbye: the connection is reset.
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert capfd.readouterr().err == "", "the server has ended, and waited for its threads"
