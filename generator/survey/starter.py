"""What a new survey's folder begins with."""

from __future__ import annotations

import os
import re
from pathlib import Path

import yaml

from ..resources import base_configuration, starter_text, templates_folder


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
        "taxonomy.yml": starter_text("taxonomy.yml"),
        "systems.yml": starter_text("systems.yml"),
        "mkdocs.yml": _CONFIGURATION.format(
            base=yaml_text(_relative(base, folder)),
            title=yaml_text(title),
            theme=yaml_text(_relative(templates_folder() / "theme", folder)),
        ),
    }
    return {name: text for name, text in texts.items() if not (folder / name).exists()}


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
