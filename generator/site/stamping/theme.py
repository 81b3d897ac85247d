"""MkDocs' configuration, files, navigation and theme, loaded as `mkdocs build` loads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import markdown_extensions

from ...files import FileFacts, facts_of_files, is_there
from ...resources import templates_folder
from ..rendering.compiled import CompiledTemplates

_REPLACED = re.compile(r"""replace\((['"])(.*?)\1""")
_NOT_LISTED = frozenset(("head", "description", "exports", "modules", "hide"))
"""Entries of the front matter that no list of pages needs."""
_REPLACING = ("partials/content.html", "main.html")
"""The templates that replace something in a page's content."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What MkDocs needs to make a page. `pages` are the files of all pages, in MkDocs' order; `docs` are the facts of
    the files in the docs folder, `addresses` the addresses of all files of the site, by their paths in the docs folder
    or the theme.
    """

    config: MkDocsConfig
    docs: Mapping[str, FileFacts]
    files: Files
    addresses: Mapping[str, str]
    pages: Sequence[File]
    nav: Navigation
    environment: jinja2.Environment

    def context(self, page: Page | None) -> dict[str, object]:
        """Return the variables that a template is given for a page, by their names; None stands for a template without
        a page.
        """
        return dict(get_context(self.nav, self.pages, self.config, page))

    @property
    def replaced(self) -> list[str]:
        """Return the texts that the templates replace in a page's content, in their order."""
        loader = self.environment.loader
        sources = [loader.get_source(self.environment, name)[0] for name in _REPLACING] if loader else []
        return [match[2] for source in sources for match in _REPLACED.finditer(source)]

    def look(self) -> str:
        """Return a text that changes with what pages show of the whole site: its settings and its navigation.

        It does not cover the content of the theme's files.
        """
        config = {key: value for key, value in self.config.items() if key != "site_dir"}
        told = [repr(_plain(config)), repr(self.config.theme.dirs), str(self.nav)]
        told += [repr((page.title, page.url, _lasting(page.meta))) for page in self.nav.pages]
        return "\0".join(told)

    def whole_page(self, page: Page) -> str:
        """Return the HTML of a page as MkDocs makes it. The page's Markdown must have been read."""
        template = self.environment.get_template(str(page.meta.get("template", "main.html")))
        page.active = True
        try:
            return template.render(self.context(page))
        finally:
            page.active = False


def listed(meta: Mapping[str, object]) -> dict[str, object]:
    """Return those entries of a page's front matter that other pages may show, by key."""
    return {key: value for key, value in meta.items() if key not in _NOT_LISTED}


def _lasting(meta: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in listed(meta).items() if key != "changed"}


def _plain(value: object) -> object:
    """Return the value of a setting as plain data: mappings, lists, and texts that stand for single values. A value of
    any other type is given as the name of its type.
    """
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(entry) for entry in value]
    return repr(value) if value is None or isinstance(value, str | int | float) else repr(type(value))


class _Listing:
    """Lists the files of a theme for MkDocs, but not the hidden ones, which MkDocs leaves out: the theme has more than
    ten thousand of them, its icons.
    """

    def __init__(self, folders: Iterable[str]) -> None:
        self._folders = folders

    def list_templates(self, filter_func: Callable[[str], bool]) -> list[str]:
        """Return the files for which `filter_func` is true, as Jinja's environments do."""
        names = {name for folder in self._folders for name in facts_of_files(Path(folder), hidden=False)}
        return sorted(filter(filter_func, names))


class Ahead:
    """The files of a docs folder and the theme as MkDocs lists them, before a build may have changed them."""

    def __init__(self, config: MkDocsConfig) -> None:
        """List the files that are there now, by the configuration of MkDocs."""
        docs = facts_of_files(Path(config.docs_dir), hidden=False)
        self._docs, self._settings = docs.keys(), _what_lists(config)
        self._files: Files | None = _listed_files(config)
        _published(self._files)  # MkDocs remembers their addresses

    def files(self, config: MkDocsConfig, docs: Set[str]) -> Files:
        """Return the files as they are listed now. Those in the docs folder are `docs`, given by their paths there.

        All are listed anew if the settings differ, if a page came or went, and at the second call, since whoever has
        the files changes them.
        """
        known, self._files = self._files, None
        come, gone = docs - self._docs, self._docs - docs
        if known is None or self._settings != _what_lists(config) or not _is_simple({*come, *gone}, config):
            return _listed_files(config)
        for name in gone:
            known.remove(known.src_uris[name])
        new = [File(name, config.docs_dir, config.site_dir, config.use_directory_urls) for name in sorted(come)]
        set_exclusions(new, config)
        for file in new:
            known.append(file)
        for file in known:
            file.dest_dir = config.site_dir
        return known


def _is_simple(names: Collection[str], config: MkDocsConfig) -> bool:
    """Return whether files of the docs folder, given by path, can come into MkDocs' list or go one by one: none is a
    page, could stand where a page does, or stands where the theme has a file.
    """
    if any(name.lower().endswith((*markdown_extensions, ".html")) for name in names):
        return False
    return not any(is_there(Path(folder) / name) for folder in config.theme.dirs for name in names)


_LISTING = ("docs_dir", "use_directory_urls", "exclude_docs", "draft_docs", "not_in_nav")
"""The settings by which MkDocs lists files."""


def _what_lists(config: MkDocsConfig) -> tuple[object, ...]:
    """Return all that the list of files depends on beside the files of the docs folder, to be compared: the settings in
    `config` that concern them.
    """
    return [config[key] for key in _LISTING], config.theme.dirs, config.theme.static_templates


def _listed_files(config: MkDocsConfig) -> Files:
    files = get_files(config)
    files.add_files_from_theme(cast(jinja2.Environment, _Listing(config.theme.dirs)), config)
    set_exclusions(files, config)
    return files


def _published(files: Files) -> dict[str, str]:
    """Return the address of each file that belongs to the site, by the file's path in the docs folder or the theme."""
    of_level = {level: bool(level.is_included()) for level in InclusionLevel}  # type: ignore[no-untyped-call]
    return {file.src_uri: file.url for file in files if of_level[file.inclusion]}


class _InNavigation(Files):
    """Files among which MkDocs sees those pages only that it looks for in the navigation. It would make an object for
    each of the others.
    """

    def documentation_pages(
        self, *, inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_in_nav
    ) -> Sequence[File]:
        """Return the pages that the navigation should hold."""
        return super().documentation_pages(inclusion=inclusion)


def load_ahead(configuration: Path) -> Ahead | None:
    """Load what `load_theme` will need and what does not depend on the docs folder: the theme's plugins and extensions,
    and its templates. `configuration` is the path of `mkdocs.yml`.

    Return the files of the docs folder; None if it is not there, or if anything is wrong, which `load_theme` will say.
    """
    with suppress(Exception, Abort):
        environment = load_config(str(configuration), docs_dir=str(templates_folder() / "theme")).theme.get_env()
        environment.bytecode_cache = CompiledTemplates()
        environment.get_template("main.html")
        config = load_config(str(configuration))
        return Ahead(config.plugins.on_config(config))
    return None


def load_theme(
    configuration: Path,
    site: Path | None = None,
    ahead: Ahead | None = None,
    docs: Mapping[str, FileFacts] | None = None,
) -> Theme:
    """Read a site configuration and the docs folder; `site` is built instead of the folder that it names. Files that
    were listed `ahead` are not listed again if they are still the same. `docs` are the facts of the files in the docs
    folder, if they are known already.

    Raises mkdocs.exceptions.MkDocsException for what MkDocs refuses.
    """
    config = load_config(str(configuration), strict=True, **({"site_dir": str(site)} if site else {}))
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    docs = facts_of_files(Path(config.docs_dir), hidden=False) if docs is None else docs
    files = ahead.files(config, docs.keys()) if ahead else _listed_files(config)
    environment = config.theme.get_env()
    environment.bytecode_cache = CompiledTemplates()
    nav = get_navigation(_InNavigation(files), config)
    return Theme(config, docs, files, _published(files), files.documentation_pages(), nav, environment)
