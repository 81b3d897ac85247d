"""Shows a survey while its files are edited: what is saved is seen at once on the page that is open, and then on all.

    a record is saved ─▶ put into the catalogue that there was ─▶ the pages that are open
          │
    a file is saved ─▶ catalogue ─▶ the pages that are open ─▶ the whole site, in a copy of this process
          │                │
          └────────────────┴─ errors: shown on the pages that there are, until they are mended

A record is first checked for itself, and shown beside what is known of all others: of 10,000 papers that takes a
fraction of the time in which all is derived and checked. Where more changed in it than a curator's words, what follows
from that for other papers is then found out as after any other change. The copy begins with all that this process has
read and loaded. A change that comes while it works ends it: a build can be killed at any moment.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from .build.watch import Watched, build_in_new_process, changes
from .checks.references import check_records
from .checks.site_configuration import configuration_file, docs_folder, site_address, site_folder
from .pipeline import build_site, catalogue_of
from .processes import Background
from .records.base import Problem, hold_error
from .records.catalogue import Catalogue
from .records.paper import Paper
from .records.survey import Survey
from .resources import is_generator_file, read_translations
from .site.context import Site
from .site.mkdocs_build import SiteBuild, mkdocs_environment, set_environment
from .site.render import render_some
from .site.server import HOST, LiveSite, start_server
from .survey.folder import locate_in_files, read_survey
from .survey.papers import read_record

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


class _Known(NamedTuple):
    """What the pages were made of: each record as it stands in its file, by id; the survey as it was when all was last
    read; and the catalogue.
    """

    records: Mapping[str, Paper]
    survey: Survey
    catalogue: Catalogue


class _Session:
    """Brings pages up to date while the files of a survey change: the open pages at once, then the whole site."""

    def __init__(self, folder: Path, live: LiveSite) -> None:
        self._folder = folder
        self._live = live
        self._build: Background[SiteBuild] | None = None
        self._previews: Previews | None = None
        self._known: _Known | None = None
        self._refused: frozenset[Path] = frozenset()  # files that changed since, and had errors
        self._is_same_code = True

    def follow(self, changed: Iterable[Path]) -> None:
        """Begin to build what the `changed` files change; if there are none, look whether a build is done. To be called
        often.
        """
        changed = list(changed)
        if changed:
            self.stop()
            self._is_same_code = self._is_same_code and not any(map(is_generator_file, changed))
            if self._is_same_code and not self._preview(changed):
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

    def _preview(self, changed: Iterable[Path]) -> bool:
        """Show the open pages as the `changed` files make them. Returns False if the survey has errors, which are shown
        on them.
        """
        files, self._refused = self._refused.union(changed), frozenset()
        _wait_for_content(files)
        known, shown = self._known, dict[str, bytes]()
        if known and (records := _records_among(files, known, self._folder)):
            now, problems = _with_records(records, known, self._folder)
            if now is None:
                self._refused = files
                return self._refuse(problems)
            shown = self._show(now.catalogue)
            if all(_differ_in_words(known.records[id], now.records[id]) for id in records):
                self._known = now
                return True
        self._known = None
        survey, problems = read_survey(self._folder)
        catalogue, faults = catalogue_of(survey, self._folder, []) if survey else (None, [])  # the build keeps it
        if survey is None or catalogue is None:
            return self._refuse([*problems, *faults])
        self._known = _Known({paper.id: paper for paper in survey.papers}, survey, catalogue)
        self._show(catalogue, shown)
        return True

    def _refuse(self, problems: Iterable[Problem]) -> bool:
        """Show the errors among some problems on the open pages, and return False."""
        self._live.tell(str(problem) for problem in problems if problem.level == "error")
        return False

    def _show(self, catalogue: Catalogue, shown: Mapping[str, bytes] = MappingProxyType({})) -> dict[str, bytes]:
        """Make the open pages anew from a catalogue and return them by path; browsers are told unless they are as
        `shown`. Empty before a first build, and if no page is open.
        """
        pages = self._pages(catalogue, wanted) if (wanted := self._live.open_pages()) else {}
        if pages != shown:
            self._live.renew(pages)
        return pages

    def _pages(self, catalogue: Catalogue, wanted: Iterable[str]) -> dict[str, bytes]:
        """Return the HTML of those pages that are wanted, by path, as the catalogue is now; empty before a first
        build.
        """
        if self._previews is None:
            return {}
        site = Site(catalogue, read_translations(catalogue.settings.language))
        return self._previews.pages(wanted, lambda paths: render_some(site, paths))

    def _ready(self) -> None:
        """Load what the next change will need, now that a site is built and nobody waits."""
        from .site.stamping.build import Previews

        self._live.renew({})
        config = configuration_file(self._folder)
        with set_environment(mkdocs_environment(docs_folder(self._folder))):
            self._previews = Previews(config) if config and self._is_same_code else None
        if self._known is None and (survey := read_survey(self._folder)[0]):
            catalogue, _ = catalogue_of(survey, self._folder)
            self._known = _Known({paper.id: paper for paper in survey.papers}, survey, catalogue) if catalogue else None
        if self._known:
            self._pages(self._known.catalogue, ["index.html"])  # so that all it takes is loaded


# --- records that changed ------------------------------------------------------


def _wait_for_content(files: Iterable[Path]) -> None:
    """Wait up to a tenth of a second while one of the files is empty: who saves a file empties it first."""
    for _ in range(10):
        with suppress(OSError):
            if all(path.stat().st_size for path in files if path.is_file()):
                return
        time.sleep(0.01)


def _records_among(changed: Iterable[Path], known: _Known, folder: Path) -> set[str]:
    """Return the ids of the known records that the files in `changed` hold; empty if one of these is anything else, or
    is gone.
    """
    papers = (folder / "papers").resolve()
    files = list(changed)
    are_records = all(path.parent == papers and path.stem in known.records and path.is_file() for path in files)
    return {path.stem for path in files if path.suffix == ".yml"} if are_records else set()


def _with_records(ids: Iterable[str], known: _Known, folder: Path) -> tuple[_Known | None, list[Problem]]:
    """Read the records with these ids again, and return what is then known, with what rules derived for them before if
    their own derived values are as they were. None and the problems if one of them has errors.
    """
    read = {id: read_record(folder / "papers" / f"{id}.yml", folder) for id in ids}
    problems = [problem for _, faults in read.values() for problem in faults]
    records = {id: paper for id, (paper, _) in read.items() if paper}
    if hold_error(problems):
        return None, problems
    papers = {paper.id: paper for paper in known.catalogue.papers}
    filled = {id: _filled(paper, known.records[id], papers[id]) for id, paper in records.items()}
    problems = locate_in_files(check_records([*filled.values()], known.survey, folder), folder)
    if hold_error(problems):
        return None, problems
    catalogue = known.catalogue.model_copy(update={"papers": tuple((papers | filled).values())})
    return _Known({**known.records, **records}, known.survey, catalogue), problems


def _filled(now: Paper, before: Paper, derived: Paper) -> Paper:
    """Return a record with what the rules had `derived` from it `before`, unless its own derived values changed."""
    return now.model_copy(update={"derived": derived.derived}) if now.derived == before.derived else now


def _differ_in_words(before: Paper, now: Paper) -> bool:
    """Return whether two records of a paper differ in nothing but a curator's words, which no rule reads."""
    return now.model_copy(update={"digest": before.digest}) == before
