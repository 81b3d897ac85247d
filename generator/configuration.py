"""Compares a survey's settings with the site configuration beside it."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

from .packaged import read_words
from .records import Problem, Settings


class _Loader(yaml.SafeLoader):
    """Reads the tags of a site configuration as plain values: `!ENV [NAME, default]` gives the default."""


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> object:
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


def check_configuration(folder: Path, settings: Settings) -> list[Problem]:
    """Title, address and language of `mkdocs.yml` in the survey's folder, or in the one above, against `survey.yml`.

    The language needs no word there: the theme takes it from the pages. A word that differs would mislead.
    """
    problems = []
    words = read_words(settings.language)
    if settings.language != "en" and not words.translations:
        message = (
            f"language {settings.language!r} has no words: the interface stays English; the guide says how to add them"
        )
        problems.append(Problem(path=str(folder / "survey.yml"), message=message, level="warning"))
    path = next((p for p in (folder / "mkdocs.yml", folder.parent / "mkdocs.yml") if p.is_file()), None)
    if path is None:
        return problems
    try:
        text = path.read_text(encoding="utf-8")
        site = yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader is a SafeLoader
    except (OSError, ValueError, yaml.YAMLError) as error:
        return [*problems, Problem(path=str(path), message=f"cannot be read: {' '.join(str(error).split())[:200]}")]
    if not isinstance(site, dict):
        return [*problems, Problem(path=str(path), message="holds no settings")]
    wanted = {"site_name": settings.title, "site_url": os.environ.get("SITE_URL") or settings.base_url}
    for key, value in wanted.items():
        if key in site and str(site[key]).rstrip("/") != value.rstrip("/"):
            line = next((n for n, row in enumerate(text.split("\n"), 1) if row.startswith(f"{key}:")), 0)
            message = f"{key} is {site[key]!r}, and survey.yml says {value!r}; make them equal"
            problems.append(Problem(path=str(path), line=line, message=message))
    theme = site.get("theme")
    language = theme.get("language", settings.language) if isinstance(theme, dict) else settings.language
    if language != settings.language:
        line = next((n for n, row in enumerate(text.split("\n"), 1) if row.strip().startswith("language:")), 0)
        message = f"theme.language is {language!r}, and survey.yml says {settings.language!r}; take it out"
        problems.append(Problem(path=str(path), line=line, message=message))
    return problems
