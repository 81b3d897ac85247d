"""An import into all parts of a divided survey: read, count, repair, derive, as tasks of datatrove, one a part.

    words of each part → texts of each part → records of each part

What a rule must know of all entries is counted in each part and merged by whoever needs it (`derive.text_counts`), so
that a paper is read as it would be among all. What a part needs of its own records alone, such as the ids and who is
the same paper, it decides for itself.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..build.keys import digest_code
from ..cache import Cache
from ..derive.text_counts import merge_counts
from ..files import list_files, read_bytes
from ..importing import import_survey
from ..ingest.importing import Counts, count_texts_of, parse_files
from ..ingest.repair import count_words
from ..records.entry import Entry
from ..survey.folder import read_survey
from .running import LOGS, Executor, executor_of

_COUNTS: Final = "counts"


class Shard(NamedTuple):
    """The entries of one part: its survey folder, and the files that hold them."""

    survey: Path
    files: tuple[Path, ...]

    def read(self) -> list[tuple[str, bytes]]:
        """Return the path and the bytes of each file."""
        return [(path.name, read_bytes(path, path.parent)) for path in self.files]


def shards_of(surveys: Sequence[Path], entries: Path) -> list[Shard]:
    """Return the shards in the folder `entries`: `PART.EXTENSION` is of the survey `PART/survey`, and so are the files
    of a folder `PART` or `NAME=PART`, as DuckDB writes them. A part without files has no shard.
    """
    shards = []
    for survey in surveys:
        part = survey.parent.name
        folders = [path for path in sorted(entries.iterdir()) if path.is_dir() and path.name.rpartition("=")[2] == part]
        files = [path for path in list_files(entries, f"{part}.*") if path.stem == part]
        files += [path for folder in folders for path in list_files(folder, "*")]
        if files:
            shards.append(Shard(survey.resolve(), tuple(path.resolve() for path in files)))
    return shards


def import_shards(
    shards: Sequence[Shard],
    folder: Path,
    today: datetime.date,
    workers: int,
    executor: Executor = "local",
    partition: str = "",
) -> int:
    """Import the entries of each part, `workers` parts at a time, and return how many parts are done. Records get the
    date `today`; logs and counts are kept in `folder`.

    A part that was done with the same files and the same code is skipped. With the executor `slurm` the tasks are
    queued in a `partition` of the cluster.
    """
    logs = folder.resolve() / LOGS / _digest(shards)
    before: Any = None
    for step in (CountWords, CountTexts, ImportPart):
        tasks = step(shards, logs, today)
        running = executor_of(executor, step.__name__, tasks, len(shards), workers, logs, partition)
        if executor == "slurm":
            running.depends = before
        elif not _has_run(running, executor, len(shards)):
            return 0 if step is not ImportPart else _done(running, len(shards))
        before = running
    if executor == "slurm":
        before.run()
    return _done(before, len(shards))


def _has_run(running: Any, executor: Executor, tasks: int) -> bool:
    """Run a step, given as its executor, and return whether all of its `tasks` are done. On this machine a task that
    fails is told of in the log; elsewhere its exception is raised.
    """
    try:
        running.run()
    except Exception:
        if executor != "local":
            raise
    return _done(running, tasks) == tasks


def _done(running: Any, tasks: int) -> int:
    """Return how many of the tasks of a step, numbered from 0, are done, as its executor notes it."""
    return sum(running.is_rank_completed(rank) for rank in range(tasks))


class _Step:
    """A step of a datatrove pipeline: the task of number `rank` works on the shard of this number, and leaves its
    counts in `work`.
    """

    def __init__(self, shards: Sequence[Shard], work: Path, today: datetime.date) -> None:
        self.shards = tuple(shards)
        self.work = work
        self.today = today

    def __call__(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> None:
        """Do the work of the task with the number `rank`. The other parameters are those that datatrove gives to any
        step.
        """
        del data, world_size
        self.run(rank)

    def run(self, rank: int) -> None:
        """Do the work of the task with the number `rank`. Each step has its own."""
        raise NotImplementedError

    def entries(self, rank: int) -> list[Entry]:
        """Return the entries of the shard with the number `rank`."""
        return parse_files(self.shards[rank].read())[0]

    def keep(self, kind: str, rank: int, counts: object) -> None:
        """Keep the counts of one kind, `words` or `texts`, of the shard with the number `rank`, for the steps that
        follow.
        """
        cache = Cache(self.work, f"{_COUNTS}-{rank}-{kind}", digest_code())
        cache.put(kind, counts)
        cache.save()

    def kept(self, kind: str) -> list[Any]:
        """Return the counts of one kind, `words` or `texts`, of all shards, in their order."""
        ranks = range(len(self.shards))
        return [Cache(self.work, f"{_COUNTS}-{rank}-{kind}", digest_code()).get(kind) for rank in ranks]

    def words(self) -> Counter[str]:
        """Return how often each word stands in the entries of all shards."""
        return sum(self.kept("words"), Counter[str]())


class CountWords(_Step):
    """Counts the words of a shard, which `repair` must know."""

    def run(self, rank: int) -> None:
        """Count the words in the entries of the shard with the number `rank`, and keep the counts."""
        self.keep("words", rank, count_words(self.entries(rank)))


class CountTexts(_Step):
    """Counts what the rules must know of the texts of a shard."""

    def run(self, rank: int) -> None:
        """Count what rules must know of the texts of the shard with the number `rank`, and keep the counts. Raises
        RuntimeError if its survey cannot be read.
        """
        survey, problems = read_survey(self.shards[rank].survey)
        if survey is None:
            raise RuntimeError("\n".join(map(str, problems)))
        self.keep("texts", rank, count_texts_of(self.entries(rank), self.words(), survey))


class ImportPart(_Step):
    """Imports a shard into its survey."""

    def run(self, rank: int) -> None:
        """Import the entries of the shard with the number `rank` into its survey. Raises RuntimeError if the survey
        cannot be read.
        """
        shard = self.shards[rank]
        counts = Counts(self.words(), merge_counts(self.kept("texts")))
        ledger, problems = import_survey(shard.read(), shard.survey, self.today, counts=counts)
        if not ledger.written:
            raise RuntimeError("\n".join(map(str, problems)))


def _digest(shards: Iterable[Shard]) -> str:
    """Return a hash of all entries and of the code."""
    digest = hashlib.sha256(digest_code().encode())
    for shard in shards:
        digest.update(str(shard.survey).encode())
        for name, data in shard.read():
            digest.update(f"{name} {hashlib.sha256(data).hexdigest()}".encode())
    return digest.hexdigest()[:12]
