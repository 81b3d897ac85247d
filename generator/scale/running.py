"""The executors of datatrove, which run the tasks of a step here or on a cluster and note what is done."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

Executor = Literal["local", "slurm", "ray"]
_TIME: Final = "1:00:00"
LOGS: Final = ".scale"
"""The folder beside the parts in which datatrove notes what is done."""


def executor_of(kind: Executor, name: str, step: object, tasks: int, workers: int, logs: Path, partition: str) -> Any:
    """Return the executor of datatrove that runs a step as so many tasks, `workers` of them at a time. `name` is the
    step's, `logs` the folder where it notes what is done, and `partition` that of the cluster, for Slurm alone.
    """
    if kind == "slurm":
        from datatrove.executor import SlurmPipelineExecutor

        return SlurmPipelineExecutor(
            [step],
            tasks=tasks,
            workers=workers,
            logging_dir=str(logs / name),
            time=_TIME,
            partition=partition,
            job_name=name,
        )
    if kind == "ray":
        from datatrove.executor import RayPipelineExecutor

        return RayPipelineExecutor([step], tasks=tasks, workers=workers, logging_dir=str(logs / name))
    from datatrove.executor import LocalPipelineExecutor

    return LocalPipelineExecutor([step], tasks=tasks, workers=workers, logging_dir=str(logs / name))
