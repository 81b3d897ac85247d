"""Divides work among the machine's processors, in copies of this process (`fork`).

Where processes cannot be copied, as on Windows, the work is done in this one.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import select
import signal
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache, partial
from typing import Generic, Self, TypeVar

Result = TypeVar("Result")
Thing = TypeVar("Thing")
Ready = TypeVar("Ready")
_STATE = {"copy": False}
"""Whether this process has its part of the work already: a copy, or whoever works beside its copies."""
_WIDTH = 2
"""Bytes of a task's number on its way to whoever runs it."""
_LONG = 0.5
"""Seconds of the processor after which a task may have freed much memory."""
_EACH = 4
"""Parts of a list that each processor gets."""


def processor_count() -> int:
    """Return how many processors this process may use; 1 if processes cannot be copied, and within a copy."""
    if not hasattr(os, "fork") or _STATE["copy"]:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_together(tasks: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run each task in a copy of this process, the last one in this process itself, and return their results in order.

    A task sees all that is in memory at its start; of its changes, only the result comes back. If a task raises, its
    error is raised here.
    """
    if not hasattr(os, "fork"):
        return [task() for task in tasks]
    give_back_memory()  # what is free here would be copied
    copies = [_start(task) for task in tasks[:-1]]
    try:
        last = [task() for task in tasks[-1:]]
        return [*(_result(reading) for _, reading in copies), *last]
    except BaseException:
        for process, _ in copies:
            os.kill(process, signal.SIGKILL)
        raise
    finally:
        for process, reading in copies:
            os.close(reading)
            os.waitpid(process, 0)


def share(tasks: Sequence[Callable[[], Result]], meanwhile: Callable[[], object] | None = None) -> list[Result]:
    """Run tasks in as many copies of this process as there are processors, and return their results in the order of the
    tasks.

    A process that has finished one task takes the next, so the longest tasks should come first. This process has its
    part, too; or it does `meanwhile` and leaves all tasks to copies, with which ends what they leave in memory.

    >>> share([lambda: 1, lambda: 2])
    [1, 2]
    """
    count = min(processor_count(), len(tasks))
    if count < 2:
        if meanwhile:
            meanwhile()
        return [task() for task in tasks]
    waiting, telling = os.pipe()
    os.write(telling, b"".join(number.to_bytes(_WIDTH, "big") for number in range(len(tasks))))
    os.close(telling)
    part = partial(_part, tasks, waiting)
    try:
        parts = run_together([part] * count if meanwhile is None else [*[part] * count, partial(_beside, meanwhile)])
    finally:
        _STATE["copy"] = False
        os.close(waiting)
    results = dict(pair for part in parts for pair in part)
    return [results[number] for number in range(len(tasks))]


def _part(tasks: Sequence[Callable[[], Result]], waiting: int) -> list[tuple[int, Result]]:
    """Run those of the tasks whose numbers this process reads from the pipe `waiting`, and return the number and the
    result of each.
    """
    _STATE["copy"] = True  # this process, too, has its part of the work now
    done = []
    while number := os.read(waiting, _WIDTH):
        task, began = int.from_bytes(number, "big"), time.process_time()
        done.append((task, tasks[task]()))
        if time.process_time() - began > _LONG:
            give_back_memory()
    return done


def _beside(meanwhile: Callable[[], object]) -> list[tuple[int, Result]]:
    """Call `meanwhile` in this process while its copies run all tasks. Return no results."""
    _STATE["copy"] = True
    meanwhile()
    return []


def spread(
    work: Callable[[Sequence[Thing]], Sequence[Result]],
    things: Sequence[Thing],
    least: int,
    meanwhile: Callable[[], object] | None = None,
) -> list[Result]:
    """Apply `work` to many things in batches, divided among all processors, and return its results in the order of the
    things.

    `work` takes a batch and returns a result for each thing in it; a batch has at least `least` things. `meanwhile` is
    as in `share`.

    >>> spread(lambda words: [word.upper() for word in words], ["a", "b"], 1)
    ['A', 'B']
    """
    done = share([partial(work, things[part]) for part in batches(len(things), least)], meanwhile)
    return [result for part in done for result in part]


def nothing() -> None:
    """Do nothing: what a process does `meanwhile` that leaves all work to copies."""


def batches(count: int, least: int) -> list[slice]:
    """Return the slices by which a list of `count` things is divided into batches.

    There are some batches for each processor, so that none waits long for another; each has at least `least` things, if
    there are so many, so that handing it out does not cost more than its work.
    """
    parts = max(1, min(_EACH * processor_count(), count // least))
    size = max(1, -(-count // parts))
    return [slice(start, start + size) for start in range(0, count, size)]


def give_back_memory() -> None:
    """Give the system what this process has freed but still holds for later, where the C library can do that."""
    if trim := _trim_of_library():
        trim(0)


@cache
def _trim_of_library() -> Callable[[int], int] | None:
    """Return the function `malloc_trim` of the GNU C library; None with another library."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None


class Background(Generic[Result]):
    """A task that runs in a copy of this process while this one goes on.

    Where processes cannot be copied, it runs at once, in this process.
    """

    def __init__(self, task: Callable[[], Result], rest: Iterable[Callable[[], object]] = ()) -> None:
        """Start the task, a function without arguments, in a copy of this process; if there can be none, run it now.

        `rest` may be a list into which the task puts functions without arguments. They are called in the copy once the
        result is told, and the end of a `with` block waits for them.
        """
        self._rest, self._stays = rest, False
        self._copy = _start(task, rest, leads=True) if hasattr(os, "fork") else None
        self._done = None if self._copy else task()

    def __enter__(self) -> Self:
        self._stays = True
        return self

    def __exit__(self, kind: type[BaseException] | None, *raised: object) -> None:
        if kind:
            self.kill()
        elif self._copy is None:
            for it in self._rest:
                it()
        else:
            process, reading = self._copy
            self._copy = None
            os.close(reading)
            if os.waitpid(process, 0)[1]:
                raise ChildProcessError("a process ended before it had done all of its work")

    def is_done(self) -> bool:
        """Return whether the task has ended, so that `result` need not wait."""
        return self._copy is None or bool(select.select([self._copy[1]], [], [], 0)[0])

    def result(self) -> Result:
        """Wait for the task and return its result; if it raised, its error is raised here. To be called once. The copy
        ends then, but in a `with` block.
        """
        if self._copy is None:
            return self._done  # type: ignore[return-value]
        try:
            return _result(self._copy[1])
        finally:
            if not self._stays:
                self.kill()

    def kill(self) -> None:
        """End the copy, and the copies that it made itself. A result that was not taken is lost: `result` then returns
        None. A second call does nothing.
        """
        if self._copy:
            process, reading = self._copy
            with suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)
            os.close(reading)
            os.waitpid(process, 0)
            self._copy = None


