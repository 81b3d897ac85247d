"""Produces all that is published: pages, search index, exports, scripts and styles, redirects, service worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from ..build.results import KeptResults
from ..build.staging import Content, Staging
from ..cache import Cache
from ..catalogue.editions.moves import find_moves
from ..catalogue.languages import Languages
from ..export.lists import PaperTexts
from ..export.redirects import feeds_that_moved, render_redirects
from ..processes import processor_count, share
from ..records.catalogue import Catalogue
from ..text.i18n import Translations
from .assets import asset_texts, vendor
from .context import Site
from .kept.answers import KeptAnswers
from .kept.counted import kept_crosstabs, kept_languages
from .kept.exports import KeptExports
from .kept.pages import KeptPages, Part
from .kept.search import KeptIndex
from .render import render_moved
from .rendering.noted import Digests
from .service_worker import add_offline

_Files = dict[str, Content]
"""Files by path below the docs folder."""


def produce(
    catalogue: Catalogue,
    translations: Translations,
    caches: Callable[[str], Cache],
    staging: Staging,
    later: list[Callable[[], object]],
) -> dict[str, Content]:
    """Return all that is published, by path below the docs folder.

    All processors make it, the longest tasks first. What they make is put into `staging`; what need not be made anew,
    as the caches tell, which `caches` opens by name, is what the last build left. A function is put into `later` that
    stores what the next build needs to know of the pages.
    """
    kept = KeptResults(caches("counted"))
    texts = PaperTexts(catalogue, translations)
    site = Site(catalogue, translations, kept_crosstabs(catalogue, translations, kept), texts)
    digests = Digests(site)
    languages = kept_languages(catalogue, kept)
    kept.save()
    exports = KeptExports(site, digests, caches, staging)
    pages = KeptPages(site, digests, caches("pages"), staging, KeptAnswers(digests, caches("answers")))
    index = partial(_index, site, languages, digests, caches, staging)
    done = share(_in_turn(pages, index, exports))
    parts = [part for part in done if isinstance(part, Part)]
    later.append(partial(pages.remember, parts))
    files = pages.files(parts)
    for part in done:
        files |= {} if isinstance(part, Part) else part
    moves = find_moves(catalogue, files)
    moved = {**render_moved(site, moves, files), **render_redirects(catalogue.settings, moves)}
    return add_offline({**files, **moved, **feeds_that_moved(files, moves)})


def _in_turn(
    pages: KeptPages, index: Callable[[], _Files], exports: KeptExports
) -> Sequence[Callable[[], _Files | Part]]:
    """Return the tasks that make pages, the search index and files for programs, in their order."""
    paged = pages.tasks()
    # Index and exports take much memory, so they do not begin at once where many pages are made; what exports leave in
    # memory comes last.
    half = max(0, len(paged) - 2 * processor_count()) if pages.are_many else 0
    return [index, *paged[:half], lambda: {**exports.files()}, *paged[half:]]


def _index(
    site: Site, languages: Languages, digests: Digests, caches: Callable[[str], Cache], staging: Staging
) -> _Files:
    """Return the files of the search index, and the scripts and styles, by path."""
    index = KeptIndex(site, languages, digests, caches("search"), staging).files()
    return {**index, **_staged(staging, _scripts(site, languages))}


def _staged(staging: Staging, files: Mapping[str, str | bytes]) -> _Files:
    """Return files by path, put beside the docs folder by `staging`, except scripts: they stay as they are, since the
    service worker among them is finished later.
    """
    scripts: _Files = {name: content for name, content in files.items() if name.startswith("assets/js/")}
    return {**staging.put({name: content for name, content in files.items() if name not in scripts}), **scripts}


def _scripts(site: Site, languages: Languages) -> dict[str, str | bytes]:
    """Return what else the browser is given, by path: scripts and styles. `languages` are those of the papers'
    texts.
    """
    return {
        **asset_texts(site.translations, languages.all),
        **vendor(languages.all),
    }
