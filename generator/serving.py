"""Shows a survey while its files are edited: what is saved is seen at once on the page that is open, and then on all.

    a file is saved ─▶ catalogue ─▶ the pages that are open ─▶ the whole site, in a copy of this process
                          │
                          └─ errors: shown on the pages that there are, until they are mended

The copy begins with all that this process has read and loaded. A change that comes while it works ends it: a build can
be killed at any moment.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .build.watch import Watched, build_in_new_process, changes
from .checks.site_configuration import configuration_file, docs_folder, site_address, site_folder
from .pipeline import build_site, load_catalogue
from .processes import Background
from .records.catalogue import Catalogue
from .resources import is_generator_file, read_translations
from .site.context import Site
from .site.mkdocs_build import SiteBuild, mkdocs_environment, set_environment
from .site.render import render_some
from .site.server import HOST, LiveSite, start_server

if TYPE_CHECKING:
    from .site.stamping.build import Previews

_OFTEN = 50
"""Milliseconds after which to look whether a build is done."""


def serve_survey(folder: Path, port: int, tell: Callable[[str], None]) -> None:
    """Serve the site of a survey at a port of this machine until the user interrupts or the process is told to end.

    It builds the site anew after every change of a file. `tell` is called with the address once it answers.
    """
    path = urlsplit(site_address(folder)).path
    live = LiveSite(site_folder(folder).resolve(), f"{path.rstrip('/')}/")
    watched = Watched(folder, configuration_file(folder), docs_folder(folder), site_folder(folder))
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not an exception, which could come where Python ignores it, such as while a process is copied.
        signal.signal(number, lambda number, frame: stop.set())
    server = start_server(live, port)
    session = _Session(folder, live)
    try:
        tell(f"http://{HOST}:{port}{live.base}")
        session.build()
        for changed in changes(watched, stop, _OFTEN):
            session.follow(changed)
    finally:
        session.stop()
        server.shutdown()


class _Session:
    """Brings pages up to date while the files of a survey change: the open pages at once, then the whole site."""

    def __init__(self, folder: Path, live: LiveSite) -> None:
        self._folder = folder
        self._live = live
        self._build: Background[SiteBuild] | None = None
        self._previews: Previews | None = None
        self._is_same_code = True

    def follow(self, changed: Iterable[Path]) -> None:
        """Begin to build what the `changed` files change; if there are none, look whether a build is done. To be called
        often.
        """
        changed = list(changed)
        if changed:
            self.stop()
            self._is_same_code = self._is_same_code and not any(map(is_generator_file, changed))
            if self._is_same_code and not self._preview():
                return
            self.build()
        elif self._build and self._build.is_done():
            made, self._build = self._build.result(), None
            faults = [*made.problems, *made.site_problems] if made.written is None else made.site_problems
            if faults:
                self._live.tell(map(str, faults))
            else:
                self._ready()

    def build(self) -> None:
        """Begin to build the whole site in a copy of this process; if the generator's code changed, build it in a new
        one and wait.
        """
        if self._is_same_code:
            self._build = Background(lambda: build_site(self._folder))
        else:
            # Changed code counts in a process that loads it.
            if build_in_new_process("--survey", str(self._folder), "--site"):
                self._live.tell(["The site could not be built; the terminal says why."])
            else:
                self._ready()

    def stop(self) -> None:
        """End a build that is going on; nothing of it is published."""
        if self._build:
            self._build.kill()
        self._build = None

    def _preview(self) -> bool:
        """Show the open pages as they are now. Returns False if the survey has errors, which are shown on them."""
        catalogue, problems = load_catalogue(self._folder)
        if catalogue is None:
            self._live.tell(str(problem) for problem in problems if problem.level == "error")
            return False
        if self._previews and (wanted := self._live.open_pages()):
            self._live.renew(self._pages(catalogue, wanted))
        return True

    def _pages(self, catalogue: Catalogue, wanted: Iterable[str]) -> dict[str, bytes]:
        """Return the HTML of those pages that are wanted, by path, as the catalogue is now; empty before a first
        build.
        """
        site = Site(catalogue, read_translations(catalogue.settings.language))
        return self._previews.pages(wanted, lambda paths: render_some(site, paths)) if self._previews else {}

    def _ready(self) -> None:
        """Load what the next change will need, now that a site is built and nobody waits."""
        from .site.stamping.build import Previews

        self._live.renew({})
        config = configuration_file(self._folder)
        with set_environment(mkdocs_environment(docs_folder(self._folder))):
            self._previews = Previews(config) if config and self._is_same_code else None
        catalogue, _ = load_catalogue(self._folder)
        if catalogue and self._previews:
            self._pages(catalogue, ["index.html"])  # so that all it takes is loaded
