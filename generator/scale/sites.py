"""One site a task, then their joint index: datatrove's executors run the tasks, `pipeline.build_site` does the work."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..build.keys import digest_code, digest_inputs
from ..checks.site_configuration import site_folder
from ..pipeline import build_site
from ..search.joint import JOINT
from ..survey.folder import input_files
from .joining import shared_titles, write_joint_index
from .running import LOGS, Executor, executor_of

INSTALL: Final = 'pip install "survey-catalogue[scale]"'


def has_datatrove() -> bool:
    """Return whether the extra `scale` is installed."""
    return find_spec("datatrove") is not None


def surveys_in(folder: Path) -> list[Path]:
    """Return the survey folders of a divided survey, sorted: each `PART/survey` below `folder` with a survey.yml."""
    return sorted(path.parent for path in folder.glob("*/survey/survey.yml"))


class Sites(NamedTuple):
    """The folders of the sites that are built, and whether they name each other, so that they have a joint index."""

    built: list[Path]
    are_joined: bool


def build_sites(folder: Path, workers: int, executor: Executor = "local", partition: str = "") -> Sites:
    """Build the site of each survey in `folder`, `workers` at a time, and once all are built their joint index.

    Each is a task of datatrove; a task that was completed for the same files and the same code is skipped. A task that
    fails is no reason to give up the others; it is tried again by the next call. With `slurm` the tasks are queued, and
    the call returns at once; `partition` is where they may run, and each has an hour.
    """
    surveys = [survey.resolve() for survey in surveys_in(folder)]
    logs = folder.resolve() / LOGS / _digest(surveys)
    sites = executor_of(executor, "sites", BuildSite(surveys), len(surveys), workers, logs, partition)
    joint = executor_of(executor, "joint", JoinIndexes(surveys, folder.resolve() / JOINT), 1, 1, logs, partition)
    are_joined = bool(shared_titles(surveys))
    if executor == "slurm":
        joint.depends = sites
        (joint if are_joined else sites).run()
        return Sites([], are_joined)
    try:
        sites.run()
    except Exception:
        if executor != "local":
            raise
    built = [survey for rank, survey in enumerate(surveys) if sites.is_rank_completed(rank)]
    if are_joined and len(built) == len(surveys):
        joint.run()
    return Sites([site_folder(survey) for survey in built], are_joined)


class BuildSite:
    """A step of a datatrove pipeline: the task of number `rank` builds the site of the survey of this number."""

    def __init__(self, surveys: Sequence[Path]) -> None:
        self.surveys = tuple(surveys)

    def __call__(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> None:
        """Build the site of the survey with the number `rank`. The other parameters are those that datatrove gives to
        any step. Raises RuntimeError with the problems if that cannot be done.
        """
        del data, world_size
        made = build_site(self.surveys[rank])
        if made.written is None or made.site_problems:
            problems = [str(problem) for problem in (*made.problems, *made.site_problems) if problem.level == "error"]
            raise RuntimeError("\n".join(problems))


class JoinIndexes:
    """A step of a datatrove pipeline with one task: the joint index of all sites."""

    def __init__(self, surveys: Sequence[Path], joint: Path) -> None:
        self.surveys = tuple(surveys)
        self.joint = joint

    def __call__(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> None:
        """Write the joint index of all sites. The parameters are those that datatrove gives to any step. Raises
        ValueError if the surveys do not name each other.
        """
        del data, rank, world_size
        write_joint_index(self.surveys, self.joint)


def _digest(surveys: Iterable[Path]) -> str:
    """Return a hash of all that the sites are made from; with another one nothing counts as done."""
    digest = hashlib.sha256(digest_code().encode())
    for survey in surveys:
        digest.update(f"{survey} {digest_inputs(survey, input_files(survey), '')}".encode())
    return digest.hexdigest()[:12]
