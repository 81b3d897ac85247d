"""Makes the joint index of the sites of a divided survey from the indexes that their builds wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..checks.site_configuration import site_folder
from ..files import list_files, read_bytes, replace_bytes
from ..search.bundles import FOLDER
from ..search.engine.parts import Part
from ..search.engine.store import Store
from ..search.joint import join_indexes
from ..survey.folder import read_settings

_UNREAD = ("cards-", "details-", "vectors-", "order-")
"""How the names of files begin that stay with the sites."""


def write_joint_index(surveys: Sequence[Path], joint: Path) -> None:
    """Write into the folder `joint` the joint index of the sites of these surveys, all of which are built.

    Files of an earlier one are removed. Raises ValueError if the surveys have no `shared_titles`.
    """
    titles = shared_titles(surveys)
    if not titles:
        raise ValueError("the surveys do not name each other in `sites`")
    parts = [Part(title, _read_index(site_folder(survey))) for title, survey in zip(titles, surveys, strict=True)]
    files = {joint / path: text.encode() for path, text in join_indexes(parts).items()}
    # The head comes last: until then the one before it counts, or none does.
    for path in sorted(files, key=lambda path: path.name == "index.json"):
        replace_bytes(path, files[path])
        path.chmod(0o644)
    for path in list_files(joint / FOLDER, "*.json"):
        if path not in files:
            path.unlink()


def shared_titles(surveys: Sequence[Path]) -> list[str]:
    """Return the title by which the others know each survey: the only one of all that it does not name itself. The list
    is empty where the `sites` of each do not name just the others.
    """
    settings = [read_settings(survey) for survey in surveys]
    named = [{site.title for site in own.sites} if own else set[str]() for own in settings]
    every = set[str]().union(*named)
    titles = [every - own for own in named]
    if len(every) != len(surveys) or any(len(own) != 1 for own in titles):
        return []
    return [title for own in titles for title in own]


def _read_index(site: Path) -> Store:
    """Read the search index of a built site from its folder, without the files that only this site needs."""
    paths = [path for path in list_files(site / FOLDER, "*.json") if not path.name.startswith(_UNREAD)]
    return Store({f"{FOLDER}/{path.name}": read_bytes(path, site) for path in paths})
