"""Shows a survey's site at an address of this machine, and builds it again at every change."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from ..build.watch import watch
from ..checks.site_configuration import configuration_file, docs_folder, site_address
from ..records.base import Problem
from .mkdocs_build import complaints, mkdocs_environment, why_no_site

_HOST = "127.0.0.1"
_FIRST, _TRIED = 8000, 20
"""The port that is tried first where none is asked for, and how many from it on."""


def free_port(wanted: int | None = None) -> int | None:
    """Return the wanted port, or the first free one from 8000 on if none is wanted; None if it is taken."""
    for port in (wanted,) if wanted else range(_FIRST, _FIRST + _TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_HOST, port))
            except OSError:
                continue
            return port
    return None


def serve_site(folder: Path, port: int, tell: Callable[[str], None]) -> list[Problem]:
    """Show the site of a survey whose pages are written, until the user interrupts or the process is told to end.

    `tell` is given the address as soon as it answers. Returns the problems for which the site could not be shown.
    """
    if faults := why_no_site(folder):
        return faults
    config, docs = configuration_file(folder), docs_folder(folder)
    command = [sys.executable, "-P", "-m", "mkdocs", "serve", "--quiet", f"--config-file={config}"]
    server = subprocess.Popen(  # noqa: S603 - a list of our own making, and no shell
        [*command, f"--dev-addr={_HOST}:{port}"], env=mkdocs_environment(docs), text=True, encoding="utf-8",
        errors="replace", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    stop = threading.Event()
    watcher = threading.Thread(target=watch, args=(folder, docs, stop), daemon=True)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    try:
        watcher.start()
        path = urlsplit(site_address(folder)).path.lstrip("/")
        if _answers(server, port):
            tell(f"http://{_HOST}:{port}/{path}")
        _, said = server.communicate()
    except KeyboardInterrupt:
        return []
    finally:
        stop.set()
        server.terminate()
        server.wait()
    return [Problem(path=str(config), message=complaint) for complaint in complaints(said)]


def _answers(server: subprocess.Popen[str], port: int) -> bool:
    """Wait until the server takes connections; False if it ends before."""
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((_HOST, port)) == 0:
                return True
        time.sleep(0.2)
    return False
