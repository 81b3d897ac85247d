"""Files that come with the generator: templates, browser assets, and what a new survey starts from."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from .words import Forms, Words

# Comments that stand on lines of their own. No template text of ours spans lines, so nothing else looks like one.
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n\n?", re.MULTILINE)
_IMPORT = re.compile(r"""^(?:import|export)\b[^"';]*["']\./([\w./]+)["']""", re.MULTILINE)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HERE = Path(__file__).parent
_ROOT = _HERE.parent


def templates_folder() -> Path:
    """Inside an installed package, beside it in a checkout."""
    packaged = _HERE / "templates"
    return packaged if packaged.is_dir() else _ROOT / "templates"


def asset_texts(words: Words | None = None) -> dict[str, str]:
    """Style sheet, scripts and icons by path below the docs folder.

    The style sheets are joined into one, in the order of their names, since each would be a request that a page
    waits for. Scripts go without comments, which are half of them, and with the words of the survey's language.
    """
    folder = _HERE / "assets"
    scripts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("js/*.js"))}
    sheets = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("css/*.css"))]
    words = words or Words()
    scripts["translations.js"] = _module(words, _said(words, "\n".join(scripts.values())))
    scripts["sw.js"] = _with_words(scripts["sw.js"], words)
    return {
        "assets/css/catalogue.css": _pressed("\n".join(sheets)),
        **{f"assets/js/{name}": _COMMENT.sub("", text) for name, text in scripts.items()},
        **{
            f"assets/icons/{path.name}": path.read_text(encoding="utf-8") for path in sorted(folder.glob("icons/*.svg"))
        },
    }


@cache
def modules_of(*scripts: str) -> tuple[str, ...]:
    """Scripts of ours and every module that loading them loads, by name, in the order in which they are met.

    A page that announces them gets them all at once; otherwise a browser learns of each from the one before it.
    """
    found = list(scripts)
    for name in found:  # grows while it is gone through
        path = _HERE / "assets/js" / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        found += [it for it in dict.fromkeys(_IMPORT.findall(_COMMENT.sub("", text))) if it not in found]
    return tuple(found)


def _pressed(sheet: str) -> str:
    """A style sheet without comments, line breaks and the spaces beside punctuation that no rule needs."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = re.sub(r" ?([{};,>~!/]) ?", r"\1", re.sub(r"\s+", " ", sheet))
    return sheet.replace(";}", "}").replace(": ", ":").replace("@media (", "@media(").strip() + "\n"


def _said(words: Words, script: str) -> dict[str, Forms]:
    """What a catalogue of words has of the texts that a script names, in double quotes."""
    return {
        text: forms
        for text, forms in sorted(words.translations.items())
        if json.dumps(text, ensure_ascii=False) in script
    }


def _module(words: Words, said: Mapping[str, Forms]) -> str:
    """The module that gives the scripts their words."""
    texts = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return f"export default {texts};\nexport const language = {json.dumps(words.language)};\n"


def _with_words(worker: str, words: Words) -> str:
    """The service worker with its words: being no module, it cannot import them."""
    texts = json.dumps(_said(words, worker), ensure_ascii=False)
    worker = worker.replace("const TEXTS = {};", f"const TEXTS = {texts};")
    return worker.replace('const LANGUAGE = "en";', f"const LANGUAGE = {json.dumps(words.language)};")


def read_words(language: str) -> Words:
    """The interface's words in a language, from `words/LANGUAGE.yml`; English where there is no such file.

    `zh-Hant` takes the words of `zh` where it has none of its own.
    """
    for name in (language, language.partition("-")[0]):
        path = _HERE / "words" / f"{name}.yml"
        if path.is_file():
            found = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
            return Words(language=language, translations=found)
    return Words(language=language)


def generator_files() -> dict[str, Path]:
    """All files of the generator that its output depends on, by their name below its folders."""
    kinds = {".py", ".j2", ".css", ".js", ".svg", ".yml"}
    return {
        path.relative_to(folder.parent).as_posix(): path
        for folder in (_HERE, templates_folder())
        for path in sorted(folder.rglob("*"))
        if path.suffix in kinds
    }


def starter_texts(folder: Path) -> dict[str, str]:
    """What a new survey's folder lacks, by file name: settings, taxonomy, systems, site configuration.

    Empty where `survey.yml` exists, so that a curator's deletions stay.
    """
    if (folder / "survey.yml").exists():
        return {}
    title = re.sub(r"[-_]+", " ", folder.resolve().name).strip().capitalize() or "Survey"
    base = base_configuration()
    texts = {
        "survey.yml": _SETTINGS.format(title=yaml_text(title)),
        "taxonomy.yml": _starter("taxonomy.yml"),
        "systems.yml": _starter("systems.yml"),
        "mkdocs.yml": _CONFIGURATION.format(
            base=yaml_text(_relative(base, folder)),
            title=yaml_text(title),
            theme=yaml_text(_relative(templates_folder() / "theme", folder)),
        ),
    }
    return {name: text for name, text in texts.items() if not (folder / name).exists()}


def _starter(name: str) -> str:
    packaged = _HERE / "starter" / name
    path = packaged if packaged.exists() else _ROOT / "survey" / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def base_configuration() -> Path:
    """The configuration that those of surveys inherit."""
    packaged = _HERE / "starter" / "mkdocs.yml"
    return packaged if packaged.exists() else _ROOT / "mkdocs.yml"


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()


def yaml_text(text: str) -> str:
    """One line of text as a YAML scalar."""
    return yaml.safe_dump(text, allow_unicode=True, width=10_000, default_style='"').strip()


_SETTINGS = """\
# What this survey is called and what is built. All keys: docs/guide.md
title: {title}
description: "A survey catalogue."
base_url: https://survey-catalogue.example/
# The language of the interface and of your texts: en, de, zh; for another see the guide.
language: en
licence: CC BY 4.0
keep_abstracts: true
"""
_CONFIGURATION = """\
# The site of this survey: everything as in the base configuration but what stands here.
INHERIT: {base}
site_name: {title}
site_url: !ENV [SITE_URL, "https://survey-catalogue.example/"]
docs_dir: docs
site_dir: site
# A line for the foot of every page, such as whose texts these are.
copyright: ""
theme:
  custom_dir: {theme}
nav:
- Home: index.md
- Explore: explore/index.md
- Map: map/index.md
- Gaps: gaps/index.md
- Areas: areas/index.md
- Tags: tags/index.md
- Systems: systems/index.md
- Claims: claims/index.md
- Authors: authors/index.md
- Years: years/index.md
- About:
  - How this survey is made: about.md
  - What is new: new.md
  - What it lacks: health/index.md
"""
