"""Builds the site from the pages, where anything it is made of has changed: stamped, or all of it by MkDocs."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ..build.publication import staged
from ..build.write import Written, read_manifest
from ..checks.budgets import BeyondBudgetsError, refuse_beyond_budgets
from ..checks.site_configuration import (
    check_site_url,
    configuration_file,
    docs_folder,
    missing_configuration,
    site_folder,
)
from ..files import UnreadableError, refuse_outside
from ..records.base import Problem
from ..resources import base_configuration, templates_folder

STAMP = ".site"
"""In the docs folder, hidden from MkDocs: a hash of all that the site was built from."""

_SHOWN = 3
"""Pages that a note names."""


class SiteBuild(NamedTuple):
    """The result of building pages and site. `written` counts the files of the docs folder (None if there were errors),
    `problems` are those of the survey. `is_new` says whether the site was built, `site_problems` are those of MkDocs,
    `notes` what a curator may want to know.
    """

    written: Written | None
    """Numbers of files in the docs folder, or None where `problems` forbade to write them."""
    problems: list[Problem]
    is_new: bool = False
    """Whether the site was built; False where it was up to date, and where it was not because of `site_problems`."""
    site_problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()


class Wanted(NamedTuple):
    """How a site is built: all pages by MkDocs itself (`reference`), or stamped, with so many of them compared."""

    reference: bool = False
    verify: int = 0


AS_USUAL = Wanted()


class HtmlBuild(NamedTuple):
    """The result of building the site from written pages: whether it was built (False if nothing has changed since the
    last build), a problem for each warning or failure of MkDocs, and what a curator may want to know.
    """

    is_new: bool
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()


def build_html(folder: Path, wanted: Wanted) -> HtmlBuild:
    """Build the site of a survey whose pages are already written, and put it in the place of the published one."""
    config, docs, site = configuration_file(folder), docs_folder(folder), site_folder(folder)
    if config is None or (faults := why_no_site(folder)):
        return HtmlBuild(False, [missing_configuration(folder)] if config is None else faults)
    environment = mkdocs_environment(docs)
    stamp, key = docs / STAMP, _key(config, docs, site, environment)
    is_current = (site / "index.html").is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == key
    if is_current and wanted == AS_USUAL:
        return HtmlBuild(False)
    stamp.unlink(missing_ok=True)
    notes: list[str] = []
    try:
        with staged(site) as next_site:
            said = _built(config, next_site, environment, wanted, notes)
            if said:
                raise _RefusedError(said)
            refuse_beyond_budgets(next_site, folder)
    except BeyondBudgetsError as error:
        return HtmlBuild(False, error.problems, notes)
    except _RefusedError as error:
        return HtmlBuild(False, [Problem(path=str(config), message=complaint) for complaint in error.said], notes)
    stamp.write_text(key, encoding="utf-8")
    return HtmlBuild(True, (), notes)


class _RefusedError(Exception):
    """The site must not be published; `said` are the reasons."""

    def __init__(self, said: Sequence[str]) -> None:
        self.said = said


def _built(config: Path, site: Path, environment: Mapping[str, str], wanted: Wanted, notes: list[str]) -> Sequence[str]:
    """Build a site in an empty folder; returns what MkDocs complains of."""
    from .stamping.build import DifferentPageError, NotStampedError, stamp_site

    if not wanted.reference:
        try:
            with _environment(environment):
                made = stamp_site(config, site, wanted.verify)
        except DifferentPageError as error:
            if wanted.verify:
                return [f"{error}; build with --reference"]
            notes.append(f"MkDocs builds all pages, because {error}")
        except NotStampedError as error:
            notes.append(f"MkDocs builds all pages, because {error}")
        except Exception as error:  # whatever MkDocs stumbles over, it says best itself
            notes.append(f"MkDocs builds all pages, because of {type(error).__name__}: {error}")
        else:
            if made.by_mkdocs:
                notes.append(
                    f"{len(made.by_mkdocs)} of {made.pages} pages are built by MkDocs: {_some(made.by_mkdocs)}"
                )
            return complaints("\n".join(made.warnings)) if made.warnings else []
    # `-P`: a folder `mkdocs` of the survey is not the program. And not `--quiet`, which raises the level of the log, so
    # that warnings never reach the handler that counts them for `--strict`.
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict", f"--config-file={config}"]
    run = subprocess.run(  # noqa: S603 - a list of our own making, and no shell
        [*command, f"--site-dir={site}"], env=environment, capture_output=True, text=True, encoding="utf-8",
        errors="replace", check=False,
    )  # fmt: skip
    return complaints(run.stdout + run.stderr) if run.returncode else []


def why_no_site(folder: Path) -> list[Problem]:
    """Return the problems for which the site of a survey must not be built: no configuration or a faulty one, or a site
    folder that leads elsewhere.
    """
    config = configuration_file(folder)
    if config is None:
        return [missing_configuration(folder)]
    try:
        # MkDocs empties this folder first.
        refuse_outside(site_folder(folder), config.parent)
    except UnreadableError as error:
        return [Problem(path=str(site_folder(folder)), message=str(error))]
    return check_site_url(config)


def mkdocs_environment(docs: Path) -> dict[str, str]:
    """Return the environment in which MkDocs runs: with the edition's date for all files, so that two builds have the
    same bytes, and no news of other versions.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or str(read_manifest(docs).get("epoch", 0))
    return {**os.environ, "SOURCE_DATE_EPOCH": epoch, "NO_MKDOCS_2_WARNING": "1"}


def complaints(output: str) -> list[str]:
    """Return what MkDocs says beyond what it does: its warnings, and the end of what it did not expect."""
    lines = [" ".join(line.split()) for line in output.splitlines() if line.strip()]
    complaints = [line for line in lines if not line.startswith(("INFO", "DEBUG"))]
    return [f"MkDocs says: {line}" for line in complaints[-40:]] or ["MkDocs failed and did not say why"]


def _some(paths: Sequence[str]) -> str:
    return ", ".join(paths[:_SHOWN]) + " …" * (len(paths) > _SHOWN)


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """Set variables of the environment while the `with` block runs."""
    kept = dict(os.environ)
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


def _key(config: Path, docs: Path, site: Path, environment: Mapping[str, str]) -> str:
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("mkdocs", "mkdocs-material", "markdown")]
    given = [environment.get("SITE_URL", ""), environment["SOURCE_DATE_EPOCH"], str(site.resolve())]
    digest = hashlib.sha256("\0".join([*versions, *given]).encode("utf-8", "surrogateescape"))
    for path in _inputs(config, docs):
        facts = path.stat()
        digest.update(f"\0{path}\0{facts.st_size}\0{facts.st_mtime_ns}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _inputs(config: Path, docs: Path) -> Iterator[Path]:
    yield config
    yield base_configuration()
    for folder in (docs, templates_folder() / "theme"):
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and path != docs / STAMP)
