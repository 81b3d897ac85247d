"""An import into all parts of a divided survey: read, count, repair, derive, as tasks of datatrove, one a part.

    words of each part → keys and titles of each → what parts share → moves → texts of each part → records of each

What a rule must know of all entries is counted in each part and merged by whoever needs it (`derive.text_counts`), so
that a paper is read as it would be among all. A paper that several parts are given is imported into one of them
(`division`). What a part needs of its own records alone, such as their ids, it decides for itself.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..build.keys import digest_code
from ..cache import Cache
from ..derive.text_counts import merge_counts
from ..files import list_files, read_bytes
from ..importing import import_survey
from ..ingest.grouping import count_title_words, rare_words
from ..ingest.importing import Counts, count_texts_of, parse_files
from ..ingest.repair import count_words, repair
from ..records.entry import Entry, MendedEntry
from ..records.survey import Survey
from ..survey.folder import read_survey
from .division import Moves, assign, keys_of_part, shared_with, titles_of_part, works_of
from .running import LOGS, Executor, executor_of

_COUNTS: Final = "counts"


class Shard(NamedTuple):
    """The entries of one part: its survey folder, and the files that hold them."""

    survey: Path
    files: tuple[Path, ...]

    def read(self) -> list[tuple[str, bytes]]:
        """Return the path and the bytes of each file."""
        return [(path.name, read_bytes(path, path.parent)) for path in self.files]


class Imported(NamedTuple):
    """How many parts of a divided survey are imported, and how many entries went into another part than that in whose
    files they are.
    """

    parts: int
    moved: int


def shards_of(surveys: Sequence[Path], entries: Path) -> list[Shard]:
    """Return the shards in the folder `entries`: `PART.EXTENSION` is of the survey `PART/survey`, and so are the files
    of a folder `PART` or `NAME=PART`, as DuckDB writes them. A year that is no part's name is of the part `2021-2022`
    within which it lies. The shard of a part without files is empty.
    """
    parts = [survey.parent.name for survey in surveys]
    owners = {path: _part_of(path, parts) for path in _given(entries)}
    shards = []
    for survey in surveys:
        own = sorted((path for path, part in owners.items() if part == survey.parent.name), key=lambda it: it.is_dir())
        files = [file for path in own for file in (list_files(path, "*") if path.is_dir() else [path])]
        shards.append(Shard(survey.resolve(), tuple(path.resolve() for path in files)))
    return shards


def strays(surveys: Sequence[Path], entries: Path) -> list[Path]:
    """Return the files and folders in `entries` that are of no part, so that nothing of them is imported."""
    parts = [survey.parent.name for survey in surveys]
    return [path for path in _given(entries) if _part_of(path, parts) is None]


def _given(entries: Path) -> list[Path]:
    """Return the files and folders in a folder, sorted, without hidden ones."""
    return [path for path in sorted(entries.iterdir()) if not path.name.startswith(".")]


def _part_of(path: Path, parts: Sequence[str]) -> str | None:
    """Return the name of the part, among `parts`, that a file or folder of entries is of; None if it is of none."""
    name = path.name.rpartition("=")[2] if path.is_dir() else path.stem
    if name in parts or not re.fullmatch(r"\d{4}", name):
        return name if name in parts else None
    spans = (part for part in parts if re.fullmatch(r"\d{4}-\d{4}", part))
    return next((part for part in spans if part[:4] <= name <= part[5:]), None)


def import_shards(
    shards: Sequence[Shard],
    folder: Path,
    today: datetime.date,
    workers: int,
    executor: Executor = "local",
    partition: str = "",
) -> Imported:
    """Import the entries of each part, `workers` parts at a time. Records get the date `today`; logs and counts are
    kept in `folder`.

    A part that was done with the same files and the same code is skipped. With the executor `slurm` the tasks are
    queued in a `partition` of the cluster.
    """
    logs = folder.resolve() / LOGS / _digest(shards)
    before: Any = None
    for step in STEPS:
        tasks = 1 if step is MoveEntries else len(shards)
        running = executor_of(executor, step.__name__, step(shards, logs, today), tasks, workers, logs, partition)
        if executor == "slurm":
            running.depends = before
        elif not _has_run(running, executor, tasks):
            return Imported(_done(running, len(shards)) if step is ImportPart else 0, 0)
        before = running
    if executor == "slurm":
        before.run()
        return Imported(0, 0)
    moves = ImportPart(shards, logs, today).moves
    return Imported(len(shards), sum(len(moves(rank).away) for rank in range(len(shards))))


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

    def survey(self, rank: int) -> Survey:
        """Return the survey of the part with the number `rank`. Raises RuntimeError if it cannot be read."""
        survey, problems = read_survey(self.shards[rank].survey)
        if survey is None:
            raise RuntimeError("\n".join(map(str, problems)))
        return survey

    def moves(self, rank: int) -> Moves:
        """Return which entries of a shard go into other parts, and which of others come into its part."""
        moves: Sequence[Moves] = self.kept("moves", [0])[0]
        return moves[rank]

    def entries(self, rank: int) -> list[Entry]:
        """Return the entries of the shard with the number `rank`."""
        return parse_files(self.shards[rank].read())[0]

    def keep(self, kind: str, rank: int, counts: object) -> None:
        """Keep what a task found out, of one kind such as `words` or `texts`, for the steps that follow."""
        cache = Cache(self.work, f"{_COUNTS}-{rank}-{kind}", digest_code())
        cache.put(kind, counts)
        cache.save()

    def kept(self, kind: str, ranks: Iterable[int] | None = None) -> list[Any]:
        """Return what was kept of a kind for these shards, or for all."""
        ranks = range(len(self.shards)) if ranks is None else ranks
        return [Cache(self.work, f"{_COUNTS}-{rank}-{kind}", digest_code()).get(kind) for rank in ranks]

    def words(self) -> Counter[str]:
        """Return how often each word stands in the entries of all shards."""
        return sum(self.kept("words"), Counter[str]())

    def rare(self) -> dict[str, int]:
        """Return the rare words of the titles of all parts."""
        return rare_words(sum(self.kept("title words"), Counter[str]()))

    def without(self, rank: int) -> list[int]:
        """Return the numbers of all other shards."""
        return [other for other in range(len(self.shards)) if other != rank]


def _mended(entries: Iterable[Entry], words: Mapping[str, int]) -> list[MendedEntry]:
    """Return the entries with their texts repaired; `words` counts the words of all parts, for the abstracts alone."""
    return [MendedEntry(entry, *repair(entry, words)) for entry in entries]


class CountWords(_Step):
    """Counts the words of a shard, which `repair` must know, and those of the titles that its part has."""

    def run(self, rank: int) -> None:
        """Count a shard. Raises RuntimeError if its survey cannot be read."""
        entries = self.entries(rank)
        self.keep("words", rank, count_words(entries))
        self.keep("title words", rank, count_title_words(works_of(_mended(entries, {}), self.survey(rank))))


class FindKeys(_Step):
    """Collects the keys of what a part has, and its titles by their rarest words."""

    def run(self, rank: int) -> None:
        """Look through a shard and its survey. Raises RuntimeError if that cannot be read."""
        entries, survey = _mended(self.entries(rank), {}), self.survey(rank)
        self.keep("keys", rank, keys_of_part(entries, survey))
        self.keep("titles", rank, titles_of_part(entries, survey, self.rare()))


class FindShared(_Step):
    """Finds what a part has that may be in other parts, too."""

    def run(self, rank: int) -> None:
        """Look through a shard and its survey. Raises RuntimeError if that cannot be read."""
        keys, titles = (self.kept(kind, self.without(rank)) for kind in ("keys", "titles"))
        entries = _mended(self.entries(rank), self.words())
        self.keep("shared", rank, shared_with(keys, titles, entries, self.survey(rank), self.rare()))


class MoveEntries(_Step):
    """Decides, in one task, in which part each paper is imported that several have."""

    def run(self, rank: int) -> None:
        """Decide for all shards."""
        self.keep("moves", rank, assign(self.kept("shared"), self.rare()))


class CountTexts(_Step):
    """Counts what the rules must know of the texts that are imported into a part."""

    def run(self, rank: int) -> None:
        """Count a part. Raises RuntimeError if its survey cannot be read."""
        entries, moves = self.entries(rank), self.moves(rank)
        elsewhere = moves.elsewhere(len(entries), self.rare())
        self.keep("texts", rank, count_texts_of(moves.applied(entries), self.words(), self.survey(rank), elsewhere))


class ImportPart(_Step):
    """Imports into a part the entries of its shard and those that come from others."""

    def run(self, rank: int) -> None:
        """Import into a part. Raises RuntimeError if its survey cannot be read."""
        shard, moves = self.shards[rank], self.moves(rank)
        elsewhere = moves.elsewhere(len(self.entries(rank)), self.rare())
        counts = Counts(self.words(), merge_counts(self.kept("texts")), elsewhere)
        ledger, problems = import_survey(shard.read(), shard.survey, self.today, counts=counts, select=moves.applied)
        if not ledger.written:
            raise RuntimeError("\n".join(map(str, problems)))


STEPS: Final = (CountWords, FindKeys, FindShared, MoveEntries, CountTexts, ImportPart)
"""The steps in their order; `MoveEntries` is one task, the others have one for each part."""


def _digest(shards: Iterable[Shard]) -> str:
    """Return a hash of all entries and of the code."""
    digest = hashlib.sha256(digest_code().encode())
    for shard in shards:
        digest.update(str(shard.survey).encode())
        for name, data in shard.read():
            digest.update(f"{name} {hashlib.sha256(data).hexdigest()}".encode())
    return digest.hexdigest()[:12]
