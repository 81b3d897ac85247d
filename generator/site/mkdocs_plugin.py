"""The MkDocs plugin `survey-catalogue`, which gives a survey's mkdocs.yml all that the sites of surveys share.

So mkdocs.yml holds no path of one machine, only a name and what this survey does differently; `mkdocs build` and
`mkdocs serve` work with it as usual.
"""

from __future__ import annotations

import html
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import yaml_load

from ..catalogue import addresses
from ..catalogue.addresses import Address
from ..files import read_text
from ..records.base import gettext_noop
from ..records.survey import Settings, is_placeholder
from ..resources import base_configuration, templates_folder
from ..survey.yaml.parse import parse_record

_NAVIGATION: tuple[tuple[str, Address], ...] = (
    (gettext_noop("Home"), addresses.HOME),
    (gettext_noop("Explore"), addresses.EXPLORER),
    (gettext_noop("Map"), addresses.MAP),
    (gettext_noop("Gaps"), addresses.GAPS),
    (gettext_noop("Reading paths"), addresses.PATHS),
    (gettext_noop("Areas"), addresses.AREAS),
    (gettext_noop("Tags"), addresses.TAGS),
    (gettext_noop("Systems"), addresses.SYSTEMS),
    (gettext_noop("Claims"), addresses.CLAIMS),
    (gettext_noop("Authors"), addresses.AUTHORS),
    (gettext_noop("Years"), addresses.YEARS),
    (gettext_noop("Glossary"), addresses.GLOSSARY),
)
_ABOUT: tuple[tuple[str, Address], ...] = (
    (gettext_noop("How this survey is made"), addresses.ABOUT),
    (gettext_noop("What is new"), addresses.NEWS),
    (gettext_noop("Editions"), addresses.CHANGES),
    (gettext_noop("What it lacks"), addresses.HEALTH),
    (gettext_noop("Data"), addresses.DATA),
)
_ABOUT_TITLE = gettext_noop("About")
_ADDED = ("markdown_extensions", "extra_css", "extra_javascript")
"""Lists to which a survey's own entries are added; any other value replaces the common one."""
_LICENSED = '{author}<a href="{url}" rel="license">{licence}</a>'


class _NoOptions(Config):  # type: ignore[no-untyped-call] # MkDocs types it in part
    """The options of the plugin, of which there are none."""


class SurveyPlugin(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call] # as above
    """Completes the configuration before MkDocs reads a page."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Return the configuration, completed with everything that mkdocs.yml leaves to the plugin.

        Raises PluginError if the pages have not been written yet, or if the whole configuration is not valid.
        """
        path, docs = Path(config.config_file_path), Path(config.docs_dir)
        if not (docs / addresses.HOME.path).is_file():
            raise PluginError(f"{docs} holds no pages yet; run `catalogue build --site`")
        with path.open("rb") as file:
            own = yaml_load(file)
        given = _whole(own, docs) | _of_survey(own, path.parent)
        whole = MkDocsConfig(config_file_path=str(path))
        whole.load_dict({**given, "site_name": config.site_name, "plugins": []})
        errors, _ = whole.validate()
        if errors:
            raise PluginError("; ".join(f"{key}: {reason}" for key, reason in errors))
        if (folder := own.get("theme")) and isinstance(folder, dict) and "custom_dir" in folder:
            whole.theme.dirs.insert(1, str(templates_folder() / "theme"))
        for key in {*given, "mdx_configs"} - {"site_url"}:
            config[key] = whole[key]
        # `mkdocs serve` sets the address of the machine itself.
        config.site_url = "" if is_placeholder(config.site_url or "") else config.site_url
        config.site_url = config.site_url or given.get("site_url") or ""
        return config


def _whole(own: Mapping[str, Any], docs: Path) -> dict[str, Any]:
    """Return the settings of a site as MkDocs has them: the common ones, with those that the survey's own mkdocs.yml,
    `own`, has in their place. `docs` is the docs folder.
    """
    text = base_configuration().read_text(encoding="utf-8")
    base: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    for key in ("docs_dir", "site_dir"):
        base.pop(key)
    theme = own.get("theme") or {}
    theme = {"name": theme} if isinstance(theme, str) else theme
    if theme.get("name", base["theme"]["name"]) == base["theme"]["name"]:
        base["theme"] = {"custom_dir": str(templates_folder() / "theme"), **base["theme"], **theme}
    else:
        base["theme"] = theme
    for key in _ADDED:
        base[key] = [*base[key], *(entry for entry in own.get(key) or () if entry not in base[key])]
    kept = {key: own[key] for key in base if key in own and key not in {*_ADDED, "theme", "plugins", "extra"}}
    extra = {**base["extra"], **(own.get("extra") or {})}
    base.pop("plugins")
    return {**base, **kept, "extra": extra, "nav": own.get("nav") or _navigation(docs)}


def _navigation(docs: Path) -> list[dict[str, Any]]:
    """Return MkDocs' `nav`: an entry for each kind of page that exists and lists something."""

    def there(entries: tuple[tuple[str, Address], ...]) -> list[dict[str, Any]]:
        return [{title: address.path} for title, address in entries if _holds_something(docs / address.path)]

    return [*there(_NAVIGATION), {_ABOUT_TITLE: there(_ABOUT)}]


def _holds_something(page: Path) -> bool:
    """Return whether a page is there, and its front matter does not say that it is empty (`Front.empty`)."""
    if not page.is_file():
        return False
    text = page.read_text(encoding="utf-8")
    if "empty" not in text.partition("\n---\n")[0]:
        return True  # and YAML, which is slow, need not be read
    _, data = get_data(text)
    return not data.get("empty")


def _of_survey(own: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return the settings that survey.yml in a folder gives the site (address, description, copyright), without those
    that mkdocs.yml, `own`, has itself; empty if survey.yml cannot be read.
    """
    found = next((path for path in (folder / "survey.yml", folder / "survey/survey.yml") if path.is_file()), None)
    settings = parse_record(read_text(found, folder), str(found), Settings)[0] if found else None
    if settings is None:
        return {}
    author = f"{html.escape(settings.author)}, " if settings.author else ""
    licence = html.escape(settings.licence)
    url = html.escape(settings.licence_url) if settings.licence_url else None
    told = {
        "site_url": os.environ.get("SITE_URL") or settings.address,
        "site_description": settings.description,
        "copyright": _LICENSED.format(author=author, url=url, licence=licence) if url else author + licence,
    }
    return {key: value for key, value in told.items() if key not in own}
