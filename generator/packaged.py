"""Files that come with the generator: templates, browser assets, and what a new survey starts from."""

from __future__ import annotations

import os
import re
from pathlib import Path

import yaml

# Comments that stand on lines of their own. No template text of ours spans lines, so nothing else looks like one.
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n\n?", re.MULTILINE)
_HERE = Path(__file__).parent
_ROOT = _HERE.parent


def templates_folder() -> Path:
    """Inside an installed package, beside it in a checkout."""
    packaged = _HERE / "templates"
    return packaged if packaged.is_dir() else _ROOT / "templates"


def asset_texts() -> dict[str, str]:
    """Style sheets and scripts by path below the docs folder; scripts without comments, which are half of them."""
    folder = _HERE / "assets"
    return {
        f"assets/{path.relative_to(folder).as_posix()}": _shipped(path)
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".css", ".js", ".svg"}
    }


def _shipped(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return _COMMENT.sub("", text) if path.suffix == ".js" else text


def generator_files() -> dict[str, Path]:
    """All files of the generator that its output depends on, by their name below its folders."""
    kinds = {".py", ".j2", ".css", ".js", ".svg"}
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
    base = _base_configuration()
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


def _base_configuration() -> Path:
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
theme:
  custom_dir: {theme}
nav:
- Home: index.md
- Explore: explore/index.md
- Areas: areas/index.md
- Tags: tags/index.md
- Systems: systems/index.md
- Authors: authors/index.md
- Years: years/index.md
- About: about.md
"""
