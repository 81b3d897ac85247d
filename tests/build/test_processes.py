"""Work shared among processes: the results are those of one process, whoever did what."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator import derive, processes
from generator.derive import text_counts
from generator.importing import import_survey
from generator.ingest import importing
from generator.ingest.readers.databases import entries as of_files
from generator.pipeline import build_docs
from generator.processes import Background, Prepared, batches, nothing, share, spread
from generator.survey import folder as of_records
from tests.checks.test_references import snapshot

BATCHES = [module._BATCH for module in (derive, text_counts, importing, of_files, of_records)]
"""How many papers are read, counted, mended and rendered together at least while importing."""


@pytest.fixture(params=[1, 2, 4])
def count(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many processors there seem to be."""
    number: int = request.param
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(number)))
    return number


def test_results_come_in_the_order_of_the_tasks(count: int) -> None:
    assert share([partial(pow, number, 2) for number in range(300)]) == [number**2 for number in range(300)]
    assert share([]) == []


def test_as_many_processes_work_as_there_are_processors(count: int) -> None:
    assert len(set(share([os.getpid] * 50))) <= count


def test_an_error_of_any_task_is_raised(count: int) -> None:
    with pytest.raises(ZeroDivisionError):
        share([partial(divmod, 1, number) for number in (3, 2, 1, 0)])


def test_batches_leave_nothing_out(count: int) -> None:
    for total in (0, 1, 99, 100, 101, 5_000):
        things = list(range(total))
        parts = [things[part] for part in batches(total, 100)]
        assert [thing for part in parts for thing in part] == things
        assert all(len(part) >= 100 for part in parts[:-1])
    assert len(batches(203, 100)) == min(count * 4, 2)


def test_work_on_many_things_is_done_in_their_order(count: int) -> None:
    things = list(range(1_000))
    assert spread(lambda some: [2 * thing for thing in some], things, 10) == [2 * thing for thing in things]
    assert spread(list, [], 10) == []


def test_a_copy_shares_its_work_no_further(count: int) -> None:
    inner = share([partial(share, [os.getpid, os.getpid])] * 2)
    assert all(len(set(ids)) == 1 for ids in inner) or count == 1


def test_what_a_process_does_meanwhile_stays_its_own(count: int) -> None:
    """The tasks leave nothing in its memory, where processes can share them; what it does itself stays."""
    seen: list[int] = []

    def task() -> int:
        seen.append(0)
        return os.getpid()

    done = share([task] * 20, meanwhile=lambda: seen.append(os.getpid()))
    assert seen.count(os.getpid()) == 1
    assert (seen.count(0), os.getpid() in done) == ((20, True) if count == 1 else (0, False))
    assert spread(list, [1, 2], 1, meanwhile=nothing) == [1, 2]
    assert processes.processor_count() == count, "it may divide its next work, too"
    with pytest.raises(ZeroDivisionError):
        share([task, task], meanwhile=lambda: divmod(1, 0))


