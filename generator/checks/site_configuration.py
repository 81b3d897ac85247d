"""The site configuration (`mkdocs.yml`) of a survey: where the site is built, at which address, and whether it fits
survey.yml.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from ..catalogue.addresses import editing_folder
from ..files import UnreadableError, is_there, list_files, read_text
from ..records.base import Problem, Url
from ..records.survey import Settings, is_placeholder
from ..resources import read_translations


class _Loader(yaml.CSafeLoader):
    """Reads a mkdocs.yml as plain data without running anything: `!ENV [NAME, default]` gives the variable's value or
    the default, Python tags their own text, other tags None.
    """


def _environment(loader: yaml.CSafeLoader, node: yaml.Node) -> object:
    """Return the value of a node `!ENV NAME` or `!ENV [NAME, …, default]`: that of the first environment variable that
    is set, else the default; None without one.
    """
    if isinstance(node, yaml.SequenceNode):
        values = loader.construct_sequence(node)
        for name in values[:-1]:
            if os.environ.get(str(name)):
                return os.environ[str(name)]
        return values[-1] if values else None
    return os.environ.get(str(node.value))


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: suffix)
_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def configuration_file(folder: Path) -> Path | None:
    """Return the path of the site configuration: `mkdocs.yml` in the survey's folder, else in the folder above; None
    without one.
    """
    return next((path for path in (folder / "mkdocs.yml", folder.parent / "mkdocs.yml") if is_there(path)), None)


def docs_folder(folder: Path) -> Path:
    """Return the folder into which pages are written: `docs_dir` of the site configuration, or else `docs` beside
    it.
    """
    path = configuration_file(folder)
    return path.parent / _setting(path, "docs_dir", "docs") if path else folder / "docs"


def site_folder(folder: Path) -> Path:
    """Return the folder in which the site is built: `site_dir` of the site configuration, or else `site` beside it."""
    path = configuration_file(folder)
    return path.parent / _setting(path, "site_dir", "site") if path else folder / "site"


def read_configuration(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    """Return the settings of a site configuration, without those that it inherits, by key, and the problems.

    If the file cannot be read, there is one problem, and the settings are empty.
    """
    _, site, faults = _read(path)
    return site or {}, faults


def missing_configuration(folder: Path) -> Problem:
    """Return the problem to report for a survey without a site configuration."""
    return Problem(path=str(folder / "mkdocs.yml"), message="is missing; `catalogue migrate` writes one")


def site_address(folder: Path) -> str:
    """Return `site_url` of a survey's site configuration, with `!ENV` resolved; an empty text if there is none."""
    path = configuration_file(folder)
    return _setting(path, "site_url", "") if path else ""


def as_published(folder: Path, settings: Settings) -> Settings:
    """Return a survey's settings with `base_url` and `repository` adjusted to where the survey is.

    The environment variable SITE_URL replaces `base_url`. `repository` becomes the address of the survey's folder in
    it: the root if the survey has its own mkdocs.yml, otherwise a folder with the survey's name.
    """
    told: dict[str, str] = {}
    if address := os.environ.get("SITE_URL"):
        told["base_url"] = address
    if settings.repository:
        own = is_there(folder / "mkdocs.yml")
        told["repository"] = editing_folder(settings.repository, "" if own else folder.resolve().name)
    return settings.model_copy(update=told)


def check_address() -> list[Problem]:
    """Return a problem if the environment variable SITE_URL is set to something that is no valid address; else an empty
    list.
    """
    reason = _why_no_address(os.environ.get("SITE_URL", ""))
    return [Problem(path="SITE_URL", message=reason)] if reason else []


def check_site_url(path: Path) -> list[Problem]:
    """Return a problem if the site configuration at `path` cannot be read, or if its `site_url` is no plain web
    address.

    `!ENV` is resolved. A missing or empty `site_url` is no problem.
    """
    _, site, faults = _read(path)
    reason = _why_no_address(str((site or {}).get("site_url") or ""))
    return [*faults, Problem(path=str(path), message=f"site_url: {reason}")] if reason else faults


def _why_no_address(address: str) -> str | None:
    """Return why an address cannot be the site's web address; None if it can, or is empty.

    The address reaches every page, also the theme's own templates, which escape nothing: so only a plain one will do.
    """
    if not address:
        return None
    try:
        TypeAdapter(Url).validate_python(address)
    except ValidationError as error:
        return str(error.errors()[0]["msg"]).removeprefix("Value error, ")
    if wrong := re.search(r"[^\w/:.~%@+,=!*\[\]-]", address):
        return f"{address!r} holds {wrong[0]!r}; give the plain address of the first page, percent-encoded"
    return None


