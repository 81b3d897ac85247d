"""Builds the site from the pages, if anything that it depends on has changed: by stamping, or wholly by MkDocs."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..build.keys import digest_code
from ..build.publication import bring_up_twin, changes_beside, next_to, publish_changes, staged
from ..build.site_size import sizes_of, weigh_site
from ..build.write import MANIFEST, Written, generated_files, read_manifest, write
from ..cache import Cache
from ..checks.budgets import BeyondBudgetsError, refuse_beyond_budgets
from ..checks.site_configuration import (
    check_site_url,
    configuration_file,
    docs_folder,
    missing_configuration,
    site_folder,
)
from ..files import FileFacts, UnreadableError, facts_of_files, not_hidden, refuse_outside
from ..processes import Prepared
from ..records.base import Problem
from ..resources import base_configuration, templates_folder

if TYPE_CHECKING:
    from .stamping.build import Stamped
    from .stamping.kept import Kept
    from .stamping.theme import Ahead

_PUBLISHED = "published"
"""The cache of what is known of the published folder, and the key of that in it."""
STAMP = ".site"
"""In the docs folder, hidden from MkDocs: a hash of all that the site was built from."""

BY_MKDOCS = "MkDocs builds all pages"
"""How a note begins that says why no page was stamped."""

_SHOWN = 3
"""Pages that a note names."""


class SiteBuild(NamedTuple):
    """The result of building pages and site. `problems` are those of the survey, `site_problems` those of building the
    site, and `is_new` says whether the site was built. `notes` are remarks for the curator.
    """

    written: Written | None
    """Numbers of files in the docs folder, or None if errors in `problems` prevented writing."""
    problems: list[Problem]
    is_new: bool = False
    """Whether the site was built; False if it was up to date, or if `site_problems` prevented it."""
    site_problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()


class Wanted(NamedTuple):
    """How a site is to be built: every page by MkDocs (`reference`), or stamped, with `verify` pages compared with
    MkDocs' own.
    """

    reference: bool = False
    verify: int = 0


AS_USUAL = Wanted()


class HtmlBuild(NamedTuple):
    """The result of building the site from written pages.

    `is_new` is False if nothing has changed since the last build, or if it failed; `problems` has a problem for each
    warning or failure of MkDocs; `notes` are remarks for the curator.
    """

    is_new: bool
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()


class Ready(NamedTuple):
    """What was made ready while the pages were made: `ahead` is what was loaded, `twin` the twin of the published
    folder, which is as that is, as device and inode.
    """

    ahead: Ahead | None = None
    twin: tuple[int, int] | None = None


def build_html(folder: Path, wanted: Wanted = AS_USUAL, ready: Ready | None = None) -> HtmlBuild:
    """Build the site of a survey whose pages are written, and replace the published one by it. `ready` is what
    `prepared_html` made ready before the pages were written.

    Only what changed since the last build is made, if that build left the necessary data. If the result has problems,
    the published site stays as it was.
    """
    config, docs, site = configuration_file(folder), docs_folder(folder), site_folder(folder)
    if config is None or (faults := why_no_site(folder)):
        return HtmlBuild(False, [missing_configuration(folder)] if config is None else faults)
    environment = mkdocs_environment(docs)
    files = facts_of_files(docs)
    stamp, key = docs / STAMP, _key(config, docs, files, site, environment)
    is_current = (site / "index.html").is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == key
    if is_current and wanted == AS_USUAL:
        return HtmlBuild(False)
    stamp.unlink(missing_ok=True)
    building = _Building(config, folder, site, environment, _cache(config), [], ready or Ready(), not_hidden(files))
    try:
        before = _published_before(building.cache, site) if wanted == AS_USUAL else None
        if before is None or not _publish_changes(building, before):
            _publish_whole(building, wanted)
    except BeyondBudgetsError as error:
        return HtmlBuild(False, error.problems, building.notes)
    except _RefusedError as error:
        said = [Problem(path=str(config), message=complaint) for complaint in error.said]
        return HtmlBuild(False, said, building.notes)
    stamp.write_text(key, encoding="utf-8")
    return HtmlBuild(True, (), building.notes)


def prepared_html(folder: Path, wanted: Wanted = AS_USUAL) -> Prepared[Ready, HtmlBuild]:
    """Return the task of `build_html`, for which MkDocs is loaded in a process of its own while the pages are written.
    If this process has loaded MkDocs already, as in `catalogue serve`, the task runs here.
    """
    loaded = "mkdocs.commands.build" in sys.modules
    return Prepared(partial(_prepare, folder), partial(build_html, folder, wanted), here=loaded)


def _prepare(folder: Path) -> Ready:
    from .stamping.build import prepare

    config = configuration_file(folder)
    if config is None or why_no_site(folder):
        return Ready()
    ahead, site = prepare(config), site_folder(folder)
    before = _published_before(_cache(config), site)
    if before is None:
        return Ready(ahead)
    with suppress(OSError):
        # Until this build notes anything else, the next one brings up the twin as if this one had not begun.
        bring_up_twin(site, before.behind if before.twin else None)
        return Ready(ahead, _identity(next_to(site)))
    return Ready(ahead)


def _cache(config: Path) -> Cache:
    return Cache(config.parent, _PUBLISHED, digest_code())


class _Building(NamedTuple):
    """A build of the site of the survey in `folder` into `site`: MkDocs' configuration and environment, the cache, the
    notes for the curator, which grow, what was made ready, and the facts of the files in the docs folder.
    """

    config: Path
    folder: Path
    site: Path
    environment: Mapping[str, str]
    cache: Cache
    notes: list[str]
    ready: Ready
    docs: Mapping[str, FileFacts]


class _Published(NamedTuple):
    """What a build notes of the folder that it published, for the next build. `folder` and `twin` are that folder and
    its twin, if it has one, each as device and inode; `behind` are the files in which the twin differs, `sizes` the
    bytes of each file, by path, and `kept` what stamping keeps.
    """

    folder: tuple[int, int]
    twin: tuple[int, int] | None
    behind: Collection[str]
    sizes: Mapping[str, int]
    kept: Kept


class _RefusedError(Exception):
    """Raised if the site must not be published; `said` are the reasons, in words."""

    def __init__(self, said: Sequence[str]) -> None:
        self.said = said


def _published_before(cache: Cache, site: Path) -> _Published | None:
    """Return what the last build noted of the folder that it published; None if there is nothing, or if another folder
    stands there now.
    """
    before = cache.get(_PUBLISHED)
    if isinstance(before, _Published) and _identity(site) == before.folder:
        return before if before.twin == _identity(next_to(site)) else before._replace(twin=None)
    return None


def _note(cache: Cache, published: _Published | None) -> None:
    cache.put(_PUBLISHED, published)
    cache.save()


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        facts = folder.resolve().stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _publish_changes(building: _Building, before: _Published) -> bool:
    """Make and publish what changed since the build `before`; returns False, with nothing published, if the whole site
    must be made. Raises _RefusedError or BeyondBudgetsError.
    """
    site, cache = building.site, building.cache
    with changes_beside(site) as changes:
        try:
            made = _stamped(building, changes, before=before.kept)
        except _RefusedError:
            raise
        except Exception:  # whatever it is, the build of the whole site meets it again and says it
            return False
        new = sizes_of(changes)
        gone = before.kept.names - made.kept.names
        sizes = {**{name: size for name, size in before.sizes.items() if name not in gone}, **new}
        size = weigh_site(sizes, lambda name: ((changes if name in new else site) / name).read_bytes())
        refuse_beyond_budgets(size, building.folder)
        _note(cache, None)  # from here on the twin is neither the old one nor the new one
        twin = _identity(site)
        is_ready = building.ready.twin is not None and building.ready.twin == _identity(next_to(site))
        publish_changes(changes, gone, site, () if is_ready else before.behind if before.twin else None)
    if folder := _identity(site):
        _note(cache, _Published(folder, twin, {*gone, *new}, sizes, made.kept))
    return True


def _publish_whole(building: _Building, wanted: Wanted) -> None:
    """Make the whole site and publish it. Raises _RefusedError or BeyondBudgetsError, and then the published site
    stays.
    """
    _note(building.cache, None)
    with staged(building.site, generated_files(docs_folder(building.folder))) as next_site:
        kept = _built(building, next_site, wanted)
        sizes = sizes_of(next_site)
        size = weigh_site(sizes, lambda name: (next_site / name).read_bytes())
        refuse_beyond_budgets(size, building.folder)
    if kept and (folder := _identity(building.site)):
        _note(building.cache, _Published(folder, None, (), sizes, kept))


def _stamped(building: _Building, site: Path, verify: int = 0, before: Kept | None = None) -> Stamped:
    """Stamp a site, or only what changed since the build `before`, into the empty folder `site`; `verify` pages are
    compared with MkDocs' own. Raises _RefusedError with MkDocs' warnings, and what `stamp_site` raises.
    """
    from .stamping.build import stamp_site

    with set_environment(building.environment):
        made = stamp_site(building.config, site, verify, before, building.ready.ahead, building.docs)
    if made.by_mkdocs:
        some = ", ".join(made.by_mkdocs[:_SHOWN]) + " …" * (len(made.by_mkdocs) > _SHOWN)
        building.notes.append(f"{len(made.by_mkdocs)} of {made.pages} pages are built by MkDocs: {some}")
    if made.warnings:
        raise _RefusedError(complaints("\n".join(made.warnings)))
    return made


def _built(building: _Building, site: Path, wanted: Wanted) -> Kept | None:
    """Build a whole site in an empty folder: stamped, or if that cannot be done or is not wanted, by MkDocs. Returns
    what a later build can use, None if it was not stamped. Raises _RefusedError with MkDocs' complaints.
    """
    from .stamping.build import DifferentPageError, NotStampedError

    if not wanted.reference:
        try:
            return _stamped(building, site, wanted.verify).kept
        except _RefusedError:
            raise
        except DifferentPageError as error:
            if wanted.verify:
                raise _RefusedError([f"{error}; build with --reference"]) from error
            building.notes.append(f"{BY_MKDOCS}, because {error}")
        except NotStampedError as error:
            building.notes.append(f"{BY_MKDOCS}, because {error}")
        except Exception as error:  # whatever MkDocs stumbles over, it says best itself
            building.notes.append(f"{BY_MKDOCS}, because of {type(error).__name__}: {error}")
    # `-P`: a folder `mkdocs` of the survey is not the program. And not `--quiet`, which raises the level of the log, so
    # that warnings never reach the handler that counts them for `--strict`.
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict", f"--config-file={building.config}"]
    run = subprocess.run(  # noqa: S603 - a list of our own making, and no shell
        [*command, f"--site-dir={site}"], env=building.environment, capture_output=True, text=True, encoding="utf-8",
        errors="replace", check=False,
    )  # fmt: skip
    if run.returncode:
        raise _RefusedError(complaints(run.stdout + run.stderr))
    return None


def clean_docs(docs: Path) -> int:
    """Delete the generated files in a docs folder, so that all is built anew, and return their number. Other files
    stay.
    """
    written, _ = write(docs, {})
    for name in (MANIFEST, STAMP):
        (docs / name).unlink(missing_ok=True)
    return written.removed if written else 0


def why_no_site(folder: Path) -> list[Problem]:
    """Return the problems that prevent building a survey's site: a missing or faulty configuration, or a site folder
    that leads elsewhere by a link. An empty list if there are none.
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
    """Return the environment variables with which MkDocs runs on a docs folder, by name: the edition's date for all
    files, so that two builds give equal bytes, and no notices about other versions.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or str(read_manifest(docs).get("epoch", 0))
    return {**os.environ, "SOURCE_DATE_EPOCH": epoch, "NO_MKDOCS_2_WARNING": "1"}


def complaints(output: str) -> list[str]:
    """Return MkDocs' warnings and errors in its output, one text each; at most the last forty, and at least one."""
    lines = [" ".join(line.split()) for line in output.splitlines() if line.strip()]
    complaints = [line for line in lines if not line.startswith(("INFO", "DEBUG"))]
    return [f"MkDocs says: {line}" for line in complaints[-40:]] or ["MkDocs failed and did not say why"]


@contextmanager
def set_environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables to the `wanted` values, given by name, during a `with` block, and restore all of them
    afterwards.
    """
    kept = dict(os.environ)
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


def _key(config: Path, docs: Path, files: Mapping[str, FileFacts], site: Path, environment: Mapping[str, str]) -> str:
    """Return a hash of all that a site depends on; `files` are the facts of those in the docs folder."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("mkdocs", "mkdocs-material", "markdown")]
    given = [environment.get("SITE_URL", ""), environment["SOURCE_DATE_EPOCH"], str(site.resolve())]
    digest = hashlib.sha256("\0".join([*versions, *given]).encode("utf-8", "surrogateescape"))
    for path in (config, base_configuration()):
        digest.update(f"\0{path}\0".encode("utf-8", "surrogateescape") + path.read_bytes())
    theme = templates_folder() / "theme"
    for folder, found in ((docs, files), (theme, facts_of_files(theme))):
        told = "".join(f"\0{name}\0{size}\0{changed}" for name, (size, changed) in found.items() if name != STAMP)
        digest.update(f"\0{folder}{told}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