def test_a_build_has_the_same_bytes_with_any_number_of_processes(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []
    monkeypatch.setattr(processes, "batches", lambda count, least: [slice(at, at + 3) for at in range(0, count, 3)])
    for number in (1, 2, 4):
        monkeypatch.setattr(os, "sched_getaffinity", lambda process, number=number: set(range(number)))
        assert build_docs(toy, tmp_path / str(number))[0] is not None
        built.append(snapshot(tmp_path / str(number)))
    assert built[0] == built[1] == built[2]


def _library(papers: int) -> bytes:
    """BibTeX of papers on three subjects, of which some name others; one entry is no paper, two are one."""
    entries = [
        f"@inproceedings{{key{number}, title = {{Model{number}: {subject} number {number} with {{\\'E}}tude}}, "
        f"author = {{Kim, Ada and Lee, B. {number}}}, year = {2000 + number % 20}, "
        f"abstract = {{We propose Model{number} for {subject}. It beats Model{number // 2} by {number % 90}.5%. "
        f"Code is at https://example.org/{number}.}}}}"
        for number in range(papers)
        for subject in (("celestial navigation", "hull corrosion", "wind turbines")[number % 3],)
    ]
    return "\n".join([*entries, "@misc{bare, year = 2001}", entries[0]]).encode()


def test_an_import_has_the_same_bytes_with_any_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    monkeypatch.setattr(processes, "batches", lambda count, least: [slice(at, at + 7) for at in range(0, count, 7)])
    for number in (1, 2, 4):
        monkeypatch.setattr(os, "sched_getaffinity", lambda process, number=number: set(range(number)))
        folder = tmp_path / str(number) / "survey"
        ledger, problems = import_survey([("a.bib", _library(18))], folder, datetime.date(2026, 1, 1))
        assert not problems
        made.append((ledger, snapshot(folder)))
    assert made[0] == made[1] == made[2]
    assert made[0][0].count("new") == 18 and made[0][0].count("refused") == 1


def test_few_papers_are_imported_without_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To start one takes longer than what it would do."""
    monkeypatch.setattr(processes, "run_together", lambda tasks: pytest.fail("a process was started"))
    ledger, _ = import_survey([("a.bib", _library(30))], tmp_path / "survey", datetime.date(2026, 1, 1))
    assert ledger.count("new") == 30
    assert all(len(batches(150, least)) == 1 for least in BATCHES)


def test_a_task_in_the_background_can_be_asked_and_ended() -> None:

    task = Background(lambda: os.getpid())
    assert task.result() != os.getpid()
    slow = Background(lambda: share([lambda: time.sleep(60), lambda: time.sleep(60)]))
    assert not slow.is_done()
    slow.kill()
    assert slow.is_done(), "there is nothing to wait for"
    with pytest.raises(ZeroDivisionError):
        Background(lambda: 1 // 0).result()


def test_a_task_in_the_background_tells_its_result_before_it_does_the_rest(tmp_path: Path) -> None:
    rest: list[Callable[[], object]] = []
    go_on, done = tmp_path / "go on", tmp_path / "done"

    def wait_and_end() -> None:
        while not go_on.exists():
            time.sleep(0.01)
        done.touch()

    def task() -> str:
        rest.append(wait_and_end)
        return "made"

    with Background(task, rest) as copy:
        assert copy.result() == "made"
        assert not done.exists()
        go_on.touch()
    assert done.exists(), "the end of the block waits for the rest"


def test_what_fails_in_the_background_after_its_result_is_told() -> None:
    rest: list[Callable[[], object]] = []
    with pytest.raises(ChildProcessError), Background(lambda: rest.append(lambda: 1 // 0), rest) as copy:
        copy.result()
    with pytest.raises(ZeroDivisionError), Background(lambda: 1 // 0, rest) as copy:
        copy.result()


def _told(mark: Path) -> list[str]:
    return mark.read_text(encoding="utf-8").split()


def test_a_prepared_task_begins_when_it_is_asked_for(tmp_path: Path) -> None:
    mark = tmp_path / "mark"

    def note(word: str) -> list[str]:
        with mark.open("a", encoding="utf-8") as file:
            file.write(f"{word} ")
        return _told(mark)

    with Prepared(partial(note, "prepared"), lambda told: [*(told or ()), *note("done")]) as task:
        while not (mark.exists() and _told(mark)):
            time.sleep(0.01)
        mark.write_text(f"{mark.read_text(encoding='utf-8')}meanwhile ", encoding="utf-8")
        assert task.result() == ["prepared", "prepared", "meanwhile", "done"]


def test_a_prepared_task_that_nobody_asks_for_is_not_done(tmp_path: Path) -> None:
    with Prepared(lambda: None, lambda _: (tmp_path / "done").touch()):
        pass
    assert not (tmp_path / "done").exists()


def test_the_error_of_a_prepared_task_is_raised() -> None:
    with pytest.raises(ZeroDivisionError), Prepared(lambda: 0, partial(divmod, 1)) as task:
        task.result()


def test_a_prepared_task_is_given_what_its_result_is_asked_with() -> None:
    much = ["as much as no pipe holds"] * 100_000
    with Prepared(lambda: "prepared", lambda ready, one, other: (ready, len(one), other)) as task:
        assert task.result(much, 2) == ("prepared", 100_000, 2)
    with Prepared(lambda: "prepared", lambda ready, one: (ready, one), here=True) as task:
        assert task.result(1) == (None, 1)


def test_a_task_whose_preparation_fails_is_not_waited_for() -> None:
    with pytest.raises(ZeroDivisionError), Prepared(partial(divmod, 1, 0), lambda *_: None) as task:
        task.result(["as much as no pipe holds"] * 100_000)
