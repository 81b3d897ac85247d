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
    from datatrove.executor import LocalPipelineExecutor, RayPipelineExecutor, SlurmPipelineExecutor

    shared: dict[str, Any] = {"tasks": tasks, "workers": workers, "logging_dir": str(logs / name)}
    if kind == "slurm":
        return SlurmPipelineExecutor([step], time=_TIME, partition=partition, job_name=name, **shared)
    return (RayPipelineExecutor if kind == "ray" else LocalPipelineExecutor)([step], **shared)
