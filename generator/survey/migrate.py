"""Converts a survey's files from an earlier format to the present one.

0 → 1: `survey.yml` names its format and who made the survey; `mkdocs.yml` no longer holds paths of one machine, since
what it inherited comes from the plugin `survey-catalogue`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..files import is_there, read_text
from ..records.survey import FORMAT
from .starter import starter_files
from .yaml.update import update_yaml

_PLUGIN = "survey-catalogue"
_OLD_NAVIGATION = {
    "index.md", "explore/index.md", "map/index.md", "gaps/index.md", "areas/index.md", "tags/index.md",
    "systems/index.md", "claims/index.md", "authors/index.md", "years/index.md", "about.md", "new.md",
    "health/index.md",
}  # fmt: skip
"""What the `nav` of a new survey named in format 0. Without it the build makes one of what there is."""


def migrated_files(folder: Path, author: str, settings: Mapping[str, Any], site: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of the files that must change for the present format, by name; empty if none must. Nothing is
    written.

    `settings` and `site` are the parsed survey.yml and the survey's own mkdocs.yml; `site` is empty without the latter.
    `author`, if not empty, is added to a survey.yml of an earlier format that names nobody. A mkdocs.yml is made if
    neither the folder nor its parent has one. Raises UnreadableError if a file that changes cannot be read.
    """
    files: dict[str, str] = {}
    if int(settings.get("format") or 0) < FORMAT:
        text = read_text(folder / "survey.yml", folder)
        named = {"author": author} if author and not settings.get("author") else {}
        files["survey.yml"] = update_yaml(text, {"format": FORMAT, **named}, ("format", *settings))
    if not is_there(folder / "mkdocs.yml"):
        if not is_there(folder.resolve().parent / "mkdocs.yml"):
            files["mkdocs.yml"] = starter_files(folder, taxonomy="", title=str(settings["title"]))["mkdocs.yml"]
    elif "INHERIT" in site:
        files["mkdocs.yml"] = update_yaml(read_text(folder / "mkdocs.yml", folder), _without_paths(site, settings))
    return files


def _without_paths(site: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a mkdocs.yml, parsed as `site`, that `catalogue migrate` changes, with their new values; None
    takes a key out. `settings` are those of survey.yml, for the site's name.
    """
    changes: dict[str, Any] = {"INHERIT": None, "plugins": [*_plugins(site), _PLUGIN]}
    changes |= {"site_name": settings["title"]} if "site_name" not in site else {}
    changes |= {key: None for key, usual in (("docs_dir", "docs"), ("site_dir", "site")) if site.get(key) == usual}
    theme = {key: value for key, value in (site.get("theme") or {}).items() if key != "custom_dir"}
    changes["theme"] = {"name": "material", **theme} if theme else None
    if set(_targets(site.get("nav") or [])) <= _OLD_NAVIGATION:
        changes["nav"] = None
    if not site.get("copyright"):
        changes["copyright"] = None
    return {key: value for key, value in changes.items() if value is not None or key in site}


def _plugins(site: Mapping[str, Any]) -> list[Any]:
    """Return the plugins of a parsed mkdocs.yml without the generator's own, which is added last, and without MkDocs'
    search, which surveys do not use.
    """
    return [entry for entry in site.get("plugins") or () if entry != _PLUGIN and "search" not in entry]


def _targets(entries: list[Any]) -> list[str]:
    """Return the pages and addresses to which the entries of a `nav` of mkdocs.yml lead, those of its sections
    included, in order.
    """
    found: list[str] = []
    for entry in entries:
        for target in entry.values() if isinstance(entry, dict) else [entry]:
            found += _targets(target) if isinstance(target, list) else [str(target)]
    return found
