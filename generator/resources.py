"""Files that come with the generator: templates, browser assets, translations, and the starter files of a new
survey.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import io
import json
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .text.i18n import Translations

_HERE = Path(__file__).parent
_ROOT = _HERE.parent
KINDS = (".py", ".j2", ".css", ".js", ".svg", ".yml", ".json", ".po")
"""Endings of the files that the generator's output depends on."""
_COMPILED = "__pycache__"
_LOCALE = _HERE / "locale"


def templates_folder() -> Path:
    """Return the folder of the templates: inside the package when it is installed, beside it in a checkout."""
    packaged = _HERE / "templates"
    return packaged if packaged.is_dir() else _ROOT / "templates"


def read_compiled(name: str) -> bytes | None:
    """Return the bytes that were compiled from a template, script or style sheet when the generator was installed, and
    are kept under a name; None if there are none.

    They lie beside the templates, as Python keeps compiled modules: who may write there may write the templates too.
    """
    path = templates_folder() / _COMPILED / name
    return path.read_bytes() if path.is_file() else None


def write_compiled(name: str, code: bytes) -> None:
    """Store code, in bytes, that was compiled from a template, script or style sheet beside the templates, under the
    name by which `read_compiled` finds it; a file that is there is replaced. Raises OSError if the folder cannot be
    written.
    """
    folder = templates_folder() / _COMPILED
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(code)


def holds_theme(folder: Path) -> bool:
    """Return whether a folder holds exactly the generator's overrides of the theme, file for file."""
    own, other = (
        {path.relative_to(it): path for path in it.rglob("*") if path.is_file()}
        for it in (templates_folder() / "theme", folder)
    )
    return own.keys() == other.keys() and all(own[name].read_bytes() == other[name].read_bytes() for name in own)


def import_folder() -> Path:
    """Return the folder from which the package `generator` is imported, its parent."""
    return _ROOT


def assets_folder() -> Path:
    """Return the folder with the sources of style sheets, scripts and icons, which `site.assets` prepares."""
    return _HERE / "assets"


def read_translations(language: str) -> Translations:
    """Return the interface's translations into a language, from `locale/LANGUAGE.po`; English if there is no such file.

    `pt-BR` is read from `pt_BR.po`; `zh-Hant` from `zh.po` if it has no file of its own.
    """
    from .text.i18n import Translations, parse_translations

    for name in (language.replace("-", "_"), language.partition("-")[0]):
        path = _LOCALE / f"{name}.po"
        if path.is_file():
            return parse_translations(path.read_text(encoding="utf-8"), language)
    return Translations(language=language)


@cache
def in_all_languages(text: str) -> tuple[str, ...]:
    """Return an English text of the interface and its translations into all languages that have a file."""
    languages = sorted(path.stem for path in _LOCALE.glob("*.po"))
    return (text, *(read_translations(language).gettext(text) for language in languages))


def generator_folders() -> tuple[Path, Path]:
    """Return the two folders of the generator: the package's and the templates', which may lie inside the first."""
    return _HERE, templates_folder()


def is_generator_file(path: Path) -> bool:
    """Return whether the file at an absolute path is a part of the generator on which its output depends."""
    return path.suffix in KINDS and any(folder in path.parents for folder in generator_folders())


def search_parameters() -> dict[str, Any]:
    """Return the parameters that the searches in Python and in the browser share, by section: `analysis`, `shards`,
    `query`, `vectors`, `ranking`.
    """
    analysis = json.loads((_HERE / "text" / "analysis.json").read_text(encoding="utf-8"))
    search = json.loads((_HERE / "search" / "parameters.json").read_text(encoding="utf-8"))
    return {"analysis": analysis, **{section: search[section] for section in ("shards", "query", "vectors", "ranking")}}


def starter_text(name: str) -> str:
    """Return the text of a starter file of a new survey, in which names such as `$title` are to be replaced."""
    return (_HERE / "starter" / name).read_text(encoding="utf-8")


def locked_libraries() -> str:
    """Return the text of the requirements file with the libraries that the generator was tested with, each with version
    and hash.
    """
    return _requirements().read_text(encoding="utf-8")


def _requirements() -> Path:
    packaged = _HERE / "requirements.txt"
    return packaged if packaged.is_file() else _ROOT / "requirements.txt"


def base_configuration() -> Path:
    """Return the path of the site configuration that all surveys share."""
    return _HERE / "site" / "mkdocs.yml"


def generator_version() -> str:
    """Return the version of the generator that is running."""
    return _distribution().version


def is_from_index() -> bool:
    """Return whether this generator was installed from a package index, not from a checkout or a file."""
    # https://packaging.python.org/en/latest/specifications/direct-url/
    return _distribution().read_text("direct_url.json") is None


def wheel_name() -> str:
    """Return the file name of the wheel that `wheel_of_generator` makes."""
    return f"survey_catalogue-{generator_version()}-py3-none-any.whl"


def wheel_of_generator() -> bytes:
    """Return the bytes of a wheel of this generator, so that others can install the very same.

    Its form is that of the binary distribution format,
    https://packaging.python.org/en/latest/specifications/binary-distribution-format/.
    """
    made = io.BytesIO()
    about = f"survey_catalogue-{generator_version()}.dist-info"
    record = []
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (*_packaged(), *_described(about)):
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
            record.append(f"{name},sha256={digest},{len(data)}\n")
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo(f"{about}/RECORD"), f"{''.join(record)}{about}/RECORD,,\n")
    return made.getvalue()


def _packaged() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the package by their names in a wheel, with their bytes, sorted; in a checkout some of them
    lie beside the package.
    """
    places = {path: f"generator/{path.relative_to(_HERE).as_posix()}" for path in _HERE.rglob("*")}
    if templates_folder().parent != _HERE:
        places |= {path: f"generator/{path.relative_to(_ROOT).as_posix()}" for path in templates_folder().rglob("*")}
    places[_requirements()] = "generator/requirements.txt"
    for path, name in sorted(places.items(), key=lambda place: place[1]):
        if path.is_file() and "__pycache__" not in path.parts:
            yield name, path.read_bytes()


def _described(about: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files in which a wheel describes itself, below the folder `about`, with their bytes."""
    yield (
        f"{about}/WHEEL",
        b"Wheel-Version: 1.0\nGenerator: survey-catalogue\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    )
    for name in ("METADATA", "entry_points.txt", "licenses/LICENSE"):
        if text := _distribution().read_text(name):
            yield f"{about}/{name}", text.encode()


def _distribution() -> importlib.metadata.Distribution:
    return importlib.metadata.distribution("survey-catalogue")