def _setting(path: Path, key: str, default: str) -> str:
    """Return the text that the site configuration at a path has for a key; the default if it has none, or no text, or
    cannot be read.
    """
    _, site, _ = _read(path)
    value = (site or {}).get(key)
    return value if isinstance(value, str) and value else default


def _read(path: Path) -> tuple[str, dict[str, Any] | None, list[Problem]]:
    """Return the text of a site configuration, its settings by key, and no problem; or if it cannot be read, the text
    as far as there is one, None for the settings, and one problem.
    """
    try:
        text = read_text(path, path.parent)
        site = yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader is a CSafeLoader
    except UnreadableError as error:
        return "", None, [Problem(path=str(path), message=str(error))]
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        message = f"cannot be read: {' '.join(str(error).split())[:200]}"
        return "", None, [Problem(path=str(path), message=message)]
    if not isinstance(site, dict):
        return text, None, [Problem(path=str(path), message="holds no settings")]
    return text, site, []


def check_configuration(folder: Path, settings: Settings) -> list[Problem]:
    """Return the problems of the site configuration (`mkdocs.yml`), and of the survey's language and `base_url`.

    Title, address and language there, if given, must be the survey's; files that `INHERIT` and `custom_dir` name must
    exist. A missing mkdocs.yml, a language without translations, a placeholder address and templates that nobody reads
    are warnings.
    """
    problems = list(_of_settings(folder, settings))
    path = configuration_file(folder)
    if path is None:
        return [*problems, missing_configuration(folder).model_copy(update={"level": "warning"})]
    text, site, faults = _read(path)
    if site is None:
        return [*problems, *faults]
    own = _unlike_settings(path, text, site, settings)
    return [*problems, *check_address(), *check_site_url(path), *_check_paths(path, site), *own]


def _of_settings(folder: Path, settings: Settings) -> Iterator[Problem]:
    """Yield a warning if the survey's language has no translations, if its address is a placeholder, and for each
    template of a page in its folder.
    """
    translations = read_translations(settings.language)
    if settings.language != "en" and not translations.messages:
        message = (
            f"language {settings.language!r} has no words: the interface stays English; the guide says how to add them"
        )
        yield Problem(path=str(folder / "survey.yml"), message=message, level="warning")
    if is_placeholder(settings.base_url):
        message = (
            f"base_url {settings.base_url!r} is nobody's address, so nothing names it; give the one where the site "
            "will stand, or take the line out"
        )
        yield Problem(path=str(folder / "survey.yml"), message=message, level="warning", at=("base_url",))
    for path in (it for place in ("*.j2", "templates/*.j2") for it in list_files(folder, place)):
        message = (
            "is not read: the templates of pages belong to the generator, and another one is a change of its "
            "`templates/`; what stands around a page is overridden by `theme: custom_dir` in mkdocs.yml"
        )
        yield Problem(path=str(path), message=message, level="warning")


def _unlike_settings(path: Path, text: str, site: Mapping[str, Any], settings: Settings) -> Iterator[Problem]:
    """Yield a problem for each of title, address and language that the site configuration gives otherwise than the
    survey's settings. `text` is that of its file at `path`, `site` its data.
    """
    wanted = {"site_name": settings.title, "site_url": os.environ.get("SITE_URL") or settings.address}
    for key, value in wanted.items():
        said = str(site.get(key) or "")
        if said.rstrip("/") != value.rstrip("/") and key in site and not is_placeholder(said):
            line = next((n for n, row in enumerate(text.split("\n"), 1) if row.startswith(f"{key}:")), 0)
            message = f"{key} is {site[key]!r}, and survey.yml says {value!r}; make them equal"
            yield Problem(path=str(path), line=line, message=message)
    theme = site.get("theme")
    language = theme.get("language", settings.language) if isinstance(theme, dict) else settings.language
    if language != settings.language:
        line = next((n for n, row in enumerate(text.split("\n"), 1) if row.strip().startswith("language:")), 0)
        message = f"theme.language is {language!r}, and survey.yml says {settings.language!r}; take it out"
        yield Problem(path=str(path), line=line, message=message)


def _check_paths(path: Path, site: dict[str, Any]) -> list[Problem]:
    """Return a problem for each file or folder that `INHERIT` and the theme's `custom_dir` name and that does not
    exist. `site` has the settings of the site configuration at `path`.
    """
    theme = site.get("theme")
    paths = {"INHERIT": site.get("INHERIT"), "custom_dir": theme.get("custom_dir") if isinstance(theme, dict) else None}
    return [
        Problem(path=str(path), message=f"{key}: {value!r} is not there; `catalogue migrate` makes do without it")
        for key, value in paths.items()
        if isinstance(value, str) and not (path.parent / value).exists()
    ]
