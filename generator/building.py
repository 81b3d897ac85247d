"""What a build does beside making pages: it waits for another one, foresees what must not be built, and writes and
remembers what was made.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from .build.keys import digest_code, digest_inputs
from .build.publication import one_build
from .build.staging import staging
from .build.unchanged import Place, look, remember, written_by
from .build.write import Written, epoch_of, kept_by_hand, remember_standing, standing, write
from .cache import Cache, keeps_something
from .checks.budgets import foresee_budgets
from .checks.site_configuration import check_address, configuration_file, docs_folder, site_folder
from .files import foreign_paths
from .processes import Background, Prepared, processor_count
from .records.base import Problem, Record, hold_error, in_order
from .records.bulk import digest_of_part, know_digest
from .resources import read_translations
from .survey.folder import input_files, read_settings, read_survey
from .survey.papers import parts_of, record_sizes
from .text.i18n import Translations

if TYPE_CHECKING:
    from .records.catalogue import Catalogue
    from .records.survey import Survey

_HANDED_OVER = 1000
"""Papers of a survey up to which it is handed from process to process."""


def place_of_site(folder: Path) -> Place:
    """Return where the build of a survey's site writes, by its site configuration; without one, `docs` and `site` in
    the survey's folder.
    """
    return Place(docs_folder(folder), configuration_file(folder), site_folder(folder))


def why_not_build(docs: Path) -> list[Problem]:
    """Return the errors for which a build must not begin: what the docs folder holds besides files and folders of its
    own, such as links out of it, and a SITE_URL in the environment that is no web address.
    """
    return [*foreign_paths(docs), *check_address()]


def foresee_size(folder: Path) -> list[Problem]:
    """Return an error or warnings if the site of the survey in a folder is or may be too large for its host, as the
    files in `papers/` tell by number and size; no problem if survey.yml, which holds the limits, cannot be read.
    """
    settings = read_settings(folder)
    if settings is None:
        return []
    return foresee_budgets(record_sizes(folder).values(), settings.budgets, str(folder / "survey.yml"))


@contextmanager
def noted_build(folder: Path, place: Place) -> Iterator[Callable[[Iterable[Problem]], None]]:
    """Wait until no other process builds the survey in a folder, and keep others waiting until the `with` block ends.

    Yields a function to be called with the survey's warnings once all at `place`, the build's folders, is written. The
    next build then does nothing and repeats the warnings, unless something has changed since this block began.
    """
    with one_build(folder):
        seen = look(folder, written_by(place))
        yield lambda warnings: remember(seen, place, [warning.model_dump() for warning in warnings])


def digest_survey(folder: Path) -> str:
    """Return the hash of all that the pages of the survey in a folder depend on, SITE_URL in the environment
    included.
    """
    return digest_inputs(folder, input_files(folder), os.environ.get("SITE_URL", ""))


def read_beside(folder: Path, load: Callable[[], object]) -> tuple[Survey | None, list[Problem]]:
    """Read a survey's folder as `read_survey` does, in a copy of this process, which meanwhile calls `load`.

    It is read in this process, and `load` not called, if it does not pay to hand the survey over, or if there are
    caches, from which it is read faster.
    """
    if keeps_something(folder) or not pays_to_hand_over(folder):
        return read_survey(folder)
    reading = Background(partial(_read_with_digests, folder))
    load()
    survey, problems, digests = reading.result()
    for part, digest in zip(_parts(survey), digests, strict=True):
        know_digest(part, digest)
    return survey, problems


def _read_with_digests(folder: Path) -> tuple[Survey | None, list[Problem], list[bytes]]:
    survey, problems = read_survey(folder)
    return survey, problems, [*map(digest_of_part, _parts(survey))]


def _parts(survey: Survey | None) -> Iterable[Record]:
    return chain.from_iterable(map(parts_of, survey.papers)) if survey else ()


def pays_to_hand_over(folder: Path) -> bool:
    """Return whether a second processor is there, and the survey in a folder has so few papers that to hand it from
    process to process takes less time than to load the code that reads it.
    """
    return processor_count() > 1 and len(record_sizes(folder)) <= _HANDED_OVER


def prepared_pages(
    folder: Path, docs: Path, inputs: str, later: list[Callable[[], object]] | None
) -> Prepared[None, tuple[Written | None, list[Problem]]]:
    """Return the task of `write_pages`, to be given the catalogue and the warnings. What makes pages is loaded in a
    process of its own while the catalogue is made, and makes them there.

    If it does not pay to hand the catalogue over, or if this process has loaded that already, as in `catalogue serve`,
    the task runs here, and `later` is that of `write_pages`; the other process leaves nothing for later.
    """
    here = "generator.site.produce" in sys.modules or not pays_to_hand_over(folder)

    def task(_: None, catalogue: Catalogue, warnings: list[Problem]) -> tuple[Written | None, list[Problem]]:
        return write_pages(catalogue, warnings, folder, docs, inputs, later if here else None)

    return Prepared(_load_pages, task, here=here)


def _load_pages() -> None:
    from .checks import curated  # noqa: F401 - loaded for `write_pages`, as is what follows
    from .site import produce  # noqa: F401
    from .site.rendering.environment import load_templates

    load_templates()


def write_pages(
    catalogue: Catalogue,
    warnings: Iterable[Problem],
    folder: Path,
    docs: Path,
    inputs: str,
    later: list[Callable[[], object]] | None = None,
) -> tuple[Written | None, list[Problem]]:
    """Make all that is published of the catalogue of the survey in `folder`, and bring the folder `docs` up to date.

    `inputs` is what `digest_survey` returned before the survey was read; the manifest stores it with the warnings.
    Returns the numbers of files and all warnings, sorted. It returns None and the problems, and writes nothing, if a
    curator's text has an error, such as a link to no page, or if files that the generator did not write are in the way.
    What need only be done before the next build is put into `later` as functions without arguments; without that it is
    done at once.
    """
    from .checks.curated import check_curated
    from .site.produce import produce

    caches = partial(Cache, folder, version=digest_code())
    cache = caches("written")
    left: list[Callable[[], object]] = [] if later is None else later
    with staging(docs, standing(docs, cache)) as beside:
        files = produce(catalogue, read_translations(catalogue.settings.language), caches, beside, left)
        problems = in_order([*warnings, *check_curated(catalogue, folder, {*files, *kept_by_hand(docs)})])
        if hold_error(problems):
            return None, problems
        written, faults = write(docs, files, inputs, problems, folder, epoch_of(catalogue.edition))
    if written:
        left.append(partial(remember_standing, docs, cache))
    for doing in left if later is None else ():
        doing()
    return written, [*problems, *faults]


def paths_to_link(catalogue: Catalogue, docs: Path) -> set[str]:
    """Return the paths of all files to which a curator's text may link: the pages, the files of lists and data, and
    what was put into the docs folder by hand. All pages are made for this, which takes long; nothing is written.
    """
    from .export.data import data_paths
    from .export.lists import PaperTexts, render_lists
    from .site.render import render

    texts = PaperTexts(catalogue, Translations())
    made = {*render(catalogue, texts=texts), *render_lists(texts), *data_paths(catalogue)}
    return made | kept_by_hand(docs)