class Prepared(Generic[Ready, Result]):
    """A task that is prepared in a copy of this process while this one goes on, and runs there once its result is
    wanted. The task is given what preparing it returned, or None if it was not prepared, and then what `result` was
    called with.

    The copy sees what is in memory when it is made, and the files that are there when the task runs. To be used in a
    `with` block, whose end is also that of the copy. Where processes cannot be copied, the task runs in this one.
    """

    def __init__(self, prepare: Callable[[], Ready], task: Callable[..., Result], *, here: bool = False) -> None:
        """Start `prepare` in a copy of this process, which will give its result to `task`; or if the task is to run
        `here`, in this process, do nothing yet.
        """
        self._prepare, self._task = prepare, task
        self._copy: Background[Result] | None = None
        if hasattr(os, "fork") and not here:
            self._listening, self._telling = os.pipe()
            self._copy = Background(self._run_when_told)
            os.close(self._listening)  # so that telling fails once the copy has ended

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._copy:
            os.close(self._telling)
            self._copy.kill()

    def result(self, *given: object) -> Result:
        """Run the task with what is `given` and return its result; if it raised, its error is raised here. To be called
        once.
        """
        if self._copy is None:
            return self._task(None, *given)
        with suppress(BrokenPipeError), os.fdopen(self._telling, "wb", closefd=False) as pipe:
            pickle.dump(given, pipe, protocol=pickle.HIGHEST_PROTOCOL)
        return self._copy.result()

    def _run_when_told(self) -> Result:
        os.close(self._telling)  # so that reading ends with the process that would tell
        ready = self._prepare()
        with os.fdopen(self._listening, "rb") as pipe:
            try:
                given = pickle.load(pipe)  # noqa: S301 - this program wrote it a moment ago
            except EOFError:
                raise ChildProcessError("nobody waits for the task any more") from None
        return self._task(ready, *given)


def _start(
    task: Callable[[], object], rest: Iterable[Callable[[], object]] = (), *, leads: bool = False
) -> tuple[int, int]:
    """Start a copy of this process that runs one task, a function without arguments, and then, when its result is told,
    the `rest`. Returns the copy's process id, and the end of a pipe from which the task's result can be read. If it
    `leads`, it can be killed with the copies that it makes.
    """
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Newer Pythons warn of threads that a copy has not; those that run here are of libraries and hold no lock.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if leads:
        with suppress(OSError):  # both set it, so that neither need wait for the other
            os.setpgid(process, process)
    if process:
        os.close(writing)
        return process, reading
    status = 1
    _STATE["copy"] = not leads
    try:
        os.close(reading)
        try:
            outcome: tuple[bool, object] = (True, task())
        except Exception as error:  # it is raised again in the process that waits
            outcome = (False, error)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(outcome, pipe, protocol=pickle.HIGHEST_PROTOCOL)
        for it in rest:
            it()
        status = 0
    finally:
        # Nothing of the first process may run here too: no cleaning up, no output that waits.
        os._exit(status)


def _result(reading: int) -> Result:  # type: ignore[type-var]
    # Read piece by piece: the pages of a large survey need not be in memory twice.
    with os.fdopen(reading, "rb", closefd=False) as pipe:
        try:
            is_done, outcome = pickle.load(pipe)  # noqa: S301 - this program wrote it a moment ago
        except EOFError:
            raise ChildProcessError("a process that had a part of the work ended without a result") from None
    if not is_done:
        raise outcome
    return outcome  # type: ignore[no-any-return]
