"""Files that come with the generator: templates, browser assets, words, and what a new survey starts from."""

from __future__ import annotations

from pathlib import Path

from .text.i18n import Translations, parse_translations

_HERE = Path(__file__).parent
_ROOT = _HERE.parent
_KINDS = {".py", ".j2", ".css", ".js", ".svg", ".yml", ".po"}
"""Endings of the files that the generator's output depends on."""


def templates_folder() -> Path:
    """Inside an installed package, beside it in a checkout."""
    packaged = _HERE / "templates"
    return packaged if packaged.is_dir() else _ROOT / "templates"


def import_folder() -> Path:
    """The folder that this package is imported from."""
    return _ROOT


def assets_folder() -> Path:
    """Style sheets, scripts and icons as they are written."""
    return _HERE / "assets"


def read_translations(language: str) -> Translations:
    """The interface's texts in a language, from `locale/LANGUAGE.po`; English where there is no such file.

    `pt-BR` is in `pt_BR.po`. `zh-Hant` takes the texts of `zh` where it has no file of its own.
    """
    for name in (language.replace("-", "_"), language.partition("-")[0]):
        path = _HERE / "locale" / f"{name}.po"
        if path.is_file():
            return parse_translations(path.read_text(encoding="utf-8"), language)
    return Translations(language=language)


def generator_folders() -> tuple[Path, Path]:
    """The folders that hold the generator: the package and its templates, which may lie in it."""
    return _HERE, templates_folder()


def is_generator_file(path: Path) -> bool:
    """Whether the generator's output depends on the file at this absolute path."""
    return path.suffix in _KINDS and any(folder in path.parents for folder in generator_folders())


def generator_files() -> dict[str, Path]:
    """All files of the generator that its output depends on, by their name below its folders."""
    return {
        path.relative_to(folder.parent).as_posix(): path
        for folder in generator_folders()
        for path in sorted(folder.rglob("*"))
        if path.suffix in _KINDS
    }


def starter_text(name: str) -> str:
    """A file of the shipped survey that a new one starts from; empty where it is missing."""
    packaged = _HERE / "starter" / name
    path = packaged if packaged.exists() else _ROOT / "survey" / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def base_configuration() -> Path:
    """The site configuration that every survey's own inherits."""
    packaged = _HERE / "starter" / "mkdocs.yml"
    return packaged if packaged.exists() else _ROOT / "mkdocs.yml"
