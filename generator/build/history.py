"""Gives a survey's folder as it was at an earlier commit of its git repository. Nothing is changed in the
repository.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SECONDS = 120


class HistoryError(Exception):
    """Raised if git has no such state of the folder; the message says why."""


def commit_of(folder: Path, revision: str) -> str | None:
    """Return the full hash of the commit that `revision` names (a tag, a branch, the beginning of a hash) in the
    repository of a folder; None if it names none, or there is no repository.
    """
    return _said(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") or None


def commit_that_added(folder: Path, name: str) -> str | None:
    """Return the hash of the commit that first had the file with a name in a folder.

    None if there is no repository, if it has only a part of its history, or if the file is in no commit.
    """
    if _said(folder, "rev-parse", "--is-shallow-repository") != "false":
        return None
    added = _said(folder, "log", "--diff-filter=A", "--format=%H", "--", name)
    return added.splitlines()[-1] if added else None


@contextmanager
def survey_at(folder: Path, version: str) -> Iterator[Path]:
    """Yield a folder that holds a survey as it was; `version` is a folder with a copy, or a commit, branch or tag of
    the repository of `folder`.

    Of a commit it is a temporary checkout, deleted at the end of the `with` block. Raises HistoryError if `version` is
    none of these.
    """
    if Path(version).is_dir():
        yield Path(version)
        return
    commit = commit_of(folder, version)
    if commit is None:
        raise HistoryError("is no folder, and no commit, branch or tag of the survey's repository")
    with as_it_was(folder, commit) as then:
        yield then


@contextmanager
def as_it_was(folder: Path, commit: str) -> Iterator[Path]:
    """Yield the folder as it was at a commit, in a temporary checkout that is deleted at the end of the `with` block.

    The checkout is that of the whole repository, so what lies above the folder is there too. Raises HistoryError if git
    cannot make it, or if the folder did not exist then.
    """
    below = _said(folder, "rev-parse", "--show-prefix")
    with tempfile.TemporaryDirectory(prefix="survey-") as place:
        checkout = Path(place).resolve() / folder.resolve().name
        # A hook of the repository has no business here.
        made = run_git(
            folder, "-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--detach", str(checkout), commit
        )
        if made is None or made.returncode:
            raise HistoryError(" ".join(made.stderr.split())[:300] if made else "git cannot be run")
        try:
            if not (checkout / below).is_dir():
                raise HistoryError(f"there is no folder {below!r} at {commit[:12]}")
            yield checkout / below
        finally:
            run_git(folder, "worktree", "remove", "--force", str(checkout))


def _said(folder: Path, *arguments: str) -> str:
    """Return what `git ARGUMENTS` prints in a folder, without white space at its ends; empty if git fails or cannot be
    run.
    """
    done = run_git(folder, *arguments)
    return done.stdout.strip() if done and done.returncode == 0 else ""


def run_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str] | None:
    """Run git in a folder and return the finished process with its output as text.

    None if git cannot be started or takes longer than two minutes. A failure of git does not raise: look at
    `returncode`.
    """
    try:
        return subprocess.run(  # noqa: S603 - a list of our own making, and no shell
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the user's git, wherever it is
            capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
