"""What several test files share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import engine

from tests.chromium import ARGUMENTS, CHROMIUM, PATIENCE
from tests.once import made_once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
# Tests run side by side, each process on a core of its own: threads of a library would only wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")
pytest.register_assert_rewrite("tests.site_fixture")  # some test modules import it before it is a plugin

# The same examples in every run, and no clock: a slow machine is no failure.
settings.register_profile("project", derandomize=True, deadline=None, database=None)
settings.load_profile("project")
# A test that fails looks for a smaller example that fails, too: 20 seconds, where Hypothesis would take five minutes.
engine.MAX_SHRINKING_SECONDS = 20


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the toy survey to work on; the current folder is the one above it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")  # 2026-03-01
    return Path(shutil.copytree(HERE / "toy/survey", tmp_path / "toy", ignore=shutil.ignore_patterns("docs", "site")))


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus imported by rules alone; skips where the corpus is absent. Only to be read."""
    from tests.evaluate import PAGE, import_page  # which loads all of the generator

    if not PAGE.exists():
        pytest.skip("no ../shared/corpus beside the project: the tests on the source corpus are skipped")
    return made_once(tmp_path_factory, "scratch", import_page)


@pytest.fixture(scope="session")
def site_builder() -> None:
    """Asked for by every fixture and test that runs a site builder, so that `make test-fast` leaves them out."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it needs: `browser`, `site`."""
    for item in items:
        needed = set(getattr(item, "fixturenames", ()))
        if "browser" in needed:
            item.add_marker("browser")
        if "site_builder" in needed:
            item.add_marker("site")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all, since Playwright starts only once a process; each test has a profile of its own."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()
