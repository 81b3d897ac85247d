"""Starts a new survey: makes the files that its folder begins with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

import yaml

from ..files import UnreadableError, is_there, read_text
from ..records.base import Problem
from ..records.survey import Settings, Survey
from ..records.taxonomy import Taxonomy
from ..resources import (
    generator_version,
    is_from_index,
    locked_libraries,
    read_translations,
    starter_text,
    wheel_name,
)
from ..text.escape import markdown_text, plain_text
from .folder import folders_outside
from .yaml.parse import parse_record

_NAMES = {".gitignore": "gitignore", "README.md": "README.md", "mkdocs.yml": "mkdocs.yml", "survey.yml": "survey.yml"}
"""A file of a new survey, and the starter file of which it is made."""
_CI_NAMES = {
    ".github/ISSUE_TEMPLATE/paper.yml": "ci/paper.yml",
    ".github/workflows/site.yml": "ci/github.yml",
    ".gitlab-ci.yml": "ci/gitlab.yml",
    ".pre-commit-config.yaml": "ci/pre-commit.yml",
    "ci/Containerfile": "ci/Containerfile",
    "ci/site.sh": "ci/site.sh",
}
"""The same for what builds, checks and publishes a survey by itself; these are the same in every survey."""


def is_started(folder: Path) -> bool:
    """Return whether the folder holds a survey already, whose deleted starter files must not come back."""
    return is_there(folder / "survey.yml")


def title_of(folder: Path) -> str:
    """Return a title made from a folder's name: `my-survey` gives `My survey`."""
    title = plain_text(re.sub(r"[-_]+", " ", folder.resolve().name))
    return title[:1].upper() + title[1:] or "Survey"


def starter_files(
    folder: Path, *, taxonomy: str, language: str = "en", author: str = "", title: str | None = None
) -> dict[str, str]:
    """Return the texts of those starter files that a survey's folder lacks, by name. Nothing is written.

    They are settings, taxonomy, site configuration, a README, `.gitignore`, and what a CI system runs. `taxonomy` is
    the text of taxonomy.yml; `language` is the survey's, and `author` who made it, empty if nobody is named. Without a
    `title`, one is made from the folder's name.
    """
    title = title or title_of(folder)
    translations = read_translations(language)
    described = translations.gettext("A survey of papers: {title}.", title=title)
    values = {
        "title": _scalar(title),
        "description": _scalar(described if title != "Survey" else translations.gettext("A survey of papers.")),
        "author": f"author: {_scalar(plain_text(author))}" if author.strip() else "# author:",
        "language": language,
        "install": _generator() if is_from_index() else f"ci/{_generator()}",
    }
    texts = {name: Template(starter_text(source)).substitute(values) for name, source in _NAMES.items()}
    texts["README.md"] = Template(starter_text("README.md")).substitute({**values, "title": markdown_text(title)})
    texts["taxonomy.yml"] = taxonomy
    texts |= ci_files()
    return {name: texts[name] for name in sorted(texts) if not is_there(folder / name)}


def ci_files() -> dict[str, str]:
    """Return the texts of the files with which a CI system builds a survey, by name.

    If this generator is not from a package index, a wheel of it belongs beside them; that is no text and not among
    them.
    """
    texts = {name: starter_text(source) for name, source in _CI_NAMES.items()}
    return {**texts, "ci/catalogue.txt": f"{_generator()}\n", "ci/requirements.txt": locked_libraries()}


def _generator() -> str:
    """Return what pip installs as this generator: `survey-catalogue==VERSION` if it came from a package index, else the
    name of the wheel in `ci/`.
    """
    return f"survey-catalogue=={generator_version()}" if is_from_index() else wheel_name()


def start(folder: Path, texts: Mapping[str, str]) -> tuple[Survey | None, list[Problem]]:
    """Return the new survey that the starter files make, without papers, and no problems. `texts` has these files by
    name.

    A taxonomy that is in the folder already is used. Returns None and the problems if that taxonomy is faulty, or if
    one of the folders leads out of the survey.
    """
    if problems := folders_outside(folder):
        return None, problems
    try:
        text = texts["taxonomy.yml"] if "taxonomy.yml" in texts else read_text(folder / "taxonomy.yml", folder)
    except (UnreadableError, UnicodeDecodeError) as error:
        return None, [Problem(path=str(folder / "taxonomy.yml"), message=str(error))]
    settings, faults = parse_record(texts["survey.yml"], str(folder / "survey.yml"), Settings)
    taxonomy, more = parse_record(text, str(folder / "taxonomy.yml"), Taxonomy)
    if settings is None or taxonomy is None:
        return None, [*faults, *more]
    return Survey(settings=settings, taxonomy=taxonomy), []


def _scalar(text: str) -> str:
    """Return one line of text as a YAML scalar in double quotes."""
    return yaml.safe_dump(text, allow_unicode=True, width=10_000, default_style='"').strip()
