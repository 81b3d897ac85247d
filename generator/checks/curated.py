"""Checks the Markdown that a curator writes: HTML that would be shown as text, forbidden addresses, links to no
page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator
from pathlib import PurePath
from typing import Literal
from urllib.parse import unquote, urlsplit

from ..catalogue import addresses
from ..records.base import Problem, hold_error
from ..records.catalogue import Catalogue
from ..records.survey import Survey
from ..survey.folder import ids_in_use
from ..text.markdown import Part, find_parts, why_refused
from ..text.suggestions import suggest

_SHOWN = 60
_KINDS = {"link": "page", "image": "file"}
_HTML = "which readers see as text; write Markdown, or set `raw_html: true` in survey.yml where all essays are trusted"


def check_curated(survey: Survey | Catalogue, folder: PurePath, files: Collection[str] | None) -> list[Problem]:
    """Return the problems of home.md, method.md and the areas' essays, in the order of the files.

    HTML is a warning, unless the survey allows it; a forbidden address (`markdown.why_refused`) or a link that leads
    nowhere is an error. `files` are the paths of all files of the site; with None, links are only checked for forbidden
    addresses.
    """
    problems: list[Problem] = []
    for name, page, text in _texts(survey):
        path, marked = str(folder / name), 0
        for part in find_parts(text):
            if part.kind == "html":
                if not survey.settings.raw_html and part.line != marked:
                    marked = part.line
                    message = f"holds HTML, {_short(part.target)}, {_HTML}"
                    problems.append(Problem(path=path, line=part.line, message=message, level="warning"))
            elif said := _say(part, part.kind, page, files):
                problems.append(Problem(path=path, line=part.line, message=said))
    return problems


def check_curated_first(
    survey: Survey, folder: PurePath, all_files: Callable[[], Collection[str]] | None
) -> list[Problem]:
    """Return the problems of the curator's Markdown, as `check_curated` does, but before the site is built.

    Nearly all links lead to areas and papers, whose pages are known without a build. `all_files` returns the paths of
    all files of the site, which takes long; it is only called if a link leads elsewhere. It is None if errors in the
    survey make a build impossible: then links are only checked for forbidden addresses.
    """
    if all_files is None:
        return check_curated(survey, folder, None)
    areas = (addresses.area(area.key).path for area in survey.taxonomy.areas)
    known = {*areas, *(addresses.paper(id).path for id in ids_in_use(survey.papers))}
    problems = check_curated(survey, folder, known)
    return check_curated(survey, folder, all_files()) if hold_error(problems) else problems


def _texts(survey: Survey | Catalogue) -> Iterator[tuple[str, str, str]]:
    """Yield each text of the curator as its file's name in the survey's folder, the path of the page that shows it, and
    its Markdown.
    """
    for key, text in survey.introductions.items():
        yield f"areas/{key}.md", addresses.area(key).path, text
    if survey.home:
        yield "home.md", "index.md", survey.home
    if survey.method:
        yield "method.md", "about.md", survey.method


def _say(part: Part, kind: Literal["link", "image"], page: str, files: Collection[str] | None) -> str | None:
    """Return what is wrong with a `part` of a text, a link or a picture (`kind`), on the page at the path `page`; None
    if nothing is. `files` are the paths of the site's files; with None only forbidden addresses are looked for.
    """
    named = "the picture" if kind == "image" else "the link to"
    if reason := why_refused(part.target, kind):
        return f"{named} {_short(part.target)} is refused: {reason}"
    address = urlsplit(part.target)
    if files is None or address.scheme or not address.path:
        return None  # elsewhere on the web, or a heading of the same page
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address.path)))
    # What the generator puts there, the build of the site asks for itself.
    if target in files or target.startswith("assets/"):
        return None
    return f"{named} {_short(part.target)} leads to no {_KINDS[kind]} of the site; {_hint(target, page, files)}"


def _hint(target: str, page: str, files: Collection[str]) -> str:
    """Return the end of a message about a link to `target`, a path that is no file of the site: that it leads out of
    the site, what may have been meant, as it is to be written on `page`, or what to do.
    """
    if target.startswith("../"):
        return "it leads out of the site"
    meant = [it for it in (f"{target}.md", f"{target}/index.md", f"{target.removesuffix('.html')}.md") if it in files]
    near = meant or suggest(target, files, least=0.8)
    if not near:
        return "correct it or take it out"
    return f"did you mean {posixpath.relpath(near[0], posixpath.dirname(page) or '.')!r}?"


def _short(text: str) -> str:
    """Return a text in quotes for a message, cut after `_SHOWN` characters."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
