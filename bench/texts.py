"""`make texts`: what translators need. It finds every text of the interface and brings all translations up to date.

1. `pybabel extract` finds the texts in the generator, templates, theme, scripts and site configuration, as
   `pyproject.toml` says under `tool.babel`.
2. `pybabel update` writes them into each `generator/locale/LANGUAGE.po`. A new text has no translation; one
   whose English changed is marked `fuzzy`; what nothing shows any more goes. An empty file becomes that of a new
   language.
3. The theme's table, `THEME_TABLE`, is written from these: site builders render the theme where no `.po` file can be
   read.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import yaml
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from generator.resources import read_translations

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "generator/locale"
THEME_TABLE = ROOT / "templates/theme/partials/translations.html"
_SOURCES = ("generator", "templates")
_THEME = ("templates/theme/", "generator/site/mkdocs")
_HEADER = "# Translations of the interface. `make texts` brings this file up to date."


def languages() -> list[str]:
    """Return the languages that have a file of translations: `de`, `zh`."""
    return sorted(path.stem for path in LOCALE.glob("*.po"))


def extract() -> Catalog:
    """Return every text of the interface, sorted, each with the files that show it."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        _extract(template)
        return read_catalog(template)


def read_catalog(path: Path) -> Catalog:
    """Return a file of translations as Babel reads it."""
    with path.open("rb") as file:
        return read_po(file)


def theme_table() -> str:
    """Return the partial that holds what the theme and its navigation show, in every language but English."""
    table = {}
    for language in languages():
        translations = read_translations(language)
        table[language.replace("_", "-")] = {
            text: forms[0]
            for text, forms in translations.messages.items()
            if any(path.startswith(_THEME) for path in translations.files.get(text, ()))
        }
    texts = json.dumps(table, ensure_ascii=False, indent=2)
    return (
        f"{{#- Written by `make texts` from the files in generator/locale/. -#}}\n{{% set translations = {texts} %}}\n"
    )


def extract_configuration(file: IO[bytes], *_: object, **__: object) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel's extraction method for `mkdocs.yml`: the colour switch and the table of contents."""
    configuration = yaml.load(file, Loader=_Loader)  # noqa: S506 - a safe loader
    texts = [option["toggle"]["name"] for option in configuration["theme"]["palette"]]
    for extension in configuration["markdown_extensions"]:
        if isinstance(extension, dict) and "toc" in extension:
            texts += [value for value in extension["toc"].values() if isinstance(value, str)]
    for text in texts:
        yield 0, "gettext", text, []


class _Loader(yaml.SafeLoader):
    """Reads values with the tags of a site configuration as None."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def _extract(template: Path) -> None:
    options = ["--mapping-file=pyproject.toml", "--add-location=file", "--sort-output", "--no-wrap"]
    names = ["--project=survey-catalogue", "--msgid-bugs-address=CONTRIBUTING.md", f"--header-comment={_HEADER}"]
    _pybabel("extract", *options, *names, f"--output-file={template}", *_SOURCES)


def _update() -> None:
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        _extract(template)
        options = ["--ignore-obsolete", "--ignore-pot-creation-date", "--no-wrap"]
        for language in languages():
            path = LOCALE / f"{language}.po"
            command = "update" if path.stat().st_size else "init"
            given = options if command == "update" else ["--no-wrap"]
            _pybabel(command, *given, f"--input-file={template}", f"--output-file={path}", f"--locale={language}")


def _pybabel(*arguments: str) -> None:
    """Babel records the paths of files as seen from the current folder."""
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        CommandLineInterface().run(["pybabel", "--quiet", *arguments])
    finally:
        os.chdir(before)


def main() -> None:
    """Bring the files of translations up to date, and say how many each language lacks."""
    _update()
    THEME_TABLE.write_text(theme_table(), encoding="utf-8")
    for language in languages():
        catalog = read_catalog(LOCALE / f"{language}.po")
        missing = [message for message in catalog if message.id and (message.fuzzy or not _whole(message.string))]
        print(f"{language}: {len(catalog)} texts, {len(missing)} to translate", file=sys.stderr)


def _whole(string: str | tuple[str, ...]) -> bool:
    return bool(string) if isinstance(string, str) else all(string)


if __name__ == "__main__":
    main()
