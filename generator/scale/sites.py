"""One site a task: datatrove's executors run the tasks, `pipeline.build_site` does the work."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

from ..build.keys import digest_code, digest_inputs
from ..checks.site_configuration import site_folder
from ..pipeline import build_site
from ..survey.folder import input_files

Executor = Literal["local", "slurm", "ray"]
INSTALL: Final = 'pip install "survey-catalogue[scale]"'
_TIME: Final = "1:00:00"
LOGS: Final = ".scale"
"""The folder beside the parts in which datatrove notes what is done."""


def has_datatrove() -> bool:
    """Return whether the extra `scale` is installed."""
    return find_spec("datatrove") is not None


def surveys_in(folder: Path) -> list[Path]:
    """Return the survey folders of a divided survey, sorted: each `PART/survey` below `folder` with a survey.yml."""
    return sorted(path.parent for path in folder.glob("*/survey/survey.yml"))


def build_sites(folder: Path, workers: int, executor: Executor = "local", partition: str = "") -> list[Path]:
    """Build the site of each survey in `folder`, `workers` at a time, and return the folders of those that are built.

    Each is a task of datatrove; a task that was completed for the same files and the same code is skipped. A task that
    fails is no reason to give up the others; it is tried again by the next call. With `slurm` the tasks are queued, and
    the call returns at once; `partition` is where they may run, and each has an hour.
    """
    surveys = surveys_in(folder)
    step = BuildSite([str(survey.resolve()) for survey in surveys])
    logs = folder / LOGS / _digest(surveys)
    run = _executor(executor, step, len(surveys), workers, str(logs.resolve()), partition)
    try:
        run.run()
    except Exception:
        if executor != "local":
            raise
    done = {rank for rank in range(len(surveys)) if run.is_rank_completed(rank)}
    return [site_folder(survey) for rank, survey in enumerate(surveys) if rank in done]


class BuildSite:
    """A step of a datatrove pipeline: the task of number `rank` builds the site of the survey of this number."""

    def __init__(self, surveys: Sequence[str]) -> None:
        self.surveys = tuple(surveys)

    def __call__(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> None:
        """Raise RuntimeError, with the problems, if the survey cannot be built."""
        del data, world_size
        made = build_site(Path(self.surveys[rank]))
        if made.written is None or made.site_problems:
            problems = [str(problem) for problem in (*made.problems, *made.site_problems) if problem.level == "error"]
            raise RuntimeError("\n".join(problems))


def _executor(kind: Executor, step: BuildSite, tasks: int, workers: int, logs: str, partition: str) -> Any:
    """The executor of datatrove for these tasks."""
    if kind == "slurm":
        from datatrove.executor import SlurmPipelineExecutor

        return SlurmPipelineExecutor(
            [step], tasks=tasks, workers=workers, logging_dir=logs, time=_TIME, partition=partition, job_name="sites"
        )
    if kind == "ray":
        from datatrove.executor import RayPipelineExecutor

        return RayPipelineExecutor([step], tasks=tasks, workers=workers, logging_dir=logs)
    from datatrove.executor import LocalPipelineExecutor

    return LocalPipelineExecutor([step], tasks=tasks, workers=workers, logging_dir=logs)


def _digest(surveys: Iterable[Path]) -> str:
    """A hash of all that the sites are made from: with another one nothing counts as done."""
    digest = hashlib.sha256(digest_code().encode())
    for survey in surveys:
        digest.update(f"{survey} {digest_inputs(survey, input_files(survey), '')}".encode())
    return digest.hexdigest()[:12]
