"""Two built sites, for the tests of what readers get: the shipped survey, and the toy survey with its hostile texts.

A test module takes them by `pytest_plugins = ("tests.site_fixture",)`. They are built once a run
into a temporary folder that all processes share, and served from below the root of a local server,
since a site may be published at any address. Nobody writes into them.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.build.write import read_manifest
from generator.pipeline import build_docs
from generator.records.catalogue import Catalogue
from tests.once import made_once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.reader import Reader

ROOT = Path(__file__).parent.parent
SURVEYS = {"shipped": ROOT / "survey", "toy": ROOT / "tests" / "toy" / "survey"}
SHIPPED_ADDRESS = "https://survey.test/deep/er/survey/"
"""Where the shipped survey is published in tests: it knows of no address, so the environment tells it."""


def published(catalogue: Catalogue) -> Catalogue:
    """The catalogue as it is published in tests."""
    address = catalogue.settings.address or SHIPPED_ADDRESS
    return catalogue.model_copy(update={"settings": catalogue.settings.model_copy(update={"base_url": address})})


@dataclass(frozen=True)
class Site:
    """A survey, its pages in Markdown (`docs`) and in HTML (`html`), and where the server shows them."""

    survey: Path
    docs: Path
    html: Path
    problems: tuple[str, ...]
    """What the generator found wrong with the survey."""
    said: str
    """What the site builder wrote to the terminal."""
    url: str = ""


def environment(**more: str) -> dict[str, str]:
    """The environment of a build: no address set from outside, and quiet about the next major version."""
    inherited = {key: value for key, value in os.environ.items() if key not in {"SITE_URL", "SOURCE_DATE_EPOCH"}}
    return {**inherited, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT), **more}


def configure(survey: Path, folder: Path, *more: str) -> Path:
    """Write the survey's site configuration, with `more` lines, for `folder/docs` and `folder/site`.

    What the plugin would give is inherited, which Zensical, too, understands.
    """
    own = survey / "mkdocs.yml"
    lines = own.read_text(encoding="utf-8").splitlines() if own.exists() else []
    kept = [line for line in lines if not line.startswith(("docs_dir:", "site_dir:", "plugins:"))]
    head = [f"INHERIT: {ROOT / 'mkdocs.yml'}", "docs_dir: docs", "site_dir: site"]
    config = folder / "mkdocs.yml"
    text = "\n".join([*head, "theme:", f"  custom_dir: {ROOT / 'templates/theme'}", *kept, *more])
    config.write_text(text + "\n", encoding="utf-8")
    return config


def copy_written_pages(survey: Path, docs: Path) -> None:
    """The hand-written pages of the shipped survey: what the generator does not list as its own."""
    if survey != ROOT / "survey" or not (ROOT / "docs").is_dir():
        return
    files = read_manifest(ROOT / "docs").get("files")
    generated = {*(files if isinstance(files, dict) else ()), ".catalogue.json"}
    for path in sorted((ROOT / "docs").rglob("*")):
        name = path.relative_to(ROOT / "docs").as_posix()
        if path.is_file() and name not in generated:
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, docs / name)


def epoch(survey: Path, env: Mapping[str, str]) -> str:
    """The edition's date as `make site` gives it to the site builder."""
    command = [sys.executable, "-P", "-m", "generator", "edition", "--epoch", "--survey", str(survey)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env, timeout=120)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def run_mkdocs(config: Path, env: Mapping[str, str], *, strict: bool = True) -> str:
    """Build the site; `strict`, a warning is an error. What the builder said."""
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config), *["--strict"] * strict]
    run = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=env, cwd=config.parent, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout + run.stderr


def make_site(survey: Path, folder: Path) -> Site:
    """Generate and build."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    copy_written_pages(survey, docs)
    env = environment(**({"SITE_URL": SHIPPED_ADDRESS} if survey == SURVEYS["shipped"] else {}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", env.get("SITE_URL", ""))
        written, problems = build_docs(survey, docs)
    assert written is not None, list(map(str, problems))
    said = run_mkdocs(configure(survey, folder), {**env, "SOURCE_DATE_EPOCH": epoch(survey, env)})
    return Site(survey, docs, folder / "site", tuple(map(str, problems)), said)


def site_of(factory: pytest.TempPathFactory, name: str) -> Site:
    """One of `SURVEYS`, generated and built for all processes of this run."""

    def make(folder: Path) -> None:
        site = make_site(survey, folder)
        told = {"problems": site.problems, "said": site.said}
        (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")

    survey = SURVEYS[name]
    folder = made_once(factory, f"{name}-site", make)
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return Site(survey, folder / "docs", folder / "site", tuple(told["problems"]), told["said"])


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Static files below their prefixes; what is missing gets its site's own page for that, as hosts do."""

    def __init__(self, *arguments: object, sites: Mapping[str, Path]) -> None:
        self.sites = sites
        super().__init__(*arguments)  # type: ignore[arg-type]

    def handle(self) -> None:
        """Answer a browser; one that leaves before it has all, as when it opens another page, is no error."""
        with suppress(ConnectionError):
            super().handle()

    def translate_path(self, path: str) -> str:
        for prefix, folder in self.sites.items():
            if path.startswith(prefix):
                self.directory = str(folder)
                return super().translate_path(path.removeprefix(prefix.rstrip("/")))
        return str(Path(self.directory) / "nowhere")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Silent."""


PREFIXES = {"shipped": "/deep/er/survey/", "toy": "/lamps/"}
"""The toy survey's is the path of its `base_url`, so that its page for a missing address works too."""


@contextmanager
def served(sites: Mapping[str, Site]) -> Iterator[dict[str, Site]]:
    """Sites, by the path that each is to have, with their addresses on a local server."""
    roots = {prefix: site.html for prefix, site in sites.items()}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, sites=roots))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    host = f"http://127.0.0.1:{server.server_port}"
    yield {prefix: replace(site, url=host + prefix) for prefix, site in sites.items()}
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def sites(site_builder: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """Both sites, built and served."""
    odd = os.environ.get("PYTEST_XDIST_WORKER", "gw0")[-1] in "13579"  # two processes begin with one each
    built = {name: site_of(tmp_path_factory, name) for name in sorted(SURVEYS, reverse=odd)}
    with served({PREFIXES[name]: site for name, site in built.items()}) as found:
        yield {name: found[PREFIXES[name]] for name in SURVEYS}


@pytest.fixture(scope="session")
def shipped(sites: dict[str, Site]) -> Site:
    """The survey of this repository."""
    return sites["shipped"]


@pytest.fixture(scope="session")
def toy_site(sites: dict[str, Site]) -> Site:
    """The toy survey."""
    return sites["toy"]


@pytest.fixture
def reader(browser: Browser, shipped: Site) -> Iterator[Reader]:
    """A reader of the shipped survey, at a wide screen; leaving asks for an empty console."""
    from tests.browser.reader import Reader

    it = Reader(browser, shipped)
    yield it
    it.leave()
