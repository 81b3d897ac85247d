"""Reasons against stamping a site: settings that change pages in unknown ways, and versions of MkDocs that no test
covers.
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import material  # type: ignore[import-untyped]
import mkdocs
from mkdocs.config.defaults import MkDocsConfig

from ...resources import holds_theme, templates_folder

_OWN = "survey-catalogue"
_PROVEN = {"markdown": "3.11.", "mkdocs": "1.6.", "mkdocs-material": "9.8."}
"""The versions with which the tests compare all pages."""
_OTHERWISE = 20
"""Pages that every build with other versions compares."""


def fewest_verified() -> int:
    """Return how many pages are compared with MkDocs' own if nobody asks for it: 0 with the versions that the tests
    cover.
    """
    is_proven = all(importlib.metadata.version(name).startswith(version) for name, version in _PROVEN.items())
    return 0 if is_proven else _OTHERWISE


def why_by_mkdocs(config: MkDocsConfig) -> str | None:
    """Return why MkDocs must build the whole site with this configuration, as a text that follows “because”; None if it
    need not.

    An example is `of the plugin 'blog'`.
    """
    if config.hooks:
        return f"of the hook {next(iter(config.hooks))!r}"
    plugins = [name for name, plugin in config.plugins.items() if name != _OWN and plugin.config.get("enabled", True)]
    if plugins:
        return f"of the plugin {plugins[0]!r}"
    if config.extra_templates:
        return f"of the template {config.extra_templates[0]!r}"
    if config.theme.name != "material":
        return f"of the theme {config.theme.name!r}"
    known = {templates_folder() / "theme", *(Path(it.__file__ or "").parent / "templates" for it in (material, mkdocs))}
    own = {Path(folder).resolve() for folder in config.theme.dirs} - {folder.resolve() for folder in known}
    own = {folder for folder in own if not holds_theme(folder)}  # another checkout of this repository has a copy
    return f"of the templates in {min(own)}" if own else None
