"""Starts a new survey: the files that its folder begins with, and the empty survey that they make."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from ..files import UnreadableError, read_text
from ..records.base import Problem
from ..records.survey import Settings, Survey, Systems
from ..records.taxonomy import Taxonomy
from ..resources import base_configuration, starter_text, templates_folder
from .folder import folders_outside, read_survey
from .yaml import parse_record


def starter_texts(folder: Path) -> dict[str, str]:
    """Return the starter files that a new survey's folder lacks, file name to text: settings, taxonomy, systems, site
    configuration.

    Returns none if `survey.yml` exists, so that files which a curator deleted do not come back.
    """
    if (folder / "survey.yml").exists():
        return {}
    title = re.sub(r"[-_]+", " ", folder.resolve().name).strip().capitalize() or "Survey"
    base = base_configuration()
    texts = {
        "survey.yml": _SETTINGS.format(title=_scalar(title)),
        "taxonomy.yml": starter_text("taxonomy.yml"),
        "systems.yml": starter_text("systems.yml"),
        "mkdocs.yml": _CONFIGURATION.format(
            base=_scalar(_relative(base, folder)),
            title=_scalar(title),
            theme=_scalar(_relative(templates_folder() / "theme", folder)),
        ),
    }
    return {name: text for name, text in texts.items() if not (folder / name).exists()}


def read_or_start(folder: Path) -> tuple[Survey | None, dict[str, str], list[Problem]]:
    """Read a folder's survey, or make an empty one from the starter files if the folder has none yet.

    Returns the survey, or None if there are errors; the starter files to be written, file name to text; and the
    problems.
    """
    starters = starter_texts(folder)
    if "survey.yml" not in starters:
        survey, problems = read_survey(folder)
        return survey, {}, problems
    survey, problems = _start(folder, starters)
    return survey, starters, problems


def _start(folder: Path, starters: Mapping[str, str]) -> tuple[Survey | None, list[Problem]]:
    """The survey of the starter files, and of those files beside which they are put."""
    if problems := folders_outside(folder):
        return None, problems
    texts = dict(starters)
    for name in ("taxonomy.yml", "systems.yml"):
        try:
            texts[name] = starters[name] if name in starters else read_text(folder / name, folder)
        except (UnreadableError, UnicodeDecodeError) as error:
            return None, [Problem(path=str(folder / name), message=str(error))]
    settings, faults = parse_record(texts["survey.yml"], "survey.yml", Settings)
    taxonomy, more = parse_record(texts["taxonomy.yml"], str(folder / "taxonomy.yml"), Taxonomy)
    systems, most = parse_record(texts["systems.yml"], str(folder / "systems.yml"), Systems)
    if settings is None or taxonomy is None or systems is None:
        return None, [*faults, *more, *most]
    return Survey(settings=settings, taxonomy=taxonomy, systems=systems.systems), []


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()


def _scalar(text: str) -> str:
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
