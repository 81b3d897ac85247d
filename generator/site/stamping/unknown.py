"""Why a site cannot be stamped: what its configuration has that could change pages in a way that nobody foresees."""

from __future__ import annotations

from pathlib import Path

import material
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_theme_dir

from ...resources import templates_folder

_OWN = "survey-catalogue"


def why_by_mkdocs(config: MkDocsConfig) -> str | None:
    """Return why MkDocs must build the whole site, as the end of a sentence; None if it need not."""
    plugins = [name for name, plugin in config.plugins.items() if name != _OWN and plugin.config.get("enabled", True)]
    if plugins:
        return f"of the plugin {plugins[0]!r}"
    if config.hooks:
        return f"of the hook {next(iter(config.hooks))!r}"
    if config.extra_templates:
        return f"of the template {config.extra_templates[0]!r}"
    known = {templates_folder() / "theme", Path(material.__file__).parent / "templates"}
    known.add(Path(get_theme_dir("mkdocs")).parent / "templates")
    if config.theme.name != "material":
        return f"of the theme {config.theme.name!r}"
    own = [folder for folder in map(Path, config.theme.dirs) if not any(folder.samefile(it) for it in known if it.exists())]
    return f"of templates in {own[0]}" if own else None
